/** From two expressions as written to two that can be evaluated at points: sizes bound, sums written out. */
import { type Node, type Sym, symbolsOf } from '../../ir/node.ts';
import { apply } from '../../ir/op.ts';
import { isOp } from '../../ops/collect.ts';
import { bindSizes, unroll } from '../rewrite.ts';
import type { CompareOptions } from './comparison.ts';
import { type Variable, variableOf } from './points.ts';

export interface Prepared {
  readonly student: Node;
  readonly model: Node;
  /** Further expressions over the same names (assumptions), in the order given. */
  readonly extra: readonly Node[];
  readonly variables: readonly Variable[];
}

const DEFAULT_INDEX_SIZE = 3;
const LIMIT_UNROLLED = 20_000;

/** Binds sizes, writes sums out and folds numbers. Throws RangeError where sums have no numbers for limits or are too long. */
export function prepare(
  student: Node,
  model: Node,
  extra: readonly Node[],
  whole: ReadonlySet<string>,
  options: CompareOptions,
  sizes: ReadonlyMap<string, number>,
): Prepared {
  const ready = (n: Node): Node => {
    const bound = bindSizes(n, sizes);
    const flat = hasSum(bound) ? unroll(bound) : bound;
    if (flat.size > LIMIT_UNROLLED) throw new RangeError('too long once its sums are written out');
    return foldNumbers(flat);
  };
  const out = { student: ready(student), model: ready(model), extra: extra.map(ready) };
  const roots = [out.model, out.student, ...out.extra];
  const symbols = new Map<string, Sym>();
  for (const r of roots) for (const s of symbolsOf(r)) if (!symbols.has(s.name)) symbols.set(s.name, s);
  const indexSizes = indexSizesOf(roots);
  const variables = [...symbols.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((s) =>
      variableOf(
        s,
        options.ranges,
        options.structures,
        indexSizes.get(s.name) ?? DEFAULT_INDEX_SIZE,
        whole.has(s.name),
      ),
    );
  return { ...out, variables };
}

function hasSum(root: Node): boolean {
  const seen = new Set<Node>();
  const visit = (n: Node): boolean => {
    if (n.kind !== 'apply' || seen.has(n)) return false;
    seen.add(n);
    return isOp(n, 'sigma') || n.args.some(visit);
  };
  return visit(root);
}

const FOLDED = new Set(['add', 'mul', 'pow']);

/** Arithmetic of numbers alone done exactly: 49·(1/49) is 1 and not 0.9999999999999999. */
export function foldNumbers(root: Node): Node {
  const done = new Map<Node, Node>();
  const visit = (n: Node): Node => {
    if (n.kind !== 'apply' || n.args.length === 0) return n;
    const known = done.get(n);
    if (known) return known;
    const args = n.args.map(visit);
    let out: Node = n;
    if (FOLDED.has(n.op.name) && args.every((a) => a.kind === 'num')) out = n.op.build(args, n.attr);
    else if (args.some((a, i) => a !== n.args[i])) out = apply(n.op, args, n.attr);
    done.set(n, out);
    return out;
  };
  return visit(root);
}

/** How far each index may run: the smallest axis it is used on. */
function indexSizesOf(roots: readonly Node[]): ReadonlyMap<string, number> {
  const out = new Map<string, number>();
  const seen = new Set<Node>();
  const linked: [string, string][] = [];
  const note = (name: string, size: number): void => {
    out.set(name, Math.min(out.get(name) ?? size, size));
  };
  const visit = (n: Node): void => {
    if (n.kind !== 'apply' || seen.has(n)) return;
    seen.add(n);
    const [base, ...at] = n.args;
    if (isOp(n, 'index') && base) {
      const sizes = base.shape.map(Number);
      at.forEach((k, i) => {
        if (k.kind === 'sym') note(k.name, at.length === 1 ? Math.max(...sizes) : (sizes[i] ?? 1));
      });
    }
    if (isOp(n, 'delta') && n.args[0]?.kind === 'sym' && n.args[1]?.kind === 'sym')
      linked.push([n.args[0].name, n.args[1].name]);
    n.args.forEach(visit);
  };
  roots.forEach(visit);
  // δ_pj runs over the same numbers on both sides.
  for (const [a, b] of linked) {
    const size = Math.max(out.get(a) ?? 0, out.get(b) ?? 0);
    if (size === 0) continue;
    if (!out.has(a)) out.set(a, size);
    if (!out.has(b)) out.set(b, size);
  }
  return out;
}
