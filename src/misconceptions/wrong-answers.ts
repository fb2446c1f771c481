/**
 * The wrong answers to a question, each with the one misconception that leads to it: for distractors, for checking that
 * a variant tells them apart, and for exports. Computed from the question's own formula; none is written by hand.
 */
import { entriesOf } from '../calculus/derive.ts';
import { simplify } from '../expr/rewrite.ts';
import { int, type Node, num } from '../ir/node.ts';
import { rational } from '../ir/rational.ts';
import { concrete, isColumn, isScalar, isVector } from '../ir/shape.ts';
import { mul } from '../ops/arithmetic.ts';
import { transpose } from '../ops/matrix.ts';
import { tensorOf } from '../ops/structure.ts';
import { singles } from './entry-candidates.ts';
import { type Print, Prints } from './fingerprint.ts';
import { formCandidates, sweepCandidates } from './matrix-candidates.ts';
import type { Candidate, Slip } from './misconception.ts';
import { stepCandidates } from './step-candidates.ts';
import { isGeneric, type MisconceptionId } from './table.ts';
import { entryPlans, type Question } from './task.ts';
import { taylorCandidates } from './taylor-rules.ts';

export interface WrongAnswer {
  readonly id: MisconceptionId;
  readonly message: string;
  /** In the shape of the key; with values put in where the question has them. */
  readonly node: Node;
}

export interface WrongAnswers {
  /** Pairwise different, different from the key, specific ones first. */
  readonly answers: readonly WrongAnswer[];
  /** Rules that cannot be told from another here: they give the right answer, or that of another specific rule. */
  readonly switchedOff: readonly { readonly id: MisconceptionId; readonly like: MisconceptionId | null }[];
}

/** Every wrong answer that one broken rule gives. `put` puts the question's values in and works the result out. */
export function wrongAnswers(question: Question, put: (n: Node) => Node = simplify): WrongAnswers {
  const prints = printsOf(question);
  const right = prints.of(question.key);
  if (right === null) return { answers: [], switchedOff: [] };
  const taken: { readonly answer: WrongAnswer; readonly print: Print }[] = [];
  const off: { readonly id: MisconceptionId; readonly like: MisconceptionId | null }[] = [];
  const candidates = [...specificAnswers(question), ...general(question)];
  const values = prints.all(candidates.map((c) => c.node));
  candidates.forEach((c, k) => {
    const [slip] = c.slips;
    const print = values[k] ?? null;
    if (slip === undefined || print === null || !isUsable(print)) return;
    if (print.shape.join() !== right.shape.join() && slip.id !== 'transposed') return;
    if (print.shape.join() === right.shape.join() && prints.agree(print, right)) {
      off.push({ id: slip.id, like: null });
      return;
    }
    const same = taken.find((t) => t.print.shape.join() === print.shape.join() && prints.agree(print, t.print));
    if (same !== undefined) {
      if (same.answer.id !== slip.id && !isGeneric(slip.id)) off.push({ id: slip.id, like: same.answer.id });
      return;
    }
    taken.push({ answer: { id: slip.id, message: slip.message, node: put(c.node) }, print });
  });
  const left = new Set(taken.map((t) => t.answer.id));
  return { answers: taken.map((t) => t.answer), switchedOff: off.filter((o) => !left.has(o.id)) };
}

/** Whether a formula has the key's values within `margin` times the tolerance where answers are told apart. */
export function agreesWithKey(question: Question, node: Node, margin = 1): boolean {
  const { relative, absolute } = question.tolerance;
  const prints = printsOf({ ...question, tolerance: { relative: margin * relative, absolute: margin * absolute } });
  return prints.agree(prints.of(node), prints.of(question.key));
}

/** Values of formulas where the question's answers are told apart. */
export const printsOf = ({ options, at, tolerance, key, of }: Question): Prints =>
  new Prints({ ranges: options.ranges, structures: options.structures, sizes: options.sizes, at, tolerance }, [
    key,
    of,
  ]);

