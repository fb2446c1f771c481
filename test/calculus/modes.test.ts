import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derive } from '../../src/calculus/derive.ts';
import { derivative, reverseGradient } from '../../src/calculus/modes.ts';
import { crossCheck } from '../../src/calculus/oracles.ts';
import { hasKinkAt } from '../../src/calculus/value-at.ts';
import { evaluate } from '../../src/expr/evaluate.ts';
import { simplify, substitute } from '../../src/expr/rewrite.ts';
import { int, type Node, num } from '../../src/ir/node.ts';
import { rational } from '../../src/ir/rational.ts';
import { add, mul } from '../../src/ops/arithmetic.ts';
import { holds } from './holds.ts';
import { columnExpression, scalarExpression, scalarOfColumn, v, x, y } from './random-expressions.ts';

const hasMovingExponent = (n: Node): boolean =>
  n.kind === 'apply' && ((n.op.name === 'pow' && n.args[1]?.kind !== 'num') || n.args.some(hasMovingExponent));

const disagreement = (raw: Node, wrt: Parameters<typeof derive>[1], order: 1 | 2): string | null => {
  // max(x, x) ties everywhere as written, and is x in normal form.
  const f = simplify(raw);
  const check = crossCheck(f, wrt, order, derive(f, wrt, { order, layout: 'numerator' }), { points: 4 });
  // Some random expressions have hardly any domain: nothing is claimed of them.
  if (check.points === 0 || check.agree) return null;
  // Nested max and min may tie on whole stretches; at a tie the engine claims no derivative.
  if (check.ways.some((w) => w.at !== null && hasKinkAt(f, w.at.point, wrt))) return null;
  const ways = check.ways.filter((w) => w.name !== 'differences');
  // (−1)^max(x, 0) is smooth for x < 0, but a power with a moving exponent is differentiated for positive bases only.
  if (hasMovingExponent(f) && check.ways.some((w) => w.worst === Number.POSITIVE_INFINITY)) return null;
  // Differences see a kink between their points, or digits lost to a steep function; the other ways do not.
  const steep = ways.every((w) => w.worst < 1e-9);
  return steep
    ? null
    : JSON.stringify(check.ways.map((w) => [w.name, w.worst, w.at?.point.get('x'), w.at?.symbolic, w.at?.other]));
};

describe('all modes agree', () => {
  it('on random scalars, first and second order', () => {
    holds(scalarExpression, { runs: 150, seed: 41 }, (f) => disagreement(f, [x, y], 1));
    holds(scalarExpression, { runs: 60, seed: 42 }, (f) => disagreement(f, [x], 2));
  });

  it('on random scalars and columns of a vector', () => {
    holds(scalarOfColumn, { runs: 60, seed: 43 }, (f) => disagreement(f, [v], 1));
    holds(columnExpression, { runs: 60, seed: 44 }, (f) => disagreement(f, [v], 1));
    holds(scalarOfColumn, { runs: 25, seed: 45 }, (f) => disagreement(f, [v], 2));
  });
});

const at = new Map([
  ['x', [0.83]],
  ['y', [1.27]],
]);
const value = (n: Node): number => evaluate(n, at).data[0] ?? Number.NaN;
const differs = (a: Node, b: Node): string | null => {
  const [u, w] = [value(a), value(b)];
  if (!Number.isFinite(u) || !Number.isFinite(w) || Math.abs(u) > 1e10) return null;
  return Math.abs(u - w) <= 1e-8 * Math.max(1, Math.abs(u)) ? null : `${u} and ${w}`;
};

describe('laws', () => {
  const pairs = fc.tuple(scalarExpression, scalarExpression);
  const law = (seed: number, difference: (f: Node, g: Node) => string | null): void => {
    const found = fc.check(
      fc.property(pairs, ([f, g]) => difference(f, g) === null),
      { numRuns: 300, seed },
    );
    expect(found.failed).toBe(false);
  };
  const D = (f: Node): Node => derivative(simplify(f), x);

  it('linearity', () => {
    const c = num(rational(-7n, 3n));
    law(51, (f, g) => differs(D(add([f, mul([c, g])])), add([D(f), mul([c, D(g)])])));
  });

  it('product', () => {
    law(52, (f, g) => differs(D(mul([f, g])), add([mul([D(f), g]), mul([f, D(g)])])));
  });

  it('chain', () => {
    law(53, (f, g) => {
      const inner = new Map([['x', g]]);
      return differs(D(substitute(f, inner)), mul([substitute(derivative(f, x), inner), D(g)]));
    });
  });

  it('reverse is forward, entry by entry, and mixed derivatives agree', () => {
    law(54, (f) => differs(reverseGradient(f, [x, y])[0] ?? int(0), derivative(f, x)));
    law(55, (f) => differs(derivative(derivative(f, x), y), derivative(derivative(f, y), x)));
  });
});
