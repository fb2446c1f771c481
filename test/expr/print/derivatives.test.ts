import fc from 'fast-check';
import katex from 'katex';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { derive } from '../../../src/calculus/derive.ts';
import { parseExpression } from '../../../src/expr/parse/parse.ts';
import { printLatex } from '../../../src/expr/print/latex.ts';
import { printLint } from '../../../src/expr/print/lint.ts';
import { printMathml } from '../../../src/expr/print/mathml.ts';
import { printText } from '../../../src/expr/print/text.ts';
import { simplify } from '../../../src/expr/rewrite.ts';
import { same, sym } from '../../../src/ir/node.ts';
import { isScalar } from '../../../src/ir/shape.ts';
import { anyExpression } from './support/random.ts';
import { scope } from './support/scope.ts';

const runs = Number(process.env.GRADUS_RUNS ?? 600);

describe('derivatives of any number', () => {
  it('print as a textbook prints them', () => {
    const number = anyExpression.filter(({ node }) => isScalar(node.shape));
    fc.assert(
      fc.property(number, ({ node }) => {
        const slope = derive(node, [sym('x')]).node;
        const latex = printLatex(slope);
        // Products of typed decimals have many places by right.
        expect(printLint(printText(slope), latex).filter((f) => !f.startsWith('a decimal'))).toEqual([]);
        katex.renderToString(latex, { throwOnError: true, strict: 'error' });
      }),
      { numRuns: runs, seed: 11 },
    );
  });
});

describe('any expression', () => {
  it('is well-formed MathML', () => {
    fc.assert(
      fc.property(anyExpression, ({ node }) => {
        const parser = new SaxesParser({ xmlns: true });
        parser.on('error', (error) => {
          throw error;
        });
        parser.write(printMathml(node)).close();
      }),
      { numRuns: runs, seed: 12 },
    );
  });

  it('in normal form reads back as the same node', () => {
    // Entrywise quotients and divisions by zero settle only after further passes; e·e is no value of exp yet.
    const unsettled = /\.[*/^]|\b0\b|\be\b/;
    const settled = anyExpression.map(({ node }) => simplify(node)).filter((node) => !unsettled.test(printText(node)));
    fc.assert(
      fc.property(settled, (node) => {
        const back = parseExpression(printText(node), scope);
        expect(back.ok && same(simplify(back.value), simplify(node)), printText(node)).toBe(true);
      }),
      { numRuns: runs, seed: 13 },
    );
  });
});
