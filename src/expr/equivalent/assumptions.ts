/** Conditions under which answers are compared: put in, solved for a variable, or tested at each point. */
import { dependsOn, int, type Node, type Sym, symbolsOf } from '../../ir/node.ts';
import { apply } from '../../ir/op.ts';
import { isScalar } from '../../ir/shape.ts';
import { addOp, mulOp } from '../../ops/arithmetic.ts';
import { type Batch, compile } from '../evaluate.ts';
import type { Condition } from '../parse/parse.ts';
import { FAR, type Points, type Uniforms, type Variable } from './points.ts';

export interface Assumptions {
  /** `name = formula`: applied in this order. */
  readonly substitutions: readonly { readonly name: string; readonly value: Node }[];
  /** Expressions that are zero. */
  readonly equations: readonly Node[];
  /** Expressions that `holds` looks at. */
  readonly tested: readonly Node[];
  /** Names that stand for whole numbers. */
  readonly whole: ReadonlySet<string>;
  readonly holds: (tested: readonly Batch[], p: number) => boolean;
}

type Test = (tested: readonly Batch[], p: number) => boolean;

const difference = (a: Node, b: Node): Node =>
  b.kind === 'num' && b.value.n === 0n ? a : apply(addOp, [a, apply(mulOp, [int(-1), b])]);

export const NO_ASSUMPTIONS: Assumptions = {
  substitutions: [],
  equations: [],
  tested: [],
  whole: new Set(),
  holds: () => true,
};

export function readAssumptions(conditions: readonly Condition[]): Assumptions {
  if (conditions.length === 0) return NO_ASSUMPTIONS;
  const substitutions: { name: string; value: Node }[] = [];
  const equations: Node[] = [];
  const tested: Node[] = [];
  const whole = new Set<string>();
  const watch = (n: Node): number => tested.push(n) - 1;
  const at =
    (k: number): ((t: readonly Batch[], p: number) => number) =>
    (t, p) =>
      (t[k] as Batch).data[p] as number;

  const test = (c: Condition): Test => {
    switch (c.kind) {
      case 'and': {
        const parts = c.parts.map(test);
        return (t, p) => parts.every((part) => part(t, p));
      }
      case 'or': {
        const parts = c.parts.map(test);
        return (t, p) => parts.some((part) => part(t, p));
      }
      case 'not': {
        const body = test(c.body);
        return (t, p) => !body(t, p);
      }
      case 'integer': {
        const x = at(watch(c.value));
        return (t, p) => Number.isInteger(x(t, p));
      }
      case 'different': {
        const xs = c.values.map((v) => at(watch(v)));
        return (t, p) => new Set(xs.map((x) => x(t, p))).size === xs.length;
      }
      case 'relation': {
        const x = at(watch(difference(c.left, c.right)));
        switch (c.sign) {
          case '>':
            return (t, p) => x(t, p) > 0;
          case '>=':
            return (t, p) => x(t, p) >= 0;
          case '<':
            return (t, p) => x(t, p) < 0;
          case '<=':
            return (t, p) => x(t, p) <= 0;
          case '!=':
            return (t, p) => x(t, p) !== 0;
          case '=':
            return (t, p) => x(t, p) === 0;
        }
      }
    }
  };

  const tests: Test[] = [];
  const take = (c: Condition): void => {
    if (c.kind === 'and') c.parts.forEach(take);
    else if (c.kind === 'relation' && c.sign === '=') takeEquation(c.left, c.right);
    else if (c.kind === 'integer' && c.value.kind === 'sym') whole.add(c.value.name);
    else tests.push(test(c));
  };
  const takeEquation = (left: Node, right: Node): void => {
    const given = substitutions.map((s) => s.name);
    const names = (n: Node): n is Sym => n.kind === 'sym' && !given.includes(n.name);
    if (names(left) && !dependsOn(right, left)) substitutions.push({ name: left.name, value: right });
    else if (names(right) && !dependsOn(left, right)) substitutions.push({ name: right.name, value: left });
    else equations.push(difference(left, right));
  };
  conditions.forEach(take);
  return { substitutions, equations, tested, whole, holds: (t, p) => tests.every((f) => f(t, p)) };
}

