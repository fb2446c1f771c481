import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../../../src/document/html/render.ts';
import { readPackageFile } from '../support/assets.ts';
import { launchBrowser } from '../support/browser.ts';
import { htmlAssets } from '../support/html.ts';
import { sampleKey, samplePaper } from '../support/sample.ts';

let browser: Browser;
let folder: string;
const faults: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  folder = mkdtempSync(join(tmpdir(), 'gradus-html-'));
  const assets = await htmlAssets();
  writeFileSync(join(folder, 'paper.html'), await renderHtml(samplePaper, assets));
  writeFileSync(join(folder, 'german.html'), await renderHtml({ ...samplePaper, lang: 'de' }, assets));
  writeFileSync(join(folder, 'key.html'), await renderHtml(sampleKey, assets));
}, 60_000);

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function open(name: 'paper' | 'key' | 'german', options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  page.on('console', (message) => faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
  return page;
}

const box = (page: Page, item: string, field: string, inner: string) =>
  page.locator(`[data-item="${item}"][data-field="${field}"] ${inner}`);

async function save(page: Page): Promise<unknown> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
  expect(download.suggestedFilename()).toBe('hw1-s001.json');
  return JSON.parse(readFileSync(await download.path(), 'utf8'));
}

async function fillAll(page: Page): Promise<void> {
  await box(page, 'partials', 'dfdx', '[data-role=text]').fill('6x cos(3x^2 + 7y^3)');
  await box(page, 'jacobian', 'size', '[data-role=text]').fill('2x3');
  await box(page, 'jacobian', 'J', '[data-role=rows]').fill('2');
  await box(page, 'jacobian', 'J', '[data-role=columns]').fill('3');
  const cells = box(page, 'jacobian', 'J', '.grid input');
  for (let index = 0; index < 6; index += 1) await cells.nth(index).fill(String(index));
  await box(page, 'least', 'table', '[data-role=value]').nth(0).fill('R[i,q]');
  await box(page, 'trace', 't', '[data-node=a][data-cell=value]').fill('0.49');
  await box(page, 'trace', 't', '[data-node=b][data-cell=adjoint]').fill('1.50');
  await box(page, 'pick', 'pick', 'input[value=k1]').check();
  await box(page, 'order', 'proof', '[data-id=l2]').fill('1');
  await box(page, 'order', 'proof', '[data-id=l4]').fill('2');
  await box(page, 'order', 'proof', '[data-id=l1]').fill('3');
  await box(page, 'wrong', 'line', 'input[value="3"]').check();
  await box(page, 'show', 'd', '[data-role=line]').nth(0).fill('a = b');
  await box(page, 'show', 'd', '[data-role=line]').nth(2).fill('b = c');
  await box(page, 'why', 'text', 'textarea').fill('One sweep\nserves all.');
}

const expected = {
  student: 's001',
  attempt: 1,
  answers: {
    partials: { dfdx: '6x cos(3x^2 + 7y^3)' },
    jacobian: { size: '2x3', J: '[[0, 1, 2], [3, 4, 5]]' },
    least: { table: [{ when: 'j=p, p!=q', value: 'R[i,q]' }] },
    trace: { t: { a: { value: '0.49' }, b: { adjoint: '1.50' } } },
    pick: { pick: 'k1' },
    order: { proof: ['l2', 'l4', 'l1'] },
    wrong: { line: '3' },
    show: { d: ['a = b', 'b = c'] },
    why: { text: 'One sweep\nserves all.' },
  },
};

