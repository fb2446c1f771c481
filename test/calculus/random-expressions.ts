/** Random expressions with real values on much of the line, as fast-check arbitraries. */
import fc from 'fast-check';
import { int, type Node, num, sym } from '../../src/ir/node.ts';
import { apply } from '../../src/ir/op.ts';
import { rational } from '../../src/ir/rational.ts';
import { addOp, expOp, hadamardOp, logOp, mulOp, powOp, sumOp } from '../../src/ops/arithmetic.ts';
import { elementaryOps } from '../../src/ops/elementary.ts';
import { half } from '../../src/ops/exact.ts';
import { maxOp, minOp } from '../../src/ops/extremum.ts';
import { matmulOp, transposeOp } from '../../src/ops/matrix.ts';
import { logsumexpOp, normOp, softmaxOp } from '../../src/ops/reductions.ts';

export const x = sym('x');
export const y = sym('y');

const leaf = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Node>(x, y) },
  { weight: 1, arbitrary: fc.integer({ min: -5, max: 5 }).map(int) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 2, max: 7 }))
      .map(([n, d]) => num(rational(BigInt(n), BigInt(d)))),
  },
);

const smooth = [expOp, logOp, ...elementaryOps];
const exponents: readonly Node[] = [
  int(-2),
  int(-1),
  int(2),
  int(3),
  half,
  num(rational(-1n, 2n)),
  num(rational(2n, 3n)),
];

/** Raw trees (nothing simplified) of scalars in x and y with every elementary operation. */
export const scalarExpression: fc.Arbitrary<Node> = fc.letrec<{ e: Node }>((tie) => ({
  e: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    leaf,
    fc.array(tie('e'), { minLength: 2, maxLength: 4 }).map((args) => apply(addOp, args)),
    fc.array(tie('e'), { minLength: 2, maxLength: 3 }).map((args) => apply(mulOp, args)),
    fc.tuple(tie('e'), fc.constantFrom(...exponents)).map(([b, k]) => apply(powOp, [b, k])),
    fc.tuple(tie('e'), tie('e')).map(([b, k]) => apply(powOp, [b, k])),
    fc.tuple(fc.constantFrom(...smooth), tie('e')).map(([op, a]) => apply(op, [a])),
    fc.tuple(fc.constantFrom(maxOp, minOp), tie('e'), tie('e')).map(([op, a, b]) => apply(op, [a, b])),
  ),
})).e;

export const v = sym('v', [3, 1]);
export const w = sym('w', [3, 1]);
export const A = sym('A', [3, 3]);
export const X = sym('X', [3, 3]);

/** Raw columns of length 3 in v (and constants w, A, X). */
export const columnExpression: fc.Arbitrary<Node> = fc.letrec<{ c: Node }>((tie) => ({
  c: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom<Node>(v, w),
    fc.tuple(tie('c'), tie('c')).map((args) => apply(addOp, args)),
    fc.tuple(fc.integer({ min: -3, max: 3 }).map(int), tie('c')).map((args) => apply(mulOp, args)),
    fc.tuple(fc.constantFrom<Node>(A, X, apply(transposeOp, [A])), tie('c')).map((args) => apply(matmulOp, args)),
    fc.tuple(tie('c'), tie('c')).map((args) => apply(hadamardOp, args)),
    fc
      .tuple(
        fc.constantFrom(
          ...smooth.filter((op) => ['sin', 'tanh', 'sigmoid', 'exp', 'softplus', 'atan'].includes(op.name)),
        ),
        tie('c'),
      )
      .map(([op, a]) => apply(op, [a])),
    tie('c').map((a) => apply(softmaxOp, [a])),
    fc.tuple(tie('c'), tie('c')).map(([a, b]) => apply(mulOp, [apply(matmulOp, [apply(transposeOp, [a]), b]), a])),
  ),
})).c;

/** Raw scalars of columns. */
export const scalarOfColumn: fc.Arbitrary<Node> = fc.oneof(
  columnExpression.map((c) => apply(powOp, [apply(normOp, [c]), int(2)])),
  columnExpression.map((c) => apply(logsumexpOp, [c])),
  columnExpression.map((c) => apply(sumOp, [c])),
  fc.tuple(columnExpression, columnExpression).map(([a, b]) => apply(matmulOp, [apply(transposeOp, [a]), b])),
  fc.tuple(columnExpression, columnExpression).map(([a, b]) => apply(matmulOp, [apply(transposeOp, [a]), A, b])),
);
