/** Matrix product and transpose, and the normal form of chains of them. */
import { type Apply, int, makeApply, type Node } from '../ir/node.ts';
import { apply, type Layout, type Op } from '../ir/op.ts';
import { type Dim, dim, isScalar, type Shape, sameShape, shapeOf, showShape } from '../ir/shape.ts';
import { add, mul, sumEntries, timesEntries } from './arithmetic.ts';
import { isOp } from './collect.ts';
import { eye, eyeOp, isZero, onesOp, zeros, zerosOp } from './constants.ts';
import { arg, atLeast, exactly, moving, noDomain, noKinks, only, opHash, shapeOrThrow } from './define.ts';
import { moveKernel, sameMoveError, UNIT } from './kernels.ts';
import { freshIndex, sigma } from './sigma.ts';

/** Rows and columns of a factor: a tuple stands as a column, or as a row when it is the first of several. */
function sizes(shape: Shape, first: boolean): readonly [Dim, Dim] {
  if (shape.length === 2) return [dim(shape, 0), dim(shape, 1)];
  return first ? [1, dim(shape, 0)] : [dim(shape, 0), 1];
}

function chainShape(args: readonly Node[]): ReturnType<Op['shape']> {
  const bad = args.find((a) => a.shape.length !== 2 && a.shape.length !== 1);
  if (bad) return { fault: `a matrix product of a ${showShape(bad.shape)} value is not defined` };
  const [rows, firstCols] = sizes(arg(args, 0).shape, true);
  let cols = firstCols;
  for (let i = 1; i < args.length; i += 1) {
    const [r, c] = sizes(arg(args, i).shape, false);
    if (r !== cols) {
      const left = i === 1 ? arg(args, 0).shape : shapeOf([rows, cols]);
      return {
        fault: `a ${showShape(left)} times a ${showShape(arg(args, i).shape)} cannot be formed: the inner sizes ${cols} and ${r} differ`,
        hint: 'check the order of the factors, or transpose one',
      };
    }
    cols = c;
  }
  return shapeOf([rows, cols]);
}

/** out (m×n) = a (m×k) · b (k×n) for every sample point. */
function multiply(a: Float64Array, b: Float64Array, m: number, k: number, n: number, points: number): Float64Array {
  const out = new Float64Array(m * n * points);
  for (let i = 0; i < m; i += 1) {
    for (let l = 0; l < k; l += 1) {
      const from = (i * k + l) * points;
      for (let j = 0; j < n; j += 1) {
        const to = (i * n + j) * points;
        const right = (l * n + j) * points;
        for (let p = 0; p < points; p += 1) {
          out[to + p] = (out[to + p] as number) + (a[from + p] as number) * (b[right + p] as number);
        }
      }
    }
  }
  return out;
}

function sizesAt(layout: Layout, i: number): readonly [number, number] {
  const s = layout.argShapes[i] ?? [];
  if (s.length === 2) return [s[0] as number, s[1] as number];
  const n = s[0] ?? 1;
  return i === 0 ? [1, n] : [n, 1];
}

