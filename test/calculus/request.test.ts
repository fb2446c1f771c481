import { describe, expect, it, test } from 'vitest';
import { alongSteps } from '../../src/calculus/derivation-along.ts';
import { verifyDerivation } from '../../src/calculus/derivation-verify.ts';
import { derive } from '../../src/calculus/derive.ts';
import { answerDerive, type DeriveAnswer, type DeriveRequest } from '../../src/calculus/derive-request.ts';
import { rounded } from '../../src/calculus/value-at.ts';
import { expansionOf, workings } from '../../src/calculus/workings.ts';
import { evaluate } from '../../src/expr/evaluate.ts';
import { printText } from '../../src/expr/print/text.ts';

type Texts = Readonly<Record<string, string>>;
interface Ask {
  readonly vars?: Texts;
  readonly lets?: Texts;
  readonly at?: Readonly<Record<string, string | number>>;
  readonly order?: 1 | 2 | 3;
  readonly mode?: DeriveRequest['mode'];
}

const request = (expr: string, wrt: string, ask: Ask = {}): DeriveRequest => ({
  expr,
  wrt: wrt.split(','),
  vars: new Map(Object.entries(ask.vars ?? {})),
  lets: new Map(Object.entries(ask.lets ?? {})),
  at: new Map(Object.entries(ask.at ?? {})),
  order: ask.order ?? 1,
  layout: 'numerator',
  mode: ask.mode ?? 'symbolic',
});

function answer(expr: string, wrt: string, ask: Ask = {}): DeriveAnswer {
  const found = answerDerive(request(expr, wrt, ask));
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
}

function refusal(expr: string, wrt: string, ask: Ask = {}): string {
  const found = answerDerive(request(expr, wrt, ask));
  if (found.ok) throw new Error(`answered ${found.value.text}`);
  return found.error.message;
}

const shown = (expr: string, wrt: string, ask: Ask = {}, detail: 1 | 2 | 3 = 2): readonly string[] =>
  workings(request(expr, wrt, ask), answer(expr, wrt, ask), detail).map((w) => printText(w.equation));

describe('names that stand for functions', () => {
  it('may stand for functions of each other, in any order', () => {
    const lets = { f: 'x1^2 + 2x2', x1: 'sin(t)', x2: 'cos(t)' };
    expect(answer('f', 't', { lets }).text).toBe('2*sin(t)*cos(t) - 2*sin(t)');
  });

  it('take the shape of their formula', () => {
    const found = answer('norm(x)^2', 't', { lets: { x: '[t*cos(t); t*sin(t)]' } });
    expect(found.derivative.shape).toEqual([]);
    expect(answer('norm(x)^2', 't', { lets: { x: '[t*cos(t); t*sin(t)]' }, at: { t: 3 } }).value).toBe(6);
  });

  test.each<readonly [Ask, string]>([
    [{ lets: { x: 'y', y: 'x' } }, 'leads back to it'],
    [{ lets: { t: 'sin(t)' } }, 'another name'],
    [{ lets: { x: '[1, 2]' }, vars: { x: '3' } }, 'x is declared 3x1, but its formula is 1x2'],
    [{ lets: { x: 'sin(' } }, 'something is missing'],
  ])('refuses %j', (ask, message) => {
    expect(refusal('x^2', 't', ask)).toContain(message);
  });

  it('are no variables themselves', () => {
    expect(refusal('x^2', 'x', { lets: { x: 'sin(t)' } })).toContain('differentiate in t');
  });
});

