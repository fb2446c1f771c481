/** Rearrangements of entries: diagonals, the Kronecker product, and columns stacked into a vector. */
import { int, isNum, type Node } from '../ir/node.ts';
import { apply, type Kernel, type Op } from '../ir/op.ts';
import {
  type Dim,
  dim,
  dimProduct,
  entryCount,
  isColumn,
  isRow,
  isScalar,
  type Shape,
  shapeOf,
  showShape,
} from '../ir/shape.ts';
import { add, mul } from './arithmetic.ts';
import { isOp } from './collect.ts';
import { attrOf, attrShape, eye, isZero, zeros } from './constants.ts';
import { arg, exactly, moving, noDomain, noKinks, only, opHash } from './define.ts';
import { bilinearError, moveKernel, sameMoveError } from './kernels.ts';
import { transpose } from './matrix.ts';

const GOOD = { shape: [2, 2], entries: [2, -1, 0.5, 3] } as const;

const diagKernel: Kernel = (out, args, layout) => {
  const shape = layout.argShapes[0] ?? [];
  const square_ = shape.length === 2 && shape[0] === shape[1];
  const n = square_ ? (shape[0] as number) : Math.max(1, ...shape);
  moveKernel((e) => (square_ ? e * n + e : Math.floor(e / n) === e % n ? e % n : -1))(out, args, layout);
};

/** A vector as a diagonal matrix; a square matrix's diagonal as a column. */
export const diagOp: Op = {
  name: 'diag',
  hash: opHash('diag'),
  arity: exactly(1),
  shape: (args) => {
    const s = only(args).shape;
    if (s.length === 2 && s[0] === s[1]) return shapeOf([dim(s, 0), 1]);
    const n = s.length === 1 || isColumn(s) ? s[0] : isRow(s) ? s[1] : undefined;
    return n === undefined
      ? { fault: `diag takes a vector or a square matrix, not a ${showShape(s)}` }
      : shapeOf([n, n]);
  },
  build: (args) => diag(only(args)),
  kernel: diagKernel,
  error: sameMoveError(diagKernel),
  jvp: (_node, tangents) => diag(only(moving(tangents))),
  vjp: (node, _i, g) => {
    const back = diag(g);
    return isRow(only(node.args).shape) ? transpose(back) : back;
  },
  entry: (node, indices, at) => {
    const a = only(node.args);
    const [i, j] = [arg(indices, 0), indices[1] ?? arg(indices, 0)];
    if (isColumn(node.shape)) return at(a, [i, i]);
    const d = isNum(i, 0) ? int(0) : eye(dim(node.shape, 0));
    return mul([at(d, [i, j]), at(a, isRow(a.shape) ? [int(1), i] : isColumn(a.shape) ? [i, int(1)] : [i])]);
  },
  notation: (node) => ({
    kind: 'call',
    name: 'diag',
    latex: '\\operatorname{diag}',
    speech: 'the diagonal of',
    args: node.args,
  }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'diag', name: 'derivative of diag' },
  samples: [[{ shape: [3, 1], entries: [1, -2, 0.5] }], [GOOD]],
  sampleAttr: '',
  source: 'Petersen and Pedersen, The Matrix Cookbook, notation',
  binds: false,
};

export function diag(a: Node): Node {
  if (isScalar(a.shape)) return a;
  if (isOp(a, 'ones') && isColumn(a.shape)) return eye(dim(a.shape, 0));
  if (isZero(a)) return zeros(diagOp.shape([a], '') as Shape);
  return apply(diagOp, [a]);
}

const kronKernel: Kernel = (out, args, { points, argShapes, shape }) => {
  const [a, b] = args as [Float64Array, Float64Array];
  const [an, bm, bn] = [argShapes[0]?.[1] ?? 1, argShapes[1]?.[0] ?? 1, argShapes[1]?.[1] ?? 1];
  const cols = shape[1] ?? 1;
  for (let e = 0; e < out.length / points; e += 1) {
    const [i, j] = [Math.floor(e / cols), e % cols];
    const ea = Math.floor(i / bm) * an + Math.floor(j / bn);
    const eb = (i % bm) * bn + (j % bn);
    for (let p = 0; p < points; p += 1)
      out[e * points + p] = (a[ea * points + p] as number) * (b[eb * points + p] as number);
  }
};

