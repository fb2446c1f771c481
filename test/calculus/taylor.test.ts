import { describe, expect, it } from 'vitest';
import { derivative } from '../../src/calculus/modes.ts';
import { taylor } from '../../src/calculus/taylor.ts';
import { taylorCoefficients } from '../../src/calculus/taylor-arithmetic.ts';
import { evaluate } from '../../src/expr/evaluate.ts';
import { printText } from '../../src/expr/print/text.ts';
import { simplify, substitute } from '../../src/expr/rewrite.ts';
import { int, type Node } from '../../src/ir/node.ts';
import { holds } from './holds.ts';
import { scalarExpression, x } from './random-expressions.ts';
import { expression, type Shapes, variables } from './support.ts';

const expand = (
  f: string,
  wrt: string,
  order: number,
  at: Record<string, string> = {},
  shapes: Shapes = {},
): ReturnType<typeof taylor> =>
  taylor(
    expression(f, shapes),
    variables(wrt, shapes),
    order,
    new Map(Object.entries(at).map(([k, v]) => [k, expression(v)])),
  );

describe('one variable', () => {
  it.each([
    ['exp(x)', '0', 4, '1 + x + x^2/2 + x^3/6 + x^4/24'],
    ['sin(x)', '0', 5, 'x - x^3/6 + x^5/120'],
    ['ln(x)', '1', 3, 'x - 1 - (x - 1)^2/2 + (x - 1)^3/3'],
    ['1/(1 - x)', '0', 3, '1 + x + x^2 + x^3'],
    ['sqrt(1 + x)', '0', 3, '1 + x/2 - x^2/8 + x^3/16'],
    ['tanh(x)', '0', 5, 'x - x^3/3 + 2*x^5/15'],
    ['x^3 - 2*x', '2', 3, '4 + 10*(x - 2) + 6*(x - 2)^2 + (x - 2)^3'],
    ['(x^2 + x^3)^2', '0', 5, 'x^4 + 2*x^5'],
  ])('%s at %s to order %i', (f, at, order, wanted) => {
    const { polynomial } = expand(f, 'x', order, { x: at });
    for (const v of [-0.7, 0.3, 2.2]) {
      const given = new Map([['x', [v]]]);
      expect(evaluate(polynomial, given).data[0]).toBeCloseTo(evaluate(expression(wanted), given).data[0] ?? 0, 12);
    }
  });

  it('is written in powers of the distance', () => {
    expect(printText(expand('x^3', 'x', 2, { x: '1' }).polynomial)).toBe('1 + 3*(x - 1) + 3*(x - 1)^2');
    expect(printText(expand('exp(x)', 'x', 2, { x: 'x0' }).polynomial)).toBe(
      'exp(x0) + exp(x0)*(x - x0) + exp(x0)*(x - x0)^2/2',
    );
  });

  it('coefficients are the derivatives over k!, for random expressions', () => {
    const at = int(2);
    holds(scalarExpression, { runs: 150, seed: 31 }, (raw) => {
      const f = simplify(raw);
      const series = taylorCoefficients(f, x, at, 3);
      const given = new Map([['y', [1.3]]]);
      let d: Node = f;
      let factorial = 1;
      for (const [k, c] of series.entries()) {
        if (k > 0) {
          d = simplify(derivative(d, x));
          factorial *= k;
        }
        const [a, b] = [c, substitute(d, new Map([['x', at]]))].map((n) => evaluate(n, given).data[0] ?? 0) as [
          number,
          number,
        ];
        const wanted = b / factorial;
        if (!Number.isFinite(wanted) || Math.abs(wanted) > 1e10) return null;
        if (!(Math.abs(a - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)))) return `order ${k}: ${a} for ${wanted}`;
      }
      return null;
    });
  });

  it('order 20 takes no nested derivatives: the coefficients stay small', () => {
    const series = taylorCoefficients(expression('exp(sin(x))*cos(x)'), x, int(0), 20);
    expect(Math.max(...series.map((c) => c.size))).toBeLessThan(50);
    expect(series.every((c) => c.kind === 'num')).toBe(true);
  });
});

describe('several variables', () => {
  it('gives the tensors: gradient row, Hessian, third order', () => {
    const { terms } = expand('x^2*y + sin(y)', 'x,y', 3, { x: '1', y: '0' });
    expect(terms.map((t) => printText(t.tensor))).toEqual([
      '0',
      '[0, 2]',
      '[0, 2; 2, 0]',
      '[[[0, 2], [2, 0]], [[2, 0], [0, -1]]]',
    ]);
    expect(terms.map((t) => t.tensor.shape)).toEqual([[], [1, 2], [2, 2], [2, 2, 2]]);
  });

  it('each monomial stands once', () => {
    expect(printText(expand('exp(x*y)', 'x,y', 2).polynomial)).toBe('1 + x*y');
    const { polynomial } = expand('x^2*y', 'x,y', 3, { x: '1', y: '2' });
    const at = new Map([
      ['x', [0.3]],
      ['y', [-1.7]],
    ]);
    expect(evaluate(polynomial, at).data[0]).toBeCloseTo(0.09 * -1.7, 13);
  });

  it('in the entries of a vector', () => {
    const { polynomial, terms } = expand("x'*A*x", 'x', 2, { x: '[1; 2]' }, { x: '2', A: '2x2' });
    const given = new Map([
      ['x', [0.3, -0.8]],
      ['A', [1, 2, 3, 4]],
    ]);
    const exact = evaluate(expression("x'*A*x", { x: '2', A: '2x2' }), given).data[0] ?? 0;
    expect(evaluate(polynomial, given).data[0]).toBeCloseTo(exact, 13);
    expect(terms[2]?.tensor.shape).toEqual([2, 2]);
  });

  it('refuses arrays and tensors without end', () => {
    expect(() => expand('v', 'v', 2, {}, { v: '3' })).toThrow('entry');
    expect(() => expand("v'*v", 'v', 6, {}, { v: '20' })).toThrow('more than');
  });
});
