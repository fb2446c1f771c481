/** The lines that show how a derivative is worked out in each mode, as equations ready to print. */
import { substitute } from '../expr/rewrite.ts';
import { type Node, type Sym, sym } from '../ir/node.ts';
import { isScalar } from '../ir/shape.ts';
import { arg } from '../ops/define.ts';
import { type Detail, derivation, type Named, type Step } from './derivation.ts';
import { alongSteps } from './derivation-along.ts';
import { formalDerivative } from './derivation-formal.ts';
import { DeriveError } from './derive.ts';
import type { DeriveAnswer, DeriveRequest } from './derive-request.ts';
import { type TaylorExpansion, taylor, taylorInMatrices } from './taylor.ts';
import { type TraceGraph, type TraceValue, traceGraph } from './trace.ts';
import { equation, forwardLines, traceLines } from './trace-lines.ts';

export interface Working {
  readonly rule: string;
  readonly name: string;
  readonly equation: Node;
  readonly where: readonly Named[];
  /** Entries row-major at the point; null without one. */
  readonly value: TraceValue | null;
  readonly source: string;
}

/** The lines of the mode asked for; those of the symbolic way where the mode has none of its own. */
export function workings(request: DeriveRequest, answer: DeriveAnswer, detail: Detail): readonly Working[] {
  const { order, layout, mode } = request;
  if (mode === 'taylor') {
    const expansion = expansionOf(request, answer);
    if (expansion) return taylorLines(answer, expansion);
  }
  if ((mode === 'reverse' || mode === 'forward') && order === 1 && isScalar(answer.expression.shape)) {
    const graph = graphOf(answer);
    if (graph) return mode === 'reverse' ? traceLines(graph).map(plain) : forwardLines(graph, answer.wrt).map(plain);
  }
  const along = order === 1 ? alongSteps(answer.written, answer.lets, answer.wrt, layout, detail) : null;
  return (along ?? derivation(answer.expression, answer.wrt, { order, layout, detail }).steps).map(fromStep);
}

const plain = (line: Omit<Working, 'where'>): Working => ({ ...line, where: [] });

const fromStep = (step: Step): Working => ({
  rule: step.rule,
  name: step.name,
  equation: equation(step.part, step.after),
  where: step.where,
  value: null,
  source: step.source,
});

/** With values where the point gives all of them; null where the graph holds something that has no adjoint. */
function graphOf({ expression, wrt, point, value }: DeriveAnswer): TraceGraph | null {
  try {
    return traceGraph(expression, value === null ? { wrt } : { wrt, at: point });
  } catch (e) {
    if (e instanceof RangeError || e instanceof DeriveError) return null;
    throw e;
  }
}

/** The Taylor polynomial about the point of `at`, about x₀ where none is given; null for arrays of values. */
export function expansionOf(request: DeriveRequest, answer: DeriveAnswer): TaylorExpansion | null {
  const { expression, wrt, point } = answer;
  if (!isScalar(expression.shape)) return null;
  const at = new Map(wrt.map((x): [string, Node] => [x.name, point.get(x.name) ?? startOf(x)]));
  // Values of names that stay fixed are put in beforehand.
  const fixed = new Map([...point].filter(([name]) => !wrt.some((x) => x.name === name)));
  const f = substitute(expression, fixed);
  try {
    const known = wrt.every((x) => isScalar(x.shape) || point.has(x.name));
    return known ? taylor(f, wrt, request.order, at) : taylorInMatrices(f, wrt, request.order, at);
  } catch (e) {
    if (e instanceof DeriveError) return null;
    throw e;
  }
}

const startOf = (x: Sym): Node => sym(/\d$/.test(x.name) ? `${x.name}_0` : `${x.name}0`, x.shape);

/** D^k f(x₀) line by line, then the polynomial. */
function taylorLines({ expression, wrt }: DeriveAnswer, { terms, polynomial }: TaylorExpansion): readonly Working[] {
  const lines = terms.map(({ order, tensor }): Working => {
    const only = wrt.length === 1 ? arg(wrt, 0) : null;
    const of =
      only && order > 0
        ? formalDerivative(
            expression,
            Array.from({ length: order }, () => only),
          )
        : expression;
    return {
      rule: 'taylor-coefficient',
      name: order === 0 ? 'value at the point' : `derivative of order ${order} at the point`,
      equation: equation(of, tensor),
      where: [],
      value: null,
      source: 'lecture, Taylor Series',
    };
  });
  return [
    ...lines,
    {
      rule: 'taylor-polynomial',
      name: 'Taylor polynomial',
      equation: equation(expression, polynomial),
      where: [],
      value: null,
      source: 'lecture, Taylor Series; Function Approximation',
    },
  ];
}
