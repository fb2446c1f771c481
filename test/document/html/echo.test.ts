import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Block, Doc } from '../../../src/document/doc.ts';
import { renderHtml } from '../../../src/document/html/render.ts';
import { readPackageFile } from '../support/assets.ts';
import { launchBrowser } from '../support/browser.ts';
import { page as docOf } from '../support/catalogue.ts';
import { htmlAssets } from '../support/html.ts';

const IDS = [
  'partials-of-a-composition',
  'jacobian-of-a-linear-map',
  'gradient-descent-step',
  'backprop-trace-two-branches',
] as const;

const derivation: Block = {
  kind: 'answer',
  answer: {
    item: 'show',
    field: 'd',
    label: [{ kind: 'text', text: 'Show it.' }],
    name: 'Show it.',
    hint: [],
    points: 1,
    reads: { variables: [{ name: 'x', shape: [] }], mayBe: { undefined: false } },
    input: { kind: 'derivation', lines: 2 },
  },
};

let browser: Browser;
let folder: string;

/** Several problems of the catalogue on one page. */
async function together(solution: boolean, locale: string): Promise<Doc> {
  const docs = await Promise.all(IDS.map((id) => docOf(id, { solution, locale, seed: '2' })));
  const [first] = docs;
  if (first === undefined) throw new Error('no documents');
  return { ...first, blocks: [...docs.flatMap((d) => d.blocks), ...(solution ? [] : [derivation])] };
}

beforeAll(async () => {
  browser = await launchBrowser();
  folder = mkdtempSync(join(tmpdir(), 'gradus-echo-'));
  const assets = await htmlAssets();
  const write = async (name: string, doc: Doc): Promise<void> =>
    writeFileSync(join(folder, `${name}.html`), await renderHtml(doc, assets));
  await write('paper', await together(false, 'en'));
  await write('german', await together(false, 'de'));
  await write('key', await together(true, 'en'));
}, 60_000);

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function open(name: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
  return page;
}

const field = (page: Page, item: string, id: string): Locator =>
  page.locator(`[data-item="${item}"][data-field="${id}"]`);

/** What is said below a box, once it says something that matches. */
async function echo(box: Locator, expected: RegExp): Promise<Locator> {
  const place = box.locator('[data-role=echo]');
  await expect.poll(() => place.textContent(), { timeout: 4000 }).toMatch(expected);
  return place;
}

describe('what is typed is read back', () => {
  test('as a formula, as the grader reads it', async () => {
    const page = await open('paper');
    const box = field(page, 'partials-of-a-composition', 'dfdx');
    await box.locator('[data-role=text]').fill('1/2x sin^2 x');
    const place = await echo(box, /We read it as/);
    expect(await place.locator('math mfrac, math msup').count()).toBeGreaterThan(1);
    expect(await place.textContent()).toMatch(/sin/);
    await box.locator('[data-role=text]').fill('');
    await expect.poll(() => place.textContent()).toBe('');
    await page.context().close();
  });

  test('with the place and the mend where it cannot be read, after a pause and without scolding', async () => {
    const page = await open('paper');
    const box = field(page, 'partials-of-a-composition', 'dfdx');
    const input = box.locator('[data-role=text]');
    await input.pressSequentially('3 cos(x');
    expect(await input.getAttribute('aria-invalid')).toBeNull();
    await echo(box, /Not readable yet\..*missing \(character 6/);
    expect(await input.getAttribute('aria-invalid')).toBe('true');
    await input.pressSequentially(')');
    await echo(box, /We read it as/);
    expect(await input.getAttribute('aria-invalid')).toBeNull();
    await input.fill('3 q');
    await echo(box, /Not readable yet\..*q/);
    await page.context().close();
  });

  test('as a number where one is asked for, and not as a calculation with matrices', async () => {
    const page = await open('paper');
    const box = field(page, 'gradient-descent-step', 'change');
    await box.locator('[data-role=text]').fill('det([1,2;3,4])');
    await echo(box, /does not work out vectors and matrices/);
    await box.locator('[data-role=text]').fill('-3/4');
    await echo(box, /We read it as/);
    await page.context().close();
  });

  test('entry by entry of a grid; one with holes is handed in as lists', async () => {
    const page = await open('paper');
    const box = field(page, 'gradient-descent-step', 'grad');
    await box.locator('[data-role=rows]').fill('1');
    await box.locator('[data-role=columns]').fill('2');
    await box.locator('.grid input').nth(0).fill('4');
    await echo(box, /Some entries are empty/);
    const save = async (): Promise<unknown> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
      return JSON.parse(readFileSync(await download.path(), 'utf8'));
    };
    expect(await save()).toMatchObject({ answers: { 'gradient-descent-step': { grad: [['4', '']] } } });
    await box.locator('.grid input').nth(1).fill('-2');
    const place = await echo(box, /We read it as/);
    expect(await place.locator('mtd').count()).toBe(2);
    expect(await save()).toMatchObject({ answers: { 'gradient-descent-step': { grad: '[[4, -2]]' } } });
    await page.reload();
    await echo(field(page, 'gradient-descent-step', 'grad'), /We read it as/);
    await page.context().close();
  });

  test('line by line of a derivation', async () => {
    const page = await open('paper');
    const box = field(page, 'show', 'd');
    await box.locator('[data-role=line]').nth(0).fill('df = 2 x dx');
    expect(await (await echo(box, /We read it as:.* = /)).locator('math').count()).toBe(2);
    await box.locator('[data-role=line]').nth(1).fill('2 x y');
    await echo(box, /Not readable yet/);
    await page.context().close();
  });

  test('in German, with its decimal comma', async () => {
    const page = await open('german');
    const box = field(page, 'gradient-descent-step', 'change');
    await box.locator('[data-role=text]').fill('1,5');
    expect(await (await echo(box, /Gelesen als/)).locator('mn').textContent()).toBe('1,5');
    await box.locator('[data-role=text]').fill('1,5 +');
    await echo(box, /Noch nicht lesbar/);
    await page.context().close();
  });
});

describe('pages with figures', () => {
  test.each([
    ['paper', 'light', 1200],
    ['paper', 'dark', 390],
    ['key', 'dark', 1200],
    ['key', 'light', 320],
  ] as const)('have no violation of WCAG 2.2 AA: %s, %s, %i wide', async (name, colorScheme, width) => {
    const page = await open(name, { colorScheme, viewport: { width, height: 844 }, bypassCSP: true });
    await page.addScriptTag({ content: new TextDecoder().decode(readPackageFile('axe-core/axe.min.js')) });
    if (name === 'paper') {
      await field(page, 'partials-of-a-composition', 'dfdx').locator('[data-role=text]').fill('2 (');
      await echo(field(page, 'partials-of-a-composition', 'dfdx'), /Not readable yet/);
    }
    const violations: unknown = await page.evaluate(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')))`,
    );
    expect(violations).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.context().close();
  });

  test('say what is to be seen, and draw their labels in the page’s fonts', async () => {
    const page = await open('key');
    const pictures = page.getByRole('img');
    expect(await pictures.count()).toBeGreaterThan(1);
    for (const picture of await pictures.all())
      expect((await picture.getAttribute('aria-label')) ?? '').toMatch(/\w{4,}.*\./);
    const fonts = await page
      .locator('figure svg text')
      .evaluateAll((texts) => [...new Set(texts.map((t) => t.getAttribute('font-family') ?? ''))]);
    for (const family of fonts) {
      expect(family).toMatch(/^KaTeX_/);
      expect(await page.evaluate(`document.fonts.check('10px ${family}')`)).toBe(true);
    }
    await page.context().close();
  });
});
