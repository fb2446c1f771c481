/** Comparison within a tolerance the student was told: at every sample point, entry by entry, boundary included. */
import { parseDecimal } from '../../ir/rational.ts';
import { type Batch, compile } from '../evaluate.ts';
import { simplify } from '../rewrite.ts';
import { type Assumptions, solveAt } from './assumptions.ts';
import { type Ball, BallArithmetic, isBall, type Precise } from './ball.ts';
import { pointsAround } from './breakpoints.ts';
import type { CompareOptions, Comparison, ComparisonEvidence } from './comparison.ts';
import { valuesAt } from './decide.ts';
import { drawPoints, type Points, pointAt, uniformsOf } from './points.ts';
import type { Prepared } from './prepare.ts';
import { decimalDigits } from './real.ts';
import { type Range, rangesOf } from './rounded.ts';
import { isInexact } from './structures.ts';
import { breaksOf } from './traits.ts';
import { Budget, costOf } from './work.ts';

const FIRST = 32;
const MORE = 512;
const ENOUGH = 12;
const LEVELS = [new BallArithmetic(170, false), new BallArithmetic(680, true)] as const;
const PRECISE_BUDGET = 50_000;
/** Slack where sampled inputs are themselves rounded. */
const LOOSE = 1e-9;
/** Errors up to this share of a value blur a boundary; larger ones hide where the value lies. */
const EDGE = 1e-6;

/** What one evaluation costs, and what may be spent with many digits in all. */
interface WorkLimits {
  readonly cost: number;
  readonly budget: Budget;
}

/**
 * `edge`: on the boundary, as far as the digits tell · `wild`: the range of a typed decimal is too wide to follow ·
 * `unknown`: no finite value, or so many digits lost that nothing can be said.
 */
type Within = 'inside' | 'outside' | 'domain' | 'neither' | 'edge' | 'wild' | 'unknown';

/** How far apart an entry may be; all numbers exact decimals. */
interface Tolerance {
  readonly atol: number;
  readonly rtol: number;
  readonly sigfigs: number | null;
}

export function compareWithin(prepared: Prepared, assumptions: Assumptions, options: CompareOptions): Comparison {
  const tolerance: Tolerance = { atol: options.atol ?? 0, rtol: options.rtol ?? 0, sigfigs: options.sigfigs ?? null };
  const uniforms = uniformsOf(options.seed);
  const free = prepared.variables.filter((v) => !v.name.startsWith('#'));
  const equations = prepared.extra.slice(assumptions.tested.length);
  const loose = equations.length > 0 || free.some((v) => isInexact(v.structure));
  const place = (drawn: Points): Points => equations.reduce((at, e) => solveAt(e, free, at, uniforms), drawn);

  const rounds: Points[] = [place(drawPoints(free, free.length === 0 ? 1 : FIRST, uniforms))];
  const breaks = breaksOf([prepared.student, prepared.model]).filter(
    (b) => free.length === prepared.variables.length || b.mask !== 0,
  );
  const around = free.length === prepared.variables.length ? pointsAround(breaks, free, rounds[0] as Points) : null;
  if (around) rounds.push(place(around));
  if (free.length > 0) rounds.push(place(drawPoints(free, MORE, uniforms, FIRST)));

  const limits = { cost: costOf([prepared.student, prepared.model]), budget: new Budget(PRECISE_BUDGET) };
  let [inside, unknown, wild, worst] = [0, 0, 0, 0];
  for (const [round, points] of rounds.entries()) {
    // The last round is for functions that are seldom defined.
    if (round === rounds.length - 1 && round > 0 && inside >= ENOUGH) break;
    const seen = judgeAll(prepared, assumptions, points, tolerance, options, loose, limits);
    for (let p = 0; p < points.count; p += 1) {
      const verdict = seen.verdicts[p];
      if (verdict === 'inside') inside += 1;
      if (verdict === 'unknown') unknown += 1;
      if (verdict === 'wild') wild += 1;
      worst = Math.max(worst, seen.relative[p] ?? 0);
      if (verdict !== 'outside' && verdict !== 'domain') continue;
      const at = pointAt(points, p);
      const evidence: ComparisonEvidence = {
        points: inside + 1,
        worst,
        method: seen.method,
        bound: null,
        ...(at.length > 0 ? { at } : {}),
      };
      return { verdict: 'different', code: verdict === 'domain' ? 'domain' : 'value', evidence };
    }
  }
  const evidence: ComparisonEvidence = {
    points: inside,
    worst: inside > 0 ? worst : null,
    method: options.rounded?.length ? 'interval' : 'sampled',
    bound: null,
  };
  if (inside === 0) {
    const same = unknown + wild === 0 && simplify(prepared.student) === simplify(prepared.model);
    return same
      ? { verdict: 'equal', code: 'same-form', evidence }
      : { verdict: 'undecided', code: unknown + wild > 0 ? 'no-agreement' : 'nowhere-real', evidence };
  }
  // Where much cannot be told, a few points that agree prove nothing.
  if (unknown > inside || (unknown + wild > 0 && inside < ENOUGH && free.length > 0))
    return { verdict: 'undecided', code: 'no-agreement', evidence };
  return lacksDigits(prepared, options)
    ? { verdict: 'different', code: 'digits', evidence }
    : { verdict: 'equal', code: 'within-tolerance', evidence };
}

