/**
 * Real numbers of any precision, each with a bound of its absolute error. What is not real is `undefined` for
 * certain; what the precision at hand cannot tell is `unknown`.
 */

import type { Real } from './real.ts';
import * as real from './real.ts';
import * as functions from './transcendental.ts';

/** |true value − v| ≤ 2^e; e = −∞ for exact numbers. */
export interface Ball {
  readonly v: Real;
  readonly e: number;
}

export type Precise = Ball | 'undefined' | 'unknown';

export const isBall = (x: Precise): x is Ball => typeof x === 'object';

const EXACT = Number.NEGATIVE_INFINITY;

export const magnitude = real.log2Of;

/** log2(2^a + 2^b), rounded up a little. */
export function joinErrors(a: number, b: number): number {
  if (a === EXACT) return b;
  if (b === EXACT) return a;
  const high = Math.max(a, b);
  return high + Math.log2(1 + 2 ** (Math.min(a, b) - high)) + 1e-9;
}

/** Rounding of one operation, with room for the functions' own last bits. */
const ROUNDING = 2;
const LIMIT_POWER = 1_000_000n;

/**
 * Arithmetic with so many bits. `final` is the last attempt: what still cannot be told from zero then is taken
 * to be zero.
 */
export class BallArithmetic {
  readonly bits: number;
  readonly final: boolean;
  readonly zero: Ball = { v: real.ZERO, e: EXACT };
  readonly one: Ball = { v: real.ONE, e: EXACT };

  constructor(bits: number, final: boolean) {
    this.bits = bits;
    this.final = final;
  }

  /** A double, taken exactly. */
  number(x: number): Precise {
    return Number.isFinite(x) ? { v: real.fromDouble(x), e: EXACT } : 'unknown';
  }

  fraction(n: bigint, d: bigint): Ball {
    const v = real.fromFraction(n, d, this.bits);
    return d === 1n ? { v, e: EXACT } : { v, e: magnitude(v) - this.bits };
  }

  /** A computed value: its rounding joins the propagated error. An error without bound: cannot be told. */
  finish(v: Real, e: number): Precise {
    if (Number.isNaN(e) || e === Number.POSITIVE_INFINITY) return 'unknown';
    return { v, e: v.m === 0n ? e : joinErrors(e, magnitude(v) - this.bits + ROUNDING) };
  }

  /** −1, 0 or 1; 2 where the error bound allows several. Zero within the bound counts as zero at last. */
  sign(x: Ball): -1 | 0 | 1 | 2 {
    if (x.v.m === 0n && x.e === EXACT) return 0;
    if (magnitude(x.v) > x.e + 0.02) return x.v.m < 0n ? -1 : 1;
    return this.final && x.e < -this.bits / 4 ? 0 : 2;
  }

  add(a: Ball, b: Ball): Precise {
    return this.finish(real.sum(a.v, b.v, this.bits), joinErrors(a.e, b.e));
  }

  mul(a: Ball, b: Ball): Precise {
    const exactZero = (x: Ball): boolean => x.v.m === 0n && x.e === EXACT;
    if (exactZero(a) || exactZero(b)) return this.zero;
    const term = (e: number, other: number): number => (e === EXACT || other === EXACT ? EXACT : e + other);
    const cross = joinErrors(term(a.e, magnitude(b.v)), term(b.e, magnitude(a.v)));
    return this.finish(real.product(a.v, b.v, this.bits), joinErrors(cross, term(a.e, b.e)));
  }

  neg(a: Ball): Ball {
    return { v: real.negative(a.v), e: a.e };
  }

  inverse(a: Ball): Precise {
    const s = this.sign(a);
    if (s === 0) return 'undefined';
    if (s === 2) return 'unknown';
    return this.finish(real.quotient(real.ONE, a.v, this.bits), a.e - 2 * magnitude(a.v) + wider(a));
  }

  /** a^n for a whole n. */
  power(a: Ball, n: number): Precise {
    if (n < 0) {
      const up = this.power(a, -n);
      return isBall(up) ? this.inverse(up) : up;
    }
    let result = this.one;
    let square = a;
    for (let rest = n; ; ) {
      if (rest % 2 === 1) {
        const next = this.mul(result, square);
        if (!isBall(next)) return next;
        result = next;
      }
      rest = Math.floor(rest / 2);
      if (rest === 0) return result;
      const next = this.mul(square, square);
      if (!isBall(next)) return next;
      square = next;
    }
  }

  sqrt(a: Ball): Precise {
    const s = this.sign(a);
    if (s === -1) return 'undefined';
    if (s === 0) return { v: real.ZERO, e: a.e === EXACT ? EXACT : a.e / 2 + 0.6 };
    if (s === 2) return 'unknown';
    return this.finish(real.squareRoot(a.v, this.bits), a.e - magnitude(a.v) / 2 + wider(a));
  }

