import { describe, expect, it } from 'vitest';
import { richSource } from '../../src/answers/rich-text.ts';
import { evaluate } from '../../src/expr/evaluate.ts';
import { parseExpression } from '../../src/expr/parse/parse.ts';
import type { Node } from '../../src/ir/node.ts';
import type { ProblemInstance } from '../../src/problem/problem-instance.ts';
import { catalogueOf, keyOf, variantOf } from './support/templates.ts';

const problems = catalogueOf('problems');
const lecture = catalogueOf('test/fixtures/lecture-templates');
const template = (id: string) => {
  const found = problems.templates.get(id) ?? lecture.templates.get(id);
  if (!found) throw new Error(`no template ${id}`);
  return found;
};
const seeds = Array.from({ length: 25 }, (_, k) => k);

/** What the student reads, parsed anew: nothing but the printed text leads from here to the value. */
function printed(instance: ProblemInstance, name: string, variables: readonly string[]): Node {
  const text = instance.public.definitions.find((d) => d.name === name)?.text;
  if (text === undefined) throw new Error(`${name} is not printed`);
  const read = parseExpression(text, {
    declarations: new Map(variables.map((v) => [v, { name: v, shape: [] }])),
    mode: 'closed',
  });
  if (!read.ok) throw new Error(`${text}: ${read.error.message}`);
  return read.value;
}

type Point = Readonly<Record<string, number>>;

const at = (node: Node, point: Point): readonly number[] =>
  evaluate(node, new Map(Object.entries(point).map(([k, v]) => [k, [v]]))).data;
const H = 1e-5;
const slope = (f: (x: Point) => number, x: Point, name: string): number =>
  (f({ ...x, [name]: (x[name] ?? 0) + H }) - f({ ...x, [name]: (x[name] ?? 0) - H })) / (2 * H);

function close(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  for (const [k, v] of expected.entries()) expect(Math.abs((actual[k] ?? Number.NaN) - v) / scale).toBeLessThan(1e-5);
}

const answer = (instance: ProblemInstance, id: string): Node => {
  const node = keyOf(instance, id).answer;
  if (node === null) throw new Error(`${id} has no answer`);
  return node;
};

describe('keys against central differences of what is printed', () => {
  it.each(['partials-of-a-composition', 'partials-of-a-quotient', 'partials-of-a-product'])('%s', (id) => {
    const variables = ['x', 'y'];
    for (const seed of seeds) {
      const instance = variantOf(template(id), seed);
      const f = (p: Point) => at(printed(instance, 'f', variables), p)[0] ?? Number.NaN;
      for (const point of [
        { x: 0.31, y: -0.42 },
        { x: -0.63, y: 0.27 },
      ]) {
        close(at(answer(instance, 'dfdx'), point), [slope(f, point, 'x')]);
        close(at(answer(instance, 'dfdy'), point), [slope(f, point, 'y')]);
      }
    }
  });

  it('chain-rule-one-variable', () => {
    for (const seed of seeds) {
      const instance = variantOf(template('chain-rule-one-variable'), seed);
      const h = (p: Point) => at(printed(instance, 'h', ['x']), p)[0] ?? Number.NaN;
      close(at(answer(instance, 'dh'), { x: 0.37 }), [slope(h, { x: 0.37 }, 'x')]);
    }
  });

  it('total-derivative and chain-rule-along-a-path, moving along the curve', () => {
    for (const seed of seeds) {
      const instance = variantOf(template('total-derivative'), seed);
      const along = (t: number) => {
        const [x1, x2] = ['p', 'q'].map((n) => at(printed(instance, n, ['t']), { t })[0] ?? Number.NaN);
        return at(printed(instance, 'f', ['x1', 'x2']), { x1: x1 ?? 0, x2: x2 ?? 0 })[0] ?? Number.NaN;
      };
      close(at(answer(instance, 'total'), { t: 0.4 }), [slope(({ t = 0 }) => along(t), { t: 0.4 }, 't')]);
      close(at(answer(instance, 'at_zero'), {}), [slope(({ t = 0 }) => along(t), { t: 0 }, 't')]);
    }
  });

  it('chain-rule-in-two-parameters, with x put in', () => {
    for (const seed of seeds) {
      const instance = variantOf(template('chain-rule-in-two-parameters'), seed);
      const inner = (p: Point) => ({
        x1: at(printed(instance, 'p', ['s', 't']), p)[0] ?? 0,
        x2: at(printed(instance, 'q', ['s', 't']), p)[0] ?? 0,
      });
      const f = (p: Point) => at(printed(instance, 'f', ['x1', 'x2']), inner(p))[0] ?? Number.NaN;
      const point = { s: 0.3, t: -0.5 };
      close(at(answer(instance, 'product'), { ...point, ...inner(point) }), [
        slope(f, point, 's'),
        slope(f, point, 't'),
      ]);
    }
  });

  it('jacobian-of-a-nonlinear-map, row by row', () => {
    for (const seed of seeds) {
      const instance = variantOf(template('jacobian-of-a-nonlinear-map'), seed);
      const f = printed(instance, 'f', ['x1', 'x2']);
      const point = { x1: 0.2, x2: -0.3 };
      const rows = [0, 1, 2].flatMap((k) => ['x1', 'x2'].map((v) => slope((p) => at(f, p)[k] ?? Number.NaN, point, v)));
      close(at(answer(instance, 'J'), point), rows);
    }
  });

  it('slope-of-a-curve: the point lies on it, and the slope keeps it there', () => {
    for (const seed of seeds) {
      const instance = variantOf(template('slope-of-a-curve'), seed);
      const F = (p: Point) => at(printed(instance, 'F', ['x', 'y']), p)[0] ?? Number.NaN;
      const [x = 0, y = 0] =
        /passes through \$\((-?\d+), (-?\d+)\)\$/.exec(richSource(instance.public.statement))?.slice(1).map(Number) ??
        [];
      close([F({ x, y })], at(printed(instance, 'c', []), {}));
      const m = -slope(F, { x, y }, 'x') / slope(F, { x, y }, 'y');
      close(at(answer(instance, 'at_point'), {}), [m]);
      close(at(answer(instance, 'slope'), { x, y }), [m]);
    }
  });
});

