/** Two expressions at many points in doubles with running error bounds: what is clear, and what is not. */
import type { Batch, Tape } from '../evaluate.ts';
import type { Points } from './points.ts';

/** What doubles can say of one point. */
export type Sight =
  /** Agree within error bounds that are small against the values. */
  | 'agree'
  /** Differ by far more than the error bounds. */
  | 'disagree'
  /** Differ by more than the error bounds, but little against the values. */
  | 'close'
  /** One has a value, the other seems to have none. */
  | 'domain'
  | 'neither'
  /** Bounds too wide, overflow, or a difference near the bounds. */
  | 'vague'
  /** An assumption does not hold here. */
  | 'outside';

export interface Sights {
  readonly points: Points;
  /** Corrected in place where a closer look at a point says more. */
  readonly sights: Sight[];
  /** Worst relative difference seen. */
  readonly worst: number;
}

/** Whether the assumptions hold at a point, from the values of their expressions (roots 2, 3 …). */
export type Holds = (tested: readonly Batch[], p: number) => boolean;

/** Error bounds this small against the values make an agreement worth counting. */
const SHARP = 1e-7;
const SHARP_IN_ARRAY = 1e-8;
/** A difference is clear when it is this many times the error bounds and this large against the values. */
const CLEAR_ERRORS = 64;
const CLEAR_SIZE = 1e-6;
/** Where inputs are themselves rounded (orthogonal matrices, solved equations) bounds say less. */
const LOOSE = 1e-12;
/** Room for inputs that are a few roundings off, in several of them. */
const NUDGES = 4;

/**
 * Runs a tape whose roots are student, model and one expression per assumption. `nudged`: the inputs are
 * themselves rounded (solved equations, orthogonal matrices), and these are the same points moved by about a
 * rounding; what that changes joins the bounds.
 */
export function look(tape: Tape, points: Points, holds: Holds, nudged: Points | null): Sights {
  const roots = tape.run(points.values, points.count, true);
  const [student, model] = [roots[0] as Batch, roots[1] as Batch];
  const tested = roots.slice(2);
  const moved = nudged === null ? null : tape.run(nudged.values, nudged.count);
  const sights: Sight[] = [];
  let worst = 0;
  for (let p = 0; p < points.count; p += 1) {
    if (!holds(tested, p)) {
      sights.push('outside');
      continue;
    }
    const seen = moved === null ? lookAt(student, model, p) : lookLoosely(student, model, moved, p);
    sights.push(seen.sight);
    if (seen.relative > worst) worst = seen.relative;
  }
  return { points, sights, worst };
}

/** The worst relative difference at points, for evidence where the verdict itself is exact: no bounds needed. */
export function lookForEvidence(tape: Tape, points: Points): Sights {
  const roots = tape.run(points.values, points.count);
  const [student, model] = [(roots[0] as Batch).data, (roots[1] as Batch).data];
  const sights: Sight[] = Array.from({ length: points.count }, () => 'agree');
  let worst = 0;
  for (let i = 0; i < model.length; i += 1) {
    const [s, m] = [student[i] as number, model[i] as number];
    const size = Math.max(Math.abs(s), Math.abs(m));
    const relative = Math.abs(s - m) / size;
    if (relative > worst && size < Number.POSITIVE_INFINITY) worst = relative;
    if (relative > CLEAR_SIZE) sights[i % points.count] = 'disagree';
  }
  return { points, sights, worst };
}

interface Seen {
  readonly sight: Sight;
  readonly relative: number;
}

const OUT: Record<'domain' | 'neither' | 'vague', Seen> = {
  domain: { sight: 'domain', relative: 0 },
  neither: { sight: 'neither', relative: 0 },
  vague: { sight: 'vague', relative: 0 },
};

/** The largest entry at a point. */
function largestAt(batch: Batch, p: number): number {
  let largest = 0;
  for (let i = p; i < batch.data.length; i += batch.points) {
    const size = Math.abs(batch.data[i] as number);
    if (size > largest && size < Number.POSITIVE_INFINITY) largest = size;
  }
  return largest;
}

function lookAt(student: Batch, model: Batch, p: number): Seen {
  const n = model.points;
  let [vague, neither, close] = [false, false, false];
  // A zero among large entries is known well enough when it is known against those.
  const floor = model.data.length > n ? SHARP_IN_ARRAY * largestAt(model, p) : 0;
  let relative = 0;
  for (let i = p; i < model.data.length; i += n) {
    const [s, m] = [student.data[i] as number, model.data[i] as number];
    const [noS, noM] = [Number.isNaN(s), Number.isNaN(m)];
    if (noS && noM) {
      neither = true;
      continue;
    }
    if (noS || noM) return OUT.domain;
    const bounds = (student.error[i] as number) + (model.error[i] as number);
    const difference = Math.abs(s - m);
    if (!(difference < Number.POSITIVE_INFINITY) || !(bounds < Number.POSITIVE_INFINITY)) {
      vague = true;
      // One overflows and the other does not: 0^x has no value at −1, and 0 has.
      if (Number.isFinite(s) !== Number.isFinite(m)) close = true;
      continue;
    }
    const size = Math.max(Math.abs(s), Math.abs(m));
    if (difference > CLEAR_ERRORS * bounds && difference > CLEAR_SIZE * size)
      return { sight: 'disagree', relative: difference / size };
    if (difference > 2 * bounds) close = true;
    if (bounds > Math.max(SHARP * size, floor)) {
      // Two exact zeros are as sharp as it gets.
      if (!(difference === 0 && bounds <= 4 * Number.MIN_VALUE && size === 0)) vague = true;
    }
    if (size > 0) relative = Math.max(relative, difference / size);
  }
  if (close) return { sight: 'close', relative };
  return vague ? OUT.vague : neither ? OUT.neither : { sight: 'agree', relative };
}

function lookLoosely(student: Batch, model: Batch, moved: readonly Batch[], p: number): Seen {
  const n = model.points;
  const [studentMoved, modelMoved] = [(moved[0] as Batch).data, (moved[1] as Batch).data];
  let [size, difference, blur] = [0, 0, 0];
  let [undefinedHere, neither] = [false, false];
  for (let i = p; i < model.data.length; i += n) {
    const [s, m] = [student.data[i] as number, model.data[i] as number];
    if (Number.isNaN(s) && Number.isNaN(m)) neither = true;
    else if (Number.isNaN(s) || Number.isNaN(m)) undefinedHere = true;
    else {
      size = Math.max(size, Math.abs(s), Math.abs(m));
      difference = Math.max(difference, Math.abs(s - m));
      const change = Math.abs((studentMoved[i] as number) - s) + Math.abs((modelMoved[i] as number) - m);
      blur = Math.max(blur, (student.error[i] as number) + (model.error[i] as number) + NUDGES * change);
    }
  }
  if (undefinedHere) return OUT.domain;
  if (neither) return OUT.neither;
  if (!(difference < Number.POSITIVE_INFINITY) || !(blur < Number.POSITIVE_INFINITY)) return OUT.vague;
  const relative = size > 0 ? difference / size : 0;
  if (difference > CLEAR_ERRORS * blur && difference > LOOSE * size) return { sight: 'disagree', relative };
  return blur <= SHARP * Math.max(size, 1) && difference <= 4 * blur + LOOSE * size
    ? { sight: 'agree', relative }
    : OUT.vague;
}
