/**
 * Worked derivations: `derive` with every line shown. The lines only observe; the result is derive's own. Scalars
 * go by textbook rules, arrays by differentials in matrix notation, the rest by indices.
 */
import { printText } from '../expr/print/text.ts';
import { simplify } from '../expr/rewrite.ts';
import type { Node, Sym } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import { concrete, isRow, isScalar } from '../ir/shape.ts';
import { attrOf } from '../ops/constants.ts';
import { arg } from '../ops/define.ts';
import { transpose } from '../ops/matrix.ts';
import { gridOp } from '../ops/structure.ts';
import { formalDerivative, variablesOf } from './derivation-formal.ts';
import { indexSteps } from './derivation-index.ts';
import { type Detail, scalarLines } from './derivation-lines.ts';
import { matrixSteps } from './derivation-matrix.ts';
import { type Step, wholeStep } from './derivation-step.ts';
import { type Derivative, derive, entriesOf, type LayoutRule } from './derive.ts';

export type { Detail } from './derivation-lines.ts';
export type { Named, Step } from './derivation-step.ts';

export interface DerivationOptions {
  readonly order: 1 | 2 | 3;
  readonly layout: LayoutRule;
  /** 1: a few lines; 2: a rule per line; 3: with names for inner functions spelled out. */
  readonly detail: Detail;
}

export interface Derivation {
  /** What is differentiated, as written, and in what. */
  readonly of: Node;
  readonly wrt: readonly Sym[];
  readonly steps: readonly Step[];
  readonly result: Derivative;
}

const PLAIN: DerivationOptions = { order: 1, layout: 'numerator', detail: 2 };

/** The derivation of d^k f / d wrt^k. Throws like `derive`. */
export function derivation(f: Node, wrt: readonly Sym[], options: Partial<DerivationOptions> = {}): Derivation {
  const { order, layout, detail } = { ...PLAIN, ...options };
  const result = derive(f, wrt, { order, layout });
  const numerator = layout === 'numerator' ? result : derive(f, wrt, { order, layout: 'numerator' });
  const steps = [...inNumerator(f, wrt, order, detail, numerator)];
  if (numerator.node !== result.node && result.indices === null) {
    const part = formalDerivative(f, [variablesOf(wrt)], 'denominator');
    steps.push(wholeStep('layout', part, part, result.node));
  }
  return { of: f, wrt, steps: steps.filter(isVisible), result };
}

/** A line that reads like the one before says nothing: the two differ in how the tree is held only. */
const isVisible = (s: Step): boolean => s.before !== s.after && printText(s.before) !== printText(s.after);

function inNumerator(
  f: Node,
  wrt: readonly Sym[],
  order: 1 | 2 | 3,
  detail: Detail,
  goal: Derivative,
): readonly Step[] {
  const only = wrt.length === 1 ? wrt[0] : undefined;
  if (only && isScalar(only.shape)) return inOneScalar(f, only, order, detail);
  if (wrt.every((s) => isScalar(s.shape))) return inScalars(f, wrt, order, detail, goal);
  if (only) return inArray(f, only, order, detail, goal);
  return inStack(f, wrt, order, detail, goal);
}

/** Rows become columns first, since the derivative of a vector in a scalar is a column. */
function prepared(f: Node, part: Node, wrt: Node, steps: Step[]): Node {
  const simple = simplify(f);
  const ready = isRow(simple.shape) ? transpose(simple) : simple;
  const start = formalDerivative(ready, [wrt]);
  if (start !== part) steps.push(wholeStep('rewrite', part, part, start));
  return ready;
}

function inOneScalar(f: Node, x: Sym, order: number, detail: Detail): readonly Step[] {
  const steps: Step[] = [];
  let value = f;
  for (let k = 1; k <= order; k += 1) {
    const part = formalDerivative(
      f,
      Array.from({ length: k }, () => x),
    );
    if (k > 1) steps.push(wholeStep('again', part, part, formalDerivative(value, [x])));
    else value = prepared(f, part, x, steps);
    const goal = derive(value, [x]).node;
    steps.push(...scalarLines(part, value, x, goal, detail));
    value = goal;
  }
  return steps;
}

