import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import katex from 'katex';
import { launchBrowser } from '../support/browser.ts';

/** A mark of a formula: glyphs by the left end of their baseline, rules and paths by their box. em, y down from the baseline. */
export type Mark = { readonly kind: 'glyphs' | 'rect' | 'path'; readonly text: string; readonly at: readonly number[] };
export type MeasuredFormula = { readonly width: number; readonly marks: readonly Mark[] };

const dist = join(import.meta.dirname, '../../../node_modules/katex/dist');
const size = 400;
// Plain JavaScript for the page: the tests' type check has no DOM.
const pageScript = readFileSync(join(import.meta.dirname, 'measure-page.js'), 'utf8').replace(/^export /m, '');

/**
 * Marks of formulas as Chromium sets KaTeX's own HTML.
 * The fonts' ascent comes from the browser, so that the baseline of a run is
 * the top of its box plus that ascent.
 */
export async function measureInBrowser(
  formulas: readonly { readonly latex: string; readonly display: boolean }[],
): Promise<readonly MeasuredFormula[]> {
  const css = readFileSync(join(dist, 'katex.min.css'), 'utf8').replaceAll(
    'url(fonts/',
    `url(${pathToFileURL(dist)}/fonts/`,
  );
  const body = formulas
    .map(({ latex, display }) => {
      const html = katex.renderToString(latex, {
        displayMode: display,
        throwOnError: true,
        strict: 'ignore',
        output: 'html',
      });
      // Display style without the centring block, so that the reference point stands on the same line.
      return `<div class="f"><i></i>${html.replace(/^<span class="katex-display">(.*)<\/span>$/s, '$1')}</div>`;
    })
    .join('\n');
  const page = `<!doctype html><meta charset="utf-8"><style>${css}
    .katex{font-size:1em} body{font-size:${size}px;margin:2000px} .f{white-space:nowrap;margin:1em 0}
    .f>i{display:inline-block;width:0;height:0} .katex .frac-line{min-height:0!important}</style>${body}`;
  const browser = await launchBrowser();
  try {
    const tab = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    const { mkdtempSync, writeFileSync, rmSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const folder = mkdtempSync(join(tmpdir(), 'gradus-measure-'));
    writeFileSync(join(folder, 'page.html'), page);
    await tab.goto(pathToFileURL(join(folder, 'page.html')).href);
    await tab.evaluate('document.fonts.ready.then(() => null)');
    const result: readonly MeasuredFormula[] = await tab.evaluate(`(${pageScript})(${size})`);
    rmSync(folder, { recursive: true });
    return result;
  } finally {
    await browser.close();
  }
}
