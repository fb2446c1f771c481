import { describe, expect, it } from 'vitest';
import { printLint } from '../../../src/expr/print/lint.ts';

const raw = String.raw;

describe('what no textbook prints', () => {
  it.each([
    ['x + -3', 'two signs'],
    ['x - -y', 'two signs'],
    ['--x', 'two signs'],
    ['1*x', 'a factor 1'],
    ['-1*sin(x)', 'a factor 1'],
    ['2 + 1*x', 'a factor 1'],
    ['0*x + y', 'a factor 0'],
    ['x^1', 'an exponent 1'],
    ['x^(1)', 'an exponent 1'],
    ['x^0', 'an exponent 0'],
    ['x*2', 'a number behind'],
    ['x1*2 + y', 'a number behind'],
    ['(x + 1)*3', 'a number behind'],
    ['x/1', 'a division by 1'],
    ['0.333*x', 'a decimal'],
    ['0.66667', 'a decimal'],
    ['NaN', 'no number'],
  ])('text %s', (text, fault) => {
    expect(printLint(text, 'x')).toEqual([expect.stringContaining(fault)]);
  });

  it.each([
    ['x + -3', 'two signs'],
    ['1 x', 'a factor 1'],
    [raw`1 \sin(x)`, 'a factor 1'],
    [raw`1 \cdot 2`, 'a factor 1'],
    [raw`e^{1 x}`, 'a factor 1'],
    ['x^{1}', 'an exponent 1'],
    ['x^{0}', 'an exponent 0'],
    [raw`x \cdot 2`, 'a number behind'],
    [raw`\frac{x}{1}`, 'a division by 1'],
    ['0{,}333 x', 'a decimal'],
  ])('LaTeX %s', (latex, fault) => {
    expect(printLint('x', latex)).toEqual([expect.stringContaining(fault)]);
  });
});

describe('what textbooks do print', () => {
  it.each([
    'x1*y + 11*x',
    'x^10 + 2^(1/3) + x^1.5',
    'x^(1 + y)',
    'exp(-x) - 2',
    '1e-20*x',
    'A[i, 1]*B[1, j]',
    '1/2*A*x',
    '1/(x*y)',
    '3*2^x + x*2^y',
    '2*(-3)',
    '0.125*x',
    '10*x + 0.5*y',
  ])('text %s', (text) => {
    expect(printLint(text, 'x')).toEqual([]);
  });

  it.each([
    raw`\frac{1}{2} A x`,
    raw`\begin{pmatrix} 1 & x \\ 0 & 1 \end{pmatrix}`,
    raw`x_{1} y + R_{1k} R_{11}`,
    raw`\sum_{k=1}^{m} x^{k}`,
    raw`\left\lvert 1 \right\rvert + (1 - x) + 1 + \sin(x)`,
    raw`3 \cdot 2^{x} + 2 \cdot 3 x`,
    raw`10^{-20} x + 21 x + 2.1 x`,
    raw`x \le 1 \quad`,
    raw`x^{1/3} + e^{-x}`,
  ])('LaTeX %s', (latex) => {
    expect(printLint('x', latex)).toEqual([]);
  });
});
