import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/expr/evaluate.ts';
import { printText } from '../../src/expr/print/text.ts';
import { bindSizes, sizesOf, substitute, substituteRaw, unroll } from '../../src/expr/rewrite.ts';
import { int, type Node } from '../../src/ir/node.ts';
import { expression } from '../calculus/support.ts';

const put = (f: string, name: string, value: Node): string =>
  printText(substitute(expression(f), new Map([[name, value]])));

describe('substitute', () => {
  it('replaces every occurrence and simplifies', () => {
    expect(put('x^2 + x*y', 'x', int(3))).toBe('9 + 3*y');
    expect(put('x^2', 'y', int(3))).toBe('x^2');
  });

  it('leaves bound indices alone, replaces the limits', () => {
    const f = expression('sum(k=1..3, k*c) + k', { k: 'index' });
    const g = substitute(
      f,
      new Map([
        ['k', int(10)],
        ['c', int(2)],
      ]),
    );
    expect(evaluate(g, new Map()).data).toEqual([22]);
  });

  it('raw keeps what was written', () => {
    expect(printText(substituteRaw(expression('x + x'), new Map([['x', int(2)]])))).toBe('2 + 2');
  });

  it('puts arrays into shapes that fit', () => {
    const f = expression("v'*v", { v: '2' });
    expect(printText(substitute(f, new Map([['v', expression('[3; 4]')]])))).toBe('25');
  });
});

describe('sizes', () => {
  it('finds them and binds them in shapes, identities and sums', () => {
    const f = expression("tr(A*A') + sum(k=1..m, A[k,1])", { A: 'mxn' });
    expect(new Set(sizesOf(f))).toEqual(new Set(['m', 'n']));
    const g = bindSizes(
      f,
      new Map([
        ['m', 2],
        ['n', 3],
      ]),
    );
    expect(evaluate(g, new Map([['A', [1, 2, 3, 4, 5, 6]]])).data).toEqual([91 + 5]);
  });

  it('works out products of sizes', () => {
    const f = expression('vec(A)', { A: 'mxn' });
    expect(
      bindSizes(
        f,
        new Map([
          ['m', 2],
          ['n', 3],
        ]),
      ).shape,
    ).toEqual([6, 1]);
  });
});

describe('unroll', () => {
  it('writes a sum out, and refuses a symbolic limit', () => {
    expect(printText(unroll(expression('sum(k=1..3, x^k)')))).toBe('x + x^2 + x^3');
    expect(() => unroll(expression('sum(k=1..m, x^k)'))).toThrow(RangeError);
  });

  it('nested sums whose inner limit is the outer index', () => {
    expect(evaluate(expression('sum(i=1..3, sum(j=1..i, j))'), new Map()).data).toEqual([10]);
  });
});
