/** Confirming a key by ways that do not share its derivation. */
import { derive } from '../calculus/derive.ts';
import { type CrossCheck, crossCheck } from '../calculus/oracles.ts';
import { bindSizes } from '../expr/rewrite.ts';
import { sym } from '../ir/node.ts';
import { bindShape } from '../ir/shape.ts';
import type { Context } from './context.ts';
import type { Derivation } from './tensor-form.ts';

/** Larger derivatives are compared at fewer points: a build must stay quick. */
const HEAVY = 600;

export function verifyDerivation(derivation: Derivation, context: Context, points: number): CrossCheck | null {
  const { sizes } = context;
  const of = bindSizes(derivation.of, sizes);
  const wrt = derivation.wrt.map((s) => sym(s.name, bindShape(s.shape, sizes), s.index));
  const result = derive(of, wrt, { order: derivation.order, layout: 'numerator' });
  const ranges = new Map(
    [...context.variables].flatMap(([name, v]) => (v.range === null ? [] : [[name, finite(v.range)] as const])),
  );
  return crossCheck(of, wrt, derivation.order, result, { points: result.node.size > HEAVY ? 1 : points, ranges });
}

function finite([lo, hi]: readonly [number, number]): readonly [number, number] {
  return [Number.isFinite(lo) ? lo : Math.min(-2, hi - 4), Number.isFinite(hi) ? hi : Math.max(2, lo + 4)];
}