/** Numbers of a printed matrix such as [1, 2; 3, 4]. */
const matrix = (text: string): number[][] =>
  text
    .replace(/[[\]]/g, '')
    .split(';')
    .map((row) => row.split(',').map(Number));

describe('keys against sums written out here', () => {
  it('least squares: value and gradient at the data', () => {
    for (const seed of seeds) {
      const instance = variantOf(template('least-squares-gradient-at-data'), seed);
      const of = (name: string) => matrix(instance.key.draws.get(`value of ${name}`) ?? '');
      const [Phi, theta, y] = [of('Phi'), of('theta').flat(), of('y').flat()];
      const c = [1, 1 / 2, 1 / 3][Number(/option (\d)/.exec(instance.key.draws.get('c') ?? '')?.[1]) - 1] ?? Number.NaN;
      const r = Phi.map((row, i) => (y[i] ?? 0) - row.reduce((s, v, j) => s + v * (theta[j] ?? 0), 0));
      close(at(answer(instance, 'residual'), {}), r);
      close(at(answer(instance, 'loss'), {}), [c * r.reduce((s, v) => s + v * v, 0)]);
      close(
        at(answer(instance, 'grad'), {}),
        [0, 1].map((j) => -2 * c * r.reduce((s, v, i) => s + v * (Phi[i]?.[j] ?? 0), 0)),
      );
    }
  });

  it('least squares: the free formula gives the numbers of the second box', () => {
    for (const seed of seeds) {
      const instance = variantOf(template('least-squares-formula-and-value'), seed);
      const of = (name: string) => matrix(instance.key.draws.get(`value of ${name}`) ?? '0');
      const [Phi, theta, y, lambda] = [of('Phi'), of('theta').flat(), of('y').flat(), of('lambda')[0]?.[0] ?? 0];
      const [factor, ridge] = (
        [
          [1, 0],
          [1 / 2, 0],
          [1 / 3, 0],
          [1, lambda],
        ] as const
      )[Number(/L:(\d)/.exec(instance.key.structure)?.[1]) - 1] ?? [Number.NaN, 0];
      const r = Phi.map((row, i) => (y[i] ?? 0) - row.reduce((s, v, j) => s + v * (theta[j] ?? 0), 0));
      close(
        at(answer(instance, 'numbers'), {}),
        [0, 1].map(
          (j) => -2 * factor * r.reduce((s, v, i) => s + v * (Phi[i]?.[j] ?? 0), 0) + 2 * ridge * (theta[j] ?? 0),
        ),
      );
    }
  });

  it('the Jacobian of Ax is A', () => {
    for (const seed of seeds) {
      const instance = variantOf(template('jacobian-of-a-linear-map'), seed);
      close(
        at(answer(instance, 'J'), {}),
        matrix(instance.public.definitions.find((d) => d.name === 'A')?.text ?? '').flat(),
      );
      expect(answer(instance, 'size').shape).toEqual([2, 3]);
    }
  });
});

