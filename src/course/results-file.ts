/** Reading a stored `results.jsonl`: every line is checked before it is believed. */
import { type Issue, issue } from '../base/issue.ts';
import { failure, type Result, success } from '../base/result.ts';
import { readTextFile } from './files.ts';
import { RESULT_SCHEMA, type ResultLine } from './results.ts';

/** The results of one assignment, in the order of the file. */
export async function readResults(
  file: string,
  assignment: string,
): Promise<Result<readonly ResultLine[], readonly Issue[]>> {
  const text = await readTextFile(file);
  if (!text.ok) return failure([text.error]);
  const lines: ResultLine[] = [];
  for (const [k, line] of text.value.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = readLine(line);
    if (read === null) {
      const hint = 'hand in a results.jsonl that gradus grade wrote';
      return failure([
        issue('results', 'this line is no result of this program', { file, line: k + 1, column: 1 }, hint),
      ]);
    }
    if (read.assignment === assignment) lines.push(read);
  }
  if (lines.length === 0)
    return failure([
      issue(
        'results',
        `there are no results of ${assignment} in this file`,
        { file },
        'name the results.jsonl of this assignment',
      ),
    ]);
  return success(lines);
}

function readLine(line: string): ResultLine | null {
  try {
    const parsed: unknown = JSON.parse(line);
    return isResult(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

const isObject = (v: unknown): v is Readonly<Record<string, unknown>> =>
  typeof v === 'object' && v !== null && !Array.isArray(v);
const hasTexts = (v: Readonly<Record<string, unknown>>, ...names: readonly string[]): boolean =>
  names.every((n) => typeof v[n] === 'string');
const hasNumbers = (v: Readonly<Record<string, unknown>>, ...names: readonly string[]): boolean =>
  names.every((n) => Number.isFinite(v[n]));

function isResult(v: unknown): v is ResultLine {
  return (
    isObject(v) &&
    v.schema === RESULT_SCHEMA &&
    hasTexts(v, 'assignment', 'student', 'status') &&
    hasNumbers(v, 'attempt', 'score', 'max') &&
    Array.isArray(v.items) &&
    v.items.every(
      (item: unknown) =>
        isObject(item) &&
        hasTexts(item, 'item', 'template') &&
        Array.isArray(item.fields) &&
        item.fields.every(isField),
    )
  );
}

const isField = (f: unknown): boolean =>
  isObject(f) &&
  hasTexts(f, 'field', 'verdict', 'code') &&
  hasNumbers(f, 'score', 'max') &&
  Array.isArray(f.log) &&
  f.log.every((l: unknown) => isObject(l) && hasTexts(l, 'code', 'evidence') && hasNumbers(l, 'amount'));
