/** `grades.csv` and `problems.csv`: what goes back into a gradebook, and who was left out and why. */
import { writeTable } from './csv.ts';
import { itemScore, type ResultLine } from './results.ts';
import type { Roster } from './roster.ts';
import type { SubmissionProblem } from './submissions.ts';

/** Marks as gradebooks take them: four decimals at most. */
const shown = (points: number): number => Math.round(points * 10_000) / 10_000 + 0;

/** A row per student of the roster, in its order: `id,name,<item>…,total,max,status`. */
export function gradesTable(
  roster: Roster,
  results: ReadonlyMap<string, ResultLine>,
  items: readonly string[],
  max: number,
): string {
  const rows = roster.students.map((student) => {
    const line = results.get(student.id);
    if (line === undefined) return [student.id, student.name, ...items.map(() => null), null, max, 'missing'];
    const scores = items.map((id) => {
      const item = line.items.find((i) => i.item === id);
      return item === undefined ? null : itemScore(item);
    });
    return [
      student.id,
      student.name,
      ...scores.map((x) => (x === null ? null : shown(x))),
      shown(line.score),
      line.max,
      line.status,
    ];
  });
  return writeTable(['id', 'name', ...items, 'total', 'max', 'status'], rows);
}

export function problemsTable(problems: readonly SubmissionProblem[]): string {
  return writeTable(
    ['student', 'file', 'code', 'message'],
    problems.map((p) => [p.student, p.file, p.code, p.message]),
  );
}
