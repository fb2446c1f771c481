/** Trace, determinant, inverse and whole powers of square matrices. Numbers through ml-matrix. */
import { determinant, inverse, Matrix } from 'ml-matrix';
import { int, isNum, type Node } from '../ir/node.ts';
import { apply, type Kernel, type Layout, type Op } from '../ir/op.ts';
import { dim, isColumn, isRow, isScalar, shapeOf, showShape } from '../ir/shape.ts';
import { add, mul, neg, pow } from './arithmetic.ts';
import { isOp } from './collect.ts';
import { eye, eyeOp, isZero } from './constants.ts';
import { arg, exactly, moving, noDomain, noKinks, only, opHash } from './define.ts';
import { isWhole } from './exact.ts';
import { probedError } from './kernels.ts';
import { product, transpose } from './matrix.ts';
import { dimNode } from './sigma.ts';

function square(name: string): (args: readonly Node[]) => ReturnType<Op['shape']> {
  return (args) => {
    const s = only(args).shape;
    if (s.length === 0) return s;
    if (s.length === 2 && s[0] === s[1]) return s;
    return { fault: `${name} needs a square matrix, not a ${showShape(s)}` };
  };
}

const scalarOfSquare =
  (name: string) =>
  (args: readonly Node[]): ReturnType<Op['shape']> => {
    const s = square(name)(args);
    return 'fault' in s ? s : shapeOf([]);
  };

/** Runs `f` on the matrix of each sample point. */
function perPoint(f: (m: Matrix, write: (e: number, v: number) => void, layout: Layout) => void): Kernel {
  return (out, args, layout) => {
    const x = args[0] as Float64Array;
    const { points } = layout;
    const [rows = 1, cols = 1] = layout.argShapes[0] ?? [];
    const m = new Matrix(rows, cols);
    for (let p = 0; p < points; p += 1) {
      for (let i = 0; i < rows; i += 1)
        for (let j = 0; j < cols; j += 1) m.set(i, j, x[(i * cols + j) * points + p] as number);
      f(
        m,
        (e, v) => {
          out[e * points + p] = v;
        },
        layout,
      );
    }
  };
}

const sizeOf = (layout: Layout): number => layout.argShapes[0]?.[0] ?? 1;
const GOOD = { shape: [2, 2], entries: [2, -1, 0.5, 3] } as const;

const traceKernel: Kernel = (out, args, layout) => {
  const x = args[0] as Float64Array;
  const n = sizeOf(layout);
  out.fill(0);
  for (let i = 0; i < n; i += 1) {
    for (let p = 0; p < layout.points; p += 1)
      out[p] = (out[p] as number) + (x[(i * n + i) * layout.points + p] as number);
  }
};

export const traceOp: Op = {
  name: 'trace',
  hash: opHash('trace'),
  arity: exactly(1),
  shape: scalarOfSquare('the trace'),
  build: (args) => trace(only(args)),
  kernel: traceKernel,
  error: probedError(traceKernel, sizeOf),
  jvp: (_node, tangents) => trace(only(moving(tangents))),
  vjp: (node, _i, g) => mul([g, eye(dim(only(node.args).shape, 0))]),
  entry: (node) => node,
  notation: (node) => ({ kind: 'call', name: 'tr', latex: '\\operatorname{tr}', speech: 'the trace', args: node.args }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'trace', name: 'derivative of the trace' },
  samples: [[GOOD]],
  sampleAttr: '',
  source: 'Petersen and Pedersen, The Matrix Cookbook, (36)',
  binds: false,
};

/** tr(a), scalars out, tr(sum) as a sum, tr of a row times a column as the number it is. */
export function trace(a: Node): Node {
  if (isScalar(a.shape)) return a;
  if (isZero(a)) return int(0);
  if (isOp(a, eyeOp)) return dimNode(dim(a.shape, 0));
  if (isOp(a, 'add')) return add(a.args.map(trace));
  if (isOp(a, 'mul')) return mul([...a.args.slice(0, -1), trace(arg(a.args, a.args.length - 1))]);
  if (isOp(a, 'transpose')) return trace(only(a.args));
  if (isOp(a, 'matmul')) {
    // tr(u v') = v'u: turn a chain that starts with a column and ends with a row.
    const [first, last] = [arg(a.args, 0), arg(a.args, a.args.length - 1)];
    if (isColumn(first.shape) && isRow(last.shape)) return product([last, ...a.args.slice(0, -1)]);
  }
  if (isOp(a, 'grid')) {
    const n = Number(a.shape[0]);
    return add(Array.from({ length: n }, (_, i) => arg(a.args, i * n + i)));
  }
  return apply(traceOp, [a]);
}

const detKernel = perPoint((m, write) => write(0, determinant(m)));

export const detOp: Op = {
  name: 'det',
  hash: opHash('det'),
  arity: exactly(1),
  shape: scalarOfSquare('the determinant'),
  build: (args) => det(only(args)),
  kernel: detKernel,
  error: probedError(detKernel, (l) => 8 * sizeOf(l) ** 2),
  jvp: (node, tangents) => mul([node, trace(product([inv(only(node.args)), only(moving(tangents))]))]),
  vjp: (node, _i, g) => mul([g, node, transpose(inv(only(node.args)))]),
  entry: (node) => node,
  notation: (node) => ({ kind: 'call', name: 'det', latex: '\\det', speech: 'the determinant', args: node.args }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'det', name: 'derivative of the determinant (Jacobi)' },
  samples: [[GOOD], [{ shape: [3, 3], entries: [2, -1, 0.5, 3, 1, 4, -2, 0.3, 5] }]],
  sampleAttr: '',
  source: 'Petersen and Pedersen, The Matrix Cookbook, (41), (46), (49)',
  binds: false,
};

