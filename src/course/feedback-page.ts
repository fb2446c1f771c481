/** One student's feedback page from a graded paper, at the level that the assignment chose. */
import { buildFeedback, type FeedbackField, type FeedbackItem } from '../document/build/feedback.ts';
import { type KeyItem, solutionBlocks } from '../document/build/key.ts';
import type { PaperItem } from '../document/build/paper.ts';
import type { Doc } from '../document/doc.ts';
import { type Strings, stringsFor } from '../document/strings/strings.ts';
import type { DealtPaper } from './deal.ts';
import { departure } from './departure.ts';
import { feedbackField } from './feedback-field.ts';
import type { GradedPaper } from './grade-paper.ts';
import type { Student } from './roster.ts';
import { keyItems, paperHeader, paperItems, publicItems } from './student-docs.ts';
import type { Workplace } from './workplace.ts';

export function feedbackPage(place: Workplace, student: Student, paper: DealtPaper, graded: GradedPaper): Doc {
  const header = paperHeader(place.course, place.assignment, student, paper.variant, graded.line.attempt);
  const level = place.settings.feedback;
  const strings = stringsFor(header);
  const printed = paperItems(publicItems(paper), header);
  const keys = level === 'full' ? keyItems(paper, header) : [];
  const items = paper.items.map((dealt, k): FeedbackItem => {
    const line = graded.line.items[k];
    const fields = dealt.instance.public.fields.map((field, i) => {
      const result = line?.fields[i];
      const judgement = (graded.judgements[k] ?? [])[i];
      if (result === undefined || judgement === undefined)
        throw new RangeError(`no result for ${dealt.item}.${field.id}`);
      return feedbackField(field, dealt.instance.key.solution.fields[i]?.answer ?? [], result, judgement, strings);
    });
    const key = keys[k];
    const lost = fields.filter((f) => f.score < f.max);
    const solution =
      key === undefined || lost.length === 0 ? [] : solutionBlocks(solutionOf(key, lost, strings), strings);
    return { item: printed[k] as PaperItem, score: fields.reduce((s, f) => s + f.score, 0), fields, solution };
  });
  return buildFeedback({ ...header, student: student.name, level }, items);
}

/** The worked solution of the fields that lost marks, with a mark where the answer leaves it. */
function solutionOf(key: KeyItem, lost: readonly FeedbackField[], strings: Strings): KeyItem {
  const fields = key.fields.flatMap((worked) => {
    const field = lost.find((f) => f.field.id === worked.id);
    if (field === undefined) return [];
    const at = departure(worked.steps, field.judgement.misconceptions);
    const steps = worked.steps.map((row, k) =>
      k === at
        ? {
            ...row,
            note: [
              ...row.note,
              { kind: 'strong', inlines: [{ kind: 'text', text: ` — ${strings.departs}` }] } as const,
            ],
          }
        : row,
    );
    return [{ ...worked, steps }];
  });
  return { ...key, fields };
}