const STEPS = 70;

/**
 * Moves one variable of each point so that the equation holds there; points with no solution in reach are
 * dropped. Values are good to rounding, so what is computed from them is compared loosely.
 */
export function solveAt(equation: Node, variables: readonly Variable[], points: Points, uniforms: Uniforms): Points {
  const free = symbolsOf(equation).filter((s) => isScalar(s.shape) && !s.index);
  const tape = compile([equation]);
  const evaluate = (name: string, xs: Float64Array): Float64Array =>
    tape.run(new Map([...points.values, [name, xs]]), points.count)[0]?.data ?? xs;
  const solution: (readonly [string, number] | null)[] = Array.from({ length: points.count }, () => null);
  for (const s of free) {
    const v = variables.find((w) => w.name === s.name);
    if (!v || solution.every((x) => x !== null)) continue;
    bracketed(v, points, uniforms, (xs) => evaluate(s.name, xs)).forEach((x, p) => {
      if (x !== null) solution[p] ??= [s.name, x];
    });
  }
  const kept = solution.flatMap((x, p) => (x === null ? [] : [p]));
  const values = new Map<string, Float64Array>();
  for (const [name, data] of points.values) {
    const n = data.length / points.count;
    values.set(
      name,
      Float64Array.from({ length: n * kept.length }, (_, i) => {
        const p = kept[i % kept.length] as number;
        const own = solution[p];
        return own && own[0] === name ? own[1] : (data[Math.floor(i / kept.length) * points.count + p] as number);
      }),
    );
  }
  return { count: kept.length, values };
}

/** A zero in the variable for each point, all points at once: a coarse scan, then bisection to rounding. */
function bracketed(
  v: Variable,
  points: Points,
  uniforms: Uniforms,
  f: (xs: Float64Array) => Float64Array,
): readonly (number | null)[] {
  const low = new Float64Array(points.count);
  const high = new Float64Array(points.count);
  const signs = new Float64Array(points.count);
  const found = new Int32Array(points.count);
  const xs = new Float64Array(points.count);
  let before: Float64Array | null = null;
  let previous = 0;
  for (const x of scanOf(v)) {
    xs.fill(x);
    const now = f(xs).slice();
    for (let p = 0; p < points.count && before; p += 1) {
      const [a, b] = [before[p] as number, now[p] as number];
      if (!((a < 0 && b >= 0) || (a > 0 && b <= 0))) continue;
      found[p] = (found[p] as number) + 1;
      // Each zero met is taken with equal chance.
      if (uniforms.at(40_000 + p * 7 + (found[p] as number)) * (found[p] as number) >= 1) continue;
      low[p] = previous;
      high[p] = x;
      signs[p] = Math.sign(a);
    }
    before = now;
    previous = x;
  }
  for (let step = 0; step < STEPS; step += 1) {
    for (let p = 0; p < points.count; p += 1) xs[p] = ((low[p] as number) + (high[p] as number)) / 2;
    const at = f(xs);
    for (let p = 0; p < points.count; p += 1) {
      if (Math.sign(at[p] as number) === signs[p]) low[p] = xs[p] as number;
      else high[p] = xs[p] as number;
    }
  }
  const ends = f(Float64Array.from(high)).slice();
  // A sign change at a pole is no zero.
  return Array.from(found, (n, p) =>
    n > 0 && Math.abs(ends[p] as number) < 1e-6 * Math.max(1, Math.abs(high[p] as number)) ** 3
      ? (high[p] as number)
      : null,
  );
}

function scanOf(v: Variable): readonly number[] {
  if (Number.isFinite(v.low) && Number.isFinite(v.high))
    return Array.from({ length: 49 }, (_, i) => v.low + ((v.high - v.low) * (i + 0.5)) / 49);
  const steps: number[] = [];
  for (let x = 0.031; x < FAR; x *= 1.45) steps.push(x);
  if (Number.isFinite(v.low)) return steps.map((x) => v.low + x);
  if (Number.isFinite(v.high)) return steps.reverse().map((x) => v.high - x);
  return [...steps.map((x) => -x).reverse(), ...steps];
}