describe('the chain rule along names', () => {
  it('is written as the lecture writes it', () => {
    expect(shown('x1^2 + 2x2', 't', { lets: { x1: 'sin(t)', x2: 'cos(t)' } })).toEqual([
      'diff(sin(t)^2 + 2*cos(t), t) = diff(x1^2 + 2*x2, x1)*diff(sin(t), t) + diff(x1^2 + 2*x2, x2)*diff(cos(t), t)',
      'diff(sin(t)^2 + 2*cos(t), t) = 2*x1*diff(sin(t), t) + 2*diff(cos(t), t)',
      'diff(sin(t)^2 + 2*cos(t), t) = 2*x1*cos(t) - 2*sin(t)',
      'diff(sin(t)^2 + 2*cos(t), t) = 2*sin(t)*cos(t) - 2*sin(t)',
    ]);
  });

  it('multiplies a row by a Jacobian: dL/de de/dtheta', () => {
    const vars = { y: 'N', Phi: 'NxD', theta: 'D' };
    const lines = shown('norm(e)^2', 'theta', { vars, lets: { e: 'y - Phi*theta' } });
    expect(lines[0]).toContain('= diff(norm(e)^2, e)*diff(y - Phi*theta, theta)');
    expect(lines[2]).toContain("= -2*e'*Phi");
  });

  test.each<readonly [string, string, Ask]>([
    ['x1^2 + 2x2', 't', { lets: { x1: 'sin(t)', x2: 'cos(t)' } }],
    ['x1^2*x2 + s', 's,t', { lets: { x1: 's*t', x2: 's + t' } }],
    ['exp(x1*x2^2)', 't', { lets: { x1: 't*cos(t)', x2: 't*sin(t)' } }],
    ['norm(x)^2', 't', { lets: { x: '[t*cos(t); t*sin(t)]' } }],
    ['norm(e)^2', 'theta', { vars: { y: '4', Phi: '4x3', theta: '3' }, lets: { e: 'y - Phi*theta' } }],
    ['tanh(z)', 'x', { vars: { A: 'mxn', x: 'n' }, lets: { z: 'A*x' } }],
  ])('each line of d(%s)/d(%s) equals the one before, at each detail', (expr, wrt, ask) => {
    const a = answer(expr, wrt, ask);
    for (const detail of [1, 2, 3] as const) {
      const steps = alongSteps(a.written, a.lets, a.wrt, 'numerator', detail);
      expect(steps?.length).toBeGreaterThan(1);
      const result = derive(a.expression, a.wrt);
      expect(verifyDerivation({ of: a.expression, wrt: a.wrt, steps: steps ?? [], result })).toEqual([]);
    }
  });
});

