/** A student's paper as a Doc. Its argument types hold no key, so none can be printed. */
import type { PublicField } from '../../answers/contract.ts';
import type { RichText } from '../../answers/rich-text.ts';
import type { Block, Blocks, Doc, Figure, Inlines, Language } from '../doc.ts';
import { type Strings, stringsFor } from '../strings/strings.ts';
import { answerField } from './fields.ts';
import { fieldLetter } from './letters.ts';
import { richBlocks, richInlines } from './rich.ts';

/** One problem as it stands on a paper. `points` are the item's; its fields share them in proportion. */
export interface PaperItem {
  readonly id: string;
  readonly title: RichText;
  readonly points: number;
  /** Shared data, printed before the first item that uses it; null elsewhere. */
  readonly sharedStatement: RichText | null;
  readonly statement: RichText;
  /** Drawn below the statement; null where there is none. */
  readonly figure: Figure | null;
  readonly fields: readonly PublicField[];
}

export interface PaperHeader {
  readonly assignment: string;
  readonly title: string;
  readonly course: string;
  readonly lang: Language;
  /** The course's own texts; those of the language when absent. */
  readonly texts?: Strings;
  readonly page: 'a4' | 'letter';
  readonly columns: 1 | 2;
  readonly student: { readonly id: string; readonly name: string };
  readonly variantCode: string;
  readonly attempt: number;
}

/** The share of an item's points that each field has. */
export function fieldPoints(item: {
  readonly points: number;
  readonly fields: readonly { readonly points: number }[];
}): readonly number[] {
  const total = item.fields.reduce((s, f) => s + f.points, 0);
  return item.fields.map((f) => (total === 0 ? 0 : (item.points * f.points) / total));
}

export function buildPaper(header: PaperHeader, items: readonly PaperItem[]): Doc {
  const strings = stringsFor(header);
  const total = items.reduce((s, i) => s + i.points, 0);
  const blocks: Block[] = [
    { kind: 'marks', rows: items.map((i, k) => ({ label: `${k + 1}`, points: i.points })), total },
    { kind: 'paragraph', inlines: [{ kind: 'text', text: strings.instructions }] },
    ...items.flatMap((item, k) => itemBlocks(item, k, strings)),
  ];
  return {
    kind: 'paper',
    lang: header.lang,
    ...(header.texts === undefined ? {} : { texts: header.texts }),
    title: header.title,
    course: header.course,
    student: header.student.name,
    variantCode: header.variantCode,
    page: header.page,
    columns: header.columns,
    blocks,
    answerSheet: { assignment: header.assignment, student: header.student.id, attempt: header.attempt },
  };
}

/** Heading and statement of an item, as papers and keys both print them. */
export function itemHead(item: PaperItem, k: number, strings: Strings): Blocks {
  return [
    { kind: 'heading', level: 2, inlines: itemTitle(item, k, strings.points(item.points), strings) },
    ...(item.sharedStatement === null ? [] : richBlocks(item.sharedStatement)),
    ...richBlocks(item.statement),
    ...(item.figure === null ? [] : [item.figure]),
  ];
}

/** "Problem 2: Chain rule along a path (4 points)" */
export function itemTitle(item: PaperItem, k: number, note: string, strings: Strings): Inlines {
  return [
    { kind: 'text', text: `${strings.problem} ${k + 1}: ` },
    ...richInlines(item.title),
    { kind: 'text', text: ` (${note})` },
  ];
}

function itemBlocks(item: PaperItem, k: number, strings: Strings): Blocks {
  const points = fieldPoints(item);
  const head = itemHead(item, k, strings);
  const boxes = item.fields.map((field, f): Block => {
    const answer: Block = { kind: 'answer', answer: answerField(item.id, field, f, rounded(points[f] ?? 0), strings) };
    return field.question.length === 0
      ? answer
      : { kind: 'group', keepTogether: true, blocks: [question(field, f), answer] };
  });
  const [first, ...rest] = boxes;
  // The statement stays with its first box: a heading alone at the foot of a page helps nobody.
  return first === undefined ? head : [{ kind: 'group', keepTogether: true, blocks: [...head, first] }, ...rest];
}

/** The sentence before a box, lettered as the box is. */
export function question(field: PublicField, f: number): Block {
  return {
    kind: 'paragraph',
    inlines: [
      { kind: 'strong', inlines: [{ kind: 'text', text: `(${fieldLetter(f)}) ` }] },
      ...richInlines(field.question),
    ],
  };
}

/** Points as they are printed: at most two decimals. */
export const rounded = (points: number): number => Math.round(points * 100) / 100;
