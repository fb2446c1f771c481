import { describe, expect, it } from 'vitest';
import { reverseGradient } from '../../src/calculus/modes.ts';
import { compile, evaluate } from '../../src/expr/evaluate.ts';
import { simplify } from '../../src/expr/rewrite.ts';
import { holds } from '../calculus/holds.ts';
import { scalarExpression, x, y } from '../calculus/random-expressions.ts';
import { expression, variables } from '../calculus/support.ts';

const at = (f: string, values: Record<string, number> = {}): number =>
  evaluate(expression(f), new Map(Object.entries(values).map(([k, v]) => [k, [v]]))).data[0] ?? Number.NaN;

describe('evaluate', () => {
  it('knows the real line: powers, roots, logarithms outside their domain have no value', () => {
    expect(at('x^3', { x: -2 })).toBe(-8);
    expect(at('x^(1/2)', { x: -2 })).toBeNaN();
    expect(at('x^(1/3)', { x: -8 })).toBeNaN();
    expect(at('cbrt(x)', { x: -8 })).toBe(-2);
    expect(at('log(x)', { x: -1 })).toBeNaN();
    expect(Number.isFinite(at('log(x)', { x: 0 }))).toBe(false);
    expect(Number.isFinite(at('1/x', { x: 0 }))).toBe(false);
    expect(at('asin(x)', { x: 1.5 })).toBeNaN();
  });

  it('does not overflow where the value is small', () => {
    expect(at('sigmoid(x)', { x: -800 })).toBe(0);
    expect(at('softplus(x)', { x: 800 })).toBe(800);
    expect(at('logsumexp([x; 0])', { x: 1000 })).toBe(1000);
    expect(at('norm([x; x])', { x: 1e200 })).toBeCloseTo(Math.SQRT2 * 1e200, -190);
  });

  it('names the missing value and the missing size', () => {
    expect(() => evaluate(expression('x*y'), new Map([['x', [1]]]))).toThrow('no value for y');
    expect(() => compile([expression('A', { A: 'mxn' })])).toThrow('mxn');
  });

  it('runs many points as it runs one', () => {
    const f = expression("norm(A*x)^2 + sin(t)*x'*x", { A: '2x3', x: '3' });
    const tape = compile([f]);
    const values = { A: [1, 2, 3, 4, 5, 6], x: [1, -1, 0.5], t: [0.3] };
    const points = 5;
    const inputs = new Map(
      Object.entries(values).map(([k, v]) => [
        k,
        Float64Array.from(v.flatMap((e) => Array.from({ length: points }, (_, p) => e + 0.1 * p))),
      ]),
    );
    const batch = tape.run(inputs, points)[0]?.data ?? [];
    for (let p = 0; p < points; p += 1) {
      const one = new Map(Object.entries(values).map(([k, v]) => [k, v.map((e) => e + 0.1 * p)]));
      expect(batch[p]).toBe(evaluate(f, one).data[0]);
    }
  });

  it('bounds hold against evaluation with perturbed roundings', () => {
    const given = new Map([
      ['x', Float64Array.of(0.73)],
      ['y', Float64Array.of(-1.31)],
    ]);
    holds(scalarExpression, { runs: 2000, seed: 21 }, (f) => {
      const [raw, normal] = compile([f, simplify(f)]).run(given, 1, true);
      const [u, v] = [raw?.data[0] ?? 0, normal?.data[0] ?? 0];
      if (!Number.isFinite(u) || !Number.isFinite(v)) return null;
      // Two ways of writing one value: each within its bound of the truth.
      const bound = (raw?.error[0] ?? 0) + (normal?.error[0] ?? 0);
      return Math.abs(u - v) <= bound ? null : `${u} and ${v}, bound ${bound}`;
    });
  });
});

describe('the cheap-gradient law', () => {
  const CASES: readonly (readonly [string, string, Record<string, string>?])[] = [
    ['sin(x*y)*exp(x - y)/(1 + x^2*y^2)', 'x,y'],
    ['norm(y - Phi*theta)^2', 'theta', { y: '50', Phi: '50x20', theta: '20' }],
    [
      'norm(y - W3*tanh(W2*tanh(W1*x + b1) + b2))^2',
      'W1,W2,W3,b1,b2',
      { y: '4', W3: '4x8', W2: '8x8', W1: '8x6', x: '6', b1: '8', b2: '8' },
    ],
  ];
  for (const [formula, wrt, shapes = {}] of CASES) {
    it(`the gradient of ${formula} costs at most four evaluations`, () => {
      const f = simplify(expression(formula, shapes));
      const names = variables(wrt, shapes);
      const gradient = compile([f, ...reverseGradient(f, names)]);
      expect(gradient.operations).toBeLessThanOrEqual(4 * compile([f]).operations + 40);
    });
  }
});

it('the gradient of random expressions in two variables is cheap too', () => {
  holds(scalarExpression, { runs: 300, seed: 22 }, (raw) => {
    const f = simplify(raw);
    const cost = compile([f, ...reverseGradient(f, [x, y])]).operations;
    const own = compile([f]).operations;
    return cost <= 6 * own + 30 ? null : `${cost} against ${own}`;
  });
});

it('the tail of gelu keeps its digits', () => {
  // x·Φ(x) from mpmath at 30 digits.
  const KNOWN: readonly (readonly [number, number])[] = [
    [-0.5, -0.15426876936299],
    [-2.0, -0.04550026389635],
    [-2.2, -0.03058758452969],
    [-5.0, -1.43325785939596e-6],
    [-8.0, -4.97676845941742e-15],
    [-20.0, -5.50724823721246e-88],
  ];
  for (const [x0, value] of KNOWN) expect(at('gelu(x)', { x: x0 }) / value).toBeCloseTo(1, 12);
});
