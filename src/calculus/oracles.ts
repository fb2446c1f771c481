/**
 * Independent ways to a derivative, compared at random points: a key ships only when they agree. The symbolic
 * result is held against the reverse sweep and forward tangents on numbers (the rules without the normal forms),
 * extrapolated differences (no rules at all) and, for scalars, an outside system.
 */
import { compile } from '../expr/evaluate.ts';
import { bindSizes, simplify } from '../expr/rewrite.ts';
import { type Node, type Sym, sym } from '../ir/node.ts';
import { concrete, entryCount, isScalar } from '../ir/shape.ts';
import { zeros } from '../ops/constants.ts';
import type { Derivative, LayoutRule } from './derive.ts';
import { pushforward } from './modes.ts';
import { differences, digits } from './oracles-differences.ts';
import { distinctSizes, type Points, repeated, samplePoints, withSizes } from './oracles-points.ts';
import { forwardNumbers, reverseNumbers } from './oracles-sweeps.ts';

export type WayName = 'symbolic' | 'reverse' | 'forward' | 'differences' | 'mathjs';

/** Where two ways differ most, for a person to look at. */
export interface Disagreement {
  readonly point: ReadonlyMap<string, readonly number[]>;
  /** 0-based position in the derivative, row-major: entry of f first, then of the variables. */
  readonly entry: number;
  readonly symbolic: number;
  readonly other: number;
}

export interface WayResult {
  readonly name: WayName;
  /** Largest difference from the symbolic result, relative to the largest entry at the point (at least 1). */
  readonly worst: number;
  readonly at: Disagreement | null;
}

export interface CrossCheck {
  readonly agree: boolean;
  /** Points compared; 0 when none was found in the domain, and then nothing is agreed. */
  readonly points: number;
  readonly ways: readonly WayResult[];
}

/** An outside system's derivative of a scalar in a scalar, as a function of values; null where it has none. */
export type OutsideWay = (f: Node, x: Sym, order: number) => ((values: ReadonlyMap<string, number>) => number) | null;

export interface CrossCheckOptions {
  readonly points?: number;
  readonly ranges?: ReadonlyMap<string, readonly [number, number]>;
  readonly seed?: string;
  readonly layout?: LayoutRule;
  /** From `loadMathjs` in oracles-mathjs.ts. */
  readonly mathjs?: OutsideWay;
}

const SWEEP_TOLERANCE = 1e-9;
/** Differences of higher order lose digits to cancellation; their own error estimate is added. */
const DIFFERENCE_TOLERANCE: readonly number[] = [1e-7, 1e-5, 1e-3];

/** Compares the ways at random points of the domain of f. Sizes that are symbolic become distinct numbers. */
export function crossCheck(
  f: Node,
  wrt: readonly Sym[],
  order: number,
  result: Derivative,
  options: CrossCheckOptions = {},
): CrossCheck {
  const sizes = distinctSizes([f, result.node], wrt);
  const here = withSizes(f, wrt, sizes);
  const settings = { points: options.points ?? 6, ranges: options.ranges ?? new Map(), seed: options.seed ?? '' };
  const points = samplePoints([here.f], here.wrt, settings);
  const dims: Dims = {
    outs: entryCount(concrete(here.f.shape) ?? []),
    ins: here.wrt.reduce((n, s) => n + entryCount(concrete(s.shape) ?? []), 0),
    order,
  };
  if (points.count === 0) return { agree: false, points: 0, ways: [] };
  const symbolic = symbolicValues(result, sizes, points, dims, options.layout ?? 'numerator');
  // relu(relu x) ties as written where its normal form does not; differences take the expression as written.
  const normal = simplify(here.f);
  const ways: WayResult[] = [
    compare('reverse', symbolic, reverseValues(normal, here.wrt, points, dims), null, points, SWEEP_TOLERANCE),
    compare('forward', symbolic, forwardValues(normal, here.wrt, points, dims), null, points, SWEEP_TOLERANCE),
  ].map(({ agree: _agree, ...way }) => way);
  const kernel = differences(here.f, here.wrt, order, points);
  const tolerance = DIFFERENCE_TOLERANCE[order - 1] ?? 1e-2;
  const byDifferences = compare('differences', symbolic, kernel.values, kernel.errors, points, tolerance);
  const results = [...ways.map((w) => w.worst <= SWEEP_TOLERANCE), byDifferences.agree];
  ways.push({ name: 'differences', worst: byDifferences.worst, at: byDifferences.at });
  const outside = options.mathjs && outsideValues(options.mathjs, here.f, here.wrt, order, points);
  if (outside) {
    const { agree, ...way } = compare('mathjs', symbolic, outside, null, points, SWEEP_TOLERANCE * 10);
    results.push(agree);
    ways.push(way);
  }
  const worst = Math.max(0, ...ways.map((w) => w.worst));
  return {
    agree: results.every((r) => r),
    points: points.count,
    ways: [{ name: 'symbolic', worst, at: null }, ...ways],
  };
}

