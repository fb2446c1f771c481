/** Whether a derivative exists at the drawn values, and whether they lie where the formula is smooth. */
import { compile } from '../expr/evaluate.ts';
import { bindSizes, substitute, unroll } from '../expr/rewrite.ts';
import { type Node, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { bindShape, concrete, entryCount } from '../ir/shape.ts';
import type { Context } from './context.ts';
import { isZeroValue, workOut } from './work-out.ts';

export type Smoothness = 'smooth' | 'kink' | 'outside';

/** Values of all names of a formula; null when one is missing. */
export interface Point {
  readonly formula: Node;
  readonly values: ReadonlyMap<string, Node>;
}

export function pointOf(f: Node, context: Context): Point | null {
  const formula = unroll(bindSizes(f, context.sizes));
  const values = new Map<string, Node>();
  for (const s of symbolsOf(formula)) {
    const value = context.valueOf(s.name);
    if (value === null) return null;
    values.set(s.name, value);
  }
  return { formula, values };
}

/**
 * Where the point lies: outside the domain (its edge included), on a kink that moves with the variables, or neither.
 * Exact where the numbers are rational.
 */
export function smoothnessAt(point: Point): Smoothness {
  const seen = new Set<Node>();
  let found: Smoothness = 'smooth';
  const visit = (n: Node): void => {
    if (n.kind !== 'apply' || n.mask === 0 || seen.has(n) || n.op.binds || found === 'outside') return;
    seen.add(n);
    for (const a of n.args) visit(a);
    for (const condition of n.op.domain(n.args)) {
      if (!isInside(entriesAt(condition.expr, point), condition.must)) found = 'outside';
    }
    if (found === 'smooth' && n.op.kinks(n.args).some((k) => entriesAt(k, point).some((v) => v === 0))) found = 'kink';
  };
  visit(point.formula);
  return found;
}

function entriesAt(n: Node, point: Point): readonly number[] {
  const value = workOut(substitute(n, point.values));
  if (isZeroValue(value)) return [0];
  return [...(compile([value]).run(new Map(), 1)[0]?.data ?? [])];
}

function isInside(values: readonly number[], must: string): boolean {
  return values.every((v) => {
    if (!Number.isFinite(v)) return false;
    switch (must) {
      case 'positive':
      case 'nonnegative':
        return v > 0;
      case 'nonzero':
        return v !== 0;
      default:
        return v > -1 && v < 1;
    }
  });
}

/** Steps of the one-sided slopes, and how far they may differ where a derivative exists. */
const STEP = 2 ** -16;
const SLOPE_MARGIN = 1e-2;

/** Whether the derivative exists although the point lies on a kink: slopes from both sides agree along each axis. */
export function hasSlope(f: Node, wrt: readonly Sym[], context: Context): boolean {
  const point = pointOf(f, context);
  if (point === null) return false;
  const tape = compile([point.formula]);
  const inputs = new Map<string, Float64Array>();
  for (const [name, value] of point.values)
    inputs.set(name, Float64Array.from(compile([value]).run(new Map(), 1)[0]?.data ?? []));
  const at = (): Float64Array => tape.run(inputs, 1)[0]?.data ?? new Float64Array();
  const centre = at();
  return wrt.every((s) => {
    const bound = sym(s.name, bindShape(s.shape, context.sizes));
    const entries = inputs.get(bound.name) ?? new Float64Array();
    return Array.from({ length: entryCount(concrete(bound.shape) ?? []) }, (_, e) => e).every((e) => {
      const start = entries[e] ?? 0;
      entries[e] = start + STEP;
      const up = at();
      entries[e] = start - STEP;
      const down = at();
      entries[e] = start;
      return centre.every((c, k) => {
        const [right, left] = [((up[k] ?? Number.NaN) - c) / STEP, (c - (down[k] ?? Number.NaN)) / STEP];
        return Math.abs(right - left) <= SLOPE_MARGIN * Math.max(1, Math.abs(right), Math.abs(left));
      });
    });
  });
}
