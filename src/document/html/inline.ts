import type { Formula, Inlines } from '../doc.ts';
import type { Katex } from '../formula/katex-tree.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

export type FormulaHtml = (formula: Formula, display: boolean) => string;

/**
 * KaTeX's HTML with MathML for the accessibility tree. The annotation with
 * the LaTeX source is taken out: it doubles the size and would show raw TeX
 * where a page is read as text.
 */
export function formulaHtml(katex: Katex, limit = 1000): FormulaHtml {
  const memo = new Map<string, string>();
  return ({ latex, speech }, display) => {
    const key = `${display}\n${latex}\n${speech}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const html = katex
      .renderToString(latex, { displayMode: display, throwOnError: true, strict: 'ignore', output: 'htmlAndMathml' })
      .replace(/<annotation encoding="application\/x-tex">.*?<\/annotation>/s, '')
      .replace(/<\/?semantics>/g, '')
      .replace('<math ', () => `<math alttext="${escapeHtml(speech)}" `);
    if (memo.size >= limit) {
      const [oldest] = memo.keys();
      if (oldest !== undefined) memo.delete(oldest);
    }
    memo.set(key, html);
    return html;
  };
}

/** Inlines as HTML. A formula and the punctuation around it stay on one line. */
export function inlineHtml(inlines: Inlines, formula: FormulaHtml): string {
  let out = '';
  let rest = inlines;
  while (rest.length > 0) {
    const [inline, next] = rest;
    if (inline === undefined) break;
    rest = rest.slice(1);
    switch (inline.kind) {
      case 'text': {
        // An opening bracket right before a formula belongs to it.
        const open = next?.kind === 'formula' ? (/[([]+$/.exec(inline.text)?.[0] ?? '') : '';
        out += escapeHtml(inline.text.slice(0, inline.text.length - open.length));
        if (open !== '') out += `<span class="nb">${open}`;
        break;
      }
      case 'code':
        out += `<code>${escapeHtml(inline.text)}</code>`;
        break;
      case 'strong':
        out += `<strong>${inlineHtml(inline.inlines, formula)}</strong>`;
        break;
      case 'emphasis':
        out += `<em>${inlineHtml(inline.inlines, formula)}</em>`;
        break;
      case 'lineBreak':
        out += '<br>';
        break;
      case 'formula': {
        const opened = /<span class="nb">[([]+$/.test(out);
        const close = next?.kind === 'text' ? (/^[.,;:!?)\]’”]+/.exec(next.text)?.[0] ?? '') : '';
        const html = formula(inline.formula, false);
        out += opened || close === '' ? html : `<span class="nb">${html}`;
        out += escapeHtml(close);
        if (opened || close !== '') out += '</span>';
        if (close !== '' && next?.kind === 'text')
          rest = [{ kind: 'text', text: next.text.slice(close.length) }, ...rest.slice(1)];
        break;
      }
    }
  }
  return out;
}
