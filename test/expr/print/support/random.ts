import fc from 'fast-check';
import { printText } from '../../../../src/expr/print/text.ts';
import { int, type Node, num, sym } from '../../../../src/ir/node.ts';
import { apply, type Op } from '../../../../src/ir/op.ts';
import { rational } from '../../../../src/ir/rational.ts';
import { SCALAR, shapeOf } from '../../../../src/ir/shape.ts';
import { addOp, expOp, hadamardOp, logOp, mulOp, powOp, sumOp } from '../../../../src/ops/arithmetic.ts';
import { e, eye, ones, pi } from '../../../../src/ops/constants.ts';
import { elementaryOps } from '../../../../src/ops/elementary.ts';
import { indexOp } from '../../../../src/ops/entry.ts';
import { maxOp, minOp } from '../../../../src/ops/extremum.ts';
import { detOp, invOp, matpowOp, traceOp } from '../../../../src/ops/linear-algebra.ts';
import { matmulOp, transposeOp } from '../../../../src/ops/matrix.ts';
import { norm1Op, norminfOp, normOp, softmaxOp } from '../../../../src/ops/reductions.ts';
import { sigmaOp } from '../../../../src/ops/sigma.ts';
import { gridOp } from '../../../../src/ops/structure.ts';

const column = shapeOf([2, 1]);
const matrix = shapeOf([2, 2]);
const pick = (...nodes: readonly Node[]): fc.Arbitrary<Node> => fc.constantFrom(...nodes);
const fraction = (n: number, d: number, decimal = false): Node => num(rational(BigInt(n), BigInt(d)), decimal);

const number = fc.oneof(
  fc.integer({ min: -3, max: 12 }).map(int),
  fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 2, max: 7 })).map(([n, d]) => fraction(n, d)),
  fc.constantFrom(fraction(1, 4, true), fraction(-5, 2, true), fraction(3, 100, true)),
);
const exponent = fc.oneof(
  fc.constantFrom(-2, -1, 1, 2, 3).map(int),
  fc.constantFrom(fraction(1, 2), fraction(-1, 2), fraction(3, 2), fraction(-3, 2), fraction(1, 3)),
);

const [A, B] = [sym('A', matrix), sym('B', matrix)];
/** Matrices whose inverse is far from singular, so that rounding cannot pass for a wrong reading. */
const regular = pick(
  A,
  B,
  apply(matmulOp, [A, B]),
  apply(addOp, [A, B]),
  apply(transposeOp, [A]),
  apply(matpowOp, [B, int(2)]),
);

interface Kinds {
  readonly scalar: Node;
  readonly column: Node;
  readonly matrix: Node;
}

/** Unsimplified expressions of every construct, scalars, columns and square matrices alike. */
const {
  scalar,
  column: vector,
  matrix: square,
} = fc.letrec<Kinds>((tie: fc.LetrecTypedTie<Kinds>) => {
  const [s, v, m] = [tie('scalar'), tie('column'), tie('matrix')];
  const few = (x: fc.Arbitrary<Node>): fc.Arbitrary<readonly Node[]> => fc.array(x, { minLength: 2, maxLength: 3 });
  const of1 = (op: Op, x: fc.Arbitrary<Node>): fc.Arbitrary<Node> => x.map((a) => apply(op, [a]));
  const of2 = (op: Op, x: fc.Arbitrary<Node>, y: fc.Arbitrary<Node>): fc.Arbitrary<Node> =>
    fc.tuple(x, y).map((args) => apply(op, args));
  const scaled = (x: fc.Arbitrary<Node>): fc.Arbitrary<Node> => of2(mulOp, fc.oneof(number, s), x);
  const inverted = (x: fc.Arbitrary<Node>): fc.Arbitrary<Node> => x.map((a) => apply(powOp, [a, int(-1)]));
  const transposed = of1(transposeOp, v);
  const cells = (n: number, attr: string): fc.Arbitrary<Node> =>
    fc.array(s, { minLength: n, maxLength: n }).map((args) => apply(gridOp, args, attr));
  const k = sym('k', SCALAR, true);
  return {
    scalar: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(pick(sym('x'), sym('y'), sym('z'), sym('x1'), pi, e), number),
      few(s).map((args) => apply(addOp, args)),
      few(s).map((args) => apply(addOp, args)),
      few(s).map((args) => apply(mulOp, args)),
      few(s).map((args) => apply(mulOp, args)),
      of2(powOp, s, exponent),
      of2(powOp, s, exponent),
      of2(powOp, s, s),
      of1(expOp, s),
      of1(logOp, s),
      fc.tuple(fc.constantFrom(...elementaryOps), s).map(([op, a]) => apply(op, [a])),
      fc.tuple(fc.constantFrom(maxOp, minOp), s, s).map(([op, a, b]) => apply(op, [a, b])),
      fc.tuple(fc.constantFrom(normOp, norm1Op, norminfOp, sumOp), v).map(([op, a]) => apply(op, [a])),
      of1(traceOp, m),
      of1(detOp, regular),
      of2(matmulOp, transposed, v),
      fc.tuple(transposed, m, v).map((args) => apply(matmulOp, args)),
      v.filter((a) => a.kind === 'sym').map((a) => apply(indexOp, [a, int(2)])),
      m.filter((a) => a.kind === 'sym').map((a) => apply(indexOp, [a, int(1), int(2)])),
      s.map((body) => apply(sigmaOp, [k, int(1), int(3), apply(mulOp, [body, k])])),
    ),
    column: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      pick(sym('v', column), sym('w', column)),
      few(v).map((args) => apply(addOp, args)),
      scaled(v),
      of2(matmulOp, m, v),
      of2(hadamardOp, v, fc.oneof(v, inverted(v))),
      of2(powOp, v, exponent),
      of1(expOp, v),
      of1(softmaxOp, v),
      cells(2, '2x1'),
      pick(ones(column)),
    ),
    matrix: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      pick(A, B),
      few(m).map((args) => apply(addOp, args)),
      scaled(m),
      few(m).map((args) => apply(matmulOp, args)),
      of2(matmulOp, v, transposed),
      of2(hadamardOp, m, fc.oneof(m, inverted(m))),
      of1(transposeOp, m),
      of1(invOp, regular),
      of2(matpowOp, m, fc.constantFrom(int(2), int(3))),
      cells(4, '2x2'),
      pick(eye(2), ones(matrix)),
    ),
  };
});

/** An expression that a failing test shows as text. */
export interface Shown {
  readonly node: Node;
}

export const anyExpression: fc.Arbitrary<Shown> = fc
  .oneof({ arbitrary: scalar, weight: 5 }, { arbitrary: vector, weight: 2 }, { arbitrary: square, weight: 2 })
  .map((node) => ({ node, [fc.toStringMethod]: () => printText(node) }));