  /** b^x for real x (contract: for b < 0 real at whole x only). */
  realPower(b: Ball, x: Ball): Precise {
    const near = magnitude(x.v) < 64 ? real.nearestWhole(x.v) : null;
    const few = near !== null && near <= LIMIT_POWER && near >= -LIMIT_POWER;
    const isWhole = x.e === EXACT && real.isWhole(x.v);
    if (isWhole && few) return this.power(b, Number(near));
    const rest = near === null ? null : real.difference(x.v, { m: near, x: 0 }, this.bits);
    const maybeWhole = rest !== null && x.e !== EXACT && magnitude(rest) <= x.e;
    const s = this.sign(b);
    if (s === 2) return 'unknown';
    if (s === -1) {
      if (isWhole || near === null) return 'unknown';
      if (!maybeWhole) return 'undefined';
      return this.final && few ? this.power(b, Number(near)) : 'unknown';
    }
    if (s === 0) {
      const up = this.sign(x);
      if (up !== 1) return up === 2 ? 'unknown' : 'undefined';
      return { v: real.ZERO, e: b.e === EXACT ? EXACT : b.e * Math.min(1, real.toDouble(x.v)) };
    }
    if (x.e === EXACT && real.compare(x.v, HALF) === 0) return this.sqrt(b);
    const l = this.log(b);
    if (!isBall(l)) return l;
    const exponent = this.mul(l, x);
    return isBall(exponent) ? this.exp(exponent) : exponent;
  }

  exp(a: Ball): Precise {
    if (a.e > 4) return 'unknown';
    const v = functions.expOf(a.v, this.bits);
    // e^(±δ) − 1 is at most 2δ for δ ≤ 1.
    return this.finish(v, a.e + magnitude(v) + (a.e > 0 ? 25 : 1));
  }

  log(a: Ball): Precise {
    const s = this.sign(a);
    if (s === -1 || s === 0) return 'undefined';
    if (s === 2) return 'unknown';
    return this.finish(functions.logOf(a.v, this.bits), a.e - magnitude(a.v) + wider(a));
  }

  sin(a: Ball): Precise {
    return this.finish(functions.sineCosine(a.v, this.bits)[0], a.e);
  }

  cos(a: Ball): Precise {
    return this.finish(functions.sineCosine(a.v, this.bits)[1], a.e);
  }

  atan(a: Ball): Precise {
    return this.finish(functions.atanOf(a.v, this.bits), a.e);
  }

  hyperbolic(a: Ball, which: 'sinh' | 'cosh' | 'tanh'): Precise {
    if (a.e > 4) return 'unknown';
    const growth = which === 'tanh' ? 0 : real.toDouble(real.magnitudeOf(a.v)) * Math.LOG2E + 25;
    return this.finish(
      functions.hyperbolic(a.v, this.bits, which),
      a.e === EXACT ? EXACT : a.e + (a.e > -4 ? growth : Math.max(0, growth - 24)),
    );
  }

  abs(a: Ball): Ball {
    return { v: real.magnitudeOf(a.v), e: a.e };
  }

  /** Whichever of two is picked; where the bound allows either, their common error. */
  extremum(a: Ball, b: Ball, largest: boolean): Ball {
    const order = real.compare(a.v, b.v);
    const picked = (largest ? order >= 0 : order <= 0) ? a : b;
    return { v: picked.v, e: Math.max(a.e, b.e) };
  }

  /** asin or acos: at ±1 within the bound the end itself, with the square root of the error. */
  arc(a: Ball, f: (v: Real, bits: number) => Real): Precise {
    const gap: Ball = { v: real.difference(real.ONE, real.magnitudeOf(a.v), this.bits), e: a.e };
    const s = this.sign(gap);
    if (s === -1) return 'undefined';
    if (s === 2) return 'unknown';
    const end: Real = { m: a.v.m < 0n ? -1n : 1n, x: 0 };
    if (s === 0) return this.finish(f(end, this.bits), a.e === EXACT ? EXACT : a.e / 2 + 2);
    // |slope| is 1/√(1 − a²) ≤ 1/√(1 − |a|), and wider where the bound reaches towards the end.
    return this.finish(f(a.v, this.bits), a.e - magnitude(gap.v) / 2 + wider(gap));
  }

  cbrt(a: Ball): Precise {
    const s = this.sign(a);
    if (s === 0 || s === 2) return { v: real.ZERO, e: a.e === EXACT ? EXACT : Math.max(a.e, magnitude(a.v)) / 3 + 1 };
    return this.finish(functions.cubeRootOf(a.v, this.bits), a.e - (2 / 3) * magnitude(a.v) + wider(a));
  }
}

const HALF: Real = { m: 1n, x: -1 };

/** What to add to a first-order error in 1/a, log a, √a because a itself may be smaller by its error. */
function wider(a: Ball): number {
  const gap = magnitude(a.v) - a.e;
  return gap > 8 ? 0.02 : -2 * Math.log2(Math.max(1e-9, 1 - 2 ** -gap));
}
