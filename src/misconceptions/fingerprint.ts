/**
 * Formulas as their values at a few fixed points: what differs there is different. Candidates that agree are
 * compared properly afterwards. The points follow from the names alone, the same on every machine.
 */
import { compile } from '../expr/evaluate.ts';
import { bindSizes, sizesOf, unroll } from '../expr/rewrite.ts';
import type { Node, Sym } from '../ir/node.ts';
import { concrete, entryCount } from '../ir/shape.ts';

/** How far two numbers may be apart: relative to their size, or absolutely, whichever is more. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** Formulas are the same up to the rounding of doubles. */
export const EXACT: Tolerance = { relative: 1e-9, absolute: 0 };

export interface Setting {
  readonly ranges: ReadonlyMap<string, readonly [number, number]>;
  readonly structures: ReadonlyMap<string, string>;
  readonly sizes: ReadonlyMap<string, number>;
  /** Values put in for names; then there is one point. */
  readonly at: ReadonlyMap<string, readonly number[]>;
  readonly tolerance: Tolerance;
}

/** The values of a formula: entries row-major, the points of an entry side by side. */
export interface Print {
  readonly shape: readonly number[];
  readonly data: Float64Array;
  readonly points: number;
}

/** One entry's values. */
export const entryOf = (p: Print, k: number): Print => ({
  shape: [],
  points: p.points,
  data: p.data.subarray(k * p.points, (k + 1) * p.points),
});

const POINTS = 8;

/** Operations at one point that all formulas of one diagnosis may cost together: it ends, however large they are. */
const BUDGET = 200_000;

export class Prints {
  readonly #setting: Setting;
  readonly #inputs = new Map<string, Float64Array>();
  readonly #sizes: Map<string, number>;
  #left = BUDGET;

  /** `roots` are all the formulas that will be asked about: their symbolic sizes are bound, all different. */
  constructor(setting: Setting, roots: readonly Node[]) {
    this.#setting = setting;
    this.#sizes = new Map(setting.sizes);
    let next = 2;
    for (const name of new Set(roots.flatMap(sizesOf))) {
      if (this.#sizes.has(name)) continue;
      while ([...this.#sizes.values()].includes(next)) next += 1;
      this.#sizes.set(name, next);
    }
  }

  /** The values; null where the formula cannot be evaluated (a free size, an unbounded sum, no budget left). */
  of(n: Node): Print | null {
    return this.all([n])[0] ?? null;
  }

  /** The values of several formulas on one tape: what they share is worked out once. */
  all(nodes: readonly Node[]): readonly (Print | null)[] {
    if (nodes.length === 0) return [];
    const points = this.#setting.at.size > 0 ? 1 : POINTS;
    try {
      const tape = compile(nodes.map((n) => unroll(bindSizes(n, this.#sizes))));
      this.#left -= tape.operations;
      if (this.#left < 0) return nodes.map(() => null);
      const inputs = new Map(tape.inputs.map((s) => [s.name, this.#input(s, points)]));
      return tape.run(inputs, points).map(({ shape, data }) => ({ shape, data, points }));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return nodes.length === 1 ? [null] : nodes.map((n) => this.of(n));
    }
  }

  #input(s: Sym, points: number): Float64Array {
    const shape = concrete(s.shape) ?? [];
    const key = `${s.name} ${shape.join('x')}`;
    const known = this.#inputs.get(key);
    if (known) return known;
    const given = this.#setting.at.get(s.name);
    const entries = entryCount(shape);
    const out = new Float64Array(entries * points);
    const [lo, hi] = this.#setting.ranges.get(s.name) ?? [-2, 3];
    const [from, to] = [
      Number.isFinite(lo) ? lo : Math.min(-2, hi - 4),
      Number.isFinite(hi) ? hi : Math.max(3, lo + 4),
    ];
    for (let e = 0; e < entries; e += 1) {
      for (let p = 0; p < points; p += 1) {
        out[e * points + p] =
          given?.[e] ?? (s.index ? 1 + ((p + e) % 2) : from + (to - from) * fraction(`${s.name} ${e}`, p));
      }
    }
    // The first half of the points are positive where they may be: roots and logarithms are real there.
    if (!s.index && given === undefined && from < 0 && to > 0.3) {
      for (let e = 0; e < entries; e += 1)
        for (let p = 0; p < points / 2; p += 1) out[e * points + p] = 0.3 + (to - 0.3) * fraction(`${s.name} ${e}`, p);
    }
    symmetrize(out, shape, points, this.#setting.structures.get(s.name) ?? '');
    this.#inputs.set(key, out);
    return out;
  }

  /** Whether two formulas agree wherever both have values, at three points at least (one where values are put in). */
  agree(a: Print | null, b: Print | null): boolean {
    if (a === null || b === null || a.data.length !== b.data.length) return false;
    const { relative, absolute } = this.#setting.tolerance;
    const scale = new Float64Array(a.points);
    for (let i = 0; i < b.data.length; i += 1) {
      const v = Math.abs(b.data[i] as number);
      if (Number.isFinite(v)) scale[i % a.points] = Math.max(scale[i % a.points] as number, v);
    }
    let shared = 0;
    for (let i = 0; i < a.data.length; i += 1) {
      const [x, y] = [a.data[i] as number, b.data[i] as number];
      if (!Number.isFinite(x) && !Number.isFinite(y)) continue;
      if (!Number.isFinite(x) || !Number.isFinite(y)) return false;
      shared += 1;
      if (
        Math.abs(x - y) >
        Math.max(absolute, relative * Math.max(Math.abs(x), Math.abs(y), (scale[i % a.points] as number) * 1e-3, 1e-12))
      )
        return false;
    }
    return shared >= Math.min(3, a.points) * Math.max(1, a.data.length / a.points / 2);
  }
}

/** Declared structures as far as candidates need them. */
function symmetrize(data: Float64Array, shape: readonly number[], points: number, structure: string): void {
  const [n = 0, m = 0] = shape;
  if (n !== m || n < 2 || !/symmetric|definite/.test(structure)) return;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      for (let p = 0; p < points; p += 1) {
        if (i === j && structure.includes('positive'))
          data[(i * n + i) * points + p] = 10 + Math.abs(data[(i * n + i) * points + p] as number);
        data[(i * n + j) * points + p] = data[(j * n + i) * points + p] as number;
      }
    }
  }
}

/** A number in (0, 1) that follows from a name and a count: multiples of the golden ratio, shifted by the name. */
function fraction(name: string, p: number): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  const x = (h >>> 0) / 4294967296 + (p + 1) * 0.618033988749895;
  return 0.02 + 0.96 * (x - Math.floor(x));
}
