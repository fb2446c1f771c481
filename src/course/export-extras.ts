/** What an exported variant says about wrong answers: each misconception's own answer, and messages of options. */
import type { FieldKey, FieldPolicy, PublicField } from '../answers/contract.ts';
import { plainText } from '../answers/rich-text.ts';
import type { VariantExtras } from '../exports/bundle.ts';
import type { ForeseenAnswer, OptionMessage } from '../exports/contract.ts';
import { bindSizes, substitute } from '../expr/rewrite.ts';
import type { Node } from '../ir/node.ts';
import { ShapeError } from '../ir/op.ts';
import { questionOf } from '../misconceptions/question.ts';
import { wrongAnswers } from '../misconceptions/wrong-answers.ts';
import type { ProblemInstance } from '../problem/problem-instance.ts';
import { spelledOut } from '../problem/spell-out.ts';
import { workOut } from '../problem/work-out.ts';

/** Types whose keys are formulas or numbers. */
const FORMULAS: ReadonlySet<string> = new Set(['number', 'expression', 'matrix', 'tensor']);

export function exportExtras(instance: ProblemInstance, credit: FieldPolicy['misconceptionCredit']): VariantExtras {
  const keys = new Map(instance.key.fields.map((k) => [k.id, k]));
  const foreseen: ForeseenAnswer[] = [];
  const options: OptionMessage[] = [];
  for (const field of instance.public.fields) {
    const key = keys.get(field.id);
    if (key === undefined) continue;
    for (const [option, note] of key.optionNotes ?? [])
      if (note.says !== '') options.push({ field: field.id, option, message: plainText(note.says) });
    foreseen.push(...slips(field, key, credit));
  }
  return { foreseen, options };
}

function slips(
  field: PublicField,
  key: FieldKey,
  credit: FieldPolicy['misconceptionCredit'],
): readonly ForeseenAnswer[] {
  if (!FORMULAS.has(field.type)) return [];
  const question = questionOf(key, field.rounding);
  if (question === null) return [];
  // Index notation cannot be taken apart by every rule.
  const found = attempt(() => wrongAnswers(question, (n) => n).answers) ?? [];
  return found.flatMap((wrong): readonly ForeseenAnswer[] => {
    const answer = finished(wrong.node, field, key);
    const share = typeof credit === 'number' ? credit : (credit.get(wrong.id) ?? 0);
    return answer === null ? [] : [{ field: field.id, answer, credit: share, message: plainText(wrong.message) }];
  });
}

/** Values put in and worked out, arrays entry by entry; null where the wrong formula has no value there. */
function finished(node: Node, field: PublicField, key: FieldKey): Node | null {
  return attempt(() => {
    const at = key.derivation?.at;
    const value = workOut(at === undefined ? node : substitute(bindSizes(node, key.domain.sizes), at));
    return field.type === 'matrix' || field.type === 'tensor' ? spelledOut(value) : value;
  });
}

/** Null where a formula cannot be worked out. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError || error instanceof ShapeError) return null;
    throw error;
  }
}
