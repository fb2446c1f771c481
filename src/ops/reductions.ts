/** Norms, mean, softmax and log-sum-exp: operations that gather all entries of a vector (or matrix). */
import { type Apply, int, type Node } from '../ir/node.ts';
import type { NotationOf } from '../ir/notation.ts';
import { apply, type Kernel, type Op } from '../ir/op.ts';
import { isScalar, isVector, SCALAR, showShape } from '../ir/shape.ts';
import { add, exp, like, mul, neg, pow, sub, sumEntries, timesEntries } from './arithmetic.ts';
import { isOp } from './collect.ts';
import { isZero, ones } from './constants.ts';
import { arg, exactly, moving, noDomain, noKinks, only, opHash } from './define.ts';
import { absOp, signOp } from './elementary.ts';
import { probedError } from './kernels.ts';
import { inner } from './matrix.ts';
import { dimNode } from './sigma.ts';

interface Reduction {
  readonly name: string;
  /** The value of one sample point's entries. */
  readonly value: (entries: Float64Array) => number;
  /** The gradient in the argument's shape; the pullback is g times it, the pushforward its inner product. */
  readonly gradient: (node: Apply, x: Node) => Node;
  readonly rewrite: (x: Node) => Node | null;
  readonly notation: NotationOf;
  readonly entry: Op['entry'];
  readonly kinks: Op['kinks'];
  readonly rule: string;
  readonly source: string;
}

/** The entries of sample point p. */
function gather(x: Float64Array, p: number, points: number, into: Float64Array): Float64Array {
  for (let e = 0; e < into.length; e += 1) into[e] = x[e * points + p] as number;
  return into;
}

function reduction(r: Reduction): Op {
  const kernel: Kernel = (out, args, { points }) => {
    const x = args[0] as Float64Array;
    const entries = new Float64Array(x.length / points);
    for (let p = 0; p < points; p += 1) out[p] = r.value(gather(x, p, points, entries));
  };
  const op: Op = {
    name: r.name,
    hash: opHash(r.name),
    arity: exactly(1),
    shape: () => SCALAR,
    build: (args) => r.rewrite(only(args)) ?? apply(op, args),
    kernel,
    error: probedError(kernel, ({ argShapes }) => 2 + (argShapes[0] ?? []).reduce((a, b) => a * b, 1)),
    jvp: (node, tangents) => inner(r.gradient(node, only(node.args)), only(moving(tangents))),
    vjp: (node, _i, g) => mul([g, r.gradient(node, only(node.args))]),
    entry: r.entry,
    notation: r.notation,
    domain: noDomain,
    kinks: r.kinks,
    rule: { id: r.name, name: r.rule },
    samples: [[{ shape: [3, 1], entries: [1, -2, 0.5] }], [{ shape: [2, 2], entries: [0.3, -4, 1, 2] }]],
    sampleAttr: '',
    source: r.source,
    binds: false,
  };
  return op;
}

const pullScale = (build: (x: Node) => Node, x: Node): Node | null => {
  // ‖c·v‖ = |c|·‖v‖ for numbers c: keeps −e and e apart from nothing.
  if (!isOp(x, 'mul')) return null;
  const c = arg(x.args, 0);
  return c.kind === 'num' ? mul([absOp.build([c], ''), build(mul(x.args.slice(1)))]) : null;
};

export const normOp: Op = reduction({
  name: 'norm',
  value: (x) => {
    let scale = 0;
    for (const v of x) scale = Math.max(scale, Math.abs(v));
    if (scale === 0 || !Number.isFinite(scale)) return scale;
    let sum = 0;
    for (const v of x) sum += (v / scale) ** 2;
    return Number.isNaN(sum) ? Number.NaN : scale * Math.sqrt(sum);
  },
  gradient: (node, x) => mul([pow(node, int(-1)), x]),
  rewrite: (x) => {
    if (isScalar(x.shape)) return absOp.build([x], '');
    if (isZero(x)) return int(0);
    if (isOp(x, 'transpose')) return normOp.build(x.args, '');
    return pullScale((y) => normOp.build([y], ''), x);
  },
  notation: (node) => ({ kind: 'fence', fence: 'norm', body: only(node.args) }),
  entry: (node) => node,
  kinks: (args) => [normOp.build(args, '')],
  rule: 'derivative of the norm',
  source: 'Petersen and Pedersen, The Matrix Cookbook, (129)',
});

export const norm1Op: Op = reduction({
  name: 'norm1',
  value: (x) => x.reduce((s, v) => s + Math.abs(v), 0),
  gradient: (_node, x) => signOp.build([x], ''),
  rewrite: (x) =>
    isScalar(x.shape) ? absOp.build([x], '') : isZero(x) ? int(0) : pullScale((y) => norm1Op.build([y], ''), x),
  notation: (node) => ({ kind: 'fence', fence: 'norm1', body: only(node.args) }),
  entry: (node) => node,
  kinks: (args) => args,
  rule: 'derivative of the 1-norm',
  source: 'Boyd and Vandenberghe, Convex Optimization, A.1.2',
});

