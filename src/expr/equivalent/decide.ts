/** Comparing two expressions at one point with many digits, in two levels. */
import type { Node } from '../../ir/node.ts';
import { type Ball, BallArithmetic, isBall, joinErrors, magnitude, type Precise } from './ball.ts';
import type { Points } from './points.ts';
import { evaluatePrecise, NotPrecise } from './precise.ts';
import { difference } from './real.ts';
import type { Budget } from './work.ts';

/** `domain`: one has a real value where the other has none. `neither`: neither has one. */
export type PointVerdict = 'agree' | 'disagree' | 'domain' | 'neither' | 'unknown';

export interface PreciseResult {
  readonly verdict: PointVerdict;
  /** log2 of the relative error that the agreement is known to. */
  readonly bound: number;
}

const LEVELS = [new BallArithmetic(170, false), new BallArithmetic(680, true)] as const;

/** Beyond so many digits in the numbers an agreement could still be an accident at any precision used here. */
export const LIMIT_DIGITS = 560;

/** Digits the numbers hold, the cost of one evaluation of both sides, and what may be spent in all. */
export interface Limits {
  readonly digits: number;
  readonly cost: number;
  readonly budget: Budget;
}

const wider = new Map<number, readonly BallArithmetic[]>();

/** Two precisions, the first beyond what the digits in the numbers can make agree by accident. */
function levelsFor(digits: number): readonly BallArithmetic[] {
  if (digits <= 30) return LEVELS;
  const bits = Math.min(2048, 256 * Math.ceil((digits * Math.log2(10) + 130) / 256));
  const known = wider.get(bits);
  if (known) return known;
  const made = [new BallArithmetic(bits, false), new BallArithmetic(Math.max(680, bits + 512), true)];
  wider.set(bits, made);
  return made;
}

/**
 * What the student's and the model's values at point p are to each other, entry by entry. At the last level a
 * difference below its error bound of some 2^-300 counts as zero, and what cannot be told from zero as zero.
 */
export function compareAt(student: Node, model: Node, points: Points, p: number, limits: Limits): PreciseResult {
  let last: PreciseResult = { verdict: 'unknown', bound: 0 };
  for (const ctx of levelsFor(limits.digits)) {
    // The price of a multiplication grows with its digits.
    if (!limits.budget.take(limits.cost * (0.5 + ctx.bits / 340))) return last;
    const found = valuesAt(ctx, [student, model], points, p);
    if (found === null) return last;
    last = judge(ctx, found[0] ?? [], found[1] ?? []);
    if (last.verdict !== 'unknown') return last;
  }
  return last;
}

/** Precise values of the roots at point p; null where there is no rule for one of them. */
export function valuesAt(
  ctx: BallArithmetic,
  roots: readonly Node[],
  points: Points,
  p: number,
): readonly (readonly Precise[])[] | null {
  const given = new Map<string, readonly Precise[]>();
  for (const [name, data] of points.values) {
    const n = data.length / points.count;
    given.set(
      name,
      Array.from({ length: n }, (_, e) => ctx.number(data[e * points.count + p] as number)),
    );
  }
  try {
    return evaluatePrecise(ctx, roots, given);
  } catch (error) {
    if (error instanceof NotPrecise) return null;
    throw error;
  }
}

/** log2 of the size of a constant; −∞ for zero, null where it has no value or is too large to have one. */
export function magnitudeAt(constant: Node): number | null {
  const found = valuesAt(LEVELS[0], [constant], { count: 1, values: new Map() }, 0)?.[0]?.[0];
  return found === undefined || !isBall(found)
    ? null
    : magnitude(found.v) > found.e
      ? magnitude(found.v)
      : Number.NEGATIVE_INFINITY;
}

function judge(ctx: BallArithmetic, student: readonly Precise[], model: readonly Precise[]): PreciseResult {
  let bound = Number.NEGATIVE_INFINITY;
  let unknown = false;
  let neither = false;
  for (let e = 0; e < model.length; e += 1) {
    const [s, m] = [student[e] as Precise, model[e] as Precise];
    if (s === 'unknown' || m === 'unknown') unknown = true;
    else if (s === 'undefined' && m === 'undefined') neither = true;
    else if (s === 'undefined' || m === 'undefined') return { verdict: 'domain', bound: 0 };
    else if (isBall(s) && isBall(m)) {
      const entry = judgeEntry(ctx, s, m);
      if (entry === 'disagree') return { verdict: 'disagree', bound: 0 };
      if (entry === null) unknown = true;
      else bound = Math.max(bound, entry);
    }
  }
  if (unknown) return { verdict: 'unknown', bound: 0 };
  return neither ? { verdict: 'neither', bound: 0 } : { verdict: 'agree', bound };
}

/** The relative error of an agreement, `disagree`, or null when too many digits were lost to say. */
function judgeEntry(ctx: BallArithmetic, s: Ball, m: Ball): number | 'disagree' | null {
  const error = joinErrors(s.e, m.e);
  const size = magnitude(difference(s.v, m.v, ctx.bits));
  if (size > error + 1.5) return 'disagree';
  if (error === Number.NEGATIVE_INFINITY) return error;
  const scale = Math.max(magnitude(s.v), magnitude(m.v));
  if (error - scale < -0.4 * ctx.bits) return error - scale;
  // Both vanish as far as can be seen.
  if (ctx.final && scale <= error + 1.5 && error < -ctx.bits / 2) return error;
  return null;
}
