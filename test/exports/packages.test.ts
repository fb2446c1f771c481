/** Content that breaks careless writers, read back from the packages as an importer reads it. */
import { describe, expect, it } from 'vitest';
import type { ExportTarget } from '../../src/exports/contract.ts';
import { printable } from '../../src/exports/html.ts';
import { exportTarget } from '../../src/exports/table.ts';
import { decode } from './support/cloze-reader.ts';
import { readXml, type XmlNode } from './support/moodle-reader.ts';
import { HOSTILE_WORDS, specimen } from './support/specimen.ts';
import { textFile, unpacked } from './support/unzip.ts';

const POINTS = { expressions: 'points', strict: false } as const;

async function archiveOf(name: string): Promise<Uint8Array> {
  const target: ExportTarget | undefined = exportTarget(name);
  const content = (await target?.write(specimen(), POINTS))?.files[0]?.content;
  if (!(content instanceof Uint8Array)) throw new Error(name);
  return content;
}

const all = (node: XmlNode, name: string): readonly XmlNode[] => [
  ...(node.name === name ? [node] : []),
  ...node.children.flatMap((c) => all(c, name)),
];

/** The words of a piece of HTML. */
const words = (html: string): string => decode(html.replaceAll(/<[^>]*>/g, ''));
const whole = printable(HOSTILE_WORDS).replaceAll(/\s+/g, ' ');

describe('hostile words come back', () => {
  it.each([
    ['canvas', 'mattext'],
    ['blackboard', 'mat_formattedtext'],
  ])('%s', async (name, holder) => {
    unpacked(await archiveOf(name), (folder, files) => {
      const texts = files
        .filter((f) => /\.(xml|dat)$/.test(f) && f !== 'imsmanifest.xml')
        .flatMap((f) => all(readXml(textFile(folder, f)), holder).map((n) => words(n.text)));
      // As a statement, as an option and, in Canvas, as the message of an option.
      expect(texts.filter((t) => t.includes(whole)).length).toBeGreaterThanOrEqual(name === 'canvas' ? 3 : 2);
    });
  });

  it.each(['qti22', 'qti3'])('%s', async (name) => {
    unpacked(await archiveOf(name), (folder, files) => {
      const found = files
        .filter((f) => f.startsWith('items/') && f.endsWith('.xml'))
        .map((f) => plain(readXml(textFile(folder, f))))
        .filter((t) => t.includes(whole));
      expect(found.length).toBeGreaterThanOrEqual(2);
    });
  });
});

/** The text of an element and of all within. The reader keeps only the texts of each element together. */
const plain = (node: XmlNode): string => [node.text, ...node.children.map(plain)].join('\n');

it('a title of 200 characters stays within what platforms take', async () => {
  unpacked(await archiveOf('canvas'), (folder, files) => {
    const quiz = files.find((f) => f.startsWith('quiz'));
    const titles = all(readXml(textFile(folder, quiz ?? '')), 'item').map((i) => i.attributes.title ?? '');
    expect(titles.some((t) => t.includes('ЖЖЖ'))).toBe(true);
    for (const t of titles) expect(t.length).toBeLessThanOrEqual(255);
  });
});
