import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { present } from '../../../src/base/invariant.ts';
import type { Figure, Shape } from '../../../src/document/doc.ts';
import { contourFigure } from '../../../src/document/figure/contours.ts';
import { curveFigure } from '../../../src/document/figure/curve.ts';
import { graphFigure } from '../../../src/document/figure/graph.ts';
import { stringsFor } from '../../../src/document/strings/strings.ts';
import { parseExpression } from '../../../src/expr/parse/parse.ts';
import type { Node } from '../../../src/ir/node.ts';
import { fonts } from '../support/assets.ts';
import { figuresIn, page, shipped } from '../support/catalogue.ts';

const strings = stringsFor({ lang: 'en' });

function read(source: string): Node {
  const read = parseExpression(source, { declarations: new Map(), mode: 'open' });
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

const of = <K extends Shape['kind']>(figure: Figure, kind: K): readonly Extract<Shape, { readonly kind: K }>[] =>
  figure.shapes.filter((s): s is Extract<Shape, { readonly kind: K }> => s.kind === kind);

const thick = (figure: Figure) => of(figure, 'line').filter((l) => l.weight === 'bold');

describe('level sets', () => {
  const draw = (gradient: boolean, source = 'x^2 + y^2', point: readonly number[] | null = [1, -2]) =>
    present(contourFigure(read(source), { point, gradient, lang: 'en' }, strings), 'a figure');

  test('lie where the function has the value of their label', () => {
    const figure = draw(false);
    const outline = present(of(figure, 'rect')[0], 'the outline');
    const [, from, to] = present(/x runs from −(\d+) to (\d+)/.exec(figure.alt), 'the range');
    const reach = Number(to);
    expect(Number(from)).toBe(reach);
    const toPlane = (x: number, y: number): readonly [number, number] => [
      ((x - outline.x) / outline.width) * 2 * reach - reach,
      reach - ((y - outline.y) / outline.height) * 2 * reach,
    ];
    const levels = present(/at the values ([\d, ]+)\./.exec(figure.alt)?.[1], 'levels')
      .split(', ')
      .map(Number);
    expect(levels.length).toBeGreaterThan(3);
    for (const line of of(figure, 'polyline')) {
      const values = line.points.map(([x, y]) => {
        const [a, b] = toPlane(x, y);
        return a * a + b * b;
      });
      const level = present(
        levels.find((l) => Math.abs(l - (values[0] ?? 0)) < 0.3),
        'a level',
      );
      for (const v of values) expect(Math.abs(v - level)).toBeLessThan(0.3);
    }
  });

  test('show the gradient only where asked, along its direction', () => {
    expect(thick(draw(false))).toEqual([]);
    expect(draw(false).alt).not.toMatch(/gradient/);
    const [arrow] = thick(draw(true));
    const { x1, y1, x2, y2 } = present(arrow, 'an arrow');
    // The gradient at (1, −2) is (2, −4); y on the page runs down.
    expect((y2 - y1) / (x2 - x1)).toBeCloseTo(2, 1);
    expect(x2).toBeGreaterThan(x1);
    expect(draw(true).alt).toContain('An arrow there points along the gradient (2, −4)');
  });

  test('of functions with borders and poles stay within the frame', () => {
    for (const source of ['ln(x) * y', '1/(x + y)', 'sqrt(x) + 1/y', 'exp(3*x)*y']) {
      const figure = draw(true, source, [1, 1.5]);
      const outline = present(of(figure, 'rect')[0], 'the outline');
      for (const line of of(figure, 'polyline'))
        for (const [x, y] of line.points) {
          expect(x).toBeGreaterThanOrEqual(outline.x - 0.1);
          expect(x).toBeLessThanOrEqual(outline.x + outline.width + 0.1);
          expect(y).toBeGreaterThanOrEqual(outline.y - 0.1);
          expect(y).toBeLessThanOrEqual(outline.y + outline.height + 0.1);
        }
    }
  });

  test('need two coordinates', () => {
    expect(contourFigure(read('x^2'), { point: null, gradient: false, lang: 'en' }, strings)).toBeNull();
    expect(contourFigure(read('x*y*z'), { point: null, gradient: false, lang: 'en' }, strings)).toBeNull();
  });
});

describe('curves', () => {
  const draw = (source: string, tangent: number | null, taylor: number | null = null) =>
    present(curveFigure(read(source), { over: [-2, 2], tangent, taylor, lang: 'en' }, strings), 'a figure');

  test('say how they run', () => {
    expect(draw('x^2', null).alt).toBe(
      'The graph of x squared for x from −2 to 2. It begins at 4, falls to 0 at 0, rises to 4 at 2.',
    );
    expect(draw('1/x', null).alt).toMatch(/falls to .* It comes back at/);
  });

  test('carry a tangent that touches, and a Taylor polynomial in its place', () => {
    const figure = draw('x^2', 1);
    const tangent = present(of(figure, 'polyline').at(-1), 'the tangent');
    const dot = present(of(figure, 'ellipse')[0], 'the point');
    const [[x1, y1], [x2, y2]] = [present(tangent.points[0], 'start'), present(tangent.points[1], 'end')];
    // Of all lines through the point only the tangent passes at distance zero with its slope: y = 2x − 1.
    const at = y1 + ((dot.cx - x1) / (x2 - x1)) * (y2 - y1);
    expect(at).toBeCloseTo(dot.cy, 0);
    expect(of(draw('sin(x)', 0, 3), 'polyline').at(-1)?.dashed).toBe(true);
    expect(draw('sin(x)', 0, 3).alt).toContain('The dashed line is the Taylor polynomial of order 3 at 0.');
  });

  test('a steep tangent is cut at the frame', () => {
    const figure = draw('x^3 - x', 2);
    const outline = present(of(figure, 'rect')[0], 'the outline');
    const ys = of(figure, 'polyline').flatMap((l) => l.points.map((p) => p[1]));
    expect(Math.min(...ys)).toBeGreaterThanOrEqual(outline.y - 0.1);
    expect(Math.max(...ys)).toBeLessThanOrEqual(outline.y + outline.height + 0.1);
  });
});

/** Graphs of up to nine operations, each on one or two of what comes before. */
const graphs = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 9 }).map((picks) =>
  picks.map(([i, j, two], k) => {
    const names = ['x', 'y', ...Array.from({ length: k }, (_, n) => `v_${n + 1}`)];
    const [a, b] = [names[i % names.length] ?? 'x', names[j % names.length] ?? 'y'];
    return { id: `v_${k + 1}`, local: read(two && a !== b ? `${a}*${b}` : `sin(${a})`) };
  }),
);

