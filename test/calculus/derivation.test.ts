import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Derivation, derivation } from '../../src/calculus/derivation.ts';
import { type LineFault, verifyDerivation } from '../../src/calculus/derivation-verify.ts';
import { derive } from '../../src/calculus/derive.ts';
import { printText } from '../../src/expr/print/text.ts';
import { simplify } from '../../src/expr/rewrite.ts';
import { int } from '../../src/ir/node.ts';
import { add } from '../../src/ops/arithmetic.ts';
import { columnExpression, scalarExpression, scalarOfColumn, v, x, y } from './random-expressions.ts';
import { expression, type Shapes, variables } from './support.ts';

const derived = (formula: string, wrt: string, shapes: Shapes = {}, options = {}): Derivation =>
  derivation(expression(formula, shapes), variables(wrt, shapes), options);
const rules = (d: Derivation): readonly string[] => d.steps.map((s) => s.rule);
const lines = (d: Derivation): readonly string[] => d.steps.map((s) => printText(s.after));

type Case = readonly [formula: string, wrt: string, shapes?: Shapes, order?: 1 | 2 | 3];
const CASES: readonly Case[] = [
  ['x^2*sin(x) + 3*x - 5', 'x'],
  ['sin(x^2)*exp(-x)/x', 'x', {}, 2],
  ['sqrt(x)*x^x', 'x', {}, 2],
  ['log(1+exp(x^2))/(x+1)', 'x', {}, 3],
  ['2^x + x^pi', 'x'],
  ['7', 'x'],
  ['(x + 2*y^3)^2', 'x,y', {}, 3],
  ['[x1^2*x2; x1*sin(x2)]', 'x1,x2', {}, 2],
  ['[cos(t), sin(t)]', 't', {}, 2],
  ["x'*A*x", 'x', { x: 'n', A: 'nxn' }, 2],
  ['A*x', 'x', { A: 'mxn', x: 'n' }],
  ['A*x', 'A', { A: 'mxn', x: 'n' }],
  ['A*x', 'A', { A: '2x3', x: '3' }],
  ["R'*R", 'R', { R: 'mxn' }],
  ["R'*R", 'R', { R: 'mxn' }, 2],
  ['norm(y - Phi*theta)^2', 'theta', { y: 'N', Phi: 'NxD', theta: 'D' }, 2],
  ['norm(y - Phi*theta)^2 + lambda*norm(theta)^2', 'theta', { y: 'N', Phi: 'NxD', theta: 'D' }],
  ["(x-A*s)'*W*(x-A*s)", 's', { x: 'm', A: 'mxn', s: 'n', W: 'mxm' }],
  ['log(det(X))', 'X', { X: 'nxn' }],
  ['tr(A*inv(X)*B)', 'X', { X: 'nxn', A: 'nxn', B: 'nxn' }],
  ['norm(y - W2*tanh(W1*x + b1))^2', 'W1', { y: 'm', W2: 'mxh', W1: 'hxn', x: 'n', b1: 'h' }],
  ['softmax(W*x + b)', 'x', { W: 'mxn', x: 'n', b: 'm' }],
  ['inv(X)', 'X', { X: 'nxn' }],
  ['inv(X)', 'X', { X: '2x2' }],
  ['norm(A*x - t*b)^2', 't', { A: 'mxn', x: 'n', b: 'm' }, 2],
  ["x'*W*y", 'x,y', { x: '2', W: '2x2', y: '2' }],
  ['r*A*r', 'A', { A: 'nxn', r: 'scalar' }],
  ['x.*x', 'x', { x: '1x3' }],
];

/** Of an expression without a domain nothing can be checked. */
function faultsOf(d: Derivation): readonly LineFault[] {
  const faults = verifyDerivation(d);
  // 1/0 is no number: what doubles make of it says nothing.
  if (/\/0|\b0\^/.test(printText(simplify(d.of)))) return [];
  return faults.some((l) => l.fault === 'no point to compare at') ? [] : faults;
}

