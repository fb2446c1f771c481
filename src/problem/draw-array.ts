/** Drawing numbers, vectors and matrices with a structure: exact, and each allowed one equally likely where that can be. */
import type { Stream } from '../base/random.ts';
import { compareRational, isInteger, plus, type Rational, rational, times } from '../ir/rational.ts';
import {
  determinantOf,
  type ExactMatrix,
  identity,
  inverseOf,
  isIndefinite,
  isPositiveDefinite,
  multiply,
  rankOf,
  scaled,
  sumOf,
  transposed,
} from './exact-matrix.ts';

/** Numbers that can be drawn: a lattice `lo + k·step`, or a list. */
export type NumberSource =
  | { readonly kind: 'lattice'; readonly lo: Rational; readonly count: number; readonly step: Rational }
  | { readonly kind: 'list'; readonly numbers: readonly Rational[] };

export function lattice(lo: Rational, hi: Rational, step: Rational): NumberSource {
  const steps = times(plus(hi, { n: -lo.n, d: lo.d }), rational(step.d, step.n));
  return { kind: 'lattice', lo, step, count: Number(steps.n / steps.d) + 1 };
}

/** The numbers without those never drawn; null when none is left. */
export function without(source: NumberSource, not: readonly Rational[]): NumberSource | null {
  if (not.length === 0) return source;
  const all =
    source.kind === 'list' ? source.numbers : Array.from({ length: source.count }, (_, k) => numberAt(source, k));
  const numbers = all.filter((v) => !not.some((n) => compareRational(n, v) === 0));
  return numbers.length === 0 ? null : { kind: 'list', numbers };
}

function numberAt(source: NumberSource, k: number): Rational {
  if (source.kind === 'list') return source.numbers[k] ?? rational(0n);
  return plus(source.lo, times(rational(BigInt(k)), source.step));
}

export function drawNumber(source: NumberSource, stream: Stream): Rational {
  const count = source.kind === 'list' ? source.numbers.length : source.count;
  return numberAt(source, stream.integer(0, count - 1));
}

const TRIES = 2000;

/**
 * A matrix whose entries come from `source`, with every structure of `is`; null when none was met in many tries.
 * No row and no column is zero, unless the structure itself puts zeros there.
 */
export function drawMatrix(
  rows: number,
  cols: number,
  source: NumberSource,
  is: readonly string[],
  stream: Stream,
): ExactMatrix | null {
  if (is.includes('orthogonal')) return rows === cols ? drawOrthogonal(rows, source, stream) : null;
  const rank = is.map((s) => /^rank (\d+)$/.exec(s)?.[1]).find((r) => r !== undefined);
  const propose = (): ExactMatrix | null => {
    if (rank !== undefined) return proposeRank(rows, cols, Number(rank), source, stream);
    if (is.includes('integer inverse')) return proposeUnimodular(rows, source, is, stream);
    return proposeEntries(rows, cols, source, is, stream);
  };
  for (let k = 0; k < TRIES; k += 1) {
    const a = propose();
    if (a !== null && hasNoZeroLine(a) && is.every((s) => hasStructure(a, s))) return a;
  }
  return null;
}

const hasNoZeroLine = (a: ExactMatrix): boolean =>
  [...a, ...transposed(a)].every((line) => line.some((v) => v.n !== 0n));

const SYMMETRIC = ['symmetric', 'positive definite', 'indefinite'];

function proposeEntries(
  rows: number,
  cols: number,
  source: NumberSource,
  is: readonly string[],
  stream: Stream,
): ExactMatrix {
  const symmetric = is.some((s) => SYMMETRIC.includes(s));
  const diagonal = is.includes('diagonal');
  const triangular = is.includes('triangular');
  const zero = rational(0n);
  const drawn: Rational[][] = [];
  for (let i = 0; i < rows; i += 1) {
    const row: Rational[] = [];
    for (let j = 0; j < cols; j += 1) {
      if ((diagonal && i !== j) || (triangular && j < i)) row.push(zero);
      else if (symmetric && j < i) row.push(drawn[j]?.[i] ?? zero);
      else row.push(drawNumber(source, stream));
    }
    drawn.push(row);
  }
  return drawn;
}

