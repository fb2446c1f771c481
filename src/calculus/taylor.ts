/**
 * Taylor polynomials at a point, with the derivative tensors D^k f(x₀) (lecture, Function Approximation). Scalars of
 * one variable go by Taylor arithmetic; several variables by the derivatives themselves.
 */
import { simplify, substitute } from '../expr/rewrite.ts';
import { int, type Node, num, type Sym } from '../ir/node.ts';
import { rational } from '../ir/rational.ts';
import { isColumn, isScalar, shapeOf } from '../ir/shape.ts';
import { add, mul, pow, sub } from '../ops/arithmetic.ts';
import { arg } from '../ops/define.ts';
import { entry } from '../ops/entry.ts';
import { half } from '../ops/exact.ts';
import { product, transpose } from '../ops/matrix.ts';
import { tensorOf } from '../ops/structure.ts';
import { alongEntry } from './derivation-formal.ts';
import { DeriveError, derive, ENTRY_LIMIT } from './derive.ts';
import { toMatrixForm } from './matrix-form.ts';
import { derivative } from './modes.ts';
import { taylorCoefficients } from './taylor-arithmetic.ts';

/** D^k f at the point: k = 0 the value, 1 the gradient row, 2 the Hessian, k an n×…×n tensor. */
export interface TaylorTerm {
  readonly order: number;
  readonly tensor: Node;
}

export interface TaylorExpansion {
  /** Σ_k D^k f(x₀) δ^k / k!, written in powers of (x − x₀). */
  readonly polynomial: Node;
  readonly terms: readonly TaylorTerm[];
}

/**
 * The Taylor polynomial of a scalar f in scalar variables, or in the entries of array variables of known size, up
 * to `order`, at the point `at` (missing variables: 0; an array's value has its shape). Coefficients are
 * expressions: exact where the point is. Throws DeriveError for other shapes and too many coefficients.
 */
export function taylor(f: Node, wrt: readonly Sym[], order: number, at: ReadonlyMap<string, Node>): TaylorExpansion {
  if (!isScalar(f.shape)) throw new DeriveError('a Taylor polynomial is taken of a number: take each entry on its own');
  const slots = wrt.flatMap((x) => slotsOf(x, at.get(x.name)));
  const only = slots.length === 1 ? wrt[0] : undefined;
  if (only && isScalar(only.shape)) return inOneVariable(f, only, order, slots[0]?.at ?? int(0));
  const n = slots.length;
  if (n ** order > ENTRY_LIMIT) throw new DeriveError(`a tensor of ${n ** order} entries is more than ${ENTRY_LIMIT}`);
  const point = new Map(wrt.map((x) => [x.name, at.get(x.name) ?? zeroOf(x)]));
  const known = new Map<string, Node>([['', f]]);
  const terms: TaylorTerm[] = [];
  const parts: Node[] = [];
  for (let k = 0; k <= order; k += 1) {
    const values: Node[] = [];
    for (const indices of combinations(n, k)) {
      const sorted = [...indices].sort((a, b) => a - b);
      values.push(toMatrixForm(substitute(partial(sorted, slots, known), point)));
    }
    terms.push({ order: k, tensor: tensor(values, n, k) });
    // Each monomial once: k!/(k₁!…k_n!) entries of the tensor share it.
    for (const [e, indices] of combinations(n, k).entries()) {
      if (indices.some((i, j) => j > 0 && i < (indices[j - 1] as number))) continue;
      const powers = counts(indices, n);
      const divisor = powers.reduce((p, c) => p * factorial(c), 1n);
      const monomial = powers.map((c, i) => pow(offset(slots[i]), int(c))).filter((_, i) => (powers[i] as number) > 0);
      parts.push(mul([num(rational(1n, divisor)), arg(values, e), ...monomial]));
    }
  }
  return { polynomial: add(parts.length === 0 ? [int(0)] : parts), terms };
}

/**
 * f(x₀) + ∇f(x₀)(x − x₀) + ½ (x − x₀)ᵀ∇²f(x₀)(x − x₀) for one column of any size, up to order 2 (lecture, Function
 * Approximation). Throws DeriveError for other variables, and where a derivative has no matrix notation.
 */
