/** Where doubles cannot tell: constants, and functions at a few points, with many digits. */
import { simplify } from '../rewrite.ts';
import {
  type Case,
  countOf,
  different,
  ENOUGH,
  evidenceOf,
  LIMIT_UNKNOWN,
  ordinaryFirst,
  PRECISE_POINTS,
  placesOf,
  SHARP_POINTS,
} from './case.ts';
import type { Comparison, ComparisonEvidence } from './comparison.ts';
import { compareAt, LIMIT_DIGITS } from './decide.ts';
import { type Points, pointAt } from './points.ts';
import { look, type Sights } from './sampled.ts';

/** With many digits: doubtful points, some that agree of every kind of place, then those doubles were vague about. */
export function settlePrecisely(c: Case, seen: readonly Sights[]): Comparison {
  const agreed = countOf(seen, 'agree');
  const doubtful = ordinaryFirst(placesOf(seen, 'close', 'disagree', 'domain')).slice(0, LIMIT_UNKNOWN);
  const sharp = seen.flatMap((s, k) => spread(placesOf([s], 'agree'), k === 0 ? SHARP_POINTS : PRECISE_POINTS));
  // Those where something turns may still differ by much when all else differs by less than there are digits.
  const turning = placesOf(seen.slice(-1), 'vague').slice(0, SHARP_POINTS + 1);
  const vague = agreed >= ENOUGH ? [] : [...turning, ...ordinaryFirst(placesOf(seen, 'vague'))];
  const needed = agreed >= ENOUGH ? sharp.length : PRECISE_POINTS;
  const tally = { agree: 0, unknown: 0, neither: 0, bound: Number.NEGATIVE_INFINITY };
  for (const { points, p } of [...doubtful, ...sharp, ...vague, ...placesOf(seen, 'neither').slice(0, 4)]) {
    if (tally.unknown >= 2 * LIMIT_UNKNOWN) break;
    const { verdict, bound } = compareAt(c.prepared.student, c.prepared.model, points, p, c.limits);
    if (verdict === 'disagree') return different('value', seen, 'high-precision', pointAt(points, p));
    if (verdict === 'domain') return different('domain', seen, 'high-precision', pointAt(points, p));
    tally[verdict] += 1;
    if (verdict === 'agree') tally.bound = Math.max(tally.bound, bound);
    if (agreed < ENOUGH && tally.agree >= needed) break;
  }
  const { points, worst } = evidenceOf(seen, 'high-precision');
  const bound = tally.agree > 0 ? 2 ** Math.max(-1000, tally.bound) : null;
  const evidence: ComparisonEvidence = {
    points: Math.max(points, tally.agree),
    worst,
    method: 'high-precision',
    bound,
  };
  const tellable = c.traits.digits <= LIMIT_DIGITS;
  if (tellable && (tally.agree >= needed || (tally.agree >= SHARP_POINTS && tally.unknown === 0)))
    return { verdict: 'equal', code: 'sampled', evidence };
  const nowhere = agreed === 0 && tally.agree === 0 && tally.unknown === 0;
  return nowhere ? nowhereReal(c, evidence) : { verdict: 'undecided', code: 'no-agreement', evidence };
}

/** So many of a list, evenly from its start to its end. */
const spread = <T>(list: readonly T[], count: number): readonly T[] =>
  list.length <= count ? list : list.filter((_, i) => i % Math.ceil(list.length / count) === 0);

/** Nowhere defined over the reals: equal when of one normal form, else for a person to say. */
export function nowhereReal(c: Case, evidence: ComparisonEvidence): Comparison {
  const same = simplify(c.prepared.student) === simplify(c.prepared.model);
  return same
    ? { verdict: 'equal', code: 'same-form', evidence: { ...evidence, method: 'normal-form' } }
    : { verdict: 'undecided', code: 'nowhere-real', evidence };
}

/** Numbers and fractions: nothing to sample. */
export function exactConstants(c: Case, equal: boolean): Comparison {
  const { worst } = look(c.tape, { count: 1, values: new Map() }, c.assumptions.holds, null);
  return {
    verdict: equal ? 'equal' : 'different',
    code: equal ? 'exact' : 'value',
    evidence: { points: 1, worst, method: 'exact', bound: 0 },
  };
}

export function compareConstants(c: Case): Comparison {
  const points: Points = { count: 1, values: new Map() };
  const sights = look(c.tape, points, c.assumptions.holds, null);
  const { verdict, bound } = compareAt(c.prepared.student, c.prepared.model, points, 0, c.limits);
  const evidence: ComparisonEvidence = {
    points: 1,
    worst: sights.worst,
    method: 'high-precision',
    bound: 2 ** Math.max(-1000, bound),
  };
  switch (verdict) {
    case 'agree':
      return { verdict: 'equal', code: 'sampled', evidence };
    case 'disagree':
      return { verdict: 'different', code: 'value', evidence: { ...evidence, bound: null } };
    case 'domain':
      return { verdict: 'different', code: 'domain', evidence: { ...evidence, points: 0, bound: null } };
    case 'neither':
      return nowhereReal(c, { ...evidence, points: 0, worst: null, bound: null });
    case 'unknown':
      return sights.sights[0] === 'disagree'
        ? { verdict: 'different', code: 'value', evidence: { ...evidence, method: 'sampled', bound: null } }
        : { verdict: 'undecided', code: 'no-agreement', evidence: { ...evidence, bound: null } };
  }
}