const inSource = (source: NumberSource, v: Rational): boolean => {
  if (source.kind === 'list') return source.numbers.some((n) => compareRational(n, v) === 0);
  const k = times(plus(v, { n: -source.lo.n, d: source.lo.d }), rational(source.step.d, source.step.n));
  return k.d === 1n && k.n >= 0n && k.n < BigInt(source.count);
};

const allIn = (a: ExactMatrix, source: NumberSource): boolean =>
  a.every((row) => row.every((v) => inSource(source, v)));

/** Random row operations on the identity: det ±1, so the inverse is whole. Kept when the entries are allowed. */
function proposeUnimodular(n: number, source: NumberSource, is: readonly string[], stream: Stream): ExactMatrix | null {
  if (is.length > 1) {
    const a = proposeEntries(n, n, source, is, stream);
    return a;
  }
  let a = identity(n).map((row) =>
    row.map((v) => (v.n !== 0n && stream.integer(0, 1) === 1 ? { n: -v.n, d: v.d } : v)),
  );
  a = [...stream.shuffle(a)].map((row) => [...row]);
  for (let k = 0; k < 2 * n; k += 1) {
    const i = stream.integer(0, n - 1);
    const j = stream.integer(0, n - 1);
    const c = rational(BigInt(stream.integer(-2, 2)));
    if (i !== j)
      a = a.map((row, r) => (r === i ? row.map((v, q) => plus(v, times(c, a[j]?.[q] ?? rational(0n)))) : row));
  }
  return allIn(a, source) ? a : null;
}

/** `rank` drawn rows and combinations of them. */
function proposeRank(
  rows: number,
  cols: number,
  rank: number,
  source: NumberSource,
  stream: Stream,
): ExactMatrix | null {
  if (rank > Math.min(rows, cols)) return null;
  const base = proposeEntries(rank, cols, source, [], stream);
  const rest = Array.from({ length: rows - rank }, () => base.map(() => rational(BigInt(stream.integer(-2, 2)))));
  const a = [...base, ...(rest.length === 0 ? [] : multiply(rest, base))];
  return allIn(a, source) ? [...stream.shuffle(a)] : null;
}

/**
 * A reflection I − 2vvᵀ/vᵀv with v drawn, its rows shuffled and signed: rational, and whole for unit vectors v
 * (Golub and Van Loan, Matrix Computations, 5.1).
 */
function drawOrthogonal(n: number, source: NumberSource, stream: Stream): ExactMatrix | null {
  for (let k = 0; k < TRIES; k += 1) {
    const v = Array.from({ length: n }, () => [drawNumber(source, stream)]);
    const square = multiply(transposed(v), v)[0]?.[0];
    if (square === undefined || square.n === 0n) continue;
    const reflection = sumOf(identity(n), scaled(multiply(v, transposed(v)), rational(-2n * square.d, square.n)));
    const signed = reflection.map((row) => scaled([row], rational(stream.integer(0, 1) === 0 ? 1n : -1n))[0] ?? row);
    return [...stream.shuffle(signed)];
  }
  return null;
}

function hasStructure(a: ExactMatrix, structure: string): boolean {
  switch (structure) {
    case 'invertible':
      return a.length === a[0]?.length && determinantOf(a).n !== 0n;
    case 'integer inverse': {
      const inverse = a.length === a[0]?.length ? inverseOf(a) : null;
      return inverse?.every((row) => row.every(isInteger)) ?? false;
    }
    case 'positive definite':
      return isPositiveDefinite(a);
    case 'indefinite':
      return isIndefinite(a);
    case 'full rank':
      return rankOf(a) === Math.min(a.length, a[0]?.length ?? 0);
    default: {
      const rank = /^rank (\d+)$/.exec(structure)?.[1];
      // Symmetric, diagonal and triangular matrices are built so.
      return rank === undefined || rankOf(a) === Number(rank);
    }
  }
}
