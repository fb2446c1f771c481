/** Collecting like terms and like bases: the bookkeeping behind the normal forms of sums and products. */
import { type Apply, int, isNum, makeApply, type Node, type Num } from '../ir/node.ts';
import type { Op } from '../ir/op.ts';
import { isScalar } from '../ir/shape.ts';
import { addNum, isNegative, isWhole, mulNum } from './exact.ts';

const ONE = int(1);

/**
 * An application known to be of the operation asked for. The mark exists in types only: it keeps the false
 * branch of `isOp` from concluding that the node is no application at all.
 */
type Matched = Apply & Brand;
declare const brand: unique symbol;
interface Brand {
  readonly [brand]: true;
}

/** Whether the node applies this operation (given itself, or by name where importing it would be circular). */
export function isOp(n: Node | undefined, op: Op | string): n is Matched {
  return n !== undefined && n.kind === 'apply' && (typeof op === 'string' ? n.op.name === op : n.op === op);
}

/** A term as number × rest; rest is null for a pure number. */
function split(t: Node, mulOp: Op): { c: Num; rest: Node | null } {
  if (t.kind === 'num') return { c: t, rest: null };
  if (t.kind === 'apply' && t.op === mulOp) {
    const c = t.args[0];
    if (c?.kind === 'num') {
      const rest = t.args.length === 2 ? (t.args[1] as Node) : makeApply(mulOp, t.args.slice(1), t.shape);
      return { c, rest };
    }
  }
  return { c: ONE, rest: t };
}

/** number × rest, without building the rest anew. */
export function withCoefficient(c: Num, rest: Node, mulOp: Op): Node {
  if (isNum(c, 1)) return rest;
  if (rest.kind === 'num') return mulNum(c, rest);
  const args = isOp(rest, mulOp) ? [c, ...rest.args] : [c, rest];
  return makeApply(mulOp, args, rest.shape);
}

/** The terms of a flat sum, like ones joined in the place of the first; none when all cancel. */
export function collectTerms(terms: readonly Node[], addOp: Op, mulOp: Op): Node[] {
  const rests: (Node | null)[] = [];
  const coefficients: Num[] = [];
  const originals: (Node | null)[] = [];
  // Beyond a handful of terms a map finds the like term; below, a scan is quicker than the map.
  let places: Map<Node | null, number> | null = null;
  const visit = (t: Node): void => {
    if (isOp(t, addOp)) {
      for (const a of t.args) visit(a);
      return;
    }
    if (isOp(t, 'zeros')) return;
    const { c, rest } = split(t, mulOp);
    const at = places ? (places.get(rest) ?? -1) : rests.indexOf(rest);
    if (at < 0) {
      places?.set(rest, rests.length);
      rests.push(rest);
      coefficients.push(c);
      originals.push(t);
      if (places === null && rests.length > 12) places = new Map(rests.map((r, i) => [r, i]));
    } else {
      coefficients[at] = addNum(coefficients[at] as Num, c);
      originals[at] = null;
    }
  };
  for (const t of terms) visit(t);
  const out: Node[] = [];
  for (let i = 0; i < rests.length; i += 1) {
    const c = coefficients[i] as Num;
    const rest = rests[i] as Node | null;
    if (c.value.n === 0n) continue;
    const kept = originals[i];
    out.push(kept ?? (rest === null ? c : withCoefficient(c, rest, mulOp)));
  }
  return out;
}

/** Whether the term is printed with a minus. */
export function isLeadingNegative(t: Node): boolean {
  const c = isOp(t, 'mul') ? t.args[0] : t;
  return c?.kind === 'num' && isNegative(c);
}

export const base = (n: Node): Node => (isOp(n, 'pow') ? (n.args[0] as Node) : n);

/** The exponent when it is a number (1 for anything that is no power); null for a symbolic exponent. */
export function exponent(n: Node): Num | null {
  if (!isOp(n, 'pow')) return ONE;
  const x = n.args[1];
  return x?.kind === 'num' ? x : null;
}

/**
 * Whether b^m · b^n may become b^(m+n): the real domain must stay up to isolated points. √x·√x may not
 * become x (defined for x < 0), but x·√x may become x^(3/2).
 */
function mayJoin(b: Node, m: Num, n: Num, joined: Num): boolean {
  if (b.kind === 'num') return b.value.n > 0n;
  return (isWhole(m) && isWhole(n)) || !isWhole(joined) || isOp(b, 'exp');
}

/**
 * Whether (a·b)^k may be opened to join its factors with others: always under a fraction bar, where they cancel;
 * otherwise only where the exponents that come with it do not make the product longer.
 */
function worthOpening(group: Apply, k: Num, others: readonly Node[]): boolean {
  const shared = group.args.filter((a) =>
    others.some((s) => exponent(a) !== null && base(s) === base(a) && exponent(s) !== null),
  ).length;
  return shared > 0 && (isNum(k, -1) || group.args.length <= shared + 1);
}

