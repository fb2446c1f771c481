/** Σ over a whole-number index: `sum(k=1..m, body)`. The index is bound: it is no free symbol of the sum. */
import { dependsOn, int, isNum, makeApply, type Node, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { apply, type Op } from '../ir/op.ts';
import { type Dim, SCALAR } from '../ir/shape.ts';
import { add, mul } from './arithmetic.ts';
import { isOp } from './collect.ts';
import { isZero } from './constants.ts';
import { arg, exactly, noDomain, noKinks, opHash } from './define.ts';
import { noError } from './kernels.ts';

/** A size as a number or symbol node; products of symbols are worked out. */
export function dimNode(d: Dim): Node {
  if (typeof d === 'number') return int(d);
  return mul(d.split('*').map((f) => (/^\d+$/.test(f) ? int(Number(f)) : sym(f))));
}

/** An index name that occurs in none of the expressions: k, l, r, s, then k1, k2, … */
export function freshIndex(avoid: readonly Node[]): Sym {
  const taken = new Set<string>();
  for (const a of avoid) {
    for (const s of symbolsOf(a)) taken.add(s.name);
    collectBound(a, taken);
  }
  for (const name of ['k', 'l', 'r', 's', 'u', 'v']) if (!taken.has(name)) return sym(name, SCALAR, true);
  let n = 1;
  while (taken.has(`k${n}`)) n += 1;
  return sym(`k${n}`, SCALAR, true);
}

function collectBound(n: Node, into: Set<string>): void {
  if (n.kind !== 'apply') return;
  const bound = n.op.binds ? n.args[0] : undefined;
  if (bound?.kind === 'sym') into.add(bound.name);
  for (const a of n.args) collectBound(a, into);
}

export const sigmaOp: Op = {
  name: 'sigma',
  hash: opHash('sigma'),
  arity: exactly(4),
  shape: (args) => arg(args, 3).shape,
  build: (args) => {
    const k = arg(args, 0);
    const body = arg(args, 3);
    if (k.kind !== 'sym' || isZero(body)) return isZero(body) ? body : apply(sigmaOp, args);
    return sumOver(k, arg(args, 1), arg(args, 2), body);
  },
  // Sums are unrolled before evaluation (expr/unroll): an argument that varies with k has no value of its own.
  kernel: () => {
    throw new RangeError('sigma: unroll the sum before evaluating it');
  },
  error: noError,
  jvp: (node, tangents) => {
    const [k, from, to] = node.args as [Node, Node, Node];
    return sigmaOp.build([k, from, to, tangents[3] as Node], '');
  },
  vjp: (node, _i, g) => {
    const [k, from, to] = node.args as [Node, Node, Node];
    return sigmaOp.build([k, from, to, g], '');
  },
  entry: (node, indices, at) => {
    const [k, from, to, body] = node.args as [Node, Node, Node, Node];
    return sigmaOp.build([k, from, to, at(body, indices)], '');
  },
  notation: (node) => ({
    kind: 'sigma',
    index: arg(node.args, 0),
    from: arg(node.args, 1),
    to: arg(node.args, 2),
    body: arg(node.args, 3),
  }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'sum', name: 'sum rule' },
  samples: [],
  sampleAttr: '',
  source: 'lecture, Gradient of Matrices for Matrices',
  binds: true,
};

/** Σ_{k=1}^{n} body, with factors and terms free of k outside and Kronecker deltas used up. */
export const sigma = (k: Sym, n: Dim, body: Node): Node => sumOver(k, int(1), dimNode(n), body);

function sumOver(k: Sym, from: Node, to: Node, body: Node): Node {
  if (isZero(body)) return body;
  if (isOp(body, 'add')) return add(body.args.map((t) => sumOver(k, from, to, t)));
  const factors = isOp(body, 'mul') ? body.args : [body];
  const outside = factors.filter((f) => !dependsOn(f, k));
  const inside = factors.filter((f) => dependsOn(f, k));
  if (inside.length === 0) {
    const count = isNum(from, 1) ? to : add([to, mul([int(-1), from]), int(1)]);
    return mul([count, ...outside]);
  }
  // Σ_k δ_kj f(k) = f(j): only where the sum runs over the index's whole range.
  const spot = isNum(from, 1) ? inside.findIndex((f) => isOp(f, 'delta') && f.args.includes(k)) : -1;
  if (spot >= 0) {
    const d = inside[spot];
    const j = isOp(d, 'delta') ? d.args.find((a) => a !== k) : undefined;
    if (j) return mul([...outside, ...inside.filter((_, i) => i !== spot).map((f) => replaceIndex(f, k, j))]);
  }
  const term = mul(inside);
  return mul([...outside, makeApply(sigmaOp, [k, from, to, term], term.shape)]);
}

/** Substitution of one index by another: inner sums bind other names, so nothing can be captured. */
function replaceIndex(n: Node, k: Sym, j: Node): Node {
  if (n === k) return j;
  if (n.kind !== 'apply' || !dependsOn(n, k)) return n;
  return n.op.build(
    n.args.map((a) => replaceIndex(a, k, j)),
    n.attr,
  );
}
