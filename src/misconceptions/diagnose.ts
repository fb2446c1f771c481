/**
 * What went wrong in an answer: its values are held against those of every wrong derivation of this very formula,
 * one rule broken at one place, then two. Specific slips outrank generic ones; nothing is named where nothing fits.
 */

import { derivative } from '../calculus/modes.ts';
import { equivalent } from '../expr/equivalent/equivalent.ts';
import { simplify, substitute } from '../expr/rewrite.ts';
import { int, type Node, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { concrete, isColumn, isRow, isScalar, isVector } from '../ir/shape.ts';
import { add, mul } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import { transpose } from '../ops/matrix.ts';
import { differentiate } from './differentiate.ts';
import { pairs, singles } from './entry-candidates.ts';
import { type Print, Prints } from './fingerprint.ts';
import { hessianSlips } from './hessian-rules.ts';
import { formCandidates, matrixTermSigns, sweepCandidates } from './matrix-candidates.ts';
import type { Candidate, Finding, Slip } from './misconception.ts';
import { arithmeticSlip, missingFactor, missingMinus, offByConstant, termSigns } from './relations.ts';
import { stepCandidates } from './step-candidates.ts';
import { type EntryPlan, entryPlans, type Task } from './task.ts';
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
  if (!fits(task, right, student)) return otherShape(task, prints, right, student);
  return sameShape(task, prints, right, student);
}

/** Whether the answer's entries stand where the key's do. A tuple takes any orientation. */
function fits(task: Task, right: Print, student: Print): boolean {
  if (right.shape.join() === student.shape.join()) return true;
  const tuple = task.student.shape.length === 1 || task.key.shape.length === 1;
  return tuple && isVector(task.key.shape) && isVector(task.student.shape) && right.data.length === student.data.length;
}

function otherShape(task: Task, prints: Prints, right: Print, student: Print): readonly Finding[] {
  if (task.student.shape.length === 2) {
    const turned = transpose(task.student);
    const print = prints.of(turned);
    if (print !== null && print.shape.join() === right.shape.join()) {
      const said: Finding = { id: 'transposed', message: lies(task), confidence: 0.95 };
      if (prints.agree(print, right)) return [said];
      const inner = sameShape({ ...task, student: turned }, prints, right, print);
      return inner.length === 0 ? [{ ...said, confidence: 0.5 }] : [...inner, { ...said, confidence: 0.8 }];
    }
  }
  if (right.data.length === student.data.length && right.data.length > right.points) {
    const asRight: Print = { ...student, shape: right.shape };
    const columns = byColumns(student, right.shape);
    if (prints.agree(asRight, right) || (columns && prints.agree(columns, right))) {
      return [{ id: 'flattened', message: 'The entries are right, but in another shape.', confidence: 0.95 }];
    }
  }
  return [{ id: 'wrong-shape', message: 'The answer has another shape than what is asked.', confidence: 0.5 }];
}

function lies(task: Task): string {
  const s = task.student.shape;
  if (isColumn(s)) return 'This is a column; a row belongs here (the other layout).';
  if (isRow(s)) return 'This is a row; a column belongs here (the other layout).';
  return 'Rows and columns are swapped: this is the transpose (the other layout).';
}

/** The same entries read column by column. */
function byColumns(p: Print, shape: readonly number[]): Print | null {
  const [rows = 1, cols = 1] = shape;
  if (shape.length !== 2) return null;
  const data = new Float64Array(p.data.length);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < cols; j += 1)
      data.set(p.data.subarray((j * rows + i) * p.points, (j * rows + i + 1) * p.points), (i * cols + j) * p.points);
  }
  return { ...p, shape, data };
}