describe('every line equals the one before', () => {
  for (const [formula, wrt, shapes = {}, order = 1] of CASES) {
    for (const detail of [1, 2, 3] as const) {
      it(`d^${order} ${formula} / d${wrt}, detail ${detail}`, () => {
        const d = derived(formula, wrt, shapes, { order, detail });
        expect(verifyDerivation(d)).toEqual([]);
        expect(d.result).toEqual(derive(d.of, d.wrt, { order, layout: 'numerator' }));
        expect(d.steps.length).toBeGreaterThan(0);
      });
    }
  }

  it('for random scalars, at each detail', () => {
    fc.assert(
      fc.property(scalarExpression, fc.constantFrom(1, 2, 3), (f, detail) => {
        const d = derivation(f, [x], { detail });
        expect(faultsOf(d), printText(f)).toEqual([]);
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  it('for random gradients and Hessians', () => {
    fc.assert(
      fc.property(scalarExpression, (f) => {
        const d = derivation(f, [x, y], { order: 2, detail: 1 });
        expect(faultsOf(d), printText(f)).toEqual([]);
      }),
      { numRuns: 25, seed: 6 },
    );
  });

  it('for random columns and scalars of columns', () => {
    fc.assert(
      fc.property(fc.oneof(scalarOfColumn, columnExpression), fc.constantFrom(1, 2, 3), (f, detail) => {
        const d = derivation(f, [v], { detail });
        expect(faultsOf(d), printText(f)).toEqual([]);
      }),
      { numRuns: 80, seed: 7 },
    );
  });

  it('a wrong line is found', () => {
    const d = derived('x^2*sin(x)', 'x');
    const steps = d.steps.map((s, i) => (i === 1 ? { ...s, after: add([s.after, int(1)]) } : s));
    expect(verifyDerivation({ ...d, steps })).toMatchObject([
      { line: 1, fault: 'not equal' },
      { line: 2, fault: 'does not follow the line before' },
    ]);
  });
});

describe('textbook rules are named', () => {
  it('one per line', () => {
    expect(rules(derived('x^2*sin(x) + 5', 'x'))).toEqual(['sum', 'product', 'power', 'sin']);
    expect(rules(derived('sin(x)/x', 'x'))[0]).toBe('quotient');
    expect(rules(derived('sin(x^2)', 'x'))).toEqual(['chain', 'power']);
    expect(rules(derived('7', 'x'))).toEqual(['constant']);
    expect(rules(derived('2^x', 'x'))).toEqual(['exponential']);
    expect(rules(derived('x^x', 'x'))).toEqual(['logarithmic']);
  });

  it('detail 3 names the inner function, detail 1 is short', () => {
    const spelled = derived('exp(sin(x^2))', 'x', {}, { detail: 3 });
    expect(spelled.steps[0]).toMatchObject({ rule: 'substitution', where: [{ name: { name: 'u' } }] });
    expect(lines(spelled)[0]).toBe('diff(exp(u), u)*diff(sin(x^2), x)');
    const long = derived('log(1+exp(x^2))/(x+1)', 'x');
    const short = derived('log(1+exp(x^2))/(x+1)', 'x', {}, { detail: 1 });
    expect(short.steps.length).toBeLessThan(long.steps.length);
    expect(short.steps.length).toBeLessThanOrEqual(3);
  });

  it('the path leads to what the rule changed', () => {
    const step = derived('x^2*sin(x) + exp(x)', 'x').steps[1];
    const at = step?.path.reduce((n, i) => (n.kind === 'apply' ? (n.args[i] ?? n) : n), step.before);
    expect(at).toBe(step?.focus.before);
  });

  it('a hundred terms of one kind do not take a hundred lines', () => {
    const f = Array.from({ length: 60 }, (_, k) => `x^${k + 2}`).join(' + ');
    expect(rules(derived(f, 'x'))).toEqual(['sum', 'power']);
  });
});

describe('matrix notation', () => {
  it('least squares goes as in the lecture, with the shapes of the factors', () => {
    const d = derived('norm(y - Phi*theta)^2', 'theta', { y: 'N', Phi: 'NxD', theta: 'D' });
    expect(lines(d)).toEqual(["2*e'*de", "-2*e'*Phi*dtheta", "-2*e'*Phi", "-2*(y' - theta'*Phi')*Phi"]);
    expect(d.steps[1]?.focus).toMatchObject({ after: { shape: ['N', 1] } });
    expect(d.steps[2]?.factors.map((f) => f.shape)).toEqual([
      [1, 'N'],
      ['N', 'D'],
    ]);
    expect(d.steps[0]?.where.map((w) => [w.name.name, printText(w.value)])).toEqual([['e', 'y - Phi*theta']]);
  });

  it("dK/dR for K = R'R: product rule under the sum, deltas, sums resolved", () => {
    const d = derived("R'*R", 'R', { R: 'mxn' });
    expect(rules(d)).toEqual(['entry-formula', 'sum', 'product', 'delta', 'sum-delta']);
    expect(lines(d).at(-1)).toBe('delta(p, j)*R[i, q] + delta(q, j)*R[i, p]');
  });

  it('a Hessian is the rule applied twice', () => {
    const d = derived("x'*A*x", 'x', { x: 'n', A: 'nxn' }, { order: 2 });
    expect(rules(d).filter((r) => r === 'identify')).toHaveLength(2);
    expect(rules(d)).toContain('again');
  });

  it('denominator layout is its own last line', () => {
    const d = derived('A*x', 'x', { A: 'mxn', x: 'n' }, { layout: 'denominator' });
    expect(rules(d).at(-1)).toBe('layout');
    expect(verifyDerivation(d)).toEqual([]);
  });
});