/** Something a student could write: a number wherever it is evaluated in at least half of the places. */
function isUsable(p: Print): boolean {
  let finite = 0;
  for (const v of p.data) if (Number.isFinite(v)) finite += 1;
  return finite * 2 >= p.data.length;
}

/** What one broken rule gives, generic ones left out. */
export function specificAnswers(q: Question): readonly Candidate[] {
  if (q.wrt.length === 0) return [...taylorCandidates(q.key), ...stepCandidates(q.key), ...formCandidates(q.key)];
  const [only] = q.wrt;
  const out: Candidate[] = [...(q.order === 1 ? arrangements(q) : []), ...byEntry(q)];
  const scalars = isScalar(q.key.shape) && q.wrt.every((s) => isScalar(s.shape));
  if (!scalars) {
    out.push(...formCandidates(q.key));
    if (only && q.wrt.length === 1 && q.order === 1 && !isScalar(only.shape) && q.at.size === 0)
      out.push(...sweepCandidates(q.of, only, isColumn(only.shape) && q.layout === 'numerator'));
    if (q.order === 2) out.push(...withoutCrossTerms(q));
  }
  return out;
}

/** The same rule broken in every entry where it can be. */
function byEntry(q: Question): readonly Candidate[] {
  const plans = entryPlans(q);
  const shape = concrete(q.key.shape);
  if (plans === null || shape === null) return [];
  if (plans.length === 1) return plans.flatMap(singles);
  const keys = entriesOf(q.key);
  const lists = plans.map(singles);
  const ids = new Map(lists.flat().flatMap((c) => c.slips.map((s) => [s.id, s] as const)));
  return [...ids.values()].map((slip): Candidate => {
    const entries = lists.map((list, k) => list.find((c) => c.slips[0]?.id === slip.id)?.node ?? keys[k] ?? int(0));
    const first = lists.flat().find((c) => c.slips[0]?.id === slip.id)?.slips[0] ?? slip;
    return { node: tensorOf(entries, shape), slips: [first] };
  });
}

/** The transpose, and components in the wrong order. */
function arrangements(q: Question): readonly Candidate[] {
  const shape = concrete(q.key.shape);
  const out: Candidate[] = [];
  const put = (node: Node, id: Slip['id'], message: string): void => {
    out.push({ node, slips: [{ id, message }] });
  };
  if (q.key.shape.length === 2 && !isScalar(q.key.shape))
    put(transpose(q.key), 'transposed', 'This is the transpose of what is asked (the other layout).');
  if (shape !== null && isVector(q.key.shape))
    put(
      tensorOf([...entriesOf(q.key)].reverse(), shape),
      'components-swapped',
      'The components are right, but stand in the wrong order.',
    );
  return out;
}

function withoutCrossTerms(q: Question): readonly Candidate[] {
  const shape = concrete(q.key.shape);
  const [n = 0, m = 0] = shape ?? [];
  if (shape === null || n !== m || n < 2) return [];
  const entries = entriesOf(q.key).map((e, k) => (k % (n + 1) === 0 ? e : int(0)));
  const message = 'The mixed second derivatives are missing: off the diagonal stands 0.';
  return [{ node: tensorOf(entries, shape), slips: [{ id: 'hessian-missing-cross-terms', message }] }];
}

function general(q: Question): readonly Candidate[] {
  const made = (factor: Node, id: Slip['id'], message: string): Candidate => ({
    node: mul([factor, q.key]),
    slips: [{ id, message }],
  });
  return [
    made(int(-1), 'missing-minus', 'The sign is wrong: a minus is missing or one too many.'),
    made(int(2), 'missing-factor', 'The answer has a factor 2 too many.'),
    made(num(rational(1n, 2n)), 'missing-factor', 'The answer lacks a factor 2.'),
  ];
}
