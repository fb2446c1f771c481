/** Two expressions as functions over the reals: exactly where they are rational, else at sample points. */

import { compile, type Tape } from '../evaluate.ts';
import { simplify } from '../rewrite.ts';
import { type Assumptions, solveAt } from './assumptions.ts';
import { pointsAround } from './breakpoints.ts';
import type { CompareOptions, Comparison, ComparisonEvidence, Witness } from './comparison.ts';
import { compareAt } from './decide.ts';
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
    traits: traitsOf([student, model]),
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
  return settle(c, seen, exact ? field.bound : null);
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
  const points = countOf(seen, 'agree', 'disagree', 'vague');
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
  const suspects = latest.sights.flatMap((s, p) => (s === 'disagree' || s === 'domain' ? [p] : []));
  if (suspects.length === 0) return null;
  const disagreeing = suspects.filter((p) => latest.sights[p] === 'disagree');
  // Several gross differences of smooth expressions need no second look.
  if (disagreeing.length >= 3 && !c.traits.piecewise)
    return different('value', seen, 'sampled', pointAt(latest.points, disagreeing[0] as number));
  if (c.loose) return refutedLoosely(seen, suspects);
  for (const p of suspects.slice(0, PRECISE_POINTS)) {
    const { verdict } = compareAt(c.prepared.student, c.prepared.model, latest.points, p);
    if (verdict === 'disagree') return different('value', seen, 'high-precision', pointAt(latest.points, p));
    if (verdict === 'domain') return different('domain', seen, 'high-precision', pointAt(latest.points, p));
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
 * `proved`: the bound of an equality as rational functions of common atoms, which leaves the domains to look at.
 * No difference so far: look where it could hide, count what agrees, and use more digits where doubles are vague. */
function settle(c: Case, seen: Sights[], proved: number | null): Comparison {
  let from = FIRST;
  for (const more of ROUNDS) {
    if (countOf(seen, 'agree', 'vague', 'disagree', 'domain') >= ENOUGH) break;
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
  const doubtful = countOf(seen, 'disagree', 'domain');
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

/** With many digits, at vague points first, then at ones that agree. */
function settlePrecisely(c: Case, seen: readonly Sights[]): Comparison {
  const agreed = countOf(seen, 'agree');
  const needed = agreed >= ENOUGH ? SHARP_POINTS : PRECISE_POINTS;
  const tally = { agree: 0, unknown: 0, neither: 0, bound: Number.NEGATIVE_INFINITY };
  for (const { points, p } of candidates(seen, needed)) {
    if (tally.unknown >= LIMIT_UNKNOWN) break;
    const { verdict, bound } = compareAt(c.prepared.student, c.prepared.model, points, p);
    if (verdict === 'disagree') return different('value', seen, 'high-precision', pointAt(points, p));
    if (verdict === 'domain') return different('domain', seen, 'high-precision', pointAt(points, p));
    tally[verdict] += 1;
    if (verdict === 'agree') tally.bound = Math.max(tally.bound, bound);
    if (tally.agree >= needed) break;
  }
  const evidence: ComparisonEvidence = {
    ...evidenceOf(seen, 'high-precision'),
    bound: tally.agree > 0 ? 2 ** Math.max(-1000, tally.bound) : null,
  };
  const enough = tally.agree >= needed || (tally.agree >= SHARP_POINTS && tally.unknown === 0);
  if (enough)
    return {
      verdict: 'equal',
      code: 'sampled',
      evidence: { ...evidence, points: Math.max(evidence.points, tally.agree) },
    };
  const nowhere = agreed === 0 && tally.agree === 0 && tally.unknown === 0;
  if (nowhere) return nowhereReal(c, evidence);
  return { verdict: 'undecided', code: 'no-agreement', evidence };
}

function nowhereReal(c: Case, evidence: ComparisonEvidence): Comparison {
  const same = simplify(c.prepared.student) === simplify(c.prepared.model);
  return same
    ? { verdict: 'equal', code: 'same-form', evidence: { ...evidence, method: 'normal-form' } }
    : { verdict: 'undecided', code: 'nowhere-real', evidence };
}

/** Points worth many digits: those doubles were vague about, then ones where nothing has a value, then the rest. */
function candidates(
  seen: readonly Sights[],
  needed: number,
): readonly { readonly points: Points; readonly p: number }[] {
  const of = (...kinds: readonly Sight[]): { points: Points; p: number }[] =>
    seen.flatMap((s) => s.sights.flatMap((x, p) => (kinds.includes(x) ? [{ points: s.points, p }] : [])));
  const vague = of('vague', 'disagree', 'domain');
  const spread =
    vague.length > 2 * needed ? vague.filter((_, i) => i % Math.floor(vague.length / (2 * needed)) === 0) : vague;
  return [
    ...of('agree').slice(0, SHARP_POINTS),
    ...spread,
    ...of('agree').slice(SHARP_POINTS, needed),
    ...of('neither').slice(0, 4),
  ];
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
  const { verdict, bound } = compareAt(c.prepared.student, c.prepared.model, points, 0);
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
