/** HTML of exports as XHTML with MathML, for formats that hold content as XML and know no TeX. */
import type { Html } from './html.ts';

/** Turns TeX into a `<math>` element; throws where it cannot be set. */
type SetFormula = (latex: string, display: boolean) => string;

export type Xhtml = (html: Html) => string;

/**
 * The writer of one export. A formula that cannot be set as MathML stands as its source.
 * @param failed told the source of each such formula
 */
export async function xhtmlWriter(failed: (latex: string) => void): Promise<Xhtml> {
  const { default: katex } = await import('katex');
  const set: SetFormula = (latex, display) =>
    katex
      .renderToString(latex, { displayMode: display, throwOnError: true, strict: 'ignore', output: 'mathml' })
      .replace(/<annotation encoding="application\/x-tex">.*?<\/annotation>/s, '')
      .replace(/<\/?semantics>/g, '')
      // KaTeX puts an invisible sign behind an operator even where it ends a script, which then has too many parts.
      .replaceAll(/<mo>\u2061<\/mo>(?=<\/m(?:sub|sup|subsup|under|over|underover)>)/g, '')
      .replace(/^<span class="katex">(.*)<\/span>$/s, '$1');
  const memo = new Map<string, string>();
  const formula = (source: string, display: boolean): string => {
    const key = `${display} ${source}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const made = mathml(unescaped(source), display, set, failed);
    if (memo.size < MOST_FORMULAS) memo.set(key, made);
    return made;
  };
  return ({ html }) =>
    html
      // Delimiters in words have an empty element inside, so these are formulas only.
      .replaceAll(/\\\((.*?)\\\)|\\\[(.*?)\\\]/gs, (_, inline?: string, display?: string) =>
        formula(inline ?? display ?? '', inline === undefined),
      )
      .replaceAll('<span></span>', '')
      // Looks are no matter of XHTML.
      .replaceAll('<table border="1">', '<table>')
      .replaceAll(/<(br|img|hr)\b([^>]*)>/g, '<$1$2/>');
}

const MOST_FORMULAS = 20_000;

function mathml(latex: string, display: boolean, set: SetFormula, failed: (latex: string) => void): string {
  try {
    return set(latex, display);
  } catch {
    failed(latex);
    return `<code>${escaped(latex)}</code>`;
  }
}

const escaped = (s: string): string => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const unescaped = (s: string): string =>
  s.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
