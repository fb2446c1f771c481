/** Products multiplied out: sums of products of powers, like terms collected. */
import { compareText } from '../base/order.ts';
import { entriesOf } from '../calculus/derive.ts';
import { printText } from '../expr/print/text.ts';
import { simplify, substitute } from '../expr/rewrite.ts';
import { int, type Node, symbolsOf } from '../ir/node.ts';
import { concrete, entryCount, isScalar } from '../ir/shape.ts';
import { add, mul } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import { isWhole } from '../ops/exact.ts';
import { multiplyOut } from './spell-out.ts';
import { literal } from './work-out.ts';

/** Larger results are left as they are: nobody wants to read them. */
const TERM_LIMIT = 400;

/** The formula multiplied out; arrays of known size entry by entry. */
export function expand(f: Node): Node {
  const spelt = simplify(
    multiplyOut(
      substitute(
        f,
        new Map(
          symbolsOf(f).flatMap((s) => {
            const shape = concrete(s.shape);
            return shape === null || shape.length === 0 || entryCount(shape) > 100
              ? []
              : [[s.name, literal(entriesOf(s), shape)] as const];
          }),
        ),
      ),
    ),
  );
  if (isScalar(spelt.shape)) return distribute(spelt);
  const shape = concrete(spelt.shape);
  return shape === null
    ? spelt
    : literal(
        entriesOf(spelt).map((v) => distribute(simplify(v))),
        shape,
      );
}

function distribute(n: Node): Node {
  return add([int(0), ...termsOf(n).map((factors) => mul([int(1), ...inOrder(factors)]))]);
}

/** Entries of arrays have no order of their own in a product: x[2]·x[1] and x[1]·x[2] must meet as one term. */
function inOrder(factors: readonly Node[]): readonly Node[] {
  const keys = new Map(factors.map((f) => [f, isOp(f, 'index') ? printText(f) : '']));
  return [...factors].sort((a, b) => compareText(keys.get(a) ?? '', keys.get(b) ?? ''));
}

/** The formula as a sum of products. */
function termsOf(n: Node): readonly (readonly Node[])[] {
  if (isOp(n, 'add')) return n.args.flatMap(termsOf);
  if (isOp(n, 'mul')) return n.args.map(termsOf).reduce(timesEach, [[]]);
  const [base, exponent] = isOp(n, 'pow') ? n.args : [];
  if (
    base &&
    exponent &&
    isWhole(exponent) &&
    exponent.approx >= 2 &&
    exponent.approx <= 12 &&
    (isOp(base, 'add') || isOp(base, 'mul'))
  ) {
    return Array.from({ length: exponent.approx }, () => termsOf(base)).reduce(timesEach, [[]]);
  }
  return [[n]];
}

function timesEach(
  left: readonly (readonly Node[])[],
  right: readonly (readonly Node[])[],
): readonly (readonly Node[])[] {
  if (left.length * right.length > TERM_LIMIT) throw new RangeError('multiplied out, this has too many terms');
  return left.flatMap((l) => right.map((r) => [...l, ...r]));
}
