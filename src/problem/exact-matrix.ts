/** Linear algebra over the rationals, for matrices as small as exercises have: no rounding anywhere. */
import { compareRational, over, plus, type Rational, rational, rootExact, times } from '../ir/rational.ts';

export type ExactMatrix = readonly (readonly Rational[])[];

const ZERO = rational(0n);
const ONE = rational(1n);
const negative = (a: Rational): Rational => ({ n: -a.n, d: a.d });
const at = (row: readonly Rational[] | undefined, j: number): Rational => row?.[j] ?? ZERO;

export const identity = (n: number): ExactMatrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? ONE : ZERO)));

export const transposed = (a: ExactMatrix): ExactMatrix => (a[0] ?? []).map((_, j) => a.map((row) => at(row, j)));

export function multiply(a: ExactMatrix, b: ExactMatrix): ExactMatrix {
  const columns = transposed(b);
  return a.map((row) => columns.map((column) => row.reduce((sum, v, k) => plus(sum, times(v, at(column, k))), ZERO)));
}

export const scaled = (a: ExactMatrix, c: Rational): ExactMatrix => a.map((row) => row.map((v) => times(v, c)));

export const sumOf = (a: ExactMatrix, b: ExactMatrix): ExactMatrix =>
  a.map((row, i) => row.map((v, j) => plus(v, at(b[i], j))));

export const isZeroMatrix = (a: ExactMatrix): boolean => a.every((row) => row.every((v) => v.n === 0n));

interface Reduced {
  readonly rows: ExactMatrix;
  readonly rank: number;
  readonly det: Rational;
}

/** Gauss and Jordan on [a | b]: reduced rows, rank, and the determinant of the left part when it is square. */
function reduce(a: ExactMatrix, width: number): Reduced {
  const rows = a.map((row) => [...row]);
  let rank = 0;
  let det = ONE;
  for (let j = 0; j < width && rank < rows.length; j += 1) {
    const pivotRow = rows.findIndex((row, i) => i >= rank && at(row, j).n !== 0n);
    if (pivotRow < 0) {
      det = ZERO;
      continue;
    }
    if (pivotRow !== rank) {
      const [p, q] = [rows[pivotRow] ?? [], rows[rank] ?? []];
      rows[rank] = p;
      rows[pivotRow] = q;
      det = negative(det);
    }
    const pivot = at(rows[rank], j);
    det = times(det, pivot);
    const lead = (rows[rank] ?? []).map((v) => over(v, pivot));
    rows[rank] = lead;
    for (let i = 0; i < rows.length; i += 1) {
      const factor = at(rows[i], j);
      if (i !== rank && factor.n !== 0n)
        rows[i] = (rows[i] ?? []).map((v, k) => plus(v, negative(times(factor, at(lead, k)))));
    }
    rank += 1;
  }
  return { rows, rank, det: rank < rows.length ? ZERO : det };
}

export const rankOf = (a: ExactMatrix): number => reduce(a, a[0]?.length ?? 0).rank;
export const determinantOf = (a: ExactMatrix): Rational => reduce(a, a.length).det;

/** The inverse, or null for a singular matrix. */
export function inverseOf(a: ExactMatrix): ExactMatrix | null {
  const n = a.length;
  const unit = identity(n);
  const { rows, rank } = reduce(
    a.map((row, i) => [...row, ...(unit[i] ?? [])]),
    n,
  );
  return rank < n ? null : rows.map((row) => row.slice(n));
}

/**
 * Coefficients of det(λI − A), highest power first (Faddeev and LeVerrier; Horn and Johnson, Matrix Analysis, 2.4).
 */
