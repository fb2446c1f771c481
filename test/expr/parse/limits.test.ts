import { describe, expect, test } from 'vitest';
import { arrays, read, refusal, scalars } from './support/scope.ts';

const rise = (n: number, open: string, inside: string, close: string): string =>
  open.repeat(n) + inside + close.repeat(n);

describe('numbers', () => {
  test.each([
    ['9'.repeat(300), true],
    ['9'.repeat(301), false],
    [`0.${'3'.repeat(299)}`, true],
    [`0.${'3'.repeat(301)}`, false],
    ['1e299', true],
    ['1e301', false],
    ['1e-299', true],
    ['1e-302', false],
    ['1e999999', false],
    ['1e9999999', false],
    [`1e${'9'.repeat(400)}`, false],
  ])('number %#', (source, fits) => {
    if (fits) expect(read(source, scalars).kind).toBe('num');
    else expect(refusal(source, scalars)).toMatchObject({ code: 'limit', position: 0 });
  });
});

describe('length, depth, size', () => {
  test('10,000 characters', () => {
    expect(read(`x${' '.repeat(9_999)}`, scalars).kind).toBe('sym');
    expect(refusal(`x${' '.repeat(10_000)}`, scalars)).toMatchObject({ code: 'limit', position: 10_000 });
  });

  test.each([
    ['parentheses', (n: number) => rise(n, '(', 'x', ')')],
    ['braces', (n: number) => rise(n, '{', 'x', '}')],
    ['brackets', (n: number) => rise(n, '[', 'x', ']')],
    ['functions', (n: number) => rise(n, 'sin(', 'x', ')')],
    ['functions without parentheses', (n: number) => rise(n, 'sin ', 'x', '')],
    ['powers', (n: number) => rise(n, 'x^', 'x', '')],
    ['signs', (n: number) => rise(n, '-', 'x', '')],
    ['signs of exponents', (n: number) => `x^${rise(n, '-', 'x', '')}`],
    ['transposes', (n: number) => rise(n, '', "x'", "'")],
    ['transposes by letter', (n: number) => rise(n, '', 'x', '^T')],
    ['indices', (n: number) => rise(n, '', 'x', '[1]')],
    ['subscripts', (n: number) => rise(n, '', 'x', '_{1}')],
    ['fractions', (n: number) => rise(n, '\\frac', '12', '3')],
    ['fractions in braces', (n: number) => rise(n, '\\frac{', 'x', '}2')],
    ['roots', (n: number) => rise(n, '√', 'x', '')],
    ['LaTeX roots', (n: number) => rise(n, '\\sqrt{', 'x', '}')],
    ['bars', (n: number) => rise(n, '|', 'x', '|')],
    ['bars with signs', (n: number) => rise(n, '|-', 'x', '|')],
    ['norms', (n: number) => rise(n, '‖', 'x', '‖')],
    ['Kronecker products', (n: number) => rise(n, 'x ⊗ ', 'x', '')],
    ['sums', (n: number) => rise(n, 'sum(k=1..m, ', 'x', ')')],
    ['environments', (n: number) => rise(n, '\\begin{pmatrix}', 'x', '\\end{pmatrix}')],
    ['sums and products', (n: number) => rise(n, '(1+2*(', 'x', '))')],
  ])('%s are refused from some depth on, and never overflow', (_, source) => {
    const n = Math.floor(10_000 / (source(2).length - source(1).length)) - 4;
    const failure = refusal(source(n), scalars);
    expect(['limit', 'shape', 'syntax']).toContain(failure.code);
  });

  test('a depth of 80 parentheses is read, one of 201 is not', () => {
    expect(read(rise(80, '(', 'x', ')'), scalars).kind).toBe('sym');
    expect(refusal(rise(201, '(', 'x', ')'), scalars).code).toBe('limit');
  });

  test('5,000 parts', () => {
    expect(read(Array(4900).fill('x').join('*'), scalars).kind).toBe('apply');
    expect(read(Array(4900).fill('1').join('+'), scalars).kind).toBe('apply');
    expect(refusal('x'.repeat(5001), scalars).code).toBe('limit');
    expect(refusal(Array(5000).fill('1').join('+'), scalars).code).toBe('limit');
    expect(refusal(`[${Array(4999).fill('1').join(',')},1]`, scalars).code).toBe('limit');
  });

  test('10,000 entries', () => {
    expect(read('eye(100)', arrays).shape).toEqual([100, 100]);
    for (const source of [
      'eye(101)',
      'zeros(101, 100)',
      'kron(eye(50), eye(5))',
      "ones(200)*ones(200)'",
      'diag(ones(101))',
    ])
      expect(refusal(source, arrays).code).toBe('limit');
  });

  test('10,000 terms of sums within each other', () => {
    expect(read('sum(k=1..10000, k)', arrays).kind).toBe('apply');
    expect(refusal('sum(k=1..10001, k)', arrays).code).toBe('limit');
    expect(refusal('sum(k=1..1000, sum(l=1..1000, k*l))', arrays).code).toBe('limit');
    expect(read('sum(k=1..1000, k) + sum(l=1..10000, l)', arrays).kind).toBe('apply');
  });

  test('powers of matrices', () => {
    expect(read('A^64', arrays).kind).toBe('apply');
    expect(refusal('A^65', arrays).code).toBe('limit');
    expect(refusal('A^-65', arrays).code).toBe('limit');
  });
});
