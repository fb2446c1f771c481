/** Characters to tokens. Text and LaTeX share the tokens, so either may stand inside the other. */
import { greekLetters, normalizeName } from './names.ts';
import { LIMITS, refuse, type Span } from './scope.ts';

export type Token = Span & { readonly spaceBefore: boolean } & (
    | { readonly kind: 'number'; readonly text: string }
    /** A word in its one spelling; `command` for a LaTeX command without its backslash. */
    | { readonly kind: 'word'; readonly text: string; readonly command: boolean }
    | { readonly kind: 'sign'; readonly text: string }
    | { readonly kind: 'end'; readonly text: '' }
  );

/** Signs with several characters come before their own beginnings. */
const SIGNS = [
  '..',
  '**',
  '.*',
  './',
  '.^',
  '==',
  '!=',
  '<=',
  '>=',
  '||',
  '+',
  '-',
  '*',
  '/',
  '^',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ';',
  '|',
  "'",
  '=',
  '<',
  '>',
  '_',
  '!',
  '&',
  '.',
];

/** Characters that mean a sign of the language. */
const SAME_SIGN: ReadonlyMap<string, string> = new Map([
  ['·', '*'],
  ['×', '*'],
  ['⋅', '*'],
  ['∗', '*'],
  ['−', '-'],
  ['–', '-'],
  ['÷', '/'],
  ['∕', '/'],
  ['²', '^2'],
  ['³', '^3'],
  ['√', 'sqrt'],
  ['ᵀ', 'transpose'],
  ['⊤', 'transpose'],
  ['‖', '||'],
  ['∥', '||'],
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
  ['⊙', '.*'],
  ['’', "'"],
  ['′', "'"],
  ['∣', '|'],
  ['⊗', 'kron'],
]);

/** LaTeX commands that are plain signs, white space, or nothing. */
const COMMAND_SIGN: ReadonlyMap<string, string> = new Map([
  ['cdot', '*'],
  ['times', '*'],
  ['ast', '*'],
  ['div', '/'],
  ['le', '<='],
  ['leq', '<='],
  ['ge', '>='],
  ['geq', '>='],
  ['ne', '!='],
  ['neq', '!='],
  ['lt', '<'],
  ['gt', '>'],
  ['lVert', '||'],
  ['rVert', '||'],
  ['Vert', '||'],
  ['|', '||'],
  ['lvert', '|'],
  ['rvert', '|'],
  ['vert', '|'],
  ['mid', '|'],
  ['odot', '.*'],
  ['circ', '.*'],
  ['top', 'transpose'],
  ['intercal', 'transpose'],
  ['prime', "'"],
  ['{', '('],
  ['}', ')'],
  ['lbrace', '('],
  ['rbrace', ')'],
  ['lbrack', '['],
  ['rbrack', ']'],
  ['\\', ';'],
  ['otimes', 'kron'],
]);
const COMMAND_SPACE = new Set([
  ',',
  ';',
  ':',
  '!',
  ' ',
  'quad',
  'qquad',
  'left',
  'right',
  'bigl',
  'bigr',
  'Bigl',
  'Bigr',
  'big',
  'Big',
  'displaystyle',
  'textstyle',
  'limits',
  'dfrac_',
  'thinspace',
]);
/** Commands that only change the letters' look: their argument is read as it stands. */
const COMMAND_FONT = new Set([
  'mathbf',
  'mathrm',
  'mathit',
  'boldsymbol',
  'bm',
  'mathsf',
  'text',
  'textrm',
  'operatorname',
  'mathop',
  'vec',
  'mathcal',
  'symbf',
  'pmb',
]);

/** ᵀ is a letter to Unicode, a transpose here. */
const LETTER = /(?!ᵀ)\p{L}/u;

/** Tokens of the source, an `end` last. Refuses by name what is too long or belongs to no language. */
export function tokenize(source: string, decimalComma: boolean): readonly Token[] {
  if (source.length > LIMITS.characters) {
    refuse('limit', { from: LIMITS.characters, to: source.length }, `an answer may have at most 10,000 characters`);
  }
  return new Lexer(source, decimalComma).run();
}

class Lexer {
  readonly #source: string;
  readonly #comma: boolean;
  readonly #out: Token[] = [];
  #at = 0;
  #space = false;

  constructor(source: string, decimalComma: boolean) {
    this.#source = source;
    this.#comma = decimalComma;
  }

  run(): readonly Token[] {
    while (this.#at < this.#source.length) this.#next();
    this.#push({ kind: 'end', text: '' }, this.#source.length);
    return this.#out;
  }

  #push(
    token:
      | { kind: 'number'; text: string }
      | { kind: 'word'; text: string; command: boolean }
      | { kind: 'sign'; text: string }
      | { kind: 'end'; text: '' },
    from: number,
  ): void {
    this.#out.push({ ...token, from, to: this.#at, spaceBefore: this.#space });
    this.#space = false;
  }

