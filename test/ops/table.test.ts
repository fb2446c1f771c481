import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { derivative, pullback, pushforward } from '../../src/calculus/modes.ts';
import { differences } from '../../src/calculus/oracles-differences.ts';
import { compile, evaluate } from '../../src/expr/evaluate.ts';
import { simplify } from '../../src/expr/rewrite.ts';
import { int, type Node, type Sym, sym } from '../../src/ir/node.ts';
import { concrete, entryCount, isScalar, sameShape, showShape } from '../../src/ir/shape.ts';
import { entry } from '../../src/ops/entry.ts';
import { functions, operations } from '../../src/ops/table.ts';
import { type Sample, samplesOf } from './sample-nodes.ts';

const count = (n: Node): number => entryCount(concrete(n.shape) ?? []);
const movingOf = (s: Sample): readonly Sym[] => s.symbols.filter((a) => a !== null);
const numbers = (n: Node, values: Sample['values']): readonly number[] => evaluate(n, values).data;

/** Fixed weights, no two alike, of mixed sign: directions and cotangents. */
const weights = (n: number, shift: number): readonly number[] =>
  Array.from({ length: n }, (_, i) => Math.sin(1 + 2.3 * i + shift));

function near(found: readonly number[], wanted: readonly number[], tolerance: number, what: string): void {
  expect(found.length, what).toBe(wanted.length);
  const scale = Math.max(1, ...wanted.filter(Number.isFinite).map(Math.abs));
  found.forEach((v, i) => {
    // What has no value on one side must have none on the other.
    const gap = Number.isNaN(v) && Number.isNaN(wanted[i]) ? 0 : Math.abs(v - (wanted[i] as number)) / scale;
    expect(gap, `${what}: ${v} for ${wanted[i]}`).toBeLessThanOrEqual(tolerance);
  });
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((s, v, i) => s + v * (b[i] as number), 0);

/** Constants and formal bookkeeping, in which nothing moves. */
const STILL = new Set(['pi', 'e', 'eye', 'zeros', 'ones', 'DNE', 'delta', 'unit', 'sigma']);
const differentiable = operations.filter((op) => !STILL.has(op.name)).flatMap(samplesOf);

describe('the table', () => {
  it('holds every operation that a file of src/ops defines, once', () => {
    const folder = new URL('../../src/ops/', import.meta.url);
    const defined = readdirSync(folder)
      .flatMap((file) => [
        ...readFileSync(new URL(file, folder), 'utf8').matchAll(/^(?:export )?const (\w+Op): Op =/gm),
      ])
      .map((m) => m[1]);
    expect(defined.length).toBe(operations.length);
    expect(new Set(operations.map((op) => op.name)).size).toBe(operations.length);
    expect(new Set(operations.map((op) => op.hash)).size).toBe(operations.length);
  });

  for (const op of operations) {
    it(`${op.name} has a source, a rule and samples`, () => {
      expect(op.source).toMatch(/\w{3}/);
      expect(op.rule.id).toMatch(/^[a-z0-9A-Z-]+$/);
      if (!['sigma', 'unit'].includes(op.name)) expect(op.samples.length).toBeGreaterThan(0);
    });
  }

  it('names in the prototype of objects are no functions', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
      expect(functions.get(name)).toBeUndefined();
  });
});

