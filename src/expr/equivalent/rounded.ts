/** Typed decimals that stand for every number that rounds to them: the range of an answer at each point. */
import { int, type Node, num, sym } from '../../ir/node.ts';
import { apply } from '../../ir/op.ts';
import { plus, type Rational, rational, times, toDouble } from '../../ir/rational.ts';
import { mulOp, powOp } from '../../ops/arithmetic.ts';
import type { Batch, Tape } from '../evaluate.ts';
import type { TypedDecimal } from './comparison.ts';
import type { Points } from './points.ts';

/** Values of an answer as intervals, by place in a batch. */
export interface Range {
  readonly isNothing: (i: number) => boolean;
  /** Whether the answer bends too much over the decimals to be followed there. */
  readonly isWild: (i: number) => boolean;
  /** Whether the interval is too wide to say anything by holding a number of this size. */
  readonly isWide: (i: number, size: number) => boolean;
  /** From a value to the interval; 0 inside it. */
  readonly distance: (i: number, value: number) => number;
  readonly error: (i: number) => number;
}

const nameOf = (k: number): string => `#${k}`;
const keyOf = (r: Rational): string => `${r.n}/${r.d}`;
const middle = (d: TypedDecimal): Rational => times(plus(d.low, d.high), rational(1n, 2n));

/** The answer with each typed decimal as a name of its own (`#0`, `#1` …), also inside signs and quotients. */
export function withDecimalNames(node: Node, decimals: readonly TypedDecimal[]): Node {
  const byKey = new Map(decimals.map((d, k) => [d.key, k]));
  const literal = (value: Rational): Node | null => {
    const at = byKey.get(keyOf(value));
    if (at !== undefined) return sym(nameOf(at));
    const negative = byKey.get(keyOf({ n: -value.n, d: value.d }));
    return negative === undefined ? null : apply(mulOp, [int(-1), sym(nameOf(negative))]);
  };
  const reciprocal = (n: Node): Node => apply(powOp, [n, int(-1)]);
  const numberNode = (value: Rational): Node | null => {
    const own = literal(value);
    if (own) return own;
    // The reader works out quotients of numbers: look for the decimal above or below the line.
    for (const d of decimals) {
      const typed = parseKey(d.key);
      const above = times(value, { n: typed.d, d: typed.n });
      const below = times(value, typed);
      if (isShort(above)) return apply(mulOp, [num(above), sym(nameOf(byKey.get(d.key) ?? 0))]);
      if (isShort(below)) return apply(mulOp, [num(below), reciprocal(sym(nameOf(byKey.get(d.key) ?? 0)))]);
      for (const other of decimals) {
        const both = times(above, parseKey(other.key));
        if (isShort(both))
          return apply(mulOp, [
            num(both),
            sym(nameOf(byKey.get(d.key) ?? 0)),
            reciprocal(sym(nameOf(byKey.get(other.key) ?? 0))),
          ]);
      }
    }
    return null;
  };
  const done = new Map<Node, Node>();
  const visit = (n: Node): Node => {
    if (n.kind === 'sym') return n;
    const known = done.get(n);
    if (known) return known;
    let out: Node = n;
    if (n.kind === 'num') {
      if (!isShort(n.value)) out = numberNode(n.value) ?? n;
    } else {
      const args = n.args.map(visit);
      if (args.some((a, i) => a !== n.args[i])) out = apply(n.op, args, n.attr);
    }
    done.set(n, out);
    return out;
  };
  return visit(node);
}

/** Marked decimals have tails of eighty digits and more; numbers people type do not. */
const isShort = (r: Rational): boolean => r.n.toString().length < 75 && r.d.toString().length < 75 && r.d !== 0n;

function parseKey(key: string): Rational {
  const [n = '0', d = '1'] = key.split('/');
  return { n: BigInt(n), d: BigInt(d) };
}

/** 1.00·10⁹ − 0.9999·10⁹ stands for everything from −5·10⁶ to 5·10⁶: wider than this share of a value it says nothing. */
const WIDEST = 0.5;

