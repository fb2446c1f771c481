/** A person's decisions from a CSV, merged into stored results: lines added to the logs, nothing taken out of them. */
import type { PublicField } from '../answers/contract.ts';
import { richSpeech } from '../answers/rich-text.ts';
import { type Issue, issue } from '../base/issue.ts';
import { nearest } from '../base/nearest.ts';
import { failure, type Result, success } from '../base/result.ts';
import { cellPlace, readTable, type Table, type TableRow } from './csv.ts';
import { type ResultField, type ResultLine, scored, withFields } from './results.ts';
import { REVIEW_COLUMNS } from './review-list.ts';

/** What was decided of one answer. */
export interface Decision {
  readonly student: string;
  readonly attempt: number;
  readonly item: string;
  readonly field: string;
  /** Share of the field's points, 0 to 1. */
  readonly share: number;
  /** What the log says: the levels of the rubric, and the comment. */
  readonly said: string;
}

/** The public half of a field of a student's paper; undefined where it cannot be dealt again. */
export type FieldOf = (student: string, item: string, field: string) => PublicField | undefined;

/**
 * Reads decisions. A row gives `points`, or `levels` of the rubric (`2, 1, 2`, counted from 0), and perhaps a
 * `comment`; a row without either still waits. Issues carry the place of the cell.
 */
export function readDecisions(
  text: string,
  file: string,
  results: readonly ResultLine[],
  fieldOf: FieldOf,
): Result<readonly Decision[], readonly Issue[]> {
  const table = readTable(text, file);
  if (!table.ok) return table;
  const missing = ['student', 'item', 'field'].filter((c) => !table.value.columns.includes(c));
  if (missing.length > 0) {
    const hint = `The columns are ${REVIEW_COLUMNS.join(', ')}; gradus grade writes such a file.`;
    return failure([issue('columns', `there is no column ${missing.join(', ')}`, { file, line: 1, column: 1 }, hint)]);
  }
  const issues: Issue[] = [];
  const decisions = table.value.rows.flatMap((row): Decision[] => {
    const read = readRow(table.value, row, results, fieldOf);
    if (read === null) return [];
    if (read.ok) return [read.value];
    issues.push(read.error);
    return [];
  });
  const seen = new Set<string>();
  for (const d of decisions) {
    const key = JSON.stringify([d.student, d.attempt, d.item, d.field]);
    if (seen.has(key)) issues.push(issue('twice', `${d.student} ${d.item}.${d.field} is decided twice`, { file }));
    seen.add(key);
  }
  return issues.length > 0 ? failure(issues) : success(decisions);
}

