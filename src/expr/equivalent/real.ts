/**
 * Binary floating point of any precision on big integers: m·2^x. Doubles are taken exactly. Functions return
 * values good to about `bits` bits; what they lose is bounded by whoever calls them (`ball.ts`).
 */
export interface Real {
  readonly m: bigint;
  readonly x: number;
}

export const ZERO: Real = { m: 0n, x: 0 };
export const ONE: Real = { m: 1n, x: 0 };

/** Number of bits of |n|. */
export function bitLength(n: bigint): number {
  const a = n < 0n ? -n : n;
  if (a === 0n) return 0;
  const hex = a.toString(16);
  return 4 * (hex.length - 1) + (32 - Math.clz32(Number.parseInt(hex.charAt(0), 16)));
}

/** log2|r| within a thousandth; −∞ for zero. */
export function log2Of(r: Real): number {
  if (r.m === 0n) return Number.NEGATIVE_INFINITY;
  const a = r.m < 0n ? -r.m : r.m;
  const extra = bitLength(a) - 50;
  return extra <= 0 ? Math.log2(Number(a)) + r.x : Math.log2(Number(a >> BigInt(extra))) + extra + r.x;
}

const shifted = (m: bigint, by: number): bigint => (by >= 0 ? m << BigInt(by) : m >> BigInt(-by));

/** To `bits` bits, half away from zero. */
export function rounded(r: Real, bits: number): Real {
  const drop = bitLength(r.m) - bits;
  if (drop <= 0) return r;
  const half = 1n << BigInt(drop - 1);
  const m = r.m < 0n ? -((half - r.m) >> BigInt(drop)) : (r.m + half) >> BigInt(drop);
  return { m, x: r.x + drop };
}

const buffer = new DataView(new ArrayBuffer(8));

/** A finite double, exactly. */
export function fromDouble(v: number): Real {
  if (Number.isSafeInteger(v)) return { m: BigInt(v), x: 0 };
  buffer.setFloat64(0, v);
  const high = buffer.getUint32(0);
  const exponent = (high >>> 20) & 0x7ff;
  const fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(buffer.getUint32(4));
  const m = exponent === 0 ? fraction : fraction | (1n << 52n);
  let [out, x] = [v < 0 ? -m : m, (exponent === 0 ? 1 : exponent) - 1075];
  while (out !== 0n && (out & 0xffn) === 0n) {
    out >>= 8n;
    x += 8;
  }
  return { m: out, x };
}

/** The nearest double, ±∞ and 0 beyond its range. */
export function toDouble(r: Real): number {
  if (r.m === 0n) return 0;
  const short = rounded(r, 53);
  const m = Number(short.m);
  if (short.x > 1100) return m * Number.POSITIVE_INFINITY;
  if (short.x < -1200) return 0;
  // In two steps, as 2^x alone may be out of range.
  const half = Math.trunc(short.x / 2);
  return m * 2 ** half * 2 ** (short.x - half);
}

export function fromFraction(n: bigint, d: bigint, bits: number): Real {
  if (d === 1n) return { m: n, x: 0 };
  const shift = bits + 2 + bitLength(d) - bitLength(n);
  return shift > 0 ? { m: shifted(n, shift) / d, x: -shift } : { m: n / d, x: 0 };
}

export const negative = (r: Real): Real => ({ m: -r.m, x: r.x });
export const magnitudeOf = (r: Real): Real => (r.m < 0n ? negative(r) : r);
export const scaled = (r: Real, by: number): Real => (r.m === 0n ? r : { m: r.m, x: r.x + by });

/** Exact unless the exponents lie so far apart that the smaller cannot matter to `bits`. */
export function sum(a: Real, b: Real, bits: number): Real {
  if (a.m === 0n) return b;
  if (b.m === 0n) return a;
  const [high, low] = a.x >= b.x ? [a, b] : [b, a];
  const gap = high.x - low.x;
  if (gap > bits + bitLength(low.m) + 4) return high;
  return rounded({ m: (high.m << BigInt(gap)) + low.m, x: low.x }, bits);
}

