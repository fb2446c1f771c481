/** Forms that no textbook prints. `gradus check` runs this over every variant; a finding is a fault of ours or a template's. */

interface Fault {
  readonly what: string;
  readonly text: RegExp | null;
  readonly latex: RegExp | null;
}

/** A digit that belongs to a number: not to a name such as x1, nor behind a point. */
const NUMBER = String.raw`(?<![\p{L}\d_.,])`;

const faults: readonly Fault[] = [
  { what: 'two signs in a row', text: /[-+]\s*[-+]/, latex: /[-+]\s*[-+]/ },
  {
    what: 'a coefficient 1',
    text: new RegExp(String.raw`${NUMBER}1\s*\*(?!\*)`, 'u'),
    latex:
      /(?<![\p{L}\d_.,^{}/]|[_^]\{[^{}]*)1\s*(?:\\cdot|\\,|(?=\\?\p{L}(?<!\\p?m?|\\\\))(?!\\(?:end|right|rvert|rVert|times|leq?|geq?|ne|quad|text)))/u,
  },
  { what: 'an exponent 1', text: /\^\(?1\)?(?![\d./)]|\))/, latex: /\^(?:\{1\}|1(?!\d))/ },
  {
    what: 'a number behind a factor',
    text: /[\p{L}\])']\d*\s*\*\s*\d+(?![\d.]*\s*[\^.\d])/u,
    latex: /(?:[\p{L})]|_\{\d+\})\s*\\cdot\s*\d+(?![\d.]*\s*[\^.\d])/u,
  },
  { what: 'a division by 1', text: /\/1(?![\d.])/, latex: /\\frac\{[^{}]*\}\{1\}/ },
  { what: 'a rounded decimal for an exact number', text: /\d\.\d{12,}/, latex: /\d(?:\.|\{,\})\d{12,}/ },
  {
    what: 'a number that is none',
    text: /\b(?:NaN|Infinity|undefined|null)\b/,
    latex: /\b(?:NaN|Infinity|undefined|null)\b/,
  },
];

/** What is wrong with how a formula is printed, by name; empty for a formula that a textbook would print. */
export function printLint(text: string, latex: string): readonly string[] {
  const found: string[] = [];
  for (const { what, text: inText, latex: inLatex } of faults) {
    if (inText?.test(text)) found.push(`${what}: ${text}`);
    else if (inLatex?.test(latex)) found.push(`${what}: ${latex}`);
  }
  return found;
}