/** Right in value, but typed with fewer digits than asked. Whole arrays are not counted here. */
function lacksDigits(prepared: Prepared, options: CompareOptions): boolean {
  if (options.sigfigs === undefined || options.digits === undefined || options.digits === null) return false;
  return prepared.model.shape.length === 0 && options.digits < options.sigfigs;
}

interface Judged {
  readonly verdicts: readonly (Within | 'skipped')[];
  readonly relative: readonly number[];
  readonly method: ComparisonEvidence['method'];
}

function judgeAll(
  prepared: Prepared,
  assumptions: Assumptions,
  points: Points,
  tolerance: Tolerance,
  options: CompareOptions,
  loose: boolean,
  limits: WorkLimits,
): Judged {
  const tested = prepared.extra.slice(0, assumptions.tested.length);
  const decimals = options.rounded ?? [];
  const tape = compile([prepared.student, prepared.model, ...tested]);
  const ranges = rangesOf(tape, points, decimals);
  const { model, roots } = ranges;
  const verdicts: (Within | 'skipped')[] = [];
  const relative: number[] = [];
  for (let p = 0; p < points.count; p += 1) {
    if (!assumptions.holds(roots.slice(2), p)) {
      verdicts.push('skipped');
      relative.push(0);
      continue;
    }
    const entries = model.data.length / points.count;
    let largest = 0;
    for (let e = 0; e < entries; e += 1)
      largest = Math.max(largest, Math.abs(model.data[e * points.count + p] as number) || 0);
    let verdict: Within = 'inside';
    let off = 0;
    for (let e = 0; e < entries; e += 1) {
      const i = e * points.count + p;
      const entry = judgeEntry(ranges.student, model, i, largest, tolerance, loose);
      verdict = worse(verdict, entry);
      const m = model.data[i] as number;
      off = Math.max(off, ranges.student.distance(i, m) / Math.max(Math.abs(m), Number.MIN_VALUE) || 0);
    }
    // Near the boundary, where digits are lost, and where one seems to have no value: with many digits.
    if (TELLABLE.has(verdict) && decimals.length === 0 && !loose)
      verdict = judgePrecisely(prepared, points, p, tolerance, limits);
    else if (verdict === 'edge') verdict = 'inside';
    verdicts.push(verdict);
    relative.push(verdict === 'inside' || verdict === 'outside' ? off : 0);
  }
  return { verdicts, relative, method: decimals.length > 0 ? 'interval' : 'sampled' };
}

/** What many digits may settle. */
const TELLABLE: ReadonlySet<Within> = new Set(['edge', 'unknown', 'domain']);

const ORDER: readonly Within[] = ['inside', 'neither', 'edge', 'wild', 'unknown', 'domain', 'outside'];
const worse = (a: Within, b: Within): Within => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b);

