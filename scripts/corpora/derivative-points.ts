/** Points at which two derivatives are compared. */
import { createHash } from 'node:crypto';
import { compile, evaluate } from '../../src/expr/evaluate.ts';
import { type Node, symbolsOf } from '../../src/ir/node.ts';
import { concrete, entryCount } from '../../src/ir/shape.ts';

export type Point = ReadonlyMap<string, readonly number[]>;

const POINTS = 40;

/** Points in several ranges where the function has a value; deterministic in the seed. */
export function drawPoints(f: Node, theirs: Node, seed: string): readonly Point[] {
  const symbols = new Map([f, theirs].flatMap(symbolsOf).map((s) => [s.name, s]));
  const spans = [
    [0.2, 2],
    [-2, 2],
    [-0.9, 0.9],
    [0.5, 6],
  ] as const;
  return Array.from({ length: POINTS }, (_, k) => {
    const [lo, hi] = spans[k % spans.length] ?? [0.2, 2];
    const point = new Map<string, readonly number[]>();
    for (const [name, s] of symbols) {
      const count = entryCount(concrete(s.shape) ?? []);
      point.set(
        name,
        Array.from({ length: count }, (_unused, e) => lo + (hi - lo) * unit(`${seed} ${k} ${name} ${e}`)),
      );
    }
    return point;
  }).filter((point) => evaluate(f, point).data.every(Number.isFinite));
}

const unit = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;

/**
 * The largest difference relative to the largest entry, over the points where both have a value that rounding leaves
 * intact (the determinant of a fifth power of a nearly singular matrix has none).
 */
export function worstGap(ours: Node, theirs: Node, points: readonly Point[]): { worst: number; compared: number } {
  let worst = 0;
  let compared = 0;
  const tape = compile([ours, theirs]);
  for (const point of points) {
    if (tape.inputs.some((s) => !point.has(s.name))) return { worst: Number.POSITIVE_INFINITY, compared: 1 };
    const inputs = new Map([...point].map(([name, v]) => [name, Float64Array.from(v)]));
    const [a, b] = tape.run(inputs, 1, true);
    if (!a || !b || ![...a.data, ...b.data].every(Number.isFinite)) continue;
    const scale = b.data.reduce((m, v) => Math.max(m, Math.abs(v)), 1e-12);
    if ([...a.error, ...b.error].some((e) => !(e <= 1e-9 * scale))) continue;
    compared += 1;
    a.data.forEach((v, i) => {
      worst = Math.max(worst, Math.abs(v - (b.data[i] as number)) / scale);
    });
  }
  return { worst, compared };
}
