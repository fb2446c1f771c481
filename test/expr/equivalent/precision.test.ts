import { describe, expect, it } from 'vitest';
import { type Ball, BallArithmetic, isBall, magnitude, type Precise } from '../../../src/expr/equivalent/ball.ts';
import {
  compare,
  decimalDigits,
  difference,
  fromDouble,
  fromFraction,
  type Real,
  squareRoot,
  toDouble,
} from '../../../src/expr/equivalent/real.ts';
import { acosOf, asinOf, piOf } from '../../../src/expr/equivalent/transcendental.ts';

const precise = new BallArithmetic(400, false);
const ball = (x: Precise): Ball => {
  if (!isBall(x)) throw new Error(`${x} is no number`);
  return x;
};
const at = (x: number): Ball => ball(precise.number(x));
const places = [
  1.932628896807394,
  -0.0027,
  -43.421030741876,
  73.2,
  0.5,
  -0.999999,
  1e-9,
  Math.PI,
  1 - 2 ** -40,
  1 + 2 ** -40,
  -2.5,
  20_000.5,
];

/** log2 of the distance, which must lie within the two error bounds. */
function expectSame(a: Ball, b: Ball): void {
  const off = magnitude(difference(a.v, b.v, 800));
  expect(off).toBeLessThanOrEqual(Math.max(a.e, b.e) + 1);
  expect(Math.max(a.e, b.e)).toBeLessThan(magnitude(a.v) - 300);
}

describe('numbers of any precision', () => {
  it('takes doubles exactly and gives them back', () => {
    for (const x of [...places, 0, 1, -1, 5e-324, 1.7976931348623157e308, 2 ** -1040, 0.1])
      expect(toDouble(fromDouble(x))).toBe(x);
    expect(toDouble(fromFraction(1n, 3n, 200))).toBe(1 / 3);
    expect(compare(fromDouble(-1e300), fromDouble(1e-300))).toBe(-1);
    expect(compare(fromDouble(3), fromDouble(2.999999999999999))).toBe(1);
  });

  it('knows π and e', () => {
    const digits = (v: Real): bigint => decimalDigits(v, 60, 300).digits;
    expect(digits(piOf(400))).toBe(314159265358979323846264338327950288419716939937510582097494n);
    expect(digits(ball(precise.exp(precise.one)).v)).toBe(
      271828182845904523536028747135266249775724709369995957496697n,
    );
    expect(digits(squareRoot({ m: 2n, x: 0 }, 400))).toBe(
      141421356237309504880168872420969807856967187537694807317668n,
    );
  });

  it('agrees with the runtime to its last bits', () => {
    const near = (got: Precise, want: number): void => {
      if (!Number.isFinite(want)) return;
      expect(Math.abs(toDouble(ball(got).v) - want)).toBeLessThanOrEqual(4 * 2 ** -53 * Math.abs(want));
    };
    for (const x of places) {
      const a = at(x);
      near(precise.exp(a), Math.exp(x));
      near(precise.sin(a), Math.sin(x));
      near(precise.cos(a), Math.cos(x));
      near(precise.atan(a), Math.atan(x));
      near(precise.cbrt(a), Math.cbrt(x));
      if (x > 0) near(precise.log(a), Math.log(x));
      if (Math.abs(x) <= 1) {
        near(precise.arc(a, asinOf), Math.asin(x));
        near(precise.arc(a, acosOf), Math.acos(x));
      }
      if (Math.abs(x) < 700)
        for (const f of ['sinh', 'cosh', 'tanh'] as const) near(precise.hyperbolic(a, f), Math[f](x));
    }
  });

  it('keeps identities within its error bounds', () => {
    for (const x of places) {
      const a = at(x);
      const [s, c] = [ball(precise.sin(a)), ball(precise.cos(a))];
      expectSame(ball(precise.add(ball(precise.mul(s, s)), ball(precise.mul(c, c)))), precise.one);
      if (Math.abs(x) < 1000) expectSame(ball(precise.log(ball(precise.exp(a)))), a);
      if (Math.abs(x) < 1.5) expectSame(ball(precise.atan(ball(precise.mul(s, ball(precise.inverse(c)))))), a);
      const root = ball(precise.cbrt(a));
      expectSame(ball(precise.power(root, 3)), a);
    }
  });

  it('tells what is not real from what it cannot tell', () => {
    const minus = at(-2);
    expect(precise.log(minus)).toBe('undefined');
    expect(precise.sqrt(minus)).toBe('undefined');
    expect(precise.realPower(minus, at(0.5))).toBe('undefined');
    expect(toDouble(ball(precise.realPower(minus, at(3))).v)).toBe(-8);
    expect(precise.inverse(precise.zero)).toBe('undefined');
    const blurred: Ball = { v: fromDouble(1e-30), e: -50 };
    expect(precise.log(blurred)).toBe('unknown');
    expect(precise.inverse(blurred)).toBe('unknown');
    expect(new BallArithmetic(160, true).inverse(blurred)).toBe('undefined');
  });

  it('rounds to significant digits, ties up even where binary lies below', () => {
    expect(decimalDigits(fromFraction(4975n, 100_000n, 400), 3, 300)).toEqual({ digits: 498n, power: -4 });
    expect(decimalDigits(fromDouble(999.96), 4, 300)).toEqual({ digits: 1000n, power: 0 });
    expect(decimalDigits(fromDouble(61_250), 3, 300)).toEqual({ digits: 613n, power: 2 });
  });
});