export const norminfOp: Op = reduction({
  name: 'norminf',
  value: (x) => x.reduce((s, v) => Math.max(s, Math.abs(v)), 0),
  // sign(x) at the entry of largest magnitude, 0 elsewhere: 1 − sign(‖x‖∞ − |x|) picks it out.
  gradient: (node, x) =>
    timesEntries(
      signOp.build([x], ''),
      sub(like(x, 1), signOp.build([sub(timesEntries(node, ones(x.shape)), absOp.build([x], ''))], '')),
    ),
  rewrite: (x) =>
    isScalar(x.shape) ? absOp.build([x], '') : isZero(x) ? int(0) : pullScale((y) => norminfOp.build([y], ''), x),
  notation: (node) => ({ kind: 'fence', fence: 'norminf', body: only(node.args) }),
  entry: (node) => node,
  kinks: noKinks,
  rule: 'derivative of the infinity norm',
  source: 'Boyd and Vandenberghe, Convex Optimization, A.1.2',
});

const countOf = (x: Node): Node => mul(x.shape.map(dimNode));

export const meanOp: Op = reduction({
  name: 'mean',
  value: (x) => x.reduce((s, v) => s + v, 0) / x.length,
  gradient: (_node, x) => mul([pow(countOf(x), int(-1)), ones(x.shape)]),
  rewrite: (x) => (isScalar(x.shape) ? x : isOp(x, 'grid') ? mul([pow(countOf(x), int(-1)), sumEntries(x)]) : null),
  notation: (node) => ({
    kind: 'call',
    name: 'mean',
    latex: '\\operatorname{mean}',
    speech: 'the mean',
    args: node.args,
  }),
  entry: (node) => node,
  kinks: noKinks,
  rule: 'derivative of the mean',
  source: 'Petersen and Pedersen, The Matrix Cookbook, 2.4',
});

export const logsumexpOp: Op = reduction({
  name: 'logsumexp',
  value: (x) => {
    let top = Number.NEGATIVE_INFINITY;
    for (const v of x) top = Math.max(top, v);
    if (!Number.isFinite(top)) return Number.NaN;
    let sum = 0;
    for (const v of x) sum += Math.exp(v - top);
    return top + Math.log(sum);
  },
  // softmax is written for vectors only; for a matrix its entries are exp(x − logsumexp x).
  gradient: (node, x) =>
    isVector(x.shape) ? softmaxOp.build([x], '') : exp(sub(x, timesEntries(node, ones(x.shape)))),
  rewrite: (x) => (isScalar(x.shape) ? x : null),
  notation: (node) => ({
    kind: 'call',
    name: 'logsumexp',
    latex: '\\operatorname{logsumexp}',
    speech: 'log-sum-exp',
    args: node.args,
  }),
  entry: (node) => node,
  kinks: noKinks,
  rule: 'derivative of log-sum-exp',
  source: 'Boyd and Vandenberghe, Convex Optimization, 3.1.5',
});

const softmaxKernel: Kernel = (out, args, { points }) => {
  const x = args[0] as Float64Array;
  const entries = new Float64Array(x.length / points);
  for (let p = 0; p < points; p += 1) {
    gather(x, p, points, entries);
    let top = Number.NEGATIVE_INFINITY;
    for (const v of entries) top = Math.max(top, v);
    let sum = 0;
    for (const v of entries) sum += Math.exp(v - top);
    for (let k = 0; k < entries.length; k += 1) out[k * points + p] = Math.exp((entries[k] as number) - top) / sum;
  }
};

/** softmax of a vector, in its orientation. Its Jacobian diag(s) − s sᵀ is symmetric, so one rule serves both ways. */
export const softmaxOp: Op = {
  name: 'softmax',
  hash: opHash('softmax'),
  arity: exactly(1),
  shape: (args) => {
    const s = only(args).shape;
    return isVector(s) ? s : { fault: `softmax takes a vector, not a ${showShape(s)} value` };
  },
  build: (args) => apply(softmaxOp, args),
  kernel: softmaxKernel,
  error: probedError(softmaxKernel, ({ argShapes }) => 4 + (argShapes[0]?.[0] ?? 1)),
  jvp: (node, tangents) => softmaxTimes(node, only(moving(tangents))),
  vjp: (node, _i, g) => softmaxTimes(node, g),
  entry: () => null,
  notation: (node) => ({
    kind: 'call',
    name: 'softmax',
    latex: '\\operatorname{softmax}',
    speech: 'softmax',
    args: node.args,
  }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'softmax', name: 'derivative of softmax' },
  samples: [[{ shape: [3, 1], entries: [1, -2, 0.5] }]],
  sampleAttr: '',
  source: 'Goodfellow, Bengio, Courville, Deep Learning, 6.2.2.3',
  binds: false,
};

/** (diag(s) − s sᵀ) t */
function softmaxTimes(s: Node, t: Node): Node {
  return add([timesEntries(s, t), neg(mul([inner(s, t), s]))]);
}

export const reductionOps: readonly Op[] = [normOp, norm1Op, norminfOp, meanOp, logsumexpOp, softmaxOp];
