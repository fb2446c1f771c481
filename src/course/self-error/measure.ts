/**
 * The grader's error on one template, measured by the template itself: right answers in other words must be accepted,
 * changed ones refused, every misconception named first, garbage refused as unreadable.
 */
import type { AnswerType, FieldKey, Judgement, PublicField, RawAnswer } from '../../answers/contract.ts';
import { answerTypes } from '../../answers/table.ts';
import { type Stream, stream } from '../../base/random.ts';
import { bindSizes, substitute } from '../../expr/rewrite.ts';
import { gradeItem } from '../../grading/grade-item.ts';
import { DEFAULT_SETTINGS } from '../../grading/grading-block.ts';
import type { Node } from '../../ir/node.ts';
import { ShapeError } from '../../ir/op.ts';
import { coinciding } from '../../misconceptions/coinciding.ts';
import { questionOf } from '../../misconceptions/question.ts';
import { isGeneric, type MisconceptionId } from '../../misconceptions/table.ts';
import { agreesWithKey, wrongAnswers } from '../../misconceptions/wrong-answers.ts';
import type { ProblemInstance } from '../../problem/problem-instance.ts';
import { spelledOut } from '../../problem/spell-out.ts';
import { workOut } from '../../problem/work-out.ts';
import { garbage } from './garbage.ts';
import { perturbed, rewritten } from './rewrites.ts';

export interface Rate {
  readonly tried: number;
  readonly failed: number;
}

/** How often the grader was wrong about answers of which we know what they are. */
export interface SelfError {
  /** Right answers in other words that were not accepted. */
  readonly rewrites: Rate & { readonly undecided: number };
  /** Changed answers that were accepted. */
  readonly perturbations: Rate;
  /** Wrong rules that were not named first; generic ones may be named by another of their kind. */
  readonly misconceptions: Rate;
  /** Right answers to which a misconception was pinned. */
  readonly pinned: Rate;
  /** Garbage that was not refused as unreadable. */
  readonly garbage: Rate;
  /** Answers that went to a person. */
  readonly undecided: Rate;
  /** Wrong rules that give the right answer in some variant, or that of another rule, with the number of variants. */
  readonly switchedOff: Readonly<Record<string, number>>;
  /** One sentence for each kind of failure, with an example. */
  readonly examples: readonly string[];
}

/** Types whose keys are formulas; the others bring examples of their own. */
const FORMULAS: ReadonlySet<string> = new Set(['number', 'expression', 'matrix', 'tensor']);

/** What differs by so many tolerances is still different once it is written rounded. */
const SURELY = 4;

/** Answers of each kind that are tried on a template (garbage: a quarter). */
const TRIES = 200;

/** Measures the grader on some variants of one template; the same instances give the same figures. */
export function measureSelfError(id: string, instances: readonly ProblemInstance[], tries = TRIES): SelfError {
  const tally = new Tally();
  const boxes = instances.flatMap((instance, i) =>
    instance.public.fields.flatMap((field, k): readonly Box[] => {
      const key = instance.key.fields[k];
      const type = answerTypes.get(field.type);
      if (key === undefined || type === undefined || field.type === 'essay') return [];
      // Alone: nothing follows from earlier boxes here.
      return [{ field, key: { ...key, follows: null }, type, from: stream(`self error ${id} ${i} ${field.id}`) }];
    }),
  );
  const share = Math.max(1, Math.ceil(tries / Math.max(1, boxes.length)));
  for (const box of boxes) {
    for (let k = 0; k < Math.ceil(share / 4); k += 1) tally.garbage(box, garbage(box.from.fork(`garbage ${k}`)));
    if (FORMULAS.has(box.field.type) && box.key.answer !== null) formulas(box, box.key.answer, share, tally);
    else examples(box, tally);
  }
  return tally.result();
}

interface Box {
  readonly field: PublicField;
  readonly key: FieldKey;
  readonly type: AnswerType;
  readonly from: Stream;
}

function formulas(box: Box, answer: Node, share: number, tally: Tally): void {
  const question = questionOf(box.key, box.field.rounding);
  for (let k = 0; k < share; k += 1) {
    const other = formed(() => rewritten(answer, box.from.fork(`rewrite ${k}`)));
    if (other !== null) tally.right(box, written(box, other));
    const changed = formed(() => perturbed(answer, box.from.fork(`change ${k}`)));
    if (changed !== null && question !== null && !agreesWithKey(question, question.read(changed), SURELY))
      tally.wrong(box, written(box, changed));
  }
  if (question === null) return;
  const { answers, switchedOff } = wrongAnswers(question, finishedAs(box));
  const others = coinciding(question, answers);
  answers.forEach((wrong, k) => {
    tally.misconception(box, written(box, wrong.node), wrong.id, others[k] ?? new Set());
  });
  for (const { id } of switchedOff) tally.off(id);
}