describe('values', () => {
  for (const s of operations.flatMap(samplesOf)) {
    const { op, node, values, title } = s;
    it(`${title}: the normal form keeps shape and value, and does not grow`, () => {
      const built = op.build(node.args, node.attr);
      expect(built.size).toBeLessThanOrEqual(node.size);
      expect(sameShape(built.shape, node.shape)).toBe(true);
      near(numbers(built, values), numbers(node, values), 1e-14, title);
      expect(simplify(built)).toBe(simplify(node));
    });

    it(`${title}: entries are what indexing the whole gives`, () => {
      const shape = concrete(node.shape) ?? [];
      const whole = numbers(node, values);
      for (let e = 0; e < whole.length; e += 1) {
        const at: Node[] = [];
        let rest = e;
        for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
          at.unshift(int((rest % (shape[axis] as number)) + 1));
          rest = Math.floor(rest / (shape[axis] as number));
        }
        near(numbers(entry(node, at), values), [whole[e] as number], 1e-13, `${title}[${e}]`);
      }
    });

    it(`${title}: entries at index symbols agree too`, () => {
      const shape = concrete(node.shape) ?? [];
      if (shape.length === 0 || ['grid', 'tuple'].includes(op.name)) return;
      const names = ['p', 'q'].slice(0, shape.length).map((n) => sym(n, [], true));
      const formula = entry(
        node,
        names.map((n, k) => (shape[k] === 1 ? int(1) : n)),
      );
      const whole = numbers(node, values);
      const [rows = 1, cols = 1] = shape;
      for (let i = 1; i <= rows; i += 1)
        for (let j = 1; j <= cols; j += 1) {
          const given = new Map(values).set('p', [i]).set('q', [j]);
          near(numbers(formula, given), [whole[(i - 1) * cols + j - 1] as number], 1e-12, `${title}[${i},${j}]`);
        }
    });

    it(`${title}: batches of points are evaluated each on its own`, () => {
      const one = numbers(node, values);
      const doubled = new Map([...values].map(([k, v]) => [k, Float64Array.from(v.flatMap((x) => [x, x * 0.9]))]));
      const batch = compile([node]).run(doubled, 2)[0];
      const other = numbers(node, new Map([...values].map(([k, v]) => [k, v.map((x) => x * 0.9)])));
      const got = [...(batch?.data ?? [])];
      near(
        got.filter((_, i) => i % 2 === 0),
        one,
        0,
        title,
      );
      if (other.every(Number.isFinite))
        near(
          got.filter((_, i) => i % 2 === 1),
          other,
          0,
          title,
        );
    });
  }
});

describe('first derivatives', () => {
  for (const s of differentiable) {
    const { node, values, title } = s;
    const wrt = movingOf(s);
    const directions = new Map(wrt.map((x, k) => [x.name, weights(count(x), k)]));
    const given = new Map(values);
    for (const [name, v] of directions) given.set(`t ${name}`, v);
    const tangent = pushforward(node, new Map(wrt.map((x) => [x, sym(`t ${x.name}`, x.shape)])));

    it(`${title}: the pushforward is the limit of differences`, () => {
      const points = { count: 1, inputs: new Map([...values].map(([k, v]) => [k, Float64Array.from(v)])) };
      const jacobian = differences(node, wrt, 1, points).values;
      const stacked = wrt.flatMap((x) => directions.get(x.name) ?? []);
      const expected = Array.from({ length: count(node) }, (_, o) =>
        dot([...jacobian.slice(o * stacked.length, (o + 1) * stacked.length)], stacked),
      );
      expect(tangent).not.toBeNull();
      expect(showShape((tangent as Node).shape)).toBe(showShape(node.shape));
      near(numbers(tangent as Node, given), expected, 1e-8, title);
    });

    it(`${title}: the pullback is the adjoint of the pushforward`, () => {
      const g = sym('g', node.shape);
      const cotangent = weights(count(node), 0.5);
      const sweep = pullback(node, g, wrt);
      const back = wrt.map((x) => {
        const found = sweep.find((a) => a.node === x)?.adjoint;
        expect(found && showShape(found.shape), `${title}: shape of the pullback`).toBe(showShape(x.shape));
        return numbers(found as Node, new Map(values).set('g', cotangent));
      });
      const left = dot(cotangent, numbers(tangent as Node, given));
      const right = back.reduce((sum, b, k) => sum + dot(b, directions.get((wrt[k] as Sym).name) ?? []), 0);
      near([right], [left], 1e-12, title);
    });

    it(`${title}: the rule applied twice is the second derivative`, () => {
      const again = pushforward(tangent as Node, new Map(wrt.map((x) => [x, sym(`t ${x.name}`, x.shape)])));
      const h = 1e-4;
      const along = (k: number): readonly number[] => {
        const moved = new Map(given);
        for (const x of wrt)
          moved.set(
            x.name,
            (values.get(x.name) ?? []).map((v, i) => v + k * h * (directions.get(x.name)?.[i] ?? 0)),
          );
        return numbers(tangent as Node, moved);
      };
      const [p2, p1, m1, m2] = [along(2), along(1), along(-1), along(-2)];
      const expected = p1.map(
        (v, i) => (8 * (v - (m1[i] as number)) - ((p2[i] as number) - (m2[i] as number))) / (12 * h),
      );
      near(again === null ? expected.map(() => 0) : numbers(again, given), expected, 1e-7, title);
    });
  }
});

