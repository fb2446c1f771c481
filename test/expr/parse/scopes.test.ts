import { describe, expect, test } from 'vitest';
import { parseCondition, parseShape, type Scope } from '../../../src/expr/parse/parse.ts';
import { showShape } from '../../../src/ir/shape.ts';
import { arrays, open, readAs, refusal, scalars, scopeOf } from './support/scope.ts';

describe('a declaration comes before the meaning a name has of its own', () => {
  const rows: readonly (readonly [string, Record<string, string>, string])[] = [
    ['e^x', { e: 'real', x: 'real' }, '(^ e x)'],
    ['2e', { e: '2' }, '(* 2 e)'],
    ['A^T', { T: 'real', A: '2x2', x: 'real' }, 'refused'],
    ['x^T', { T: 'real', x: 'real' }, '(^ x T)'],
    ['A^T*T', { T: '2x2', A: '2x2' }, '(@ (transpose A) T)'],
    ['A + I', { I: 'real', A: '2x2' }, 'refused'],
    ['I^2', { I: 'real' }, '(^ I 2)'],
    ['pi x', { pi: 'real', x: 'real' }, '(* pi x)'],
    ['π x', { pi: 'real', x: 'real' }, '(* pi x)'],
    ['sigma(x+1)', { sigma: 'real', x: 'real' }, '(* sigma (+ x 1))'],
    ['σ x', { sigma: 'real', x: 'real' }, '(* sigma x)'],
    ['delta x', { delta: 'real', x: 'real' }, '(* delta x)'],
    ['δ_{11}', { delta: '2x2' }, '(index delta 1 1)'],
    ['step(x)', { step: 'real', x: 'real' }, '(* step x)'],
    ['xy', { xy: 'real', x: 'real', y: 'real' }, 'xy'],
    ['x_i', { x_i: 'real', x: '2', i: 'index' }, 'x_i'],
    ['x1', { x1: 'real', x: '2' }, 'x1'],
    ['DNE + 1', { DNE: 'real' }, '(+ DNE 1)'],
    ['and x', { and: 'real', x: 'real' }, '(* and x)'],
    ['m*x', { A: 'mxn', x: 'real' }, '(* m x)'],
    ['constructor + __proto__x', { constructor: 'real', x: 'real' }, 'refused'],
    ['constructor toString', { constructor: 'real', toString: 'real' }, '(* constructor toString)'],
  ];
  test.each(rows)('%s in %j', (source, names, expression) => {
    if (expression === 'refused') refusal(source, scopeOf(names));
    else expect(readAs(source, scopeOf(names))).toBe(expression);
  });
});

describe('where names need no declaration', () => {
  test.each([
    ['a + b1*theta', '(+ a (* b1 theta))'],
    ['a(b+c)', '(* a (+ b c))'],
    ['I R', '(* I R)'],
    ['I_1 + I_2', '(+ I1 I2)'],
    ['x^T', '(^ x T)'],
    ['delta_1', 'delta1'],
    ['foo + 1', '(+ foo 1)'],
    ['sum(k=1..3, kx)', '(sigma k 1 3 kx)'],
  ])('%s', (source, expression) => {
    expect(readAs(source, open)).toBe(expression);
  });

  test('a word before a parenthesis is no scalar', () => {
    expect(refusal('factorial(n)', open)).toMatchObject({ code: 'unknown-name', position: 0 });
    expect(refusal('sinn(x)', open).hint).toContain('sin');
  });
});

describe('decimal comma', () => {
  const german: Scope = { ...scalars, decimalComma: true };
  test.each([
    ['2,5', '2.5'],
    ['2,5x', '(* 2.5 x)'],
    ['2.5', '2.5'],
    [',5', '0.5'],
    ['1,5e-3', '0.0015'],
    ['2{,}5', '2.5'],
    ['(1, 2)', '{1 2}'],
    ['(1; 2)', '{1 2}'],
    ['(1,5; 2,5)', '{1.5 2.5}'],
    ['[1,5, 2]', '[1x2 1.5 2]'],
    ['[1,5; 2]', '[2x1 1.5 2]'],
    ['max(x; 2,5)', '(max x 2.5)'],
    ['max(x,2)', '(max x 2)'],
    ['x + 0,1', '(+ x 0.1)'],
  ])('%s', (source, expression) => {
    expect(readAs(source, german)).toBe(expression);
  });
});

describe('no value', () => {
  test.each(['DNE', 'undefined', ' DNE ', '(DNE)'])('%s alone', (source) => {
    expect(readAs(source, scalars)).toBe('(DNE)');
  });

  test('is refused where the field takes none', () => {
    expect(refusal('DNE', { ...scalars, allowUndefined: false })).toMatchObject({ code: 'syntax', position: 0 });
  });
});

test('the shape asked for sizes an identity that stands alone', () => {
  expect(readAs('I', { ...arrays, expected: [2, 2] })).toBe('(eye:2)');
  expect(readAs('2I', { ...arrays, expected: ['n', 'n'] })).toBe('(* 2 (eye:n))');
  expect(refusal('I', { ...arrays, expected: [2, 3] }).code).toBe('size-unknown');
});

describe('shapes', () => {
  test.each([
    ['2x3', '2x3'],
    ['2 x 3', '2x3'],
    ['2×3', '2x3'],
    ['mxn', 'mxn'],
    ['N x D', 'NxD'],
    ['3', '3x1'],
    ['3x1', '3x1'],
    ['n', 'nx1'],
    ['1x3', '1x3'],
    ['2x3x4', '2x3x4'],
    ['(2, 3)', '2x3'],
    ['scalar', 'scalar'],
    ['real', 'scalar'],
    ['1', 'scalar'],
    ['1x1', 'scalar'],
  ])('%s', (source, shape) => {
    const parsed = parseShape(source);
    expect(parsed.ok && showShape(parsed.value)).toBe(shape);
  });

  test.each(['', '0x2', '2x', 'x', '-1', '2x2.5', '[2]', '99999'])('%j is no shape', (source) => {
    expect(parseShape(source).ok).toBe(false);
  });
});

describe('conditions', () => {
  const kindOf = (source: string): string => {
    const parsed = parseCondition(source, scalars);
    return parsed.ok ? parsed.value.kind : parsed.error.code;
  };
  test.each([
    ['x > 0', 'relation'],
    ['x ≤ y', 'relation'],
    ['x \\le y', 'relation'],
    ['x == 2', 'relation'],
    ['x != y', 'relation'],
    ['0 < x < 1', 'and'],
    ['x > 0, y > 0', 'and'],
    ['x > 0 and y > 0 or z = 1', 'or'],
    ['not x > 0', 'not'],
    ['integer(x/2)', 'integer'],
    ['different(x, y, z)', 'different'],
    ['x + 1', 'syntax'],
    ['x >', 'syntax'],
    ['', 'empty'],
    ['q > 0', 'unknown-name'],
    [`${'not '.repeat(300)}x > 0`, 'limit'],
  ])('%s', (source, kind) => {
    expect(kindOf(source)).toBe(kind);
  });
});
