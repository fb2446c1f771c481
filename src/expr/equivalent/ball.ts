/**
 * Real numbers of any precision, each with a bound of its absolute error. What is not real is `undefined` for
 * certain; what the precision at hand cannot tell is `unknown`.
 */
import { Decimal } from 'decimal.js';

/** |true value − v| ≤ 10^e; e = −∞ for exact numbers. */
export interface Ball {
  readonly v: Decimal;
  readonly e: number;
}

export type Precise = Ball | 'undefined' | 'unknown';

export const isBall = (x: Precise): x is Ball => typeof x === 'object';

const EXACT = Number.NEGATIVE_INFINITY;

/** log10|v|, good to a few thousandths; −∞ for zero. */
export function magnitude(v: Decimal): number {
  if (v.isZero()) return EXACT;
  // The leading base-1e7 limbs hold at least seven digits.
  const lead = v.d?.[0] ?? 1;
  const second = v.d?.[1] ?? 0;
  const digits = Math.floor(Math.log10(lead) + 1e-12);
  return v.e - digits + Math.log10(lead + second / 1e7);
}

/** log10(10^a + 10^b), rounded up a little. */
export function joinErrors(a: number, b: number): number {
  if (a === EXACT) return b;
  if (b === EXACT) return a;
  const high = Math.max(a, b);
  return high + Math.log10(1 + 10 ** (Math.min(a, b) - high)) + 1e-9;
}

/**
 * Arithmetic at a number of digits. `final` is the last attempt: what still cannot be told from zero then is
 * taken to be zero.
 */
export class BallArithmetic {
  readonly digits: number;
  readonly final: boolean;
  readonly D: typeof Decimal;
  readonly zero: Ball;
  readonly one: Ball;

  constructor(digits: number, final: boolean) {
    this.digits = digits;
    this.final = final;
    this.D = Decimal.clone({ precision: digits, rounding: Decimal.ROUND_HALF_EVEN, toExpNeg: -40, toExpPos: 40 });
    this.zero = { v: new this.D(0), e: EXACT };
    this.one = { v: new this.D(1), e: EXACT };
  }

  /** A double, taken exactly. */
  number(x: number): Precise {
    return Number.isFinite(x) ? { v: new this.D(x), e: EXACT } : 'unknown';
  }

  fraction(n: bigint, d: bigint): Ball {
    // Through text, as decimal.js has no bigints; numbers have at most 300 digits.
    const top = new Decimal(n.toString());
    if (d === 1n) return this.rounded(new this.D(top), EXACT, top);
    return this.rounded(this.D.div(top, new Decimal(d.toString())), EXACT);
  }

  /** A computed value: half a unit of its last digit joins the propagated error. Not finite: cannot be told. */
  rounded(v: Decimal, e: number, exact?: Decimal): Ball {
    if (exact && exact.precision() <= this.digits) return { v, e };
    return { v, e: v.isZero() ? e : joinErrors(e, v.e + 1 - this.digits) };
  }

  finish(v: Decimal, e: number): Precise {
    if (!v.isFinite() || Number.isNaN(e) || e === Number.POSITIVE_INFINITY) return 'unknown';
    return this.rounded(v, e);
  }

  /** −1, 0 or 1; 2 where the error bound allows several. Zero within the bound counts as zero at last. */
  sign(x: Ball): -1 | 0 | 1 | 2 {
    if (x.v.isZero() && x.e === EXACT) return 0;
    if (magnitude(x.v) > x.e + 0.01) return x.v.isNegative() ? -1 : 1;
    return this.final && x.e < -this.digits / 4 ? 0 : 2;
  }

  add(a: Ball, b: Ball): Precise {
    return this.finish(this.D.add(a.v, b.v), joinErrors(a.e, b.e));
  }

  mul(a: Ball, b: Ball): Precise {
    const exactZero = (x: Ball): boolean => x.v.isZero() && x.e === EXACT;
    if (exactZero(a) || exactZero(b)) return this.zero;
    const cross = joinErrors(a.e + magnitude(b.v), b.e + magnitude(a.v));
    const both = a.e === EXACT || b.e === EXACT ? EXACT : a.e + b.e;
    return this.finish(this.D.mul(a.v, b.v), joinErrors(Number.isNaN(cross) ? EXACT : cross, both));
  }

  neg(a: Ball): Ball {
    return { v: a.v.neg(), e: a.e };
  }

  inverse(a: Ball): Precise {
    const s = this.sign(a);
    if (s === 0) return 'undefined';
    if (s === 2) return 'unknown';
    const v = this.D.div(1, a.v);
    return this.finish(v, a.e - 2 * magnitude(a.v) + wider(a));
  }

