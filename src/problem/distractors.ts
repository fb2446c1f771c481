/** Wrong options made from the misconceptions of the variant, in the printed form of the right one. */
import type { Stream } from '../base/random.ts';
import { printText } from '../expr/print/text.ts';
import { simplify } from '../expr/rewrite.ts';
import type { Node } from '../ir/node.ts';
import { isGeneric } from '../misconceptions/table.ts';
import type { WrongAnswer } from '../misconceptions/wrong-answers.ts';
import type { Context } from './context.ts';
import { fault } from './fault.ts';
import { readMistakes, wrongAnswersIn } from './mistakes.ts';
import type { SourceText } from './source/source-node.ts';
import type { Derivation } from './tensor-form.ts';
import { textbook } from './work-out.ts';

export interface Distractor {
  readonly node: Node;
  readonly misconception: string;
  readonly message: string;
}

export interface DistractorRequest {
  readonly answer: SourceText;
  readonly node: Node;
  readonly derivation: Derivation | null;
  readonly layout: 'numerator' | 'denominator';
  readonly mistakes: readonly SourceText[];
  /** Options shown, the right one among them. */
  readonly show: number;
}

/**
 * The wrong options of this draw: different misconceptions first, specific ones before generic ones. Throws AuthorFault
 * where the listed mistakes do not suffice; null where the draw has too few wrong answers of its own.
 */
export function distractors(
  request: DistractorRequest,
  context: Context,
  stream: Stream,
): readonly Distractor[] | null {
  const { node, derivation, layout, mistakes, show, answer } = request;
  const listed = readMistakes(mistakes);
  const seen = new Set([printText(node)]);
  const usable = wrongAnswersIn(node, derivation, layout, context)
    .filter((w) => listed === null || listed.has(w.id))
    .map((w) => ({ ...w, node: derivation?.atValues === true ? w.node : textbook(simplify(w.node)) }))
    .filter((w) => {
      const text = printText(w.node);
      const fresh = !seen.has(text);
      seen.add(text);
      return fresh;
    });
  const chosen = chosenFrom(usable, show - 1, stream);
  if (chosen.length < show - 1) {
    if (listed === null) return null;
    const [first] = mistakes;
    throw fault(
      'few-distractors',
      `only ${chosen.length} distractor${chosen.length === 1 ? '' : 's'} for \`${printText(derivation?.of ?? node)}\`, ${show - 1} are needed`,
      first ?? answer,
      'Name more `mistakes`, or none: then all that fit are used.',
    );
  }
  return chosen.map((w) => ({ node: w.node, misconception: w.id, message: w.message }));
}

/** One of each misconception first; what is generic, or the same rule at another place, fills up. */
function chosenFrom(all: readonly WrongAnswer[], count: number, stream: Stream): readonly WrongAnswer[] {
  const shuffled = stream.shuffle(all);
  const taken = new Set<string>();
  const ranked = shuffled.map((w) => {
    const again = taken.has(w.id);
    taken.add(w.id);
    return { w, rank: (isGeneric(w.id) ? 2 : 0) + (again ? 1 : 0) };
  });
  return [0, 1, 2, 3].flatMap((rank) => ranked.filter((r) => r.rank === rank).map((r) => r.w)).slice(0, count);
}
