/** Entries of arrays, and the unit vectors they pull back to. */
import { int, type Node } from '../ir/node.ts';
import { apply, type Op } from '../ir/op.ts';
import { dim, isColumn, isRow, isScalar, type Shape, shapeOf, showShape } from '../ir/shape.ts';
import { mul } from './arithmetic.ts';
import { attrShape, eye, zeros } from './constants.ts';
import { arg, exactly, noDomain, noKinks, only, opHash } from './define.ts';
import { product, transpose } from './matrix.ts';
import { dimNode } from './sigma.ts';

/** The entry of a value that has no entry formula of its own. */
export const indexOp: Op = {
  name: 'index',
  hash: opHash('index'),
  arity: { min: 2, max: 9 },
  shape: (args) => {
    const s = arg(args, 0).shape;
    const given = args.length - 1;
    const axes = isColumn(s) || isRow(s) ? 1 : s.length;
    return given === s.length || given === axes
      ? shapeOf([])
      : { fault: `a ${showShape(s)} value takes ${axes} ${axes === 1 ? 'index' : 'indices'}, not ${given}` };
  },
  build: (args) => entry(arg(args, 0), args.slice(1)),
  kernel: (out, args, layout) => {
    const x = args[0] as Float64Array;
    const shape = layout.argShapes[0] ?? [];
    const vector = shape.length === 2 && args.length === 2;
    const { points } = layout;
    for (let p = 0; p < points; p += 1) {
      let at = 0;
      let inside = true;
      for (let k = 1; k < args.length; k += 1) {
        const i = ((args[k] as Float64Array)[p] as number) - 1;
        const size = vector ? Math.max(...shape) : (shape[k - 1] as number);
        inside = inside && Number.isInteger(i) && i >= 0 && i < size;
        at = at * size + i;
      }
      out[p] = inside ? (x[at * points + p] as number) : Number.NaN;
    }
  },
  error: (outErr, _out, args, argErrs, layout) =>
    indexOp.kernel(outErr, [argErrs[0] as Float64Array, ...args.slice(1)], layout),
  jvp: (node, tangents) => entry(tangents[0] as Node, node.args.slice(1)),
  vjp: (node, _i, g) => {
    const s = arg(node.args, 0).shape;
    const units = node.args.slice(1);
    const column_ = (k: Node, d: Shape[number]): Node => apply(unitOp, [k], `${d}`);
    if (isColumn(s) || s.length === 1) return mul([g, column_(arg(units, 0), dim(s, 0))]);
    if (isRow(s)) return mul([g, transpose(column_(arg(units, units.length - 1), dim(s, 1)))]);
    return mul([g, product([column_(arg(units, 0), dim(s, 0)), transpose(column_(arg(units, 1), dim(s, 1)))])]);
  },
  entry: (node) => node,
  notation: (node) => ({ kind: 'index', base: arg(node.args, 0), indices: node.args.slice(1) }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'entry', name: 'entry of an array' },
  samples: [[{ shape: [2, 3], entries: [1, -2, 3, 0.5, 2, 7] }, 2, 1]],
  sampleAttr: '',
  source: 'lecture, Gradient of Vectors for Matrices',
  binds: false,
};

/** Entry of any value: worked out where the operation says how, an index of a symbol otherwise. */
export function entry(a: Node, indices: readonly Node[]): Node {
  if (isScalar(a.shape)) return a;
  if (a.kind !== 'apply') return apply(indexOp, [a, ...shortIndices(a, indices)]);
  if (a.op === indexOp) return a;
  const full =
    a.shape.length === 2 && indices.length === 1
      ? isRow(a.shape)
        ? [int(1), arg(indices, 0)]
        : [arg(indices, 0), int(1)]
      : indices;
  return a.op.entry(a, full, entry) ?? apply(indexOp, [a, ...shortIndices(a, full)]);
}

/** Vectors take one index however they lie. */
function shortIndices(a: Node, indices: readonly Node[]): readonly Node[] {
  if (indices.length !== 2 || a.shape.length !== 2) return indices;
  return isColumn(a.shape) ? indices.slice(0, 1) : isRow(a.shape) ? indices.slice(1) : indices;
}

/** The i-th unit column of length `attr`. */
export const unitOp: Op = {
  name: 'unit',
  hash: opHash('unit'),
  arity: exactly(1),
  shape: (_args, attr) => shapeOf([attrShape(attr)[0] ?? 1, 1]),
  build: (args, attr) => apply(unitOp, args, attr),
  kernel: (out, args, { points }) => {
    const k = args[0] as Float64Array;
    for (let i = 0; i < out.length; i += 1) out[i] = k[i % points] === Math.floor(i / points) + 1 ? 1 : 0;
  },
  error: (outErr) => {
    outErr.fill(0);
  },
  jvp: (node) => zeros(node.shape),
  vjp: () => int(0),
  entry: (node, indices, at) => at(eye(dim(node.shape, 0)), [arg(indices, 0), only(node.args)]),
  notation: (node) => ({
    kind: 'call',
    name: 'unit',
    latex: 'e',
    speech: 'the unit vector',
    args: [only(node.args), dimNode(node.shape[0] ?? 1)],
  }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'constant', name: 'constant rule' },
  samples: [],
  sampleAttr: '3',
  source: 'Golub and Van Loan, Matrix Computations, 1.1',
  binds: false,
};

export const entryOps: readonly Op[] = [indexOp, unitOp];