export const matmulOp: Op = {
  name: 'matmul',
  hash: opHash('matmul'),
  arity: atLeast(2),
  shape: chainShape,
  build: (args) => product(args),
  kernel: (out, args, layout) => {
    let [m, k] = sizesAt(layout, 0);
    let value = args[0] as Float64Array;
    for (let i = 1; i < args.length; i += 1) {
      const n = sizesAt(layout, i)[1];
      value = multiply(value, args[i] as Float64Array, m, k, n, layout.points);
      k = n;
    }
    out.set(value);
  },
  error: (outErr, _out, args, argErrs, layout) => {
    const magnitude = (x: Float64Array): Float64Array => x.map(Math.abs);
    let [m, k] = sizesAt(layout, 0);
    let value = magnitude(args[0] as Float64Array);
    let err = argErrs[0] as Float64Array;
    for (let i = 1; i < args.length; i += 1) {
      const n = sizesAt(layout, i)[1];
      const right = magnitude(args[i] as Float64Array);
      const rightErr = argErrs[i] as Float64Array;
      const next = multiply(value, right, m, k, n, layout.points);
      const a = multiply(value, rightErr, m, k, n, layout.points);
      const b = multiply(
        err,
        right.map((x, j) => x + (rightErr[j] as number)),
        m,
        k,
        n,
        layout.points,
      );
      const rounding = (k + 1) * UNIT;
      err = next.map((x, j) => rounding * x + (a[j] as number) + (b[j] as number));
      value = next;
      k = n;
    }
    outErr.set(err);
  },
  jvp: (node, tangents) =>
    add(tangents.flatMap((t, i) => (t === null ? [] : [product(node.args.map((a, k) => (k === i ? t : a)))]))),
  vjp: (node, i, g) => {
    const left = node.args.slice(0, i).map(transpose).reverse();
    const right = node.args
      .slice(i + 1)
      .map(transpose)
      .reverse();
    // A scalar result is 1×1: its cotangent multiplies from outside.
    return isScalar(g.shape) ? product([g, ...left, ...right]) : product([...left, g, ...right]);
  },
  entry: (node, indices, at) => {
    const [rows, cols] = [
      sizes(arg(node.args, 0).shape, true)[0],
      sizes(arg(node.args, node.args.length - 1).shape, false)[1],
    ];
    const given = [...indices];
    const i = rows === 1 && given.length < 2 ? int(1) : (given.shift() ?? int(1));
    const j = cols === 1 && given.length < 1 ? int(1) : (given.shift() ?? int(1));
    return chainEntry(node.args, i, j, at);
  },
  notation: (node) => ({ kind: 'infix', sign: 'matmul', operands: node.args }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'product', name: 'product rule' },
  samples: [
    [
      { shape: [2, 3], entries: [1, -2, 3, 0.5, 2, 7] },
      { shape: [3, 1], entries: [0.3, 4, -1] },
    ],
    [
      { shape: [2, 2], entries: [1, -2, 3, 0.5] },
      { shape: [2, 3], entries: [0.3, 4, -1, 2, 0.1, 5] },
      { shape: [3, 2], entries: [1, 0.2, -1, 3, 2, 0.7] },
    ],
  ],
  sampleAttr: '',
  source: 'Petersen and Pedersen, The Matrix Cookbook, 2.4; lecture, Gradient of Vector-Valued Function',
  binds: false,
};

/** Entry (i, j) of a chain: one inner sum per inner size; sizes of one need none. */
function chainEntry(args: readonly Node[], i: Node, j: Node, at: (n: Node, ix: readonly Node[]) => Node): Node {
  const head = arg(args, 0);
  const entryOf = (n: Node, r: Node, c: Node, first: boolean): Node => {
    if (n.shape.length === 1) return at(n, [first ? c : r]);
    return at(n, [r, c]);
  };
  if (args.length === 1) return entryOf(head, i, j, false);
  const inner = sizes(head.shape, true)[1];
  const rest = args.slice(1);
  const restEntry = (k: Node): Node =>
    rest.length === 1 ? entryOf(arg(rest, 0), k, j, false) : chainEntry(rest, k, j, at);
  if (inner === 1) return mul([entryOf(head, i, int(1), true), restEntry(int(1))]);
  if (typeof inner === 'number' && inner <= 64 && args.some((a) => isOp(a, 'grid'))) {
    const terms = Array.from({ length: inner }, (_, l) =>
      mul([entryOf(head, i, int(l + 1), true), restEntry(int(l + 1))]),
    );
    return add(terms);
  }
  const k = freshIndex([...args, i, j]);
  return sigma(k, inner, mul([entryOf(head, i, k, true), restEntry(k)]));
}

/** The product of scalars and arrays in this order: scalars to the front, arrays as one chain. */
export function product(factors: readonly Node[]): Node {
  const scalars: Node[] = [];
  const chain: Node[] = [];
  for (const f of factors) pushFactor(f, scalars, chain);
  if (chain.length === 0) return mul(scalars);
  const shape = chain.length === 1 ? arg(chain, 0).shape : shapeOrThrow(matmulOp, chain);
  if (chain.some(isZero)) return zeros(shape);
  const core = chain.length === 1 ? arg(chain, 0) : chainForm(chain);
  return scalars.length === 0 ? core : mul([...scalars, core]);
}

function pushFactor(f: Node, scalars: Node[], chain: Node[]): void {
  if (isScalar(f.shape)) scalars.push(f);
  else if (isOp(f, 'mul')) for (const a of f.args) pushFactor(a, scalars, chain);
  else if (isOp(f, matmulOp)) chain.push(...f.args);
  else chain.push(f);
}

