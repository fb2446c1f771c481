/**
 * What went wrong in an answer: its values are held against those of every wrong derivation of this very formula,
 * one rule broken at one place, then two. Specific slips outrank generic ones; nothing is named where nothing fits.
 */
import { derivative } from '../calculus/modes.ts';
import { equivalent } from '../expr/equivalent/equivalent.ts';
import { simplify, substitute } from '../expr/rewrite.ts';
import { type Node, symbolsOf } from '../ir/node.ts';
import { isColumn, isScalar, isVector } from '../ir/shape.ts';
import { transpose } from '../ops/matrix.ts';
import { byEntries } from './entry-match.ts';
import { entryOf, type Print, Prints } from './fingerprint.ts';
import { hessianSlips } from './hessian-rules.ts';
import { letCandidates } from './let-candidates.ts';
import { found, matching } from './match.ts';
import { formCandidates, sweepCandidates } from './matrix-candidates.ts';
import type { Candidate, Finding, Slip } from './misconception.ts';
import { componentsSwapped, otherShape } from './other-shape.ts';
import { arithmeticSlip, missingFactor, missingMinus, offByConstant, termSigns } from './relations.ts';
import { stepCandidates } from './step-candidates.ts';
import { entryPlans, type Task } from './task.ts';
import { taylorCandidates } from './taylor-rules.ts';

/** The slips that explain a wrong answer, best first; empty for a right one and where nothing fits. */
export function findSlips(task: Task): readonly Finding[] {
  const prints = new Prints(
    {
      ranges: task.options.ranges,
      structures: task.options.structures,
      sizes: task.options.sizes,
      at: task.at,
      tolerance: task.tolerance,
    },
    [task.key, task.student, task.of],
  );
  const [right, student] = prints.all([task.key, task.student]);
  if (!right || !student) return [];
  if (prints.agree(student, right) && right.shape.join() === student.shape.join()) return [];
  if (!fits(task, right, student))
    return otherShape(task, prints, right, student, (turned, print) => sameShape(turned, prints, right, print));
  return sameShape(task, prints, right, student);
}

/** Whether the answer's entries stand where the key's do. A tuple takes any orientation. */
function fits(task: Task, right: Print, student: Print): boolean {
  if (right.shape.join() === student.shape.join()) return true;
  const tuple = task.student.shape.length === 1 || task.key.shape.length === 1;
  return tuple && isVector(task.key.shape) && isVector(task.student.shape) && right.data.length === student.data.length;
}

function sameShape(task: Task, prints: Prints, right: Print, student: Print): readonly Finding[] {
  const whole = wholeFindings(task, prints, right, student);
  if (whole.length > 0) return whole;
  const plans = task.wrt.length === 0 ? null : entryPlans(task);
  if (plans !== null && plans.length * right.points === right.data.length) {
    const entries = byEntries(task, plans, prints, right, student);
    const integral = isScalar(task.of.shape) && task.order === 1 ? antiderivatives(task, prints) : [];
    // −cos is an antiderivative of sin, but more often its derivative with the wrong sign.
    const all = [...entries, ...integral.map((s) => found(s, entries.length === 0 ? 0.95 : 0.5))];
    if (all.length > 0) return all;
  }
  return generic(task, prints, right, student);
}

/** Slips of the answer as a whole. */
function wholeFindings(task: Task, prints: Prints, right: Print, student: Print): readonly Finding[] {
  const [rows = 0, cols = 0] = right.shape;
  if (right.shape.length === 2 && rows === cols) {
    const turned = prints.of(transpose(task.student));
    if (turned && prints.agree(turned, right))
      return [
        { id: 'transposed', message: 'This is the transpose of what is asked (the other layout).', confidence: 0.95 },
      ];
  }
  const hits = matching(wholeCandidates(task), student, prints);
  if (hits.length > 0) return hits;
  const swapped = componentsSwapped(task, prints, right, student);
  if (swapped !== null) return [found(swapped, 0.9)];
  return task.order === 2 ? hessianSlips(right, student, task.tolerance) : [];
}

function wholeCandidates(task: Task): readonly Candidate[] {
  if (task.wrt.length === 0)
    return [...taylorCandidates(task.key), ...stepCandidates(task.key), ...formCandidates(task.key)];
  const out: Candidate[] = [...letCandidates(task)];
  const [only] = task.wrt;
  const arrays = !isScalar(task.key.shape) || symbolsOf(task.key).some((s) => !isScalar(s.shape));
  if (arrays) {
    out.push(...formCandidates(task.key));
    if (only && task.wrt.length === 1 && task.order === 1 && !isScalar(only.shape) && task.at.size === 0) {
      const asRow = isColumn(only.shape) && task.layout === 'numerator';
      out.push(...sweepCandidates(task.of, only, asRow));
    }
  }
  return out;
}

/** The student's formula is an antiderivative where its derivative is the function. */
function antiderivatives(task: Task, prints: Prints): readonly Slip[] {
  const [x] = task.wrt;
  if (x === undefined || task.wrt.length !== 1 || task.at.size > 0) return [];
  if (!isScalar(x.shape) || !isScalar(task.student.shape)) return [];
  if (!symbolsOf(task.student).some((s) => s.name === x.name)) return [];
  const back = derivative(simplify(task.student), x);
  const of = composed(task);
  if (!prints.agree(prints.of(back), prints.of(of))) return [];
  const same = equivalent(back, of, { ...task.options, seed: 'antiderivative' }).verdict === 'equal';
  const message = `This is an antiderivative: it was integrated in ${x.name}, not differentiated.`;
  return same ? [{ id: 'integrated-instead', message }] : [];
}

const composed = (task: Task): Node => (task.lets.size === 0 ? task.of : substitute(task.of, task.lets));

const ONE_ENTRY: Slip = { id: 'arithmetic-slip', message: 'Exactly one entry is off; all others are right.' };

/** One number off in a table of numbers; of fewer than four, one may be right by chance. */
function isOffByOneEntry(prints: Prints, right: Print, student: Print): boolean {
  const count = right.data.length / right.points;
  if (count < 4) return false;
  let wrong = 0;
  for (let k = 0; k < count; k += 1) if (!prints.agree(entryOf(student, k), entryOf(right, k))) wrong += 1;
  return wrong === 1;
}

/** What overlaps with everything: named where no specific rule fits. */
function generic(task: Task, prints: Prints, right: Print, student: Print): readonly Finding[] {
  const minus = missingMinus(task.key, student, prints);
  if (minus) return [found(minus, 0.8)];
  const signs = matching(termSigns(isScalar(task.key.shape) ? simplify(task.key) : task.key), student, prints);
  const [sign] = signs;
  if (sign !== undefined) return [found(sign, 0.7)];
  const names = new Set(task.wrt.map((s) => s.name));
  // Numbers agree with much by chance: only what is likely is named.
  const numeric = task.at.size > 0 || task.key.mask === 0;
  const factor = missingFactor(task.key, right, student, prints, numeric ? null : names);
  if (factor) return [found(factor, 0.7)];
  if (numeric) return isOffByOneEntry(prints, right, student) ? [found(ONE_ENTRY, 0.5)] : [];
  const slip = arithmeticSlip(task.key, right, student, prints);
  if (slip) return [found(slip, 0.6)];
  const constant = isScalar(task.key.shape) ? offByConstant(right, student) : null;
  return constant ? [found(constant, 0.6)] : [];
}
