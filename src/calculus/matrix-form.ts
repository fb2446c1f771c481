/** Rewrites of derivative results into the notation of textbooks: Σ a∘b as aᵀb, nested inner products, and such. */
import { type Apply, int, type Node } from '../ir/node.ts';
import { isColumn, isRow } from '../ir/shape.ts';
import { add } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import { entry } from '../ops/entry.ts';
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
    const out = rewritten(built);
    done.set(n, out);
    return out;
  };
  return visit(root);
}

function rewritten(n: Node): Node {
  if (isOp(n, 'sum') && n.attr === '') return innerProduct(n);
  if (isOp(n, 'add') && n.shape.length === 2) return factored(n);
  return isOp(n, 'matmul') ? withEntries(n) : n;
}

/** eᵢᵀ·v is the entry vᵢ: unit vectors at the ends of a chain pick rows and columns. */
function withEntries(chain: Apply): Node {
  if (chain.shape.length > 0) return chain;
  const first = chain.args[0];
  const last = chain.args[chain.args.length - 1];
  if (isOp(first, 'transpose') && isOp(first.args[0], 'unit')) {
    return entry(product(chain.args.slice(1)), [first.args[0].args[0] as Node, int(1)]);
  }
  return isOp(last, 'unit') ? entry(product(chain.args.slice(0, -1)), [int(1), last.args[0] as Node]) : chain;
}

/** x'B + x'B' as x'(B + B'): all terms share their first (or last) factor. Plain symbols go before transposes. */
function factored(sum: Apply): Node {
  const chains = sum.args.map((t) => (isOp(t, 'matmul') ? t.args : null));
  const first = chains[0]?.[0];
  const last = chains[0]?.[(chains[0]?.length ?? 0) - 1];
  if (first && chains.every((c) => c !== null && c[0] === first)) {
    return product([first, ordered(chains.map((c) => product((c ?? []).slice(1))))]);
  }
  if (last && chains.every((c) => c !== null && c[c.length - 1] === last)) {
    return product([ordered(chains.map((c) => product((c ?? []).slice(0, -1)))), last]);
  }
  return ordered(sum.args);
}

function ordered(terms: readonly Node[]): Node {
  const [a, b] = terms;
  return terms.length === 2 && isOp(a, 'transpose') && b !== undefined && a.args[0] === b ? add([b, a]) : add(terms);
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
