/** Characters to tokens. Text and LaTeX share the tokens, so either may stand inside the other. */
import { greekLetters, normalizeName, SUBSCRIPTS } from './names.ts';
import { LIMITS, refuse, type Span } from './scope.ts';
import {
  COMMAND_FONT,
  COMMAND_SIDE,
  COMMAND_SIGN,
  COMMAND_SPACE,
  RAISED,
  ROOT,
  ROOT_DEGREES,
  SAME_SIGN,
  SIGNS,
  TRANSPOSE,
} from './signs.ts';
import type { Syntax } from './syntax.ts';

export type Token = Span & { readonly spaceBefore: boolean } & (
    | { readonly kind: 'number'; readonly text: string }
    /** A word in its one spelling; `command` for a LaTeX command without its backslash. */
    | { readonly kind: 'word'; readonly text: string; readonly command: boolean }
    /** `side` where LaTeX says whether a bar opens or closes; `degree` of a root sign. */
    | { readonly kind: 'sign'; readonly text: string; readonly side?: 'left' | 'right'; readonly degree?: number }
    /** Something already read, put back to be read on from. */
    | { readonly kind: 'tree'; readonly text: ''; readonly tree: Syntax }
    | { readonly kind: 'end'; readonly text: '' }
  );

/** A token before its place is known. */
export type Piece =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string; readonly command: boolean }
  | { readonly kind: 'sign'; readonly text: string; readonly side?: 'left' | 'right'; readonly degree?: number }
  | { readonly kind: 'end'; readonly text: '' };

/** Letters that make names. Modifier letters (raised and lowered ones, ᵀ) are marks, not letters, here. */
const LETTER = /[\p{Lu}\p{Ll}\p{Lt}\p{Lo}]/u;
/** The mathematical alphabets, which editors and PDF files use for plain letters. */
const STYLED = /[\u{1d400}-\u{1d7cb}]/u;
const SPACE = /^[\s~\u00ad\u200b-\u200f\u2060-\u2064]+/u;

/** Tokens of the source, an `end` last. Refuses by name what is too long or belongs to no language. */
export function tokenize(source: string, decimalComma: boolean): readonly Token[] {
  if (source.length > LIMITS.characters) {
    refuse('limit', { from: LIMITS.characters, to: source.length }, `an answer may have at most 10,000 characters`);
  }
  return new Lexer(source, decimalComma).run();
}

/** A token written out: spreading the piece into it took a third of the reader's time. */
function placed(piece: Piece, from: number, to: number, spaceBefore: boolean): Token {
  switch (piece.kind) {
    case 'number':
      return { kind: 'number', text: piece.text, from, to, spaceBefore };
    case 'word':
      return { kind: 'word', text: piece.text, command: piece.command, from, to, spaceBefore };
    case 'sign':
      return piece.side === undefined && piece.degree === undefined
        ? { kind: 'sign', text: piece.text, from, to, spaceBefore }
        : { ...piece, from, to, spaceBefore };
    case 'end':
      return { kind: 'end', text: '', from, to, spaceBefore };
  }
}

class Lexer {
  readonly #source: string;
  readonly #comma: boolean;
  readonly #out: Token[] = [];
  #at = 0;
  #space = false;
  #side: 'left' | 'right' | null = null;

  constructor(source: string, decimalComma: boolean) {
    this.#source = source;
    this.#comma = decimalComma;
  }

  run(): readonly Token[] {
    while (this.#at < this.#source.length) this.#next();
    this.#push({ kind: 'end', text: '' }, this.#source.length);
    return this.#out;
  }

  #push(piece: Piece, from: number): void {
    this.#out.push(placed(piece, from, this.#at, this.#space));
    this.#space = false;
    this.#side = null;
  }