/** A gradient, Jacobian or Hessian in scalar variables: its layout, each entry, and the entries put together. */
function inScalars(f: Node, wrt: readonly Sym[], order: 1 | 2 | 3, detail: Detail, goal: Derivative): readonly Step[] {
  const steps: Step[] = [];
  const variables = variablesOf(wrt);
  let values: readonly Node[] = entriesOf(simplify(f));
  // What was worked out for one entry or order is not worked out again for another.
  const done = new Set<Node>();
  for (let k = 1; k <= order; k += 1) {
    const whole = k === order ? goal : derive(f, wrt, { order: k === 1 ? 1 : 2, layout: 'numerator' });
    const part = formalDerivative(
      f,
      Array.from({ length: k }, () => variables),
    );
    const entries = values.flatMap((v) => wrt.map((x) => formalDerivative(v, [x])));
    const layout = literal(entries, whole);
    steps.push(wholeStep(k > 1 ? 'again' : isScalar(f.shape) ? 'gradient' : 'jacobian', part, part, layout));
    const goals = entriesOf(whole.node);
    entries.forEach((entry, i) => {
      if (done.has(entry) || isMirrored(i, wrt.length, k)) return;
      done.add(entry);
      const [v, x] = [values[Math.floor(i / wrt.length)], wrt[i % wrt.length]];
      if (v && x) steps.push(...scalarLines(entry, v, x, arg(goals, i), detail));
    });
    steps.push(wholeStep('assemble', part, layout, whole.node));
    values = goals;
  }
  return steps;
}

/** Mixed derivatives agree whatever their order (Schwarz): those below the diagonal are not worked twice. */
function isMirrored(entry: number, n: number, order: number): boolean {
  return order > 1 && entry % n < Math.floor(entry / n) % n;
}

function literal(entries: readonly Node[], like: Derivative): Node {
  const shape = concrete(like.shape) ?? [];
  return shape.length === 0
    ? arg(entries, 0)
    : apply(gridOp, entries, attrOf(shape.length === 1 ? [...shape, 1] : shape));
}

function inArray(f: Node, x: Sym, order: 1 | 2 | 3, detail: Detail, goal: Derivative): readonly Step[] {
  if (goal.indices === null && order === 1) {
    const steps = matrixSteps(isRow(f.shape) ? simplify(transpose(f)) : f, x, goal.node, detail);
    if (steps) return steps;
  }
  if (goal.indices === null && order === 2 && isScalar(f.shape)) {
    const steps = hessianSteps(f, x, detail, goal);
    if (steps) return steps;
  }
  return indexSteps(simplify(f), x, order, goal, detail);
}

/** The rule applied twice: the gradient, then the Jacobian of the gradient as a column. */
function hessianSteps(f: Node, x: Sym, detail: Detail, goal: Derivative): readonly Step[] | null {
  const gradient = derive(f, [x]);
  if (gradient.indices !== null || !isRow(gradient.node.shape)) return null;
  const first = matrixSteps(f, x, gradient.node, detail);
  const column = transpose(gradient.node);
  const second = first && matrixSteps(column, x, goal.node, detail);
  if (!second) return null;
  const part = formalDerivative(f, [x, x]);
  return [...first, wholeStep('again', part, part, formalDerivative(column, [x])), ...second];
}

/** Several names, arrays among them: each on its own, then side by side. */
function inStack(f: Node, wrt: readonly Sym[], order: 1 | 2 | 3, detail: Detail, goal: Derivative): readonly Step[] {
  const own = wrt.flatMap((s) =>
    inNumerator(f, [s], 1, detail, derive(f, [s])).map((step) => ({ ...step, moving: [s] })),
  );
  const part = formalDerivative(
    f,
    Array.from({ length: order }, () => variablesOf(wrt)),
  );
  return [...own, wholeStep('assemble', part, part, goal.node)];
}
