import { describe, expect, test } from 'vitest';
import type { Block, Blocks, Doc } from '../../../src/document/doc.ts';
import { openFontLibrary } from '../../../src/document/fonts/library.ts';
import { renderPdf } from '../../../src/document/pdf/render.ts';
import { fonts, readPackageFile } from '../support/assets.ts';
import { d, f, h, p, sampleKey, samplePaper, t } from '../support/sample.ts';
import { contentStreams, elements, openObjects, pageTexts, qpdfCheck, unmarkedPainting } from './inspect.ts';

const raw = String.raw;
const page = (blocks: Blocks, rest: Partial<Doc> = {}): Doc => ({
  kind: 'paper',
  lang: 'en',
  title: 'A title',
  course: 'A course',
  student: 'Ada Lovelace',
  variantCode: 'K7QF',
  page: 'a4',
  blocks,
  ...rest,
});
const render = async (doc: Doc) => renderPdf(doc, await fonts());
const filler = 'The gradient points in the direction of steepest ascent, and its length says how steep the ascent is. ';

describe.each([
  ['paper', samplePaper],
  ['key', sampleKey],
])('the sample %s as PDF', (_, doc) => {
  test('is laid out without an issue and is a sound file', async () => {
    const { bytes, issues } = await render(doc);
    expect(issues).toEqual([]);
    expect(qpdfCheck(bytes)).toContain('No syntax or stream encoding errors');
  });

  test('has the same bytes every time', async () => {
    const first = await render(doc);
    await render(page([p(filler)]));
    const second = await render(doc);
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
  });

  test('names course, student, variant and page on every page, and shows no TeX', async () => {
    const { bytes, pages } = await render(doc);
    const texts = pageTexts(bytes);
    expect(texts).toHaveLength(pages);
    texts.forEach((text, index) => {
      for (const part of [doc.course, doc.student ?? '', doc.variantCode ?? '', `Page ${index + 1} of ${pages}`])
        expect(text).toContain(part);
      expect(text).not.toMatch(/\\|\$|\{/);
    });
  });

  test('is tagged: all painting is marked, formulas speak, tables have headers', async () => {
    const { bytes, pages } = await render(doc);
    const open = openObjects(bytes);
    const streams = contentStreams(open);
    expect(streams).toHaveLength(pages);
    expect(streams.flatMap(unmarkedPainting)).toEqual([]);
    const formulas = elements(open, 'Formula');
    expect(formulas.length).toBeGreaterThan(15);
    for (const formula of formulas) {
      expect(formula).toMatch(/\/Alt /);
      expect(formula).toMatch(/\/BBox \[/);
    }
    for (const figure of elements(open, 'Figure')) expect(figure).toMatch(/\/Alt /);
    for (const header of elements(open, 'TH')) expect(header).toMatch(/\/Scope \/(?:Row|Column)/);
    expect(elements(open, 'Document')).toHaveLength(1);
    expect(elements(open, 'H1')).toHaveLength(1);
    expect(open).toMatch(/\/Lang \(en\)/);
    expect(open).toMatch(/\/DisplayDocTitle true/);
    expect(open.match(/\/Tabs \/S\b/g)).toHaveLength(pages);
    expect(open).toMatch(/pdfuaid:part/);
    expect(open).toMatch(/\/Outlines /);
  });
});

test('the pages before it in the same process change no byte', async () => {
  const doc = page([p('Office, affluent, 李 and efficient.')]);
  const fresh = await renderPdf(doc, await openFontLibrary(readPackageFile));
  const used = await openFontLibrary(readPackageFile);
  await renderPdf(page([p('雷 comes first here, and ﬁ as one character.')]), used);
  const later = await renderPdf(doc, used);
  expect(Buffer.compare(fresh.bytes, later.bytes)).toBe(0);
  expect(pageTexts(later.bytes)[0]).toMatch(/Office, affluent, . and efficient/);
});

test('the check for unmarked painting finds some', () => {
  expect(unmarkedPainting('/P <</MCID 0>> BDC\n[<0001>] TJ\nEMC')).toEqual([]);
  expect(unmarkedPainting('0 0 5 5 re f')).toHaveLength(1);
});

describe('layout', () => {
  const terms = Array.from({ length: 30 }, (_, index) => raw`\frac{\partial f}{\partial x_{${index + 1}}}`).join(' + ');

  test('a display wider than the page is broken at its signs', async () => {
    const { issues } = await render(page([p('Hence'), d(`L = ${terms}`)]));
    expect(issues).toEqual([]);
  });

  test('an inline formula longer than a line is broken too', async () => {
    const { issues } = await render(page([p(`Here $L = ${terms}$ holds.`)]));
    expect(issues).toEqual([]);
  });

  test('what cannot be broken is reported, never clipped in silence', async () => {
    const row = Array.from({ length: 40 }, (_, index) => String(index + 100)).join(' & ');
    const { issues } = await render(page([d(raw`\begin{pmatrix} ${row} \end{pmatrix}`)]));
    expect(issues.map((issue) => issue.kind)).toEqual(['overfull', 'clipped']);
  });

  test('a heading is never the last thing on a page', async () => {
    for (let lines = 36; lines < 52; lines += 1) {
      const blocks: Block[] = Array.from({ length: lines }, (_, index) => p(`Short paragraph ${index + 1}.`));
      const { bytes } = await render(page([...blocks, h(2, 'Last heading'), p('After it.')]));
      for (const text of pageTexts(bytes))
        expect(text.replace(/\s*Page \d+ of \d+\s*$/, '').trimEnd()).not.toMatch(/Last heading$/);
    }
  });

  test('a long table repeats its head on each page', async () => {
    const rows = Array.from({ length: 90 }, (_, index) => [t(`row ${index + 1}`), t(`$x_{${index + 1}}$`)]);
    const { bytes, issues, pages } = await render(
      page([{ kind: 'table', caption: t('Many rows'), header: [t('Columnhead'), t('Value')], rows, rowHeaders: true }]),
    );
    expect(issues).toEqual([]);
    expect(pages).toBeGreaterThan(1);
    for (const text of pageTexts(bytes)) expect(text).toContain('Columnhead');
  });

  test('a long derivation goes on over the page', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => ({
      ...(index === 0 ? { left: f('L') } : {}),
      relation: f('='),
      right: f(raw`\frac{a_{${index}}}{b + c}`),
      note: t('by the chain rule'),
    }));
    const { issues, pages } = await render(page([{ kind: 'derivation', rows }]));
    expect(issues).toEqual([]);
    expect(pages).toBeGreaterThan(1);
  });

  test('names are printed as they are written, and what no font can print is reported', async () => {
    const printed = await render(page([p('Text')], { student: 'Łukasz Ağaoğlu-Núñez, Юлия, e\u0301' }));
    expect(printed.issues).toEqual([]);
    expect(pageTexts(printed.bytes)[0]).toMatch(/Łukasz Ağaoğlu-Núñez, Юлия, é/);
    const { issues } = await render(page([p('Text')], { student: '李雷' }));
    expect(issues.map((issue) => issue.kind)).toContain('missing-glyph');
  });

  test('page breaks begin pages, also at the very end', async () => {
    const { pages } = await render(page([p('one'), { kind: 'pageBreak' }, p('two'), { kind: 'pageBreak' }]));
    expect(pages).toBe(2);
  });

  test('a group that is kept together moves to the next page as a whole', async () => {
    const group: Block = {
      kind: 'group',
      keepTogether: true,
      blocks: Array.from({ length: 12 }, (_, index) => p(`Together ${index + 1}.`)),
    };
    const { bytes } = await render(page([...Array.from({ length: 32 }, () => p('Above.')), group]));
    const [first, second] = pageTexts(bytes);
    expect(first).not.toContain('Together');
    expect(second).toContain('Together 1.');
  });

  test('letter paper, German texts and words with umlauts', async () => {
    const { bytes, issues } = await render(
      page([p('Die Übungsaufgaben prüfen die Kettenregel für größere Ausdrücke. '.repeat(8))], {
        lang: 'de',
        page: 'letter',
      }),
    );
    expect(issues).toEqual([]);
    expect(pageTexts(bytes)[0]).toMatch(/Übungsaufgaben[\s\S]*Seite 1 von 1/);
    expect(openObjects(bytes)).toMatch(/\/MediaBox \[\s*0\s+0\s+612\s+792\s*\]/);
  });
});