describe('modes', () => {
  const cases: readonly (readonly [string, string, Ask])[] = [
    ['x^2*sin(x)', 'x', { at: { x: 1.3 } }],
    ['sqrt(x^2 + exp(x^2)) + cos(x^2 + exp(x^2))', 'x', { at: { x: 1 } }],
    ['x1^2*x2 + x1*x2^3', 'x1,x2', { at: { x1: 1, x2: 2 } }],
    ['[x1*x2; sin(x1)]', 'x1,x2', { at: { x1: 1, x2: 2 } }],
    ["x'*W*y", 'x,y', { vars: { x: '2', W: '2x2', y: '2' }, at: { x: '[1;2]', y: '[3;5]', W: '[1,2;3,4]' } }],
    ['A*x', 'x,A', { vars: { x: '2', A: '2x2' }, at: { x: '[1;2]', A: '[1,2;3,4]' } }],
  ];
  for (const [expr, wrt, ask] of cases) {
    for (const order of [1, 2, 3] as const) {
      it(`agree on d^${order} ${expr}`, () => {
        const inputs = new Map(
          [...answer(expr, wrt, { ...ask, order }).point].map(([name, n]) => [name, evaluate(n, new Map()).data]),
        );
        const values = (['symbolic', 'forward', 'reverse', 'taylor'] as const).map((mode) => {
          const { derivative } = answer(expr, wrt, { ...ask, order, mode });
          return { shape: derivative.shape, data: evaluate(derivative.node, inputs).data.map(rounded) };
        });
        for (const v of values) expect(v).toEqual(values[0]);
      });
    }
  }

  it('reverse shows the graph of the lecture, from the root back', () => {
    const lines = shown('sqrt(x^2 + exp(x^2)) + cos(x^2 + exp(x^2))', 'x', { mode: 'reverse' });
    expect(lines.slice(0, 3)).toEqual(['a = x^2', 'b = exp(a)', 'c = a + b']);
    expect(lines).toContain('diff(f, a) = exp(a)*diff(f, b) + diff(f, c)');
    expect(lines.at(-1)).toBe('diff(f, x) = 2*x*diff(f, a)');
  });

  it('forward carries tangents to the root, with numbers at a point', () => {
    const ask: Ask = { mode: 'forward', at: { x: 1 } };
    const lines = workings(request('x^2*sin(x)', 'x', ask), answer('x^2*sin(x)', 'x', ask), 2);
    const last = lines.at(-1);
    expect(last?.rule).toBe('tangent');
    expect(last?.value?.numbers?.[0]).toBeCloseTo(2 * Math.sin(1) + Math.cos(1), 12);
  });

  test.each<readonly [string, string, Ask, string]>([
    ['exp(x)', 'x', { order: 3, at: { x: 0 } }, '1 + x + x^2/2 + x^3/6'],
    ['log(1 + x)', 'x', { order: 2 }, 'log(1 + x0) + (x - x0)/(1 + x0) - (x - x0)^2/(2*(1 + x0)^2)'],
    [
      "exp(x'*A*x)",
      'x',
      { vars: { A: '2x2', x: '2' }, order: 2, at: { x: '[0;0]' } },
      '1 + A[1, 1]*x[1]^2 + x[1]*x[2]*(A[1, 2] + A[2, 1]) + A[2, 2]*x[2]^2',
    ],
    ["g'*x", 'x', { vars: { g: 'n', x: 'n' } }, "g'*x0 + g'*(x - x0)"],
  ])('taylor gives the polynomial of %s', (expr, wrt, ask, polynomial) => {
    const asked: Ask = { ...ask, mode: 'taylor' };
    const found = expansionOf(request(expr, wrt, asked), answer(expr, wrt, asked));
    expect(found && printText(found.polynomial)).toBe(polynomial);
  });
});

describe('values at a point', () => {
  test.each<readonly [string, string, Ask, unknown]>([
    ['abs(x)', 'x', { at: { x: 0 } }, null],
    ['abs(x)^3', 'x', { at: { x: 0 } }, 0],
    ['x*abs(x)', 'x', { at: { x: 0 }, order: 2 }, null],
    ['max(x, 0)^2', 'x', { at: { x: 0 } }, 0],
    ['relu(x)^2 + y', 'x,y', { at: { x: 0, y: 1 } }, [[0, 1]]],
    ['log(x)', 'x', { at: { x: -1 } }, null],
    ['[cos(t); sin(t)]', 't', { at: { t: 'pi/2' } }, [[-1], [0]]],
    [
      'det(X)',
      'X',
      { vars: { X: '2x2' }, at: { X: '[1, 2; 2, 4]' } },
      [
        [4, -2],
        [-2, 1],
      ],
    ],
    [
      'det(X)',
      'X',
      { vars: { X: '3x3' }, at: { X: '[1, 2, 3; 2, 4, 6; 1, 0, 1]' } },
      [
        [4, 4, -4],
        [-2, -2, 2],
        [0, 0, 0],
      ],
    ],
    [
      'A*x',
      'x',
      { vars: { A: '2x2', x: '2' }, at: { A: '[1, 2; 3, 4]' } },
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ])('d %s / d%s %j', (expr, wrt, ask, value) => {
    expect(answer(expr, wrt, ask).value).toEqual(value);
  });

  it('may leave names open: the tangent of a rotation at the identity', () => {
    const found = answer('G*x', 'a', {
      vars: { x: '2' },
      lets: { G: '[cos(a), -sin(a); sin(a), cos(a)]' },
      at: { a: 0 },
    });
    expect(found.value).toBeNull();
    expect(found.inPart && printText(found.inPart)).toBe('[0, -1; 1, 0]*x');
  });

  it('refuses a point in a name that is nowhere', () => {
    expect(refusal('theta^2', 'theta', { at: { thta: 1 } })).toContain('did you mean theta?');
  });
});
