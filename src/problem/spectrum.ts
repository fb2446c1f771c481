/** Eigenvalues and exponentials of matrices of numbers, exactly. */
import { int, type Node, num } from '../ir/node.ts';
import { compareRational, over, plus, type Rational, rational } from '../ir/rational.ts';
import { add, exp, mul, pow } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import { gridOp } from '../ops/structure.ts';
import {
  type ExactMatrix,
  identity,
  isZeroMatrix,
  multiply,
  rationalEigenvalues,
  scaled,
  sumOf,
} from './exact-matrix.ts';
import { exactMatrix, literal, matrixNode, workOut } from './work-out.ts';

/** The eigenvalues as a column, ascending, with multiplicity; null where they are not rational. */
export function eigenvalues(a: Node): Node | null {
  const matrix = exactMatrix(a);
  if (matrix === null || matrix.length !== matrix[0]?.length) return null;
  const values = rationalEigenvalues(matrix);
  return values === null ? null : matrixNode(values.map((v) => [v]));
}

/**
 * exp(c·M) for a number matrix M with rational eigenvalues and a scalar c: Sylvester's formula where M is
 * diagonalisable, the confluent one where it has a single eigenvalue (Higham, Functions of Matrices, 1.2).
 */
export function exponentialOf(a: Node): Node | null {
  const split = scalarTimesMatrix(a);
  if (split === null) return null;
  const { factor, matrix } = split;
  const n = matrix.length;
  const values = n === matrix[0]?.length ? rationalEigenvalues(matrix) : null;
  if (values === null) return null;
  const distinct = values.filter((v, k) => k === 0 || compareRational(v, values[k - 1] ?? v) !== 0);
  const minus = (v: Rational): ExactMatrix => sumOf(matrix, scaled(identity(n), { n: -v.n, d: v.d }));
  const annihilated = distinct.reduce((m, v) => multiply(m, minus(v)), identity(n));
  const weight = (v: Rational): Node => exp(mul([num(v), factor]));
  if (isZeroMatrix(annihilated)) {
    return combination(
      distinct.map((v) => {
        const others = distinct.filter((o) => o !== v);
        const projection = others.reduce(
          (m, o) => scaled(multiply(m, minus(o)), over(rational(1n), plus(v, { n: -o.n, d: o.d }))),
          identity(n),
        );
        return { weight: weight(v), matrix: projection };
      }),
      n,
    );
  }
  const [only] = distinct;
  if (distinct.length !== 1 || only === undefined) return null;
  // exp(cM) = e^{cλ} Σ c^k (M − λI)^k / k!, a finite sum.
  const terms: { weight: Node; matrix: ExactMatrix }[] = [];
  let power = identity(n);
  let coefficient: Node = weight(only);
  for (let k = 0; k < n; k += 1) {
    terms.push({ weight: coefficient, matrix: power });
    power = multiply(power, minus(only));
    coefficient = mul([coefficient, factor, num(rational(1n, BigInt(k + 1)))]);
  }
  return combination(terms, n);
}

function scalarTimesMatrix(a: Node): { readonly factor: Node; readonly matrix: ExactMatrix } | null {
  const whole = exactMatrix(a);
  if (whole !== null) return { factor: int(1), matrix: whole };
  if (isOp(a, 'mul')) {
    const matrix = exactMatrix(a.args[a.args.length - 1] ?? int(0));
    return matrix === null ? null : { factor: mul(a.args.slice(0, -1)), matrix };
  }
  // Every entry as the same scalar times a number: t·M written out.
  if (!isOp(a, gridOp)) return null;
  const lead = a.args.find((v) => v.kind === 'apply' || v.kind === 'sym');
  const factor =
    lead === undefined ? null : isOp(lead, 'mul') && lead.args[0]?.kind === 'num' ? mul(lead.args.slice(1)) : lead;
  if (factor === null) return null;
  const ratios = a.args.map((v) => workOut(mul([v, pow(factor, int(-1))])));
  const matrix = exactMatrix(literal(ratios, a.shape.map(Number)));
  return matrix === null ? null : { factor, matrix };
}

function combination(terms: readonly { readonly weight: Node; readonly matrix: ExactMatrix }[], n: number): Node {
  const entries: Node[] = [];
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      entries.push(add(terms.map((t) => mul([num(t.matrix[i]?.[j] ?? rational(0n)), t.weight]))));
    }
  }
  return n === 1 ? (entries[0] ?? int(0)) : literal(entries, [n, n]);
}
