/**
 * Sample points: drawn from a keyed stream, in the declared ranges, on both signs, near zero, of moderate size
 * and far out. Arrays get entries that are short binary fractions, so that structures hold exactly in doubles.
 */
import { stream } from '../../base/random.ts';
import type { Sym } from '../../ir/node.ts';
import { concrete, entryCount, type Shape } from '../../ir/shape.ts';
import { structuredMatrix } from './structures.ts';

/** Uniform numbers in [0, 1) of one seed, by place. Kept for the last few seeds: keying a stream costs more than a comparison. */
export interface Uniforms {
  readonly at: (place: number) => number;
}

const KEPT = 16;
const pools = new Map<string, Uniforms>();

export function uniformsOf(seed: string): Uniforms {
  const known = pools.get(seed);
  if (known) return known;
  const source = stream(`compare ${seed}`);
  const drawn: number[] = [];
  const made: Uniforms = {
    at: (place) => {
      while (drawn.length <= place) drawn.push(source.uniform());
      return drawn[place] as number;
    },
  };
  if (pools.size >= KEPT) pools.delete(pools.keys().next().value as string);
  pools.set(seed, made);
  return made;
}

/** A name to sample: where, and with what structure. */
export interface Variable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly index: boolean;
  /** Whole numbers of both signs only. */
  readonly whole: boolean;
  readonly low: number;
  readonly high: number;
  readonly structure: string;
}

/** Values of all variables at `count` points: entries × points, the points of an entry side by side. */
export interface Points {
  readonly count: number;
  readonly values: Map<string, Float64Array>;
}

export const FAR = 10_000;

export function variableOf(
  s: Sym,
  ranges: ReadonlyMap<string, readonly [number, number]>,
  structures: ReadonlyMap<string, string>,
  indexSize: number,
  whole: boolean,
): Variable {
  const range = ranges.get(s.name);
  const shape = concrete(s.shape) ?? refuseShape(s.shape);
  const low = s.index ? 1 : (range?.[0] ?? Number.NEGATIVE_INFINITY);
  const high = s.index ? indexSize : (range?.[1] ?? Number.POSITIVE_INFINITY);
  return { name: s.name, shape, index: s.index, whole, low, high, structure: structures.get(s.name) ?? '' };
}

function refuseShape(shape: Shape): never {
  throw new RangeError(`a size of ${shape.join('x')} is not bound`);
}

/** How the coordinates of one point are drawn. */
type Kind = 'near' | 'positive' | 'small' | 'unit' | 'moderate' | 'far' | 'mixed' | 'orthant' | 'axis';
const KINDS: readonly Kind[] = [
  'near',
  'positive',
  'small',
  'near',
  'unit',
  'moderate',
  'positive',
  'far',
  'near',
  'mixed',
  'positive',
  'small',
  'axis',
  'far',
  'axis',
  'mixed',
];
const PLAIN_KINDS: readonly Kind[] = ['near', 'small', 'unit', 'moderate', 'far', 'positive'];

/** `count` points; `from` continues a sequence, so that further points are new ones. */
export function drawPoints(
  variables: readonly Variable[],
  count: number,
  uniforms: Uniforms,
  from = 0,
  kinds: readonly Kind[] = KINDS,
): Points {
  const values = new Map<string, Float64Array>();
  let perPoint = 2;
  for (const v of variables) {
    values.set(v.name, new Float64Array(entryCount(v.shape) * count));
    perPoint += v.shape.length === 0 ? 2 : 2 * entryCount(v.shape);
  }
  for (let p = 0; p < count; p += 1) {
    const place = (from + p) * perPoint;
    const kind = kinds[(from + p) % kinds.length] as Kind;
    let at = place + 1;
    for (let k = 0; k < variables.length; k += 1) {
      const v = variables[k] as Variable;
      const data = values.get(v.name) as Float64Array;
      if (v.shape.length === 0) {
        data[p] = scalarAt(v, kind, from + p, k, uniforms.at(at), uniforms.at(at + 1));
        at += 2;
      } else {
        const entries = arrayAt(v, kind, uniforms, at);
        for (let e = 0; e < entries.length; e += 1) data[e * count + p] = entries[e] as number;
        at += 2 * entries.length;
      }
    }
  }
  return { count, values };
}

/** Points in every combination of signs: where a formula is defined often hangs on them. */
export function drawOrthants(variables: readonly Variable[], uniforms: Uniforms): Points {
  const names = variables.filter((v) => v.shape.length === 0).length;
  return drawPoints(variables, 2 * 2 ** Math.min(5, names), uniforms, 4096, ['orthant']);
}

