/** Derivatives that only index notation can write: the entry's formula, rules under the sum, deltas resolved. */
import { type Apply, dependsOn, int, makeApply, type Node, type Sym } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import { axesOf, isColumn, isRow, isScalar } from '../ir/shape.ts';
import { mulOp } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import { deltaOp } from '../ops/constants.ts';
import { arg } from '../ops/define.ts';
import { entry, indexOp } from '../ops/entry.ts';
import { basisArray, derivativeOp, formalDerivative } from './derivation-formal.ts';
import { condensed, type Detail, formalIn, workDown } from './derivation-lines.ts';
import { applyRule, type Inner } from './derivation-rules.ts';
import { type Step, wholeStep } from './derivation-step.ts';
import { type Derivative, indexForm } from './derive.ts';

/** Steps to ∂^k f_{pq…}/∂x_{ij…}…; `goal` in index form, or all entries spelled out. */
export function indexSteps(f: Node, x: Sym, order: number, goal: Derivative, detail: Detail): readonly Step[] {
  const target = goal.indices === null ? indexForm(f, x, order) : goal;
  const indices = target.indices ?? [];
  const outs = indices.slice(0, axesOf(f.shape).length);
  const perOrder = axesOf(x.shape).length;
  const entryOf = (k: number): Node => {
    const at = indices.slice(outs.length + k * perOrder, outs.length + (k + 1) * perOrder);
    return apply(indexOp, [x, ...at]);
  };
  const steps: Step[] = [];
  const label = isScalar(f.shape) ? f : apply(indexOp, [f, ...outs]);
  let value = isScalar(f.shape) ? f : entry(f, outIndices(f, outs));
  for (let k = 0; k < order; k += 1) {
    const wrt = Array.from({ length: k + 1 }, (_, j) => entryOf(j));
    const part = formalDerivative(label, wrt);
    const start = formalDerivative(value, [entryOf(k)]);
    const last = k === order - 1;
    const names = indices.slice(0, outs.length + (k + 1) * perOrder);
    const result = last ? target.node : indexForm(f, x, k + 1, names).node;
    if (part !== start) steps.push(wholeStep(k === 0 ? 'entry-formula' : 'again', part, part, start));
    const lines = orderLines(part, start, x, entryOf(k), result, detail);
    steps.push(...(detail === 1 ? condensed(lines) : lines));
    value = result;
  }
  if (goal.indices === null) {
    const whole = formalDerivative(
      f,
      Array.from({ length: order }, () => x),
    );
    steps.push(wholeStep('all-entries', whole, whole, goal.node));
  }
  return steps;
}

const outIndices = (f: Node, outs: readonly Node[]): readonly Node[] =>
  isColumn(f.shape) ? [arg(outs, 0), int(1)] : isRow(f.shape) ? [int(1), arg(outs, 0)] : outs;

function orderLines(part: Node, start: Node, x: Sym, at: Node, goal: Node, detail: Detail): readonly Step[] {
  const indices = at.kind === 'apply' ? at.args.slice(1) : [];
  const isEntry = (u: Node): u is Apply => isOp(u, 'index') && u.args[0] === x;
  const inner: Inner = (u) =>
    u === x ? basisArray(x.shape, indices) : dependsOn(u, x) ? formalDerivative(u, [at]) : apply(mulOp, [int(0), u]);
  const rule = (of: Node): ReturnType<typeof applyRule> => applyRule(of, x, inner);
  const steps = [...workDown({ part, start, goal, detail: detail === 3 ? 2 : detail, rule, leave: isEntry })];
  let line = steps[steps.length - 1]?.after ?? start;
  if (formalIn(line).length > 0) {
    const next = withDeltas(line, indices);
    steps.push(wholeStep('delta', part, line, next));
    line = next;
  }
  if (line !== goal) steps.push(wholeStep('sum-delta', part, line, goal));
  return steps;
}

/** ∂x_{kp}/∂x_{ij} = δ_ki δ_pj, written out without resolving any sum. */
function withDeltas(line: Node, indices: readonly Node[]): Node {
  if (line.kind !== 'apply') return line;
  if (line.op === derivativeOp) {
    const of = arg(line.args, 0);
    const own = of.kind === 'apply' ? of.args.slice(1) : [];
    const deltas = own.map((k, axis) => apply(deltaOp, [k, arg(indices, axis)]));
    return deltas.length === 1 ? arg(deltas, 0) : apply(mulOp, deltas);
  }
  const args = line.args.map((a) => withDeltas(a, indices));
  return args.every((a, i) => a === line.args[i]) ? line : makeApply(line.op, args, line.shape, line.attr);
}
