/** Walking and rebuilding expressions: simplify, substitute, unroll sums, bind sizes. */
import { type Apply, dependsOn, int, isNormal, markNormal, type Node, type Sym, sym } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import { bindDim, bindShape } from '../ir/shape.ts';
import { add, mul } from '../ops/arithmetic.ts';
import { attrOf, attrShape, zeros } from '../ops/constants.ts';
import { sigmaOp } from '../ops/sigma.ts';

/** Rebuilds bottom-up, each shared node once. `leaf` maps symbols; `node` builds from mapped arguments. */
function rebuild(root: Node, leaf: (s: Sym) => Node, node: (n: Apply, args: readonly Node[]) => Node): Node {
  const done = new Map<Node, Node>();
  const visit = (n: Node): Node => {
    if (n.kind === 'num') return n;
    if (n.kind === 'sym') return leaf(n);
    const known = done.get(n);
    if (known) return known;
    const out = node(n, n.args.map(visit));
    done.set(n, out);
    return out;
  };
  return visit(root);
}

/**
 * The normal form: equal wherever the expression is defined, never larger, with the real domain kept up to
 * isolated points; what a textbook prints. Idempotent after at most a few passes, which it makes itself.
 */
export function simplify(root: Node): Node {
  let current = root;
  for (let pass = 0; pass < 4; pass += 1) {
    const next = simplifyOnce(current);
    if (next === current || isSettled(next)) return next;
    current = next;
  }
  return current;
}

const isSettled = (n: Node): boolean => n.kind !== 'apply' || isNormal(n);

/** One pass from the leaves up. What a constructor makes of arguments that it keeps is its own normal form. */
function simplifyOnce(root: Node): Node {
  const done = new Map<Node, Node>();
  const visit = (n: Node): Node => {
    if (n.kind !== 'apply' || isNormal(n)) return n;
    const known = done.get(n);
    if (known) return known;
    const args = n.args.map(visit);
    const out = n.op.build(args, n.attr);
    if (out.kind === 'apply' && out.op === n.op && out.attr === n.attr && keeps(out.args, args)) markNormal(out);
    done.set(n, out);
    return out;
  };
  return visit(root);
}

function keeps(kept: readonly Node[], given: readonly Node[]): boolean {
  if (kept.length !== given.length) return false;
  for (let i = 0; i < kept.length; i += 1) {
    const a = kept[i];
    if (a === undefined || a !== given[i] || !isSettled(a)) return false;
  }
  return true;
}

/** Replaces symbols (by name) with expressions, in normal form. Bound indices are left alone. */
export function substitute(root: Node, values: ReadonlyMap<string, Node>): Node {
  return replaceSymbols(root, values, (n, args) => n.op.build(args, n.attr));
}

/** The same without simplifying: what the author wrote stays as written around the values put in. */
export function substituteRaw(root: Node, values: ReadonlyMap<string, Node>): Node {
  return replaceSymbols(root, values, (n, args) => apply(n.op, args, n.attr));
}

function replaceSymbols(
  root: Node,
  values: ReadonlyMap<string, Node>,
  build: (n: Apply, args: readonly Node[]) => Node,
): Node {
  if (values.size === 0) return root;
  const done = new Map<Node, Node>();
  const visit = (n: Node, bound: ReadonlySet<string>): Node => {
    if (n.kind === 'num') return n;
    if (n.kind === 'sym') return bound.has(n.name) ? n : (values.get(n.name) ?? n);
    const known = bound.size === 0 ? done.get(n) : undefined;
    if (known) return known;
    const index = n.op.binds ? n.args[0] : undefined;
    const inner = index?.kind === 'sym' ? new Set([...bound, index.name]) : bound;
    const args = n.args.map((a, i) => visit(a, i === 0 || i === n.args.length - 1 ? inner : bound));
    const out = args.every((a, i) => a === n.args[i]) ? n : build(n, args);
    if (bound.size === 0) done.set(n, out);
    return out;
  };
  return visit(root, new Set());
}

