/**
 * Forward and reverse mode on expressions. Both walk the graph once, shared nodes once, and use the
 * operations' own rules (Griewank and Walther, Evaluating Derivatives, ch. 3); the results are expressions.
 */
import { type Apply, type Node, type Sym, symbolsOf } from '../ir/node.ts';
import { add } from '../ops/arithmetic.ts';
import { ones, zeros } from '../ops/constants.ts';

/** The tangent of `root` when each symbol moves by its seed (of its own shape); null when nothing moves. */
export function pushforward(root: Node, seeds: ReadonlyMap<Sym, Node>): Node | null {
  let mask = 0;
  const names = new Map<string, Node>();
  for (const [s, t] of seeds) {
    mask |= s.mask;
    names.set(s.name, t);
  }
  const done = new Map<Node, Node | null>();
  const visit = (n: Node): Node | null => {
    if ((n.mask & mask) === 0 || n.kind === 'num') return null;
    if (n.kind === 'sym') return names.get(n.name) ?? null;
    const known = done.get(n);
    if (known !== undefined) return known;
    let moving = false;
    const tangents: (Node | null)[] = [];
    for (const a of n.args) {
      const t = visit(a);
      if (t !== null) moving = true;
      tangents.push(t);
    }
    const out = moving ? n.op.jvp(n, tangents) : null;
    done.set(n, out);
    return out;
  };
  return visit(root);
}

/** The derivative of an expression in a scalar symbol, in the expression's own shape. */
export function derivative(f: Node, x: Sym): Node {
  return pushforward(f, new Map([[x, ones(x.shape)]])) ?? zeros(f.shape);
}

/** A node of the reverse sweep with its accumulated cotangent and the contribution of each use. */
export interface Adjoint {
  readonly node: Node;
  readonly adjoint: Node;
  readonly contributions: readonly { readonly from: Node; readonly argument: number; readonly value: Node }[];
}

/**
 * Cotangents of every node that `root` depends on through `wrt`, root first (reverse topological order).
 * `seed` has the shape of the root (1 for a scalar loss).
 */
export function pullback(root: Node, seed: Node, wrt: readonly Sym[]): readonly Adjoint[] {
  let mask = 0;
  for (const s of wrt) mask |= s.mask;
  const wanted = new Set(wrt.map((s) => s.name));
  const order = topological(root, mask, wanted);
  const onPath = new Set(order);
  const incoming = new Map<Node, { from: Node; argument: number; value: Node }[]>([[root, []]]);
  const out: Adjoint[] = [];
  for (let k = order.length - 1; k >= 0; k -= 1) {
    const node = order[k] as Node;
    const contributions = incoming.get(node) ?? [];
    const adjoint = node === root ? seed : add(contributions.map((c) => c.value));
    out.push({ node, adjoint, contributions });
    if (node.kind !== 'apply') continue;
    const send = (to: Node, argument: number, value: Node): void => {
      const list = incoming.get(to);
      if (list) list.push({ from: node, argument, value });
      else incoming.set(to, [{ from: node, argument, value }]);
    };
    if (node.op.binds) {
      for (const { node: x, adjoint: value } of throughSum(node, adjoint, wrt)) send(x, node.args.length - 1, value);
      continue;
    }
    node.args.forEach((a, i) => {
      if (onPath.has(a)) send(a, i, node.op.vjp(node, i, adjoint));
    });
  }
  return out;
}

/**
 * A sum over an index sends its cotangent straight to the variables: what its terms send depends on the index, and is
 * summed before it leaves.
 */
function throughSum(sum: Apply, adjoint: Node, wrt: readonly Sym[]): readonly { node: Sym; adjoint: Node }[] {
  const [k, from, to, body] = sum.args as readonly [Node, Node, Node, Node];
  return pullback(body, adjoint, wrt).flatMap(({ node, adjoint: inner }) =>
    node.kind === 'sym' ? [{ node, adjoint: sum.op.build([k, from, to, inner], sum.attr) }] : [],
  );
}

const active = (n: Node, mask: number): boolean => (n.mask & mask) !== 0;

/** Arguments before results; only nodes that depend on a wanted symbol. */
export function topological(root: Node, mask: number, wanted: ReadonlySet<string>): readonly Node[] {
  const out: Node[] = [];
  const state = new Map<Node, boolean>();
  const visit = (n: Node): boolean => {
    const known = state.get(n);
    if (known !== undefined) return known;
    let depends = n.kind === 'sym' && wanted.has(n.name);
    if (n.kind === 'apply' && active(n, mask)) {
      // Terms of a sum over an index have no value outside it: only the variables in them do.
      const inside = n.op.binds ? symbolsOf(n).filter((s) => wanted.has(s.name)) : n.args;
      for (const a of inside) depends = visit(a) || depends;
    }
    state.set(n, depends);
    if (depends) out.push(n);
    return depends;
  };
  visit(root);
  return out;
}

/** Gradient of a scalar in each symbol (its own shape) by one reverse sweep. */
export function reverseGradient(f: Node, wrt: readonly Sym[]): readonly Node[] {
  const sweep = pullback(f, ones(f.shape), wrt);
  return wrt.map((s) => sweep.find((a) => a.node.kind === 'sym' && a.node.name === s.name)?.adjoint ?? zeros(s.shape));
}