function sameShape(task: Task, prints: Prints, right: Print, student: Print): readonly Finding[] {
  const whole = wholeFindings(task, prints, right, student);
  if (whole.length > 0) return whole;
  const plans = task.wrt.length === 0 ? null : entryPlans(task);
  if (plans !== null && plans.length * right.points === right.data.length) {
    const found = byEntries(task, plans, prints, right, student);
    if (found.length > 0) return found;
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
  const hits = matching(wholeCandidates(task), student, prints, task);
  if (hits.length > 0) return hits;
  const swapped = componentsSwapped(task, prints, right, student);
  if (swapped !== null) return [{ ...swapped, confidence: 0.9 }];
  return task.order === 2 ? hessianSlips(right, student, task.tolerance) : [];
}

function wholeCandidates(task: Task): readonly Candidate[] {
  const out: Candidate[] = [...letCandidates(task), ...taylorCandidates(task.key)];
  if (task.wrt.length === 0) return [...out, ...stepCandidates(task.key), ...formCandidates(task.key)];
  const [only] = task.wrt;
  const arrays = !isScalar(task.key.shape) || symbolsOf(task.key).some((s) => !isScalar(s.shape));
  if (arrays) {
    out.push(...formCandidates(task.key));
    if (only && task.wrt.length === 1 && task.order === 1 && !isScalar(only.shape) && task.at.size === 0) {
      const asRow = isColumn(only.shape) && task.layout === 'numerator';
      out.push(...sweepCandidates(task.of, only, asRow));
    }
  }
  if (isScalar(task.of.shape) && task.order === 1) out.push(...antiderivatives(task));
  return out;
}

/** The student's formula is an antiderivative where its derivative is the function. */
function antiderivatives(task: Task): readonly Candidate[] {
  const [x] = task.wrt;
  if (
    x === undefined ||
    task.wrt.length !== 1 ||
    !isScalar(x.shape) ||
    task.at.size > 0 ||
    !isScalar(task.student.shape)
  )
    return [];
  if (!symbolsOf(task.student).some((s) => s.name === x.name)) return [];
  const back = derivative(simplify(task.student), x);
  const same = equivalent(back, composed(task), { ...task.options, seed: 'antiderivative' }).verdict === 'equal';
  return same
    ? [
        {
          node: task.student,
          slips: [
            {
              id: 'integrated-instead',
              message: `This is an antiderivative: it was integrated in ${x.name}, not differentiated.`,
            },
          ],
        },
      ]
    : [];
}

const composed = (task: Task): Node => (task.lets.size === 0 ? task.of : substitute(task.of, task.lets));

/** Total derivatives along functions: a path forgotten, inner derivatives left out. */
function letCandidates(task: Task): readonly Candidate[] {
  const [t] = task.wrt;
  if (task.lets.size === 0 || t === undefined || task.wrt.length !== 1 || !isScalar(t.shape) || task.order !== 1)
    return [];
  const along = { name: t.name, seeds: new Map<Sym, Node>([[t, int(1)]]) };
  const paths = [...task.lets].flatMap(([name, inner]) => {
    const x = symbolsOf(task.of).find((s) => s.name === name);
    if (x === undefined || !isScalar(x.shape)) return [];
    const outer = substitute(derivative(task.of, x), task.lets);
    return [{ name, outer, inner: differentiate(inner, along) ?? int(0) }];
  });
  if (paths.length === 0) return [];
  const direct = differentiate(task.of, along);
  const rest = direct === null ? [] : [substitute(direct, task.lets)];
  const sum = (terms: readonly Node[]): Node => add([...terms, ...rest]);
  const product = (p: (typeof paths)[number]): Node => mul([p.outer, p.inner]);
  const out: Candidate[] = [];
  if (paths.length + rest.length > 1) {
    for (const left of paths)
      out.push({
        node: sum(paths.filter((p) => p !== left).map(product)),
        slips: [
          {
            id: 'unaccumulated-path',
            message: `The path through ${left.name} was forgotten: the contributions of all paths add up.`,
          },
        ],
      });
  }
  const inner = `the chain rule multiplies each partial derivative by the derivative of the inner function`;
  out.push({
    node: sum(paths.map((p) => p.outer)),
    slips: [
      {
        id: 'dropped-inner-derivative',
        message: `The derivatives of ${paths.map((p) => p.name).join(', ')} in ${t.name} are missing: ${inner}.`,
      },
    ],
  });
  if (paths.length > 1) {
    for (const bare of paths)
      out.push({
        node: sum(paths.map((p) => (p === bare ? p.outer : product(p)))),
        slips: [
          {
            id: 'dropped-inner-derivative',
            message: `The derivative of ${bare.name} in ${t.name} is missing: ${inner}.`,
          },
        ],
      });
  }
  out.push({
    node: sum(paths.map((p) => p.inner)),
    slips: [
      {
        id: 'dropped-outer-derivative',
        message: `Only the inner functions were differentiated: the partial derivatives of the outer function are missing.`,
      },
    ],
  });
  return out;
}

/** Two components in each other's place, or all of them in another order. */
function componentsSwapped(task: Task, prints: Prints, right: Print, student: Print): Slip | null {
  const count = right.data.length / right.points;
  if (!isVector(task.key.shape) || count < 2 || count > 12) return null;
  const entry = (p: Print, k: number): Print => ({
    shape: [],
    points: p.points,
    data: p.data.subarray(k * p.points, (k + 1) * p.points),
  });
  const left = new Set(Array.from({ length: count }, (_, k) => k));
  for (let k = 0; k < count; k += 1) {
    const hit = [...left].find((j) => prints.agree(entry(student, k), entry(right, j)));
    if (hit === undefined) return null;
    left.delete(hit);
  }
  return { id: 'components-swapped', message: 'The components are right, but stand in the wrong order.' };
}

/** Candidates that agree with the answer; several ids where they cannot be told apart. */
function matching(candidates: readonly Candidate[], student: Print, prints: Prints, task: Task): readonly Finding[] {
  const slips: Slip[] = [];
  for (const c of candidates) {
    if (c.slips.every((s) => slips.some((o) => o.id === s.id))) continue;
    if (c.node === task.student || prints.agree(student, prints.of(c.node)))
      slips.push(...c.slips.filter((s) => !slips.some((o) => o.id === s.id)));
  }
  return slips.map((s, i) => ({ ...s, confidence: confidence(i, slips.length) }));
}

const confidence = (place: number, of: number): number => Math.round((of === 1 ? 0.95 : 0.8 - 0.2 * place) * 100) / 100;

interface EntryHit {
  readonly slips: readonly Slip[];
}

function byEntries(
  task: Task,
  plans: readonly EntryPlan[],
  prints: Prints,
  right: Print,
  student: Print,
): readonly Finding[] {
  const at = (p: Print, k: number): Print => ({
    shape: [],
    points: p.points,
    data: p.data.subarray(k * p.points, (k + 1) * p.points),
  });
  const wrong = plans.flatMap((plan, k) =>
    prints.agree(at(student, k), at(right, k)) ? [] : [{ plan, print: at(student, k) }],
  );
  const put = (n: Node): Node => (task.lets.size === 0 ? n : substitute(n, task.lets));
  const hitsOf = (list: (plan: EntryPlan) => readonly Candidate[]): readonly (readonly EntryHit[])[] =>
    wrong.map(({ plan, print }) => {
      const hits: Candidate[] = [];
      for (const c of list(planned(plan, task))) {
        if (hits.some((h) => sameIds(h, c))) continue;
        if (prints.agree(print, prints.of(put(c.node)))) hits.push(c);
      }
      return hits;
    });
  const first = hitsOf(singles);
  if (first.every((h) => h.length > 0)) return ranked(first);
  if (task.at.size > 0) return [];
  const second = hitsOf(pairs);
  const both = first.map((h, i) => (h.length > 0 ? h : (second[i] ?? [])));
  return both.every((h) => h.length > 0) ? ranked(both) : [];
}

/** Under `let` the functions are put in before differentiating. */
const planned = (plan: EntryPlan, task: Task): EntryPlan =>
  task.lets.size === 0 ? plan : { ...plan, f: substitute(plan.f, task.lets) };

const sameIds = (a: Candidate, b: Candidate): boolean =>
  a.slips.map((s) => s.id).join() === b.slips.map((s) => s.id).join();

/** Slips that explain every wrong entry first; then what explains the rest. */
function ranked(hits: readonly (readonly EntryHit[])[]): readonly Finding[] {
  const tally = new Map<string, { readonly slip: Slip; count: number; order: number; alone: boolean }>();
  for (const entry of hits) {
    entry.forEach((hit, order) => {
      for (const slip of hit.slips) {
        const known = tally.get(slip.id);
        if (known) {
          known.count += 1;
          known.order = Math.min(known.order, order);
        } else tally.set(slip.id, { slip, count: 1, order, alone: hit.slips.length === 1 });
      }
    });
  }
  const all = [...tally.values()].sort((a, b) => b.count - a.count || a.order - b.order);
  const chosen: typeof all = [];
  const open = new Set(hits.keys());
  for (const t of all) {
    const covers = [...open].filter((k) => hits[k]?.some((h) => h.slips.some((s) => s.id === t.slip.id)));
    const ties = t.count === hits.length && t.alone;
    if (covers.length === 0 && !ties) {
      const pairMate = hits.some(
        (entry) =>
          entry.length === 1 && (entry[0]?.slips.length ?? 0) > 1 && entry[0]?.slips.some((s) => s.id === t.slip.id),
      );
      if (!pairMate) continue;
    }
    chosen.push(t);
    for (const k of covers) open.delete(k);
  }
  return chosen.slice(0, 4).map((t, i) => ({ ...t.slip, confidence: confidence(i, chosen.length) }));
}

/** What overlaps with everything: named where no specific rule fits. */
function generic(task: Task, prints: Prints, right: Print, student: Print): readonly Finding[] {
  const minus = missingMinus(task.key, student, prints);
  if (minus) return [{ ...minus, confidence: 0.8 }];
  const signs = matching(
    isScalar(task.key.shape) ? termSigns(task.key) : matrixTermSigns(task.key),
    student,
    prints,
    task,
  );
  const [sign] = signs;
  if (sign !== undefined) return [{ ...sign, confidence: 0.7 }];
  const names = new Set(task.wrt.map((s) => s.name));
  if (task.at.size === 0 || right.data.length > 1) {
    const factor = missingFactor(task.key, right, student, prints, names);
    if (factor) return [{ ...factor, confidence: 0.7 }];
  }
  if (task.at.size > 0) return [];
  const slip = arithmeticSlip(task.key, right, student, prints);
  if (slip) return [{ ...slip, confidence: 0.6 }];
  const constant = isScalar(task.key.shape) ? offByConstant(right, student) : null;
  return constant ? [{ ...constant, confidence: 0.6 }] : [];
}

/** Whether this needs the sizes of the key to be numbers. */
export const hasSizes = (n: Node): boolean => concrete(n.shape) !== null;

/** The symbol with its shape, as it stands in a formula; a scalar where it does not occur. */
export const symbolIn = (name: string, where: readonly Node[]): Sym =>
  where.flatMap(symbolsOf).find((s) => s.name === name) ?? sym(name);

export const isUndefined = (n: Node): boolean => isOp(n, 'undefined');