  #next(): void {
    const from = this.#at;
    const rest = this.#source.slice(from, from + 400);
    const space = /^[\s~\u200b\u2061-\u2064]+/u.exec(rest);
    if (space) {
      this.#at += space[0].length;
      this.#space = true;
      return;
    }
    const c = String.fromCodePoint(this.#source.codePointAt(from) ?? 0);
    if (c === '\\') return this.#command(from, rest);
    if (
      /[0-9]/.test(c) ||
      (c === '.' && /^\.\d/.test(rest)) ||
      (this.#comma && /^,\d/.test(rest) && !this.#afterOperand())
    )
      return this.#number(from);
    const same = SAME_SIGN.get(c);
    if (same !== undefined) {
      this.#at += c.length;
      return this.#same(same, from);
    }
    if (LETTER.test(c)) return this.#word(from, rest);
    const sign = SIGNS.find((s) => rest.startsWith(s));
    if (sign !== undefined) {
      this.#at += sign.length;
      this.#push({ kind: 'sign', text: sign === '**' ? '^' : sign === '==' ? '=' : sign }, from);
      return;
    }
    if (c === '$') {
      this.#at += 1;
      this.#space = true;
      return;
    }
    const digit = '₀₁₂₃₄₅₆₇₈₉'.indexOf(c);
    this.#at += c.length;
    refuse(
      'syntax',
      { from, to: this.#at },
      digit >= 0 ? 'a subscript needs a letter before it' : `the character "${c}" has no meaning here`,
    );
  }

  #afterOperand(): boolean {
    const last = this.#out[this.#out.length - 1];
    return (
      last !== undefined && (last.kind === 'number' || last.kind === 'word' || last.text === ')' || last.text === ']')
    );
  }

  #same(text: string, from: number): void {
    if (text.startsWith('^')) {
      this.#push({ kind: 'sign', text: '^' }, from);
      this.#push({ kind: 'number', text: text.slice(1) }, from);
    } else if (/^[a-z]/.test(text)) this.#push({ kind: 'word', text, command: true }, from);
    else this.#push({ kind: 'sign', text }, from);
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

  /** A word: Latin letters with digits and a subscript, or one Greek letter with them. */
  #word(from: number, rest: string): void {
    const greek = greekLetters.get(String.fromCodePoint(rest.codePointAt(0) ?? 0));
    const head = greek !== undefined ? rest.charAt(0) : (/^(?:(?!ᵀ)\p{L})+/u.exec(rest)?.[0] ?? rest.charAt(0));
    const latin = greek !== undefined ? head : (/^[^\u0370-\u03ff]+/u.exec(head)?.[0] ?? head);
    const tail = /^(?:\d+|[₀-₉]+)?(?:_(?:\{[\p{L}\d]+\}|\d+|\p{L}+))?/u.exec(rest.slice(latin.length))?.[0] ?? '';
    this.#at = from + latin.length + tail.length;
    this.#push({ kind: 'word', text: normalizeName(latin + tail), command: false }, from);
  }

  #command(from: number, rest: string): void {
    const name = /^\\([a-zA-Z]+|[^a-zA-Z])/u.exec(rest)?.[1] ?? '';
    this.#at = from + 1 + name.length;
    if (COMMAND_SPACE.has(name)) {
      this.#space = true;
      // \left. and \right. draw nothing.
      if ((name === 'left' || name === 'right') && this.#source.charAt(this.#at) === '.') this.#at += 1;
      return;
    }
    const sign = COMMAND_SIGN.get(name);
    if (sign !== undefined) return this.#same(sign, from);
    if (COMMAND_FONT.has(name)) return this.#fontCommand(from, name);
    if (name === '') refuse('syntax', { from, to: from + 1 }, 'a backslash needs a LaTeX command after it');
    const tail = /^(?:_(?:\{\d+\}|\d))/u.exec(this.#source.slice(this.#at, this.#at + 12))?.[0] ?? '';
    this.#at += tail.length;
    const plain = name.replace(/^var(?=epsilon|phi|theta|rho|sigma)/, '');
    this.#push({ kind: 'word', text: tail === '' ? plain : normalizeName(plain + tail), command: true }, from);
  }

  /** `\mathbf{A}`, `\mathbf A`: the letters inside, as one word. */
  #fontCommand(from: number, name: string): void {
    const m = /^\s*(?:\{\s*([^{}]*?)\s*\}|(\p{L}))((?:_(?:\{\d+\}|\d))?)/u.exec(
      this.#source.slice(this.#at, this.#at + 80),
    );
    if (!m) refuse('syntax', { from, to: this.#at }, `\\${name} needs a letter or a group in braces after it`);
    const body = (m[1] ?? m[2] ?? '').replace(/^\\/, '');
    this.#at += m[0].length;
    if (!/^[\p{L}][\p{L}\d]*$/u.test(body))
      refuse('syntax', { from, to: this.#at }, `\\${name}{…} takes a name here`, 'write the formula without it');
    this.#push({ kind: 'word', text: normalizeName(body + (m[3] ?? '')), command: true }, from);
  }
}