export const kronOp: Op = {
  name: 'kron',
  hash: opHash('kron'),
  arity: exactly(2),
  shape: (args) => {
    const [a, b] = [arg(args, 0).shape, arg(args, 1).shape];
    if (a.length !== 2 || b.length !== 2) return { fault: 'kron takes two matrices' };
    return shapeOf([dimProduct(dim(a, 0), dim(b, 0)), dimProduct(dim(a, 1), dim(b, 1))]);
  },
  build: (args) => (args.some((a) => isScalar(a.shape)) ? mul(args) : apply(kronOp, args)),
  kernel: kronKernel,
  error: bilinearError(kronKernel, () => 2),
  jvp: (node, tangents) =>
    add(
      tangents.flatMap((t, i) =>
        t === null ? [] : [kronOp.build(i === 0 ? [t, arg(node.args, 1)] : [arg(node.args, 0), t], '')],
      ),
    ),
  vjp: (node, i, g) => {
    // A⊗B is linear in each: entry (r,c) of the pullback is ⟨g, E_rc ⊗ B⟩ (or ⟨g, A ⊗ E_rc⟩).
    const s = arg(node.args, i).shape;
    return apply(kronPullOp, [g, arg(node.args, 1 - i)], `${i}:${attrOf(s)}`);
  },
  entry: (node, indices, at) => {
    const [a, b] = [arg(node.args, 0), arg(node.args, 1)];
    const [i, j] = [splitIndex(arg(indices, 0), b.shape[0]), splitIndex(arg(indices, 1), b.shape[1])];
    return i && j && mul([at(a, [int(i[0]), int(j[0])]), at(b, [int(i[1]), int(j[1])])]);
  },
  notation: (node) => ({ kind: 'infix', sign: 'kron', operands: node.args }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'kron', name: 'product rule for the Kronecker product' },
  samples: [[GOOD, { shape: [2, 3], entries: [1, -2, 3, 0.5, 2, 7] }]],
  sampleAttr: '',
  source: 'Petersen and Pedersen, The Matrix Cookbook, 10.2',
  binds: false,
};

/** The adjoint of the Kronecker product in one factor: sums g against the other (attr "i:shape of the factor"). */
const kronPullOp: Op = {
  name: 'kronpull',
  hash: opHash('kronpull'),
  arity: exactly(2),
  shape: (_args, attr) => attrShape(attr.slice(2)),
  build: (args, attr) => apply(kronPullOp, args, attr),
  kernel: (out, args, { points, argShapes, shape, attr }) => {
    const [g, other] = args as [Float64Array, Float64Array];
    const [om, on] = [argShapes[1]?.[0] ?? 1, argShapes[1]?.[1] ?? 1];
    const [rows, cols] = [shape[0] ?? 1, shape[1] ?? 1];
    const wide = cols * on;
    out.fill(0);
    for (let e = 0; e < rows * cols; e += 1) {
      for (let o = 0; o < om * on; o += 1) {
        const [r, c] = [Math.floor(e / cols), e % cols];
        const [s, t] = [Math.floor(o / on), o % on];
        const at = attr.startsWith('0') ? (r * om + s) * wide + c * on + t : (s * rows + r) * wide + t * cols + c;
        for (let p = 0; p < points; p += 1) {
          out[e * points + p] =
            (out[e * points + p] as number) + (g[at * points + p] as number) * (other[o * points + p] as number);
        }
      }
    }
  },
  error: (outErr, out, args, argErrs, layout) =>
    bilinearError(kronPullOp.kernel, ({ argShapes }) => 2 * entryCount(argShapes[1] ?? []))(
      outErr,
      out,
      args,
      argErrs,
      layout,
    ),
  jvp: (node, tangents) =>
    add(
      tangents.flatMap((t, i) =>
        t === null
          ? []
          : [
              apply(
                kronPullOp,
                node.args.map((a, k) => (k === i ? t : a)),
                node.attr,
              ),
            ],
      ),
    ),
  vjp: (node, i, g) => {
    const first = node.attr.startsWith('0');
    if (i === 0) return kronOp.build(first ? [g, arg(node.args, 1)] : [arg(node.args, 1), g], '');
    return apply(kronPullOp, [arg(node.args, 0), g], `${first ? 1 : 0}:${attrOf(arg(node.args, 1).shape)}`);
  },
  entry: () => null,
  notation: (node) => ({
    kind: 'call',
    name: 'kronpull',
    latex: '\\operatorname{kron}^{*}',
    speech: 'the Kronecker adjoint',
    args: node.args,
  }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'kron', name: 'product rule for the Kronecker product' },
  samples: [
    [
      { shape: [4, 6], entries: Array.from({ length: 24 }, (_, i) => ((i * 7) % 11) - 4) },
      { shape: [2, 3], entries: [1, -2, 3, 0.5, 2, 7] },
    ],
  ],
  sampleAttr: '0:2x2',
  source: 'Petersen and Pedersen, The Matrix Cookbook, 10.2',
  binds: false,
};

