/** How TeX commands and signs are said, in each language. */
export interface TexWords {
  readonly commands: ReadonlyMap<string, string>;
  /** Words of commands that take an argument in brackets: `\\sin(x)` is "sine of x". */
  readonly functions: ReadonlySet<string>;
  readonly accents: ReadonlyMap<string, string>;
  readonly signs: ReadonlyMap<string, string>;
  readonly capital: string;
  readonly sub: string;
  readonly of: string;
  readonly by: string;
  readonly open: string;
  readonly close: string;
  readonly squared: string;
  readonly cubed: string;
  readonly inverse: string;
  readonly toThe: string;
  readonly root: string;
}

const table = (rows: string): ReadonlyMap<string, string> =>
  new Map(
    rows
      .trim()
      .split('\n')
      .map((row) => {
        const [key = '', ...words] = row.trim().split(' ');
        return [key, words.join(' ')] as const;
      }),
  );

const FUNCTIONS = ['sin', 'cos', 'tan', 'ln', 'log', 'exp', 'max', 'min', 'det', 'nabla'];

const functionsOf = (commands: ReadonlyMap<string, string>): ReadonlySet<string> =>
  new Set(FUNCTIONS.flatMap((name) => commands.get(name) ?? []));

const english = table(`
  partial partial
  nabla nabla
  in in
  to to
  times times
  cdot times
  circ composed with
  le is at most
  leq is at most
  ge is at least
  geq is at least
  ne is not equal to
  neq is not equal to
  approx is approximately
  pm plus or minus
  sum the sum
  prod the product
  int the integral
  lim the limit
  infty infinity
  ldots and so on
  dots and so on
  cdots and so on
  top transpose
  mapsto maps to
  Rightarrow implies
  lVert the norm of
  rVert end norm
  sin sine
  cos cosine
  tan tangent
  ln natural logarithm
  log logarithm
  exp exponential
  max maximum
  min minimum
  det determinant
`);

const german = table(`
  partial partiell
  nabla nabla
  in in
  to nach
  times mal
  cdot mal
  circ verkettet mit
  le höchstens
  leq höchstens
  ge mindestens
  geq mindestens
  ne ungleich
  neq ungleich
  approx ungefähr
  pm plus oder minus
  sum die Summe
  prod das Produkt
  int das Integral
  lim der Grenzwert
  infty unendlich
  ldots und so weiter
  dots und so weiter
  cdots und so weiter
  top transponiert
  mapsto wird abgebildet auf
  Rightarrow daraus folgt
  lVert die Norm von
  rVert Ende der Norm
  sin Sinus
  cos Kosinus
  tan Tangens
  ln natürlicher Logarithmus
  log Logarithmus
  exp Exponentialfunktion
  max Maximum
  min Minimum
  det Determinante
`);

export const texWords: Readonly<Record<'en' | 'de', TexWords>> = {
  en: {
    commands: english,
    functions: functionsOf(english),
    accents: table('dot dot\nddot double dot\nhat hat\nbar bar\ntilde tilde\nvec vector'),
    signs: table("= equals\n+ plus\n- minus\n/ over\n< is less than\n> is greater than\n| bar\n' prime\n→ to\n∈ in"),
    capital: 'capital',
    sub: 'sub',
    of: 'of',
    by: 'by',
    open: 'open parenthesis',
    close: 'close parenthesis',
    squared: 'squared',
    cubed: 'cubed',
    inverse: 'inverse',
    toThe: 'to the',
    root: 'the square root of',
  },
  de: {
    commands: german,
    functions: functionsOf(german),
    accents: table('dot Punkt\nddot zwei Punkte\nhat Dach\nbar quer\ntilde Schlange\nvec Vektor'),
    signs: table("= gleich\n+ plus\n- minus\n/ durch\n< kleiner als\n> größer als\n| Strich\n' Strich\n→ nach\n∈ in"),
    capital: 'groß',
    sub: 'Index',
    of: 'von',
    by: 'mal',
    open: 'Klammer auf',
    close: 'Klammer zu',
    squared: 'hoch 2',
    cubed: 'hoch 3',
    inverse: 'invers',
    toThe: 'hoch',
    root: 'die Wurzel aus',
  },
};