interface Dims {
  readonly outs: number;
  readonly ins: number;
  readonly order: number;
}

/** The symbolic result in the common order: [point][entry of f][entry of wrt]… */
function symbolicValues(
  result: Derivative,
  sizes: ReadonlyMap<string, number>,
  points: Points,
  { outs, ins, order }: Dims,
  layout: LayoutRule,
): Float64Array {
  const count = outs * ins ** order;
  const out = new Float64Array(points.count * count);
  const node = bindSizes(result.node, sizes);
  const axes = result.shape.map((d) => (typeof d === 'number' ? d : 0));
  const bound = axes.map((d, k) => (d === 0 ? entryCountOf(result.shape[k], sizes) : d));
  let data: Float64Array;
  if (result.indices === null) {
    data = compile([node]).run(points.inputs, points.count)[0]?.data ?? out;
  } else {
    const many = repeated(points, count);
    const inputs = new Map(many.inputs);
    const names = result.indices.map((s) => s.name);
    const strides = names.map((_, k) => bound.slice(bound.length - names.length + k + 1).reduce((a, b) => a * b, 1));
    names.forEach((name, k) => {
      const size = bound[bound.length - names.length + k] ?? 1;
      const stride = strides[k] ?? 1;
      inputs.set(
        name,
        Float64Array.from({ length: many.count }, (_, p) => (Math.floor((p % count) / stride) % size) + 1),
      );
    });
    const flat = compile([node]).run(inputs, many.count)[0]?.data ?? out;
    data = new Float64Array(out.length);
    for (let p = 0; p < points.count; p += 1)
      for (let e = 0; e < count; e += 1) data[e * points.count + p] = flat[p * count + e] as number;
  }
  const swapped = layout === 'denominator' && order === 1;
  for (let e = 0; e < count; e += 1) {
    const to = swapped ? (e % outs) * ins + Math.floor(e / outs) : e;
    for (let p = 0; p < points.count; p += 1) out[p * count + to] = data[e * points.count + p] as number;
  }
  return out;
}

const entryCountOf = (d: number | string | undefined, sizes: ReadonlyMap<string, number>): number =>
  typeof d === 'number' ? d : (d ?? '1').split('*').reduce((n, f) => n * (sizes.get(f) ?? Number(f)), 1);

/** f differentiated order − 1 times along symbols `direction k`, so that a numeric sweep does the last order. */
function partly(f: Node, wrt: readonly Sym[], order: number): Node {
  let d: Node = f;
  for (let k = 1; k < order; k += 1) {
    const seeds = new Map(wrt.map((s): [Sym, Node] => [s, sym(directionName(k, s), s.shape)]));
    d = pushforward(d, seeds) ?? zeros(f.shape);
  }
  return d;
}

const directionName = (k: number, s: Sym): string => `direction ${k} ${s.name}`;

/** Sets the k-th direction of every point to the basis direction that `pick` names for it. */
function setDirections(
  inputs: Map<string, Float64Array>,
  wrt: readonly Sym[],
  nameOf: (s: Sym) => string,
  count: number,
  pick: (p: number) => number,
): void {
  let first = 0;
  for (const s of wrt) {
    const entries = entryCount(concrete(s.shape) ?? []);
    const values = new Float64Array(entries * count);
    for (let p = 0; p < count; p += 1) {
      const e = pick(p) - first;
      if (e >= 0 && e < entries) values[e * count + p] = 1;
    }
    inputs.set(nameOf(s), values);
    first += entries;
  }
}

