/** Rewrites of derivative results into the notation of textbooks: Σ a∘b as aᵀb, nested inner products, and such. */
import { type Apply, type Node } from '../ir/node.ts';
import { isColumn, isRow } from '../ir/shape.ts';
import { isOp } from '../ops/collect.ts';
import { trace } from '../ops/linear-algebra.ts';
import { product, transpose } from '../ops/matrix.ts';

/** The same value with inner products written as products of arrays. */
export function toMatrixForm(root: Node): Node {
  const done = new Map<Node, Node>();
  const visit = (n: Node): Node => {
    if (n.kind !== 'apply') return n;
    const known = done.get(n);
    if (known) return known;
    const args = n.args.map(visit);
    const built = args.every((a, i) => a === n.args[i]) ? n : n.op.build(args, n.attr);
    const out = isOp(built, 'sum') && built.attr === '' ? innerProduct(built) : built;
    done.set(n, out);
    return out;
  };
  return visit(root);
}

function innerProduct(sum: Apply): Node {
  const body = sum.args[0];
  if (!isOp(body, 'hadamard')) return sum;
  const [a, b] = body.args as [Node, Node];
  if (isColumn(a.shape) && isColumn(b.shape)) return product([transpose(a), b]);
  if (isRow(a.shape) && isRow(b.shape)) return product([a, transpose(b)]);
  return a.shape.length === 2 && b.shape.length === 2 && a.shape[0] === b.shape[0] && a.shape[1] === b.shape[1]
    ? trace(product([transpose(a), b]))
    : sum;
}
