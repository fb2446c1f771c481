import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Blocks, Doc } from '../../../src/document/doc.ts';
import { renderLatex } from '../../../src/document/latex/render.ts';
import { latexWords } from '../../../src/document/latex/words.ts';
import { page, shipped } from '../support/catalogue.ts';
import { sampleKey, samplePaper } from '../support/sample.ts';

/** The log of pdflatex, which must have ended well. */
function compile(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-latex-'));
  try {
    writeFileSync(join(folder, 'page.tex'), source);
    const run = spawnSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'page.tex'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(run.error, 'pdflatex (Debian package texlive-latex-base)').toBeUndefined();
    expect(/^!.*\n.*\n.*/m.exec(run.stdout)?.[0] ?? '', 'the first mistake').toBe('');
    expect(run.status).toBe(0);
    return run.stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('every paper and key of the catalogue compiles', async () => {
  const blocks: Blocks[] = [];
  const { templates } = await shipped();
  for (const id of templates.keys())
    for (const [solution, locale] of [
      [false, 'de'],
      [true, 'en'],
    ] as const)
      blocks.push((await page(id, { seed: '4', solution, locale })).blocks);
  const all: Doc = { ...samplePaper, blocks: blocks.flat() };
  const log = compile(renderLatex(all));
  expect(log).toMatch(/Output written on page\.pdf/);
  expect(log).not.toMatch(/Missing character/);
}, 120_000);

test('the sample paper and key compile, in German and on Letter too', () => {
  compile(renderLatex({ ...samplePaper, lang: 'de', page: 'letter' }));
  compile(renderLatex(sampleKey));
}, 60_000);

test('any text is text', () => {
  const signs = String.raw`100% of $5 & #1_a^b {~} \cmd <x|y> "q" — Thị Lan Nguyễn, Zoë Łukasz, Wěi, 张, λ∈ℝ`;
  expect(latexWords('100% & a_b')).toBe('100\\% \\& a\\_b');
  expect(latexWords('Zoë')).toBe('Zo\\"{e}');
  const doc: Doc = {
    ...samplePaper,
    title: signs,
    blocks: [{ kind: 'paragraph', inlines: [{ kind: 'code', text: signs }] }],
  };
  compile(renderLatex(doc));
}, 30_000);
