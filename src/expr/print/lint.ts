/**
 * Forms that no textbook prints. `gradus check` runs this over every variant: a finding is a fault of the engine
 * or of a template. It looks at the printed text on purpose, so that it shares no mistake with the printers.
 */

interface Fault {
  readonly what: string;
  readonly text: RegExp;
  readonly latex: RegExp;
}

/** Commands after which no factor follows: ends of groups, relations, signs. */
const NO_FACTOR =
  'end|right|rvert|rVert|le|leq|ge|geq|ne|neq|quad|qquad|text|times|odot|oslash|otimes|cdots|dots|ldots|to|in|\\\\|;|:|!';

const faults: readonly Fault[] = [
  { what: 'two signs in a row', text: /[-+]\s*[-+]/, latex: /[-+]\s*[-+]/ },
  {
    what: 'a factor 1',
    text: /(?<![\w.\])])1\*|\*1(?![\d./])/,
    latex: new RegExp(
      String.raw`(?<![\w.}])1(?:\s|\\,|\\cdot(?![a-z]))*(?:(?<=\\cdot\s*)\d|[a-zA-Z(]|\\(?!(?:${NO_FACTOR})(?![a-zA-Z])|,|cdot))`,
    ),
  },
  { what: 'a factor 0', text: /(?<![\w.\])])0\*/, latex: /(?<![\w.}])0 (?:\\cdot|[a-zA-Z(]|\\(?:sin|cos|frac|sqrt))/ },
  { what: 'an exponent 1', text: /\^(?:1(?![\d.])|\(1\))/, latex: /\^(?:\{1\}|1(?!\d))/ },
  { what: 'an exponent 0', text: /\^(?:0(?![\d.])|\(0\))/, latex: /\^(?:\{0\}|0(?!\d))/ },
  {
    what: 'a number behind its factor',
    text: /[\p{L})\]']\d*\*\d+(?![\d.^])/u,
    latex: /[\p{L})}]\s*\\cdot\s*\d+(?![\d.^{])/u,
  },
  { what: 'a division by 1', text: /\/1(?![\d.])/, latex: /\\frac\{[^{}]*\}\{1\}/ },
  {
    what: 'a decimal for an exact number',
    text: /\d\.(?:\d{8,}|\d*(?:3{3,}|6{3,}|6{2,}7)(?!\d))/,
    latex: /\d(?:\.|\{,\})(?:\d{8,}|\d*(?:3{3,}|6{3,}|6{2,}7)(?!\d))/,
  },
  { what: 'no number', text: /\b(?:NaN|Infinity)\b/, latex: /\b(?:NaN|Infinity)\b/ },
];

/** What is wrong with a printed formula, each fault by name with the formula; empty where nothing is. */
export function printLint(text: string, latex: string): readonly string[] {
  // Subscripts are names, not numbers: x_{1} y.
  const bare = latex.replace(/_\{[^{}]*\}/g, '');
  const found: string[] = [];
  for (const fault of faults) {
    if (fault.text.test(text)) found.push(`${fault.what} in "${text}"`);
    else if (fault.latex.test(bare)) found.push(`${fault.what} in "${latex}"`);
  }
  return found;
}
