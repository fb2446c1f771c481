/** One attempt against the student's own paper: judgements, and the line of `results.jsonl` they make. */
import type { Judgement, RawAnswer } from '../answers/contract.ts';
import { fieldPoints } from '../document/build/paper.ts';
import { gradeItem } from '../grading/grade-item.ts';
import type { DealtPaper } from './deal.ts';
import { PACKAGE_VERSION } from './resources.ts';
import { type ResultField, type ResultLine, resultField, resultLine } from './results.ts';
import type { Workplace } from './workplace.ts';

/** Raw answers by item and field. */
export type Answers = ReadonlyMap<string, ReadonlyMap<string, RawAnswer>>;

export interface GradedPaper {
  readonly line: ResultLine;
  /** By item and field of the paper. */
  readonly judgements: readonly (readonly Judgement[])[];
}

const NONE: ReadonlyMap<string, RawAnswer> = new Map();

export function gradePaper(place: Workplace, paper: DealtPaper, answers: Answers, attempt: number): GradedPaper {
  const judgements = paper.items.map(({ item, instance, settings }) =>
    gradeItem(instance, answers.get(item) ?? NONE, (field) => settings(field.id)),
  );
  const fields = paper.items.map((item, k): readonly ResultField[] => {
    const points = fieldPoints({ points: item.points, fields: item.instance.public.fields });
    const given = answers.get(item.item) ?? NONE;
    return item.instance.public.fields.map((f, i) =>
      resultField(f.id, f.type, given.get(f.id), points[i] ?? 0, (judgements[k] ?? [])[i] as Judgement),
    );
  });
  const head = { engine: PACKAGE_VERSION, assignment: place.assignment.id, assignmentHash: place.assignment.hash };
  return { line: resultLine(head, paper, attempt, fields), judgements };
}

/** The answers that a stored line holds. */
export const answersOf = (line: ResultLine): Answers =>
  new Map(
    line.items.map((item) => [
      item.item,
      new Map(item.fields.flatMap((f) => (f.raw === null ? [] : [[f.field, f.raw] as const]))),
    ]),
  );
