import { type CompareRequest, compareText } from '../../../src/expr/equivalent/batch.ts';

/** `verdict code` of a comparison, as one word pair for tables of cases. */
export function verdictOf(
  student: string,
  model: string,
  more: Omit<CompareRequest, 'student' | 'model'> = {},
): string {
  const { verdict, code } = compareText({ student, model, ...more });
  return `${verdict} ${code}`;
}

export const judge = (student: string, model: string, more: Omit<CompareRequest, 'student' | 'model'> = {}): string =>
  compareText({ student, model, ...more }).verdict;
