/** The key of a paper as a Doc: every answer with its worked solution. Lies apart from the papers. */
import type { RichText } from '../../answers/rich-text.ts';
import type { Block, Blocks, DerivationRow, Doc } from '../doc.ts';
import { type Strings, stringsFor } from '../strings/strings.ts';
import { fieldLetter } from './letters.ts';
import { itemHead, type PaperHeader, type PaperItem } from './paper.ts';
import { richBlocks, richInlines } from './rich.ts';

/** The worked solution of one field: its answer, and the derivation where there is one. */
export interface KeyField {
  readonly id: string;
  readonly answer: RichText;
  readonly steps: readonly DerivationRow[];
  /** A table of a trace, or what else the solution shows. */
  readonly blocks: Blocks;
}

export interface KeyItem {
  readonly item: PaperItem;
  readonly before: RichText;
  readonly after: RichText;
  /** The author's own solution in place of the derived one; empty where there is none. */
  readonly replace: RichText;
  readonly fields: readonly KeyField[];
}

export function buildKey(header: PaperHeader, items: readonly KeyItem[]): Doc {
  const strings = stringsFor(header);
  return {
    kind: 'key',
    lang: header.lang,
    ...(header.texts === undefined ? {} : { texts: header.texts }),
    title: header.title,
    course: header.course,
    student: header.student.name,
    variantCode: header.variantCode,
    page: header.page,
    blocks: items.flatMap((item, k) => [...itemHead(item.item, k, strings), ...solutionBlocks(item, strings)]),
  };
}

/** The worked solution of an item, as keys and feedback print it. */
export function solutionBlocks(item: KeyItem, strings: Strings): Blocks {
  const derived =
    item.replace.length > 0
      ? richBlocks(item.replace)
      : item.fields.flatMap((f) => fieldSolution(item.item, f, strings));
  return [...richBlocks(item.before), ...derived, ...richBlocks(item.after)];
}

function fieldSolution(item: PaperItem, key: KeyField, strings: Strings): Blocks {
  // Feedback prints the solutions of some fields only: each keeps its letter.
  const k = item.fields.findIndex((f) => f.id === key.id);
  const field = item.fields[k];
  const label = field && field.label.length > 0 ? field.label : (field?.question ?? []);
  const blocks: Block[] = [
    {
      kind: 'paragraph',
      inlines: [{ kind: 'strong', inlines: [{ kind: 'text', text: `(${fieldLetter(k)}) ` }] }, ...richInlines(label)],
    },
  ];
  if (key.steps.length > 0) blocks.push({ kind: 'derivation', rows: key.steps });
  blocks.push(...key.blocks);
  if (key.answer.length > 0) {
    blocks.push({
      kind: 'paragraph',
      inlines: [{ kind: 'text', text: `${strings.rightAnswer}: ` }, ...richInlines(key.answer)],
    });
  }
  return blocks;
}
