/** The page and the record of the derivative cases. */
import type { DerivativeAccuracy, DerivativeLine } from './derivatives.ts';

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const cells = (l: DerivativeLine): readonly number[] => [l.cases, l.agree, l.disagree, l.refused, l.noPoint];

/** `docs/accuracy-derivatives.md`. */
export function derivativePage({ lines, misses }: DerivativeAccuracy): string {
  const total = lines.map(cells).reduce((a, b) => a.map((v, i) => v + (b[i] ?? 0)), [0, 0, 0, 0, 0]);
  return [
    '# Accuracy of derivatives',
    '',
    'Derivatives of `gradus derive` held against those in the test suites of other systems, each verified apart from',
    'Gradus by finite differences. The cases are data of those projects and are not part of this one:',
    '`scripts/corpora.mjs` reads them from the folder that `GRADUS_CORPORA` names and writes this page and',
    '`test/data/accuracy-derivatives.json`; where the folder exists the tests judge every case again and hold this record.',
    '',
    'A case agrees when both derivatives have the same shape and differ by less than 10⁻⁸ of the largest entry at every',
    'point where the function and both derivatives have a value. Matrix cases have symbolic sizes: they are differentiated',
    'with them and compared with numbers put in.',
    '',
    row(['Source', 'Cases', 'Agree', 'Disagree', 'Refused', 'No common point']),
    row(['---', '---:', '---:', '---:', '---:', '---:']),
    ...lines.map((l) => row([l.source, ...cells(l)])),
    row(['**all**', ...total.map((n) => `**${n}**`)]),
    '',
    '## Every miss and its cause',
    '',
    ...(misses.length === 0
      ? ['None.']
      : [
          row(['Case', 'Outcome', 'Cause']),
          row(['---', '---', '---']),
          ...misses.map((m) => row([m.id, m.outcome, m.reason])),
        ]),
    '',
  ].join('\n');
}

/** The record as it is kept: stable order and formatting, one line per source and miss. */
export function derivativeRecord(accuracy: DerivativeAccuracy): string {
  const list = (items: readonly unknown[]): string =>
    items.length === 0 ? '[]' : `[\n${items.map((x) => `    ${JSON.stringify(x)}`).join(',\n')}\n  ]`;
  return `{\n  "lines": ${list(accuracy.lines)},\n  "misses": ${list(accuracy.misses)}\n}\n`;
}