export function taylorInMatrices(
  f: Node,
  wrt: readonly Sym[],
  order: 1 | 2 | 3,
  at: ReadonlyMap<string, Node>,
): TaylorExpansion {
  const x = wrt[0];
  const start = x && at.get(x.name);
  if (!x || !start || wrt.length > 1 || !isColumn(x.shape) || order > 2)
    throw new DeriveError('a Taylor polynomial in matrix notation is of order 1 or 2, in one column');
  const here = (n: Node): Node => substitute(n, at);
  const derivatives = ([1, 2] as const)
    .filter((k) => k <= order)
    .map((k) => derive(f, [x], { order: k, layout: 'numerator' }));
  if (derivatives.some((d) => d.indices !== null)) throw new DeriveError('this derivative has no matrix notation');
  const terms = [{ order: 0, tensor: here(f) }, ...derivatives.map((d, i) => ({ order: i + 1, tensor: here(d.node) }))];
  const delta = sub(x, start);
  const [value, gradient, hessian] = terms.map((t) => t.tensor);
  const parts = [
    ...(value ? [value] : []),
    ...(gradient ? [product([gradient, delta])] : []),
    ...(hessian ? [mul([half, product([transpose(delta), hessian, delta])])] : []),
  ];
  return { polynomial: add(parts), terms };
}

interface Slot {
  /** The variable, or an entry of it. */
  readonly value: Node;
  readonly symbol: Sym;
  readonly at: Node;
}

const offset = (slot: Slot | undefined): Node => (slot ? sub(slot.value, slot.at) : int(0));

function slotsOf(x: Sym, at: Node | undefined): readonly Slot[] {
  if (isScalar(x.shape)) return [{ value: x, symbol: x, at: at ?? int(0) }];
  const sizes = x.shape.map((d) => {
    if (typeof d !== 'number') throw new DeriveError(`the size of ${x.name} must be a number in a Taylor polynomial`);
    return d;
  });
  const point = at ?? zeroOf(x);
  return indexTuples(sizes).map((indices) => ({
    value: entry(x, indices.map(int)),
    symbol: x,
    at: entry(point, indices.map(int)),
  }));
}

const zeroOf = (x: Sym): Node =>
  isScalar(x.shape)
    ? int(0)
    : tensorOf(
        Array.from({ length: size(x) }, () => int(0)),
        x.shape.map(Number),
      );
const size = (x: Sym): number => x.shape.reduce<number>((n, d) => n * Number(d), 1);

const indexTuples = (sizes: readonly number[]): readonly (readonly number[])[] =>
  sizes.reduce<readonly (readonly number[])[]>(
    (rows, n) => rows.flatMap((row) => Array.from({ length: n }, (_, i) => [...row, i + 1])),
    [[]],
  );

/** Index lists of length k over 0..n−1 in row-major order. */
function combinations(n: number, k: number): readonly (readonly number[])[] {
  return indexTuples(Array.from({ length: k }, () => n)).map((t) => t.map((i) => i - 1));
}

/** The mixed partial derivative, each worked out once from the one of lower order. */
function partial(indices: readonly number[], slots: readonly Slot[], known: Map<string, Node>): Node {
  const key = indices.join();
  const found = known.get(key);
  if (found) return found;
  const slot = slots[indices[indices.length - 1] as number] as Slot;
  const lower = partial(indices.slice(0, -1), slots, known);
  const d = simplify(isScalar(slot.symbol.shape) ? derivative(lower, slot.symbol) : alongEntry(lower, slot.value));
  known.set(key, d);
  return d;
}

const counts = (indices: readonly number[], n: number): readonly number[] =>
  Array.from({ length: n }, (_, i) => indices.filter((j) => j === i).length);

const factorial = (n: number): bigint => (n < 2 ? 1n : BigInt(n) * factorial(n - 1));

function tensor(values: readonly Node[], n: number, k: number): Node {
  if (k === 0) return arg(values, 0);
  if (k === 1) return tensorOf(values, shapeOf([1, n]).map(Number));
  return tensorOf(
    values,
    Array.from({ length: k }, () => n),
  );
}

/** T_n(x) in powers of (x − x₀): coefficients by Taylor arithmetic, one pass for all orders. */
function inOneVariable(f: Node, x: Sym, order: number, at: Node): TaylorExpansion {
  const coefficients = taylorCoefficients(f, x, at, order);
  const distance = sub(x, at);
  const terms = coefficients.map((c, k) => ({ order: k, tensor: mul([num(rational(factorial(k))), c]) }));
  const polynomial = add([int(0), ...coefficients.map((c, k) => mul([c, pow(distance, int(k))]))]);
  return { polynomial, terms };
}
