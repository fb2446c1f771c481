/** What stands in a question: the statement, and each field with its boxes. */
import type { PublicField } from '../answers/contract.ts';
import { roundingText } from '../document/build/fields.ts';
import { fieldLetter } from '../document/build/letters.ts';
import { richBlocks } from '../document/build/rich.ts';
import { type Strings, stringsFor } from '../document/strings/strings.ts';
import { blocks } from './blocks-html.ts';
import { clozeCell, clozeOptions, clozeWords } from './cloze.ts';
import type { ExportVariant } from './contract.ts';
import { gridHtml } from './grid-html.ts';
import { type Html, join, NOTHING, rich, tag, text } from './html.ts';
import type { Part } from './parts.ts';
import { type ExportStrings, exportStrings } from './strings.ts';

/** The words of both vocabularies: of documents, and of exports. */
export interface Words {
  readonly document: Strings;
  readonly exports: ExportStrings;
}

export const wordsFor = (locale: string): Words => ({
  document: stringsFor({ lang: /^de\b/i.test(locale) ? 'de' : 'en' }),
  exports: exportStrings(locale),
});

/** Where pictures lie: the address of one from its name. */
type PictureAddress = (name: string) => string;

/** Shared data, statement, pictures. */
export function statement(variant: ExportVariant, address: PictureAddress = (n) => `@@PLUGINFILE@@/${n}`): Html {
  const shared = variant.public.shared?.statement ?? [];
  return join([
    blocks(richBlocks(shared)),
    blocks(richBlocks(variant.public.statement)),
    ...variant.images.map((i) => tag('p', {}, tag('img', { src: address(i.name), alt: i.alt }))),
  ]);
}

/** The sentence and label of a field, with its letter where there are several; nothing where there is none of them. */
export function fieldHead(field: PublicField, index: number, count: number): Html {
  const letter = count > 1 ? [tag('strong', {}, text(`(${fieldLetter(index)})`))] : [];
  const parts = [...letter, ...[field.question, field.label].filter((t) => t.length > 0).map(rich)];
  return parts.length === 0 ? NOTHING : tag('p', {}, join(parts, ' '));
}

/** Everything said about how to answer, shortest form. */
export function notes(field: PublicField, part: Part, words: Words): Html {
  if (part.kind !== 'numbers' && part.kind !== 'words') return NOTHING;
  const asked =
    part.kind === 'numbers' && field.type !== 'expression' ? roundingText(field.rounding, words.document) : '';
  const sentences = [
    ...(asked === '' || field.rounding.kind === 'exact' ? [] : [`${asked[0]?.toUpperCase() ?? ''}${asked.slice(1)}.`]),
    ...part.notes,
  ];
  return sentences.length === 0 ? NOTHING : tag('p', {}, tag('em', {}, text(sentences.join(' '))));
}

/** The boxes of a part as embedded answers; takes weights in reading order. */
export function clozePart(part: Part, nextWeight: () => bigint): Html {
  switch (part.kind) {
    case 'numbers':
      return join(part.grids.map((g) => gridHtml(g, (cell) => clozeCell(cell, nextWeight()))));
    case 'words':
      return tag('p', {}, clozeWords(part.accepted, nextWeight()));
    case 'choice':
      return clozeOptions(part.options, part.many, nextWeight());
    case 'selects':
      return join(
        part.rows.map((row) => join([tag('p', {}, rich(row.label)), clozeOptions(row.options, false, nextWeight())])),
      );
    case 'ordering':
    case 'essay':
      // These are questions of their own.
      return NOTHING;
  }
}
