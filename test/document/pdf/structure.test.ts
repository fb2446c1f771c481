import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { previewVariant } from '../../../src/course/preview.ts';
import { loadCatalogue } from '../../../src/course/resources.ts';
import { showDoc } from '../../../src/course/show.ts';
import type { Doc } from '../../../src/document/doc.ts';
import { renderPdf } from '../../../src/document/pdf/render.ts';
import { fonts } from '../support/assets.ts';
import { objectsOf, type PdfObjects } from '../support/fill-pdf.ts';
import { sampleKey, samplePaper } from '../support/sample.ts';
import { qpdfCheck } from './inspect.ts';
import { brokenConditions, elementCounts } from './structure.ts';

/** Metadata are never compressed: they are found without opening the file. */
const metadataOf = (bytes: Uint8Array): string =>
  /<x:xmpmeta[\s\S]*?<\/x:xmpmeta>/.exec(Buffer.from(bytes).toString('utf8'))?.[0] ?? '';

const render = async (doc: Doc): Promise<Uint8Array> => (await renderPdf(doc, await fonts())).bytes;

describe.each([
  ['paper', samplePaper],
  ['paper in two columns on letter', { ...samplePaper, page: 'letter', columns: 2 }],
  ['key', sampleKey],
] as const)('the sample %s', (_, doc) => {
  test('keeps the conditions of PDF/UA-1', async () => {
    const bytes = await render(doc);
    expect(brokenConditions(objectsOf(bytes), metadataOf(bytes))).toEqual([]);
    expect(qpdfCheck(bytes)).toContain('No syntax or stream encoding errors');
  });
});

test('every template, as paper and as key, keeps them', { timeout: 120_000 }, async () => {
  const catalogue = await loadCatalogue(null);
  for (const template of catalogue.templates.values()) {
    const variant = previewVariant(template, catalogue, { seed: '7', locale: 'en', layout: 'numerator' });
    if (!variant.ok) throw new Error(template.id);
    for (const solution of [false, true]) {
      const bytes = await render(showDoc({ seed: '7', locale: 'en', instance: variant.value, solution }));
      const broken = brokenConditions(objectsOf(bytes), metadataOf(bytes));
      expect(broken.map((b) => `${template.id}: ${b}`)).toEqual([]);
    }
  }
});

test('a paper has an element for each of its parts', async () => {
  const counts = elementCounts(objectsOf(await render(samplePaper)));
  expect(counts).toMatchObject({ Document: 1, H1: 1, H2: 6, Table: 3 });
  expect(counts.Form).toBeGreaterThan(30);
  expect(counts.Formula).toBeGreaterThan(60);
});

describe('the check finds', () => {
  const spoilt = async (change: (object: Record<string, unknown>) => boolean): Promise<readonly string[]> => {
    const bytes = await render(samplePaper);
    const objects: PdfObjects = objectsOf(bytes);
    expect(Object.values(objects).filter(change).length).toBeGreaterThan(0);
    return brokenConditions(objects, metadataOf(bytes)).map((b) => b.slice(0, 6));
  };
  const drop = (key: string, of: string, value: string) => (object: Record<string, unknown>) =>
    object[of] === value && Reflect.deleteProperty(object, key);

  test.each([
    ['a formula without words', drop('/Alt', '/S', '/Formula'), '17-002'],
    ['a header without a scope', drop('/A', '/S', '/TH'), '15-003'],
    ['a field without a tooltip', drop('/TU', '/FT', '/Tx'), '28-005'],
    ['a page without an order', drop('/Tabs', '/Type', '/Page'), '28-009'],
    ['a document without a language', drop('/Lang', '/Type', '/Catalog'), '11-006'],
    [
      'a heading that skips a level',
      (object: Record<string, unknown>) => object['/S'] === '/H2' && Reflect.set(object, '/S', '/H3'),
      '14-003',
    ],
    [
      'a widget outside of the structure',
      (object: Record<string, unknown>) => object['/S'] === '/Form' && Reflect.set(object, '/K', []),
      '28-010',
    ],
  ])('%s', async (_, change, condition) => {
    expect(await spoilt(change)).toContain(condition);
  });
});

test('Ghostscript and MuPDF read it without a warning', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-readers-'));
  try {
    const file = join(folder, 'paper.pdf');
    writeFileSync(file, await render(samplePaper));
    const checks: readonly (readonly [string, readonly string[]])[] = [
      ['gs', ['-q', '-dPDFSTOPONWARNING', '-dNOPAUSE', '-dBATCH', '-sDEVICE=nullpage', file]],
      ['mutool', ['draw', '-q', '-o', join(folder, 'page%d.png'), '-r', '20', file]],
    ];
    for (const [program, args] of checks) {
      const said = execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      expect(said).not.toMatch(/warning|error/i);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
