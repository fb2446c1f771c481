import fc from 'fast-check';
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/expr/evaluate.ts';
import { parseExpression } from '../../../src/expr/parse/parse.ts';
import { printLatex } from '../../../src/expr/print/latex.ts';
import { printLint } from '../../../src/expr/print/lint.ts';
import { printMathml } from '../../../src/expr/print/mathml.ts';
import { printSpeech } from '../../../src/expr/print/speech.ts';
import { printText } from '../../../src/expr/print/text.ts';
import { simplify, unroll } from '../../../src/expr/rewrite.ts';
import { type Node, sym } from '../../../src/ir/node.ts';
import { apply, type Op } from '../../../src/ir/op.ts';
import { sameShape, shapeOf } from '../../../src/ir/shape.ts';
import { operations } from '../../../src/ops/table.ts';
import { anyExpression } from './support/random.ts';
import { scope } from './support/scope.ts';

/** Values of the names, away from zeros and poles. */
const inputs = new Map<string, readonly number[]>([
  ['x', [1.37]],
  ['y', [0.61]],
  ['z', [2.23]],
  ['x1', [0.83]],
  ['v', [0.71, 1.43]],
  ['w', [1.19, 0.57]],
  ['A', [2.31, 0.47, 0.69, 1.83]],
  ['B', [1.13, 0.29, 0.37, 2.71]],
]);

const values = (n: Node): readonly number[] => evaluate(unroll(n), inputs).data;

function read(text: string): Node {
  const r = parseExpression(text, scope);
  if (!r.ok) throw new Error(`${text}: ${r.error.message} at ${r.error.position}`);
  return r.value;
}

function expectSameValues(a: Node, b: Node, told: string): void {
  const [p, q] = [values(a), values(b)];
  expect(q.length, told).toBe(p.length);
  p.forEach((v, i) => {
    const other = q[i] ?? Number.NaN;
    // Beyond the range of doubles the two ways of writing may overflow at different places.
    if (!Number.isFinite(v) || Math.abs(v) > 1e100) return;
    expect(Math.abs(other - v), `${told}: ${v} and ${other}`).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(v)));
  });
}

describe('any expression', () => {
  it('reads back from its text: same shape, same values, and a text that stays', () => {
    fc.assert(
      fc.property(anyExpression, ({ node }) => {
        const text = printText(node);
        const back = read(text);
        expect(sameShape(back.shape, node.shape), text).toBe(true);
        // Reading works quotients of numbers out, innermost first; then the text stays as it is.
        const settled = printText(read(printText(read(printText(back)))));
        expect(printText(read(settled))).toBe(settled);
        expectSameValues(node, back, text);
      }),
      { numRuns: 1500, seed: 1 },
    );
  });

  it('reads back in normal form', () => {
    fc.assert(
      fc.property(anyExpression, ({ node }) => {
        const simple = simplify(node);
        const text = printText(simple);
        expectSameValues(simple, read(text), text);
      }),
      { numRuns: 1000, seed: 2 },
    );
  });

  it('is set by KaTeX, and reads back from LaTeX where LaTeX input covers it', () => {
    let covered = 0;
    fc.assert(
      fc.property(anyExpression, ({ node }) => {
        const latex = printLatex(node);
        katex.renderToString(latex, { throwOnError: true, strict: 'error' });
        const back = parseExpression(latex, scope);
        if (!back.ok || !sameShape(back.value.shape, node.shape)) return;
        covered += 1;
        expectSameValues(node, back.value, latex);
      }),
      { numRuns: 1000, seed: 3 },
    );
    expect(covered).toBeGreaterThan(350);
  });

  it('has nothing to lint once simplified', () => {
    fc.assert(
      fc.property(anyExpression, ({ node }) => {
        const simple = simplify(node);
        // Products of typed decimals have many places by right.
        const found = printLint(printText(simple), printLatex(simple)).filter((f) => !f.startsWith('a decimal'));
        expect(found).toEqual([]);
      }),
      { numRuns: 1000, seed: 4 },
    );
  });

  it('sounds, and is set, as no other expression', () => {
    const printers = [printSpeech, (n: Node) => printSpeech(n, 'de'), printMathml] as const;
    const heard = printers.map(() => new Map<string, Node>());
    fc.assert(
      fc.property(anyExpression, ({ node }) => {
        printers.forEach((print, k) => {
          const known = heard[k]?.get(print(node));
          heard[k]?.set(print(node), node);
          // Arrays of ones and zeros do not say their size.
          if (known && sameShape(known.shape, node.shape) && printText(known) !== printText(node))
            expectSameValues(known, node, print(node));
        });
      }),
      { numRuns: 3000, seed: 5 },
    );
  });
});

/** An application of the operation to fresh names of its sample's shapes. */
function sampled(op: Op, sample: Op['samples'][number]): Node {
  const args = sample.map((v, i) => {
    const name = 'abc'.charAt(i % 3) + (i < 3 ? '' : `${i}`);
    return sym(name, shapeOf(typeof v === 'number' ? [] : v.shape));
  });
  return apply(op, args, op.sampleAttr);
}

/** Adjoints that only derivatives bring up: they have no spelling in the language. */
const internal = new Set(['kronpull', 'unvec', 'matpow']);

const withSamples = operations.filter((op) => op.samples.length > 0);

describe.each(withSamples.map((op) => [op.name, op] as const))('%s', (name, op) => {
  it.each(op.samples.map((s) => [s] as const))('%j prints in every way', (sample) => {
    const node = sampled(op, sample);
    const latex = printLatex(node);
    expect(() => katex.renderToString(latex, { throwOnError: true, strict: 'error' })).not.toThrow();
    expect(printMathml(node)).toMatch(/^<math .*<\/math>$/);
    expect(printSpeech(node)).not.toMatch(/undefined|\\|[{}_^]/);
    expect(printSpeech(node, 'de')).not.toMatch(/undefined|\\|[{}_^]|\bthe\b|\bof\b/);
    if (internal.has(name)) return;
    const declarations = new Map(
      node.kind === 'apply'
        ? node.args.flatMap((a) => (a.kind === 'sym' ? [[a.name, { name: a.name, shape: a.shape }] as const] : []))
        : [],
    );
    const back = parseExpression(printText(node), { mode: 'closed', declarations });
    expect(back.ok ? printText(back.value) : back.error.message).toBe(printText(node));
    expect(back.ok && back.value.shape).toEqual(node.shape);
  });
});
