/** Rewrites of derivative results into the notation of textbooks: Σ a∘b as aᵀb, nested inner products, and such. */
import { type Apply, int, type Node } from '../ir/node.ts';
import { isColumn, isRow } from '../ir/shape.ts';
import { add, mul } from '../ops/arithmetic.ts';
import { diag } from '../ops/arrangement.ts';
import { isOp } from '../ops/collect.ts';
import { entry } from '../ops/entry.ts';
import { matpow, trace } from '../ops/linear-algebra.ts';
import { product, transpose } from '../ops/matrix.ts';
import { shorter } from './shorter-form.ts';

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
  return isOp(n, 'matmul') ? withEntries(withPowers(n)) : shorter(n);
}

/** X·X as X². */
function withPowers(chain: Apply): Node {
  const at = chain.args.findIndex((f, i) => f === chain.args[i + 1] && f.shape[0] === f.shape[1]);
  const f = chain.args[at];
  if (f === undefined) return chain;
  const joined = product([...chain.args.slice(0, at), matpow(f, int(2)), ...chain.args.slice(at + 2)]);
  return isOp(joined, 'matmul') ? withPowers(joined) : joined;
}

/** eᵢᵀ·v is the entry vᵢ: unit vectors at the ends of a chain pick rows and columns. */
function withEntries(chain: Node): Node {
  if (!isOp(chain, 'matmul') || chain.shape.length > 0) return chain;
  const first = chain.args[0];
  const last = chain.args[chain.args.length - 1];
  if (isOp(first, 'transpose') && isOp(first.args[0], 'unit')) {
    return entry(product(chain.args.slice(1)), [first.args[0].args[0] as Node, int(1)]);
  }
  return isOp(last, 'unit') ? entry(product(chain.args.slice(0, -1)), [int(1), last.args[0] as Node]) : chain;
}

interface Term {
  readonly scalars: readonly Node[];
  readonly chain: readonly Node[];
}

/** A term as scalars times a chain of arrays. */
function termOf(t: Node): Term {
  if (isOp(t, 'matmul')) return { scalars: [], chain: t.args };
  if (!isOp(t, 'mul')) return { scalars: [], chain: [t] };
  const last = t.args[t.args.length - 1] as Node;
  return { scalars: t.args.slice(0, -1), chain: isOp(last, 'matmul') ? last.args : [last] };
}

/** x'B + x'B' as x'(B + B'): terms that share factors at either end. Plain symbols go before transposes. */
function factored(sum: Apply): Node {
  const terms = sum.args.map(termOf);
  for (let i = 0; i < terms.length; i += 1) {
    const first = terms[i] as Term;
    for (const end of ['left', 'right'] as const) {
      const group = terms.flatMap((t, k) => (k >= i && shared(first.chain, t.chain, end) > 0 ? [k] : []));
      if (group.length < 2 || group.some((k) => (terms[k] as Term).chain.length < 2)) continue;
      const joined = joinedTerms(group.map((k) => terms[k] as Term));
      if (joined === null) continue;
      const rest = sum.args.filter((_, k) => !group.includes(k));
      if (rest.length === 0) return joined;
      const whole = add([...rest.slice(0, i), joined, ...rest.slice(i)]);
      return isOp(whole, 'add') ? factored(whole) : whole;
    }
  }
  return ordered(sum.args);
}

/** How many factors two chains have in common at one end. */
function shared(a: readonly Node[], b: readonly Node[], end: 'left' | 'right'): number {
  const at = (c: readonly Node[], k: number): Node | undefined => (end === 'left' ? c[k] : c[c.length - 1 - k]);
  let n = 0;
  while (n < a.length && n < b.length && at(a, n) === at(b, n)) n += 1;
  return n;
}

/** P(c₁M₁ + c₂M₂ + …)S with the longest common ends P and S, and the common number outside; null where it is longer. */
function joinedTerms(terms: readonly Term[]): Node | null {
  const chains = terms.map((t) => t.chain);
  const [first = []] = chains;
  if (chains.every((c) => c.length === first.length && shared(first, c, 'left') === c.length))
    return mul([shorter(add(terms.map((t) => mul([int(1), ...t.scalars])))), product(first)]);
  const shortest = Math.min(...chains.map((c) => c.length));
  const left = Math.min(shortest - 1, ...chains.map((c) => shared(first, c, 'left')));
  const right = Math.min(shortest - 1 - left, ...chains.map((c) => shared(first, c, 'right')));
  const middles = chains.map((c) => product(c.slice(left, c.length - right)));
  const [head = [], ...others] = terms.map((t) => t.scalars);
  const common = head.filter((f) => others.every((s) => s.includes(f)));
  const inside = middles.map((m, k) => mul([...(terms[k]?.scalars ?? []).filter((f) => !common.includes(f)), m]));
  const middle = ordered(inside);
  return product([...common, ...first.slice(0, left), middle, ...first.slice(first.length - right)]);
}

/** diag(a) + 2 diag(b) as diag(a + 2b). */
function joinedDiagonals(terms: readonly Node[]): readonly Node[] {
  const diagonal = (t: Node): Node | null => {
    const { scalars, chain } = termOf(t);
    const d = chain.length === 1 ? chain[0] : undefined;
    return isOp(d, 'diag') && d.shape[0] === d.shape[1] ? mul([int(1), ...scalars, d.args[0] as Node]) : null;
  };
  const inside = terms.map(diagonal);
  const found = inside.filter((d) => d !== null);
  if (found.length < 2 || found.some((d) => !isColumn(d.shape))) return terms;
  const at = inside.findIndex((d) => d !== null);
  return terms.flatMap((t, k) => (k === at ? [diag(add(found))] : inside[k] === null ? [t] : []));
}

function ordered(given: readonly Node[]): Node {
  const terms = joinedDiagonals(given);
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
