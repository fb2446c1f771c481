/** Two expressions as functions over the reals: exactly where they are rational, else at sample points. */

import type { Node } from '../../ir/node.ts';
import { compile } from '../evaluate.ts';
import { type Assumptions, solveAt } from './assumptions.ts';
import { pointsAround } from './breakpoints.ts';
import {
  type Case,
  countOf,
  different,
  ENOUGH,
  evidenceOf,
  exactly,
  LIMIT_UNKNOWN,
  ordinaryFirst,
  PRECISE_POINTS,
  witness,
} from './case.ts';
import type { CompareOptions, Comparison } from './comparison.ts';
import { compareAt, LIMIT_DIGITS, magnitudeAt } from './decide.ts';
import { compareConstants, exactConstants, nowhereReal, settlePrecisely } from './many-digits.ts';
import { drawOrthants, drawPoints, nudged, type Points, pointAt, uniformsOf } from './points.ts';
import type { Prepared } from './prepare.ts';
import { compareInFields, type FieldVerdict } from './prime-field.ts';
import { look, lookForEvidence, type Sights } from './sampled.ts';
import { isInexact } from './structures.ts';
import { breaksOf, type Traits, traitsOf } from './traits.ts';
import { Budget, costOf } from './work.ts';

const FIRST = 32;
/** For the evidence alone, where the verdict is exact. */
const FEW = 16;
/** Rounds of further points while too few are defined. */
const ROUNDS: readonly number[] = [96, 512, 1536];
/** Numbers with this many digits in all may agree to double precision by accident. */
const ACCIDENT_DIGITS = 9;
/** Multiplications spent on the first look, on looking for points where few are defined, and with many digits. */
const POINT_BUDGET = 2_000_000;
const SEARCH_BUDGET = 1_000_000;
const PRECISE_BUDGET = 25_000;

export function compareFunctions(prepared: Prepared, assumptions: Assumptions, options: CompareOptions): Comparison {
  const { student, model, extra, variables } = prepared;
  const uniforms = uniformsOf(options.seed);
  const tested = extra.slice(0, assumptions.tested.length);
  const traits = withConstants(traitsOf([student, model]));
  const cost = costOf([student, model]);
  const c: Case = {
    prepared,
    assumptions,
    uniforms,
    tape: compile([student, model, ...tested]),
    traits,
    limits: { digits: traits.digits, cost, budget: new Budget(PRECISE_BUDGET) },
    first: firstPoints(cost),
    loose: assumptions.equations.length > 0 || variables.some((v) => isInexact(v.structure)),
  };
  const field = c.loose ? null : compareInFields(student, model, c.traits.digits, uniforms);
  if (variables.length === 0) return field && !field.atoms ? exactConstants(c, field.equal) : compareConstants(c);
  const conclusive = field !== null && (field.equal || !variables.some((v) => v.whole));
  if (conclusive && !field.atoms && assumptions.tested.length === 0) {
    const decided = decidedInField(c, field);
    if (decided) return decided;
  }
  const first = lookAtNew(c, c.first, 0);
  const seen: Sights[] = [first];
  const exact = conclusive && (field.equal || !field.atoms);
  if (exact && !field.equal) return different('value', seen, 'prime-field', witness(seen, 'disagree'));
  const early = refuted(c, seen);
  if (early) return early;
  // Real everywhere: no domain is left to look at.
  if (exact && c.traits.total) return exactly(seen, field.bound);
  return settle(c, seen, exact ? field.bound : null);
}

/** As many as the budget allows, but enough to tell; fewer only where one alone costs what nobody needs. */
function firstPoints(cost: number): number {
  const affordable = Math.floor(POINT_BUDGET / cost);
  return Math.min(FIRST, Math.max(affordable, ENOUGH * cost <= 4 * POINT_BUDGET ? ENOUGH : 4));
}

/** Large and small constants hide what is added to them: e^56 + x as much as 10^24 + x. */
function withConstants(traits: Traits): Traits {
  if (traits.constants.length === 0) return traits;
  const values = compile(traits.constants).run(new Map(), 1);
  const hidden = values.reduce((n, { data }, k) => n + decadesOf(data[0] ?? 0, traits.constants[k] as Node), 0);
  return { ...traits, digits: traits.digits + hidden };
}

/** Distance from one in decades; what doubles cannot hold is asked with many digits. */
function decadesOf(x: number, constant: Node): number {
  if (Number.isNaN(x)) return 0;
  if (x !== 0 && Number.isFinite(x)) return Math.abs(Math.log10(Math.abs(x)));
  const size = magnitudeAt(constant);
  // Exactly zero, or zero as far as can be seen.
  if (size === Number.NEGATIVE_INFINITY) return 0;
  return size === null ? LIMIT_DIGITS + 1 : Math.abs(size) * Math.log10(2);
}

/** Rational functions: the verdict is exact, the points only show it; null where they gainsay an equality. */
function decidedInField(c: Case, field: FieldVerdict): Comparison | null {
  const seen = [lookForEvidence(c.tape, drawPoints(c.prepared.variables, FEW, c.uniforms))];
  if (field.equal && countOf(seen, 'disagree') > FEW / 2) return null;
  return field.equal ? exactly(seen, field.bound) : different('value', seen, 'prime-field', witness(seen, 'disagree'));
}

function lookAtNew(c: Case, count: number, from: number): Sights {
  return lookAtPoints(c, drawPoints(c.prepared.variables, count, c.uniforms, from));
}

function lookAtPoints(c: Case, drawn: Points): Sights {
  const equations = c.prepared.extra.slice(c.assumptions.tested.length);
  const points = equations.reduce((at, e) => solveAt(e, c.prepared.variables, at, c.uniforms), drawn);
  return look(c.tape, points, c.assumptions.holds, c.loose ? nudged(points) : null);
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
    const { verdict } = compareAt(c.prepared.student, c.prepared.model, latest.points, p, c.limits);
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
  if (isNowhere(c, seen[0] as Sights)) return nowhereReal(c, evidenceOf(seen, 'none'));
  let from = c.first;
  for (const more of ROUNDS) {
    if (more * c.limits.cost > SEARCH_BUDGET) break;
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

/** Whether both hold a constant that has no value, as log(−1): no search will find a point then. */
function isNowhere(c: Case, first: Sights): boolean {
  const { student, model } = c.prepared;
  const hasNone = (root: Node): boolean => {
    const { constants } = traitsOf([root]);
    return (
      constants.length > 0 &&
      compile(constants)
        .run(new Map(), 1)
        .some(({ data }) => Number.isNaN(data[0]))
    );
  };
  if (first.sights.some((s) => s !== 'neither') || !hasNone(student) || !hasNone(model)) return false;
  return first.sights.length > 0 && compareAt(student, model, first.points, 0, c.limits).verdict === 'neither';
}

function settleLoosely(seen: readonly Sights[]): Comparison {
  const agreed = countOf(seen, 'agree');
  const evidence = evidenceOf(seen, 'sampled');
  const clean = countOf(seen, 'disagree', 'domain') === 0;
  if (clean && agreed >= ENOUGH) return { verdict: 'equal', code: 'sampled', evidence };
  return { verdict: 'undecided', code: agreed === 0 ? 'no-points' : 'no-agreement', evidence };
}
