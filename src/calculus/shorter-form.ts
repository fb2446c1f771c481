/**
 * Rewrites of scalar results that people make without thinking: a product multiplied out where fractions cancel,
 * and a sum in parentheses that all terms share taken out. Each is used only where the result is shorter.
 */
import { int, isNum, type Node } from '../ir/node.ts';
import type { Op } from '../ir/op.ts';
import { isScalar } from '../ir/shape.ts';
import { add, mul, pow } from '../ops/arithmetic.ts';
import { base, exponent, isOp } from '../ops/collect.ts';
import { cosOp, sinhOp } from '../ops/elementary.ts';

/** The node, or a shorter one that is equal wherever it is defined. */
export function shorter(n: Node): Node {
  if (isOp(n, 'mul')) return isScalar(n.shape) ? multipliedOut(n) : shorterFactor(n);
  return isOp(n, 'add') && isScalar(n.shape) ? oneFraction(sharedSumOut(withoutSquares(n))) : n;
}

/** The number in front of an array. */
function shorterFactor(n: Node & { readonly kind: 'apply' }): Node {
  const scalars = n.args.slice(0, -1);
  const array = n.args[n.args.length - 1];
  if (array === undefined || scalars.length < 2) return n;
  const front = mul(scalars);
  const out = shorter(front);
  return out === front ? n : mul([out, array]);
}

/** f(u)² + sign·g(u)² = 1. */
const SQUARES: ReadonlyMap<string, { readonly partner: Op; readonly sign: 1 | -1 }> = new Map([
  ['sin', { partner: cosOp, sign: 1 }],
  ['cosh', { partner: sinhOp, sign: -1 }],
]);

/** a·sin²u + a·cos²u as a, and a·cosh²u − a·sinh²u as a. */
function withoutSquares(sum: Node & { readonly kind: 'apply' }): Node {
  for (const t of sum.args) {
    for (const f of isOp(t, 'mul') ? t.args : [t]) {
      const inner = base(f);
      const known = inner.kind === 'apply' ? SQUARES.get(inner.op.name) : undefined;
      if (inner.kind !== 'apply' || known === undefined || wholeExponent(f) !== 2) continue;
      const rest = mul([t, pow(f, int(-1))]);
      const other = pow(known.partner.build(inner.args, ''), int(2));
      const partner = sum.args.indexOf(mul([int(known.sign), rest, other]));
      if (partner < 0) continue;
      return shorter(add([int(0), rest, ...sum.args.filter((a, k) => a !== t && k !== partner)]));
    }
  }
  return sum;
}

/** Sums of more terms are not multiplied out. */
const MAX_TERMS = 4;

/** σ(1 − σ)(y/σ − …): multiplied out where a term is a fraction and the whole gets shorter. */
function multipliedOut(product: Node & { readonly kind: 'apply' }): Node {
  const sum = product.args.find((f) => isOp(f, 'add') && f.args.length <= MAX_TERMS && f.args.some(isFraction));
  if (sum === undefined) return product;
  const expanded = expand(product.args, 3);
  return expanded.size < product.size ? expanded : product;
}

function isFraction(t: Node): boolean {
  if (isOp(t, 'pow')) {
    const x = exponent(t);
    return (x !== null && x.approx < 0) || (isOp(base(t), 'mul') && isFraction(base(t)));
  }
  return isOp(t, 'mul') && t.args.some(isFraction);
}

/** The product of the factors as a sum, sums in it multiplied out to the given depth. */
function expand(factors: readonly Node[], depth: number): Node {
  const isSmallSum = (f: Node): boolean => isOp(f, 'add') && f.args.length <= MAX_TERMS;
  // Fractions first: what they cancel need not be multiplied out.
  const fractions = factors.findIndex((f) => isSmallSum(f) && isOp(f, 'add') && f.args.some(isFraction));
  const at = fractions >= 0 ? fractions : factors.findIndex(isSmallSum);
  const sum = factors[at];
  if (depth === 0 || !isOp(sum, 'add')) return mul([int(1), ...factors]);
  const others = factors.filter((_, i) => i !== at);
  return add([int(0), ...sum.args.map((t) => again(mul([...others, t]), depth - 1))]);
}

const again = (t: Node, depth: number): Node => (isOp(t, 'mul') ? expand(t.args, depth) : t);

/** σ(1 − σ)² − σ²(1 − σ) as σ(1 − σ)(1 − 2σ): taken out where a sum in parentheses is shared by all terms. */
function sharedSumOut(sum: Node): Node {
  const head = isOp(sum, 'add') ? sum.args[0] : undefined;
  if (
    !isOp(sum, 'add') ||
    !(isOp(head, 'mul') ? head.args : [head]).some((f) => f !== undefined && isOp(base(f), 'add'))
  )
    return sum;
  const terms = sum.args.map((t) => (isOp(t, 'mul') ? t.args : [t]));
  const [first = [], ...others] = terms;
  const shared = first.filter(
    (f) =>
      f.kind !== 'num' &&
      wholeExponent(f) > 0 &&
      others.every((t) => t.some((g) => base(g) === base(f) && wholeExponent(g) > 0)),
  );
  if (!shared.some((f) => isOp(base(f), 'add'))) return sum;
  const common = shared.map((f) => pow(base(f), int(leastExponent(base(f), terms))));
  const rest = add(terms.map((t) => mul([int(1), ...t, ...common.map((f) => pow(f, int(-1)))])));
  const out = mul([...common, rest]);
  return out.size < sum.size ? out : sum;
}

/** 1/(x² + 1) − 2x²/(x² + 1)² as (1 − x²)/(x² + 1)²: terms over powers of the same, where that is shorter. */
function oneFraction(sum: Node): Node {
  if (!isOp(sum, 'add') || sum.args.length > MAX_TERMS) return sum;
  if (!sum.args.some(isFraction)) return sum;
  const terms = sum.args.map((t) => (isOp(t, 'mul') ? t.args : [t]));
  const bottom = terms.flat().find((f) => wholeExponent(f) < 0);
  if (bottom === undefined) return sum;
  const b = base(bottom);
  const k = Math.min(...terms.map((t) => exponentOf(b, t)));
  const numerator = add(terms.map((t) => again(mul([...t, pow(b, int(-k))]), 2)));
  // Where the fraction does not cancel (0^x) the numerator has it still: only what became shorter is looked at again.
  const out = mul([numerator.size < sum.size ? shorter(numerator) : numerator, pow(b, int(k))]);
  return out.size < sum.size ? out : sum;
}

const exponentOf = (b: Node, factors: readonly Node[]): number =>
  Math.min(0, ...factors.map((f) => (base(f) === b ? wholeExponent(f) : 0)));

/** The exponent of a factor where it is a whole number, 0 otherwise. */
function wholeExponent(f: Node): number {
  const x = exponent(f);
  return x !== null && x.value.d === 1n ? x.approx : isNum(f, 1) ? 1 : 0;
}

const leastExponent = (b: Node, terms: readonly (readonly Node[])[]): number =>
  Math.min(...terms.map((t) => Math.max(...t.map((f) => (base(f) === b ? wholeExponent(f) : 0)))));
