/** Grading a class: every submission by the keys of the papers that were dealt, nobody's result held up by another's. */
import { join } from 'node:path';
import type { Judgement, RawAnswer } from '../answers/contract.ts';
import type { Issue } from '../base/issue.ts';
import { failure, type Result, success } from '../base/result.ts';
import { buildFeedback, type FeedbackItem } from '../document/build/feedback.ts';
import { solutionBlocks } from '../document/build/key.ts';
import { fieldPoints, type PaperItem } from '../document/build/paper.ts';
import type { Doc } from '../document/doc.ts';
import { stringsFor } from '../document/strings/strings.ts';
import { gradeItem } from '../grading/grade-item.ts';
import { type GradingSettings, readGradingBlock } from '../grading/grading-block.ts';
import { sortSubmissions } from './choose-attempt.ts';
import { Dealer, type DealtPaper } from './deal.ts';
import { feedbackField } from './feedback-field.ts';
import { fileNames } from './file-names.ts';
import { writeFile } from './files.ts';
import { gradesTable, problemsTable } from './gradebook.ts';
import { frozenDraws, type Manifest } from './manifest.ts';
import { toHtml } from './render.ts';
import { buildReport } from './report.ts';
import { PACKAGE_VERSION } from './resources.ts';
import { type ResultField, type ResultLine, resultField, resultLine } from './results.ts';
import type { Roster, Student } from './roster.ts';
import { keyItems, paperHeader, paperItems, publicItems } from './student-docs.ts';
import type { Submission, SubmissionProblem, Submissions } from './submissions.ts';
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
}

interface GradedAttempt {
  readonly line: ResultLine;
  readonly judgements: readonly (readonly Judgement[])[];
  readonly submission: Submission;
}

export async function gradeClass(
  place: Workplace,
  roster: Roster,
  handedIn: Submissions,
  options: GradeOptions,
): Promise<Result<GradeReport, readonly Issue[]>> {
  const { assignment, catalogue, secret, settings } = place;
  const sorted = sortSubmissions(handedIn.submissions, roster);
  const problems = [...handedIn.problems, ...sorted.problems];
  const dealer = new Dealer({ assignment, catalogue, secret, number: settings.number });
  const names = fileNames(roster.students.map((s) => s.id));
  const lines: ResultLine[] = [];
  const counted = new Map<string, ResultLine>();
  let items: readonly string[] = [];
  let max = 0;
  for (const [k, student] of roster.students.entries()) {
    const dealt = dealer.deal(student.id, frozenDraws(options.manifest, student.id));
    if (!dealt.ok) return dealt;
    const paper = dealt.value;
    items = paper.items.map((i) => i.item);
    max = paper.items.reduce((s, i) => s + i.points, 0);
    const policies = itemSettings(paper, settings);
    if (!policies.ok) return policies;
    const attempts = (sorted.byStudent.get(student.id) ?? []).slice(0, settings.attempts);
    const graded = attempts.map((s) => gradeAttempt(place, paper, s, policies.value));
    lines.push(...graded.map((g) => g.line));
    const kept = keep(graded, settings.keep);
    if (kept) {
      counted.set(student.id, kept.line);
      const doc = feedbackDoc(place, student, paper, kept);
      await writeFile(
        join(options.out, 'feedback', `${names.get(student.id) ?? student.id}.html`),
        await toHtml(doc, place.course),
      );
    }
    options.progress(k + 1, roster.students.length);
  }
  await writeFile(join(options.out, 'results.jsonl'), lines.map((l) => `${JSON.stringify(l)}\n`).join(''));
  await writeFile(join(options.out, 'grades.csv'), gradesTable(roster, counted, items, max));
  await writeFile(join(options.out, 'problems.csv'), problemsTable(problems));
  const report = buildReport({ course: place.course, assignment, roster, results: counted, problems });
  await writeFile(join(options.out, 'report.html'), await toHtml(report, place.course));
  return success({ results: lines, problems, graded: counted.size });
}

/** The settings of each item: its own block over the assignment's. */
function itemSettings(
  paper: DealtPaper,
  settings: GradingSettings,
): Result<readonly GradingSettings[], readonly Issue[]> {
  const out: GradingSettings[] = [];
  for (const item of paper.items) {
    const own = readGradingBlock(item.grading, settings);
    if (!own.ok) return failure(own.error);
    out.push(own.value);
  }
  return success(out);
}

function gradeAttempt(
  place: Workplace,
  paper: DealtPaper,
  submission: Submission,
  settings: readonly GradingSettings[],
): GradedAttempt {
  const none: ReadonlyMap<string, RawAnswer> = new Map();
  const judgements = paper.items.map((item, k) =>
    gradeItem(item.instance, submission.answers.get(item.item) ?? none, () => settings[k] ?? place.settings),
  );
  const fields = paper.items.map((item, k): readonly ResultField[] => {
    const points = fieldPoints({ points: item.points, fields: item.instance.public.fields });
    const given = submission.answers.get(item.item) ?? none;
    return item.instance.public.fields.map((f, i) =>
      resultField(f.id, f.type, given.get(f.id), points[i] ?? 0, (judgements[k] ?? [])[i] as Judgement),
    );
  });
  const head = { engine: PACKAGE_VERSION, assignment: place.assignment.id, assignmentHash: place.assignment.hash };
  return { line: resultLine(head, paper, submission.attempt, fields), judgements, submission };
}

function keep(graded: readonly GradedAttempt[], rule: 'last' | 'best'): GradedAttempt | undefined {
  if (rule === 'last') return graded[graded.length - 1];
  return graded.reduce<GradedAttempt | undefined>(
    (best, g) => (best === undefined || g.line.score > best.line.score ? g : best),
    undefined,
  );
}

function feedbackDoc(place: Workplace, student: Student, paper: DealtPaper, kept: GradedAttempt): Doc {
  const header = paperHeader(place.course, place.assignment, student, paper.variant, kept.submission.attempt);
  const level = place.settings.feedback;
  const printed = paperItems(publicItems(paper), header.lang);
  const keys = level === 'full' ? keyItems(paper, header.lang) : [];
  const items = paper.items.map((dealt, k): FeedbackItem => {
    const line = kept.line.items[k];
    const fields = dealt.instance.public.fields.map((field, i) => {
      const result = line?.fields[i];
      const judgement = (kept.judgements[k] ?? [])[i];
      if (result === undefined || judgement === undefined)
        throw new RangeError(`no result for ${dealt.item}.${field.id}`);
      return feedbackField(field, dealt.instance.key.solution.fields[i]?.answer ?? [], result, judgement);
    });
    const wrong = fields.some((f) => f.score < f.max);
    const key = keys[k];
    const solution = key !== undefined && wrong ? solutionBlocks(key, stringsFor(header.lang)) : [];
    return { item: printed[k] as PaperItem, score: fields.reduce((s, f) => s + f.score, 0), fields, solution };
  });
  const { title, course, lang, page, variantCode } = header;
  return buildFeedback({ title, course, lang, page, student: student.name, variantCode, level }, items);
}