function judgeEntry(student: Range, model: Batch, i: number, largest: number, t: Tolerance, loose: boolean): Within {
  const m = model.data[i] as number;
  const nothing = student.isNothing(i);
  if (Number.isNaN(m) && nothing) return 'neither';
  if (Number.isNaN(m) || nothing) return 'domain';
  if (student.isWild(i)) return 'wild';
  const distance = student.distance(i, m);
  // Rounding both is decided with many digits: the two may round alike though more than half a unit apart.
  if (t.sigfigs !== null && !loose && distance > 0) return 'unknown';
  const allowed = Math.max(
    t.atol,
    t.rtol * Math.abs(m),
    t.sigfigs === null ? 0 : halfUnit(m === 0 ? largest : Math.abs(m), t.sigfigs),
  );
  const blur =
    4 * (student.error(i) + (model.error[i] as number)) +
    1e-12 * allowed +
    (loose ? LOOSE * Math.max(1, Math.abs(m)) : 0);
  if (!(distance < Number.POSITIVE_INFINITY) || !(blur < Number.POSITIVE_INFINITY)) return 'unknown';
  if (distance > allowed + blur) return 'outside';
  if (student.isWide(i, Math.max(Math.abs(m), largest))) return 'wild';
  if (distance <= allowed - blur || (distance === 0 && blur === 0)) return 'inside';
  return blur <= EDGE * Math.max(Math.abs(m), largest) + allowed / 4 ? 'edge' : 'unknown';
}

function halfUnit(size: number, digits: number): number {
  return size === 0 ? 0 : 0.5 * 10 ** (Math.floor(Math.log10(size) + 1e-13) - digits + 1);
}

function judgePrecisely(prepared: Prepared, points: Points, p: number, t: Tolerance, limits: WorkLimits): Within {
  for (const ctx of LEVELS) {
    if (!limits.budget.take(limits.cost * (0.5 + ctx.bits / 340))) return 'unknown';
    const found = valuesAt(ctx, [prepared.student, prepared.model], points, p);
    if (found === null) return 'unknown';
    const [student, model] = [found[0] ?? [], found[1] ?? []];
    const largest = model.reduce<Ball>((top, m) => (isBall(m) ? ctx.extremum(top, ctx.abs(m), true) : top), ctx.zero);
    const verdict = model.map((m, e) => withinAt(ctx, student[e] as Precise, m, largest, t)).reduce(worse, 'inside');
    if (verdict !== 'unknown') return verdict;
  }
  return 'unknown';
}

/** |s − m| against what is allowed, exact decimals; what cannot be told apart at last lies on the boundary. */
function withinAt(ctx: BallArithmetic, s: Precise, m: Precise, largest: Ball, t: Tolerance): Within {
  if (s === 'unknown' || m === 'unknown') return 'unknown';
  if (s === 'undefined' && m === 'undefined') return 'neither';
  if (!isBall(s) || !isBall(m)) return 'domain';
  const distance = ctx.add(s, ctx.neg(m));
  const relative = ctx.mul(ctx.abs(m), decimalBall(ctx, t.rtol));
  if (!isBall(distance) || !isBall(relative)) return 'unknown';
  const absolute: Ball = decimalBall(ctx, t.atol);
  let allowed = ctx.extremum(absolute, relative, true);
  if (t.sigfigs !== null) {
    const size = ctx.sign(m) === 0 ? largest : m;
    if (size.v.m !== 0n) {
      // From thirty digits: 999.999… that stands for 1000 has its unit, 9.97 its own.
      const power = decimalDigits(size.v, 30, ctx.bits - 24).power + 30 - t.sigfigs;
      const half = power >= 1 ? ctx.fraction(10n ** BigInt(power), 2n) : ctx.fraction(1n, 2n * 10n ** BigInt(-power));
      allowed = ctx.extremum(allowed, half, true);
    }
  }
  if (t.sigfigs !== null && roundsAlike(ctx, s, m, t.sigfigs)) return 'inside';
  const margin = ctx.add(allowed, ctx.neg(ctx.abs(distance)));
  if (!isBall(margin)) return 'unknown';
  const sign = ctx.sign(margin);
  return sign === 2 ? 'unknown' : sign < 0 ? 'outside' : 'inside';
}

/** A tolerance as it was written: 0.1 is one tenth. */
function decimalBall(ctx: BallArithmetic, x: number): Ball {
  const value = parseDecimal(String(x));
  return value === null ? ctx.zero : ctx.fraction(value.n, value.d);
}

/** Whether the two are the same number when rounded to so many significant figures. */
function roundsAlike(ctx: BallArithmetic, s: Ball, m: Ball, digits: number): boolean {
  if (s.v.m === 0n || m.v.m === 0n || s.v.m < 0n !== m.v.m < 0n) return false;
  const [a, b] = [decimalDigits(s.v, digits, ctx.bits - 24), decimalDigits(m.v, digits, ctx.bits - 24)];
  return a.digits === b.digits && a.power === b.power;
}
