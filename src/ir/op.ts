/**
 * The contract of an operation: one record, every column required, so that a forgotten rule is a compile
 * error. `src/ops` holds the records; `ops/table.ts` lists them and the table writes their tests.
 */
import { type Apply, makeApply, type Node } from './node.ts';
import type { NotationOf } from './notation.ts';
import type { Shape } from './shape.ts';

/** Why a shape rule refuses its arguments, for a person. */
export interface ShapeFault {
  readonly fault: string;
  readonly hint?: string;
  /** `size` when a size is merely unknown (an identity without context). */
  readonly code?: 'shape' | 'size-unknown';
}

/** Sizes of one evaluation: entries are laid out element by element, the sample points innermost. */
export interface Layout {
  readonly points: number;
  readonly shape: readonly number[];
  readonly argShapes: readonly (readonly number[])[];
  readonly attr: string;
}

/**
 * Fills `out` (entries × points) from the arguments. Outside the real domain it writes NaN. Must not allocate
 * per point more than it needs and never throw on numbers.
 */
export type Kernel = (out: Float64Array, args: readonly Float64Array[], layout: Layout) => void;

/**
 * Fills `outErr` with a bound of the absolute error of `out`, given bounds of the arguments' errors: own
 * rounding plus propagation. `Infinity` where no bound is known.
 */
export type ErrorKernel = (
  outErr: Float64Array,
  out: Float64Array,
  args: readonly Float64Array[],
  argErrs: readonly Float64Array[],
  layout: Layout,
) => void;

/** A condition on the real domain, or (for `kinks`) where the operation is not differentiable. */
export interface Condition {
  readonly expr: Node;
  readonly must: 'positive' | 'nonnegative' | 'nonzero' | 'in[-1,1]' | 'in(-1,1)';
}

/** A named line of a derivation: `chain rule`, `derivative of sin`, … */
export interface TextbookRule {
  readonly id: string;
  readonly name: string;
}

export interface Op {
  readonly name: string;
  readonly hash: number;
  /** Number of arguments; `max` may be Infinity. */
  readonly arity: { readonly min: number; readonly max: number };
  /** The result's shape, or why there is none. Never throws. */
  readonly shape: (args: readonly Node[], attr: string) => Shape | ShapeFault;
  /** The smart constructor: an equal, never larger expression in normal form. */
  readonly build: (args: readonly Node[], attr: string) => Node;
  readonly kernel: Kernel;
  readonly error: ErrorKernel;
  /**
   * Pushforward: the tangent of the result when argument i has tangent `tangents[i]` (its shape; null when it
   * does not move). At least one is not null.
   */
  readonly jvp: (node: Apply, tangents: readonly (Node | null)[]) => Node;
  /** Pullback: what cotangent `g` (the result's shape) contributes to argument i (its shape). */
  readonly vjp: (node: Apply, i: number, g: Node) => Node;
  /**
   * The entry at the given indices (as many as the result has axes) in terms of entries of the arguments;
   * null where there is no such formula (an inverse) and the entry is an index of the whole.
   */
  readonly entry: (node: Apply, indices: readonly Node[], at: EntryOf) => Node | null;
  readonly notation: NotationOf;
  readonly domain: (args: readonly Node[]) => readonly Condition[];
  /** Where the operation is continuous but has no derivative: `expr` zero there. */
  readonly kinks: (args: readonly Node[]) => readonly Node[];
  readonly rule: TextbookRule;
  /**
   * Smooth sample points for the generated tests: each a list of argument values. A scalar is a number, an
   * array its shape and entries in row-major order.
   */
  readonly samples: readonly (readonly SampleValue[])[];
  /** The static argument the samples are built with (`2x3` for a literal). */
  readonly sampleAttr: string;
  /** Lecture section, paper or standard text the rule is taken from. */
  readonly source: string;
  /** The first argument is a name bound in the others (`sum(k=1..m, …)`). */
  readonly binds: boolean;
}

export type SampleValue = number | { readonly shape: readonly number[]; readonly entries: readonly number[] };

/** Entry of any expression at indices; given to `entry` so that operations need not know the walker. */
export type EntryOf = (node: Node, indices: readonly Node[]) => Node;

/** An operation applied to arguments it cannot take. Callers that face people catch it and add a position. */
export class ShapeError extends Error {
  readonly fault: ShapeFault;
  constructor(fault: ShapeFault) {
    super(fault.fault);
    this.name = 'ShapeError';
    this.fault = fault;
  }
}

export const isFault = (s: Shape | ShapeFault): s is ShapeFault => 'fault' in s;

/** The raw application, its shape inferred. Throws ShapeError when the arguments do not fit. */
export function apply(op: Op, args: readonly Node[], attr = ''): Apply {
  const shape = op.shape(args, attr);
  if (isFault(shape)) throw new ShapeError(shape);
  return makeApply(op, args, shape, attr);
}
