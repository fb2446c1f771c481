/** HTML as a type of its own: only `tag`, `text` and `join` make it, so nothing gets in unescaped. */

import type { RichText } from '../answers/rich-text.ts';
import { richInlines } from '../document/build/rich.ts';
import type { Formula, Inline, Inlines } from '../document/doc.ts';

export interface Html {
  readonly html: string;
}

export const NOTHING: Html = { html: '' };

/**
 * The text without what XML 1.0 cannot hold in any form (section 2.2): control characters, lone surrogates and the
 * last two code points of the basic plane. Left out everywhere, since exports end up in XML.
 */
export const printable = (text: string): string =>
  isPrintable(text) ? text : [...text].filter(isXmlCharacter).join('');

const isPrintable = (text: string): boolean => /^[\t\n\r -\uD7FF\uE000-\uFFFD]*$/.test(text);

function isXmlCharacter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

export const escapeHtml = (text: string): string =>
  printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const join = (parts: readonly Html[], between = ''): Html => ({ html: parts.map((p) => p.html).join(between) });

const VOID = new Set(['br', 'img', 'hr']);

/** An element; attributes are escaped, children are HTML already. */
export function tag(name: string, attributes: Readonly<Record<string, string>>, ...children: readonly Html[]): Html {
  const attrs = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeHtml(value)}"`)
    .join('');
  return { html: VOID.has(name) ? `<${name}${attrs}>` : `<${name}${attrs}>${join(children).html}</${name}>` };
}

/**
 * Words. Delimiters of mathematics that stand in words are pulled apart by an empty element, or the page would set
 * what follows as mathematics.
 */
export function text(words: string): Html {
  const pulled = escapeHtml(words)
    .replaceAll(/\\(?=[([])/g, '\\<span></span>')
    .replaceAll('$$', '$<span></span>$');
  // The same for what a Moodle question text would take as the place of an answer.
  return { html: pulled.replaceAll(/\{(?=#|\d*:)/g, '{<span></span>') };
}

/** TeX between MathJax's delimiters. A brace that looks like the place of an answer gets a space, which TeX ignores. */
export function tex(latex: string, display = false): Html {
  const apart = escapeHtml(latex).replaceAll(/\{(?=#|\d*:)/g, '{ ');
  // A backslash at the end would take the closing delimiter with it.
  const safe = apart.endsWith('\\') ? `${apart} ` : apart;
  return { html: display ? `\\[${safe}\\]` : `\\(${safe}\\)` };
}

export const formula = (f: Formula, display = false): Html => tex(f.latex, display);

export const inlines = (list: Inlines): Html => join(list.map(inline));

function inline(i: Inline): Html {
  switch (i.kind) {
    case 'text':
      return text(i.text);
    case 'formula':
      return formula(i.formula);
    case 'strong':
      return tag('strong', {}, inlines(i.inlines));
    case 'emphasis':
      return tag('em', {}, inlines(i.inlines));
    case 'code':
      return tag('code', {}, text(i.text));
    case 'lineBreak':
      return tag('br', {});
  }
}

export const rich = (r: RichText): Html => inlines(richInlines(r));
