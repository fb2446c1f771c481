/**
 * TeX that authors write between formulas, as it is said aloud. A modest reader: what it does not know it spells,
 * and it never fails. Formulas printed into the TeX stand as private-use characters and bring their own words.
 */

import { type TexWords, texWords } from './tex-words.ts';

/** Commands that only change how their argument looks. */
const DRESS = new Set([
  'mathrm',
  'mathbf',
  'boldsymbol',
  'mathit',
  'mathsf',
  'mathcal',
  'text',
  'textbf',
  'operatorname',
  'bm',
  'mathop',
]);
const SILENT = new Set(['left', 'right', 'big', 'Big', 'bigl', 'bigr', 'quad', 'qquad', 'displaystyle', 'limits']);

const isInsert = (c: string): boolean => c >= '\uE000' && c <= '\uF8FF';

/** @param inserts words for the private-use characters, the first for U+E000 */
export function speakTex(tex: string, inserts: readonly string[] = [], lang: 'en' | 'de' = 'en'): string {
  return new TexReader(tex, inserts, lang).all().replace(/\s+/g, ' ').replace(/ ,/g, ',').trim();
}

class TexReader {
  readonly #tex: string;
  readonly #inserts: readonly string[];
  readonly #lang: 'en' | 'de';
  readonly #words: TexWords;
  #at = 0;
  #normOpen = false;

  constructor(tex: string, inserts: readonly string[], lang: 'en' | 'de') {
    this.#tex = tex;
    this.#inserts = inserts;
    this.#lang = lang;
    this.#words = texWords[lang];
  }

  all(): string {
    const words: string[] = [];
    while (this.#at < this.#tex.length) words.push(this.#next(words.at(-1) ?? ''));
    return words.join(' ');
  }

  /** The words of one token, with its scripts taken as tokens of their own. */
  #next(before: string): string {
    const c = this.#tex[this.#at] ?? '';
    if (c === '\\') return this.#command();
    if (c === '{') return this.#group();
    this.#at += 1;
    if (c === '^') return this.#power();
    if (c === '_') return `${this.#words.sub} ${this.#argument()}`;
    if (c === '(') return /\p{L}$/u.test(before) && !this.#isConnective(before) ? this.#words.of : this.#words.open;
    if (c === ')') return this.#isCall() ? '' : this.#words.close;
    if (isInsert(c)) return this.#inserts[c.charCodeAt(0) - 0xe000] ?? '';
    if (/\d/.test(c)) return c + this.#digits();
    if (/[A-Z]/.test(c)) return `${this.#words.capital} ${c}`;
    return this.#words.signs.get(c) ?? (c === '}' || c === '&' || c === '~' ? ' ' : c);
  }

  /** Whether the bracket that closes here was one of a call; counted from the start, for texts are short. */
  #isCall(): boolean {
    let depth = 0;
    for (let i = this.#at - 1; i >= 0; i -= 1) {
      if (this.#tex[i] === ')') depth += 1;
      if (this.#tex[i] === '(') depth -= 1;
      if (depth === 0) return /[\p{L}\uE000-\uF8FF']$/u.test(this.#tex.slice(0, i).trimEnd());
    }
    return false;
  }

  #digits(): string {
    const m = /^[\d.]*/.exec(this.#tex.slice(this.#at));
    this.#at += m?.[0].length ?? 0;
    return m?.[0] ?? '';
  }

  #group(): string {
    let depth = 0;
    for (let i = this.#at; i < this.#tex.length; i += 1) {
      if (this.#tex[i] === '{') depth += 1;
      if (this.#tex[i] === '}') depth -= 1;
      if (depth > 0) continue;
      const inside = this.#tex.slice(this.#at + 1, i);
      this.#at = i + 1;
      return speakTex(inside, this.#inserts, this.#lang);
    }
    this.#at += 1;
    return '';
  }

  /** A group or a single token. */
  #argument(): string {
    while (this.#tex[this.#at] === ' ') this.#at += 1;
    return this.#at < this.#tex.length ? this.#next('') : '';
  }

  #power(): string {
    const w = this.#words;
    const exponent = this.#argument().trim();
    if (exponent === '2') return w.squared;
    if (exponent === '3') return w.cubed;
    if (exponent === w.commands.get('top') || exponent === w.signs.get("'")) return exponent;
    return exponent === `${w.signs.get('-')} 1` ? w.inverse : `${w.toThe} ${exponent}`;
  }

  #command(): string {
    const w = this.#words;
    const name = /^\\([A-Za-z]+|.)/.exec(this.#tex.slice(this.#at))?.[1] ?? '';
    this.#at += name.length + 1;
    if (name === 'frac' || name === 'tfrac' || name === 'dfrac')
      return `${this.#argument()} ${w.signs.get('/')} ${this.#argument()}`;
    if (name === 'sqrt') return `${w.root} ${this.#argument()}`;
    if (name === 'mathbb') return this.#space();
    if (name === '|') {
      this.#normOpen = !this.#normOpen;
      return (this.#normOpen ? w.commands.get('lVert') : w.commands.get('rVert')) ?? '';
    }
    if (DRESS.has(name)) return this.#argument();
    const accent = w.accents.get(name);
    if (accent !== undefined) return `${this.#argument()} ${accent}`;
    if (SILENT.has(name) || !/^[A-Za-z]/.test(name)) return ' ';
    const word = w.commands.get(name);
    if (word !== undefined) return word;
    return /^[A-Z]/.test(name) ? `${w.capital} ${name.toLowerCase()}` : name;
  }

  /** ℝ^{m×n} is "R m by n". */
  #space(): string {
    const letter = this.#argument().replace(`${this.#words.capital} `, '');
    if (!/^\s*\^/.test(this.#tex.slice(this.#at))) return letter;
    this.#at += this.#tex.slice(this.#at).indexOf('^') + 1;
    return `${letter} ${this.#argument().replaceAll(` ${this.#words.commands.get('times')} `, ` ${this.#words.by} `)}`;
  }

  /** Whether the words join what stands around them, so that a bracket behind them opens no argument. */
  #isConnective(words: string): boolean {
    const w = this.#words;
    const last = words.trim();
    if (last === w.signs.get("'") || w.functions.has(last)) return false;
    return [...w.signs.values(), ...w.commands.values(), w.of, w.by].includes(last);
  }
}
