/** The same derivative by each way of working it out: they agree, and tests hold them to it. */
import { simplify } from '../expr/rewrite.ts';
import { int, type Node, type Sym } from '../ir/node.ts';
import { isScalar } from '../ir/shape.ts';
import { add, mul } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import { arg } from '../ops/define.ts';
import { tensorOf } from '../ops/structure.ts';
import { type Derivative, type DeriveOptions, derive, entriesOf } from './derive.ts';
import { toMatrixForm } from './matrix-form.ts';
import { reverseGradient } from './modes.ts';
import { taylorCoefficients } from './taylor-arithmetic.ts';

/** `symbolic` takes the way that reads best: forward in numbers, reverse in arrays. */
export type DeriveMode = 'symbolic' | 'forward' | 'reverse' | 'taylor';

/**
 * d^k f / d wrt^k by one mode. Reverse sweeps each entry back to all variables at once, order after order; Taylor
 * arithmetic gives order k of a number in one variable without nesting. In arrays the symbolic way is reverse
 * already, with a pushforward for each order more. Throws like `derive`.
 */
export function deriveBy(mode: DeriveMode, f: Node, wrt: readonly Sym[], options: DeriveOptions): Derivative {
  const plain = derive(f, wrt, options);
  if (!wrt.every((s) => isScalar(s.shape)) || plain.indices !== null || options.layout === 'denominator') return plain;
  const node =
    mode === 'reverse'
      ? byReverse(f, wrt, options.order, plain)
      : mode === 'taylor'
        ? byTaylor(f, wrt, options.order)
        : null;
  return node === null ? plain : { ...plain, node };
}

const tidy = (n: Node): Node => toMatrixForm(simplify(n));

function byReverse(f: Node, wrt: readonly Sym[], order: number, like: Derivative): Node | null {
  const sizes = like.shape.map(Number);
  if (sizes.some(Number.isNaN) || (wrt.length === 1 && !isScalar(f.shape))) return null;
  let values = entriesOf(simplify(f));
  for (let k = 0; k < order; k += 1) {
    values = values.flatMap((v) => reverseGradient(v, wrt).map(tidy));
  }
  return isScalar(like.shape) ? arg(values, 0) : tensorOf(values, sizes);
}

/** k!·c_k, the coefficients taken at the variable itself. */
function byTaylor(f: Node, wrt: readonly Sym[], order: number): Node | null {
  const x = wrt[0];
  if (!x || wrt.length > 1 || !isScalar(f.shape)) return null;
  const c = taylorCoefficients(simplify(f), x, x, order)[order];
  const factorial = int(order === 3 ? 6 : order);
  const terms = isOp(c, 'add') ? c.args : c === undefined ? [] : [c];
  return terms.length === 0 ? null : tidy(add(terms.map((t) => mul([factorial, t]))));
}
