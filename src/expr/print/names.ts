/** How names are set: Greek letters, subscripts, and words of several letters upright. */
import type { Shape } from '../../ir/shape.ts';
import { greekNames } from '../parse/names.ts';

/** A letter or word; `greek` for the name of a Greek letter. */
export interface NamePart {
  readonly text: string;
  readonly style: 'letter' | 'greek' | 'word' | 'digits';
}

export interface NameParts {
  readonly head: NamePart;
  readonly subscripts: readonly NamePart[];
}

function part(text: string): NamePart {
  if (/^\d+$/.test(text)) return { text, style: 'digits' };
  if (text === 'eps') return { text: 'varepsilon', style: 'greek' };
  if (greekNames.has(text)) return { text, style: 'greek' };
  return { text, style: [...text].length === 1 ? 'letter' : 'word' };
}

/** `theta1` is theta with subscript 1, `W_out` is W with subscript out. */
export function splitName(name: string): NameParts {
  const [stem = name, ...rest] = name.split('_');
  const m = /^(\D+)(\d+)$/.exec(stem);
  const [, letters = stem, digits] = m ?? [];
  const subscripts = [...(digits === undefined ? [] : [digits]), ...rest.filter((s) => s !== '')];
  return {
    head: part(letters),
    subscripts: subscripts.flatMap((s) => {
      // `W_h2`: a letter with its own number, both in the subscript.
      const inner = /^(\D+)(\d+)$/.exec(s);
      return inner ? [part(inner[1] ?? ''), part(inner[2] ?? '')] : [part(s)];
    }),
  };
}

/** Greek capitals that look Latin are set upright, since fonts for formulas have no letter of their own for them. */
const LATIN_CAPITALS: ReadonlyMap<string, string> = new Map([
  ['Alpha', 'A'],
  ['Beta', 'B'],
  ['Epsilon', 'E'],
  ['Zeta', 'Z'],
  ['Eta', 'H'],
  ['Iota', 'I'],
  ['Kappa', 'K'],
  ['Mu', 'M'],
  ['Nu', 'N'],
  ['Omicron', 'O'],
  ['Rho', 'P'],
  ['Tau', 'T'],
  ['Chi', 'X'],
]);

function greekCommand(word: string): string {
  const latin = LATIN_CAPITALS.get(word);
  if (latin !== undefined) return `\\mathrm{${latin}}`;
  return word === 'omicron' ? 'o' : `\\${word}`;
}

function partLatex(p: NamePart): string {
  switch (p.style) {
    case 'greek':
      return greekCommand(p.text);
    case 'word':
      return `\\mathrm{${p.text.replace(/[^\p{L}\p{N}]/gu, '')}}`;
    case 'letter':
    case 'digits':
      return p.text;
  }
}

/** The name as it is said; capitals are said, since X and x are different things. */
export function spokenName(name: string, lang: 'en' | 'de' = 'en'): string {
  const { head, subscripts } = splitName(name);
  const say = (p: NamePart): string => {
    const capital = (p.style === 'greek' || p.style === 'letter') && /^\p{Lu}/u.test(p.text);
    const big = lang === 'de' ? 'groß ' : 'capital ';
    return capital
      ? `${big}${p.style === 'greek' ? p.text.toLowerCase() : p.text}`
      : p.text === 'varepsilon'
        ? 'epsilon'
        : p.text;
  };
  const sub = lang === 'de' ? ' Index ' : ' sub ';
  return subscripts.length === 0 ? say(head) : `${say(head)}${sub}${subscripts.map(say).join(' ')}`;
}

/** `theta` → `\theta`, `x12` → `x_{12}`, `W_out` → `W_{\mathrm{out}}`, `loss` → `\mathrm{loss}`. */
export function latexName(name: string): string {
  const { head, subscripts } = splitName(name);
  if (subscripts.length === 0) return partLatex(head);
  return `${partLatex(head)}_{${subscripts.map(partLatex).join(',')}}`;
}

/** The set a value of this shape lies in: `\mathbb{R}^{2 \times 3}`, `\mathbb{R}^{n}` for columns, `\mathbb{R}`. */
export function printShapeLatex(shape: Shape): string {
  const dims = shape.length === 2 && shape[1] === 1 ? shape.slice(0, 1) : shape;
  if (dims.length === 0) return '\\mathbb{R}';
  const written = dims.map((d) =>
    String(d)
      .split('*')
      .map((factor) => latexName(factor))
      .join(' '),
  );
  return `\\mathbb{R}^{${written.join(' \\times ')}}`;
}
