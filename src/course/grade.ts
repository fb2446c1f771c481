/** Grading a class: every submission by the keys of the papers that were dealt, nobody's result held up by another's. */
import { join } from 'node:path';
import type { Issue } from '../base/issue.ts';
import { type Result, success } from '../base/result.ts';
import { sortSubmissions } from './choose-attempt.ts';
import { Dealer, dealingOrder } from './deal.ts';
import { feedbackPage } from './feedback-page.ts';
import { fileNames } from './file-names.ts';
import { writeFile } from './files.ts';
import { type GradedPaper, gradePaper } from './grade-paper.ts';
import { problemsTable } from './gradebook.ts';
import { frozenDraws, type Manifest } from './manifest.ts';
import { writeOutcome } from './outcome.ts';
import { toHtml } from './render.ts';
import { bestOrLast, type ResultLine } from './results.ts';
import type { Roster } from './roster.ts';
import { strayAnswers } from './stray-answers.ts';
import type { SubmissionProblem, Submissions } from './submissions.ts';
import type { Workplace } from './workplace.ts';

export interface GradeOptions {
  readonly out: string;
  readonly manifest: Manifest | null;
  readonly progress: (done: number, total: number) => void;
}

export interface GradeReport {
  readonly results: readonly ResultLine[];
  readonly problems: readonly SubmissionProblem[];
  readonly graded: number;
  /** Answers that a person has to look at. */
  readonly waiting: number;
}

/** Writes results.jsonl, grades.csv, review.csv, problems.csv, report.html and a feedback page for each student. */
export async function gradeClass(
  place: Workplace,
  roster: Roster,
  handedIn: Submissions,
  options: GradeOptions,
): Promise<Result<GradeReport, readonly Issue[]>> {
  const { assignment, catalogue, secret, settings } = place;
  const rules = { assignment: assignment.id, attempts: settings.attempts };
  const sorted = sortSubmissions(handedIn.submissions, roster, rules);
  const problems = [...handedIn.problems, ...sorted.problems];
  const dealer = new Dealer({ assignment, catalogue, secret, settings, confirmed: options.manifest !== null });
  const names = fileNames(roster.students.map((s) => s.id));
  const lines: ResultLine[] = [];
  let graded = 0;
  const order = dealingOrder(roster.students, (id) => frozenDraws(options.manifest, id));
  for (const [k, { student, frozen }] of order.entries()) {
    const dealt = dealer.deal(student.id, frozen);
    if (!dealt.ok) return dealt;
    const paper = dealt.value;
    const handed = sorted.byStudent.get(student.id) ?? [];
    problems.push(...handed.flatMap((s) => strayAnswers(s, paper)));
    const attempts = handed.map((s): GradedPaper => gradePaper(place, paper, s.answers, s.attempt));
    lines.push(...attempts.map((g) => g.line));
    const counts = bestOrLast(
      attempts.map((g) => g.line),
      settings.keep,
    );
    const kept = attempts.find((g) => g.line === counts);
    if (kept) {
      graded += 1;
      const page = await toHtml(feedbackPage(place, student, paper, kept), place.course);
      await writeFile(join(options.out, 'feedback', `${names.get(student.id) ?? student.id}.html`), page);
    }
    options.progress(k + 1, roster.students.length);
  }
  await writeFile(join(options.out, 'problems.csv'), problemsTable(problems));
  const rank = new Map(roster.students.map((s, k) => [s.id, k]));
  const inOrder = [...lines].sort((a, b) => (rank.get(a.student) ?? 0) - (rank.get(b.student) ?? 0));
  const waiting = await writeOutcome(place, roster, inOrder, problems, options.out);
  return success({ results: inOrder, problems, graded, waiting });
}
