/** The options of a choice: which are shown, in what order, and which are right. */
import type { Stream } from '../base/random.ts';
import type { Node } from '../ir/node.ts';
import { compareRational } from '../ir/rational.ts';
import type { Context } from './context.ts';
import { AuthorFault, fault } from './fault.ts';
import { agreeEverywhere, holdsEverywhere } from './identity.ts';
import type { SourceText } from './source/source-node.ts';
import type { FieldBody, LocalText, OptionTemplate, TemplateField } from './template.ts';
import { workOut } from './work-out.ts';

type ChoiceBody = Extract<FieldBody, { readonly type: 'choice' }>;

export interface ShownOption {
  readonly id: string;
  /** A formula, or a text with mathematics. */
  readonly node: Node | null;
  readonly text: SourceText;
  readonly right: boolean;
  readonly says: LocalText | null;
}

export interface ChoiceDraft {
  readonly options: readonly ShownOption[];
  readonly unfit: string | null;
}

interface Sorted {
  readonly option: OptionTemplate;
  readonly node: Node | null;
  readonly right: boolean;
}

/**
 * Options marked by the author or sorted by `right_if`. With `show`, exactly one right one is shown (with `many` at
 * least one of each kind). Ids say nothing: they follow the order shown.
 */
export function draftChoice(field: TemplateField, body: ChoiceBody, context: Context, stream: Stream): ChoiceDraft {
  if (body.options.length === 0) {
    throw fault(
      'not-available',
      'options made from common mistakes are not available yet',
      field.answer ?? field.at,
      'List the options under `options`.',
    );
  }
  const sorted = body.options.map((option): Sorted => {
    const node = formulaOf(option, body, context);
    return { option, node, right: isRight(option, node, body, context) };
  });
  const right = sorted.filter((s) => s.right);
  const wrong = sorted.filter((s) => !s.right);
  if (right.length === 0) return { options: [], unfit: 'no option is right' };
  if (!body.many && body.show === null && right.length > 1)
    return { options: [], unfit: 'more than one option is right' };
  const shown = ordered(pick(right, wrong, body, stream), stream);
  return {
    options: shown.map((s, k) => ({
      id: `k${k + 1}`,
      node: s.node,
      text: s.option.text,
      right: s.right,
      says: s.option.says,
    })),
    unfit: alike(shown),
  };
}

function formulaOf(option: OptionTemplate, body: ChoiceBody, context: Context): Node | null {
  if (/[$]|\{\{/.test(option.text.text)) return null;
  try {
    return context.read(option.text);
  } catch (error) {
    // A marked option may be words; one that a condition sorts must be a formula.
    if (error instanceof AuthorFault && body.rightIf === null) return null;
    throw error;
  }
}

function isRight(option: OptionTemplate, node: Node | null, body: ChoiceBody, context: Context): boolean {
  if (body.rightIf === null || node === null) return option.mark === 'right';
  return holdsEverywhere(context.condition(body.rightIf, { extra: new Map([['it', node]]) }));
}

function pick(right: readonly Sorted[], wrong: readonly Sorted[], body: ChoiceBody, stream: Stream): readonly Sorted[] {
  if (body.show === null) return [...right, ...wrong];
  if (!body.many) return [...stream.shuffle(right).slice(0, 1), ...stream.shuffle(wrong).slice(0, body.show - 1)];
  const fewest = Math.max(1, body.show - wrong.length);
  const most = Math.min(right.length, body.show - 1);
  const count = stream.integer(Math.min(fewest, most), most);
  return [...stream.shuffle(right).slice(0, count), ...stream.shuffle(wrong).slice(0, body.show - count)];
}

/** Numbers ascend; anything else is shuffled. */
function ordered(options: readonly Sorted[], stream: Stream): readonly Sorted[] {
  const numbers = options.map((s) => (s.node === null ? null : workOut(s.node)));
  const values = numbers.flatMap((n) => (n?.kind === 'num' ? [n.value] : []));
  if (values.length < options.length) return stream.shuffle(options);
  const order = options.map((_, k) => k).sort((a, b) => compareRational(values[a] ?? ZERO, values[b] ?? ZERO));
  return order.flatMap((k) => options[k] ?? []);
}

const ZERO = { n: 0n, d: 1n };

/** Two options that say the same make the question unanswerable. */
function alike(options: readonly Sorted[]): string | null {
  const clash = options.some((a, i) =>
    options
      .slice(0, i)
      .some((b) =>
        a.node !== null && b.node !== null
          ? agreeEverywhere(a.node, b.node)
          : a.option.text.text === b.option.text.text,
      ),
  );
  return clash && options.length > 0 ? 'two options are the same' : null;
}
