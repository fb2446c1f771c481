/** Answers for the test cases that travel with a STACK question: the answer types' own examples. */
import type { FieldKey, PublicField } from '../answers/contract.ts';
import { answerTypes } from '../answers/table.ts';
import { printMaxima } from '../expr/print/maxima.ts';
import { bindSizes, unroll } from '../expr/rewrite.ts';
import type { StackInput } from './stack-fields.ts';

/** An answer that is wrong and not one of the foreseen ones, as Maxima source; null where none can be typed. */
export function wrongExample(input: StackInput, field: PublicField, key: FieldKey): string | null {
  if (input.test !== 'AlgEquiv' || input.type === 'radio' || input.type === 'checkbox' || key.answer === null)
    return null;
  const type = answerTypes.get(field.type);
  for (const example of type?.examples(field, key) ?? []) {
    if (example.expect !== 'wrong') continue;
    const value = type?.value(example.raw, field);
    if (value === undefined || value === null || !value.ok) continue;
    // A matrix input has the size of the key.
    if (value.value.shape.join() !== key.answer.shape.join()) continue;
    const text = printMaxima(unroll(bindSizes(value.value, key.domain.sizes)));
    if (text !== null && text !== input.right && !input.foreseen.some((f) => f.answer === text)) return text;
  }
  return null;
}