function scalarAt(v: Variable, kind: Kind, point: number, place: number, u: number, w: number): number {
  if (v.index) return 1 + Math.floor(u * (v.high - v.low + 1));
  if (v.whole) return wholeAt(v, point, u);
  if (v.low === Number.NEGATIVE_INFINITY && v.high === Number.POSITIVE_INFINITY)
    return freeAt(kind, point, place, u, w);
  if (Number.isFinite(v.low) && Number.isFinite(v.high)) return between(v.low, v.high, point, u);
  // One end only: as far from it as a free positive number is from zero.
  const away = Math.abs(freeAt(kind, point, place, u, w));
  return Number.isFinite(v.low) ? v.low + away : v.high - away;
}

function wholeAt(v: Variable, point: number, u: number): number {
  const low = Math.max(Math.ceil(v.low), Math.min(-7, Math.floor(v.high) - 14));
  const high = Math.min(Math.floor(v.high), Math.max(8, low + 15));
  const inner = Math.floor(u * (high - low + 1));
  return point % 8 === 7 ? Math.min(Math.floor(v.high), high + 10 * inner) : low + inner;
}

/** Inside a range, every third point close to one of its ends. */
function between(low: number, high: number, point: number, u: number): number {
  const width = high - low;
  const inner = Math.min(1 - 2 ** -20, Math.max(2 ** -20, u));
  if (point % 6 === 2) return low + width * inner * 0.01;
  if (point % 6 === 5) return high - width * inner * 0.01;
  return low + width * inner;
}

function freeAt(kind: Kind, point: number, place: number, u: number, w: number): number {
  // Signs alternate by point and place: far out both signs are met for every name, whatever was drawn.
  const sign = ((point >> 4) + (point >> 1) + (place & 1) * (point >> 2) + place) % 2 === 0 ? 1 : -1;
  switch (kind) {
    case 'near':
      return 6 * u - 3 || 0.5;
    case 'positive':
      return 0.05 + 3 * u;
    case 'small':
      return sign * 10 ** (-4 + 3.5 * u);
    case 'unit':
      return 1.9 * u - 0.95 || 0.25;
    case 'moderate':
      return sign * 10 ** (2 * u);
    case 'far':
      return sign * 10 ** (2 + 2 * u);
    case 'axis':
      // One name far out, the others ordinary: what grows in one must not hide what happens in another.
      return freeAt(
        ((point >> 1) + place) % 3 === 0 ? (point % 4 < 2 ? 'moderate' : 'far') : 'unit',
        point,
        place,
        u,
        w,
      );
    case 'orthant':
      // Every combination of signs of the first names in turn; later names repeat them shifted.
      return ((point >> (place % 5)) + Math.floor(place / 5)) % 2 === 0 ? 0.1 + 2.8 * u : -0.1 - 2.8 * u;
    case 'mixed':
      return freeAt(PLAIN_KINDS[Math.floor(w * PLAIN_KINDS.length)] as Kind, point + place, place, u, w);
  }
}

/** Entries in sixteenths between −3 and 3 (or in the range), scaled at a few points; structures on top. */
function arrayAt(v: Variable, kind: Kind, uniforms: Uniforms, at: number): readonly number[] {
  const n = entryCount(v.shape);
  const bounded = Number.isFinite(v.low) || Number.isFinite(v.high);
  const scale = kind === 'far' ? 64 : kind === 'small' ? 2 ** -8 : 1;
  const entries: number[] = [];
  for (let e = 0; e < n; e += 1) {
    const u = uniforms.at(at + e);
    entries.push(bounded ? boundedEntry(v, u) : ((Math.floor(96 * u) - 48) / 16 || 0.3125) * scale);
  }
  const flipped = kind === 'positive' && !bounded ? entries.map(Math.abs) : entries;
  return v.structure === '' ? flipped : structuredMatrix(v.structure, v.shape, flipped);
}

function boundedEntry(v: Variable, u: number): number {
  const inner = Math.min(1 - 2 ** -20, Math.max(2 ** -20, u));
  if (Number.isFinite(v.low) && Number.isFinite(v.high)) return v.low + (v.high - v.low) * inner;
  return Number.isFinite(v.low) ? v.low + 3 * inner : v.high - 3 * inner;
}

/** The same points with every coordinate moved by about two roundings, up or down by place. */
export function nudged(points: Points): Points {
  const values = new Map<string, Float64Array>();
  let k = 0;
  for (const [name, data] of points.values) {
    k += 1;
    values.set(
      name,
      data.map((x, i) => x * (1 + ((i * 7 + k * 3) % 5 < 2 ? -4e-16 : 4e-16))),
    );
  }
  return { count: points.count, values };
}

/** The variable values at point p, for people. */
export function pointAt(points: Points, p: number): { name: string; value: number | number[] }[] {
  return [...points.values].map(([name, data]) => {
    const n = data.length / points.count;
    const value = Array.from({ length: n }, (_, e) => data[e * points.count + p] as number);
    return { name, value: n === 1 ? (value[0] as number) : value };
  });
}
