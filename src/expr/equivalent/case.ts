/** One comparison of two functions while it runs, and what its points say so far. */
import type { Tape } from '../evaluate.ts';
import type { Assumptions } from './assumptions.ts';
import type { Comparison, ComparisonEvidence, Witness } from './comparison.ts';
import type { Limits } from './decide.ts';
import { type Points, pointAt, type Uniforms } from './points.ts';
import type { Prepared } from './prepare.ts';
import type { Sight, Sights } from './sampled.ts';
import type { Traits } from './traits.ts';

/** Enough points where the model is defined. */
export const ENOUGH = 12;
/** Points looked at with many digits: doubtful ones, and ones that agree. */
export const PRECISE_POINTS = 8;
export const SHARP_POINTS = 3;
/** Points at which even many digits may fail to tell before it is given up: each costs milliseconds. */
export const LIMIT_UNKNOWN = 3;

export interface Case {
  readonly prepared: Prepared;
  readonly assumptions: Assumptions;
  readonly uniforms: Uniforms;
  readonly tape: Tape;
  readonly traits: Traits;
  readonly limits: Limits;
  /** Points of the first look: fewer where one costs much. */
  readonly first: number;
  readonly loose: boolean;
}

export const exactly = (seen: readonly Sights[], bound: number): Comparison => ({
  verdict: 'equal',
  code: 'exact',
  evidence: { ...evidenceOf(seen, 'prime-field'), bound },
});

export const countOf = (seen: readonly Sights[], ...kinds: readonly Sight[]): number =>
  seen.reduce((n, s) => n + s.sights.filter((x) => kinds.includes(x)).length, 0);

export function evidenceOf(seen: readonly Sights[], method: ComparisonEvidence['method']): ComparisonEvidence {
  const points = countOf(seen, 'agree', 'disagree', 'close', 'vague');
  const worst = points === 0 ? null : Math.max(...seen.map((s) => s.worst));
  return { points, worst, method, bound: null };
}

export function witness(seen: readonly Sights[], kind: Sight): readonly Witness[] {
  for (const s of seen) {
    const p = s.sights.indexOf(kind);
    if (p >= 0) return pointAt(s.points, p);
  }
  return [];
}

export function different(
  code: 'value' | 'domain',
  seen: readonly Sights[],
  method: ComparisonEvidence['method'],
  at: readonly Witness[],
): Comparison {
  const evidence = evidenceOf(seen, method);
  return { verdict: 'different', code, evidence: at.length > 0 ? { ...evidence, at } : evidence };
}

export interface Place {
  readonly points: Points;
  readonly p: number;
}

export const placesOf = (seen: readonly Sights[], ...kinds: readonly Sight[]): readonly Place[] =>
  seen.flatMap((s) => s.sights.flatMap((x, p) => (kinds.includes(x) ? [{ points: s.points, p }] : [])));

/** Far out more digits may be lost than there are: ordinary points come first. */
export const ordinaryFirst = (places: readonly Place[]): readonly Place[] =>
  places
    .map((place) => ({ place, odd: oddness(place.points, place.p) }))
    .sort((x, y) => x.odd - y.odd)
    .map(({ place }) => place);

/** How far the coordinates of a point are from ordinary size, in decades. */
function oddness(points: Points, p: number): number {
  let worst = 0;
  for (const data of points.values.values()) {
    for (let i = p; i < data.length; i += points.count)
      worst = Math.max(worst, Math.abs(Math.log10(Math.abs(data[i] as number) || 1)));
  }
  return worst;
}