export function det(a: Node): Node {
  if (isScalar(a.shape)) return a;
  if (isOp(a, eyeOp)) return int(1);
  if (isOp(a, 'transpose')) return det(only(a.args));
  if (isOp(a, 'grid') && a.shape[0] === 2) {
    const [p, q, r, s] = a.args as [Node, Node, Node, Node];
    return add([mul([p, s]), neg(mul([q, r]))]);
  }
  if (isOp(a, 'inv')) return pow(det(only(a.args)), int(-1));
  return apply(detOp, [a]);
}

const invKernel = perPoint((m, write) => {
  const n = m.rows;
  let result: Matrix | null = null;
  try {
    result = inverse(m);
  } catch {
    result = null; // singular: no value at this point
  }
  for (let e = 0; e < n * n; e += 1) write(e, result ? result.get(Math.floor(e / n), e % n) : Number.NaN);
});

export const invOp: Op = {
  name: 'inv',
  hash: opHash('inv'),
  arity: exactly(1),
  shape: square('the inverse'),
  build: (args) => inv(only(args)),
  kernel: invKernel,
  error: probedError(invKernel, (l) => 8 * sizeOf(l) ** 2),
  jvp: (node, tangents) => neg(product([node, only(moving(tangents)), node])),
  vjp: (node, _i, g) => neg(product([transpose(node), g, transpose(node)])),
  entry: () => null,
  notation: (node) => ({ kind: 'postfix', mark: 'inverse', base: only(node.args) }),
  domain: (args) =>
    isScalar(only(args).shape) ? [{ expr: only(args), must: 'nonzero' }] : [{ expr: det(only(args)), must: 'nonzero' }],
  kinks: noKinks,
  rule: { id: 'inverse', name: 'derivative of the inverse' },
  samples: [[GOOD], [{ shape: [3, 3], entries: [2, -1, 0.5, 3, 1, 4, -2, 0.3, 5] }]],
  sampleAttr: '',
  source: 'Petersen and Pedersen, The Matrix Cookbook, (40), (59)',
  binds: false,
};

/** A⁻¹; exact for literals of numbers up to 3×3. */
export function inv(a: Node): Node {
  if (isScalar(a.shape)) return pow(a, int(-1));
  if (isOp(a, eyeOp)) return a;
  if (isOp(a, 'inv')) return only(a.args);
  if (isOp(a, 'transpose')) return transpose(inv(only(a.args)));
  return apply(invOp, [a]);
}

/** A^k for whole k ≥ 2, as written (products of equal factors are not joined). */
export const matpowOp: Op = {
  name: 'matpow',
  hash: opHash('matpow'),
  arity: exactly(2),
  shape: (args) => square('a power')(args.slice(0, 1)),
  build: (args) => matpow(arg(args, 0), arg(args, 1)),
  kernel: (out, args, layout) => {
    const k = (args[1] as Float64Array)[0] as number;
    perPoint((m, write) => {
      let result = Matrix.eye(m.rows);
      for (let i = 0; i < k; i += 1) result = result.mmul(m);
      for (let e = 0; e < m.rows * m.rows; e += 1) write(e, result.get(Math.floor(e / m.rows), e % m.rows));
    })(out, args.slice(0, 1), layout);
  },
  error: (outErr, out, args, argErrs, layout) => {
    const k = args[1] as Float64Array;
    const kernel: Kernel = (o, a, l) => matpowOp.kernel(o, [a[0] as Float64Array, k], l);
    probedError(kernel, (l) => 8 * sizeOf(l) * (k[0] as number))(
      outErr,
      out,
      args.slice(0, 1),
      argErrs.slice(0, 1),
      layout,
    );
  },
  jvp: (node, tangents) => {
    const t = tangents[0] as Node;
    return add(splits(node).map(([l, r]) => product([...l, t, ...r])));
  },
  vjp: (node, _i, g) => add(splits(node).map(([l, r]) => product([...l.map(transpose), g, ...r.map(transpose)]))),
  entry: (node, indices, at) =>
    at(product(Array.from({ length: exponentOf(node.args) }, () => arg(node.args, 0))), indices),
  notation: (node) => ({ kind: 'power', base: arg(node.args, 0), exponent: arg(node.args, 1), elementwise: false }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'matrix-power', name: 'product rule for a matrix power' },
  samples: [[GOOD, 3]],
  sampleAttr: '',
  source: 'Petersen and Pedersen, The Matrix Cookbook, 2.3',
  binds: false,
};

const exponentOf = (args: readonly Node[]): number => {
  const k = arg(args, 1);
  return k.kind === 'num' ? k.approx : 1;
};

/** A^k = A^i · A · A^(k−1−i): the pieces around each factor. */
function splits(node: { readonly args: readonly Node[] }): readonly (readonly [readonly Node[], readonly Node[]])[] {
  const a = arg(node.args, 0);
  const k = exponentOf(node.args);
  const copies = (n: number): readonly Node[] => (n === 0 ? [] : [matpow(a, int(n))]);
  return Array.from({ length: k }, (_, i) => [copies(i), copies(k - 1 - i)] as const);
}

export function matpow(a: Node, k: Node): Node {
  if (isScalar(a.shape)) return pow(a, k);
  if (isNum(k, 0)) return eye(dim(a.shape, 0));
  if (isNum(k, 1)) return a;
  if (isNum(k, -1)) return inv(a);
  if (isOp(a, eyeOp)) return a;
  if (isWhole(k) && k.approx < 0) return inv(matpow(a, int(-k.approx)));
  if (isOp(a, 'transpose')) return transpose(matpow(only(a.args), k));
  return apply(matpowOp, [a, k]);
}

export const linearAlgebraOps: readonly Op[] = [traceOp, detOp, invOp, matpowOp];
