/** exp, log, sine, cosine and inverse tangent of `Real` numbers: series in fixed point after argument reduction. */
import {
  bitLength,
  difference,
  fixed,
  fromDouble,
  log2Of,
  magnitudeOf,
  negative,
  ONE,
  product,
  quotient,
  type Real,
  rounded,
  scaled,
  squareRoot,
  sum,
  toDouble,
  ZERO,
} from './real.ts';

/** An argument so large that reducing it would need unreasonably many digits. */
export class TooLarge extends Error {
  constructor() {
    super('argument too large');
    this.name = 'TooLarge';
  }
}

const LIMIT_EXPONENT = 60;

/** Σ ±1/((2k+1)·n^(2k+1)) in fixed point: atan(1/n) with alternating signs, atanh(1/n) without. */
function inverseSeries(n: bigint, bits: number, alternating: boolean): bigint {
  const square = n * n;
  let power = (1n << BigInt(bits)) / n;
  let total = power;
  for (let k = 1n; power !== 0n; k += 1n) {
    power /= square;
    const term = power / (2n * k + 1n);
    total += alternating && k % 2n === 1n ? -term : term;
  }
  return total;
}

function constant(compute: (bits: number) => bigint): (bits: number) => bigint {
  let [known, bitsKnown] = [0n, 0];
  return (bits) => {
    if (bits > bitsKnown) {
      bitsKnown = bits + 64;
      known = compute(bitsKnown + 16) >> 16n;
    }
    return known >> BigInt(bitsKnown - bits);
  };
}

/** π in fixed point (Machin 1706). */
export const piFixed = constant((bits) => 4n * (4n * inverseSeries(5n, bits, true) - inverseSeries(239n, bits, true)));
/** ln 2 in fixed point: 18 artanh(1/26) − 2 artanh(1/4801) + 8 artanh(1/8749) (Gourdon and Sebah). */
const ln2Fixed = constant(
  (bits) =>
    18n * inverseSeries(26n, bits, false) -
    2n * inverseSeries(4801n, bits, false) +
    8n * inverseSeries(8749n, bits, false),
);

export const piOf = (bits: number): Real => ({ m: piFixed(bits), x: -bits });

const HALVINGS = 8;

/** e^a. */
export function expOf(a: Real, bits: number): Real {
  const size = log2Of(a);
  if (size > LIMIT_EXPONENT) throw new TooLarge();
  if (size < -bits - 8) return sum(ONE, a, bits);
  const w = bits + 24 + HALVINGS + Math.max(0, Math.ceil(size));
  const ln2 = ln2Fixed(w);
  const at = fixed(a, w);
  const k = (2n * at + ln2) / (2n * ln2) - (at < 0n ? 1n : 0n);
  const r = (at - k * ln2) >> BigInt(HALVINGS);
  const [one, shift] = [1n << BigInt(w), BigInt(w)];
  let [total, term] = [one, one];
  for (let n = 1n; term !== 0n && term !== -1n; n += 1n) {
    term = ((term * r) >> shift) / n;
    total += term;
  }
  for (let i = 0; i < HALVINGS; i += 1) total = (total * total) >> shift;
  return rounded({ m: total, x: Number(k) - w }, bits);
}

/** ln a for a > 0: one step of the series of artanh from the double result. */
export function logOf(a: Real, bits: number): Real {
  const scale = bitLength(a.m) + a.x;
  const f = scaled(a, -scale);
  const w = bits + 16;
  const start = fromDouble(Math.log(toDouble(f)));
  const e = expOf(start, w);
  const t = quotient(difference(f, e, w), sum(f, e, w), w);
  const near = sum(start, scaled(oddSeries(t, w, false), 1), w);
  const shift: Real = { m: ln2Fixed(w + 16) * BigInt(scale), x: -w - 16 };
  // Near a = 1 the two cancel: the logarithm is as small as a − 1.
  if (scale === 0 || scale === 1) {
    const direct = difference(a, ONE, w + bitLength(a.m));
    if (direct.m === 0n) return ZERO;
    if (log2Of(direct) < -10) return logNearOne(direct, bits);
  }
  return sum(near, shift, bits);
}

/** ln(1 + d) = 2 artanh(d/(2 + d)) for small d. */
function logNearOne(d: Real, bits: number): Real {
  const w = bits + 16;
  return rounded(scaled(oddSeries(quotient(d, sum({ m: 2n, x: 0 }, d, w + bitLength(d.m)), w), w, false), 1), bits);
}

/** t ± t³/3 + t⁵/5 …: atan (alternating) or artanh of a small t. */
function oddSeries(t: Real, bits: number, alternating: boolean): Real {
  if (t.m === 0n) return ZERO;
  const square = product(t, t, bits);
  let power = t;
  let total = t;
  const floor = log2Of(t) - bits - 4;
  for (let k = 3; k < 4 * bits; k += 2) {
    power = product(power, square, bits);
    if (log2Of(power) < floor) break;
    const term = quotient(power, { m: BigInt(k), x: 0 }, bits);
    total = sum(total, alternating && k % 4 === 3 ? negative(term) : term, bits);
  }
  return total;
}

