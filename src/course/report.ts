/** The instructor's overview: marks, what each item cost the class, which slips were frequent, who is missing. */
import type { Block, Doc, Inlines } from '../document/doc.ts';
import type { Assignment } from '../problem/assignment.ts';
import { inLocale } from '../problem/template.ts';
import type { Course } from './course.ts';
import { itemMax, itemScore, type ResultLine } from './results.ts';
import type { Roster } from './roster.ts';
import type { SubmissionProblem } from './submissions.ts';

export interface ReportData {
  readonly course: Course;
  readonly assignment: Assignment;
  readonly roster: Roster;
  readonly results: ReadonlyMap<string, ResultLine>;
  readonly problems: readonly SubmissionProblem[];
}

const text = (t: string): Inlines => [{ kind: 'text', text: t }];
const number = (n: number): string => `${Math.round(n * 100) / 100}`;
const percent = (share: number): string => `${Math.round(share * 100)} %`;

export function buildReport(data: ReportData): Doc {
  const lines = [...data.results.values()];
  return {
    kind: 'report',
    lang: 'en',
    title: inLocale(data.assignment.title, 'en')?.text ?? data.assignment.id,
    course: data.course.title,
    page: data.course.page,
    blocks: [
      heading('Overview'),
      { kind: 'paragraph', inlines: text(overview(data, lines)) },
      ...(lines.length === 0 ? [] : [heading('Problems'), itemTable(lines), heading('Fields'), fieldTable(lines)]),
      heading('Students'),
      studentTable(data),
      ...(data.problems.length === 0 ? [] : [heading('Not graded'), problemTable(data.problems)]),
    ],
  };
}

const heading = (t: string): Block => ({ kind: 'heading', level: 2, inlines: text(t) });

function overview(data: ReportData, lines: readonly ResultLine[]): string {
  const max = lines[0]?.max ?? 0;
  const scores = lines.map((l) => l.score).sort((a, b) => a - b);
  const mean = scores.reduce((s, x) => s + x, 0) / Math.max(1, scores.length);
  const middle =
    scores.length === 0
      ? 0
      : ((scores[Math.floor((scores.length - 1) / 2)] ?? 0) + (scores[Math.ceil((scores.length - 1) / 2)] ?? 0)) / 2;
  const review = lines.filter((l) => l.status === 'review').length;
  const graded = `${lines.length} of ${data.roster.students.length} students handed in.`;
  if (lines.length === 0) return graded;
  return `${graded} Of ${number(max)} points the mean is ${number(mean)}, the median ${number(middle)}. ${review === 0 ? 'No answer waits for a person.' : `${review} papers hold answers that a person has to look at.`}`;
}

interface Tally {
  score: number;
  max: number;
  count: number;
  invalid: number;
  empty: number;
  readonly codes: Map<string, number>;
}

function itemTable(lines: readonly ResultLine[]): Block {
  const tallies = new Map<string, { score: number; max: number }>();
  for (const item of lines.flatMap((l) => l.items)) {
    const t = tallies.get(item.item) ?? { score: 0, max: 0 };
    t.score += itemScore(item);
    t.max += itemMax(item);
    tallies.set(item.item, t);
  }
  const rows = [...tallies].map(([id, t]) => [
    text(id),
    text(number(t.max / lines.length)),
    text(number(t.score / lines.length)),
    text(percent(t.score / Math.max(t.max, 1e-9))),
  ]);
  return {
    kind: 'table',
    caption: text('Points by problem'),
    header: ['Problem', 'Points', 'Mean', 'Share'].map(text),
    rows,
    rowHeaders: true,
  };
}

function fieldTable(lines: readonly ResultLine[]): Block {
  const tallies = new Map<string, Tally>();
  for (const item of lines.flatMap((l) => l.items)) {
    for (const f of item.fields) {
      const id = `${item.item}.${f.field}`;
      const t = tallies.get(id) ?? { score: 0, max: 0, count: 0, invalid: 0, empty: 0, codes: new Map() };
      t.score += f.score;
      t.max += f.max;
      t.count += 1;
      if (f.verdict === 'invalid') t.invalid += 1;
      if (f.verdict === 'empty') t.empty += 1;
      // A named misconception says more than the code of the verdict.
      const slip = f.misconceptions[0]?.id ?? f.code;
      if (f.verdict === 'different') t.codes.set(slip, (t.codes.get(slip) ?? 0) + 1);
      tallies.set(id, t);
    }
  }
  const frequent = (t: Tally): string =>
    [...t.codes]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, 3)
      .map(([code, n]) => `${code} (${n})`)
      .join(', ');
  const rows = [...tallies].map(([id, t]) => [
    text(id),
    text(percent(t.score / Math.max(t.max, 1e-9))),
    text(`${t.empty}`),
    text(`${t.invalid}`),
    text(frequent(t)),
  ]);
  return {
    kind: 'table',
    caption: text('What was hard, field by field'),
    header: ['Field', 'Share', 'Empty', 'Unreadable', 'Frequent slips'].map(text),
    rows,
    rowHeaders: true,
  };
}

function studentTable({ roster, results }: ReportData): Block {
  const rows = roster.students.map((s) => {
    const line = results.get(s.id);
    return [text(s.name), text(s.id), text(line ? number(line.score) : '–'), text(line ? line.status : 'missing')];
  });
  return {
    kind: 'table',
    caption: text('Totals'),
    header: ['Name', 'Id', 'Total', 'Status'].map(text),
    rows,
    rowHeaders: true,
  };
}

function problemTable(problems: readonly SubmissionProblem[]): Block {
  const rows = problems.map((p) => [text(p.file === '' ? p.student : p.file), text(p.code), text(p.message)]);
  return {
    kind: 'table',
    caption: text('Files and students that were left out'),
    header: ['File or student', 'Kind', 'Message'].map(text),
    rows,
    rowHeaders: true,
  };
}
