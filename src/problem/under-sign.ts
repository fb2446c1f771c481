/** Formulas on one side of a kink: max(0, e) is e where e > 0. */
import { simplify } from '../expr/rewrite.ts';
import { int, type Node, same } from '../ir/node.ts';
import { add, neg } from '../ops/arithmetic.ts';
import { isZeroValue } from './work-out.ts';

export type Side = 'positive' | 'negative' | 'zero';

/** The formula where `e` has this sign. Operations that turn elsewhere stay as they are. */
export function underSign(root: Node, e: Node, side: Side): Node {
  const done = new Map<Node, Node>();
  const visit = (n: Node): Node => {
    if (n.kind !== 'apply') return n;
    const known = done.get(n);
    if (known) return known;
    const args = n.args.map(visit);
    const out = decided(n.op.name, args, e, side) ?? n.op.build(args, n.attr);
    done.set(n, out);
    return out;
  };
  return simplify(visit(root));
}

function decided(name: string, args: readonly Node[], e: Node, side: Side): Node | null {
  const [a, b] = args;
  if (a === undefined) return null;
  if ((name === 'max' || name === 'min') && b !== undefined) {
    const sign = signOf(add([a, neg(b)]), e, side);
    if (sign === null) return null;
    return sign >= 0 === (name === 'max') ? a : b;
  }
  if (!['relu', 'abs', 'step', 'sign'].includes(name)) return null;
  const sign = signOf(a, e, side);
  if (sign === null) return null;
  if (name === 'relu') return sign > 0 ? a : int(0);
  if (name === 'abs') return sign > 0 ? a : sign < 0 ? neg(a) : int(0);
  // What a step is worth at its edge is not said here: nobody may rest on it.
  if (name === 'step') return sign === 0 ? null : int(sign > 0 ? 1 : 0);
  return int(sign);
}

/** The sign of d where ±d is e; null where d is something else. */
function signOf(d: Node, e: Node, side: Side): number | null {
  const sign = side === 'positive' ? 1 : side === 'negative' ? -1 : 0;
  if (isZeroValue(simplify(add([d, neg(e)])))) return sign;
  return isZeroValue(simplify(add([d, e]))) ? -sign : null;
}

/** The formula with `e` put to zero wherever it stands as it is. */
export function atZero(root: Node, e: Node): Node {
  const target = simplify(e);
  const opposite = simplify(neg(e));
  const visit = (n: Node): Node => {
    if (same(n, target) || same(n, opposite)) return int(0);
    return n.kind === 'apply' ? n.op.build(n.args.map(visit), n.attr) : n;
  };
  return simplify(visit(simplify(root)));
}
