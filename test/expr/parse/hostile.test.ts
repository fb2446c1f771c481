import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCondition, parseExpression, parseShape, type Scope } from '../../../src/expr/parse/parse.ts';
import { arrays, open, scalars } from './support/scope.ts';

const scopes: readonly Scope[] = [scalars, arrays, open, { ...arrays, decimalComma: true }];

/** Everything the language has, and what it has not. */
const pieces = [
  ...'+ - * / ^ ** .* ./ .^ ( ) [ ] { } , ; | || \' = < > <= .. _ & ! . : @ " ` % # ~ ? $'.split(' '),
  ...'0 1 2 12 2.5 .5 1e-3 1e 007 x y z A B t i j m n N e pi I T DNE xy xAx x_1 x_i A_12 A_ij x_{1} theta Phi'.split(
    ' ',
  ),
  ...'sin cos ln sqrt sum( sum(k=1..m, max( norm det inv eye( delta( sigma foo constructor __proto__ toString'.split(
    ' ',
  ),
  ...'\\frac \\sqrt \\sqrt[3] \\left( \\right) \\left| \\right| \\lVert \\rVert \\mathbf \\mathbf{x} \\top \\cdot'.split(
    ' ',
  ),
  ...'\\begin{pmatrix} \\end{pmatrix} \\begin{ \\end \\\\ \\\\[4pt] \\sum_{k=1}^{m} \\delta_{ij} \\circ \\ \\theta'.split(
    ' ',
  ),
  ...'² ³ ⁻¹ ⁿ ᵀ √ ³√ ‖ · × − ÷ ≤ θ Φ ₁ ᵢ 𝑥 ∞ 😀'.split(' '),
  ...[' ', '  ', '\n', '\t', '\u00a0', '\u200b', '\u0000', '\ud800', 'é', 'ﬁ'],
];
const formula = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));
const bytes = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 40 }));

/** A text is read or refused, at a place inside it, and never throws. */
function survives(source: string): void {
  for (const scope of scopes) {
    const parsed = parseExpression(source, scope);
    if (parsed.ok) continue;
    const { position, length, message } = parsed.error;
    expect(message).not.toBe('');
    expect(position).toBeGreaterThanOrEqual(0);
    expect(position + length).toBeLessThanOrEqual(source.length);
  }
  parseCondition(source, scalars);
  parseShape(source);
}

describe('hostile text never throws', () => {
  test('pieces of the language in any order', () => {
    fc.assert(fc.property(formula, survives), { numRuns: 4_000, seed: 1 });
  });

  test('any characters', () => {
    fc.assert(fc.property(bytes, survives), { numRuns: 1_500, seed: 2 });
  });
});

describe('10,000 hostile characters are answered at once', () => {
  const full = (unit: string): string => unit.repeat(Math.floor(10_000 / unit.length));
  test.each([
    ...[
      '|',
      '||',
      '|x',
      '|x|',
      '||x',
      '|x||',
      '|-',
      '‖',
      '‖x',
      '|(',
      '|x|y',
      '||x|-',
      'ln|',
      '|sin',
      '\\left|',
      '\\lvert x',
    ],
    ...[
      '(',
      '[',
      '{',
      '((',
      '[[',
      '[1,',
      '[[1],',
      '-',
      '+',
      '- ',
      '^',
      'x^',
      'x^-',
      "x'",
      "'",
      'x[',
      'x_{',
      '_',
      'sin ',
      'sin^',
    ],
    ...[
      '√',
      '²',
      '⁻',
      'ᵀ',
      'xᵀ',
      '\\frac',
      '\\sqrt',
      '\\sqrt[',
      '\\begin{pmatrix}',
      '\\left(',
      '\\\\',
      '\\mathbf',
      '\\',
      '{\\circ',
    ],
    ...[
      'x',
      'xy',
      'x y ',
      'A',
      'A*',
      'A.*',
      'x+',
      '1+',
      '1*',
      '1/',
      '1,',
      '1',
      '.',
      '1.',
      '1e',
      '..',
      ',',
      ';',
      '=',
      'x=',
      'x<',
      '&',
    ],
    ...[
      'sum(',
      'sum(k=',
      'sum(k=1..3,',
      'x⊗',
      'I*',
      'I+',
      'I',
      "I'",
      'e^',
      'foo',
      'foo(',
      '😀',
      '\ud800',
      '\u0000',
      ' ',
    ],
    ...['not ', 'x and ', 'delta_', 'x_i', '_{i', 'T', 'A^T', 'A^{', 'constructor', '__proto__', '$', '"', '^{-'],
  ])('%j', (unit) => {
    const source = full(unit);
    for (const scope of scopes) parseExpression(source, scope);
    const start = performance.now();
    for (const scope of scopes) parseExpression(source, scope);
    // A bound for quadratic or worse growth, far above what a busy machine adds.
    expect((performance.now() - start) / scopes.length).toBeLessThan(250);
  });
});
