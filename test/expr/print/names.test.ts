import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { greekNames } from '../../../src/expr/parse/names.ts';
import { latexName, printShapeLatex } from '../../../src/expr/print/names.ts';

describe('names', () => {
  it.each([
    ['x', 'x'],
    ['theta', '\\theta'],
    ['theta1', '\\theta_{1}'],
    ['Phi', '\\Phi'],
    ['x12', 'x_{12}'],
    ['W1', 'W_{1}'],
    ['W_out', 'W_{\\mathrm{out}}'],
    ['x_i', 'x_{i}'],
    ['x_theta', 'x_{\\theta}'],
    ['x1_2', 'x_{1,2}'],
    ['W_h2', 'W_{h,2}'],
    ['dW1', '\\mathrm{dW}_{1}'],
    ['loss', '\\mathrm{loss}'],
    ['eps', '\\varepsilon'],
    ['Alpha', '\\mathrm{A}'],
  ])('%s', (name, latex) => {
    expect(latexName(name)).toBe(latex);
  });

  it.each([...greekNames])('KaTeX knows %s', (name) => {
    expect(() => katex.renderToString(latexName(name), { throwOnError: true, strict: 'error' })).not.toThrow();
  });
});

describe('shapes', () => {
  it.each([
    [[], '\\mathbb{R}'],
    [[3, 1], '\\mathbb{R}^{3}'],
    [[2, 3], '\\mathbb{R}^{2 \\times 3}'],
    [[1, 3], '\\mathbb{R}^{1 \\times 3}'],
    [['m', 'n'], '\\mathbb{R}^{m \\times n}'],
    [['m*n', 1], '\\mathbb{R}^{m n}'],
    [[2, 3, 4], '\\mathbb{R}^{2 \\times 3 \\times 4}'],
  ])('%j', (shape, latex) => {
    expect(printShapeLatex(shape)).toBe(latex);
  });
});
