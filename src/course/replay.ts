/** Marks again from a stored `results.jsonl`: each is the fold of its own log, so a disputed mark replays line by line. */
import { join } from 'node:path';
import { type Issue, issue } from '../base/issue.ts';
import { failure, type Result, success } from '../base/result.ts';
import { readTextFile, writeFile } from './files.ts';
import { gradesTable } from './gradebook.ts';
import { RESULT_SCHEMA, type ResultLine, replayed } from './results.ts';
import type { Roster } from './roster.ts';
import type { Workplace } from './workplace.ts';

export interface Replay {
  readonly lines: number;
  /** Lines whose stored score is not the fold of their log. */
  readonly changed: number;
}

export async function replayResults(
  place: Workplace,
  roster: Roster,
  file: string,
  out: string,
): Promise<Result<Replay, readonly Issue[]>> {
  const text = await readTextFile(file);
  if (!text.ok) return failure([text.error]);
  const lines: ResultLine[] = [];
  for (const [k, line] of text.value.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = readLine(line);
    if (read === null) {
      return failure([
        issue(
          'results',
          'this line is no result of this program',
          { file, line: k + 1, column: 1 },
          'hand in a results.jsonl that gradus grade wrote',
        ),
      ]);
    }
    if (read.assignment === place.assignment.id) lines.push(read);
  }
  const again = lines.map(replayed);
  const last = new Map(again.map((l) => [l.student, l]));
  const items = again[0]?.items.map((i) => i.item) ?? [];
  await writeFile(join(out, 'results.jsonl'), again.map((l) => `${JSON.stringify(l)}\n`).join(''));
  await writeFile(join(out, 'grades.csv'), gradesTable(roster, last, items, again[0]?.max ?? 0));
  return success({ lines: again.length, changed: again.filter((l, k) => l.score !== lines[k]?.score).length });
}

function readLine(line: string): ResultLine | null {
  try {
    const parsed: unknown = JSON.parse(line);
    return isResult(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isResult(v: unknown): v is ResultLine {
  return (
    typeof v === 'object' &&
    v !== null &&
    'schema' in v &&
    v.schema === RESULT_SCHEMA &&
    'student' in v &&
    'items' in v &&
    Array.isArray(v.items)
  );
}
