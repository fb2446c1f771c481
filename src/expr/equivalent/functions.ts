/** Two expressions as functions over the reals: exactly where they are rational, else at sample points. */

import { compile, type Tape } from '../evaluate.ts';
import { simplify } from '../rewrite.ts';
import { type Assumptions, solveAt } from './assumptions.ts';
import { pointsAround } from './breakpoints.ts';
import type { CompareOptions, Comparison, ComparisonEvidence, Witness } from './comparison.ts';
import { compareAt, LIMIT_DIGITS } from './decide.ts';
import { drawOrthants, drawPoints, type Points, pointAt, type Uniforms, uniformsOf } from './points.ts';
import type { Prepared } from './prepare.ts';
import { compareInFields, type FieldVerdict } from './prime-field.ts';
import { look, lookForEvidence, type Sight, type Sights } from './sampled.ts';
import { isInexact } from './structures.ts';
import { breaksOf, type Traits, traitsOf } from './traits.ts';

/** Enough points where the model is defined. */
const ENOUGH = 12;
const FIRST = 32;
/** For the evidence alone, where the verdict is exact. */
const FEW = 16;
/** Rounds of further points while too few are defined. */
const ROUNDS: readonly number[] = [96, 512, 2048];
/** Numbers with this many digits in all may agree to double precision by accident. */
const ACCIDENT_DIGITS = 9;
const PRECISE_POINTS = 8;
const SHARP_POINTS = 3;
/** Points at which even many digits may fail to tell before it is given up: each costs milliseconds. */
const LIMIT_UNKNOWN = 3;

interface Case {
  readonly prepared: Prepared;
  readonly assumptions: Assumptions;
  readonly uniforms: Uniforms;
  readonly tape: Tape;
  readonly traits: Traits;
  readonly loose: boolean;
}

export function compareFunctions(prepared: Prepared, assumptions: Assumptions, options: CompareOptions): Comparison {
  const { student, model, extra, variables } = prepared;
  const uniforms = uniformsOf(options.seed);
  const tested = extra.slice(0, assumptions.tested.length);
  const c: Case = {
    prepared,
    assumptions,
    uniforms,
    tape: compile([student, model, ...tested]),
    traits: withConstants(traitsOf([student, model])),
    loose: assumptions.equations.length > 0 || variables.some((v) => isInexact(v.structure)),
  };
  const field = c.loose ? null : compareInFields(student, model, c.traits.digits, uniforms);
  if (variables.length === 0) return field && !field.atoms ? exactConstants(c, field.equal) : compareConstants(c);
  const conclusive = field !== null && (field.equal || !variables.some((v) => v.whole));
  if (conclusive && !field.atoms && assumptions.tested.length === 0) {
    const decided = decidedInField(c, field);
    if (decided) return decided;
  }
  const first = lookAtNew(c, FIRST, 0);
  const seen: Sights[] = [first];
  const exact = conclusive && (field.equal || !field.atoms);
  if (exact && !field.equal) return different('value', seen, 'prime-field', witness(seen, 'disagree'));
  const early = refuted(c, seen);
  if (early) return early;
  // Real everywhere: no domain is left to look at.
  if (exact && c.traits.total) return exactly(seen, field.bound);
  return settle(c, seen, exact ? field.bound : null);
}

/** Large and small constants hide what is added to them: e^56 + x as much as 10^24 + x. */
function withConstants(traits: Traits): Traits {
  if (traits.constants.length === 0) return traits;
  const values = compile(traits.constants).run(new Map(), 1);
  const hidden = values.reduce((n, { data }) => n + decadesOf(data[0] ?? 0), 0);
  return { ...traits, digits: traits.digits + hidden };
}

/** Distance from one in decades; beyond what doubles hold, more than can be told. */
function decadesOf(x: number): number {
  if (x === 0 || Number.isNaN(x)) return 0;
  return Number.isFinite(x) ? Math.abs(Math.log10(Math.abs(x))) : LIMIT_DIGITS + 1;
}

/** Rational functions: the verdict is exact, the points only show it; null where they gainsay an equality. */
function decidedInField(c: Case, field: FieldVerdict): Comparison | null {
  const seen = [lookForEvidence(c.tape, drawPoints(c.prepared.variables, FEW, c.uniforms))];
  if (field.equal && countOf(seen, 'disagree') > FEW / 2) return null;
  return field.equal ? exactly(seen, field.bound) : different('value', seen, 'prime-field', witness(seen, 'disagree'));
}

const exactly = (seen: readonly Sights[], bound: number): Comparison => ({
  verdict: 'equal',
  code: 'exact',
  evidence: { ...evidenceOf(seen, 'prime-field'), bound },
});

