import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reverseGradient } from '../../src/calculus/modes.ts';
import { traceGraph } from '../../src/calculus/trace.ts';
import { traceLines } from '../../src/calculus/trace-lines.ts';
import { evaluate } from '../../src/expr/evaluate.ts';
import { printText } from '../../src/expr/print/text.ts';
import { int, num } from '../../src/ir/node.ts';
import { rational } from '../../src/ir/rational.ts';
import { scalarExpression, x, y } from './random-expressions.ts';
import { expression, variables } from './support.ts';

const LECTURE = 'sqrt(x^2 + exp(x^2)) + cos(x^2 + exp(x^2))';
const at = (values: Record<string, string>): ReadonlyMap<string, ReturnType<typeof expression>> =>
  new Map(Object.entries(values).map(([k, v]) => [k, expression(v)]));

describe("the lecture's backpropagation example", () => {
  const graph = traceGraph(expression(LECTURE), { at: at({ x: '1' }) });

  it('has its nodes, shared ones once', () => {
    expect(graph.nodes.map((n) => `${n.name.name} = ${printText(n.local)}`)).toEqual([
      'x = x',
      'a = x^2',
      'b = exp(a)',
      'c = a + b',
      'd = sqrt(c)',
      'g = cos(c)',
      'f = d + g',
    ]);
  });

  it('has its local partial derivatives', () => {
    const partials = graph.nodes.flatMap((n) =>
      n.uses.map((u) => `d${u.through.name}/d${n.name.name} = ${u.partial ? printText(u.partial) : '?'}`),
    );
    expect(partials).toEqual([
      'da/dx = 2*x',
      'db/da = exp(a)',
      'dc/da = 1',
      'dc/db = 1',
      'dd/dc = 1/(2*sqrt(c))',
      'dg/dc = -sin(c)',
      'df/dd = 1',
      'df/dg = 1',
    ]);
  });

  it('sums contributions into adjoints', () => {
    const c = 1 + Math.E;
    const dc = 1 / (2 * Math.sqrt(c)) - Math.sin(c);
    const adjoint = (name: string): number | undefined =>
      graph.nodes.find((n) => n.name.name === name)?.adjoint.numbers?.[0];
    expect(adjoint('c')).toBeCloseTo(dc, 14);
    expect(adjoint('a')).toBeCloseTo(dc + dc * Math.E, 13);
    expect(adjoint('x')).toBeCloseTo(2 * (dc + dc * Math.E), 13);
    expect(adjoint('f')).toBe(1);
  });

  it('reads as in the lecture', () => {
    expect(traceLines(graph).map((l) => printText(l.equation))).toContain(
      'diff(f, c) = diff(f, d)/(2*sqrt(c)) - sin(c)*diff(f, g)',
    );
    expect(traceLines(graph).map((l) => l.rule)).toEqual([
      ...Array.from({ length: 6 }, () => 'forward-value'),
      ...Array.from({ length: 8 }, () => 'local-partial'),
      ...Array.from({ length: 6 }, () => 'adjoint'),
    ]);
  });
});

