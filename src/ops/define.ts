/** Helpers that fill the columns of an operation record that many operations share. */
import type { Apply, Node } from '../ir/node.ts';
import type { NotationOf } from '../ir/notation.ts';
import type { Condition, Op, TextbookRule } from '../ir/op.ts';
import { apply, isFault, ShapeError } from '../ir/op.ts';
import { isScalar, SCALAR, type Shape, sameShape, showShape } from '../ir/shape.ts';
import { mapError, mapKernel } from './kernels.ts';

/** A stable hash of the name: node hashes must not depend on the order in which modules load. */
export function opHash(name: string): number {
  let h = 0x01000193;
  for (let i = 0; i < name.length; i += 1) h = Math.imul(h ^ name.charCodeAt(i), 0x85ebca6b) ^ (h >>> 13);
  return h | 0;
}

export const exactly = (n: number): Op['arity'] => ({ min: n, max: n });
export const atLeast = (n: number): Op['arity'] => ({ min: n, max: Number.POSITIVE_INFINITY });

export const noDomain = (): readonly Condition[] => [];
export const noKinks = (): readonly Node[] => [];

/** Columns of an operation that is defined and smooth everywhere and has no static argument. */
export const PLAIN = { domain: noDomain, kinks: noKinks, sampleAttr: '', binds: false } as const;

/** The single argument; operations of arity one are only ever built with one. */
export function only(args: readonly Node[]): Node {
  return arg(args, 0);
}

/** The i-th argument. Throws a RangeError when the arity was violated, which is a bug of ours. */
export function arg(args: readonly Node[], i: number): Node {
  const a = args[i];
  if (a === undefined) throw new RangeError(`operation has no argument ${i}`);
  return a;
}

/** The tangents that are not null. */
export const moving = (tangents: readonly (Node | null)[]): readonly Node[] => tangents.filter((t) => t !== null);

/** The common shape of elementwise arguments: all equal, scalars allowed between them. */
export function elementwiseShape(name: string): Op['shape'] {
  return (args) => {
    let shape: Shape = SCALAR;
    for (const a of args) {
      if (isScalar(a.shape)) continue;
      if (isScalar(shape)) shape = a.shape;
      else if (!sameShape(shape, a.shape)) {
        return { fault: `${name} of a ${showShape(shape)} and a ${showShape(a.shape)} array is not defined` };
      }
    }
    return shape;
  };
}

/** The smart constructor of an operation that has no rewriting of its own. */
export const plainBuild =
  (self: () => Op): Op['build'] =>
  (args, attr) =>
    apply(self(), args, attr);

/** A shape or the error that names why not: for builders that need the shape before they build. */
export function shapeOrThrow(op: Op, args: readonly Node[], attr = ''): Shape {
  const s = op.shape(args, attr);
  if (isFault(s)) throw new ShapeError(s);
  return s;
}

/** Columns of an elementwise function of one argument. */
export interface Elementwise {
  readonly name: string;
  readonly value: (x: number) => number;
  /** Numeric derivative, written apart from the symbolic rule so that each checks the other. */
  readonly slope: (x: number, y: number) => number;
  /** f'(x) as an expression; x is the argument, y the node itself. Must work entry by entry on arrays. */
  readonly derivative: (x: Node, y: Apply) => Node;
  /** g·f'(x) entry by entry. Given here because products live in `arithmetic.ts`. */
  readonly scaled: (g: Node, slope: Node) => Node;
  /** Exact values and rewrites; null where there is none. */
  readonly rewrite: (x: Node) => Node | null;
  readonly notation: NotationOf;
  readonly domain: Op['domain'];
  readonly kinks: Op['kinks'];
  readonly rule: TextbookRule;
  readonly samples: readonly number[];
  readonly source: string;
  /** Own rounding in units of 2^-53 at x with value y. */
  readonly rounding: (x: number, y: number) => number;
}

/** An operation from an elementwise function: jvp and vjp are the same scaling by f'(x). */
export function elementwiseOp(e: Elementwise): Op {
  const op: Op = {
    name: e.name,
    hash: opHash(e.name),
    arity: exactly(1),
    shape: (args) => only(args).shape,
    build: (args) => e.rewrite(only(args)) ?? apply(op, args),
    kernel: mapKernel(e.value),
    error: mapError(e.slope, e.rounding),
    jvp: (node, tangents) => e.scaled(only(moving(tangents)), e.derivative(only(node.args), node)),
    vjp: (node, _i, g) => e.scaled(g, e.derivative(only(node.args), node)),
    entry: (node, indices, at) => op.build([at(only(node.args), indices)], ''),
    notation: e.notation,
    domain: e.domain,
    kinks: e.kinks,
    rule: e.rule,
    samples: e.samples.map((x) => [x]),
    sampleAttr: '',
    source: e.source,
    binds: false,
  };
  return op;
}
