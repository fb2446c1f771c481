import { describe, expect, it } from 'vitest';
import { hostileRequest } from '../../bench/hostile-requests.ts';
import { derive } from '../../src/calculus/derive.ts';
import { answerDerive } from '../../src/calculus/derive-request.ts';
import { reverseGradient } from '../../src/calculus/modes.ts';
import { compile } from '../../src/expr/evaluate.ts';
import { simplify } from '../../src/expr/rewrite.ts';
import { int, type Node, sym, WorkLimitError, withinWork } from '../../src/ir/node.ts';
import { add, mul, pow } from '../../src/ops/arithmetic.ts';
import { sinOp } from '../../src/ops/elementary.ts';
import { expression, type Shapes, variables } from './support.ts';

describe('work is bounded by counting', () => {
  it('a limit ends a computation, and only that one', () => {
    const x = sym('x');
    const deep = (n: number): Node => (n === 0 ? x : sinOp.build([deep(n - 1)], ''));
    expect(() => withinWork(500, () => derive(deep(60), [x], { order: 3, layout: 'numerator' }))).toThrow(
      WorkLimitError,
    );
    expect(derive(deep(2), [x]).node).toBe(derive(deep(2), [x]).node);
    expect(withinWork(1000, () => withinWork(10, () => int(3)))).toBe(int(3));
  });

  it('a derivative that nobody could read is refused with a mend', () => {
    const found = answerDerive({
      expr: `${'sin('.repeat(90)}x${')'.repeat(90)}`,
      wrt: ['x'],
      vars: new Map(),
      lets: new Map(),
      at: new Map(),
      order: 3,
      layout: 'numerator',
      mode: 'symbolic',
    });
    expect(found.ok ? '' : found.error.code).toBe('limit');
    expect(found.ok ? '' : found.error.message).toContain('lower order');
  });

  it('hostile requests are answered or refused, never thrown at', { timeout: 120_000 }, () => {
    for (let k = 0; k < 400; k += 1) {
      const found = answerDerive(hostileRequest(k * 7 + 1));
      if (!found.ok) expect(found.error.message, `request ${k * 7 + 1}`).toMatch(/\w{3}/);
    }
  });

  it('an index that is no whole number does not move with the variable', () => {
    const found = answerDerive({
      ...hostileRequest(0),
      expr: 'sum(k=1..2, A[k,x^x]*v[k])',
      wrt: ['x'],
      vars: new Map([
        ['A', '2x2'],
        ['v', '2'],
      ]),
      lets: new Map(),
      at: new Map(),
      order: 1,
      mode: 'symbolic',
    });
    expect(found.ok && found.value.text).toBe('0');
  });
});

describe('memory is bounded', () => {
  // bench/memory.ts does the same a million times.
  it('in a loop over many expressions, equal things built lately being one', { timeout: 60_000 }, () => {
    const x = sym('x');
    const build = (k: number): Node =>
      add([mul([int(k), pow(x, int((k % 7) + 2))]), sinOp.build([mul([int(k), x])], '')]);
    const before = process.memoryUsage().heapUsed;
    for (let k = 0; k < 60_000; k += 1) {
      const [first, again] = [build(k), build(k)];
      if (first !== again) expect(again, `expression ${k}`).toBe(first);
    }
    const grown = process.memoryUsage().heapUsed - before;
    expect(grown / 2 ** 20).toBeLessThan(600);
  });
});

describe('the cheap gradient law: at most four times the operations of the function', () => {
  const CASES: readonly (readonly [string, string, Shapes])[] = [
    ['sqrt(x^2 + exp(x^2)) + cos(x^2 + exp(x^2))', 'x', {}],
    ['tanh(w2*tanh(w1*x + b1) + b2)', 'w1,b1,w2,b2', {}],
    ['norm(y - Phi*theta)^2', 'theta', { y: '50', Phi: '50x10', theta: '10' }],
    ['norm(y - W2*tanh(W1*x + b1) - b2)^2', 'W1,b1,W2,b2', { y: '4', W2: '4x8', W1: '8x5', x: '5', b1: '8', b2: '4' }],
    ["logsumexp(W*x + b) - t'*(W*x + b)", 'W,b', { W: '6x9', x: '9', b: '6', t: '6' }],
    ['log(det(X))', 'X', { X: '4x4' }],
    ['x1*x2*x3*x4', 'x1,x2,x3,x4', {}],
  ];
  for (const [formula, wrt, shapes] of CASES) {
    it(formula, () => {
      const f = simplify(expression(formula, shapes));
      const gradient = reverseGradient(f, variables(wrt, shapes));
      expect(compile([f, ...gradient]).operations).toBeLessThanOrEqual(4 * compile([f]).operations);
    });
  }
});
