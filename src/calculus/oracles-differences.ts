/**
 * Derivatives from values alone: central differences extrapolated to step zero (Ridders, Accurate computation of
 * F'(x) and F'(x)F''(x), 1982). No derivative rule takes part.
 */
import { compile } from '../expr/evaluate.ts';
import type { Node, Sym } from '../ir/node.ts';
import { concrete, entryCount } from '../ir/shape.ts';
import type { Points } from './oracles-points.ts';

/** Values and estimates of their errors: [point][entry of f][entry of wrt]…, one axis of wrt per order. */
export interface Differences {
  readonly values: Float64Array;
  readonly errors: Float64Array;
}

const STEPS = 9;
const SHRINK = 1.7;
const FIRST: readonly number[] = [0.05, 0.1, 0.2];

/** All k-th order partial derivatives of f's entries in the entries of wrt, stacked in order. */
export function differences(f: Node, wrt: readonly Sym[], order: number, points: Points): Differences {
  const tape = compile([f]);
  const outs = entryCount(concrete(f.shape) ?? []);
  const slots = wrt.flatMap((s) =>
    Array.from({ length: entryCount(concrete(s.shape) ?? []) }, (_, entry) => ({ name: s.name, entry })),
  );
  const combos = slots.length ** order;
  const values = new Float64Array(points.count * outs * combos);
  const errors = new Float64Array(values.length);
  const signs = 2 ** order;
  for (let combo = 0; combo < combos; combo += 1) {
    const chosen = digits(combo, slots.length, order).map((d) => slots[d] as (typeof slots)[number]);
    const table = Array.from({ length: STEPS }, (_, k) => {
      const h = (FIRST[order - 1] ?? 0.2) / SHRINK ** k;
      const sums = new Float64Array(outs * points.count);
      const scale = new Float64Array(outs * points.count);
      for (let s = 0; s < signs; s += 1) {
        const shift = chosen.map((slot, j) => ({ ...slot, by: (s >> j) & 1 ? -h : h }));
        const sign = shift.reduce((product, { by }) => product * Math.sign(by), 1);
        const data = tape.run(shifted(points, shift), points.count)[0]?.data ?? sums;
        for (let i = 0; i < sums.length; i += 1) {
          sums[i] = (sums[i] as number) + sign * (data[i] as number);
          scale[i] = Math.max(scale[i] as number, Math.abs(data[i] as number));
        }
      }
      const divisor = (2 * h) ** order;
      return { estimates: sums.map((v) => v / divisor), noise: scale.map((v) => (8 * signs * 2 ** -53 * v) / divisor) };
    });
    for (let o = 0; o < outs; o += 1) {
      for (let p = 0; p < points.count; p += 1) {
        const i = o * points.count + p;
        const best = extrapolate(
          table.map((t) => t.estimates[i] as number),
          table.map((t) => t.noise[i] as number),
        );
        const at = (p * outs + o) * combos + combo;
        values[at] = best.value;
        errors[at] = best.error;
      }
    }
  }
  return { values, errors };
}

function shifted(
  points: Points,
  shift: readonly { readonly name: string; readonly entry: number; readonly by: number }[],
): ReadonlyMap<string, Float64Array> {
  const out = new Map(points.inputs);
  for (const { name, entry, by } of shift) {
    const moved = Float64Array.from(out.get(name) ?? []);
    for (let p = 0; p < points.count; p += 1) {
      const i = entry * points.count + p;
      moved[i] = (moved[i] as number) + by;
    }
    out.set(name, moved);
  }
  return out;
}

/** Neville's table in h²: the entry with the smallest estimated error; NaN when no two steps gave a value. */
function extrapolate(estimates: readonly number[], noise: readonly number[]): { value: number; error: number } {
  let best = { value: Number.NaN, error: Number.POSITIVE_INFINITY };
  let row: number[] = [];
  estimates.forEach((estimate, k) => {
    const next = [estimate];
    let factor = 1;
    row.forEach((above, j) => {
      factor *= SHRINK ** 2;
      const left = next[j] as number;
      const improved = (left * factor - above) / (factor - 1);
      const error = Math.max(Math.abs(improved - left), Math.abs(improved - above)) + (noise[k] as number);
      if (error < best.error) best = { value: improved, error };
      next.push(improved);
    });
    row = next;
  });
  return best;
}

/** Digits of n in a base, most significant first: the row-major indices of a combination. */
export function digits(n: number, base: number, length: number): readonly number[] {
  const out: number[] = [];
  let rest = n;
  for (let k = 0; k < length; k += 1) {
    out.unshift(rest % base);
    rest = Math.floor(rest / base);
  }
  return out;
}
