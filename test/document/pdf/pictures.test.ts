import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import type { Doc } from '../../../src/document/doc.ts';
import { renderPdf } from '../../../src/document/pdf/render.ts';
import { fonts } from '../support/assets.ts';
import { pagePictures } from '../support/picture.ts';
import { sampleKey, samplePaper } from '../support/sample.ts';

/**
 * Pages that a person has read, as pictures of 40 dots per inch. GRADUS_STORE_PICTURES=1 writes them anew: read them
 * before they are committed.
 */
const folder = join(import.meta.dirname, 'pictures');
const dotsPerInch = 40;

const documents: readonly (readonly [string, Doc])[] = [
  ['paper', samplePaper],
  ['paper-in-two-columns', { ...samplePaper, page: 'letter', columns: 2 }],
  ['key', sampleKey],
];

/** Brightness 0 to 255, a row after the other. */
function brightness({ data, width, height }: PNG): Float64Array {
  const grey = new Float64Array(width * height);
  for (let k = 0; k < grey.length; k += 1)
    grey[k] = ((data[4 * k] ?? 0) + (data[4 * k + 1] ?? 0) + (data[4 * k + 2] ?? 0)) / 3;
  return grey;
}

/** Means over squares: other versions of poppler smooth edges otherwise. */
function coarse(page: PNG, square = 8): readonly number[] {
  const grey = brightness(page);
  const means: number[] = [];
  for (let top = 0; top + square <= page.height; top += square)
    for (let left = 0; left + square <= page.width; left += square) {
      let sum = 0;
      for (let y = top; y < top + square; y += 1)
        for (let x = left; x < left + square; x += 1) sum += grey[y * page.width + x] ?? 0;
      means.push(sum / square ** 2);
    }
  return means;
}

/** The largest difference of a square, of 255. */
function apart(a: PNG, b: PNG): number {
  if (a.width !== b.width || a.height !== b.height) return 255;
  const [one, two] = [coarse(a), coarse(b)];
  return Math.max(...one.map((value, k) => Math.abs(value - (two[k] ?? 255))));
}

/** One word more in a line changes some square by more. */
const tolerance = 12;

const picturesOf = async (doc: Doc): Promise<readonly PNG[]> =>
  pagePictures((await renderPdf(doc, await fonts())).bytes, dotsPerInch);

test.each(documents)('the sample %s looks as it did when it was read', async (name, doc) => {
  const pages = await picturesOf(doc);
  for (const [index, page] of pages.entries()) {
    const file = join(folder, `${name}-${index + 1}.png`);
    if (process.env.GRADUS_STORE_PICTURES === '1') writeFileSync(file, PNG.sync.write(page, { colorType: 0 }));
    expect(apart(page, PNG.sync.read(readFileSync(file))), file).toBeLessThan(tolerance);
  }
  expect(existsSync(join(folder, `${name}-${pages.length + 1}.png`))).toBe(false);
});

test('a heading of another size is seen, and so is one word more', async () => {
  const moved = (text: string, size: number): Doc => ({
    ...samplePaper,
    blocks: [
      { kind: 'paragraph', inlines: [{ kind: 'text', text }] },
      { kind: 'heading', level: size > 0 ? 2 : 3, inlines: [{ kind: 'text', text: 'A heading' }] },
    ],
  });
  const [first] = await picturesOf(moved('The gradient points uphill.', 1));
  const [word] = await picturesOf(moved('The gradient points steeply uphill.', 1));
  const [heading] = await picturesOf(moved('The gradient points uphill.', 0));
  if (first === undefined || word === undefined || heading === undefined) throw new Error('no page');
  expect(apart(first, first)).toBe(0);
  expect(apart(first, word)).toBeGreaterThan(tolerance);
  expect(apart(first, heading)).toBeGreaterThan(tolerance);
});
