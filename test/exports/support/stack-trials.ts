/** Answers to exported STACK questions with the verdict of our own grader, for STACK's answer tests to judge too. */
import type { AnswerType, FieldKey, PublicField } from '../../../src/answers/contract.ts';
import { answerTypes } from '../../../src/answers/table.ts';
import type { ExportBundle } from '../../../src/exports/contract.ts';
import { stackField } from '../../../src/exports/stack-fields.ts';
import { exportStrings } from '../../../src/exports/strings.ts';
import { printMaxima } from '../../../src/expr/print/maxima.ts';
import { printText } from '../../../src/expr/print/text.ts';
import { bindSizes, unroll } from '../../../src/expr/rewrite.ts';
import { DEFAULT_SETTINGS } from '../../../src/grading/grading-block.ts';
import type { Node } from '../../../src/ir/node.ts';

export interface StackTrial {
  readonly id: string;
  readonly answer: string;
  readonly right: string;
  /** Whether our grader gives full marks. */
  readonly ours: boolean;
}

/** For every field that STACK judges by equivalence: the key, its answer type's examples, each misconception. */
export function stackTrials(bundle: ExportBundle): readonly StackTrial[] {
  const strings = exportStrings('en');
  return bundle.items.flatMap((item) =>
    item.variants.flatMap((variant) =>
      variant.public.fields.flatMap((field): readonly StackTrial[] => {
        const made = stackField(item.id, variant, field, { expressions: 'points', strict: false }, strings);
        const key = variant.key.fields.find((k) => k.id === field.id);
        const type = answerTypes.get(field.type);
        const input = 'inputs' in made ? made.inputs[0] : undefined;
        if (key === undefined || type === undefined || input?.test !== 'AlgEquiv' || input.type === 'radio') return [];
        if (input.type === 'checkbox') return [];
        const id = `${item.id} ${variant.code} ${field.id}`;
        const wrong = variant.foreseen.filter((f) => f.field === field.id).map((f) => printText(f.answer));
        const raws = [...type.examples(field, key).map((e) => e.raw), ...wrong];
        return raws.flatMap((raw, k) => trial(`${id} ${k + 1}`, raw, input.right, type, field, key));
      }),
    ),
  );
}

function trial(
  id: string,
  raw: Parameters<AnswerType['judge']>[0],
  right: string,
  type: AnswerType,
  field: PublicField,
  key: FieldKey,
): readonly StackTrial[] {
  const value = type.value(raw, field);
  if (value === null || !value.ok) return [];
  const answer = maxima(value.value, key);
  if (answer === null) return [];
  const judged = type.judge(raw, field, key, DEFAULT_SETTINGS, new Map());
  return [{ id, answer, right, ours: judged.verdict === 'equal' }];
}

function maxima(node: Node, key: FieldKey): string | null {
  try {
    return printMaxima(unroll(bindSizes(node, key.domain.sizes)));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
