import { describe, expect, test } from 'vitest';
import { checkLayout } from '../../../scripts/layout/check-layout.ts';
import type { Block } from '../../../src/document/doc.ts';
import { Canvas } from '../../../src/document/pdf/canvas.ts';
import { drawColumn } from '../../../src/document/pdf/check-column.ts';
import { openPdf } from '../../../src/document/pdf/pdfkit-low.ts';
import { renderPdf } from '../../../src/document/pdf/render.ts';
import type { LayoutIssue } from '../../../src/document/pdf/setter.ts';
import type { VBox } from '../../../src/document/pdf/vbox.ts';
import { fonts } from '../support/assets.ts';
import { h, p, samplePaper } from '../support/sample.ts';
import { pageTexts } from './inspect.ts';

test('no template of the catalogue has a fault in its layout', { timeout: 120_000 }, async () => {
  // `node scripts/layout.mjs` does the same for 50 seeds.
  const { findings, documents, templates } = await checkLayout(2);
  expect(findings).toEqual([]);
  expect(documents).toBe(templates * 2 * 3);
});

describe('the check itself', () => {
  const area = { left: 100, top: 100, width: 200 };
  const box = (draw: VBox['draw'], rest: Partial<VBox> = {}): VBox => ({
    height: 20,
    gap: 0,
    keep: false,
    draw,
    ...rest,
  });
  const issuesOf = async (column: readonly { readonly box: VBox; readonly y: number }[]) => {
    const issues: LayoutIssue[] = [];
    const canvas = new Canvas(await openPdf({ size: [595, 842], lang: 'en', title: 'Test' }), await fonts());
    canvas.addPage();
    drawColumn(column, canvas, area, 3, (issue) => issues.push(issue));
    return issues.map(({ kind, by, page }) => [kind, Math.round(by), page]);
  };

  test('finds ink beside its column', async () => {
    const frame = box((canvas, x, y) => canvas.frame(x, y, 230, 20, { width: 1 }));
    expect(await issuesOf([{ box: frame, y: 0 }])).toEqual([['clipped', 30, 3]]);
  });

  test('finds a formula that is taller than its box', async () => {
    const { setFormula } = await fonts();
    const [piece] = setFormula(String.raw`\begin{pmatrix}1\\2\\3\end{pmatrix}`, 'inline').pieces;
    const tall = box((canvas, x, y) => canvas.formula(piece?.items ?? [], 10.95, x, y + 14));
    const [found] = await issuesOf([{ box: tall, y: 0 }]);
    expect(found?.[0]).toBe('overlap');
  });

  test('finds boxes on top of each other, and a heading at the foot', async () => {
    const plain = box(() => undefined);
    const heading = box(() => undefined, { heading: true });
    expect(
      await issuesOf([
        { box: plain, y: 0 },
        { box: heading, y: 15 },
      ]),
    ).toEqual([
      ['overlap', 5, 3],
      ['orphan', 0, 3],
    ]);
  });
});

describe('two columns', () => {
  test('the sample paper is set in them without a fault, in fewer pages', async () => {
    const [one, two] = [
      await renderPdf(samplePaper, await fonts()),
      await renderPdf({ ...samplePaper, columns: 2 }, await fonts()),
    ];
    expect(two.issues).toEqual([]);
    expect(two.pages).toBeLessThan(one.pages);
  });

  test('a page break begins a page, not a column, and no heading ends one', async () => {
    for (let lines = 30; lines < 70; lines += 7) {
      const blocks: Block[] = [
        ...Array.from({ length: lines }, (_, index) => p(`Short paragraph ${index + 1}.`)),
        h(2, 'Heading'),
        p('After it.'),
        { kind: 'pageBreak' },
        p('On its own page.'),
      ];
      const { bytes, issues } = await renderPdf({ ...samplePaper, columns: 2, blocks }, await fonts());
      expect(issues).toEqual([]);
      const last = pageTexts(bytes).at(-1) ?? '';
      expect(last).toContain('On its own page.');
      expect(last).not.toMatch(/Short|After/);
    }
  });
});
