import { describe, expect, it } from 'vitest';
import { simplify } from '../../src/expr/rewrite.ts';
import { dependsOn, forgetNodes, int, num, same, sym, symbolsOf } from '../../src/ir/node.ts';
import { apply } from '../../src/ir/op.ts';
import { rational } from '../../src/ir/rational.ts';
import { add, addOp, mul, pow } from '../../src/ops/arithmetic.ts';
import { sinOp } from '../../src/ops/elementary.ts';
import { holds } from '../calculus/holds.ts';
import { scalarExpression, x, y } from '../calculus/random-expressions.ts';
import { expression } from '../calculus/support.ts';

describe('hash-consing', () => {
  it('equal things are identical', () => {
    expect(sym('x')).toBe(sym('x'));
    expect(num(rational(2n, 6n))).toBe(num(rational(1n, 3n)));
    expect(int(7)).toBe(num(rational(7n)));
    expect(add([x, pow(y, int(2))])).toBe(add([x, pow(y, int(2))]));
    const shapes = { A: '2x2', b: '2' };
    expect(expression('sin(x)^2*A*b', shapes)).toBe(expression('sin( x )^2 * A * b', shapes));
  });

  it('different things are not: shape, index, decimals as written, order of arguments', () => {
    expect(sym('x', [2, 1])).not.toBe(sym('x'));
    expect(sym('p', [], true)).not.toBe(sym('p'));
    expect(num(rational(1n, 2n), true)).not.toBe(num(rational(1n, 2n)));
    expect(apply(addOp, [x, y])).not.toBe(apply(addOp, [y, x]));
  });

  it('two builds of one random expression are one node', () => {
    holds(scalarExpression, { runs: 300, seed: 61 }, (f) => {
      const [one, two] = [simplify(f), simplify(f)];
      return one === two ? null : 'two nodes';
    });
  });

  it('nodes forgotten by the table are still equal by structure', () => {
    const before = apply(sinOp, [add([sym('q'), int(1)])]);
    forgetNodes();
    const after = apply(sinOp, [add([sym('q'), int(1)])]);
    expect(same(before, after)).toBe(true);
    expect(same(before, apply(sinOp, [sym('q')]))).toBe(false);
  });
});

describe('symbols', () => {
  it('free ones in reading order; bound ones are none', () => {
    const f = expression('b*a + sum(k=1..3, x_k*c^k)', {});
    expect(symbolsOf(f).map((s) => s.name)).not.toContain('k');
    expect(
      symbolsOf(f)
        .slice(0, 2)
        .map((s) => s.name),
    ).toEqual(['b', 'a']);
  });

  it('dependsOn looks at names, not at chance', () => {
    const many = add(Array.from({ length: 60 }, (_, k) => sym(`t${k}`)));
    for (let k = 0; k < 200; k += 1) expect(dependsOn(many, sym(`t${k}`))).toBe(k < 60);
  });
});

describe('memory', () => {
  it('is bounded while expressions come and go', () => {
    const build = (from: number, count: number): void => {
      for (let i = from; i < from + count; i += 1) {
        const s = sym(`s${i % 1000}`);
        mul([add([s, int(i)]), pow(add([x, int(i)]), int(3))]);
      }
    };
    build(0, 60_000);
    globalThis.gc?.();
    const start = process.memoryUsage().heapUsed;
    build(60_000, 240_000);
    globalThis.gc?.();
    // The table keeps two generations; five times as many expressions may not need five times the room.
    expect(process.memoryUsage().heapUsed - start).toBeLessThan(250e6);
  });
});