/**
 * The student's values at all points as intervals over the decimals, and the roots of the tape (student, model,
 * assumptions) at their middles. Each decimal is moved to both ends alone, then all to the ends that were found
 * to raise and to lower the value: exact where the answer is monotone in each, as it is over such small ranges.
 * How far it bends on the way widens the interval; where it bends as far as it moves (sin(3.14x) far out) the
 * point says nothing.
 */
export function rangesOf(
  tape: Tape,
  points: Points,
  decimals: readonly TypedDecimal[],
): { readonly student: Range; readonly model: Batch; readonly roots: readonly Batch[] } {
  const inputs = (at: (k: number) => Float64Array): ReadonlyMap<string, Float64Array> =>
    new Map([...points.values, ...decimals.map((_, k) => [nameOf(k), at(k)] as const)]);
  const constant = (x: number): Float64Array => Float64Array.of(x);
  const lows = decimals.map((d) => constant(toDouble(d.low)));
  const mids = decimals.map((d) => constant(toDouble(middle(d))));
  const highs = decimals.map((d) => constant(toDouble(d.high)));
  const quarters = ([0, 1] as const).map((side) =>
    decimals.map((_, k) => constant((((side === 0 ? lows : highs)[k]?.[0] ?? 0) + (mids[k]?.[0] ?? 0)) / 2)),
  );
  const run = (at: (k: number) => Float64Array): readonly Batch[] => tape.run(inputs(at), points.count, true);
  const roots = run((k) => mids[k] as Float64Array);
  const base = roots[0] as Batch;
  if (decimals.length === 0) return { student: exactRange(base), model: roots[1] as Batch, roots };
  const bottom = base.data.slice();
  const top = base.data.slice();
  const include = (data: Float64Array): void => {
    for (let i = 0; i < data.length; i += 1) {
      const x = data[i] as number;
      if (x < (bottom[i] as number)) bottom[i] = x;
      if (x > (top[i] as number)) top[i] = x;
    }
  };
  const bend = new Float64Array(base.data.length);
  const rising = decimals.map((_, moved) => {
    const low = (run((k) => (k === moved ? lows : mids)[k] as Float64Array)[0] as Batch).data;
    const high = (run((k) => (k === moved ? highs : mids)[k] as Float64Array)[0] as Batch).data;
    include(low);
    include(high);
    const [before, after] = quarters.map(
      (at) => (run((k) => (k === moved ? at : mids)[k] as Float64Array)[0] as Batch).data,
    );
    for (let i = 0; i < low.length; i += 1) {
      const path = [low, before, base.data, after, high].map((d) => d?.[i] ?? Number.NaN);
      bend[i] = (bend[i] as number) + bendOf(path) / 4;
    }
    return high.map((x, i) => (x >= (low[i] as number) ? 1 : -1));
  });
  const entries = base.data.length / points.count;
  for (let e = 0; e < entries; e += 1) {
    for (const side of [1, -1]) {
      const corner = (k: number): Float64Array =>
        Float64Array.from({ length: points.count }, (_, p) => {
          const up = (rising[k]?.[e * points.count + p] ?? 1) * side > 0;
          return ((up ? highs : lows)[k] as Float64Array)[0] as number;
        });
      include((run(corner)[0] as Batch).data);
    }
  }
  return {
    student: {
      ...exactRange(base),
      isWild: (i) => (bend[i] as number) > ((top[i] as number) - (bottom[i] as number)) / 4,
      isWide: (i, size) => (top[i] as number) - (bottom[i] as number) > WIDEST * size,
      distance: (i, m) => {
        const beyond = Math.max(0, (bottom[i] as number) - m, m - (top[i] as number));
        return beyond <= (bend[i] as number) ? 0 : beyond;
      },
    },
    model: roots[1] as Batch,
    roots,
  };
}

/** The largest second difference of values at equal steps. */
const bendOf = (path: readonly number[]): number =>
  Math.max(...path.slice(2).map((x, k) => Math.abs(x - 2 * (path[k + 1] as number) + (path[k] as number))));

const exactRange = (batch: Batch): Range => ({
  isNothing: (i) => Number.isNaN(batch.data[i]),
  isWild: () => false,
  isWide: () => false,
  distance: (i, m) => Math.abs((batch.data[i] as number) - m),
  error: (i) => batch.error[i] as number,
});
