/** Derivatives as templates name them: what was differentiated in what, and tensors that are read by indices. */
import { indexForm } from '../calculus/derive.ts';
import { substitute } from '../expr/rewrite.ts';
import type { Node, Sym } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import { isOp } from '../ops/collect.ts';

/** A derivative that a formula of the template is, whole or at the values. */
export interface Derivation {
  readonly of: Node;
  readonly wrt: readonly Sym[];
  readonly order: 1 | 2 | 3;
  /** Worked out at the drawn values. */
  readonly atValues: boolean;
}

export interface TensorForm {
  readonly of: Node;
  readonly wrt: Sym;
}

/** Entries `T[p, q, i, j]` of derivatives as formulas in their indices. */
export function resolveTensors(root: Node, tensors: ReadonlyMap<Node, TensorForm>): Node {
  if (tensors.size === 0) return root;
  const done = new Map<Node, Node>();
  const visit = (n: Node): Node => {
    if (n.kind !== 'apply') return n;
    const known = done.get(n);
    if (known) return known;
    const [base, ...indices] = n.args;
    const tensor = isOp(n, 'index') && base ? tensors.get(base) : undefined;
    const out = tensor ? entryOf(tensor, indices) : rebuilt(n, n.args.map(visit));
    done.set(n, out);
    return out;
  };
  return visit(root);
}

const rebuilt = (n: Node & { readonly kind: 'apply' }, args: readonly Node[]): Node =>
  args.every((a, i) => a === n.args[i]) ? n : apply(n.op, args, n.attr);

function entryOf(tensor: TensorForm, indices: readonly Node[]): Node {
  const form = indexForm(tensor.of, tensor.wrt, 1);
  const names = form.indices ?? [];
  return substitute(form.node, new Map(names.flatMap((s, k) => (indices[k] ? [[s.name, indices[k]] as const] : []))));
}