/** Values put in and worked out, arrays entry by entry, as the box takes it. */
function finishedAs({ field, key }: Box): (n: Node) => Node {
  const at = key.derivation?.at;
  return (n) => {
    const valued = at === undefined ? n : substitute(bindSizes(n, key.domain.sizes), at);
    const value = workOut(valued);
    return field.type === 'matrix' || field.type === 'tensor' ? spelledOut(value) : value;
  };
}

const written = ({ field, key, type }: Box, answer: Node): RawAnswer => type.write(field, { ...key, answer });

function examples(box: Box, tally: Tally): void {
  for (const { raw, expect } of box.type.examples(box.field, box.key)) {
    if (expect === 'right') tally.right(box, raw);
    else if (expect === 'wrong') tally.wrong(box, raw);
    else tally.garbage(box, raw);
  }
}

function formed(make: () => Node): Node | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof ShapeError) return null;
    throw error;
  }
}

function judge({ field, key }: Box, raw: RawAnswer): Judgement | undefined {
  const item = { public: { fields: [field] }, key: { fields: [key] } };
  return gradeItem(item, new Map([[field.id, raw]]), () => DEFAULT_SETTINGS)[0];
}

type Count = { tried: number; failed: number };

class Tally {
  readonly #rewrites: Count = { tried: 0, failed: 0 };
  readonly #perturbations: Count = { tried: 0, failed: 0 };
  readonly #misconceptions: Count = { tried: 0, failed: 0 };
  readonly #pinned: Count = { tried: 0, failed: 0 };
  readonly #garbage: Count = { tried: 0, failed: 0 };
  readonly #undecided: Count = { tried: 0, failed: 0 };
  #rightUndecided = 0;
  readonly #off = new Map<string, number>();
  readonly #examples = new Map<string, string>();

  right(box: Box, raw: RawAnswer): void {
    const found = this.#judged(box, raw);
    this.#count(this.#rewrites, found?.verdict !== 'equal', 'a right answer was refused', box, raw, found);
    if (found?.verdict === 'undecided') this.#rightUndecided += 1;
    const pinned = found?.verdict === 'equal' && found.misconceptions.length > 0;
    this.#count(this.#pinned, pinned, 'a misconception was pinned to a right answer', box, raw, found);
  }

  wrong(box: Box, raw: RawAnswer): void {
    const found = this.#judged(box, raw);
    // Within what rounding every intermediate result may do, a changed number is a right one.
    if (found?.code === 'rounded-early') return;
    this.#count(this.#perturbations, found?.verdict === 'equal', 'a changed answer was accepted', box, raw, found);
  }

  /** `others` are the specific rules that lead to the same answer at these numbers: either name is right. */
  misconception(box: Box, raw: RawAnswer, id: MisconceptionId, others: ReadonlySet<string>): void {
    const found = this.#judged(box, raw);
    // Right by the freedom the box gives (up to sign, to scale): the rule leads to a right answer here.
    if (found?.verdict === 'equal' && box.field.freedom !== 'none') {
      this.off(id);
      return;
    }
    const first = found?.misconceptions[0]?.id;
    // A specific rule may lead to the answer of a generic one: an overlap by nature, and the specific is the better name.
    const overlaps = isGeneric(id) && first !== undefined && !isGeneric(first);
    const coincides = first !== undefined && first !== id && others.has(first);
    if (coincides) this.off(id);
    const missed = found?.verdict === 'equal' || !(first === id || overlaps || coincides);
    this.#count(this.#misconceptions, missed, `${id} was not named first`, box, raw, found);
  }

  garbage(box: Box, raw: RawAnswer): void {
    const found = judge(box, raw);
    this.#count(this.#garbage, found?.verdict !== 'invalid', 'garbage was read', box, raw, found);
  }

  off(id: string): void {
    this.#off.set(id, (this.#off.get(id) ?? 0) + 1);
  }

  #judged(box: Box, raw: RawAnswer): Judgement | undefined {
    const found = judge(box, raw);
    this.#undecided.tried += 1;
    if (found?.verdict === 'undecided') this.#undecided.failed += 1;
    return found;
  }

  #count(to: Count, failed: boolean, what: string, box: Box, raw: RawAnswer, found: Judgement | undefined): void {
    to.tried += 1;
    if (!failed) return;
    to.failed += 1;
    const shown = JSON.stringify(raw).slice(0, 200);
    const got = [found?.verdict, found?.code, ...(found?.misconceptions.map((m) => m.id) ?? [])].join(' ');
    if (!this.#examples.has(what)) this.#examples.set(what, `${what}: ${box.field.id} = ${shown} (${got})`);
  }

  result(): SelfError {
    return {
      rewrites: { ...this.#rewrites, undecided: this.#rightUndecided },
      perturbations: this.#perturbations,
      misconceptions: this.#misconceptions,
      pinned: this.#pinned,
      garbage: this.#garbage,
      undecided: this.#undecided,
      switchedOff: Object.fromEntries([...this.#off].sort(([a], [b]) => (a < b ? -1 : 1))),
      examples: [...this.#examples.values()],
    };
  }
}
