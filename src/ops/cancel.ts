/** What cancels or joins inside sums and products, with the constructors of normal forms passed in. */
import { type Apply, int, isNum, type Node } from '../ir/node.ts';
import { sameShape } from '../ir/shape.ts';
import { base, exponent, isLeadingNegative, isOp } from './collect.ts';
import { isZero, ones } from './constants.ts';
import { arg } from './define.ts';

/** Constructors of normal forms. */
export interface Core {
  readonly add: (terms: readonly Node[]) => Node;
  readonly mul: (factors: readonly Node[]) => Node;
  readonly pow: (b: Node, x: Node) => Node;
  readonly hadamard: (a: Node, b: Node) => Node;
}

/** Literals of numbers in one sum are added up, in the place of the first. */
export function joinLiterals(terms: Node[], add: Core['add']): Node[] {
  const isLiteral = (t: Node): boolean => isOp(t, 'grid') && t.args.every((a) => a.kind === 'num');
  const literals = terms.filter(isLiteral);
  const first = literals[0];
  if (first?.kind !== 'apply' || literals.length < 2) return terms;
  const entries = first.args.map((_, i) => add(literals.map((t) => (t.kind === 'apply' ? arg(t.args, i) : t))));
  const joined = first.op.build(entries, first.attr);
  return terms.flatMap((t) => (t === first ? (isZero(joined) ? [] : [joined]) : literals.includes(t) ? [] : [t]));
}

/** x·x^(n−1) as x^n, and x^n/x as x^(n−1): where the joined exponent is no longer. */
export function joinNamedPowers(scalars: Node[], { add, pow }: Core): void {
  for (let i = 0; i < scalars.length; i += 1) {
    const p = scalars[i];
    if (!isOp(p, 'pow') || exponent(p) !== null) continue;
    const [b, n] = [arg(p.args, 0), arg(p.args, 1)];
    const k = scalars.findIndex((s, at) => at !== i && base(s) === b && exponent(s) !== null);
    const m = scalars[k];
    if (m === undefined) continue;
    const joined = add([n, exponent(m) ?? int(1)]);
    if (joined.size > n.size) continue;
    scalars[i] = pow(b, joined);
    scalars.splice(k, 1);
    return;
  }
}

/** a .* b where b divides by what a multiplies with: t./s.*s is t, and (s.*u − s)./s is u − 1. Null otherwise. */
export function withoutQuotient(a: Node, b: Node, core: Core): Node | null {
  if (!sameShape(a.shape, b.shape)) return null;
  const bottom = isOp(b, 'pow') && isNum(arg(b.args, 1), -1) ? arg(b.args, 0) : null;
  if (bottom !== null) return without(a, bottom, core);
  if (!isOp(b, 'hadamard')) return null;
  // b is itself a product: one of its factors may be the quotient.
  for (let i = 0; i < 2; i += 1) {
    const rest = withoutQuotient(a, arg(b.args, i), core);
    if (rest) return core.hadamard(arg(b.args, 1 - i), rest);
  }
  return null;
}

/** a ./ s where s is a factor of a, or of each term of a; null otherwise. */
function without(a: Node, s: Node, core: Core): Node | null {
  const { add, mul, hadamard } = core;
  if (a === s) return ones(a.shape);
  if (isOp(a, 'hadamard') && a.args.every((f) => sameShape(f.shape, a.shape))) {
    const [f, g] = [arg(a.args, 0), arg(a.args, 1)];
    const left = without(f, s, core);
    if (left) return hadamard(left, g);
    const right = without(g, s, core);
    return right && hadamard(f, right);
  }
  if (isOp(a, 'mul')) {
    const rest = without(arg(a.args, a.args.length - 1), s, core);
    return rest && mul([...a.args.slice(0, -1), rest]);
  }
  if (!isOp(a, 'add')) return null;
  const terms = a.args.map((t) => without(t, s, core));
  return terms.every((t) => t !== null) ? add(terms) : null;
}

/** −(a − b) as b − a where that is not longer; null otherwise. */
export function negatedSum(sum: Apply, { add, mul }: Core): Node | null {
  let positive = 0;
  let minusOnes = 0;
  for (const t of sum.args) {
    if (t.kind === 'num') continue;
    const c = isOp(t, 'mul') ? t.args[0] : undefined;
    if (c?.kind !== 'num') positive += 1;
    else if (isNum(c, -1)) minusOnes += 1;
  }
  if (!sum.args.some(isLeadingNegative) || positive > minusOnes + 1) return null;
  return add(sum.args.map((t) => mul([int(-1), t])));
}
