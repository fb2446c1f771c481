/** The printable catalogue: each template with a sample variant and its worked solution, an index by topic before. */
import type { PublicField } from '../../answers/contract.ts';
import type { RichText } from '../../answers/rich-text.ts';
import type { Block, Blocks, Doc, Inlines, Language } from '../doc.ts';
import { type Strings, stringsFor } from '../strings/strings.ts';
import { roundingText } from './fields.ts';
import { type KeyItem, solutionBlocks } from './key.ts';
import { fieldLetter } from './letters.ts';
import { richBlocks, richInlines } from './rich.ts';

export interface CatalogueEntry {
  readonly id: string;
  readonly topic: string;
  readonly level: number;
  readonly minutes: number | null;
  readonly title: RichText;
  /** Where the lecture treats it. */
  readonly source: string;
  readonly objectives: readonly string[];
  /** The sample variant with its solution; a sentence where there is none. */
  readonly sample: KeyItem | string;
}

export interface CatalogueHead {
  readonly title: string;
  readonly course: string;
  readonly lang: Language;
  readonly texts?: Strings;
  readonly page: 'a4' | 'letter';
}

/** Entries in their order; those of one topic must stand together. */
export function buildCatalogue(head: CatalogueHead, entries: readonly CatalogueEntry[]): Doc {
  const strings = stringsFor(head);
  const topics = [...new Set(entries.map((e) => e.topic))];
  return {
    kind: 'catalogue',
    ...head,
    blocks: [
      { kind: 'heading', level: 1, inlines: [text(strings.catalogue.index)] },
      ...topics.map((topic) => indexTable(topic, entries, strings)),
      ...topics.flatMap(
        (topic): Blocks => [
          { kind: 'pageBreak' },
          { kind: 'heading', level: 1, inlines: [text(topic)] },
          ...entries.flatMap((e, k) => (e.topic === topic ? entryBlocks(e, k, strings) : [])),
        ],
      ),
    ],
  };
}

const text = (t: string): Inlines[number] => ({ kind: 'text', text: t });

function indexTable(topic: string, entries: readonly CatalogueEntry[], strings: Strings): Block {
  const { catalogue: words } = strings;
  return {
    kind: 'table',
    caption: [text(topic)],
    header: [words.number, words.title, words.level, words.minutes, words.boxes].map((t) => [text(t)]),
    rows: entries.flatMap((e, k) =>
      e.topic === topic
        ? [
            [
              [text(`${k + 1}`)],
              richInlines(e.title),
              [text(`${e.level}`)],
              [text(e.minutes === null ? '–' : `${e.minutes}`)],
              [text(typeof e.sample === 'string' ? '–' : boxes(e.sample.item.fields))],
            ],
          ]
        : [],
    ),
    rowHeaders: true,
  };
}

/** The kinds of boxes, each once. */
const boxes = (fields: readonly PublicField[]): string => [...new Set(fields.map((f) => f.type))].join(', ');

function entryBlocks(entry: CatalogueEntry, k: number, strings: Strings): Blocks {
  const { catalogue: words } = strings;
  const facts = [
    `${words.level} ${entry.level}`,
    ...(entry.minutes === null ? [] : [`${entry.minutes} min`]),
    ...(entry.source === '' ? [] : [entry.source]),
    ...(entry.objectives.length === 0 ? [] : [entry.objectives.join(', ')]),
  ];
  const head: Blocks = [
    { kind: 'heading', level: 2, inlines: [text(`${k + 1}. `), ...richInlines(entry.title)] },
    { kind: 'paragraph', inlines: [{ kind: 'code', text: entry.id }, text(` · ${facts.join(' · ')}`)] },
  ];
  const { sample } = entry;
  if (typeof sample === 'string') return [...head, { kind: 'paragraph', inlines: [text(sample)] }];
  const { item } = sample;
  const statement = [
    ...(item.sharedStatement === null ? [] : richBlocks(item.sharedStatement)),
    ...richBlocks(item.statement),
    ...(item.figure === null ? [] : [item.figure]),
  ];
  const [first, ...more] = statement;
  return [
    { kind: 'group', keepTogether: true, blocks: [...head, ...(first === undefined ? [] : [first])] },
    ...more,
    ...item.fields.flatMap((field, f) => questionBlocks(field, f, strings)),
    { kind: 'heading', level: 3, inlines: [text(strings.solution)] },
    ...solutionBlocks(sample, strings),
    { kind: 'rule' },
  ];
}

/** A box in words: its letter, question and label, what is offered, and how it is rounded. */
function questionBlocks(field: PublicField, k: number, strings: Strings): Blocks {
  const rounding = roundingText(field.rounding, strings);
  const notes = [strings.catalogue.box[field.type], ...(rounding === '' ? [] : [rounding])].join('; ');
  const blocks: Block[] = [
    {
      kind: 'paragraph',
      inlines: [
        { kind: 'strong', inlines: [text(`(${fieldLetter(k)}) `)] },
        ...richInlines(field.question),
        ...(field.question.length > 0 && field.label.length > 0 ? [text(' ')] : []),
        ...richInlines(field.label),
        text(' '),
        { kind: 'emphasis', inlines: [text(`[${notes}]`)] },
      ],
    },
  ];
  if (field.items.length > 0) {
    const ordered = field.type === 'find-error';
    blocks.push({ kind: 'list', ordered, items: field.items.map((i) => richBlocks(i.text)) });
  }
  return blocks;
}