/** |u|·sign u is u, and sign u/|u| is 1/u; null for anything else. */
function withoutSign(size: Node, sign: Node, pow: (b: Node, x: Node) => Node): Node | null {
  const b = base(size);
  if (!isOp(sign, 'sign') || !isOp(b, 'abs') || b.args[0] !== sign.args[0]) return null;
  const m = exponent(size);
  return m && (isNum(m, 1) || isNum(m, -1)) ? pow(b.args[0] as Node, m) : null;
}

export interface Collected {
  readonly coefficient: Num;
  readonly scalars: Node[];
  readonly array: Node | null;
}

/** The factors of a flat product: one number, scalars with equal bases joined, and the array if there is one. */
export function collectFactors(factors: readonly Node[], mulOp: Op, pow: (b: Node, x: Node) => Node): Collected {
  let coefficient = ONE;
  const scalars: Node[] = [];
  let array: Node | null = null;
  const visit = (f: Node): void => {
    if (f.kind === 'num') {
      coefficient = mulNum(coefficient, f);
      return;
    }
    if (isOp(f, mulOp)) {
      for (const a of f.args) visit(a);
      return;
    }
    if (!isScalar(f.shape)) {
      array = f;
      return;
    }
    const b = base(f);
    const m = exponent(f);
    const inverted = m !== null && isWhole(m) && isOp(b, mulOp) ? b : null;
    if (inverted && m && worthOpening(inverted, m, scalars)) {
      for (const a of inverted.args) visit(pow(a, m));
      return;
    }
    for (let i = 0; i < scalars.length; i += 1) {
      const s = scalars[i] as Node;
      if (base(s) !== b) {
        const plain = withoutSign(s, f, pow) ?? withoutSign(f, s, pow);
        if (plain) {
          scalars.splice(i, 1);
          visit(plain);
          return;
        }
        // x^-1·(…) met before (x·y): the same cancellation seen from the other side.
        const group = base(s);
        const k = exponent(s);
        if (isOp(group, mulOp) && k !== null && isWhole(k) && worthOpening(group, k, [f])) {
          scalars.splice(i, 1);
          visit(f);
          for (const a of group.args) visit(pow(a, k));
          return;
        }
        continue;
      }
      const n = exponent(s);
      if (m === null || n === null) continue;
      const joined = addNum(m, n);
      if (!mayJoin(b, m, n, joined)) continue;
      scalars.splice(i, 1);
      if (joined.value.n !== 0n) {
        const p = pow(b, joined);
        if (p.kind === 'apply' && p.op === mulOp) visit(p);
        else if (p.kind === 'num') coefficient = mulNum(coefficient, p);
        else scalars.splice(i, 0, p);
      }
      return;
    }
    scalars.push(f);
  };
  for (const f of factors) visit(f);
  return { coefficient, scalars, array };
}

/**
 * Textbook order of scalar factors: constants, symbols by name, entries, functions, sums. A total order up to
 * equal factors, so that sin(x)·cos(x) and cos(x)·sin(x) are one node.
 */
export function compareFactors(a: Node, b: Node): number {
  const [ra, rb] = [rank(a), rank(b)];
  if (ra !== rb) return ra - rb;
  const [x, y] = [base(a), base(b)];
  if (x.kind === 'sym' && y.kind === 'sym') return compareNames(x.name, y.name);
  if (x.kind !== 'apply' || y.kind !== 'apply') return x.kind === y.kind ? a.hash - b.hash : x.kind === 'sym' ? -1 : 1;
  if (x.op !== y.op) return place(x) - place(y) || (x.op.name < y.op.name ? -1 : 1);
  for (let i = 0; i < Math.min(x.args.length, y.args.length); i += 1) {
    const [p, q] = [x.args[i] as Node, y.args[i] as Node];
    if (p === q) continue;
    if (p.kind === 'num' && q.kind === 'num' && p.approx !== q.approx) return p.approx - q.approx;
    if (p.kind === 'sym' && q.kind === 'sym' && p.name !== q.name) return compareNames(p.name, q.name);
    return p.size - q.size || p.hash - q.hash;
  }
  return a.size - b.size || a.hash - b.hash;
}

/** e^x sin x cos x: where textbooks have a habit, functions follow it. */
const HABIT = ['delta', 'index', 'exp', 'log', 'sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh'];
const place = (n: Apply): number => (HABIT.indexOf(n.op.name) + HABIT.length + 1) % (HABIT.length + 1);

function rank(n: Node): number {
  if (n.kind === 'num') return 0;
  const b = base(n);
  if (b.kind === 'num') return 1;
  if (b.kind === 'sym') return 2;
  if (b.args.length === 0) return 1;
  if (isOp(b, 'derivative') || isOp(b, 'differential')) return 5;
  return isOp(b, 'add') ? 4 : isOp(b, 'index') || isOp(b, 'delta') ? 2 : 3;
}

/** x2 before x10, a before B only by code unit: the same on every machine and locale. */
function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  const [pa, pb] = [a.replace(/\d+$/, ''), b.replace(/\d+$/, '')];
  if (pa !== pb) return pa < pb ? -1 : 1;
  return Number(a.slice(pa.length)) - Number(b.slice(pb.length));
}
