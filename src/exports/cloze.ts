/**
 * Moodle's embedded answers: `{weight:TYPE:=right#feedback~%50%half~wrong}` inside the text of a question. What is
 * put between its marks is HTML; Moodle decodes entities once and takes `\}` and `\#` for the characters.
 */
import { invariant } from '../base/invariant.ts';
import { plus, type Rational, rational, times } from '../ir/rational.ts';
import { type Html, NOTHING, printable, rich } from './html.ts';
import { moodleFraction } from './moodle-fractions.ts';
import { decimalText, toleranceText } from './numbers.ts';
import type { Cell, PartOption } from './parts.ts';

/** HTML made safe between the marks of an embedded answer. */
export function clozeContent({ html }: Html): string {
  const encoded = printable(html)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('}', '\\}')
    .replaceAll('#', '\\#')
    // No backslash form exists for it.
    .replaceAll('~', '&#126;');
  // A backslash at the end would swallow the mark that follows.
  return encoded.endsWith('\\') ? `${encoded} ` : encoded;
}

const feedback = (message: Html): string => (message.html === '' ? '' : `#${clozeContent(message)}`);

const box = (weight: bigint, type: string, alternatives: readonly string[]): Html => ({
  html: `{${weight}:${type}:${alternatives.join('~')}}`,
});

/** A box for one number (or a word in its place). */
export function clozeCell(cell: Cell, weight: bigint): Html {
  const { content } = cell;
  if (content.kind === 'words') return clozeWords(content.accepted, weight);
  const right = `=${decimalText(content.value)}:${toleranceText(content.tolerance)}`;
  const foreseen = content.foreseen.map(
    (f) =>
      `%${moodleFraction(f.credit)}%${decimalText(f.value)}:${toleranceText(f.tolerance)}${feedback(rich(f.message))}`,
  );
  return box(weight, 'NUMERICAL', [right, ...foreseen]);
}

/** A box for one of a few words, upper and lower case alike. A `*` would stand for anything and is never used. */
export function clozeWords(accepted: readonly string[], weight: bigint): Html {
  invariant(
    accepted.length > 0 && accepted.every((w) => w !== '' && !w.includes('*')),
    'words to accept without wildcards',
  );
  return box(
    weight,
    'SHORTANSWER',
    accepted.map((word) => `=${clozeContent({ html: printable(word) })}`),
  );
}

/** Options one below the other: unlike a drop-down they show mathematics. */
export function clozeOptions(options: readonly PartOption[], many: boolean, weight: bigint): Html {
  const right = options.filter((o) => o.right).length;
  const alternatives = options.map((o) => {
    const fraction = o.right
      ? moodleFraction(1 / Math.max(1, right))
      : many
        ? moodleFraction(-1 / Math.max(1, right))
        : '0';
    // The percentage is always written, so that a text may begin with `=` or `%`.
    return `%${o.right && !many ? '100' : fraction}%${clozeContent(rich(o.text)) || ' '}${feedback(o.message.length > 0 ? rich(o.message) : NOTHING)}`;
  });
  return box(weight, many ? 'MULTIRESPONSE' : 'MULTICHOICE_V', alternatives);
}

/**
 * Whole weights in the proportion of the shares, as small as can be; multiplied so that they sum to `total` where
 * that is possible, since Moodle takes their sum for the mark of the question.
 */
export function wholeWeights(shares: readonly Rational[], total: Rational): readonly bigint[] {
  const common = shares.reduce((d, s) => leastMultiple(d, s.d), 1n);
  const scaled = shares.map((s) => (s.n * common) / s.d);
  const divisor = scaled.reduce(greatestDivisor, 0n) || 1n;
  const least = scaled.map((w) => w / divisor);
  const sum = least.reduce((a, b) => a + b, 0n);
  const factor = sum === 0n ? rational(1n) : times(total, rational(1n, sum));
  return factor.d === 1n && factor.n > 0n ? least.map((w) => w * factor.n) : least;
}

export const sumOf = (shares: readonly Rational[]): Rational => shares.reduce(plus, rational(0n));

const greatestDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : greatestDivisor(b, a % b));
const leastMultiple = (a: bigint, b: bigint): bigint => (a / greatestDivisor(a, b)) * b;
