/** The lines of a proof to be put in order: shown shuffled, twins and extra lines among them. */
import type { Labelled } from '../answers/contract.ts';
import type { Stream } from '../base/random.ts';
import { printRich, type TextPrinter } from './rich-text.ts';
import type { SourceText } from './source/source-node.ts';
import type { OrderingLine } from './template.ts';

interface Line {
  readonly text: SourceText;
  /** Whether the line belongs to the proof. */
  readonly belongs: boolean;
}

/** Lines under ids that follow the order shown; `right` lists those that belong in the order the author wrote. */
export function orderItems(lines: readonly OrderingLine[], extra: readonly SourceText[], stream: Stream, printer: TextPrinter): { readonly items: readonly Labelled[]; readonly right: readonly string[] } {
  const all: readonly Line[] = [...lines.flatMap(flat), ...extra.map((text) => ({ text, belongs: false }))];
  const shown = stream.shuffle(all.map((_, k) => k));
  const idOf = (k: number): string => `k${shown.indexOf(k) + 1}`;
  return {
    items: shown.flatMap((k) => {
      const line = all[k];
      return line === undefined ? [] : [{ id: idOf(k), text: printRich(line.text, printer) }];
    }),
    right: all.flatMap((line, k) => (line.belongs ? [idOf(k)] : [])),
  };
}

function flat(line: OrderingLine): readonly Line[] {
  if (line.kind !== 'line') return line.lines.flatMap(flat);
  const own = { text: line.text, belongs: true };
  return line.twin === null ? [own] : [own, { text: line.twin, belongs: false }];
}