function lookAtNew(c: Case, count: number, from: number): Sights {
  return lookAtPoints(c, drawPoints(c.prepared.variables, count, c.uniforms, from));
}

function lookAtPoints(c: Case, drawn: Points): Sights {
  const equations = c.prepared.extra.slice(c.assumptions.tested.length);
  const points = equations.reduce((at, e) => solveAt(e, c.prepared.variables, at, c.uniforms), drawn);
  return look(c.tape, points, c.assumptions.holds, c.loose);
}

const countOf = (seen: readonly Sights[], ...kinds: readonly Sight[]): number =>
  seen.reduce((n, s) => n + s.sights.filter((x) => kinds.includes(x)).length, 0);

function evidenceOf(seen: readonly Sights[], method: ComparisonEvidence['method']): ComparisonEvidence {
  const points = countOf(seen, 'agree', 'disagree', 'close', 'vague');
  const worst = points === 0 ? null : Math.max(...seen.map((s) => s.worst));
  return { points, worst, method, bound: null };
}

function witness(seen: readonly Sights[], kind: Sight): readonly Witness[] {
  for (const s of seen) {
    const p = s.sights.indexOf(kind);
    if (p >= 0) return pointAt(s.points, p);
  }
  return [];
}

function different(
  code: 'value' | 'domain',
  seen: readonly Sights[],
  method: ComparisonEvidence['method'],
  at: readonly Witness[],
): Comparison {
  const evidence = evidenceOf(seen, method);
  return { verdict: 'different', code, evidence: at.length > 0 ? { ...evidence, at } : evidence };
}

/** A difference or a domain where only one has values, beyond doubt; null when there is none. */
function refuted(c: Case, seen: readonly Sights[]): Comparison | null {
  const latest = seen[seen.length - 1] as Sights;
  const suspects = latest.sights.flatMap((s, p) => (s === 'disagree' || s === 'close' || s === 'domain' ? [p] : []));
  if (suspects.length === 0) return null;
  const disagreeing = suspects.filter((p) => latest.sights[p] === 'disagree');
  // Several gross differences of smooth expressions need no second look.
  if (disagreeing.length >= 3 && !c.traits.piecewise)
    return different('value', seen, 'sampled', pointAt(latest.points, disagreeing[0] as number));
  if (c.loose) return refutedLoosely(seen, suspects);
  let unknown = 0;
  const places = suspects.map((p) => ({ points: latest.points, p }));
  for (const { p } of ordinaryFirst(places).slice(0, PRECISE_POINTS)) {
    if (unknown >= LIMIT_UNKNOWN) break;
    const { verdict } = compareAt(c.prepared.student, c.prepared.model, latest.points, p, c.traits.digits);
    if (verdict === 'disagree') return different('value', seen, 'high-precision', pointAt(latest.points, p));
    if (verdict === 'domain') return different('domain', seen, 'high-precision', pointAt(latest.points, p));
    // Seen more closely it was no difference: an overflow, or a bound that was too narrow.
    latest.sights[p] = verdict === 'unknown' ? 'vague' : verdict;
    if (verdict === 'unknown') unknown += 1;
  }
  return null;
}

/** Inputs are rounded, so more digits say nothing: several points must say the same. */
function refutedLoosely(seen: readonly Sights[], suspects: readonly number[]): Comparison | null {
  const latest = seen[seen.length - 1] as Sights;
  if (suspects.length < 3) return null;
  const p = suspects[0] as number;
  return different(latest.sights[p] === 'domain' ? 'domain' : 'value', seen, 'sampled', pointAt(latest.points, p));
}

/**
 * No difference so far: looks where it could hide, counts what agrees, and uses more digits where doubles are
 * vague. `proved` is the bound of an equality as rational functions of common atoms: only domains are left then.
 */
function settle(c: Case, seen: Sights[], proved: number | null): Comparison {
  let from = FIRST;
  for (const more of ROUNDS) {
    if (countOf(seen, 'agree', 'vague', 'disagree', 'close', 'domain') >= ENOUGH) break;
    seen.push(lookAtNew(c, more, from));
    from += more;
    const found = refuted(c, seen);
    if (found) return found;
  }
  if (!c.traits.total && c.prepared.variables.length > 1) {
    seen.push(lookAtPoints(c, drawOrthants(c.prepared.variables, c.uniforms)));
    const found = refuted(c, seen);
    if (found) return found;
  }
  const breaks = breaksOf([c.prepared.student, c.prepared.model]);
  const around = breaks.length > 0 ? pointsAround(breaks, c.prepared.variables, (seen[0] as Sights).points) : null;
  if (around) {
    seen.push(lookAtPoints(c, around));
    const found = refuted(c, seen);
    if (found) return found;
  }
  const agreed = countOf(seen, 'agree');
  const doubtful = countOf(seen, 'disagree', 'close', 'domain');
  if (proved !== null && agreed + countOf(seen, 'vague') > 0) return exactly(seen, proved);
  if (agreed >= ENOUGH && doubtful === 0 && (c.loose || c.traits.digits < ACCIDENT_DIGITS)) {
    return { verdict: 'equal', code: 'sampled', evidence: evidenceOf(seen, 'sampled') };
  }
  return c.loose ? settleLoosely(seen) : settlePrecisely(c, seen);
}

