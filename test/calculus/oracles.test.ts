import { describe, expect, it } from 'vitest';
import { type Derivative, derive } from '../../src/calculus/derive.ts';
import { crossCheck } from '../../src/calculus/oracles.ts';
import { loadMathjs } from '../../src/calculus/oracles-mathjs.ts';
import { int } from '../../src/ir/node.ts';
import { add } from '../../src/ops/arithmetic.ts';
import { expression, type Shapes, variables } from './support.ts';

type Case = readonly [formula: string, wrt: string, shapes?: Shapes, order?: 1 | 2 | 3];

const CASES: readonly Case[] = [
  ['x^2*sin(x)', 'x'],
  ['exp(x1*x2^2)', 'x1,x2', {}, 2],
  ['x^3*y', 'x,y', {}, 3],
  ['[x1^2; x1*x2; sin(x2)]', 'x1,x2', {}, 2],
  ['norm(y - Phi*theta)^2', 'theta', { y: 'N', Phi: 'NxD', theta: 'D' }],
  ['norm(y - Phi*theta)^2', 'theta', { y: 'N', Phi: 'NxD', theta: 'D' }, 2],
  ["R'*R", 'R', { R: 'mxn' }],
  ['A*x', 'A', { A: 'mxn', x: 'n' }],
  ['log(det(A))', 'A', { A: '3x3' }],
  ['softmax(W*x + b)', 'x', { W: 'mxn', x: 'n', b: 'm' }],
  ['sqrt(log(x) + y)', 'x'],
];

describe('crossCheck', () => {
  for (const [formula, wrt, shapes = {}, order = 1] of CASES) {
    it(`all ways agree on d^${order} ${formula} / d${wrt}`, () => {
      const f = expression(formula, shapes);
      const x = variables(wrt, shapes);
      const check = crossCheck(f, x, order, derive(f, x, { order, layout: 'numerator' }));
      expect(check, JSON.stringify(check)).toMatchObject({ agree: true });
      expect(check.points).toBe(6);
    });
  }

  it('finds one wrong entry and says where', () => {
    const f = expression('x^2*y');
    const right = derive(f, variables('x'));
    const wrong: Derivative = { ...right, node: add([right.node, int(1)]) };
    const check = crossCheck(f, variables('x'), 1, wrong);
    expect(check.agree).toBe(false);
    for (const way of check.ways.slice(1)) expect((way.at?.symbolic ?? 0) - (way.at?.other ?? 0)).toBeCloseTo(1, 6);
  });

  it('a derivative in the other layout disagrees, and agrees when the layout is named', () => {
    const f = expression('A*x', { A: 'mxn', x: 'n' });
    const x = variables('x', { x: 'n' });
    const d = derive(f, x, { order: 1, layout: 'denominator' });
    expect(crossCheck(f, x, 1, d).agree).toBe(false);
    expect(crossCheck(f, x, 1, d, { layout: 'denominator' }).agree).toBe(true);
  });

  it('a derivative that is undefined where the function is smooth disagrees', () => {
    const f = expression('x^3');
    const check = crossCheck(f, variables('x'), 1, { node: expression('3*x^2 + 0*log(x)'), shape: [], indices: null });
    expect(check.agree).toBe(false);
  });

  it('without a point in the domain nothing is agreed', () => {
    const f = expression('log(-1 - x^2)');
    expect(crossCheck(f, variables('x'), 1, derive(f, variables('x')))).toMatchObject({ agree: false, points: 0 });
  });

  it('draws the same points every time, and others for another seed', () => {
    const f = expression('exp(x)');
    const wrong: Derivative = { node: int(0), shape: [], indices: null };
    const worst = (seed: string): unknown => crossCheck(f, variables('x'), 1, wrong, { seed }).ways[1]?.at?.other;
    expect(worst('a')).toBe(worst('a'));
    expect(worst('a')).not.toBe(worst('b'));
  });

  it('mathjs takes part for scalars, and only there', async () => {
    const mathjs = await loadMathjs();
    const names = (formula: string, wrt: string, order: 1 | 2 = 1): unknown => {
      const f = expression(formula, { v: '2' });
      const x = variables(wrt, { v: '2' });
      const check = crossCheck(f, x, order, derive(f, x, { order, layout: 'numerator' }), { mathjs });
      expect(check, JSON.stringify(check)).toMatchObject({ agree: true });
      return check.ways.map((w) => w.name);
    };
    expect(names('sin(x)^2*exp(-i*x)/km', 'x')).toContain('mathjs');
    expect(names('atan(x)*log(2 + x^2)', 'x', 2)).toContain('mathjs');
    expect(names("v'*v", 'v')).not.toContain('mathjs');
    expect(names('gelu(x)', 'x')).not.toContain('mathjs');
  });
});