/** Sine and cosine, reduced by quarter turns. */
export function sineCosine(a: Real, bits: number): readonly [Real, Real] {
  const size = log2Of(a);
  if (size > 4000) throw new TooLarge();
  if (size < -bits) return [a, ONE];
  const base = bits + 24 + Math.max(0, Math.ceil(size)) + Math.max(0, Math.ceil(-size));
  let spare = 0;
  for (;;) {
    const w = base + spare;
    const halfPi = piFixed(w) >> 1n;
    const at = fixed(a, w);
    const k = (2n * at + halfPi) / (2n * halfPi) - (2n * at + halfPi < 0n ? 1n : 0n);
    const r = at - k * halfPi;
    // Close to a multiple of a quarter turn a sine or cosine keeps its digits only with as many more as cancel.
    const lost = k === 0n ? 0 : w - bitLength(r);
    if (lost > spare + 16 && spare < 8 * bits) {
      spare = lost;
      continue;
    }
    const [s, c] = seriesPair(r, w);
    const quarter = Number(((k % 4n) + 4n) % 4n);
    const pair = (
      [
        [s, c],
        [c, -s],
        [-s, -c],
        [-c, s],
      ] as const
    )[quarter as 0 | 1 | 2 | 3];
    return [rounded({ m: pair[0], x: -w }, bits), rounded({ m: pair[1], x: -w }, bits)];
  }
}

function seriesPair(r: bigint, w: number): readonly [bigint, bigint] {
  const shift = BigInt(w);
  const square = (r * r) >> shift;
  let [s, c] = [r, 1n << shift];
  let [ts, tc] = [r, c];
  for (let n = 1n; (ts !== 0n && ts !== -1n) || tc !== 0n; n += 1n) {
    tc = -((tc * square) >> shift) / (2n * n * (2n * n - 1n));
    ts = -((ts * square) >> shift) / (2n * n * (2n * n + 1n));
    c += tc;
    s += ts;
    if (n > 4000n) break;
  }
  return [s, c];
}

/** atan a: the double result corrected by the angle that is left. */
export function atanOf(a: Real, bits: number): Real {
  const size = log2Of(a);
  const w = bits + 16;
  if (size < -12) return rounded(oddSeries(a, w, true), bits);
  if (size > 1) {
    const rest = atanOf(quotient(ONE, a, w), w);
    const half = scaled(piOf(w + 8), -1);
    return sum(a.m < 0n ? negative(half) : half, negative(rest), bits);
  }
  const start = fromDouble(Math.atan(toDouble(a)));
  const [s, c] = sineCosine(start, w);
  const t = quotient(difference(product(a, c, w), s, w), sum(c, product(a, s, w), w), w);
  return sum(start, oddSeries(t, w, true), bits);
}

/** asin a for |a| ≤ 1. */
export function asinOf(a: Real, bits: number): Real {
  const w = bits + 16;
  const root = squareRoot(product(difference(ONE, a, w + bitLength(a.m)), sum(ONE, a, w + bitLength(a.m)), w), w);
  return rounded(scaled(atanOf(quotient(a, sum(ONE, root, w), w), w), 1), bits);
}

/** acos a for |a| ≤ 1. */
export function acosOf(a: Real, bits: number): Real {
  const w = bits + 16;
  const above = sum(ONE, a, w + bitLength(a.m));
  if (above.m === 0n) return piOf(w);
  const root = squareRoot(quotient(difference(ONE, a, w + bitLength(a.m)), above, w), w);
  return rounded(scaled(atanOf(root, w), 1), bits);
}

/** sinh, cosh and tanh from e^a, with as many more bits as cancel near zero. */
export function hyperbolic(a: Real, bits: number, which: 'sinh' | 'cosh' | 'tanh'): Real {
  if (a.m === 0n) return which === 'cosh' ? ONE : ZERO;
  // a³/6 and a²/2 lie below the last bit: digits for what cancels would be without end.
  if (log2Of(a) < -bits / 2 - 8) return which === 'cosh' ? ONE : rounded(a, bits);
  const w = bits + 16 + Math.max(0, Math.ceil(-log2Of(a)) * 2);
  if (which === 'tanh' && log2Of(a) > 30) return a.m < 0n ? negative(ONE) : ONE;
  const e = expOf(magnitudeOf(a), w);
  const inverse = quotient(ONE, e, w);
  const [up, down] = [sum(e, inverse, w), difference(e, inverse, w)];
  if (which === 'cosh') return rounded(scaled(up, -1), bits);
  const positive = which === 'sinh' ? scaled(down, -1) : quotient(down, up, w);
  return rounded(a.m < 0n ? negative(positive) : positive, bits);
}

/** ∛a. */
export function cubeRootOf(a: Real, bits: number): Real {
  if (a.m === 0n) return ZERO;
  const third = quotient(logOf(magnitudeOf(a), bits + 32), { m: 3n, x: 0 }, bits + 32);
  const root = expOf(third, bits);
  return a.m < 0n ? negative(root) : root;
}
