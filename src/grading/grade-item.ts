/** Grading one item: its fields in order, each with what the student answered before it (follow-through). */
import type {
  AnswerType,
  EarlierAnswers,
  FieldKey,
  FieldPolicy,
  Judgement,
  PublicField,
  RawAnswer,
} from '../answers/contract.ts';
import { emptyAnswer, invalidAnswer, judged, line } from '../answers/judgement.ts';
import { isBlank, readRaw } from '../answers/raw.ts';
import { answerTypes } from '../answers/table.ts';
import type { Node } from '../ir/node.ts';
import { withMisconceptions } from './diagnose-field.ts';

/** An item's two halves, fields in the same order in both. */
export interface GradableItem {
  readonly public: { readonly fields: readonly PublicField[] };
  readonly key: { readonly fields: readonly FieldKey[] };
}

/**
 * Judges every field of an item. A field that cannot be read, or a bug in one answer type's way, never stops
 * the others: each has its own judgement.
 */
export function gradeItem(
  item: GradableItem,
  answers: ReadonlyMap<string, RawAnswer>,
  policyOf: (field: PublicField) => FieldPolicy,
): readonly Judgement[] {
  const earlier = new Map<string, Node | null>();
  return item.public.fields.map((field, k) => {
    const key = item.key.fields[k];
    if (key === undefined) throw new RangeError(`the field ${field.id} has no key`);
    return gradeField(field, key, answers.get(field.id), policyOf(field), earlier);
  });
}

function gradeField(
  field: PublicField,
  key: FieldKey,
  given: RawAnswer | undefined,
  policy: FieldPolicy,
  earlier: Map<string, Node | null>,
): Judgement {
  const type = answerTypes.get(field.type);
  if (type === undefined) throw new RangeError(`there is no answer type ${field.type}`);
  earlier.set(field.id, null);
  const raw = readRaw(given);
  if (!raw.ok) return invalidAnswer('limit', raw.error);
  if (isBlank(raw.value)) return emptyAnswer();
  const before: EarlierAnswers = earlier;
  try {
    return judgeField(type, raw.value, field, key, policy, before, earlier);
  } catch (error) {
    return faulty(error);
  }
}

/** A bug of ours costs the student nothing and stops nobody else's marks: a person sees the answer, and the log says why. */
function faulty(error: unknown): Judgement {
  const what = error instanceof Error ? error.message : String(error);
  return judged(
    'undecided',
    'fault',
    'This could not be judged automatically; a person will look at it. It costs nothing.',
    {
      log: [line('fault', 0, `for review: a fault of the program, ${what.slice(0, 200)}`)],
    },
  );
}

function judgeField(
  type: AnswerType,
  raw: RawAnswer,
  field: PublicField,
  key: FieldKey,
  policy: FieldPolicy,
  before: EarlierAnswers,
  earlier: Map<string, Node | null>,
): Judgement {
  const judgement = type.judge(raw, field, key, policy, before);
  const value = type.value(raw, field, policy.decimalComma);
  const student = value?.ok ? value.value : null;
  earlier.set(field.id, student);
  return withMisconceptions(judgement, field, key, policy, student, raw);
}
