/** Forms that no textbook prints: for `gradus check` over thousands of variants. */

const TEXT_FAULTS: readonly (readonly [RegExp, string])[] = [
  [/--|- -/, 'two minus signs in a row'],
  [/\+ ?-/, 'plus followed by minus'],
  [/- ?\+/, 'minus followed by plus'],
  [/(?<![\w.)\]^])1\*/, 'a factor 1'],
  [/\^1(?![\d.])/, 'an exponent 1'],
  [/\*1(?![\d./])/, 'a factor 1'],
  [/[\p{L})\]]\*\d/u, 'a number after its factor'],
  [/\^\(?0(?![\d.])\)?/, 'an exponent 0'],
  [/\d\.\d{8,}/, 'a decimal of more than 8 places for an exact number'],
  [/(?<![\w.])0\*/, 'a factor 0'],
];

const LATEX_FAULTS: readonly (readonly [RegExp, string])[] = [
  [/--|- -/, 'two minus signs in a row'],
  [/\+ ?-/, 'plus followed by minus'],
  [/(?<![\d.\\{_^])1 ?[a-zA-Z\\](?!cdot|le|ge|times|end|right|text|quad)/, 'a coefficient 1'],
  [/\^\{1\}/, 'an exponent 1'],
  [/\^\{0\}/, 'an exponent 0'],
];

/** What is wrong with a printed formula, empty when nothing is. */
export function printLint(text: string, latex: string): readonly string[] {
  const faults: string[] = [];
  for (const [pattern, what] of TEXT_FAULTS) if (pattern.test(text)) faults.push(`${what} in "${text}"`);
  for (const [pattern, what] of LATEX_FAULTS) if (pattern.test(latex)) faults.push(`${what} in "${latex}"`);
  return faults;
}
