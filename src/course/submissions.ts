/** What students handed in: JSON of the HTML paper, a filled-in PDF, YAML or JSON by hand, or a CSV with a row per student. */
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { RawAnswer } from '../answers/contract.ts';
import { formatIssue, type Issue, issue } from '../base/issue.ts';
import { failure, type Result, success } from '../base/result.ts';
import type { PageCode } from '../document/page-code.ts';
import { readSubmissionFile } from '../problem/source/read-author-file.ts';
import { lookUp, type SourceNode } from '../problem/source/source-node.ts';
import { readTable } from './csv.ts';
import { readTextFile } from './files.ts';
import { readPdfSubmission } from './pdf-submission.ts';

/** One student's answers in one attempt, as given. */
export interface Submission {
  readonly file: string;
  readonly student: string;
  readonly attempt: number;
  readonly answers: ReadonlyMap<string, ReadonlyMap<string, RawAnswer>>;
  /** Which paper the answers were written on, where the file says so. */
  readonly sheet?: PageCode;
}

/** A file (or row, or answer) that could not be used; everything else is graded all the same. */
export interface SubmissionProblem {
  readonly file: string;
  readonly student: string;
  readonly code:
    | 'unreadable'
    | 'unknown-student'
    | 'unknown-field'
    | 'other-paper'
    | 'missing'
    | 'doubled'
    | 'attempts';
  readonly message: string;
}

export interface Submissions {
  readonly submissions: readonly Submission[];
  readonly problems: readonly SubmissionProblem[];
}

const READABLE = new Set(['.json', '.yaml', '.yml', '.csv', '.pdf']);

/** Reads files and the files of folders, in the order of their names. */
export async function readSubmissions(paths: readonly string[]): Promise<Submissions> {
  const files = (await Promise.all(paths.map(filesOf))).flat();
  const submissions: Submission[] = [];
  const problems: SubmissionProblem[] = [];
  for (const file of files) {
    const read = await readOne(file);
    if (read.ok) submissions.push(...read.value);
    else
      problems.push({
        file,
        student: '',
        code: 'unreadable',
        message: read.error.map((i) => formatIssue({ ...i, file: basename(file) })).join('\n'),
      });
  }
  return { submissions, problems };
}

async function filesOf(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((n) => !n.startsWith('.'))
    .sort()
    .map((n) => join(path, n));
}

async function readOne(file: string): Promise<Result<readonly Submission[], readonly Issue[]>> {
  const extension = extname(file).toLowerCase();
  if (!READABLE.has(extension)) {
    return failure([
      issue(
        'format',
        `this kind of file (${extension === '' ? 'no ending' : extension}) is not read`,
        { file },
        'hand in the .json that the HTML paper saves, a filled-in PDF paper, or YAML, JSON or CSV',
      ),
    ]);
  }
  if (extension === '.pdf') return fromPdf(file);
  const text = await readTextFile(file);
  if (!text.ok) return failure([text.error]);
  return extension === '.csv' ? fromTable(text.value, file) : fromDocument(text.value, file);
}

async function fromPdf(file: string): Promise<Result<readonly Submission[], readonly Issue[]>> {
  const read = await readPdfSubmission(file);
  if (!read.ok) return read;
  const { sheet, answers } = read.value;
  return success([{ file, student: sheet.student, attempt: sheet.attempt, answers, sheet }]);
}

function fromDocument(text: string, file: string): Result<readonly Submission[], readonly Issue[]> {
  const read = readSubmissionFile(text, file);
  if (!read.ok) return read;
  const { root } = read.value;
  const hint = 'a submission has student, attempt and answers';
  if (root.kind !== 'map') return failure([issue('submission', 'this is no submission', root.place, hint)]);
  const student = lookUp(root, 'student');
  if (student?.kind !== 'text' || student.text.trim() === '')
    return failure([issue('submission', 'the student is not named', root.place, hint)]);
  const attempt = lookUp(root, 'attempt');
  const number = attempt === undefined ? 1 : attempt.kind === 'text' ? Number(attempt.text) : Number.NaN;
  if (!Number.isInteger(number) || number < 1 || number > 1000) {
    return failure([issue('submission', 'attempt is a whole number from 1', attempt?.place ?? root.place)]);
  }
  const answers = lookUp(root, 'answers');
  if (answers?.kind !== 'map') return failure([issue('submission', 'there are no answers', root.place, hint)]);
  const items = new Map<string, ReadonlyMap<string, RawAnswer>>();
  for (const { key, value } of answers.entries) {
    if (value.kind === 'text' && value.text.trim() === '') continue;
    if (value.kind !== 'map')
      return failure([
        issue(
          'submission',
          `the answers to ${key.text} are a list of fields`,
          value.place,
          `write ${key.text}: { field: answer }`,
        ),
      ]);
    items.set(key.text, new Map(value.entries.map((e) => [e.key.text, raw(e.value)])));
  }
  return success([{ file, student: student.text.trim(), attempt: number, answers: items }]);
}

/** The answer as given: texts stay the characters that were written (`1.50` keeps its zero). */
function raw(node: SourceNode): RawAnswer {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'list':
      return node.items.map(raw);
    case 'map':
      return Object.fromEntries(node.entries.map((e) => [e.key.text, raw(e.value)]));
  }
}

/** A row per student; columns `item.field`, or `item.field.node.cell` for cells of a trace. */
function fromTable(text: string, file: string): Result<readonly Submission[], readonly Issue[]> {
  const table = readTable(text, file);
  if (!table.ok) return table;
  const { columns: header, rows } = table.value;
  const studentColumn = header.findIndex((h) => h.trim().toLowerCase() === 'student');
  if (studentColumn < 0)
    return failure([
      issue(
        'submission',
        'there is no column "student"',
        { file, line: 1, column: 1 },
        'name the first column student, the others item.field',
      ),
    ]);
  const attemptColumn = header.findIndex((h) => h.trim().toLowerCase() === 'attempt');
  const out: Submission[] = [];
  for (const row of rows) {
    const student = (row.cells[studentColumn] ?? '').trim();
    if (student === '') continue;
    const items = new Map<string, Map<string, RawAnswer>>();
    header.forEach((name, k) => {
      const value = row.cells[k] ?? '';
      if (k === studentColumn || k === attemptColumn || value.trim() === '') return;
      const [item = '', field = '', ...cell] = name.trim().split('.');
      const fields = items.get(item) ?? new Map<string, RawAnswer>();
      fields.set(field, cell.length === 0 ? value : nested(fields.get(field), cell, value));
      items.set(item, fields);
    });
    out.push({ file, student, attempt: Number(row.cells[attemptColumn] ?? '1') || 1, answers: items });
  }
  return success(out);
}

/** The map of cells with one more: `c.value` under its node. */
function nested(present: RawAnswer | undefined, path: readonly string[], value: string): RawAnswer {
  const [key = '', ...rest] = path;
  const entries = new Map<string, RawAnswer>(
    typeof present === 'object' && !Array.isArray(present) ? Object.entries(present) : [],
  );
  entries.set(key, rest.length === 0 ? value : nested(entries.get(key), rest, value));
  return Object.fromEntries(entries);
}
