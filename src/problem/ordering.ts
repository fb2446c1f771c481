/** The lines of a proof to be put in order: shown shuffled, twins and extra lines among them. */
import type { Labelled, LineOrder } from '../answers/contract.ts';
import type { Stream } from '../base/random.ts';
import { printRich, type TextPrinter } from './rich-text.ts';
import type { SourceText } from './source/source-node.ts';
import type { OrderingLine } from './template.ts';

export interface OrderedItems {
  readonly items: readonly Labelled[];
  /** Lines that belong, in the order the author wrote. */
  readonly right: readonly string[];
  readonly order: LineOrder;
}

/** Lines under ids that follow the order shown, so that an id says nothing. */
export function orderItems(
  lines: readonly OrderingLine[],
  extra: readonly SourceText[],
  stream: Stream,
  printer: TextPrinter,
): OrderedItems {
  const proper = lines.flatMap(textsOf);
  const twins = lines.flatMap(twinsOf);
  const shown = stream.shuffle([...proper, ...twins, ...extra]);
  const ids = new Map(shown.map((text, k) => [text, `k${k + 1}`]));
  const idOf = (text: SourceText): string => ids.get(text) ?? '';
  return {
    items: shown.map((text) => ({ id: idOf(text), text: printRich(text, printer) })),
    right: proper.map(idOf),
    order: { kind: 'in-order', parts: lines.map((line) => orderOf(line, idOf)) },
  };
}

const textsOf = (line: OrderingLine): readonly SourceText[] =>
  line.kind === 'line' ? [line.text] : line.lines.flatMap(textsOf);

function twinsOf(line: OrderingLine): readonly SourceText[] {
  if (line.kind !== 'line') return line.lines.flatMap(twinsOf);
  return line.twin === null ? [] : [line.twin];
}

const orderOf = (line: OrderingLine, idOf: (text: SourceText) => string): LineOrder =>
  line.kind === 'line'
    ? { kind: 'line', id: idOf(line.text) }
    : { kind: line.kind, parts: line.lines.map((l) => orderOf(l, idOf)) };
