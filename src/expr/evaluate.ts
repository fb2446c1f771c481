/**
 * Batched evaluation: an expression becomes a flat tape, and every instruction runs over all sample points at
 * once on typed arrays. With error bounds on request. No code is generated: it must run under a strict CSP.
 */
import type { Apply, Node, Sym } from '../ir/node.ts';
import type { Layout } from '../ir/op.ts';
import { concrete, entryCount, showShape } from '../ir/shape.ts';
import { unroll } from './rewrite.ts';

/** A value at all sample points: entries row-major, the points of an entry side by side. */
export interface Batch {
  readonly shape: readonly number[];
  readonly points: number;
  readonly data: Float64Array;
  /** Bound of the absolute error of each number; all zero when bounds were not asked for. */
  readonly error: Float64Array;
}

export type Inputs = ReadonlyMap<string, Float64Array>;

export interface Tape {
  /** The symbols that need values, in order of first use. */
  readonly inputs: readonly Sym[];
  /** Multiplications and additions of one point, roughly: for the cheap-gradient law. */
  readonly operations: number;
  /** Evaluates all roots. An input of one point is used for every point. Throws RangeError on missing inputs. */
  readonly run: (inputs: Inputs, points: number, bounds?: boolean) => readonly Batch[];
}

interface Instruction {
  readonly node: Apply;
  readonly args: readonly number[];
  readonly out: number;
  readonly layout: Omit<Layout, 'points'>;
}

const sizeOf = (n: Node): readonly number[] => {
  const s = concrete(n.shape);
  if (s === null) throw new RangeError(`a value of shape ${showShape(n.shape)} needs sizes before it can be evaluated`);
  return s;
};

/** Compiles expressions (sums unrolled, shared nodes once). Throws RangeError when a size is still symbolic. */
export function compile(roots: readonly Node[]): Tape {
  const slots = new Map<Node, number>();
  const shapes: (readonly number[])[] = [];
  const inputs: Sym[] = [];
  const numbers: (number | null)[] = [];
  const instructions: Instruction[] = [];
  let operations = 0;
  const slotOf = (n: Node): number => {
    const known = slots.get(n);
    if (known !== undefined) return known;
    const args = n.kind === 'apply' ? n.args.map(slotOf) : [];
    const slot = shapes.length;
    slots.set(n, slot);
    const shape = sizeOf(n);
    shapes.push(shape);
    numbers.push(n.kind === 'num' ? n.approx : null);
    if (n.kind === 'sym') inputs.push(n);
    if (n.kind === 'apply') {
      const layout = { shape, argShapes: n.args.map(sizeOf), attr: n.attr };
      instructions.push({ node: n, args, out: slot, layout });
      operations += costOf(n.op.name, layout);
    }
    return slot;
  };
  const outs = roots.map((r) => slotOf(unroll(r)));
  const inputSlots = inputs.map((s) => slots.get(s) as number);
  const sizes = shapes.map(entryCount);
  const starts: number[] = [];
  let entries = 0;
  for (const n of sizes) {
    starts.push(entries);
    entries += n;
  }

  const run = (given: Inputs, points: number, bounds = false): readonly Batch[] => {
    // One buffer with views on it: allocating every slot alone would cost more than a short tape's arithmetic.
    const buffer = new ArrayBuffer(8 * entries * points * (bounds ? 2 : 1));
    const view = (from: number, slot: number): Float64Array =>
      new Float64Array(buffer, 8 * points * (from + (starts[slot] as number)), (sizes[slot] as number) * points);
    const values = shapes.map((_, i) => view(0, i));
    const errors = shapes.map((_, i) => (bounds ? view(entries, i) : NONE));
    numbers.forEach((v, i) => {
      if (v !== null) (values[i] as Float64Array).fill(v);
      // A rational such as 1/3 is rounded once; whole numbers are exact.
      if (v !== null && bounds && !Number.isInteger(v)) (errors[i] as Float64Array).fill(Math.abs(v) * 2 ** -53);
    });
    inputs.forEach((s, k) => {
      fillInput(s, given, values[inputSlots[k] as number] as Float64Array, points);
    });
    for (const step of instructions) {
      const { shape, argShapes, attr } = step.layout;
      const layout: Layout = { points, shape, argShapes, attr };
      const args = step.args.map((i) => values[i] as Float64Array);
      const out = values[step.out] as Float64Array;
      step.node.op.kernel(out, args, layout);
      if (bounds) {
        const bound = errors[step.out] as Float64Array;
        const argErrors = step.args.map((i) => errors[i] as Float64Array);
        step.node.op.error(bound, out, args, argErrors, layout);
        // 0 times an error without bound: nothing is known of the product.
        for (let i = 0; i < bound.length; i += 1) if (Number.isNaN(bound[i])) bound[i] = Number.POSITIVE_INFINITY;
      }
    }
    return outs.map((i) => ({
      shape: shapes[i] as readonly number[],
      points,
      data: values[i] as Float64Array,
      error: errors[i] as Float64Array,
    }));
  };
  return { inputs, operations, run };
}

/** Multiplications and additions of one operation at one point, roughly. */
function costOf(name: string, { shape, argShapes }: Omit<Layout, 'points'>): number {
  if (name === 'matmul') {
    let cost = 0;
    const rows = argShapes[0]?.length === 2 ? (argShapes[0][0] as number) : 1;
    for (const s of argShapes.slice(1)) cost += rows * entryCount(s);
    return cost;
  }
  const largest = Math.max(entryCount(shape), ...argShapes.map(entryCount));
  const cubic = name === 'det' || name === 'inv' || name === 'matpow';
  return cubic ? largest ** 1.5 : largest * Math.max(1, argShapes.length - 1);
}

const NONE = new Float64Array(0);

function fillInput(s: Sym, given: Inputs, out: Float64Array, points: number): void {
  const data = given.get(s.name);
  if (data === undefined) throw new RangeError(`no value for ${s.name}`);
  if (data.length === out.length) {
    out.set(data);
    return;
  }
  const entries = out.length / points;
  if (data.length !== entries) throw new RangeError(`${s.name} needs ${entries} entries, not ${data.length}`);
  for (let e = 0; e < entries; e += 1) out.fill(data[e] as number, e * points, (e + 1) * points);
}

/** One value at one point: entries row-major. Throws like `compile` and `run`. */
export function evaluate(
  root: Node,
  inputs: ReadonlyMap<string, readonly number[]>,
): { readonly shape: readonly number[]; readonly data: readonly number[] } {
  const given = new Map([...inputs].map(([name, v]) => [name, Float64Array.from(v)]));
  const batch = compile([root]).run(given, 1)[0];
  if (batch === undefined) throw new RangeError('nothing to evaluate');
  return { shape: batch.shape, data: [...batch.data] };
}
