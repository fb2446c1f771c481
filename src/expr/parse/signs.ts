/** What single characters and LaTeX commands mean, as tables. */

/** Signs of the language; those with several characters come before their own beginnings. */
export const SIGNS: readonly string[] = ".. ** .* ./ .^ == != <= >= + - * / ^ ( ) [ ] { } , ; | ' = < > _ ! & .".split(
  ' ',
);

/** The transpose mark as a sign of its own: ᵀ, ⊤, \top. */
export const TRANSPOSE = 'ᵀ';
/** The root sign before its radicand, whatever its degree. */
export const ROOT = '√';
/** The Kronecker product as a sign. */
export const KRON = '⊗';

/** Characters that mean a sign of the language. */
export const SAME_SIGN: ReadonlyMap<string, string> = new Map([
  ...[...'·×⋅∗∙•'].map((c) => [c, '*'] as const),
  ...[...'−–—‐‑﹣－'].map((c) => [c, '-'] as const),
  ...[...'÷∕⁄'].map((c) => [c, '/'] as const),
  ...[...'‖∥'].map((c) => [c, '||'] as const),
  ...[...'’′ʹ‘`´'].map((c) => [c, "'"] as const),
  ['″', "''"],
  ['∣', '|'],
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
  ['⊙', '.*'],
  ['∘', '.*'],
  ['⊘', './'],
  ['⊗', KRON],
  ['⊤', TRANSPOSE],
  ['√', ROOT],
  ['＋', '+'],
  ['（', '('],
  ['）', ')'],
]);

/** Root signs that carry their degree. */
export const ROOT_DEGREES: ReadonlyMap<string, number> = new Map([
  ['∛', 3],
  ['∜', 4],
]);

/** Raised characters, as what they raise. ᵀ is a transpose and stands apart. */
export const RAISED: ReadonlyMap<string, string> = new Map(
  [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱˣʸᵏᵐᵗᵖᵃᵇ'].map((c, i) => [c, '0123456789+-()nixykmtpab'.charAt(i)] as const),
);

/** LaTeX commands that are plain signs. */
export const COMMAND_SIGN: ReadonlyMap<string, string> = new Map([
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
  ['oslash', './'],
  ['top', TRANSPOSE],
  ['intercal', TRANSPOSE],
  ['prime', "'"],
  ['{', '('],
  ['}', ')'],
  ['lbrace', '('],
  ['rbrace', ')'],
  ['lbrack', '['],
  ['rbrack', ']'],
  ['\\', ';'],
  ['otimes', KRON],
]);

/** Commands that say on which side of its operand a bar or parenthesis stands, apart from its size. */
export const COMMAND_SIDE: ReadonlyMap<string, 'left' | 'right'> = new Map([
  ...['left', 'bigl', 'Bigl', 'biggl', 'Biggl'].map((c) => [c, 'left'] as const),
  ...['right', 'bigr', 'Bigr', 'biggr', 'Biggr'].map((c) => [c, 'right'] as const),
]);

/** Commands that only make room or change sizes. */
export const COMMAND_SPACE: ReadonlySet<string> = new Set(
  ', ; : ! > quad qquad big Big bigg Bigg bigm displaystyle textstyle limits nolimits thinspace medspace nonumber'
    .split(' ')
    .concat(' '),
);

/** Commands that only change the letters' look: their argument is read as it stands. */
export const COMMAND_FONT: ReadonlySet<string> = new Set(
  'mathbf mathrm mathit boldsymbol bm mathsf text textrm textit textbf operatorname mathop vec mathcal symbf pmb mathnormal'.split(
    ' ',
  ),
);
