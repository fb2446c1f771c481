import katex from 'katex';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../../src/expr/parse/parse.ts';
import { printLatex } from '../../../src/expr/print/latex.ts';
import { printLint } from '../../../src/expr/print/lint.ts';
import { printMathml } from '../../../src/expr/print/mathml.ts';
import { printText } from '../../../src/expr/print/text.ts';
import { simplify } from '../../../src/expr/rewrite.ts';
import { num } from '../../../src/ir/node.ts';
import { rational } from '../../../src/ir/rational.ts';
import { rows } from './support/rows.ts';
import { parsed, scope } from './support/scope.ts';

describe.each(rows)('$source', ({ source, text, latex }) => {
  const node = parsed(source);

  it('prints as a textbook does, in text and LaTeX', () => {
    expect([printText(node), printLatex(node)]).toEqual([text, latex]);
  });

  it('is rendered by KaTeX, and is well-formed MathML', () => {
    expect(() => katex.renderToString(printLatex(node), { throwOnError: true, strict: 'error' })).not.toThrow();
    expect(() => new SaxesParser().write(printMathml(node)).close()).not.toThrow();
  });

  it('reads back, and has nothing to lint once simplified', () => {
    const simple = simplify(node);
    const again = parsed(printText(simple));
    expect(printText(simplify(again))).toBe(printText(simple));
    expect(printLint(printText(simple), printLatex(simple))).toEqual([]);
  });
});

describe('LaTeX input', () => {
  // Sums, norms' decorations and such are output only: the contract lists what is read.
  const outputOnly =
    /\\sum|\\delta|\\oslash|\\circ|\\sigma|\\mathbf|\\mathrm\{|\)_\{|\bI\b|e_\{i\}|\\left\(\\begin|10\^/;
  it.each(rows.filter((r) => !outputOnly.test(r.latex)))('$latex reads back', ({ source, latex }) => {
    const back = parseExpression(latex, scope);
    expect(back.ok ? printText(simplify(back.value)) : back.error.message).toBe(printText(simplify(parsed(source))));
  });
});

describe('options', () => {
  it('decimal commas', () => {
    const node = parsed('(0.5, 2.25)');
    expect(printLatex(node, { decimalComma: true })).toBe('(0{,}5;\\, 2{,}25)');
    expect(printText(node, { decimalComma: true })).toBe('(0,5, 2,25)');
    const back = parseExpression('(0,5, 2,25)', { ...scope, decimalComma: true });
    expect(back.ok && printText(back.value)).toBe('(0.5, 2.25)');
    expect(printMathml(node, { decimalComma: true })).toContain('<mn>0,5</mn><mo>;</mo>');
  });

  it('names of the author', () => {
    const latexNames = new Map([['x', 'x^{(1)}']]);
    const latex = printLatex(parsed('x^2*y'), { latexNames });
    expect(latex).toBe('{x^{(1)}}^{2} \\, y');
    expect(() => katex.renderToString(latex, { throwOnError: true })).not.toThrow();
  });
});

describe('a variable that shares a letter with a constant or function', () => {
  const open = (source: string): string => {
    const r = parseExpression(source, {
      ...scope,
      declarations: new Map([
        ...scope.declarations,
        ['e', { name: 'e', shape: [] }],
        ['sigma', { name: 'sigma', shape: [] }],
      ]),
    });
    if (!r.ok) throw new Error(r.error.message);
    return printLatex(r.value);
  };
  it('keeps exp(u) beside a residual e', () => expect(open('e*exp(x)')).toBe('e \\exp(x)'));
  it('spells sigmoid out beside a scale σ', () =>
    expect(open('sigma*sigmoid(x)')).toBe('\\sigma \\operatorname{sigmoid}(x)'));
});

describe('numbers', () => {
  it('prints exact numbers exactly', () => {
    expect(printText(num(rational(1n, 3n)))).toBe('1/3');
    expect(printText(num(rational(-(10n ** 40n), 7n)))).toBe(`-1${'0'.repeat(40)}/7`);
    expect(printLatex(num(rational(-1n, 3n)))).toBe('-\\frac{1}{3}');
    expect(printText(num(rational(1n, 8n), true))).toBe('0.125');
  });
});
