/** Confirming a key by ways that do not share its derivation. */
import { derive } from '../calculus/derive.ts';
import { type CrossCheck, crossCheck } from '../calculus/oracles.ts';
import { evaluate } from '../expr/evaluate.ts';
import { bindSizes, unroll } from '../expr/rewrite.ts';
import { type Node, sym } from '../ir/node.ts';
import { bindShape } from '../ir/shape.ts';
import type { Context } from './context.ts';
import type { Derivation } from './tensor-form.ts';
import type { TraceKey } from './trace-key.ts';

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

/** Central differences at two steps, extrapolated: exact to the fourth order. Relative to the value. */
const STEP = 2 ** -10;
const TRACE_TOLERANCE = 1e-6;
const NOISE = 2 ** -48;

/**
 * Every adjoint of a trace held against differences of the steps after its node, and the last value against the whole
 * formula: no derivative rule is used. Where a difference crosses a kink or leaves the domain it says nothing.
 */
export function verifyTrace(
  { nodes, inputs }: Pick<TraceKey, 'nodes' | 'inputs'>,
  root: Node,
  context: Context,
): CrossCheck {
  const sized = (n: Node): Node => unroll(bindSizes(n, context.sizes));
  const steps = nodes
    .filter((n) => n.local.kind !== 'sym' || n.local.name !== n.id)
    .map((n) => ({ id: n.id, tape: sized(n.local) }));
  const base = new Map<string, readonly number[]>([...inputs, ...nodes.map((n) => [n.id, n.value] as const)]);
  const last = nodes.find((n) => n.id === steps.at(-1)?.id);
  /** The sum of the last node's entries when a name is held at these values. */
  const runWith = (name: string, values: readonly number[]): number => {
    const known = new Map(base);
    known.set(name, values);
    const from = steps.findIndex((s) => s.id === name) + 1;
    for (const step of steps.slice(from)) known.set(step.id, evaluate(step.tape, known).data);
    return (known.get(last?.id ?? '') ?? []).reduce((a, b) => a + b, 0);
  };
  const ends = last?.value ?? [];
  const whole = evaluate(sized(root), inputs).data;
  const scaleOfEnds = Math.max(1, ...ends.map(Math.abs));
  let worst = Math.max(0, ...ends.map((v, k) => Math.abs(v - (whole[k] ?? Number.NaN)) / scaleOfEnds));
  let agree = worst <= TRACE_TOLERANCE;
  for (const node of nodes) {
    const scale = Math.max(1, ...node.adjoint.map(Math.abs));
    for (const [e, v] of node.value.entries()) {
      const step = STEP * (Math.abs(v) || 1);
      const at = (h: number): number =>
        runWith(
          node.id,
          node.value.map((w, k) => (k === e ? v + h : w)),
        );
      const [coarse, fine] = [step, step / 2].map((h) => (at(h) - at(-h)) / (2 * h));
      const difference = (4 * (fine ?? 0) - (coarse ?? 0)) / 3;
      if (!Number.isFinite(difference)) continue;
      const gap = Math.abs(difference - (node.adjoint[e] ?? Number.NaN)) / scale;
      worst = Math.max(worst, gap);
      // The differences' own error: what the second step still changed, and cancellation.
      const doubt = Math.abs(difference - (fine ?? 0)) + (NOISE * scaleOfEnds) / step;
      if (!(gap <= TRACE_TOLERANCE + doubt / scale)) agree = false;
    }
  }
  return { agree, points: 1, ways: [{ name: 'differences', worst, at: null }] };
}