function readRow(
  table: Table,
  row: TableRow,
  results: readonly ResultLine[],
  fieldOf: FieldOf,
): Result<Decision, Issue> | null {
  const index = (column: string): number => table.columns.indexOf(column);
  const cell = (column: string): string => (row.cells[index(column)] ?? '').replace(/^'(?=[=+\-@])/, '');
  const fault = (column: string, message: string, hint?: string): Result<never, Issue> =>
    failure(issue('decision', message, cellPlace(table, row, Math.max(0, index(column))), hint));
  const [student, item, field] = [cell('student'), cell('item'), cell('field')];
  const own = results.filter((l) => l.student === student);
  if (own.length === 0)
    return fault(
      'student',
      `there are no results of ${student}`,
      near(
        student,
        results.map((l) => l.student),
      ),
    );
  const given = cell('attempt');
  const attempt = given === '' ? Math.max(...own.map((l) => l.attempt)) : Number(given);
  const line = own.find((l) => l.attempt === attempt);
  if (line === undefined) return fault('attempt', `${student} has no attempt ${given}`);
  const inItem = line.items.find((i) => i.item === item);
  if (inItem === undefined)
    return fault(
      'item',
      `${student} has no problem ${item}`,
      near(
        item,
        line.items.map((i) => i.item),
      ),
    );
  const target = inItem.fields.find((f) => f.field === field);
  if (target === undefined)
    return fault(
      'field',
      `${item} has no field ${field}`,
      near(
        field,
        inItem.fields.map((f) => f.field),
      ),
    );
  const [points, levels, comment] = [cell('points'), cell('levels'), cell('comment')];
  if (points === '' && levels === '') return null;
  const rubric = fieldOf(student, item, field)?.rubric ?? [];
  const scores =
    levels === ''
      ? null
      : readLevels(
          levels,
          rubric.map((r) => r.levels.length - 1),
        );
  if (typeof scores === 'string') return fault('levels', scores);
  const value = Number(points.replace(',', '.'));
  if (points !== '' && !(value >= 0 && value <= target.max))
    return fault('points', `points lie between 0 and ${target.max}, not "${points}"`);
  const top = rubric.reduce((n, r) => n + r.levels.length - 1, 0);
  const reached = (scores ?? []).reduce((n, s) => n + s, 0);
  const share = points === '' ? reached / Math.max(1, top) : target.max === 0 ? 0 : value / target.max;
  const rubricText = (scores ?? []).map(
    (s, k) => `${richSpeech(rubric[k]?.criterion ?? [])}: ${s} of ${(rubric[k]?.levels.length ?? 1) - 1}`,
  );
  const said = [...rubricText, ...(comment === '' ? [] : [comment])].join('; ');
  return success({ student, attempt, item, field, share, said: said === '' ? 'decided by a person' : said });
}

const near = (word: string, words: readonly string[]): string | undefined => {
  const found = nearest(word, [...new Set(words)]);
  return found === undefined ? undefined : `Did you mean ${found}?`;
};

/** One level for each criterion, or what is wrong. */
function readLevels(text: string, tops: readonly number[]): readonly number[] | string {
  if (tops.length === 0) return 'this field has no rubric: give points';
  const levels = text
    .split(/[\s,;]+/)
    .filter((t) => t !== '')
    .map(Number);
  if (levels.length !== tops.length) return `the rubric has ${tops.length} criteria, not ${levels.length}`;
  const bad = levels.findIndex((l, k) => !Number.isInteger(l) || l < 0 || l > (tops[k] ?? 0));
  return bad < 0 ? levels : `level ${bad + 1} is a whole number from 0 to ${tops[bad]}`;
}

export const REVIEWED = 'review';

/** The field as decided: one line more in its log brings the mark to what the person gave. */
export function decided(field: ResultField, share: number, said: string): ResultField {
  const before = field.log.reduce((s, l) => s + l.amount, 0);
  const amount = Math.round((share - before) * 1e12) / 1e12 + 0;
  return scored({
    ...field,
    verdict: share >= 1 ? 'equal' : 'different',
    code: REVIEWED,
    log: [...field.log, { code: REVIEWED, amount, evidence: said }],
  });
}

export function withDecisions(lines: readonly ResultLine[], decisions: readonly Decision[]): readonly ResultLine[] {
  const of = (line: ResultLine, item: string, field: string): Decision | undefined =>
    decisions.find(
      (d) => d.student === line.student && d.attempt === line.attempt && d.item === item && d.field === field,
    );
  return lines.map((line) =>
    decisions.some((d) => d.student === line.student && d.attempt === line.attempt)
      ? withFields(line, (item, field) => {
          const d = of(line, item, field.field);
          return d === undefined ? field : decided(field, d.share, d.said);
        })
      : line,
  );
}

/** What a person decided of a field, by its log: the share in the end, and the words; null where nobody did. */
export function decisionIn(field: ResultField): { readonly share: number; readonly said: string } | null {
  const last = field.log.filter((l) => l.code === REVIEWED && field.code === REVIEWED).at(-1);
  return last === undefined ? null : { share: field.max === 0 ? 0 : field.score / field.max, said: last.evidence };
}