/** Drops identities and inverse pairs, works out literal numbers, and pulls inner products out of a chain. */
function chainForm(chain: readonly Node[]): Node {
  const shape = shapeOrThrow(matmulOp, chain);
  const out: Node[] = [];
  for (const f of chain) {
    if (isOp(f, eyeOp)) continue;
    const last = out[out.length - 1];
    if (last && areInverse(last, f)) {
      out.pop();
      continue;
    }
    const folded = last && (literalProduct(last, f) ?? joinedPower(last, f));
    if (folded) {
      out.pop();
      out.push(folded);
    } else out.push(f);
  }
  if (out.length === 0) return eye(dim(shape, 0));
  if (out.length === 1) return arg(out, 0);
  if (out.some((f) => isScalar(f.shape))) return product(out);
  for (let k = 1; k < out.length; k += 1) {
    // A size of one inside the chain splits it; a scalar half comes out as a factor.
    if (sizes(arg(out, k - 1).shape, k === 1)[1] !== 1) continue;
    const [left, right] = [out.slice(0, k), out.slice(k)];
    const leftScalar = left.length > 1 && sizes(arg(left, 0).shape, true)[0] === 1;
    const rightScalar = right.length > 1 && sizes(arg(right, right.length - 1).shape, false)[1] === 1;
    if (leftScalar || rightScalar) return product([product(left), product(right)]);
  }
  const [a, b] = [arg(out, 0), arg(out, 1)];
  const both = out.length === 2 ? (literalDot(a, b) ?? dotWithQuotient(a, b)) : null;
  return both ?? makeApply(matmulOp, out, shape);
}

const areInverse = (a: Node, b: Node): boolean =>
  (isOp(a, 'inv') && a.args[0] === b) || (isOp(b, 'inv') && b.args[0] === a);

/** Two literals of numbers multiplied out, or two diagonals joined; null otherwise. */
function literalProduct(a: Node, b: Node): Node | null {
  if (isOp(a, 'diag') && isOp(b, 'diag') && a.shape[0] === a.shape[1] && sameShape(a.shape, b.shape)) {
    const [u, v] = [only(a.args), only(b.args)];
    return sameShape(u.shape, v.shape) ? a.op.build([timesEntries(u, v)], '') : null;
  }
  if (!isOp(a, 'grid') || !isOp(b, 'grid')) return null;
  if (![...a.args, ...b.args].every((x) => x.kind === 'num')) return null;
  return multiplyLiterals(a, b);
}

/** X·Xᵏ as a power, where one of the two is a power already; (Xᵏ)ᵀ counts as a power of Xᵀ. */
function joinedPower(a: Node, b: Node): Node | null {
  const [p, q] = [powerOf(a), powerOf(b)];
  if (p.op === null && q.op === null) return null;
  const power = p.op ?? q.op;
  return p.base === q.base && power ? power.build([p.base, add([p.exponent, q.exponent])], '') : null;
}

function powerOf(n: Node): { readonly base: Node; readonly exponent: Node; readonly op: Op | null } {
  if (isOp(n, 'matpow')) return { base: arg(n.args, 0), exponent: arg(n.args, 1), op: n.op };
  const inner = isOp(n, transposeOp) ? only(n.args) : n;
  return n !== inner && isOp(inner, 'matpow')
    ? { base: transpose(arg(inner.args, 0)), exponent: arg(inner.args, 1), op: inner.op }
    : { base: n, exponent: int(1), op: null };
}

/** sᵀ(t./s) is the sum of the entries of t: a row times a column that divides by it. Null for anything else. */
function dotWithQuotient(a: Node, b: Node): Node | null {
  if (dim(a.shape, 0) !== 1 || dim(b.shape, 1) !== 1) return null;
  const [row, column] = [transpose(a), b];
  const [p, q] = isOp(row, 'hadamard') ? [column, row] : [row, column];
  if (!isOp(q, 'hadamard') || !sameShape(p.shape, q.shape)) return null;
  const divides = q.args.some((f) => isOp(f, 'pow') && f.args[0] === p);
  const rest = divides ? timesEntries(p, q) : null;
  return rest && rest.size < q.size ? sumEntries(rest) : null;
}

/** A row literal times a column literal is the sum of products, which is not longer. */
function literalDot(a: Node, b: Node): Node | null {
  if (!isOp(a, 'grid') || !isOp(b, 'grid') || a.shape[0] !== 1 || b.shape[1] !== 1) return null;
  return multiplyLiterals(a, b);
}

/** The product of two literals, entry by entry. */
export function multiplyLiterals(a: Apply, b: Apply): Node {
  const [m, k] = [Number(a.shape[0]), Number(a.shape[1])];
  const n = Number(b.shape[1]);
  const entries: Node[] = [];
  for (let i = 0; i < m; i += 1) {
    for (let j = 0; j < n; j += 1) {
      const terms: Node[] = [];
      for (let l = 0; l < k; l += 1) terms.push(mul([arg(a.args, i * k + l), arg(b.args, l * n + j)]));
      entries.push(add(terms));
    }
  }
  const shape = shapeOf([m, n]);
  return isScalar(shape) ? arg(entries, 0) : makeApply(a.op, entries, shape, `${m}x${n}`);
}

