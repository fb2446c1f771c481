/** The words of spoken formulas, a record per language: every printer of speech needs all of them. */

export type Language = 'en' | 'de';

export interface Words {
  readonly plus: string;
  readonly minus: string;
  readonly times: string;
  readonly over: string;
  readonly fraction: (above: string, below: string) => string;
  /** `3 halves`; null for denominators that are not said so. */
  readonly portion: (n: bigint, d: bigint) => string | null;
  readonly group: (inside: string) => string;
  readonly infix: Readonly<Record<'matmul' | 'hadamard' | 'hadamard-quotient' | 'kron', string>>;
  readonly squared: string;
  readonly cubed: string;
  /** `whole`: the exponent is one word, so that nothing need mark its end. */
  readonly power: (exponent: string, whole: boolean) => string;
  readonly entrywise: string;
  readonly root: (degree: number, inside: string) => string;
  readonly mark: Readonly<Record<'transpose' | 'inverse', string>>;
  readonly fence: Readonly<Record<'abs' | 'norm' | 'norm1' | 'norminf', (inside: string) => string>>;
  readonly of: string;
  readonly and: string;
  readonly column: (n: number, entries: string) => string;
  readonly row: (n: number, entries: string) => string;
  readonly matrix: (m: number, n: number, rows: readonly string[]) => string;
  readonly tuple: (entries: string) => string;
  readonly tensor: (shape: readonly number[], slices: readonly string[]) => string;
  readonly sub: string;
  readonly endSub: string;
  readonly sigma: (index: string, from: string, to: string, body: string) => string;
  readonly unit: (index: string) => string;
  readonly derivative: (of: string, wrt: readonly string[], total: boolean) => string;
  readonly relation: Readonly<Record<'=' | '!=' | '<' | '<=' | '>' | '>=', string>>;
  readonly scientific: (mantissa: string, exponent: number) => string;
  readonly point: string;
  /** Function and constant names by their name in the language; others are said as the operation says. */
  readonly names: ReadonlyMap<string, string>;
}

