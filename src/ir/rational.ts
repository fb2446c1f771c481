/**
 * Exact rational numbers: a pair of bigints in lowest terms, denominator positive.
 * Small on purpose: the engine meets mostly small integers, which `num.ts` handles without coming here.
 */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

/** Numbers beyond 10^±LIMIT_DIGITS or with more digits are refused (contract, section 1). */
export const LIMIT_DIGITS = 300;

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** The fraction n/d in lowest terms. Throws a RangeError when d is 0 (callers check first). */
export function rational(n: bigint, d: bigint = 1n): Rational {
  if (d === 0n) throw new RangeError('rational: zero denominator');
  if (d === 1n) return { n, d };
  const g = gcd(n, d);
  const s = d < 0n ? -g : g;
  return { n: n / s, d: d / s };
}

export const plus = (a: Rational, b: Rational): Rational => rational(a.n * b.d + b.n * a.d, a.d * b.d);
export const times = (a: Rational, b: Rational): Rational => rational(a.n * b.n, a.d * b.d);
export const over = (a: Rational, b: Rational): Rational => rational(a.n * b.d, a.d * b.n);
export const isInteger = (a: Rational): boolean => a.d === 1n;
export const compareRational = (a: Rational, b: Rational): number => {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
};

/** a^k for a small integer k; null when a is 0 and k < 0 or the result would pass the digit limit. */
export function powerInteger(a: Rational, k: number): Rational | null {
  if (k < 0) return a.n === 0n ? null : powerInteger(rational(a.d, a.n), -k);
  const digits = Math.max(digitCount(a.n), digitCount(a.d));
  if (digits * k > LIMIT_DIGITS) return null;
  return { n: a.n ** BigInt(k), d: a.d ** BigInt(k) };
}

/** The exact q-th root of a when it is rational (and real), else null. */
export function rootExact(a: Rational, q: number): Rational | null {
  if (a.n < 0n) {
    if (q % 2 === 0) return null;
    const r = rootExact({ n: -a.n, d: a.d }, q);
    return r && { n: -r.n, d: r.d };
  }
  const n = rootInteger(a.n, q);
  const d = n === null ? null : rootInteger(a.d, q);
  return n === null || d === null ? null : { n, d };
}

function rootInteger(a: bigint, q: number): bigint | null {
  if (a < 2n) return a;
  const k = BigInt(q);
  // Newton from above: digits/q + 1 digits is never below the root.
  let x = 10n ** BigInt(Math.ceil(digitCount(a) / q) + 1);
  for (;;) {
    const y = ((k - 1n) * x + a / x ** (k - 1n)) / k;
    if (y >= x) return x ** k === a ? x : null;
    x = y;
  }
}

/** Number of decimal digits of |a|. */
export function digitCount(a: bigint): number {
  return (a < 0n ? -a : a).toString().length;
}

/** The nearest double. Exact quotient of scaled integers, so no overflow for 300-digit parts. */
export function toDouble(a: Rational): number {
  const n = Number(a.n);
  const d = Number(a.d);
  if (
    Number.isFinite(n) &&
    Number.isFinite(d) &&
    Math.abs(n) <= Number.MAX_SAFE_INTEGER &&
    d <= Number.MAX_SAFE_INTEGER
  ) {
    return n / d;
  }
  const sign = a.n < 0n ? -1 : 1;
  const abs = a.n < 0n ? -a.n : a.n;
  // 25 significant decimal digits of the quotient, then one correctly rounded conversion by the runtime.
  const shift = 25 + digitCount(a.d) - digitCount(abs);
  const scaled = shift >= 0 ? (abs * 10n ** BigInt(shift)) / a.d : abs / (a.d * 10n ** BigInt(-shift));
  return sign * Number(`${scaled}e${-shift}`);
}

/** Reads `12`, `2.50`, `.5`, `1e-3` exactly; null when it is no number or beyond the limits. */
export function parseDecimal(text: string): Rational | null {
  const m = /^(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/.exec(text);
  if (!m) return null;
  const whole = m[1] ?? '';
  const fraction = m[2] ?? '';
  if (whole.length + fraction.length === 0) return null;
  if (whole.length + fraction.length > LIMIT_DIGITS) return null;
  const exponent = Number(m[3] ?? '0') - fraction.length;
  if (Math.abs(exponent) > 2 * LIMIT_DIGITS) return null;
  const digits = BigInt(whole + fraction);
  const value = exponent >= 0 ? rational(digits * 10n ** BigInt(exponent)) : rational(digits, 10n ** BigInt(-exponent));
  if (value.n !== 0n && Math.abs(digitCount(value.n) - digitCount(value.d)) > LIMIT_DIGITS) return null;
  return value;
}

/** n without its factors p, and how many there were: in large steps first, as 10^300 has three hundred. */
function without(n: bigint, p: bigint): readonly [bigint, number] {
  let [rest, count] = [n, 0];
  for (const step of [64, 8, 1]) {
    const factor = p ** BigInt(step);
    while (rest % factor === 0n) {
      rest /= factor;
      count += step;
    }
  }
  return [rest, count];
}

/** Decimal digits when the denominator has only the factors 2 and 5, else null: 1/8 → "0.125". */
export function terminatingDecimal(a: Rational): string | null {
  const [odd, twos] = without(a.d, 2n);
  const [rest, fives] = without(odd, 5n);
  if (rest !== 1n) return null;
  const places = Math.max(twos, fives);
  const scaled = (a.n < 0n ? -a.n : a.n) * (10n ** BigInt(places) / a.d);
  const digits = scaled.toString().padStart(places + 1, '0');
  const sign = a.n < 0n ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
