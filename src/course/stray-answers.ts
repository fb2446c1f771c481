/** Answers that no box of the paper asks for, and papers of another build. */
import { basename } from 'node:path';
import { nearest } from '../base/nearest.ts';
import type { DealtPaper } from './deal.ts';
import type { Submission, SubmissionProblem } from './submissions.ts';

/** What a submission holds besides answers to its paper: told, the rest is graded. */
export function strayAnswers(s: Submission, paper: DealtPaper): readonly SubmissionProblem[] {
  const problem = { file: basename(s.file), student: s.student };
  const found: SubmissionProblem[] = [];
  if (s.sheet !== undefined && s.sheet.variant !== paper.variant) {
    const message = `the paper has variant ${s.sheet.variant}, but ${s.student} was dealt ${paper.variant}: it was built with another secret`;
    found.push({ ...problem, code: 'other-paper', message });
  }
  for (const [item, answers] of s.answers) {
    const asked = paper.items.find((i) => i.item === item)?.instance.public.fields.map((f) => f.id);
    const near = nearest(
      item,
      paper.items.map((i) => i.item),
    );
    const strange =
      asked === undefined ? [item] : [...answers.keys()].filter((f) => !asked.includes(f)).map((f) => `${item}.${f}`);
    for (const name of strange) {
      const hint =
        asked === undefined
          ? near === undefined
            ? ''
            : ` (did you mean ${near}?)`
          : `; ${item} asks ${asked.join(', ')}`;
      found.push({ ...problem, code: 'unknown-field', message: `${name} is not on the paper of ${s.student}${hint}` });
    }
  }
  return found;
}