const PORTIONS_EN = ['', '', 'half', 'third', 'quarter', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const PORTIONS_DE = ['', '', 'halb', ...'Drittel Viertel Fünftel Sechstel Siebtel Achtel Neuntel Zehntel'.split(' ')];

function portionEn(n: bigint, d: bigint): string | null {
  const part = d <= 10n ? PORTIONS_EN[Number(d)] : undefined;
  if (part === undefined) return null;
  if (n === 1n) return `one ${part}`;
  return `${n} ${d === 2n ? 'halves' : `${part}s`}`;
}

function portionDe(n: bigint, d: bigint): string | null {
  const part = d <= 10n ? PORTIONS_DE[Number(d)] : undefined;
  if (part === undefined) return null;
  if (n === 1n) return `ein ${part}`;
  return `${n} ${d === 2n ? 'Halbe' : part}`;
}

const ORDINALS_EN = ['', '', 'second ', 'third ', 'fourth '];

const en: Words = {
  plus: 'plus',
  minus: 'minus',
  times: 'times',
  over: 'over',
  portion: portionEn,
  fraction: (a, b) => `the fraction with numerator ${a} and denominator ${b}, end fraction`,
  group: (x) => `open parenthesis ${x} close parenthesis`,
  infix: {
    matmul: 'times',
    hadamard: 'entrywise times',
    'hadamard-quotient': 'entrywise divided by',
    kron: 'Kronecker times',
  },
  squared: 'squared',
  cubed: 'cubed',
  power: (x, whole) => `to the power ${x}${whole ? '' : ', end power'}`,
  entrywise: 'entrywise',
  root: (n, x) => `the ${n === 2 ? 'square' : n === 3 ? 'cube' : `order ${n}`} root of ${x}, end root`,
  mark: { transpose: 'transpose', inverse: 'inverse' },
  fence: {
    abs: (x) => `the absolute value of ${x}, end absolute value`,
    norm: (x) => `the norm of ${x}, end norm`,
    norm1: (x) => `the 1-norm of ${x}, end norm`,
    norminf: (x) => `the infinity norm of ${x}, end norm`,
  },
  of: 'of',
  and: 'and',
  column: (n, x) => `the column vector with ${n} entries ${x}, end vector`,
  row: (n, x) => `the row vector with ${n} entries ${x}, end vector`,
  matrix: (m, n, rows) =>
    `the ${m} by ${n} matrix with rows ${rows.map((r, i) => `${i + 1}: ${r}`).join('; ')}; end matrix`,
  tuple: (x) => `the tuple ${x}, end tuple`,
  tensor: (shape, slices) =>
    `the ${shape.join(' by ')} tensor with slices ${slices.map((s, i) => `${i + 1}: ${s}`).join('; ')}; end tensor`,
  sub: 'sub',
  endSub: ', end sub',
  sigma: (k, from, to, body) => `the sum over ${k} from ${from} to ${to} of ${body}`,
  unit: (i) => `the unit vector e sub ${i}`,
  derivative: (f, wrt, total) =>
    `the ${ORDINALS_EN[wrt.length] ?? `order ${wrt.length} `}${total ? 'total ' : 'partial '}derivative of ${f} with respect to ${wrt.join(' and ')}`,
  relation: {
    '=': 'equals',
    '!=': 'is not equal to',
    '<': 'is less than',
    '<=': 'is at most',
    '>': 'is greater than',
    '>=': 'is at least',
  },
  scientific: (m, e) => `${m === '1' ? '' : `${m} times `}10 to the power minus ${-e}`,
  point: '.',
  names: new Map(),
};

const ORDINALS_DE = ['', '', 'zweite ', 'dritte ', 'vierte '];

const de: Words = {
  plus: 'plus',
  minus: 'minus',
  times: 'mal',
  over: 'durch',
  portion: portionDe,
  fraction: (a, b) => `der Bruch mit Zähler ${a} und Nenner ${b}, Ende Bruch`,
  group: (x) => `Klammer auf ${x} Klammer zu`,
  infix: {
    matmul: 'mal',
    hadamard: 'elementweise mal',
    'hadamard-quotient': 'elementweise durch',
    kron: 'Kronecker mal',
  },
  squared: 'zum Quadrat',
  cubed: 'hoch 3',
  power: (x, whole) => `hoch ${x}${whole ? '' : ', Ende Exponent'}`,
  entrywise: 'elementweise',
  root: (n, x) => `die ${n === 2 ? '' : n === 3 ? 'dritte ' : `${n}-te `}Wurzel aus ${x}, Ende Wurzel`,
  mark: { transpose: 'transponiert', inverse: 'invers' },
  fence: {
    abs: (x) => `der Betrag von ${x}, Ende Betrag`,
    norm: (x) => `die Norm von ${x}, Ende Norm`,
    norm1: (x) => `die 1-Norm von ${x}, Ende Norm`,
    norminf: (x) => `die Maximumsnorm von ${x}, Ende Norm`,
  },
  of: 'von',
  and: 'und',
  column: (n, x) => `der Spaltenvektor mit ${n} Einträgen ${x}, Ende Vektor`,
  row: (n, x) => `der Zeilenvektor mit ${n} Einträgen ${x}, Ende Vektor`,
  matrix: (m, n, rows) =>
    `die ${m}-mal-${n}-Matrix mit den Zeilen ${rows.map((r, i) => `${i + 1}: ${r}`).join('; ')}; Ende Matrix`,
  tuple: (x) => `das Tupel ${x}, Ende Tupel`,
  tensor: (shape, slices) =>
    `der ${shape.join('-mal-')}-Tensor mit den Scheiben ${slices.map((s, i) => `${i + 1}: ${s}`).join('; ')}; Ende Tensor`,
  sub: 'Index',
  endSub: ', Ende Index',
  sigma: (k, from, to, body) => `die Summe über ${k} von ${from} bis ${to} von ${body}`,
  unit: (i) => `der Einheitsvektor e Index ${i}`,
  derivative: (f, wrt, total) =>
    `die ${ORDINALS_DE[wrt.length] ?? `${wrt.length}-te `}${total ? 'totale ' : 'partielle '}Ableitung von ${f} nach ${wrt.join(' und ')}`,
  relation: {
    '=': 'gleich',
    '!=': 'ungleich',
    '<': 'kleiner als',
    '<=': 'kleiner oder gleich',
    '>': 'größer als',
    '>=': 'größer oder gleich',
  },
  scientific: (m, e) => `${m === '1' ? '' : `${m} mal `}10 hoch minus ${-e}`,
  point: ',',
  names: new Map([
    ['sin', 'Sinus'],
    ['cos', 'Kosinus'],
    ['tan', 'Tangens'],
    ['asin', 'Arkussinus'],
    ['acos', 'Arkuskosinus'],
    ['atan', 'Arkustangens'],
    ['sinh', 'Sinus hyperbolicus'],
    ['cosh', 'Kosinus hyperbolicus'],
    ['tanh', 'Tangens hyperbolicus'],
    ['exp', 'die Exponentialfunktion'],
    ['log', 'der natürliche Logarithmus'],
    ['log2', 'der Logarithmus zur Basis 2'],
    ['log10', 'der Logarithmus zur Basis 10'],
    ['cbrt', 'die dritte Wurzel'],
    ['abs', 'der Betrag'],
    ['sign', 'das Vorzeichen'],
    ['max', 'das Maximum'],
    ['min', 'das Minimum'],
    ['sigmoid', 'die Sigmoidfunktion'],
    ['relu', 'die ReLU-Funktion'],
    ['softplus', 'die Softplus-Funktion'],
    ['gelu', 'die GELU-Funktion'],
    ['erf', 'die Fehlerfunktion'],
    ['step', 'die Sprungfunktion'],
    ['tr', 'die Spur'],
    ['det', 'die Determinante'],
    ['diag', 'die Diagonale'],
    ['sum', 'die Summe der Einträge'],
    ['mean', 'der Mittelwert'],
    ['softmax', 'Softmax'],
    ['logsumexp', 'Log-Sum-Exp'],
    ['vec', 'vec'],
    ['unvec', 'die Umkehrung von vec'],
    ['kronpull', 'die Adjungierte des Kronecker-Produkts'],
    ['DNE', 'existiert nicht'],
    ['eye', 'die Einheitsmatrix'],
    ['zeros', 'null'],
    ['ones', 'das Feld aus lauter Einsen'],
  ]),
};

export const words: Readonly<Record<Language, Words>> = { en, de };