export function characteristic(a: ExactMatrix): readonly Rational[] {
  const n = a.length;
  const coefficients = [ONE];
  let m: ExactMatrix = identity(n).map((row) => row.map(() => ZERO));
  for (let k = 1; k <= n; k += 1) {
    m = sumOf(multiply(a, m), scaled(identity(n), coefficients[k - 1] ?? ZERO));
    const product = multiply(a, m);
    const trace = product.reduce((sum, row, i) => plus(sum, at(row, i)), ZERO);
    coefficients.push(times(rational(-1n, BigInt(k)), trace));
  }
  return coefficients;
}

/** Eigenvalues with multiplicity, ascending, where all are rational; null otherwise. */
export function rationalEigenvalues(a: ExactMatrix): readonly Rational[] | null {
  let p: readonly Rational[] = characteristic(a);
  const roots: Rational[] = [];
  while (p.length > 1) {
    const root = rationalRoot(p);
    if (root === null) return null;
    roots.push(root);
    p = deflate(p, root);
  }
  return roots.sort(compareRational);
}

function rationalRoot(p: readonly Rational[]): Rational | null {
  const [a, b, c] = [at(p, 0), at(p, 1), at(p, 2)];
  if (p.length === 2) return negative(over(b, a));
  if (p.length === 3) {
    const discriminant = plus(times(b, b), times(rational(-4n), times(a, c)));
    const root = rootExact(discriminant, 2);
    return root === null ? null : over(plus(negative(b), root), times(rational(2n), a));
  }
  // The rational root theorem, on the polynomial with whole coefficients.
  const common = p.reduce((l, v) => (l * v.d) / gcd(l, v.d), 1n);
  const whole = p.map((v) => (v.n * common) / v.d);
  const [lead, last] = [whole[0] ?? 1n, whole[whole.length - 1] ?? 0n];
  if (last === 0n) return ZERO;
  for (const d of divisors(lead)) {
    for (const n of divisors(last)) {
      for (const candidate of [rational(n, d), rational(-n, d)]) if (valueAt(p, candidate).n === 0n) return candidate;
    }
  }
  return null;
}

const valueAt = (p: readonly Rational[], x: Rational): Rational => p.reduce((sum, c) => plus(times(sum, x), c), ZERO);

function deflate(p: readonly Rational[], root: Rational): readonly Rational[] {
  const out: Rational[] = [];
  let carry = ZERO;
  for (const c of p.slice(0, -1)) {
    carry = plus(times(carry, root), c);
    out.push(carry);
  }
  return out;
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b);
}

/** Numbers beyond this are not tried for divisors: no exercise has them, and the search is linear. */
const DIVISOR_LIMIT = 100_000n;

function divisors(n: bigint): readonly bigint[] {
  const size = n < 0n ? -n : n;
  const out: bigint[] = [];
  if (size > DIVISOR_LIMIT) return out;
  for (let k = 1n; k <= size; k += 1n) if (size % k === 0n) out.push(k);
  return out;
}

export const isSymmetric = (a: ExactMatrix): boolean =>
  a.every((row, i) => row.every((v, j) => compareRational(v, at(a[j], i)) === 0));

/** Every leading principal minor is positive (Sylvester's criterion). */
export const isPositiveDefinite = (a: ExactMatrix): boolean =>
  isSymmetric(a) && a.every((_, k) => determinantOf(a.slice(0, k + 1).map((row) => row.slice(0, k + 1))).n > 0n);

/**
 * Whether a symmetric matrix has eigenvalues of both signs: all roots of its characteristic polynomial are real, so
 * Descartes' rule counts them exactly.
 */
export function isIndefinite(a: ExactMatrix): boolean {
  if (!isSymmetric(a)) return false;
  const p = characteristic(a);
  const mirrored = p.map((c, k) => (k % 2 === 0 ? c : negative(c)));
  return signChanges(p) > 0 && signChanges(mirrored) > 0;
}

function signChanges(p: readonly Rational[]): number {
  const signs = p.filter((c) => c.n !== 0n).map((c) => c.n > 0n);
  return signs.filter((s, k) => k > 0 && s !== signs[k - 1]).length;
}
