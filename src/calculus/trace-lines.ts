/** A trace as lines to read: values forward, local partial derivatives, adjoints backward. */

import { substitute } from '../expr/rewrite.ts';
import type { Node, Sym } from '../ir/node.ts';
import { apply, type Op } from '../ir/op.ts';
import { isColumn, isScalar, SCALAR } from '../ir/shape.ts';
import { addOp } from '../ops/arithmetic.ts';
import { ones } from '../ops/constants.ts';
import { arg, exactly, noDomain, noKinks, opHash } from '../ops/define.ts';
import { product, transpose } from '../ops/matrix.ts';
import { formalDerivative } from './derivation-formal.ts';
import { adjointSymbol, type TraceGraph, type TraceNode, type TraceValue } from './trace.ts';

export interface TraceLine {
  readonly rule: 'forward-value' | 'local-partial' | 'adjoint' | 'tangent';
  readonly name: string;
  /** `c = a + b`, `∂c/∂a = 1`, `∂f/∂a = ∂f/∂b·∂b/∂a + …`: prints as one formula. */
  readonly equation: Node;
  /** The value at the point; both parts null without one. */
  readonly value: TraceValue;
  readonly source: string;
}

const unworked = (): never => {
  throw new RangeError('an equation is for reading: it has no value');
};

/** left = right, as a line to print. */
const equationOp: Op = {
  name: 'equation',
  hash: opHash('equation'),
  arity: exactly(2),
  shape: () => SCALAR,
  build: (args) => apply(equationOp, args),
  kernel: unworked,
  error: unworked,
  jvp: unworked,
  vjp: unworked,
  entry: () => null,
  notation: (node) => ({ kind: 'relation', sign: '=', left: arg(node.args, 0), right: arg(node.args, 1) }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'equation', name: 'equation' },
  samples: [],
  sampleAttr: '',
  source: 'contract, section 1',
  binds: false,
};

/** left = right as one formula. */
export const equation = (left: Node, right: Node): Node => apply(equationOp, [left, right]);

const SOURCE = 'lecture, Backpropagation: Example (2)';

const valueLine = (n: TraceNode): TraceLine => ({
  rule: 'forward-value',
  name: 'value of the node',
  equation: equation(n.name, n.local),
  value: n.value,
  source: SOURCE,
});

/**
 * Forward mode: each node with its tangent, ∂c/∂x = ∂c/∂a·∂a/∂x + …, once per variable. Tangents are numbers at the
 * point where everything on the way is a number.
 */
export function forwardLines(graph: TraceGraph, wrt: readonly Sym[]): readonly TraceLine[] {
  const operations = graph.nodes.filter((n) => n.kind === 'operation');
  const tangents = wrt.flatMap((x) => {
    const moved = new Map<string, number | null>([[x.name, isScalar(x.shape) ? 1 : null]]);
    return operations.flatMap((p) => tangentLine(graph, p, x, moved));
  });
  return [...operations.map(valueLine), ...tangents];
}

function tangentLine(graph: TraceGraph, p: TraceNode, x: Sym, moved: Map<string, number | null>): readonly TraceLine[] {
  const uses = graph.nodes.flatMap((n) =>
    moved.has(n.name.name) ? n.uses.flatMap((u) => (u.through === p.name ? [{ n, u }] : [])) : [],
  );
  if (uses.length === 0) return [];
  let total: number | null = 0;
  const terms: Node[] = [];
  for (const { n, u } of uses) {
    const [local] = u.partialValue.numbers ?? [];
    const tangent = moved.get(n.name.name) ?? null;
    total = total === null || tangent === null || local === undefined ? null : total + local * tangent;
    const partial = u.partial ?? formalDerivative(p.name, [n.name]);
    terms.push(n.name === x ? partial : product([partial, formalDerivative(n.name, [x])]));
  }
  moved.set(p.name.name, total);
  const sum = terms.length === 1 ? arg(terms, 0) : apply(addOp, terms);
  return [
    {
      rule: 'tangent',
      name: uses.length > 1 ? `tangent: sum over ${uses.length} arguments` : 'tangent: chain rule',
      equation: equation(formalDerivative(p.name, [x]), sum),
      value: { exact: null, numbers: total === null ? null : [total] },
      source: 'Griewank and Walther, Evaluating Derivatives, ch. 3.1',
    },
  ];
}

/** The trace in the order of the lecture. */
export function traceLines(graph: TraceGraph): readonly TraceLine[] {
  const operations = graph.nodes.filter((n) => n.kind === 'operation');
  const forward = operations.map(valueLine);
  const partials = operations.flatMap((p) =>
    graph.nodes.flatMap((n) =>
      n.uses.flatMap((u): readonly TraceLine[] =>
        u.through === p.name && u.partial !== null
          ? [
              {
                rule: 'local-partial',
                name: 'local partial derivative',
                equation: equation(formalDerivative(p.name, [n.name]), u.partial),
                value: u.partialValue,
                source: SOURCE,
              },
            ]
          : [],
      ),
    ),
  );
  const backward = [...graph.nodes].reverse().flatMap((n) => adjointLine(graph.root, n));
  return [...forward, ...partials, ...backward];
}

function adjointLine(root: Sym, n: TraceNode): readonly TraceLine[] {
  if (n.uses.length === 0) return [];
  // Contributions are written with ∂f/∂c where they hold the symbol of that adjoint.
  const terms = n.uses.map((u) => {
    const adjoint = u.through === root ? ones(root.shape) : turned(formalDerivative(root, [u.through]), u.through);
    return substitute(u.contribution, new Map([[adjointSymbol(u.through).name, adjoint]]));
  });
  const sum = terms.length === 1 ? arg(terms, 0) : apply(addOp, terms);
  return [
    {
      rule: 'adjoint',
      name: n.uses.length > 1 ? `adjoint: sum over ${n.uses.length} uses` : 'adjoint: chain rule',
      equation: equation(formalDerivative(root, [n.name]), turned(sum, n.name)),
      value: n.adjoint,
      source: SOURCE,
    },
  ];
}

/** An adjoint has the shape of its node, the derivative in a column is a row: turned, they are equal. */
const turned = (n: Node, node: Sym): Node => (isColumn(node.shape) ? transpose(n) : n);
