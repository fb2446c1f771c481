/** Which submission counts: everybody's attempts sorted out, doubled and unknown ones reported. */
import { basename } from 'node:path';
import { nearest } from '../base/nearest.ts';
import type { Roster } from './roster.ts';
import type { Submission, SubmissionProblem } from './submissions.ts';

export interface SortedSubmissions {
  /** By student: one submission for each attempt, attempts ascending. */
  readonly byStudent: ReadonlyMap<string, readonly Submission[]>;
  readonly problems: readonly SubmissionProblem[];
}

/** `attempts` are allowed; what is handed in beyond them, or for another assignment, is reported and not graded. */
export function sortSubmissions(
  submissions: readonly Submission[],
  roster: Roster,
  { assignment, attempts }: { readonly assignment: string; readonly attempts: number },
): SortedSubmissions {
  const known = new Set(roster.students.map((s) => s.id));
  const byStudent = new Map<string, Submission[]>();
  const problems: SubmissionProblem[] = [];
  for (const s of submissions) {
    const file = basename(s.file);
    if (!known.has(s.student)) {
      const near = nearest(s.student, [...known]);
      const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
      problems.push({
        file,
        student: s.student,
        code: 'unknown-student',
        message: `${s.student} is not on the roster${hint}`,
      });
      continue;
    }
    if (s.sheet !== undefined && s.sheet.assignment !== assignment) {
      const message = `this is a paper of ${s.sheet.assignment}, not of ${assignment}`;
      problems.push({ file, student: s.student, code: 'other-paper', message });
      continue;
    }
    const own = byStudent.get(s.student) ?? [];
    const same = own.find((o) => o.attempt === s.attempt);
    if (same) {
      const message = `attempt ${s.attempt} of ${s.student} is there twice: ${basename(same.file)} was graded, ${file} was not`;
      problems.push({ file, student: s.student, code: 'doubled', message });
      continue;
    }
    own.push(s);
    byStudent.set(s.student, own);
  }
  for (const [student, own] of byStudent) {
    own.sort((a, b) => a.attempt - b.attempt);
    for (const surplus of own.splice(attempts)) {
      const allowed = attempts === 1 ? 'one attempt is allowed' : `${attempts} attempts are allowed`;
      const message = `attempt ${surplus.attempt} of ${student} was not graded: ${allowed}`;
      problems.push({ file: basename(surplus.file), student, code: 'attempts', message });
    }
  }
  for (const student of roster.students) {
    if (!byStudent.has(student.id))
      problems.push({ file: '', student: student.id, code: 'missing', message: `${student.name} handed in nothing` });
  }
  return { byStudent, problems };
}