function reverseValues(f: Node, wrt: readonly Sym[], points: Points, { outs, ins, order }: Dims): Float64Array {
  const inner = ins ** (order - 1);
  const many = repeated(points, outs * inner);
  const inputs = new Map(many.inputs);
  for (let k = 1; k < order; k += 1)
    setDirections(
      inputs,
      wrt,
      (s) => directionName(k, s),
      many.count,
      (p) => digits(p % inner, ins, order - 1)[k - 1] ?? 0,
    );
  const seed = new Float64Array(outs * many.count);
  for (let p = 0; p < many.count; p += 1) seed[(Math.floor(p / inner) % outs) * many.count + p] = 1;
  const gradient = reverseNumbers(partly(f, wrt, order), wrt, inputs, many.count, seed);
  const out = new Float64Array(many.count * ins);
  let first = 0;
  for (const s of wrt) {
    const g = gradient.get(s.name) ?? new Float64Array(0);
    for (let e = 0; e < g.length / many.count; e += 1)
      for (let p = 0; p < many.count; p += 1) out[p * ins + first + e] = g[e * many.count + p] as number;
    first += g.length / many.count;
  }
  return out;
}

function forwardValues(f: Node, wrt: readonly Sym[], points: Points, { outs, ins, order }: Dims): Float64Array {
  const combos = ins ** order;
  const many = repeated(points, combos);
  const inputs = new Map(many.inputs);
  for (let k = 1; k < order; k += 1)
    setDirections(
      inputs,
      wrt,
      (s) => directionName(k, s),
      many.count,
      (p) => digits(p % combos, ins, order)[k - 1] ?? 0,
    );
  const seeds = new Map<string, Float64Array>();
  setDirections(
    seeds,
    wrt,
    (s) => s.name,
    many.count,
    (p) => p % ins,
  );
  const tangent = forwardNumbers(partly(f, wrt, order), wrt, inputs, many.count, seeds);
  const out = new Float64Array(points.count * outs * combos);
  for (let p = 0; p < points.count; p += 1)
    for (let o = 0; o < outs; o += 1)
      for (let c = 0; c < combos; c += 1)
        out[(p * outs + o) * combos + c] = tangent[o * many.count + p * combos + c] as number;
  return out;
}

function outsideValues(
  way: OutsideWay,
  f: Node,
  wrt: readonly Sym[],
  order: number,
  points: Points,
): Float64Array | null {
  const x = wrt[0];
  if (wrt.length !== 1 || !x || !isScalar(x.shape) || !isScalar(f.shape)) return null;
  if ([...points.inputs.values()].some((v) => v.length !== points.count)) return null;
  const value = way(simplify(f), x, order);
  if (value === null) return null;
  return Float64Array.from({ length: points.count }, (_, p) =>
    value(new Map([...points.inputs].map(([name, v]) => [name, v[p] as number]))),
  );
}

function compare(
  name: WayName,
  symbolic: Float64Array,
  other: Float64Array,
  errors: Float64Array | null,
  points: Points,
  tolerance: number,
): WayResult & { readonly agree: boolean } {
  const count = symbolic.length / points.count;
  let worst = 0;
  let at: number | null = null;
  let agree = true;
  for (let p = 0; p < points.count; p += 1) {
    let scale = 1;
    for (let e = 0; e < count; e += 1) {
      const v = Math.abs(other[p * count + e] as number);
      if (Number.isFinite(v)) scale = Math.max(scale, v);
    }
    for (let e = 0; e < count; e += 1) {
      const i = p * count + e;
      const gap = Math.abs((symbolic[i] as number) - (other[i] as number)) / scale;
      // A value on one side and none on the other is as far apart as can be; none on both sides says nothing.
      const both = Number.isNaN(symbolic[i] as number) && Number.isNaN(other[i] as number);
      const difference = both ? 0 : Number.isNaN(gap) ? Number.POSITIVE_INFINITY : gap;
      if (difference > tolerance + (errors === null ? 0 : (20 * (errors[i] as number)) / scale)) agree = false;
      if (difference > worst) {
        worst = difference;
        at = i;
      }
    }
  }
  if (at === null) return { name, worst, at: null, agree };
  const p = Math.floor(at / count);
  const point = new Map(
    [...points.inputs].map(([n, v]) => [
      n,
      Array.from({ length: v.length / points.count }, (_, e) => v[e * points.count + p] as number),
    ]),
  );
  const where = { point, entry: at % count, symbolic: symbolic[at] as number, other: other[at] as number };
  return { name, worst, at: where, agree };
}