  #sign(text: string, from: number): void {
    this.#push(this.#side === null ? { kind: 'sign', text } : { kind: 'sign', text, side: this.#side }, from);
  }

  #next(): void {
    const from = this.#at;
    const rest = this.#source.slice(from, from + 400);
    const space = SPACE.exec(rest);
    if (space) {
      this.#at += space[0].length;
      this.#space = true;
      return;
    }
    const c = String.fromCodePoint(this.#source.codePointAt(from) ?? 0);
    if (c === '\\') {
      this.#command(from, rest);
      return;
    }
    if (/[0-9]/.test(c) || /^\.\d/.test(rest) || (this.#comma && /^,\d/.test(rest) && !this.#afterOperand())) {
      this.#number(from);
      return;
    }
    const same = SAME_SIGN.get(c);
    if (same !== undefined) {
      this.#same(same, c, from);
      return;
    }
    if (ROOT_DEGREES.has(c)) {
      this.#at += c.length;
      this.#push({ kind: 'sign', text: ROOT, degree: ROOT_DEGREES.get(c) ?? 2 }, from);
      return;
    }
    if (RAISED.has(c) || c === TRANSPOSE) {
      this.#raised(from);
      return;
    }
    if (LETTER.test(c)) {
      this.#word(from, rest);
      return;
    }
    const sign = SIGNS.find((s) => rest.startsWith(s));
    if (sign !== undefined) {
      this.#at += sign.length;
      this.#sign(sign === '**' ? '^' : sign === '==' ? '=' : sign, from);
      return;
    }
    this.#at += c.length;
    if (c === '$') {
      this.#space = true;
      return;
    }
    refuse(
      'syntax',
      { from, to: this.#at },
      SUBSCRIPTS.has(c) ? 'a subscript needs a letter before it' : `the character "${c}" has no meaning here`,
      SUBSCRIPTS.has(c) ? 'write x₁ or x_1' : 'use letters, numbers, + - * / ^ and parentheses',
    );
  }

  #afterOperand(): boolean {
    const last = this.#out[this.#out.length - 1];
    return (
      last !== undefined && (last.kind === 'number' || last.kind === 'word' || last.text === ')' || last.text === ']')
    );
  }

  #same(text: string, c: string, from: number): void {
    this.#at += c.length;
    if (text !== "''") {
      this.#sign(text, from);
      return;
    }
    this.#sign("'", from);
    this.#sign("'", from);
  }

  /** x², x⁻¹, Aᵀ, A⁻ᵀ, and the degree of a root sign that follows: ³√x. */
  #raised(from: number): void {
    let text = '';
    for (let c = this.#charAt(this.#at); RAISED.has(c) || c === TRANSPOSE; c = this.#charAt(this.#at)) {
      text += RAISED.get(c) ?? c;
      this.#at += c.length;
    }
    if (this.#charAt(this.#at) === '√' && /^[2-9]\d?$|^1\d$/.test(text)) {
      this.#at += 1;
      this.#push({ kind: 'sign', text: ROOT, degree: Number(text) }, from);
      return;
    }
    if (text.startsWith(TRANSPOSE)) {
      for (const _ of text) this.#sign(TRANSPOSE, from);
      return;
    }
    this.#sign('^', from);
    if (/^\d+$/.test(text)) {
      this.#push({ kind: 'number', text }, from);
      return;
    }
    this.#sign('{', from);
    for (const [part] of text.matchAll(/\d+|./gu)) {
      if (/\d/.test(part)) this.#push({ kind: 'number', text: part }, from);
      else if (/[a-z]/.test(part)) this.#push({ kind: 'word', text: part, command: false }, from);
      else this.#sign(part, from);
    }
    this.#sign('}', from);
  }

  #charAt(i: number): string {
    return i < this.#source.length ? String.fromCodePoint(this.#source.codePointAt(i) ?? 0) : '';
  }

  #number(from: number): void {
    // Sticky matching on the whole source: a number may be longer than the window.
    const pattern = this.#comma
      ? /(?:\d+(?:(?:,|\{,\}|\.)\d+)?|[,.]\d+)(?:[eE][+-]?\d+)?/y
      : /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
    pattern.lastIndex = from;
    const text = pattern.exec(this.#source)?.[0] ?? '';
    // `2.*A`: the dot belongs to the sign.
    const cut = text.endsWith('.') && /[*/^.]/.test(this.#source.charAt(from + text.length)) ? text.slice(0, -1) : text;
    this.#at = from + cut.length;
    this.#push({ kind: 'number', text: cut.replace('{,}', '.').replace(',', '.') }, from);
  }

  /** A word: Latin letters with digits and a subscript, or one Greek or styled letter with them. */
  #word(from: number, rest: string): void {
    const first = this.#charAt(from);
    const single = STYLED.test(first) || greekLetters.has(first);
    const letters = single ? first : (/^[\p{Lu}\p{Ll}\p{Lt}\p{Lo}]+/u.exec(rest)?.[0] ?? first);
    const head = single ? first : (/^[^\u0370-\u03ff\u{1d400}-\u{1d7cb}]+/u.exec(letters)?.[0] ?? first);
    this.#at = from + head.length;
    const plain = STYLED.test(first) ? first.normalize('NFKC') : head;
    this.#push({ kind: 'word', text: normalizeName(plain + this.#subscript()), command: false }, from);
  }

  /** Digits and a subscript right behind a name: `1`, `₁₂`, `_{out}`, `_ij`, `ᵢⱼ`. */
  #subscript(): string {
    const rest = this.#source.slice(this.#at, this.#at + 400);
    const digits = /^\d+/.exec(rest)?.[0] ?? '';
    let lowered = '';
    if (digits === '')
      for (const c of rest) {
        const mark = SUBSCRIPTS.get(c);
        if (mark === undefined) break;
        lowered += mark;
        this.#at += c.length;
      }
    if (lowered !== '') return /^\d/.test(lowered) ? lowered : `_${lowered}`;
    const mark = /^_(?:\{[\p{L}\d]+\}|\d+|(?:(?!\p{Lm})\p{L})+\d*)/u.exec(rest.slice(digits.length))?.[0] ?? '';
    this.#at += digits.length + mark.length;
    return digits + mark;
  }

  #command(from: number, rest: string): void {
    const name = /^\\([a-zA-Z]+|[^a-zA-Z])/u.exec(rest)?.[1] ?? '';
    this.#at = from + 1 + name.length;
    const side = COMMAND_SIDE.get(name);
    if (side !== undefined) {
      this.#space = true;
      this.#side = side;
      // \left. and \right. draw nothing.
      if (this.#source.charAt(this.#at) === '.') this.#at += 1;
      return;
    }
    if (COMMAND_SPACE.has(name)) {
      this.#space = true;
      return;
    }
    const sign = COMMAND_SIGN.get(name);
    if (sign !== undefined) {
      this.#commandSign(name, sign, from);
      return;
    }
    if (COMMAND_FONT.has(name)) {
      this.#fontCommand(from, name);
      return;
    }
    if (name === '') refuse('syntax', { from, to: from + 1 }, 'a backslash needs a LaTeX command after it');
    const plain = name.replace(/^var(?=epsilon|phi|theta|rho|sigma)/, '');
    const mark = this.#latexSubscript();
    this.#push({ kind: 'word', text: mark === '' ? plain : normalizeName(plain + mark), command: true }, from);
  }

  #commandSign(name: string, sign: string, from: number): void {
    // `\\[4pt]` asks for room between rows.
    if (name === '\\')
      this.#at +=
        /^\*?(?:\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\])?/.exec(this.#source.slice(this.#at, this.#at + 40))?.[0].length ?? 0;
    if (/^[lr][vV]ert$/.test(name)) this.#side = name.startsWith('l') ? 'left' : 'right';
    this.#sign(sign, from);
  }

  /** In LaTeX a subscript without braces is one letter or digit. */
  #latexSubscript(): string {
    const mark =
      /^_(?:\{[\p{L}\d]+\}|\d|(?!\p{Lm})\p{L})/u.exec(this.#source.slice(this.#at, this.#at + 400))?.[0] ?? '';
    this.#at += mark.length;
    return mark;
  }

  /** `\mathbf{A}`, `\mathbf A`: the letters inside, as one word. */
  #fontCommand(from: number, name: string): void {
    const m = /^\s*(?:\{\s*([^{}]*?)\s*\}|(\\?[\p{L}]+))/u.exec(this.#source.slice(this.#at, this.#at + 80));
    if (!m) refuse('syntax', { from, to: this.#at }, `\\${name} needs a letter or a group in braces after it`);
    const bare = m[2] === undefined || m[2].startsWith('\\') ? m[2] : m[2].charAt(0);
    const body = (m[1] ?? bare ?? '').replace(/^\\/, '');
    this.#at += bare === undefined ? m[0].length : m[0].length - (m[2]?.length ?? 0) + bare.length;
    if (/^[01]$/.test(body))
      refuse(
        'syntax',
        { from, to: this.#at },
        `a bold ${body} has no size here`,
        `write ${body === '1' ? 'ones' : 'zeros'}(n)`,
      );
    const inner = /^[\p{L}][\p{L}\d]*(?:_(?:\{[\p{L}\d]+\}|[\p{L}\d]))?$/u.test(body);
    if (!inner)
      refuse('syntax', { from, to: this.#at }, `\\${name}{…} takes a name here`, 'write the formula without it');
    this.#push({ kind: 'word', text: normalizeName(body + this.#latexSubscript()), command: true }, from);
  }
}
