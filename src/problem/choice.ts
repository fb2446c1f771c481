/** The options of a choice: which are shown, in what order, and which are right. */
import type { Stream } from '../base/random.ts';
import type { Node } from '../ir/node.ts';
import { compareRational } from '../ir/rational.ts';
import type { Context } from './context.ts';
import { distractors } from './distractors.ts';
import { AuthorFault, fault } from './fault.ts';
import { agreeEverywhere, holdsEverywhere } from './identity.ts';
import type { SourceText } from './source/source-node.ts';
import type { FieldBody, LocalText, OptionTemplate, TemplateField } from './template.ts';
import { turned } from './turned.ts';
import { workOut } from './work-out.ts';

type ChoiceBody = Extract<FieldBody, { readonly type: 'choice' }>;

export interface ShownOption {
  readonly id: string;
  /** A formula, or a text with mathematics. */
  readonly node: Node | null;
  readonly text: SourceText;
  readonly right: boolean;
  readonly says: LocalText | null;
  /** The wrong rule that leads to it; null where the author wrote the option. */
  readonly mistake: { readonly id: string; readonly message: string } | null;
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
export function draftChoice(
  field: TemplateField,
  body: ChoiceBody,
  context: Context,
  stream: Stream,
  layout: 'numerator' | 'denominator',
): ChoiceDraft {
  if (body.options.length === 0) return fromMistakes(field, body, context, stream, layout);
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
      mistake: null,
    })),
    unfit: alike(shown),
  };
}

/** Options shown where the author does not say how many. */
const SHOWN = 4;

/** `answer` alone: the right option is the key, the wrong ones follow from misconceptions of this variant. */
function fromMistakes(
  field: TemplateField,
  body: ChoiceBody,
  context: Context,
  stream: Stream,
  layout: 'numerator' | 'denominator',
): ChoiceDraft {
  const { answer } = field;
  if (answer === null) throw fault('missing-key', `the field \`${field.id}\` needs \`answer\``, field.at);
  const read = context.read(answer);
  const derivation = context.derivations.get(read) ?? null;
  const node = turned(read, derivation, context, { layout });
  const request = { answer, node, derivation, layout, mistakes: body.mistakes, show: body.show ?? SHOWN };
  const wrong = distractors(request, context, stream);
  if (wrong === null) return { options: [], unfit: 'too few wrong rules lead to different answers' };
  const made = [
    { node, right: true, mistake: null },
    ...wrong.map((w) => ({ node: w.node, right: false, mistake: { id: w.misconception, message: w.message } })),
  ];
  const order = orderOf(
    made.map((m) => m.node),
    stream,
  );
  const options = order.flatMap((k) => made[k] ?? []);
  return { options: options.map((o, k) => ({ ...o, id: `k${k + 1}`, text: answer, says: null })), unfit: null };
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
const ordered = (options: readonly Sorted[], stream: Stream): readonly Sorted[] =>
  orderOf(
    options.map((s) => s.node),
    stream,
  ).flatMap((k) => options[k] ?? []);

function orderOf(nodes: readonly (Node | null)[], stream: Stream): readonly number[] {
  const values = nodes.flatMap((n) => {
    const number = n === null ? null : workOut(n);
    return number?.kind === 'num' ? [number.value] : [];
  });
  const places = nodes.map((_, k) => k);
  if (values.length < nodes.length) return stream.shuffle(places);
  return [...places].sort((a, b) => compareRational(values[a] ?? ZERO, values[b] ?? ZERO));
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
