/**
 * TeX that authors write between formulas, as it is said aloud. A modest reader: what it does not know it spells,
 * and it never fails. Formulas printed into the TeX stand as private-use characters and bring their own words.
 */

const WORDS: ReadonlyMap<string, string> = new Map([
  ['partial', 'partial'],
  ['nabla', 'nabla'],
  ['in', 'in'],
  ['to', 'to'],
  ['times', 'times'],
  ['cdot', 'times'],
  ['circ', 'composed with'],
  ['le', 'is at most'],
  ['leq', 'is at most'],
  ['ge', 'is at least'],
  ['geq', 'is at least'],
  ['ne', 'is not equal to'],
  ['neq', 'is not equal to'],
  ['approx', 'is approximately'],
  ['pm', 'plus or minus'],
  ['sum', 'the sum'],
  ['prod', 'the product'],
  ['int', 'the integral'],
  ['lim', 'the limit'],
  ['infty', 'infinity'],
  ['ldots', 'and so on'],
  ['dots', 'and so on'],
  ['cdots', 'and so on'],
  ['top', 'transpose'],
  ['mapsto', 'maps to'],
  ['Rightarrow', 'implies'],
  ['lVert', 'norm of'],
  ['rVert', 'end norm'],
  ['sin', 'sine'],
  ['cos', 'cosine'],
  ['tan', 'tangent'],
  ['ln', 'natural logarithm'],
  ['log', 'logarithm'],
  ['exp', 'exponential'],
  ['max', 'maximum'],
  ['min', 'minimum'],
  ['det', 'determinant'],
]);

const ACCENTS: ReadonlyMap<string, string> = new Map([
  ['dot', 'dot'],
  ['ddot', 'double dot'],
  ['hat', 'hat'],
  ['bar', 'bar'],
  ['tilde', 'tilde'],
  ['vec', 'vector'],
]);

/** Commands that only change how their argument looks. */
const DRESS = new Set(['mathrm', 'mathbf', 'boldsymbol', 'mathit', 'mathsf', 'mathcal', 'text', 'textbf', 'operatorname', 'bm', 'mathop']);
const SILENT = new Set(['left', 'right', 'big', 'Big', 'bigl', 'bigr', 'quad', 'qquad', 'displaystyle', 'limits']);

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['=', 'equals'],
  ['+', 'plus'],
  ['-', 'minus'],
  ['/', 'over'],
  ['<', 'is less than'],
  ['>', 'is greater than'],
  ['|', 'bar'],
  ["'", 'prime'],
  ['→', 'to'],
  ['∈', 'in'],
]);

const isInsert = (c: string): boolean => c >= '\uE000' && c <= '\uF8FF';

/** @param inserts words for the private-use characters, the first for U+E000 */
export function speakTex(tex: string, inserts: readonly string[] = []): string {
  return new TexReader(tex, inserts).all().replace(/\s+/g, ' ').replace(/ ,/g, ',').trim();
}

class TexReader {
  readonly #tex: string;
  readonly #inserts: readonly string[];
  #at = 0;
  #normOpen = false;

  constructor(tex: string, inserts: readonly string[]) {
    this.#tex = tex;
    this.#inserts = inserts;
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
    if (c === '_') return `sub ${this.#argument()}`;
    if (c === '(') return /[a-z]$/i.test(before) && before !== '' && !isConnective(before) ? 'of' : 'open parenthesis';
    if (c === ')') return this.#isCall() ? '' : 'close parenthesis';
    if (isInsert(c)) return this.#inserts[c.charCodeAt(0) - 0xe000] ?? '';
    if (/\d/.test(c)) return c + this.#digits();
    if (/[A-Z]/.test(c)) return `capital ${c.toLowerCase()}`;
    return SIGNS.get(c) ?? (c === '}' || c === '&' || c === '~' ? ' ' : c);
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
      return speakTex(inside, this.#inserts);
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
    const exponent = this.#argument().trim();
    if (exponent === '2') return 'squared';
    if (exponent === '3') return 'cubed';
    if (exponent === 'transpose' || exponent === 'prime') return exponent;
    return exponent === 'minus 1' ? 'inverse' : `to the ${exponent}`;
  }

  #command(): string {
    const name = /^\\([A-Za-z]+|.)/.exec(this.#tex.slice(this.#at))?.[1] ?? '';
    this.#at += name.length + 1;
    if (name === 'frac' || name === 'tfrac' || name === 'dfrac') return `${this.#argument()} over ${this.#argument()}`;
    if (name === 'sqrt') return `the square root of ${this.#argument()}`;
    if (name === 'mathbb') return this.#space();
    if (name === '|') {
      this.#normOpen = !this.#normOpen;
      return this.#normOpen ? 'the norm of' : 'end norm';
    }
    if (DRESS.has(name)) return this.#argument();
    const accent = ACCENTS.get(name);
    if (accent !== undefined) return `${this.#argument()} ${accent}`;
    if (SILENT.has(name) || !/^[A-Za-z]/.test(name)) return ' ';
    const word = WORDS.get(name) ?? name;
    return /^[A-Z]/.test(word) ? `capital ${word.toLowerCase()}` : word;
  }

  /** ℝ^{m×n} is "R m by n". */
  #space(): string {
    const letter = this.#argument().replace('capital ', '').toUpperCase();
    if (!/^\s*\^/.test(this.#tex.slice(this.#at))) return letter;
    this.#at += this.#tex.slice(this.#at).indexOf('^') + 1;
    return `${letter} ${this.#argument().replaceAll(' times ', ' by ')}`;
  }
}

const isConnective = (words: string): boolean => [...SIGNS.values(), ...WORDS.values(), 'of'].includes(words.trim()) && !/nabla|sine|cosine|tangent|logarithm|exponential|imum|determinant/.test(words);