describe('error bounds cover', () => {
  for (const s of operations.filter((op) => op.name !== 'DNE').flatMap(samplesOf)) {
    it(`${s.title}: arguments moved within their errors`, () => {
      const inputs = new Map([...s.values].map(([k, v]) => [k, Float64Array.from(v)]));
      const eps = 1e-9;
      const names = movingOf(s).map((x) => x.name);
      const tape = compile([s.node]);
      const value = tape.run(inputs, 1)[0]?.data ?? new Float64Array(0);
      const args = s.node.args.map((a) =>
        a.kind === 'sym'
          ? Float64Array.from(s.values.get(a.name) ?? [])
          : Float64Array.of(a.kind === 'num' ? a.approx : 0),
      );
      const errs = s.node.args.map((a, i) =>
        (args[i] as Float64Array).map((v) => (a.kind === 'sym' ? eps * Math.max(1, Math.abs(v)) : 0)),
      );
      const bound = new Float64Array(value.length);
      const layout = {
        points: 1,
        shape: concrete(s.node.shape) ?? [],
        argShapes: s.node.args.map((a) => concrete(a.shape) ?? []),
        attr: s.node.attr,
      };
      s.op.error(bound, value, args, errs, layout);
      for (let trial = 0; trial < 8; trial += 1) {
        const moved = new Map(
          [...s.values].map(([k, v]) => [
            k,
            Float64Array.from(
              v,
              (x, i) =>
                x +
                (names.includes(k)
                  ? eps * Math.max(1, Math.abs(x)) * (((trial >> (i % 3)) & 1) === 0 ? 0.99 : -0.99)
                  : 0),
            ),
          ]),
        );
        const other = tape.run(moved, 1)[0]?.data ?? new Float64Array(0);
        other.forEach((v, i) => {
          expect(Math.abs(v - (value[i] as number)), `${s.title}[${i}]`).toBeLessThanOrEqual(
            1.001 * (bound[i] as number) + 1e-300,
          );
        });
      }
      // A bound a thousand times too wide would say nothing.
      bound.forEach((b, i) => {
        expect(b, `${s.title}[${i}]`).toBeLessThan(1e-5 * Math.max(1, Math.abs(value[i] as number)));
      });
    });
  }
});

describe('scalar derivatives name scalars', () => {
  for (const op of operations.filter((o) => o.arity.min === 1 && o.arity.max === 1 && !STILL.has(o.name))) {
    const sample = samplesOf(op)[0];
    if (!sample || !isScalar(sample.node.shape) || !movingOf(sample).every((x) => isScalar(x.shape))) continue;
    it(`${op.name}'(x) is a scalar no rule leaves unsimplified`, () => {
      const x = movingOf(sample)[0] as Sym;
      const d = derivative(sample.node, x);
      expect(isScalar(d.shape)).toBe(true);
      expect(simplify(d).size).toBeLessThanOrEqual(d.size);
    });
  }
});