/** A 1-based position in blocks of the given size: which block, and where in it; null unless both are numbers. */
function splitIndex(k: Node, size: Dim | undefined): readonly [number, number] | null {
  if (k.kind !== 'num' || typeof size !== 'number') return null;
  return [Math.floor((k.approx - 1) / size) + 1, ((k.approx - 1) % size) + 1];
}

const vecKernel = moveKernel((e, { argShapes }) => {
  const [m, n] = [argShapes[0]?.[0] ?? 1, argShapes[0]?.[1] ?? 1];
  return (e % m) * n + Math.floor(e / m);
});
const unvecKernel = moveKernel((e, { shape }) => {
  const [m, n] = [shape[0] ?? 1, shape[1] ?? 1];
  return (e % n) * m + Math.floor(e / n);
});

/** The columns of a matrix, one under another. */
export const vecOp: Op = {
  name: 'vec',
  hash: opHash('vec'),
  arity: exactly(1),
  shape: (args) => {
    const s = only(args).shape;
    if (s.length === 2) return shapeOf([dimProduct(dim(s, 0), dim(s, 1)), 1]);
    return s.length === 1 ? shapeOf([dim(s, 0), 1]) : { fault: `vec takes a matrix, not a ${showShape(s)}` };
  },
  build: (args) => (isColumn(only(args).shape) || isScalar(only(args).shape) ? only(args) : apply(vecOp, args)),
  kernel: vecKernel,
  error: sameMoveError(vecKernel),
  jvp: (_node, tangents) => vecOp.build(moving(tangents), ''),
  vjp: (node, _i, g) => (isColumn(only(node.args).shape) ? g : apply(unvecOp, [g], attrOf(only(node.args).shape))),
  entry: (node, indices, at) => {
    const a = only(node.args);
    const at2 = a.shape.length === 2 ? splitIndex(arg(indices, 0), a.shape[0]) : null;
    return at2 && at(a, [int(at2[1]), int(at2[0])]);
  },
  notation: (node) => ({ kind: 'call', name: 'vec', latex: '\\operatorname{vec}', speech: 'vec', args: node.args }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'vec', name: 'vec is linear' },
  samples: [[{ shape: [2, 3], entries: [1, -2, 3, 0.5, 2, 7] }]],
  sampleAttr: '',
  source: 'Petersen and Pedersen, The Matrix Cookbook, 10.2.1',
  binds: false,
};

/** The inverse of vec: a column back into a matrix of shape `attr`. */
const unvecOp: Op = {
  ...vecOp,
  name: 'unvec',
  hash: opHash('unvec'),
  shape: (_args, attr) => attrShape(attr),
  build: (args, attr) =>
    isOp(only(args), vecOp) ? only((only(args) as { args: readonly Node[] }).args) : apply(unvecOp, args, attr),
  kernel: unvecKernel,
  error: sameMoveError(unvecKernel),
  jvp: (node, tangents) => apply(unvecOp, moving(tangents), node.attr),
  vjp: (_node, _i, g) => vecOp.build([g], ''),
  notation: (node) => ({
    kind: 'call',
    name: 'unvec',
    latex: '\\operatorname{vec}^{-1}',
    speech: 'the inverse of vec',
    args: node.args,
  }),
  entry: (node, indices, at) => {
    const [i, j, rows] = [arg(indices, 0), arg(indices, 1), node.shape[0]];
    if (i.kind !== 'num' || j.kind !== 'num' || typeof rows !== 'number') return null;
    return at(only(node.args), [int((j.approx - 1) * rows + i.approx), int(1)]);
  },
  samples: [[{ shape: [6, 1], entries: [1, -2, 3, 0.5, 2, 7] }]],
  sampleAttr: '2x3',
};

export const arrangementOps: readonly Op[] = [diagOp, kronOp, kronPullOp, vecOp, unvecOp];
