import { describe, expect, test } from 'vitest';
import type { Blocks, Doc } from '../../../src/document/doc.ts';
import { openHtmlAssets, renderHtml } from '../../../src/document/html/render.ts';
import { eachFormula } from '../../../src/document/html/view.ts';
import { fonts, readPackageFile } from '../support/assets.ts';
import { figuresIn } from '../support/catalogue.ts';
import { htmlAssets, projectTemplates } from '../support/html.ts';
import { p, sampleKey, samplePaper, t } from '../support/sample.ts';

const page = (blocks: Blocks, rest: Partial<Doc> = {}): Doc => ({
  kind: 'paper',
  lang: 'en',
  title: 'A title',
  course: 'A course',
  page: 'a4',
  blocks,
  ...rest,
});

describe.each([
  ['paper', samplePaper],
  ['key', sampleKey],
])('the sample %s as HTML', (_, doc) => {
  test('is self-contained, and the same text every time', async () => {
    const html = await renderHtml(doc, await htmlAssets());
    const addresses = [
      ...html.replace(/<script>[\s\S]*?<\/script>/g, '').matchAll(/(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]+)/g),
    ].map((match) => match[1] ?? '');
    expect(addresses.filter((address) => !address.startsWith('data:') && !address.startsWith('#'))).toEqual([]);
    expect(html).toContain('default-src &#39;none&#39;');
    expect(await renderHtml(doc, await htmlAssets())).toBe(html);
  });

  test('has every formula in MathML with its words, and no LaTeX', async () => {
    const html = await renderHtml(doc, await htmlAssets());
    let formulas = 0;
    eachFormula(doc.blocks, () => {
      formulas += 1;
    });
    // Labels inside a drawing are spoken by its alternative text.
    const drawn = figuresIn(doc.blocks).reduce((sum, f) => sum + f.shapes.filter((s) => s.kind === 'label').length, 0);
    expect(html.match(/<math [^>]*alttext="[^"]+"/g)).toHaveLength(formulas - drawn);
    expect(html).not.toMatch(/<annotation/);
    const text = html
      .replace(/<(style|script)\b[\s\S]*?<\/\1>/g, '')
      .replace(/alttext="[^"]*"/g, '')
      .replace(/<[^>]*>/g, '');
    expect(text).not.toMatch(/\\[a-z]|\$/);
  });

  test('stays small', async () => {
    const html = await renderHtml(doc, await htmlAssets());
    expect(html.length).toBeLessThan(500_000);
  });
});

test('author text cannot become markup', async () => {
  const evil = '<img src=x onerror=alert(1)> & "quotes"';
  const html = await renderHtml(
    page([p(evil), { kind: 'heading', level: 2, inlines: t(evil) }], {
      title: evil,
      student: evil,
      answerSheet: { assignment: '</script><b>', student: evil, attempt: 1 },
    }),
    await htmlAssets(),
  );
  expect(html).not.toContain('<img');
  expect(html).not.toContain('</script><b>');
  expect(html).toContain('&lt;img src=x');
});

test('a page without answers has no script', async () => {
  const html = await renderHtml(page([p('Text')]), await htmlAssets());
  expect(html).not.toContain('<script');
  expect(html).toContain('script-src &#39;none&#39;');
});

test('an instructor replaces a template by one of the same name', async () => {
  const templates = new Map([
    ...projectTemplates(),
    ['page.html', '<html lang="{{ doc.lang }}"><h1>Mine: {{ doc.title }}</h1></html>'],
  ]);
  const assets = await openHtmlAssets({
    library: await fonts(),
    read: readPackageFile,
    templates,
    scripts: [],
    packed: '',
  });
  expect(await renderHtml(page([]), assets)).toBe('<html lang="en"><h1>Mine: A title</h1></html>');
});

test('German pages have German texts', async () => {
  const html = await renderHtml({ ...samplePaper, lang: 'de' }, await htmlAssets());
  expect(html).toContain('<html lang="de">');
  expect(html).toContain('Antworten speichern');
  expect(html).not.toContain('Save answers');
});

test('punctuation stays with its formula', async () => {
  const html = await renderHtml(page([p('See ($x$), then $y$.')]), await htmlAssets());
  expect(html).toMatch(/<span class="nb">\(<span class="katex">[\s\S]*?<\/span>\),?<\/span>/);
  expect(html.match(/class="nb"/g)).toHaveLength(2);
});