const transposeMove = moveKernel((e, { shape }) => {
  if (shape.length !== 2) return e;
  const [m, n] = [shape[0] as number, shape[1] as number];
  return (e % n) * m + Math.floor(e / n);
});

export const transposeOp: Op = {
  name: 'transpose',
  hash: opHash('transpose'),
  arity: exactly(1),
  shape: (args) => {
    const s = only(args).shape;
    if (s.length === 2) return shapeOf([dim(s, 1), dim(s, 0)]);
    if (s.length === 1) return shapeOf([1, dim(s, 0)]);
    return s.length === 0
      ? {
          fault: 'a number has no transpose',
          hint: 'a prime is not a derivative here: write diff(f, x) or the derivative itself',
        }
      : { fault: `the transpose of a ${showShape(s)} tensor is not defined` };
  },
  build: (args) => transpose(only(args)),
  kernel: transposeMove,
  error: sameMoveError(transposeMove),
  jvp: (_node, tangents) => transpose(only(moving(tangents))),
  vjp: (_node, _i, g) => transpose(g),
  entry: (node, indices, at) => {
    const a = only(node.args);
    return a.shape.length === 1 ? at(a, [arg(indices, indices.length - 1)]) : at(a, [arg(indices, 1), arg(indices, 0)]);
  },
  notation: (node) => ({ kind: 'postfix', mark: 'transpose', base: only(node.args) }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'transpose', name: 'transpose' },
  samples: [[{ shape: [2, 3], entries: [1, -2, 3, 0.5, 2, 7] }]],
  sampleAttr: '',
  source: 'Petersen and Pedersen, The Matrix Cookbook, 1',
  binds: false,
};

/** Whether the transpose ends at symbols: (y − Φθ)ᵀ is yᵀ − θᵀΦᵀ, but (1 − tanh(z)²)ᵀ is best left whole. */
function spreads(a: Node): boolean {
  if (isScalar(a.shape) || a.kind !== 'apply') return true;
  if (isOp(a, 'add') || isOp(a, 'mul') || isOp(a, matmulOp)) return a.args.every(spreads);
  return a.op === transposeOp
    ? only(a.args).kind === 'sym' || isOp(only(a.args), 'inv')
    : a.args.length === 0 || isOp(a, 'grid') || isOp(a, 'diag') || isOp(a, 'inv');
}

/** A transposed, carried into sums and products so that it ends at symbols. */
export function transpose(a: Node): Node {
  if (isScalar(a.shape)) return a;
  if (a.kind === 'apply') {
    if (a.op === transposeOp) return only(a.args);
    if (a.op === eyeOp || (isOp(a, 'diag') && a.shape[0] === a.shape[1])) return a;
    if (a.op === zerosOp || a.op === onesOp) return apply(a.op, [], `${dim(a.shape, 1)}x${dim(a.shape, 0)}`);
    if (a.op === matmulOp) return product(a.args.map(transpose).reverse());
    if (isOp(a, 'add')) return spreads(a) ? add(a.args.map(transpose)) : apply(transposeOp, [a]);
    if (isOp(a, 'mul')) return mul(a.args.map(transpose));
    // The inverse of a symmetric matrix is symmetric: (XᵀX)⁻¹.
    if (isOp(a, 'inv') && isOp(only(a.args), matmulOp) && transpose(only(a.args)) === only(a.args)) return a;
    if (isOp(a, 'grid')) {
      const [m, n] = [Number(a.shape[0]), Number(a.shape[1])];
      const entries = a.args.map((_, e) => arg(a.args, (e % m) * n + Math.floor(e / m)));
      return makeApply(a.op, entries, shapeOf([n, m]), `${n}x${m}`);
    }
  }
  return apply(transposeOp, [a]);
}

/** ⟨a, b⟩ = Σ a_k b_k for two arrays of one shape: aᵀb for columns, tr(aᵀb) for matrices. */
export function inner(a: Node, b: Node): Node {
  if (isScalar(a.shape) || isScalar(b.shape)) return mul([sumEntries(a), sumEntries(b)]);
  const s = a.shape;
  if (s.length === 2 && s[1] === 1) return product([transpose(a), b]);
  if (s.length === 2 && s[0] === 1) return product([a, transpose(b)]);
  return sumEntries(timesEntries(a, b));
}
