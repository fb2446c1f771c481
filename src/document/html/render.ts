import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Environment } from 'nunjucks';
import type { Doc } from '../doc.ts';
import type { FontLibrary, ReadPackageFile } from '../fonts/library.ts';
import { loadKatex } from '../formula/katex-tree.ts';
import { stringsFor } from '../strings/strings.ts';
import { type FormulaHtml, formulaHtml } from './inline.ts';
import { blockViews, type Safe, sheetData } from './view.ts';
import { type WebFonts, webFonts } from './web-fonts.ts';

export type HtmlAssets = {
  readonly library: FontLibrary;
  readonly environment: Environment;
  readonly safe: Safe;
  readonly formula: FormulaHtml;
  readonly fonts: WebFonts;
  /** KaTeX's style sheet without its font files. */
  readonly katexCss: string;
  /** The page's scripts as text: what saves answers, and what unpacks the reader of formulas. */
  readonly scripts: readonly string[];
  /** The reader of formulas, gzip in base64: a third of its size. */
  readonly packed: string;
  /** The policy allows the unpacked script by its hash. */
  readonly packedHash: string;
  /** A picture for the head of every page, as a data address; empty for none. */
  readonly logo: string;
};

export type HtmlSources = {
  readonly library: FontLibrary;
  readonly read: ReadPackageFile;
  /** Template texts by file name; an instructor's own files replace those of the same name. */
  readonly templates: ReadonlyMap<string, string>;
  /** The bundled src/web/paper.ts and src/web/unpack.ts. */
  readonly scripts: readonly string[];
  /** The bundled src/web/echo.ts, which travels compressed. */
  readonly packed: string;
  /** A picture as a data address; none when absent. */
  readonly logo?: string;
};

/** Loads nunjucks and the subsetter; keep the result, it holds templates and fonts. */
export async function openHtmlAssets({
  library,
  read,
  templates,
  scripts,
  packed,
  logo = '',
}: HtmlSources): Promise<HtmlAssets> {
  const [{ default: nunjucks }, { default: subset }, katex] = await Promise.all([
    import('nunjucks'),
    import('subset-font'),
    loadKatex(),
  ]);
  const loader = {
    getSource: (name: string) => {
      const src = templates.get(name);
      if (src === undefined) throw new Error(`template ${name} is missing`);
      return { src, path: name, noCache: false };
    },
  };
  const environment = new nunjucks.Environment(loader, {
    autoescape: true,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  const css = new TextDecoder().decode(read('katex/dist/katex.min.css'));
  return {
    library,
    logo,
    environment,
    safe: (html) => new nunjucks.runtime.SafeString(html),
    formula: formulaHtml(katex),
    fonts: webFonts(library, subset),
    katexCss: css.replace(/@font-face\{[^}]*\}/g, ''),
    // The text stands inside a script element and must not end it.
    scripts: scripts.map((script) => script.replaceAll('</script', '<\\/script')),
    packed: gzipSync(packed, { level: 9 }).toString('base64'),
    packedHash: hashOf(packed),
  };
}

const hashOf = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** Text for a CSS string, in the margin boxes of printed pages. */
function cssString(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} .,:;·–-]/gu, (character) => `\\${(character.codePointAt(0) ?? 32).toString(16)} `)}"`;
}

/** A self-contained page: no network, no eval, works from a file. The same document and assets give the same text. */
export async function renderHtml(doc: Doc, assets: HtmlAssets): Promise<string> {
  const { safe } = assets;
  const strings = stringsFor(doc);
  const tools = { formula: assets.formula, safe, strings, library: assets.library };
  const sheet = sheetData(doc, strings);
  const running = [doc.course, doc.title, doc.student ?? '', doc.variantCode ?? ''];
  const fontCss = await assets.fonts(doc.blocks, running);
  const hashes = [...assets.scripts.map(hashOf), assets.packedHash];
  return assets.environment.render('page.html', {
    doc: {
      kind: doc.kind,
      lang: doc.lang,
      title: doc.title,
      course: doc.course,
      student: doc.student ?? '',
      variantCode: doc.variantCode ?? '',
      page: doc.page,
    },
    strings,
    logo: assets.logo,
    blocks: blockViews(doc.blocks, tools),
    sheet: sheet === undefined ? '' : safe(sheet),
    scripts: sheet === undefined ? [] : assets.scripts.map(safe),
    packed: sheet === undefined ? '' : assets.packed,
    policy: `default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; form-action 'none'; base-uri 'none'; script-src ${sheet === undefined ? "'none'" : hashes.join(' ')}`,
    fontCss: safe(fontCss),
    katexCss: safe(assets.katexCss),
    pageNumber: safe(
      cssString(strings.page(-1, -2)).replace('-1', '" counter(page) "').replace('-2', '" counter(pages) "'),
    ),
  });
}
