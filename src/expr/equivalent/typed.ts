/** Decimals as they were typed: their digits are lost once they are numbers (2.50 is 5/2). */
import { parseDecimal, plus, type Rational, rational, times } from '../../ir/rational.ts';
import type { TypedDecimal } from './comparison.ts';

/** A number literal: digits with a point, perhaps an exponent; no part of a name. */
const LITERAL = /(?<![\p{L}\p{N}_.])(\d+\.\d*|\.\d+)(?:[eE]([+-]?\d{1,4})(?![\p{L}\p{N}_.]))?/gu;

/** Number of significant digits of a typed decimal: leading zeros do not count. */
export function significantDigits(literal: string): number {
  const digits = literal.replace(/[eE].*$/, '').replace('.', '');
  return digits.replace(/^0+/, '').length;
}

/**
 * Gives every decimal with at least `digits` significant digits a value of its own (a tail far below its last
 * digit), so that each can be told from equal numbers typed elsewhere, and says what it stands for.
 */
export function withTypedDecimals(
  source: string,
  digits: number,
): { readonly source: string; readonly decimals: readonly TypedDecimal[] } {
  const decimals: TypedDecimal[] = [];
  const marked = source.replace(LITERAL, (whole, mantissa: string, exponent: string | undefined) => {
    if (significantDigits(mantissa) < digits || mantissa.length > 60) return whole;
    const tail = `${'0'.repeat(80)}${decimals.length + 1}7`;
    const text = `${mantissa}${tail}${exponent === undefined ? '' : `e${exponent}`}`;
    const value = parseDecimal(text);
    const typed = parseDecimal(`${mantissa}${exponent === undefined ? '' : `e${exponent}`}`);
    if (value === null || typed === null) return whole;
    const half = halfUnit(mantissa, Number(exponent ?? '0'));
    decimals.push({
      key: `${value.n}/${value.d}`,
      low: plus(typed, { n: -half.n, d: half.d }),
      high: plus(typed, half),
    });
    return text;
  });
  return { source: marked, decimals };
}

/** Half a unit of the last typed digit. */
function halfUnit(mantissa: string, exponent: number): Rational {
  const places = mantissa.length - mantissa.indexOf('.') - 1 - exponent;
  const unit = places >= 0 ? rational(1n, 10n ** BigInt(places)) : rational(10n ** BigInt(-places));
  return times(unit, rational(1n, 2n));
}

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?$/i;
const POWER_OF_TEN = /\s*(?:\*|·|×|\\cdot|\\times)\s*10\s*(?:\^|\*\*)\s*[({]?\s*[+−-]?\s*\d{1,4}\s*[)}]?$/;

/**
 * How many significant digits a number was given with: `1.24*10^(-3)` has three; null for an exact formula such
 * as `3/4` or `exp(-3)`; a formula with decimals in it has those of its shortest. Zeros at the end of a whole
 * number count, as they may be meant.
 */
export function typedDigits(source: string): number | null {
  const text = source
    .trim()
    .replaceAll('−', '-')
    .replace(POWER_OF_TEN, '')
    .replace(/^\((.*)\)$/, '$1')
    .trim();
  if (PLAIN.test(text)) return shownDigits(text);
  const decimals = [...text.matchAll(LITERAL)].map(([literal]) => shownDigits(literal));
  return decimals.length === 0 ? null : Math.min(...decimals);
}

function shownDigits(literal: string): number {
  const plain = literal.replace(/^[+-]/, '');
  const found = significantDigits(plain);
  if (found > 0) return found;
  // A zero: its decimals are what it shows.
  return Math.max(1, plain.includes('.') ? plain.length - plain.indexOf('.') - 1 : 1);
}
