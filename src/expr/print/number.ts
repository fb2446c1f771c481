/** Digits of exact numbers: whole numbers in full, decimals as typed where they terminate. */
import { type Rational, terminatingDecimal } from '../../ir/rational.ts';

export interface Written {
  readonly value: Rational;
  readonly decimal: boolean;
}

/** More zeros than this behind the point, or more digits, are written with a power of ten. */
const MAX_PLACES = 12;

/** Mantissa and exponent of a decimal: 0.00012 → "1.2", -4. */
export interface Scientific {
  readonly mantissa: string;
  readonly exponent: number;
}

const digitsOf = (n: Written): string => (n.decimal ? (terminatingDecimal(n.value) ?? `${n.value.n}`) : `${n.value.n}`);

export const isScientific = (n: Written): boolean => n.decimal && scientific(n) !== null;

/** The number with a power of ten where it is very small; null where plain digits read better. */
export function scientific(n: Written): Scientific | null {
  const m = /^0\.(0*)([1-9]\d*)$/.exec(digitsOf(n));
  const [, zeros = '', digits = ''] = m ?? [];
  if (!m || zeros.length + digits.length <= MAX_PLACES) return null;
  const rest = digits.slice(1);
  return { mantissa: digits.charAt(0) + (rest === '' ? '' : `.${rest}`), exponent: -zeros.length - 1 };
}

/** Digits with the point (or comma) of the locale. */
export const plainDigits = (n: Written, point: string): string => digitsOf(n).replace('.', () => point);
