/** `review.csv`: the answers that a person has to look at, with empty columns for what they decide. */

import { writeTable } from './csv.ts';
import { rawText } from './feedback-field.ts';
import type { ResultField, ResultLine } from './results.ts';

/** An answer that waits for a person. */
export interface WaitingField {
  readonly line: ResultLine;
  readonly item: string;
  readonly field: ResultField;
}

/** Columns that name an answer, and columns that a person fills in. */
export const REVIEW_COLUMNS = [
  'student',
  'attempt',
  'item',
  'field',
  'answer',
  'why',
  'max',
  'points',
  'levels',
  'comment',
] as const;

export const waitingFields = (results: ReadonlyMap<string, ResultLine>): readonly WaitingField[] =>
  [...results.values()].flatMap((line) =>
    line.items.flatMap(({ item, fields }) =>
      fields.filter((f) => f.verdict === 'undecided').map((field) => ({ line, item, field })),
    ),
  );

export function reviewTable(waiting: readonly WaitingField[]): string {
  const rows = waiting.map(({ line, item, field }) => [
    line.student,
    line.attempt,
    item,
    field.field,
    field.raw === null ? '' : rawText(field.raw),
    field.log.map((l) => l.evidence).join('; '),
    field.max,
    null,
    null,
    null,
  ]);
  return writeTable(REVIEW_COLUMNS, rows);
}
