/** Stored answers judged again after a template or a policy changed: whose marks move, and why. */
import { writeTable } from './csv.ts';
import type { DealtPaper } from './deal.ts';
import { answersOf, gradePaper } from './grade-paper.ts';
import { type ResultField, type ResultItem, type ResultLine, withFields } from './results.ts';
import { decided, decisionIn } from './review.ts';
import type { Roster } from './roster.ts';
import type { Workplace } from './workplace.ts';

/** One field whose mark or verdict is another now. */
export interface Change {
  readonly student: string;
  readonly attempt: number;
  readonly item: string;
  readonly field: string;
  readonly before: number;
  readonly after: number;
  readonly codeBefore: string;
  readonly codeAfter: string;
  readonly why: string;
}

export interface Regrade {
  readonly lines: readonly ResultLine[];
  readonly changes: readonly Change[];
  /** Students of the results that the roster does not know: their lines stay as they were. */
  readonly unknown: readonly string[];
}

/** What a person decided stands. */
export function regrade(
  place: Workplace,
  papers: ReadonlyMap<string, DealtPaper>,
  stored: readonly ResultLine[],
): Regrade {
  const changes: Change[] = [];
  const unknown: string[] = [];
  const lines = stored.map((line): ResultLine => {
    const paper = papers.get(line.student);
    if (paper === undefined) {
      unknown.push(line.student);
      return line;
    }
    const again = gradePaper(place, paper, answersOf(line), line.attempt).line;
    const kept = withFields(again, (item, field) => {
      const old = fieldOf(line, item, field.field);
      const decision = old === undefined ? null : decisionIn(old);
      return decision === null ? field : decided(field, decision.share, decision.said);
    });
    changes.push(...changesOf(line, kept));
    return kept;
  });
  return { lines, changes, unknown };
}

const itemOf = (line: ResultLine, item: string): ResultItem | undefined => line.items.find((i) => i.item === item);
const fieldOf = (line: ResultLine, item: string, field: string): ResultField | undefined =>
  itemOf(line, item)?.fields.find((f) => f.field === field);

function changesOf(before: ResultLine, after: ResultLine): readonly Change[] {
  const { student, attempt } = after;
  const items = [...new Set([...before.items, ...after.items].map((i) => i.item))];
  return items.flatMap((item) => {
    const [old, now] = [itemOf(before, item), itemOf(after, item)];
    const fields = [...new Set([...(old?.fields ?? []), ...(now?.fields ?? [])].map((f) => f.field))];
    return fields.flatMap((field): Change[] => {
      const [a, b] = [fieldOf(before, item, field), fieldOf(after, item, field)];
      const [scoreBefore, scoreAfter] = [a?.score ?? 0, b?.score ?? 0];
      const same = scoreBefore === scoreAfter && a?.max === b?.max && a?.verdict === b?.verdict && a?.code === b?.code;
      if (same) return [];
      const codes = { codeBefore: a?.code ?? 'none', codeAfter: b?.code ?? 'none' };
      return [
        {
          student,
          attempt,
          item,
          field,
          before: scoreBefore,
          after: scoreAfter,
          ...codes,
          why: reasons(before, after, old, now, a, b),
        },
      ];
    });
  });
}

/** Every cause that the stored line and the new one show, in words. */
function reasons(
  before: ResultLine,
  after: ResultLine,
  old: ResultItem | undefined,
  now: ResultItem | undefined,
  a: ResultField | undefined,
  b: ResultField | undefined,
): string {
  const out: string[] = [];
  if (old === undefined || a === undefined) out.push('new on the paper');
  if (now === undefined || b === undefined) out.push('no longer on the paper');
  if (old && now && old.template !== now.template) out.push(`another template: ${old.template}, now ${now.template}`);
  else if (old && now && old.variant !== now.variant)
    out.push('another variant is dealt: the answers belong to other numbers');
  if (old && now && old.template_hash !== now.template_hash) out.push('the template changed');
  if (before.assignment_hash !== after.assignment_hash) out.push('the assignment changed');
  if (before.engine !== after.engine) out.push(`Gradus ${before.engine}, now ${after.engine}`);
  if (a && b && a.max !== b.max) out.push(`points ${a.max}, now ${b.max}`);
  const last = b?.log.filter((l) => l.amount !== 0).at(-1) ?? b?.log.at(-1);
  if (a && b && a.code !== b.code && last !== undefined) out.push(last.evidence);
  return out.join('; ');
}

/** `delta.csv`: a row for each field that moved. */
export function deltaTable({ changes }: Regrade, roster: Roster): string {
  const names = new Map(roster.students.map((s) => [s.id, s.name]));
  const columns = [
    'student',
    'name',
    'attempt',
    'item',
    'field',
    'before',
    'after',
    'change',
    'code_before',
    'code_after',
    'why',
  ];
  const rows = changes.map((c) => [
    c.student,
    names.get(c.student) ?? '',
    c.attempt,
    c.item,
    c.field,
    tidy(c.before),
    tidy(c.after),
    tidy(c.after - c.before),
    c.codeBefore,
    c.codeAfter,
    c.why,
  ]);
  return writeTable(columns, rows);
}

const tidy = (x: number): number => Math.round(x * 1e6) / 1e6 + 0;

/** A student's total before and after; those that moved, the largest move first. */
export interface Move {
  readonly student: string;
  readonly attempt: number;
  readonly before: number;
  readonly after: number;
  readonly why: string;
}

export function movesOf(stored: readonly ResultLine[], { lines, changes }: Regrade): readonly Move[] {
  return lines
    .flatMap((line, k): Move[] => {
      const before = stored[k]?.score ?? 0;
      if (before === line.score) return [];
      const own = changes.filter(
        (c) => c.student === line.student && c.attempt === line.attempt && c.before !== c.after,
      );
      const why = own.map((c) => `${c.item}.${c.field} ${tidy(c.before)} → ${tidy(c.after)} (${c.why})`).join(' · ');
      return [{ student: line.student, attempt: line.attempt, before, after: line.score, why }];
    })
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || (a.student < b.student ? -1 : 1));
}