describe('computation graphs', () => {
  test('boxes stand apart, and every arrow ends at the edge of a box', () => {
    fc.assert(
      fc.property(graphs, (nodes) => {
        const figure = present(graphFigure(nodes, 'en', strings), 'a figure');
        const boxes = of(figure, 'rect');
        for (const [i, a] of boxes.entries())
          for (const b of boxes.slice(i + 1)) {
            const apart =
              a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
            expect(apart).toBe(true);
          }
        const arrows = of(figure, 'line').filter((l) => l.arrow);
        const edges = nodes.reduce((sum, n) => sum + (n.local.kind === 'apply' ? n.local.args.length : 0), 0);
        expect(arrows).toHaveLength(edges);
        for (const { x2, y2 } of arrows) {
          const hits = boxes.filter((b) => {
            const [dx, dy] = [
              Math.abs(x2 - (b.x + b.width / 2)) - b.width / 2,
              Math.abs(y2 - (b.y + b.height / 2)) - b.height / 2,
            ];
            return Math.max(dx, dy) < 0.3 && Math.max(dx, dy) > -0.3;
          });
          expect(hits.length).toBeGreaterThan(0);
        }
        for (const b of boxes) {
          expect(b.x).toBeGreaterThanOrEqual(-0.1);
          expect(b.x + b.width).toBeLessThanOrEqual(figure.width + 0.2);
          expect(b.y + b.height).toBeLessThanOrEqual(figure.height + 0.2);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('labels of all traces in the catalogue fit into their boxes', async () => {
    const library = await fonts();
    let looked = 0;
    for (const template of (await shipped()).templates.values()) {
      if (!template.fields.some((f) => f.body.type === 'trace')) continue;
      for (const solution of [false, true]) {
        for (const figure of figuresIn((await page(template.id, { solution })).blocks)) {
          const boxes = of(figure, 'rect');
          for (const label of of(figure, 'label')) {
            if (label.clear === true) continue;
            const box = boxes.find(
              (b) => Math.abs(b.x + b.width / 2 - label.x) < 0.3 && label.y > b.y && label.y < b.y + b.height,
            );
            const { width } = library.setFormula(label.formula.latex, 'inline');
            expect(width * label.size + 4, label.formula.latex).toBeLessThanOrEqual(box?.width ?? 0);
            looked += 1;
          }
        }
      }
    }
    expect(looked).toBeGreaterThan(30);
  });

  test('papers show operations alone; keys their values and adjoints, in words too', async () => {
    const paper = present(figuresIn((await page('backprop-trace-two-branches')).blocks)[0], 'a graph');
    expect(paper.alt).toMatch(/^Computation graph with \d+ nodes\. What goes in: x\. a equals/);
    expect(paper.alt).not.toMatch(/value|adjoint/);
    expect(of(paper, 'label').filter((l) => /overline|\d\.\d/.test(l.formula.latex))).toEqual([]);
    const key = figuresIn((await page('backprop-trace-two-branches', { solution: true })).blocks);
    expect(key).toHaveLength(1);
    expect(key[0]?.alt).toMatch(/The value of a is .* The adjoint of f is 1\./);
  });
});

test('the gradient is drawn in the key of a descent step, not on its paper', async () => {
  const [paper] = figuresIn((await page('gradient-descent-step')).blocks);
  const [key] = figuresIn((await page('gradient-descent-step', { solution: true })).blocks);
  expect(thick(present(paper, 'a figure'))).toHaveLength(0);
  expect(thick(present(key, 'a figure'))).toHaveLength(1);
});
