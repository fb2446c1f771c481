/** Keys that are rounded numbers, as a solution prints them: −2.983 and not 0.5 tanh(1.75) + … */
import type { Rounding } from '../answers/contract.ts';
import { evaluate } from '../expr/evaluate.ts';
import { type Node, num } from '../ir/node.ts';
import { parseDecimal, type Rational, rational } from '../ir/rational.ts';
import { concrete } from '../ir/shape.ts';
import { grid } from '../ops/structure.ts';

/**
 * The answer with its numbers rounded as the field asks; null where it is exact, has variables, is no scalar or
 * matrix, or where rounding changes nothing.
 */
export function roundedAnswer(answer: Node, rounding: Rounding): Node | null {
  const shape = concrete(answer.shape);
  if (rounding.kind === 'exact' || answer.mask !== 0 || shape === null || shape.length > 2) return null;
  const { data } = evaluate(answer, new Map());
  const entries = data.map((value) => decimal(value, rounding));
  if (entries.length === 0 || entries.some((e) => e === null)) return null;
  const numbers = entries.flatMap((e) => (e === null ? [] : [num(e, true)]));
  const [rows = 1, columns = 1] = shape;
  const rounded = shape.length === 0 ? numbers[0] : grid(numbers, rows, columns);
  return rounded === undefined || rounded === answer ? null : rounded;
}

/** Tolerances say how far off an answer may be; what is printed is a tenth as far off. */
function decimal(value: number, rounding: Exclude<Rounding, { readonly kind: 'exact' }>): Rational | null {
  if (!Number.isFinite(value)) return null;
  const size = Math.abs(value);
  const rounded = parseDecimal(unsigned(size, rounding));
  return rounded && value < 0 ? rational(-rounded.n, rounded.d) : rounded;
}

function unsigned(size: number, rounding: Exclude<Rounding, { readonly kind: 'exact' }>): string {
  switch (rounding.kind) {
    case 'digits':
      return significant(size, rounding.digits);
    case 'decimals':
      return size.toFixed(Math.min(15, rounding.decimals));
    case 'relative':
      return significant(size, Math.max(1, Math.ceil(1 - Math.log10(rounding.tolerance))));
    case 'absolute':
      return size.toFixed(Math.min(15, Math.max(0, Math.ceil(1 - Math.log10(rounding.tolerance)))));
  }
}

const significant = (size: number, digits: number): string => `${Number(size.toPrecision(Math.min(15, digits)))}`;