/** Binds symbolic sizes: in shapes of symbols, in sizes of eye, zeros, ones, and where a size is used as a number. */
export function bindSizes(root: Node, sizes: ReadonlyMap<string, number>): Node {
  if (sizes.size === 0) return root;
  return rebuild(
    root,
    (s) => {
      const size = s.shape.length === 0 && !s.index ? sizes.get(s.name) : undefined;
      return size === undefined ? sym(s.name, bindShape(s.shape, sizes), s.index) : int(size);
    },
    (n, args) => apply(n.op, args, bindAttr(n.attr, sizes)),
  );
}

function bindAttr(attr: string, sizes: ReadonlyMap<string, number>): string {
  if (attr === '' || !/[a-zA-Z]/.test(attr) || /^(rows|columns)$/.test(attr)) return attr;
  const prefix = /^\d:/.exec(attr)?.[0] ?? '';
  const shape = attrShape(attr.slice(prefix.length));
  return prefix + attrOf(shape.map((d) => bindDim(d, sizes)));
}

/** Terms that all sums of one expression may have together, nested ones multiplied out. */
const TERM_LIMIT = 100_000;

/**
 * Unrolls every sum whose limits are numbers, from the outside in: the limits of an inner sum may be the index of
 * an outer one. Throws a RangeError for a symbolic limit and for too many terms.
 */
export function unroll(root: Node): Node {
  const done = new Map<Node, Node>();
  let terms = 0;
  const visit = (n: Node): Node => {
    if (n.kind !== 'apply') return n;
    const known = done.get(n);
    if (known) return known;
    const out = n.op === sigmaOp ? sum(n) : rebuilt(n);
    done.set(n, out);
    return out;
  };
  const rebuilt = (n: Apply): Node => {
    const args = n.args.map(visit);
    return args.every((a, i) => a === n.args[i]) ? n : apply(n.op, args, n.attr);
  };
  const sum = (n: Apply): Node => {
    const [k, , , body] = n.args as [Node, Node, Node, Node];
    const [from, to] = [visit(n.args[1] as Node), visit(n.args[2] as Node)];
    if (k.kind !== 'sym' || from.kind !== 'num' || to.kind !== 'num')
      throw new RangeError('the limits of a sum are not numbers');
    const count = Math.max(0, to.approx - from.approx + 1);
    // Adding up numbers of hundreds of digits costs as much as that many more terms.
    terms += count * Math.ceil(digitsIn(body) / 20);
    if (terms > TERM_LIMIT || count > 10_001) throw new RangeError('a sum of more than 10,000 terms');
    if (count === 0) return zeros(n.shape);
    if (!dependsOn(body, k)) return mul([int(count), visit(body)]);
    return add(
      Array.from({ length: count }, (_, i) => visit(substituteRaw(body, new Map([[k.name, int(from.approx + i)]])))),
    );
  };
  return visit(root);
}

/** Digits of the longest number, at least one. */
function digitsIn(root: Node): number {
  let most = 1;
  const seen = new Set<Node>();
  const visit = (n: Node): void => {
    if (n.kind === 'num' && !n.small) most = Math.max(most, n.value.n.toString().length + n.value.d.toString().length);
    if (n.kind !== 'apply' || seen.has(n)) return;
    seen.add(n);
    n.args.forEach(visit);
  };
  visit(root);
  return most;
}

/** The symbolic sizes that occur anywhere in the expression, in order of appearance. */
export function sizesOf(root: Node): readonly string[] {
  const names = new Set<string>();
  const seen = new Set<Node>();
  const visit = (n: Node): void => {
    if (seen.has(n)) return;
    seen.add(n);
    for (const d of n.shape)
      if (typeof d === 'string') for (const f of d.split('*')) if (!/^\d+$/.test(f)) names.add(f);
    if (n.kind === 'apply') {
      if (n.op === sigmaOp && n.args[2]?.kind === 'sym') names.add(n.args[2].name);
      for (const a of n.args) visit(a);
    }
  };
  visit(root);
  return [...names];
}
