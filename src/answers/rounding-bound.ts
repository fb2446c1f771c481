/**
 * How far rounding every intermediate result may lead: half a unit of each, times its adjoint (templates.md, 2.7).
 * The tolerance that is never unfair to a student who rounds as asked at every step.
 */
import { pullback } from '../calculus/modes.ts';
import { evaluate } from '../expr/evaluate.ts';
import { unroll } from '../expr/rewrite.ts';
import { type Node, sym, symbolsOf } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import { isScalar } from '../ir/shape.ts';
import type { Rounding } from './contract.ts';
import { halfUnitOfDigit } from './typed-number.ts';

/** Half a unit of the last digit that the rule keeps, for a value of this size; 0 for exact answers. */
export function halfUnitUnder(rounding: Rounding, value: number): number {
  switch (rounding.kind) {
    case 'exact':
      return 0;
    case 'digits':
      return halfUnitOfDigit(value, rounding.digits);
    case 'decimals':
      return Number(`5e${-rounding.decimals - 1}`);
    case 'relative':
      return rounding.tolerance * Math.abs(value);
    case 'absolute':
      return rounding.tolerance;
  }
}

/**
 * The bound for a scalar formula at a point: the sum over its intermediate results of half a unit times |adjoint|.
 * `inputs` hold the symbols' values, which are exact. Infinity where the formula has no derivative there.
 */
export function roundingBound(
  formula: Node,
  inputs: ReadonlyMap<string, readonly number[]>,
  rounding: Rounding,
): number {
  if (rounding.kind === 'exact' || !isScalar(formula.shape)) return 0;
  const root = unroll(formula);
  const steps: { readonly name: string; readonly local: Node; readonly value: readonly number[] }[] = [];
  const values = new Map(inputs);
  const done = new Map<Node, Node>();
  // Every operation gets a name, so that its adjoint is that of a variable.
  const visit = (n: Node): Node => {
    if (n.kind !== 'apply') return n;
    const known = done.get(n);
    if (known) return known;
    const local = apply(n.op, n.args.map(visit), n.attr);
    const name = `step ${steps.length + 1}`;
    const value = evaluate(local, values).data;
    values.set(name, value);
    steps.push({ name, local, value });
    const named = sym(name, n.shape);
    done.set(n, named);
    return named;
  };
  visit(root);
  const adjoints = new Map<string, number[]>();
  const last = steps.at(-1);
  if (last === undefined) return 0;
  adjoints.set(last.name, [1]);
  let bound = 0;
  for (const step of [...steps].reverse()) {
    const own = adjoints.get(step.name) ?? step.value.map(() => 0);
    step.value.forEach((v, k) => {
      bound += halfUnitUnder(rounding, v) * Math.abs(own[k] ?? 0);
    });
    const inner = symbolsOf(step.local).filter((s) => s.name.startsWith('step '));
    if (inner.length === 0) continue;
    const seed = sym('adjoint', step.local.shape);
    const point = new Map([...values, ['adjoint', own] as const]);
    for (const { node, adjoint } of pullback(step.local, seed, inner)) {
      if (node.kind !== 'sym') continue;
      const { data } = evaluate(adjoint, point);
      const sum = adjoints.get(node.name);
      adjoints.set(
        node.name,
        data.map((v, k) => v + (sum?.[k] ?? 0)),
      );
    }
  }
  return Number.isNaN(bound) ? Number.POSITIVE_INFINITY : bound;
}

/** The bound of each entry of an array formula, row-major. */
export const roundingBounds = (
  entries: readonly Node[],
  inputs: ReadonlyMap<string, readonly number[]>,
  rounding: Rounding,
): readonly number[] => entries.map((e) => roundingBound(e, inputs, rounding));
