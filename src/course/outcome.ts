/** What results become on disk: the results themselves, the gradebook, the list for a person, and the report. */
import { join } from 'node:path';
import { writeFile } from './files.ts';
import { gradesTable } from './gradebook.ts';
import { toHtml } from './render.ts';
import { buildReport } from './report.ts';
import { countedResults, type ResultLine } from './results.ts';
import { reviewTable, waitingFields } from './review-list.ts';
import type { Roster } from './roster.ts';
import type { SubmissionProblem } from './submissions.ts';
import type { Workplace } from './workplace.ts';

/** Writes `results.jsonl`, `grades.csv`, `review.csv` and `report.html`; returns how many answers wait for a person. */
export async function writeOutcome(
  place: Workplace,
  roster: Roster,
  lines: readonly ResultLine[],
  problems: readonly SubmissionProblem[],
  out: string,
): Promise<number> {
  const { course, assignment, settings } = place;
  const results = countedResults(lines, settings.keep);
  const items = [...new Set(lines.flatMap((l) => l.items.map((i) => i.item)))];
  const max =
    lines[0]?.max ?? assignment.slots.reduce((s, slot) => s + slot.points * (slot.kind === 'pool' ? slot.pick : 1), 0);
  const waiting = waitingFields(results);
  await writeFile(join(out, 'results.jsonl'), lines.map((l) => `${JSON.stringify(l)}\n`).join(''));
  await writeFile(join(out, 'grades.csv'), gradesTable(roster, results, items, max));
  await writeFile(join(out, 'review.csv'), reviewTable(waiting));
  const report = buildReport({ course, assignment, roster, results, problems });
  await writeFile(join(out, 'report.html'), await toHtml(report, course));
  return waiting.length;
}