describe('traces', () => {
  it.each(['backprop-trace-two-branches', 'backprop-trace-shared-node', 'backprop-trace-by-hand', 'rnn-shared-weight'])(
    '%s: values from the inputs on, adjoints as slopes of the rest',
    (id) => {
      for (const seed of seeds) {
        const key = keyOf(variantOf(template(id), seed), 'trace');
        const inputs = Object.fromEntries([...(key.traceInputs ?? [])].map(([name, v]) => [name, v[0] ?? Number.NaN]));
        const steps = key.trace.filter((n) => !(n.id in inputs));
        /** The last node when the node `moved` is shifted after it was computed. */
        const run = (moved: string, by: number): Record<string, number> => {
          const values: Record<string, number> = { ...inputs };
          if (moved in inputs) values[moved] = (values[moved] ?? 0) + by;
          for (const step of steps)
            values[step.id] = (at(step.local, values)[0] ?? Number.NaN) + (step.id === moved ? by : 0);
          return values;
        };
        const root = steps.at(-1)?.id ?? '';
        const straight = run('', 0);
        for (const node of key.trace) {
          close(node.value, [straight[node.id] ?? Number.NaN]);
          const bySlope = ((run(node.id, H)[root] ?? 0) - (run(node.id, -H)[root] ?? 0)) / (2 * H);
          const [adjoint = Number.NaN] = node.adjoint;
          expect(Math.abs(adjoint - bySlope)).toBeLessThan(1e-4 * Math.max(1, Math.abs(adjoint)));
          if (node.id !== root) close([node.uses.reduce((s, u) => s + (u.value[0] ?? 0), 0)], node.adjoint);
        }
        close(straight[root] === undefined ? [] : [straight[root]], at(answerOf(key.answer), inputs));
      }
    },
  );

  const answerOf = (node: Node | null): Node => {
    if (node === null) throw new Error('no root');
    return node;
  };

  it('a network: the gradient in a matrix of weights', () => {
    for (const seed of seeds) {
      const instance = variantOf(template('network-2-3-1'), seed);
      const of = (name: string) => matrix(instance.key.draws.get(`value of ${name}`) ?? '');
      const act =
        ([Math.tanh, (z: number) => 1 / (1 + Math.exp(-z)), (z: number) => Math.max(0, z)] as const)[
          Number(/h:(\d)/.exec(instance.key.structure)?.[1]) - 1
        ] ?? Math.tanh;
      const [x, W1, b1, W2, b2] = [of('x').flat(), of('W1'), of('b1').flat(), of('W2').flat(), of('b2').flat()[0] ?? 0];
      const y = [-1, 0, 1].find((v) => `${v}` === instance.key.draws.get('value of y')) ?? Number.NaN;
      const out = (w: number[][]) =>
        w.reduce((s, row, i) => s + (W2[i] ?? 0) * act(row.reduce((z, v, j) => z + v * (x[j] ?? 0), b1[i] ?? 0)), b2);
      const loss = (w: number[][]) => (out(w) - y) ** 2;
      const moved = (i: number, j: number, by: number) =>
        W1.map((row, p) => row.map((v, q) => (p === i && q === j ? v + by : v)));
      close(at(answer(instance, 'out_value'), {}), [out(W1)]);
      close(
        at(answer(instance, 'dW1'), {}),
        W1.flatMap((row, i) => row.map((_, j) => (loss(moved(i, j, H)) - loss(moved(i, j, -H))) / (2 * H))),
      );
    }
  });
});
