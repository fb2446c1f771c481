/** Answers nobody should type: grown from a grammar, mutated, or plain bytes. The same ones for the same seed. */

/** xorshift32 (Marsaglia 2003): millions of draws cost nothing. */
export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2654435761 + 88675123) >>> 0 || 1;
  }

  below(n: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state % n;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

const NAMES = [
  'x',
  'y',
  'a',
  'theta',
  'A',
  'B',
  'v',
  'w',
  'e',
  'pi',
  'I',
  'i',
  'k',
  'x_1',
  'constructor',
  '__proto__',
  'zz',
];
const NUMBERS = [
  '0',
  '1',
  '2',
  '-1',
  '0.5',
  '1/3',
  '1e300',
  '1e-300',
  '9'.repeat(40),
  '2.50',
  '1000000',
  '.5',
  '1.',
  '00',
];
const FUNCTIONS = [
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'exp',
  'log',
  'ln',
  'log2',
  'log10',
  'sqrt',
  'cbrt',
  'abs',
  'sign',
  'sigmoid',
  'relu',
  'softplus',
  'gelu',
  'step',
  'norm',
  'norm1',
  'norminf',
  'sum',
  'mean',
  'trace',
  'det',
  'inv',
  'transpose',
  'diag',
  'vec',
  'softmax',
  'logsumexp',
  'eye',
  'zeros',
  'ones',
];
const PAIRS = ['max', 'min', 'dot', 'outer', 'kron', 'unit', 'delta', 'zeros'];
const SIGNS = [
  '+',
  '-',
  '*',
  '/',
  '^',
  ' ',
  '.*',
  './',
  '.^',
  '**',
  '·',
  '×',
  '−',
  ',',
  ';',
  '=',
  '<',
  "'",
  '|',
  '‖',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '\\',
  '_',
  '²',
  '√',
  '∑',
  '\n',
  '\t',
  '\0',
  '"',
  '%',
  '$',
  '&',
  '#',
  '@',
  '🙂',
  'ᵀ',
  '≤',
];

/** A formula of about the depth asked for; mostly well-formed. */
export function grown(d: Draw, depth: number): string {
  if (depth <= 0) return d.below(2) === 0 ? d.of(NAMES) : d.of(NUMBERS);
  const part = (): string => grown(d, depth - 1 - d.below(2));
  switch (d.below(14)) {
    case 0:
    case 1:
      return `${part()}${d.of(['+', '-', '*', '/', ' '])}${part()}`;
    case 2:
      return `(${part()})^(${part()})`;
    case 3:
    case 4:
    case 5:
      return `${d.of(FUNCTIONS)}(${part()})`;
    case 6:
      return `${d.of(PAIRS)}(${part()}, ${part()})`;
    case 7:
      return `[${part()}, ${part()}; ${part()}, ${part()}]`;
    case 8:
      return `|${part()}|`;
    case 9:
      return `\\frac{${part()}}{${part()}}`;
    case 10:
      return `sum(k=1..${d.of(['m', '3', '9999', '1e9', 'k'])}, ${part()})`;
    case 11:
      return `-(${part()})`;
    case 12:
      return `(${part()})${d.of(["'", '^T', '^-1', '^2', '^0.5', '[1,2]', '[x]', '!'])}`;
    default:
      return `(${part()})`;
  }
}

/** A few characters taken out, put in, doubled or swapped. */
export function mutated(d: Draw, text: string): string {
  let out = text;
  for (let k = d.below(5); k >= 0; k -= 1) {
    const at = d.below(out.length + 1);
    const to = at + d.below(4);
    switch (d.below(4)) {
      case 0:
        out = out.slice(0, at) + out.slice(to);
        break;
      case 1:
        out = out.slice(0, at) + d.of(SIGNS) + out.slice(at);
        break;
      case 2:
        out = out.slice(0, at) + out.slice(at, to).repeat(2 + d.below(20)) + out.slice(to);
        break;
      default:
        out = out.slice(to) + out.slice(0, at);
    }
  }
  return out;
}

export function bytes(d: Draw): string {
  const codes = Array.from({ length: d.below(60) }, () => (d.below(4) === 0 ? d.below(0x11000) : 32 + d.below(96)));
  return String.fromCodePoint(...codes);
}

/** Shapes of trouble that chance seldom finds. */
export function built(d: Draw): string {
  const n = 1 + d.below(3000);
  return d.of([
    () => '('.repeat(n),
    () => `${'('.repeat(n)}x${')'.repeat(n)}`,
    () => 'sin '.repeat(n % 400),
    () => `x${'^x'.repeat(n % 300)}`,
    () => '-'.repeat(n),
    () => '|'.repeat(n % 200),
    () => Array.from({ length: n % 900 }, (_, k) => `x^${k}`).join('+'),
    () => `[${Array.from({ length: n }, () => '1').join(',')}]`,
    () => `${'['.repeat(n % 300)}1${']'.repeat(n % 300)}`,
    () => '9'.repeat(n % 320),
    () => `2^${'9'.repeat(n % 12)}`,
    () => `(x+y)^${n * 1000}`,
    () => `exp(${'exp('.repeat(n % 60)}x${')'.repeat(n % 60)})`,
    () => `det(eye(${n % 120}))`,
    () => `A^${n}`,
    () => `sum(i=1..${n}, sum(j=1..${n}, i*j*x))`,
    () => `kron(${'kron(A,'.repeat(n % 20)}A${')'.repeat(n % 20)},A)`,
    () => 'x y '.repeat(n % 500),
    () => `{${'\\frac{'.repeat(n % 100)}`,
    () => 'ab'.repeat(n % 200),
  ])();
}

/** The k-th answer. */
export function fuzzed(k: number): string {
  const d = new Draw(k);
  switch (k % 8) {
    case 0:
    case 1:
    case 2:
      return grown(d, 1 + d.below(5));
    case 3:
    case 4:
    case 5:
      return mutated(d, grown(d, 1 + d.below(4)));
    case 6:
      return bytes(d);
    default:
      return d.below(4) === 0 ? built(d) : mutated(d, built(d).slice(0, 80));
  }
}