describe('traceGraph', () => {
  it('keeps whole and rational values exact', () => {
    const graph = traceGraph(expression('(x*w + 1/3)^2'), { at: at({ x: '1/2', w: '3' }) });
    const of = (name: string): unknown => graph.nodes.find((n) => n.name.name === name)?.adjoint.exact;
    expect(of('w')).toBe(num(rational(11n, 6n)));
    expect(of('x')).toBe(int(11));
  });

  it("takes the author's nodes, written in inputs or in each other", () => {
    const nodes = new Map([
      ['a', expression('x^2')],
      ['b', expression('exp(x^2)')],
      ['c', expression('a + b')],
    ]);
    const graph = traceGraph(expression('ln(x^2 + exp(x^2))'), { nodes, at: at({ x: '0.5' }) });
    const locals = graph.nodes.map((n) => `${n.name.name} = ${printText(n.local)}`);
    expect(locals.slice(0, 4)).toEqual(['x = x', 'a = x^2', 'b = exp(a)', 'c = a + b']);
    expect(graph.nodes.find((n) => n.name.name === 'x')?.adjoint.numbers?.[0]).toBeCloseTo(
      (1 + 2 * 0 + Math.exp(0.25)) / (0.25 + Math.exp(0.25)),
      12,
    );
  });

  it('a recurrent weight shows each use', () => {
    const shapes = {};
    const graph = traceGraph(expression('(tanh(w*tanh(w*h0 + x1) + x2) - y)^2', shapes), {
      nodes: new Map([
        ['h1', expression('tanh(w*h0 + x1)')],
        ['h2', expression('tanh(w*tanh(w*h0 + x1) + x2)')],
      ]),
      wrt: variables('w'),
      at: at({ w: '0.5', h0: '0.2', x1: '1', x2: '-1', y: '1' }),
    });
    const w = graph.nodes.find((n) => n.name.name === 'w');
    expect(w?.uses.map((u) => u.through.name)).toEqual(['h1', 'h2']);
    expect(w?.adjoint.numbers?.[0]).toBeCloseTo(
      (w?.uses ?? []).reduce((s, u) => s + (u.value.numbers?.[0] ?? 0), 0),
      14,
    );
    // Only w moves: the other inputs have no uses and no adjoint but zero.
    expect(graph.nodes.find((n) => n.name.name === 'x1')).toMatchObject({ uses: [], adjoint: { numbers: [0] } });
  });

  it('carries arrays: the adjoint of W1 in a small network', () => {
    const shapes = { x: '2', W1: '3x2', b1: '3', W2: '1x3' };
    const f = expression('(W2*tanh(W1*x + b1) + b2 - y)^2', shapes);
    const point = {
      x: '[1; -1/2]',
      W1: '[1, 0; 0.5, 1; -1, 0.5]',
      b1: '[0.25; 0; -0.5]',
      W2: '[1, -1, 0.5]',
      b2: '0.5',
      y: '1',
    };
    const graph = traceGraph(f, { at: at(point) });
    const gradient = reverseGradient(f, variables('W1', shapes))[0] ?? int(0);
    const values = new Map(Object.entries(point).map(([k, v]) => [k, evaluate(expression(v), new Map()).data]));
    const found = graph.nodes.find((n) => n.name.name === 'W1')?.adjoint.numbers ?? [];
    evaluate(gradient, values).data.forEach((v, i) => {
      expect(found[i]).toBeCloseTo(v, 13);
    });
    expect(traceLines(graph).length).toBeGreaterThan(10);
  });

  it('without a point the graph is symbolic', () => {
    const graph = traceGraph(expression('norm(y - Phi*theta)^2', { y: 'N', Phi: 'NxD', theta: 'D' }));
    expect(graph.nodes.every((n) => n.value.numbers === null && n.adjoint.numbers === null)).toBe(true);
    expect(graph.nodes.map((n) => n.name.name)).toEqual(['y', 'Phi', 'theta', 'a', 'b', 'f']);
  });

  it('says which value is missing, and refuses an array as root', () => {
    expect(() => traceGraph(expression('x*y'), { at: at({ x: '1' }) })).toThrow('no value for y');
    expect(() => traceGraph(expression('v', { v: '3' }))).toThrow('3x1');
  });

  it('adjoints of the inputs are the gradient, for random expressions', () => {
    fc.assert(
      fc.property(scalarExpression, (f) => {
        const point = new Map([
          ['x', num(rational(7n, 10n))],
          ['y', num(rational(13n, 10n))],
        ]);
        const graph = traceGraph(f, { at: point });
        const numbers = new Map([
          ['x', [0.7]],
          ['y', [1.3]],
        ]);
        if (!Number.isFinite(evaluate(f, numbers).data[0])) return;
        for (const [k, g] of reverseGradient(f, [x, y]).entries()) {
          const expected = evaluate(g, numbers).data[0] ?? 0;
          const found = graph.nodes.find((n) => n.name.name === (k === 0 ? 'x' : 'y'))?.adjoint.numbers?.[0];
          if (found === undefined || !Number.isFinite(expected) || Math.abs(expected) > 1e8) continue;
          expect(Math.abs(found - expected) / Math.max(1, Math.abs(expected)), printText(f)).toBeLessThan(1e-9);
        }
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});
