/** `results.jsonl`: one line for each student and attempt, with all that a disputed mark needs to be replayed. */
import type { CreditLine, Evidence, Judgement, RawAnswer, Verdict } from '../answers/contract.ts';
import { foldCredit } from '../answers/judgement.ts';
import type { DealtPaper } from './deal.ts';

export const RESULT_SCHEMA = 1;

export interface ResultField {
  readonly field: string;
  readonly type: string;
  readonly raw: RawAnswer | null;
  readonly read_as: string | null;
  readonly verdict: Verdict;
  readonly code: string;
  readonly score: number;
  readonly max: number;
  readonly misconceptions: Judgement['misconceptions'];
  readonly evidence: Evidence;
  readonly log: readonly CreditLine[];
}

export interface ResultItem {
  readonly item: string;
  readonly template: string;
  readonly template_hash: string;
  readonly variant: string;
  readonly fields: readonly ResultField[];
}

export interface ResultLine {
  readonly schema: number;
  readonly engine: string;
  readonly assignment: string;
  readonly assignment_hash: string;
  readonly student: string;
  readonly attempt: number;
  readonly score: number;
  readonly max: number;
  /** `graded`, or `review` where a person has to decide something. */
  readonly status: 'graded' | 'review';
  readonly items: readonly ResultItem[];
}

/** Nine digits for a field, six for a sum: thirds of a point add up to whole points on every machine. */
const tidyField = (points: number): number => Math.round(points * 1e9) / 1e9 + 0;
const tidyPoints = (points: number): number => Math.round(points * 1e6) / 1e6 + 0;

export function resultField(
  field: string,
  type: string,
  raw: RawAnswer | undefined,
  max: number,
  j: Judgement,
): ResultField {
  return {
    field,
    type,
    raw: raw ?? null,
    read_as: j.readAs,
    verdict: j.verdict,
    code: j.code,
    score: tidyField(max * foldCredit(j.log)),
    max: tidyField(max),
    misconceptions: j.misconceptions,
    evidence: j.evidence,
    log: j.log,
  };
}

export interface ResultHead {
  readonly engine: string;
  readonly assignment: string;
  readonly assignmentHash: string;
}

export function resultLine(
  head: ResultHead,
  paper: DealtPaper,
  attempt: number,
  fields: readonly (readonly ResultField[])[],
): ResultLine {
  const items = paper.items.map(
    (item, k): ResultItem => ({
      item: item.item,
      template: item.template.id,
      template_hash: item.template.hash,
      variant: item.instance.public.variant,
      fields: fields[k] ?? [],
    }),
  );
  const all = items.flatMap((i) => i.fields);
  return {
    schema: RESULT_SCHEMA,
    engine: head.engine,
    assignment: head.assignment,
    assignment_hash: head.assignmentHash,
    student: paper.student,
    attempt,
    score: tidyPoints(all.reduce((s, f) => s + f.score, 0)),
    max: tidyPoints(all.reduce((s, f) => s + f.max, 0)),
    status: all.some((f) => f.verdict === 'undecided') ? 'review' : 'graded',
    items,
  };
}

/** The attempt that counts of one student's, in the order of attempts; the first of several equally good ones. */
export function bestOrLast(attempts: readonly ResultLine[], keep: 'last' | 'best'): ResultLine | undefined {
  if (keep === 'last') return attempts[attempts.length - 1];
  return attempts.reduce<ResultLine | undefined>(
    (best, line) => (best === undefined || line.score > best.score ? line : best),
    undefined,
  );
}

/** The attempt that counts, by student. */
export function countedResults(lines: readonly ResultLine[], keep: 'last' | 'best'): ReadonlyMap<string, ResultLine> {
  const attempts = new Map<string, ResultLine[]>();
  for (const line of lines) attempts.set(line.student, [...(attempts.get(line.student) ?? []), line]);
  const counted = new Map<string, ResultLine>();
  for (const [student, own] of attempts) {
    const line = bestOrLast(
      [...own].sort((a, b) => a.attempt - b.attempt),
      keep,
    );
    if (line) counted.set(student, line);
  }
  return counted;
}

/** A line with other fields: its sums and its status follow from them. */
export function withFields(line: ResultLine, change: (item: string, field: ResultField) => ResultField): ResultLine {
  const items = line.items.map((item) => ({ ...item, fields: item.fields.map((f) => change(item.item, f)) }));
  const all = items.flatMap((i) => i.fields);
  return {
    ...line,
    items,
    score: tidyPoints(all.reduce((s, f) => s + f.score, 0)),
    max: tidyPoints(all.reduce((s, f) => s + f.max, 0)),
    status: all.some((f) => f.verdict === 'undecided') ? 'review' : 'graded',
  };
}

/** A field's score by its log. */
export const scored = (field: ResultField): ResultField => ({
  ...field,
  score: tidyField(field.max * foldCredit(field.log)),
});

/** The marks that a stored line's own logs give: the score is the fold of the log (contract, section 7). */
export const replayed = (line: ResultLine): ResultLine => withFields(line, (_item, field) => scored(field));

export const itemScore = (item: ResultItem): number => tidyPoints(item.fields.reduce((s, f) => s + f.score, 0));
export const itemMax = (item: ResultItem): number => tidyPoints(item.fields.reduce((s, f) => s + f.max, 0));
