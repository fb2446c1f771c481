/** Array formulas written out entry by entry, products of literals multiplied. */
import { entriesOf } from '../calculus/derive.ts';
import { simplify, unroll } from '../expr/rewrite.ts';
import { int, type Node } from '../ir/node.ts';
import { concrete } from '../ir/shape.ts';
import { add, mul } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import { product as chain } from '../ops/matrix.ts';
import { gridOp } from '../ops/structure.ts';
import { literal } from './work-out.ts';

/** The literal of an array's entries where all of them can be written down, else the formula as it is. */
export function spelledOut(n: Node): Node {
  const shape = concrete(n.shape);
  if (shape === null || shape.length === 0 || n.kind !== 'apply' || n.op === gridOp) return n;
  const multiplied = multiplyOut(n);
  if (isOp(multiplied, gridOp)) return multiplied;
  const entries = entriesOf(multiplied).map((v) => simplify(unroll(v)));
  const hasOpenEntry = entries.some((v) => isOp(v, 'index') && v.args[0]?.kind !== 'sym');
  return hasOpenEntry ? n : literal(entries, shape);
}

/** Products of literals carried out, wherever they stand. */
export function multiplyOut(root: Node): Node {
  const done = new Map<Node, Node>();
  const visit = (n: Node): Node => {
    if (n.kind !== 'apply' || n.op.binds) return n;
    const known = done.get(n);
    if (known) return known;
    const args = n.args.map((a) => written(visit(a)));
    const out = isOp(n, 'matmul') ? product(args) : n.op.build(args, n.attr);
    done.set(n, out);
    return out;
  };
  return visit(root);
}

/** A transpose, sum or multiple of literals as one literal. */
function written(n: Node): Node {
  if (!isOp(n, 'transpose') && !isOp(n, 'add') && !isOp(n, 'mul')) return n;
  const shape = concrete(n.shape);
  const hasLiteral = n.args.some((a) => isOp(a, gridOp));
  return shape === null || shape.length === 0 || !hasLiteral ? n : literal(entriesOf(n).map(simplify), shape);
}

function product(args: readonly Node[]): Node {
  const out: Node[] = [];
  for (const right of args) {
    const left = out.at(-1);
    if (left !== undefined && isOp(left, gridOp) && isOp(right, gridOp)) out[out.length - 1] = pair(left, right);
    else out.push(right);
  }
  // A row times a column has become a number, which scales what stands beside it.
  return out.reduce((a, b) => (a.shape.length === 0 || b.shape.length === 0 ? mul([a, b]) : chain([a, b])));
}

function pair(a: Node & { readonly kind: 'apply' }, b: Node & { readonly kind: 'apply' }): Node {
  const [rows, inner] = a.shape.map(Number);
  const cols = Number(b.shape[1] ?? 1);
  const entries: Node[] = [];
  for (let i = 0; i < (rows ?? 1); i += 1) {
    for (let j = 0; j < cols; j += 1) {
      entries.push(
        add([
          int(0),
          ...Array.from({ length: inner ?? 1 }, (_, k) => mul([at(a, i * (inner ?? 1) + k), at(b, k * cols + j)])),
        ]),
      );
    }
  }
  const [only] = entries;
  return entries.length === 1 && only ? only : literal(entries, [rows ?? 1, cols]);
}

const at = (literalNode: Node & { readonly kind: 'apply' }, k: number): Node => literalNode.args[k] ?? int(0);
