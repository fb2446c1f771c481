/** A short essay: read by a person with the rubric; the machine only counts what may be counted. */
import type { AnswerType } from './contract.ts';
import { emptyAnswer, invalidAnswer, judged, line } from './judgement.ts';
import { isBlank, isText } from './raw.ts';

export const countWords = (text: string): number => text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;

export const essayType: AnswerType = {
  name: 'essay',
  judge: (raw, field) => {
    if (isBlank(raw)) return emptyAnswer();
    if (!isText(raw)) return invalidAnswer('syntax', 'An essay is one text.');
    const words = countWords(raw);
    const asked = field.length === '' ? '' : ` (asked: ${field.length})`;
    return judged('undecided', 'essay', `A person reads this. It has ${words} words${asked}.`, {
      log: [line('review', 0, `${words} words, for review with the rubric`)],
    });
  },
  value: () => null,
  write: (_field, key) => key.sample.map((p) => (p.kind === 'text' ? p.text : `$${p.latex}$`)).join(''),
  placeholder: () => 'Your text',
  examples: () => [{ raw: { text: 'Along an eigenvector' }, expect: 'invalid', note: 'a map' }],
};
