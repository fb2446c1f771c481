/** One student's feedback page from a graded paper, at the level that the assignment chose. */
import { buildFeedback, type FeedbackItem } from '../document/build/feedback.ts';
import { solutionBlocks } from '../document/build/key.ts';
import type { PaperItem } from '../document/build/paper.ts';
import type { Doc } from '../document/doc.ts';
import { stringsFor } from '../document/strings/strings.ts';
import type { DealtPaper } from './deal.ts';
import { feedbackField } from './feedback-field.ts';
import type { GradedPaper } from './grade-paper.ts';
import type { Student } from './roster.ts';
import { keyItems, paperHeader, paperItems, publicItems } from './student-docs.ts';
import type { Workplace } from './workplace.ts';

export function feedbackPage(place: Workplace, student: Student, paper: DealtPaper, graded: GradedPaper): Doc {
  const header = paperHeader(place.course, place.assignment, student, paper.variant, graded.line.attempt);
  const level = place.settings.feedback;
  const printed = paperItems(publicItems(paper));
  const keys = level === 'full' ? keyItems(paper, header.lang) : [];
  const items = paper.items.map((dealt, k): FeedbackItem => {
    const line = graded.line.items[k];
    const fields = dealt.instance.public.fields.map((field, i) => {
      const result = line?.fields[i];
      const judgement = (graded.judgements[k] ?? [])[i];
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
