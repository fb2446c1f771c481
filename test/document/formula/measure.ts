import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import katex from 'katex';
import { launchBrowser } from '../support/browser.ts';

/** A mark of a formula: glyphs by the left end of their baseline, rules and paths by their box. em, y down from the baseline. */
export type Mark = { readonly kind: 'glyphs' | 'rect' | 'path'; readonly text: string; readonly at: readonly number[] };
export type MeasuredFormula = { readonly width: number; readonly marks: readonly Mark[] };

const dist = join(import.meta.dirname, '../../../node_modules/katex/dist');
const size = 400;

/**
 * Marks of formulas as Chromium sets KaTeX's own HTML.
 * The fonts' ascent comes from the browser, so that the baseline of a run is
 * the top of its box plus that ascent.
 */
export async function measureInBrowser(
  formulas: readonly { readonly latex: string; readonly display: boolean }[],
): Promise<readonly MeasuredFormula[]> {
  const css = readFileSync(join(dist, 'katex.min.css'), 'utf8').replaceAll('url(fonts/', `url(${pathToFileURL(dist)}/fonts/`);
  const body = formulas
    .map(({ latex, display }) => {
      const html = katex.renderToString(latex, { displayMode: display, throwOnError: true, strict: 'ignore', output: 'html' });
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
    const result: readonly MeasuredFormula[] = await tab.evaluate(`(${measurePage.toString()})(${size})`);
    rmSync(folder, { recursive: true });
    return result;
  } finally {
    await browser.close();
  }
}

/** Runs in the page. */
function measurePage(size: number): MeasuredFormula[] {
  const context = document.createElement('canvas').getContext('2d');
  const ascents = new Map<string, number>();
  const ascentOf = (style: CSSStyleDeclaration): number => {
    const font = `${style.fontStyle} ${style.fontWeight} 1000px ${style.fontFamily}`;
    let ascent = ascents.get(font);
    if (ascent === undefined && context !== null) {
      context.font = font;
      ascent = context.measureText('x').fontBoundingBoxAscent / 1000;
      ascents.set(font, ascent);
    }
    return ascent ?? Number.NaN;
  };
  return [...document.querySelectorAll('.f')].map((holder) => {
    const origin = holder.querySelector('i')?.getBoundingClientRect();
    const html = holder.querySelector('.katex-html');
    if (origin === undefined || html === null) throw new Error('no formula here');
    const ox = origin.left;
    const oy = origin.bottom;
    const marks: Mark[] = [];
    const box = (kind: Mark['kind'], left: number, top: number, width: number, height: number): void => {
      marks.push({ kind, text: '', at: [(left - ox) / size, (top - oy) / size, width / size, height / size] });
    };
    const visit = (node: Node): void => {
      if (node instanceof Text) {
        const text = node.data;
        if (/^[\s\u00a0\u200b]*$/.test(text) || node.parentElement === null) return;
        const style = getComputedStyle(node.parentElement);
        if (style.color === 'rgba(0, 0, 0, 0)') return;
        const range = document.createRange();
        range.selectNodeContents(node);
        const rect = range.getBoundingClientRect();
        const fontSize = Number.parseFloat(style.fontSize);
        const baseline = rect.top + Math.round(ascentOf(style) * fontSize);
        marks.push({ kind: 'glyphs', text, at: [(rect.left - ox) / size, (baseline - oy) / size] });
        return;
      }
      if (!(node instanceof Element)) return;
      const names = node.classList;
      const rect = node.getBoundingClientRect();
      if (names.contains('frac-line') || names.contains('overline-line') || names.contains('underline-line') || names.contains('katex-hline')) {
        const line = Number.parseFloat(getComputedStyle(node).borderBottomWidth);
        box('rect', rect.left, rect.bottom - line, rect.width, line);
      } else if (names.contains('vertical-separator')) {
        const line = Number.parseFloat(getComputedStyle(node).borderRightWidth);
        box('rect', rect.right - line, rect.top, line, rect.height);
      } else if (names.contains('katex-rule')) {
        const style = getComputedStyle(node);
        const width = Number.parseFloat(style.borderRightWidth);
        const height = Number.parseFloat(style.borderTopWidth);
        if (width > 0 && height > 0) box('rect', rect.left, rect.top, width, height);
      } else if (names.contains('fbox')) {
        const line = Number.parseFloat(getComputedStyle(node).borderTopWidth);
        box('rect', rect.left, rect.top, rect.width, line);
        box('rect', rect.left, rect.bottom - line, rect.width, line);
        box('rect', rect.left, rect.top, line, rect.height);
        box('rect', rect.right - line, rect.top, line, rect.height);
      }
      if (node instanceof SVGPathElement && node.ownerSVGElement !== null) {
        const view = node.ownerSVGElement.getBoundingClientRect();
        const left = Math.max(rect.left, view.left);
        const right = Math.min(rect.right, view.right);
        box('path', left, rect.top, right - left, rect.height);
        return;
      }
      for (const child of node.childNodes) visit(child);
    };
    visit(html);
    const bases = [...html.querySelectorAll(':scope > .katex-base')];
    const width = bases.reduce((sum, base) => sum + base.getBoundingClientRect().width, 0) / size;
    return { width, marks };
  });
}