function settleLoosely(seen: readonly Sights[]): Comparison {
  const agreed = countOf(seen, 'agree');
  const evidence = evidenceOf(seen, 'sampled');
  const clean = countOf(seen, 'disagree', 'domain') === 0;
  if (clean && agreed >= ENOUGH) return { verdict: 'equal', code: 'sampled', evidence };
  return { verdict: 'undecided', code: agreed === 0 ? 'no-points' : 'no-agreement', evidence };
}

/** With many digits: doubtful points, some that agree of every kind of place, then those doubles were vague about. */
function settlePrecisely(c: Case, seen: readonly Sights[]): Comparison {
  const agreed = countOf(seen, 'agree');
  const doubtful = ordinaryFirst(placesOf(seen, 'close', 'disagree', 'domain')).slice(0, LIMIT_UNKNOWN);
  const sharp = seen.flatMap((s, k) => spread(placesOf([s], 'agree'), k === 0 ? SHARP_POINTS : PRECISE_POINTS));
  const vague = agreed >= ENOUGH ? [] : ordinaryFirst(placesOf(seen, 'vague'));
  const needed = agreed >= ENOUGH ? sharp.length : PRECISE_POINTS;
  const tally = { agree: 0, unknown: 0, neither: 0, bound: Number.NEGATIVE_INFINITY };
  for (const { points, p } of [...doubtful, ...sharp, ...vague, ...placesOf(seen, 'neither').slice(0, 4)]) {
    if (tally.unknown >= 2 * LIMIT_UNKNOWN) break;
    const { verdict, bound } = compareAt(c.prepared.student, c.prepared.model, points, p, c.traits.digits);
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

interface Place {
  readonly points: Points;
  readonly p: number;
}

const placesOf = (seen: readonly Sights[], ...kinds: readonly Sight[]): readonly Place[] =>
  seen.flatMap((s) => s.sights.flatMap((x, p) => (kinds.includes(x) ? [{ points: s.points, p }] : [])));

/** So many of a list, evenly from its start to its end. */
const spread = <T>(list: readonly T[], count: number): readonly T[] =>
  list.length <= count ? list : list.filter((_, i) => i % Math.ceil(list.length / count) === 0);

/** Far out more digits may be lost than there are: ordinary points come first. */
const ordinaryFirst = (places: readonly Place[]): readonly Place[] =>
  places
    .map((place) => ({ place, odd: oddness(place.points, place.p) }))
    .sort((x, y) => x.odd - y.odd)
    .map(({ place }) => place);

function nowhereReal(c: Case, evidence: ComparisonEvidence): Comparison {
  const same = simplify(c.prepared.student) === simplify(c.prepared.model);
  return same
    ? { verdict: 'equal', code: 'same-form', evidence: { ...evidence, method: 'normal-form' } }
    : { verdict: 'undecided', code: 'nowhere-real', evidence };
}

/** How far the coordinates of a point are from ordinary size, in decades. */
function oddness(points: Points, p: number): number {
  let worst = 0;
  for (const data of points.values.values()) {
    for (let i = p; i < data.length; i += points.count)
      worst = Math.max(worst, Math.abs(Math.log10(Math.abs(data[i] as number) || 1)));
  }
  return worst;
}

/** Numbers and fractions: nothing to sample. */
function exactConstants(c: Case, equal: boolean): Comparison {
  const { worst } = look(c.tape, { count: 1, values: new Map() }, c.assumptions.holds, false);
  return {
    verdict: equal ? 'equal' : 'different',
    code: equal ? 'exact' : 'value',
    evidence: { points: 1, worst, method: 'exact', bound: 0 },
  };
}

function compareConstants(c: Case): Comparison {
  const points: Points = { count: 1, values: new Map() };
  const sights = look(c.tape, points, c.assumptions.holds, false);
  const { verdict, bound } = compareAt(c.prepared.student, c.prepared.model, points, 0, c.traits.digits);
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
