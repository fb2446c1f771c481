/** The instructor's overview: marks, what each item cost the class, which slips were frequent, who is missing. */
import type { Block, Doc, Inlines } from '../document/doc.ts';
import type { Assignment } from '../problem/assignment.ts';
import { inLocale } from '../problem/template.ts';
import type { Course } from './course.ts';
import type { ResultLine } from './results.ts';
import type { Roster } from './roster.ts';
import { type Statistics, statistics } from './statistics.ts';
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
  const s = statistics([...data.results.values()]);
  return {
    kind: 'report',
    lang: 'en',
    title: inLocale(data.assignment.title, 'en')?.text ?? data.assignment.id,
    course: data.course.title,
    page: data.course.page,
    blocks: [
      heading('Overview'),
      { kind: 'paragraph', inlines: text(overview(data, s)) },
      ...(s.students === 0 ? [] : [heading('Problems'), itemTable(s), heading('Fields'), fieldTable(s)]),
      heading('Students'),
      studentTable(data),
      ...(data.problems.length === 0 ? [] : [heading('Not graded'), problemTable(data.problems)]),
    ],
  };
}

const heading = (t: string): Block => ({ kind: 'heading', level: 2, inlines: text(t) });

function overview({ roster, results }: ReportData, s: Statistics): string {
  const graded = `${s.students} of ${roster.students.length} students handed in.`;
  if (s.students === 0) return graded;
  const review = [...results.values()].filter((l) => l.status === 'review').length;
  const waiting =
    review === 0
      ? 'No answer waits for a person.'
      : `${review} ${review === 1 ? 'paper holds an answer' : 'papers hold answers'} that a person has to look at.`;
  const reliability = s.alpha === null ? '' : ` Reliability over problems (Cronbach’s alpha) is ${number(s.alpha)}.`;
  return `${graded} Of ${number(s.max)} points the mean is ${number(s.mean)}, the median ${number(s.median)}, the standard deviation ${number(s.deviation)}.${reliability} ${waiting}`;
}

function itemTable(s: Statistics): Block {
  const rows = s.items.map((i) => [
    text(i.item),
    text(number(i.points)),
    text(number(i.mean)),
    text(percent(i.difficulty)),
    text(i.discrimination === null ? '–' : number(i.discrimination)),
    text(
      i.templates.length < 2
        ? ''
        : i.templates.map((t) => `${t.template} ${percent(t.difficulty)} (${t.students})`).join(', '),
    ),
  ]);
  return {
    kind: 'table',
    caption: text('Points by problem; discrimination is the correlation with the rest of the paper'),
    header: ['Problem', 'Points', 'Mean', 'Share', 'Discrimination', 'By template'].map(text),
    rows,
    rowHeaders: true,
  };
}

function fieldTable(s: Statistics): Block {
  const rows = s.fields.map((f) => [
    text(`${f.item}.${f.field}`),
    text(percent(f.difficulty)),
    text(`${f.empty}`),
    text(`${f.invalid}`),
    text(`${f.undecided}`),
    text(
      f.slips
        .slice(0, 3)
        .map((slip) => `${slip.id} (${slip.students})`)
        .join(', '),
    ),
  ]);
  return {
    kind: 'table',
    caption: text('What was hard, field by field'),
    header: ['Field', 'Share', 'Empty', 'Unreadable', 'For review', 'Frequent slips'].map(text),
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