  /** a^n for a whole n. */
  power(a: Ball, n: number): Precise {
    if (n === 0) return this.one;
    if (n < 0) {
      const up = this.power(a, -n);
      return isBall(up) ? this.inverse(up) : up;
    }
    if (n === 1) return a;
    const m = magnitude(a.v);
    if (m <= a.e) return this.finish(new this.D(0), n * (a.e + 0.31));
    const e = a.e === EXACT ? EXACT : a.e + Math.log10(n) + (n - 1) * m + (n - 1) * Math.log10(1 + 10 ** (a.e - m));
    const v = this.D.pow(a.v, n);
    // Repeated multiplication: every step rounds.
    return this.finish(v, joinErrors(e, v.isZero() ? EXACT : v.e + 1 - this.digits + Math.log10(n + 1)));
  }

  sqrt(a: Ball): Precise {
    const s = this.sign(a);
    if (s === -1) return 'undefined';
    if (s === 0) return { v: this.zero.v, e: a.e === EXACT ? EXACT : a.e / 2 + 0.2 };
    if (s === 2) return 'unknown';
    return this.finish(a.v.sqrt(), a.e - magnitude(a.v) / 2 + wider(a));
  }

  /** b^x for real x (contract: for b < 0 real at whole x only). */
  realPower(b: Ball, x: Ball): Precise {
    const whole = x.v.isInteger() && x.e === EXACT;
    if (whole && x.v.abs().lte(1e6)) return this.power(b, x.v.toNumber());
    const near = x.v.round();
    const maybeWhole = x.e !== EXACT && magnitude(x.v.sub(near)) <= x.e;
    const s = this.sign(b);
    if (s === 2) return 'unknown';
    if (s === -1) {
      if (!maybeWhole) return whole ? 'unknown' : 'undefined';
      return this.final && near.abs().lte(1e6) ? this.power(b, near.toNumber()) : 'unknown';
    }
    if (s === 0) {
      const up = this.sign(x);
      if (up !== 1) return up === 2 ? 'unknown' : 'undefined';
      return { v: this.zero.v, e: b.e === EXACT ? EXACT : b.e * Math.min(1, x.v.toNumber()) };
    }
    if (x.e === EXACT && x.v.eq(0.5)) return this.sqrt(b);
    const l = this.log(b);
    if (!isBall(l)) return l;
    const product = this.mul(l, x);
    return isBall(product) ? this.exp(product) : product;
  }

  exp(a: Ball): Precise {
    if (a.v.abs().gt(1e7)) return a.v.isNegative() ? { v: this.zero.v, e: -4_000_000 } : 'unknown';
    // Guard digits: the error of the argument is relative in the result.
    const v = this.D.exp(a.v);
    return this.finish(v, a.e > 1 ? Number.POSITIVE_INFINITY : a.e + magnitude(v) + (a.e > -2 ? 4.4 : 0.01));
  }

  log(a: Ball): Precise {
    const s = this.sign(a);
    if (s === -1 || s === 0) return 'undefined';
    if (s === 2) return 'unknown';
    return this.finish(this.D.ln(a.v), a.e - magnitude(a.v) + wider(a));
  }

  /** A function with |f'| ≤ 10^slope near a. */
  smooth(a: Ball, f: (v: Decimal) => Decimal, slope: number): Precise {
    return this.finish(f(a.v), a.e + slope);
  }

  abs(a: Ball): Ball {
    return { v: a.v.abs(), e: a.e };
  }

  /** Whichever of two is picked; where the bound allows either, their common error. */
  extremum(a: Ball, b: Ball, largest: boolean): Ball {
    const first = largest ? a.v.gte(b.v) : a.v.lte(b.v);
    const picked = first ? a : b;
    return { v: picked.v, e: Math.max(a.e, b.e) };
  }

  /** asin or acos: at ±1 within the bound the end itself, with the square root of the error. */
  arc(a: Ball, f: (v: Decimal) => Decimal): Precise {
    const gap = this.sign({ v: this.D.sub(1, a.v.abs()), e: a.e === EXACT ? EXACT : joinErrors(a.e, -this.digits) });
    if (gap === -1) return 'undefined';
    if (gap === 2) return 'unknown';
    if (gap === 0) return this.finish(f(new this.D(a.v.isNegative() ? -1 : 1)), a.e === EXACT ? EXACT : a.e / 2 + 0.5);
    const room = magnitude(this.D.sub(1, a.v.mul(a.v)));
    return this.finish(f(a.v), a.e - room / 2 + 0.5);
  }
}

/** What to add to a first-order error in 1/a, log a, √a because a itself may be smaller by its error. */
function wider(a: Ball): number {
  const gap = magnitude(a.v) - a.e;
  return gap > 3 ? 0.002 : -2 * Math.log10(Math.max(1e-9, 1 - 10 ** -gap));
}
