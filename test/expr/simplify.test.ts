import { describe, expect, it } from 'vitest';
import { compile } from '../../src/expr/evaluate.ts';
import { printText } from '../../src/expr/print/text.ts';
import { simplify } from '../../src/expr/rewrite.ts';
import { isNum, type Node } from '../../src/ir/node.ts';
import { holds } from '../calculus/holds.ts';
import { columnExpression, scalarExpression } from '../calculus/random-expressions.ts';
import { expression } from '../calculus/support.ts';

/** Points on both signs, small and large, none of them special. */
const XS = [-7.31, -2.17, -1.03, -0.41, -0.0123, 0.0173, 0.37, 0.91, 1.57, 2.41, 6.7, 9.7];
const inputs = new Map([
  ['x', Float64Array.from(XS)],
  ['y', Float64Array.from(XS, (_, i) => XS[(i * 5 + 3) % XS.length] as number)],
]);

/** Where both sides have values they agree within their error bounds; where the original has one, so has the other. */
function sameValue(before: Node, after: Node, given: ReadonlyMap<string, Float64Array>, points: number): string | null {
  const [a, b] = compile([before, after]).run(given, points, true);
  if (!a || !b || a.data.length !== b.data.length) return 'another shape';
  for (let i = 0; i < a.data.length; i += 1) {
    const [u, v] = [a.data[i] as number, b.data[i] as number];
    if (!Number.isFinite(u)) continue;
    // Where rounding alone may leave the domain (a bound without end), nothing is claimed.
    const bound = (a.error[i] as number) + (b.error[i] as number);
    if (!Number.isFinite(bound) || Math.abs(u) > 1e150) continue;
    if (!Number.isFinite(v)) return `lost the value ${u} at point ${i % points}`;
    if (Math.abs(u - v) > 10 * bound + 1e-11 * Math.max(Math.abs(u), 1e-3))
      return `${u} became ${v} at point ${i % points}`;
  }
  return null;
}

/** Names, numbers and functions to read: what makes a formula long to a person. Signs are no numbers. */
function words(n: Node): number {
  if (n.kind !== 'apply') return 1;
  const spoken = ['add', 'mul', 'pow', 'matmul', 'hadamard', 'transpose'].includes(n.op.name) ? 0 : 1;
  const numbers = n.args.filter((a) => a.kind === 'num').length;
  const read = n.op.name === 'mul' && numbers === 1 ? n.args.filter((a) => !isNum(a, -1)) : n.args;
  return read.reduce((sum, a) => sum + words(a), n.args.length === 0 ? 1 : spoken);
}

describe('simplify', () => {
  const fault = (f: Node, given: ReadonlyMap<string, Float64Array>, points: number): string | null => {
    const s = simplify(f);
    if (words(s) > words(f)) return `grew to ${printText(s)}`;
    if (simplify(s) !== s) return `${printText(s)}, then ${printText(simplify(s))}`;
    const lost = sameValue(f, s, given, points);
    return lost && `${printText(s)}: ${lost}`;
  };

  it('keeps values and domain, never grows, and is its own normal form, for random scalars', () => {
    holds(scalarExpression, { runs: 3000, seed: 11 }, (f) => fault(f, inputs, XS.length));
  });

  it('and for random arrays', () => {
    const data = (n: number, k: number): Float64Array =>
      Float64Array.from({ length: 4 * n }, (_, i) => Math.sin(1 + i * 1.7 + k));
    const given = new Map([
      ['v', data(3, 0)],
      ['w', data(3, 1)],
      ['A', data(9, 2)],
      ['X', data(9, 3)],
    ]);
    holds(columnExpression, { runs: 1000, seed: 12 }, (f) => fault(f, given, 4));
  });

  const KEPT: readonly (readonly [string, string])[] = [
    ['1*x', 'x'],
    ['x^1', 'x'],
    ['x*2', '2*x'],
    ['x + -3', 'x - 3'],
    ['x - -3', 'x + 3'],
    ['x*x*x', 'x^3'],
    ['x + x', '2*x'],
    ['0*x + y', 'y'],
    ['x/x', '1'],
    ['sqrt(x)*sqrt(x)', 'sqrt(x)*sqrt(x)'],
    ['sqrt(x^2)', 'sqrt(x^2)'],
    ['0.5*x', '0.5*x'],
    ['sin(-x)', '-sin(x)'],
    ['cos(-x)', 'cos(x)'],
    ['ln(exp(x))', 'x'],
    ['6/4', '3/2'],
    ['(-8)^(1/3)', '(-8)^(1/3)'],
    ['2^(1/2)*2^(1/2)', '2'],
    ['x^y*x^2', 'x^2*x^y'],
    ['1 - (1 - x)', 'x'],
  ];
  for (const [from, to] of KEPT) {
    it(`${from} is ${to}`, () => {
      const s = simplify(expression(from));
      // Products of powers may stand in any order.
      expect([...printText(s)].sort().join('')).toBe([...to].sort().join(''));
    });
  }
});
