/** Random points at which independent ways of differentiating are compared: inside the domain, the same every time. */
import { type Stream, stream } from '../base/random.ts';
import { compile } from '../expr/evaluate.ts';
import { bindSizes, sizesOf } from '../expr/rewrite.ts';
import { type Node, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { bindShape, concrete, entryCount, showShape } from '../ir/shape.ts';

/** Values of symbols at several points: entries row-major, the points of an entry side by side. */
export interface Points {
  readonly count: number;
  readonly inputs: ReadonlyMap<string, Float64Array>;
}

export interface PointOptions {
  readonly points: number;
  /** Where a symbol is drawn from (each entry of it). Without an entry several ranges are tried. */
  readonly ranges: ReadonlyMap<string, readonly [number, number]>;
  readonly seed: string;
}

/** Ranges tried in turn until enough points lie in the domain: both signs, near zero, positive, large. */
const SPANS = [
  [-2, 2],
  [0.1, 2],
  [-0.9, 0.9],
  [1.1, 5],
  [5, 60],
] as const;
const CANDIDATES = 32;
const ROUNDS = 8;

/** Different sizes for the symbolic sizes of these expressions, so that a shape slip cannot hide in a square. */
export function distinctSizes(nodes: readonly Node[], symbols: readonly Sym[] = []): ReadonlyMap<string, number> {
  const names = new Set(nodes.flatMap((n) => [...sizesOf(n)]).concat(symbols.flatMap((s) => [...sizesOf(s)])));
  return new Map([...names].map((name, k) => [name, k + 2]));
}

/** The expression and the symbols with sizes put in. */
export function withSizes(
  f: Node,
  wrt: readonly Sym[],
  sizes: ReadonlyMap<string, number>,
): { readonly f: Node; readonly wrt: readonly Sym[] } {
  return { f: bindSizes(f, sizes), wrt: wrt.map((s) => sym(s.name, bindShape(s.shape, sizes), s.index)) };
}

/** Points where every root is finite; fewer than asked for (perhaps none) when the domain is hard to hit. */
export function samplePoints(
  roots: readonly Node[],
  extra: readonly Sym[],
  { points, ranges, seed }: PointOptions,
): Points {
  const symbols = new Map([...roots.flatMap(symbolsOf), ...extra].map((s) => [s.name, s]));
  const tape = compile(roots);
  const draws = stream(`oracle points ${seed}`);
  const found = new Map([...symbols.keys()].map((name): [string, number[][]] => [name, []]));
  let count = 0;
  for (let round = 0; round < ROUNDS && count < points; round += 1) {
    for (const [k, span] of SPANS.entries()) {
      if (count >= points) break;
      const inputs = drawInputs([...symbols.values()], span, ranges, draws.fork(`${round} ${k}`));
      const batches = tape.run(inputs, CANDIDATES);
      // Of the first range that works a part only, so that others get their turn.
      const quota =
        k === SPANS.length - 1 || round > 0 ? points : Math.max(count + 1, Math.ceil(points * (0.5 + 0.2 * k)));
      for (let p = 0; p < CANDIDATES && count < Math.min(points, quota); p += 1) {
        if (!batches.every((b) => isFiniteAt(b.data, p))) continue;
        for (const [name, values] of inputs) found.get(name)?.push(pointOf(values, p));
        count += 1;
      }
    }
  }
  return { count, inputs: new Map([...found].map(([name, list]) => [name, sideBySide(list)])) };
}

function drawInputs(
  symbols: readonly Sym[],
  span: readonly [number, number],
  ranges: PointOptions['ranges'],
  draws: Stream,
): ReadonlyMap<string, Float64Array> {
  return new Map(
    symbols.map((s) => {
      const shape = concrete(s.shape);
      if (shape === null) throw new RangeError(`${s.name} of shape ${showShape(s.shape)} needs sizes`);
      const own = draws.fork(s.name);
      const [lo, hi] = ranges.get(s.name) ?? span;
      const draw = s.index ? () => own.integer(1, 2) : () => lo + (hi - lo) * own.uniform();
      return [s.name, Float64Array.from({ length: entryCount(shape) * CANDIDATES }, draw)];
    }),
  );
}

const isFiniteAt = (data: Float64Array, p: number): boolean => {
  for (let i = p; i < data.length; i += CANDIDATES) if (!Number.isFinite(data[i])) return false;
  return true;
};

const pointOf = (values: Float64Array, p: number): number[] =>
  Array.from({ length: values.length / CANDIDATES }, (_, e) => values[e * CANDIDATES + p] as number);

function sideBySide(list: readonly (readonly number[])[]): Float64Array {
  const entries = list[0]?.length ?? 0;
  const out = new Float64Array(entries * list.length);
  list.forEach((values, p) => {
    values.forEach((v, e) => {
      out[e * list.length + p] = v;
    });
  });
  return out;
}

/** Each point `times` times in a row, to be combined with as many directions. */
export function repeated(points: Points, times: number): Points {
  const count = points.count * times;
  const spread = (values: Float64Array): Float64Array => {
    const entries = points.count === 0 ? 0 : values.length / points.count;
    const out = new Float64Array(entries * count);
    for (let e = 0; e < entries; e += 1) {
      for (let p = 0; p < count; p += 1)
        out[e * count + p] = values[e * points.count + Math.floor(p / times)] as number;
    }
    return out;
  };
  return { count, inputs: new Map([...points.inputs].map(([name, v]) => [name, spread(v)])) };
}