export const difference = (a: Real, b: Real, bits: number): Real => sum(a, negative(b), bits);
export const product = (a: Real, b: Real, bits: number): Real => rounded({ m: a.m * b.m, x: a.x + b.x }, bits);

/** a/b for b ≠ 0. */
export function quotient(a: Real, b: Real, bits: number): Real {
  const shift = Math.max(0, bits + 2 + bitLength(b.m) - bitLength(a.m));
  return rounded({ m: (a.m << BigInt(shift)) / b.m, x: a.x - b.x - shift }, bits);
}

/** √a for a ≥ 0. */
export function squareRoot(a: Real, bits: number): Real {
  if (a.m === 0n) return ZERO;
  let shift = Math.max(0, 2 * bits + 2 - bitLength(a.m));
  if ((a.x - shift) % 2 !== 0) shift += 1;
  return rounded({ m: integerRoot(a.m << BigInt(shift)), x: (a.x - shift) / 2 }, bits);
}

/** ⌊√n⌋ by Newton from above. */
function integerRoot(n: bigint): bigint {
  let r = 1n << BigInt(Math.ceil(bitLength(n) / 2));
  for (;;) {
    const next = (r + n / r) >> 1n;
    if (next >= r) return r;
    r = next;
  }
}

/** The sign of a − b. */
export function compare(a: Real, b: Real): number {
  if (a.m < 0n !== b.m < 0n) return a.m < 0n ? -1 : 1;
  const shift = a.x - b.x;
  // Far apart in size: no need to line them up.
  if (Math.abs(shift) > 20_000)
    return a.m === 0n || b.m === 0n
      ? Number(a.m - b.m > 0n) - Number(a.m - b.m < 0n)
      : (log2Of(a) > log2Of(b) ? 1 : -1) * (a.m < 0n ? -1 : 1);
  const [l, r] = shift >= 0 ? [a.m << BigInt(shift), b.m] : [a.m, b.m << BigInt(-shift)];
  return l < r ? -1 : l > r ? 1 : 0;
}

/** The nearest whole number, halves away from zero. */
export function nearestWhole(r: Real): bigint {
  if (r.x >= 0) return r.m << BigInt(r.x);
  // Below a half: 2^-x would have more bits than there are.
  if (bitLength(r.m) + r.x < -1) return 0n;
  const half = 1n << BigInt(-r.x - 1);
  return r.m < 0n ? -((half - r.m) >> BigInt(-r.x)) : (r.m + half) >> BigInt(-r.x);
}

export const isWhole = (r: Real): boolean =>
  r.x >= 0 || r.m === 0n || (bitLength(r.m) + r.x > 0 && r.m % (1n << BigInt(-r.x)) === 0n);

/** As an integer over 2^bits. */
export const fixed = (r: Real, bits: number): bigint => shifted(r.m, r.x + bits);

/** |r| to so many significant decimal digits, halves up: digits and the power of ten they are multiplied with. */
export function decimalDigits(
  r: Real,
  digits: number,
  guard: number,
): { readonly digits: bigint; readonly power: number } {
  if (r.m === 0n) return { digits: 0n, power: 0 };
  // A tie that binary cannot write lies a little below itself.
  const a = magnitudeOf(r);
  const raised: Real = { m: (a.m << BigInt(guard)) + a.m, x: a.x - guard };
  const at = (power: number): bigint => {
    const [up, down] = power >= 0 ? [1n, 10n ** BigInt(power)] : [10n ** BigInt(-power), 1n];
    const top = raised.m * up * (raised.x > 0 ? 1n << BigInt(raised.x) : 1n);
    const bottom = down * (raised.x < 0 ? 1n << BigInt(-raised.x) : 1n);
    return (2n * top + bottom) / (2n * bottom);
  };
  let power = Math.floor(log2Of(a) * Math.LOG10E * Math.LN2) - digits + 1;
  while (at(power) >= 10n ** BigInt(digits)) power += 1;
  while (at(power - 1) < 10n ** BigInt(digits)) power -= 1;
  return { digits: at(power), power };
}