describe('the page in a browser', { timeout: 60_000 }, () => {
  const axe = new TextDecoder().decode(readPackageFile('axe-core/axe.min.js'));
  const looks: readonly [string, 'paper' | 'key', BrowserContextOptions][] = [
    ['paper, light', 'paper', { colorScheme: 'light' }],
    ['paper, dark, phone', 'paper', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
    ['key, dark', 'key', { colorScheme: 'dark' }],
  ];

  test.each(looks)('has no violation of WCAG 2.2 AA: %s', async (_, name, options) => {
    const page = await open(name, { ...options, bypassCSP: true });
    await page.evaluate(axe);
    const violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] =
      await page.evaluate(
        'axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then((r) => r.violations)',
      );
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
    await page.context().close();
  });

  test('saves what a submission holds, and leaves empty boxes out', async () => {
    const page = await open('paper');
    expect(await save(page)).toEqual({ student: 's001', attempt: 1, answers: {} });
    await fillAll(page);
    expect(await save(page)).toEqual(expected);
    await page.context().close();
  });

  test('keeps answers over a reload', async () => {
    const page = await open('paper');
    await fillAll(page);
    await page.reload();
    expect(await save(page)).toEqual(expected);
    expect(await box(page, 'jacobian', 'J', '.grid input').nth(5).inputValue()).toBe('5');
    await page.context().close();
  });

  test('loads a saved file, and refuses what is none or another student’s', async () => {
    const page = await open('paper');
    const load = async (content: string): Promise<string | null> => {
      await page.setInputFiles('#file', { name: 'a.json', mimeType: 'application/json', buffer: Buffer.from(content) });
      await page.waitForTimeout(50);
      return page.textContent('#status');
    };
    expect(await load('not JSON')).toMatch(/no saved answers/);
    expect(await load(JSON.stringify({ ...expected, student: 's002' }))).toMatch(/another student/);
    expect(await load(JSON.stringify({ ...expected, answers: { ...expected.answers, gone: { x: '1' } } }))).toMatch(
      /10 answers loaded.*1 answer has no box/,
    );
    expect(await save(page)).toEqual(expected);
    await page.context().close();
  });

  test('a matrix typed as text fills its grid, and the student chooses the shape', async () => {
    const page = await open('paper');
    await box(page, 'path', 'outer', '[data-role=text]').fill('[1, sin(t); f(a, b), 2]');
    await box(page, 'path', 'outer', '[data-role=text]').press('Tab');
    const entries = await box(page, 'path', 'outer', '.grid input').evaluateAll((inputs) =>
      inputs.map((input) => ('value' in input ? input.value : '')),
    );
    expect(entries).toEqual(['1', 'sin(t)', 'f(a, b)', '2']);
    await page.context().close();
  });

  test('a decimal comma is no separator in a German grid', async () => {
    const page = await open('german');
    await box(page, 'path', 'outer', '[data-role=rows]').fill('1');
    await box(page, 'path', 'outer', '[data-role=columns]').fill('2');
    await box(page, 'path', 'outer', '.grid input').nth(0).fill('1,5');
    await box(page, 'path', 'outer', '.grid input').nth(1).fill('2');
    await page.reload();
    expect(await box(page, 'path', 'outer', '.grid input').count()).toBe(2);
    expect(await box(page, 'path', 'outer', '.grid input').nth(0).inputValue()).toBe('1,5');
    await page.context().close();
  });

  test('works by keyboard alone', async () => {
    const page = await open('paper');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('x + 1');
    await box(page, 'pick', 'pick', 'input[value=k1]').focus();
    await page.keyboard.press('ArrowDown');
    await page.focus('#save');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    const saved: unknown = JSON.parse(readFileSync(await download.path(), 'utf8'));
    expect(saved).toMatchObject({ answers: { partials: { dfdx: 'x + 1' }, pick: { pick: 'k2' } } });
    await page.context().close();
  });

  test('every box has a name, and formulas are in the accessibility tree', async () => {
    const page = await open('paper');
    const nameless = await page
      .locator('input:visible, textarea, select')
      .evaluateAll(
        (controls) =>
          controls.filter((control) => !control.getAttribute('aria-label') && control.closest('label') === null).length,
      );
    expect(nameless).toBe(0);
    expect(await page.getByRole('math').count()).toBeGreaterThan(60);
    await page.context().close();
  });

  test('fits a phone without sideways scrolling', async () => {
    for (const name of ['paper', 'key'] as const) {
      const page = await open(name, { viewport: { width: 390, height: 844 } });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      await page.context().close();
    }
  });

  test('prints course, name, variant and page number on every page', async () => {
    const page = await open('paper');
    const file = join(folder, 'print.pdf');
    await page.pdf({ path: file, preferCSSPageSize: true });
    const texts = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1);
    expect(texts.length).toBeGreaterThan(2);
    texts.forEach((text, index) => {
      for (const part of ['Vector Calculus', 'Ada Lovelace', 'K7QF-2M9D', `Page ${index + 1} of ${texts.length}`])
        expect(text).toContain(part);
    });
    await page.context().close();
  });

  test('no page said anything on the console', () => {
    expect(faults).toEqual([]);
  });
});
