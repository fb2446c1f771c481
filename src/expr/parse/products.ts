/** Products, quotients, powers and roots of values whose shapes are known. */
import { int, type Node, num } from '../../ir/node.ts';
import { apply } from '../../ir/op.ts';
import { rational } from '../../ir/rational.ts';
import { dim, isScalar, type Shape, shapeOf, showShape } from '../../ir/shape.ts';
import { expOp, hadamardOp, mulOp, powOp } from '../../ops/arithmetic.ts';
import { e, eye } from '../../ops/constants.ts';
import { absOp, cbrtOp, signOp } from '../../ops/elementary.ts';
import { divNum } from '../../ops/exact.ts';
import { invOp, matpowOp } from '../../ops/linear-algebra.ts';
import { matmulOp } from '../../ops/matrix.ts';
import { refuse, type Span } from './scope.ts';
import type { ProductSign, Syntax } from './syntax.ts';

const MINUS_ONE = int(-1);

/** One factor of a product, with the sign before it. */
export interface Factor {
  readonly tree: Syntax;
  readonly sign: ProductSign;
}

/** The factors of a product from left to right; long products must not become deep recursions. */
export function spine(t: Syntax & { readonly kind: 'product' }): readonly Factor[] {
  const factors: Factor[] = [];
  let rest: Syntax = t;
  while (rest.kind === 'product') {
    factors.push({ tree: rest.right, sign: rest.sign });
    rest = rest.left;
  }
  factors.push({ tree: rest, sign: '*' });
  return factors.reverse();
}

/** The size of an identity among factors: a square as wide as the array before it, or as high as the one behind. */
export function besideShape(nodes: readonly (Node | null)[], i: number): Shape | undefined {
  const isArray = (n: Node | null | undefined): n is Node => n !== null && n !== undefined && !isScalar(n.shape);
  const before = nodes.slice(0, i).reverse().find(isArray);
  if (before) return square(before.shape, before.shape.length - 1);
  const behind = nodes.slice(i + 1).find(isArray);
  return behind && square(behind.shape, 0);
}

function square(shape: Shape, axis: number): Shape {
  const n = dim(shape, shape.length === 2 ? axis : 0);
  return shapeOf([n, n]);
}

/** Joins the factors from left to right; a fault is put on the part of the product read so far. */
export function fold(
  factors: readonly Factor[],
  nodes: readonly Node[],
  onSpan: (span: Span, build: () => Node) => Node,
): Node {
  const [first] = nodes as readonly [Node, ...Node[]];
  const from = factors[0]?.tree.from ?? 0;
  let value: Node = first;
  // Scalars are gathered and joined once: a product of n numbers costs n steps, not n².
  let scalars: Node[] | null = null;
  const flush = (): Node => {
    if (scalars !== null) value = apply(mulOp, scalars);
    scalars = null;
    return value;
  };
  for (const [i, { tree, sign }] of factors.entries()) {
    const right = nodes[i] as Node;
    if (i === 0) continue;
    const numbers: boolean = isScalar(right.shape) && isScalar(value.shape);
    const divided: boolean = sign === '/' || sign === './';
    if (numbers && !(divided && scalars === null && value.kind === 'num' && right.kind === 'num')) {
      scalars ??= value.kind === 'apply' && value.op === mulOp ? [...value.args] : [value];
      scalars.push(divided ? reciprocal(right) : right);
    } else {
      const left = flush();
      value = onSpan({ from, to: tree.to }, () => join(sign, left, right, { from, to: tree.to }));
    }
  }
  return flush();
}

function join(sign: ProductSign, left: Node, right: Node, span: Span): Node {
  const scalar = isScalar(left.shape) || isScalar(right.shape);
  switch (sign) {
    case '/':
      return divide(left, right, span);
    case './':
      if (isScalar(right.shape)) return divide(left, right, span);
      return scalar ? multiply(left, reciprocal(right)) : apply(hadamardOp, [left, reciprocal(right)]);
    case '.*':
      return scalar ? multiply(left, right) : apply(hadamardOp, [left, right]);
    case '*':
    case 'implicit':
      return multiply(left, right);
  }
}

/** 1/x; the quotient of a number is worked out. */
const reciprocal = (x: Node): Node =>
  x.kind === 'num' && x.value.n !== 0n ? num(rational(x.value.d, x.value.n), x.decimal) : apply(powOp, [x, MINUS_ONE]);

function divide(left: Node, right: Node, span: Span): Node {
  if (!isScalar(right.shape)) {
    const square = right.shape.length === 2 && right.shape[0] === right.shape[1];
    refuse(
      'shape',
      span,
      `division by a ${showShape(right.shape)} array is not defined`,
      square ? 'write inv(A)*b, or ./ for entry by entry' : 'write ./ for entry by entry',
    );
  }
  const quotient = left.kind === 'num' && right.kind === 'num' ? divNum(left, right) : null;
  return quotient ?? multiply(left, reciprocal(right));
}

/** Scalars and scalings as products, arrays as matrix products; chains stay flat so that they print as written. */
function multiply(left: Node, right: Node): Node {
  if (isScalar(left.shape) || isScalar(right.shape)) {
    const [l, r] = isScalar(left.shape) ? [left, right] : [right, left];
    return apply(mulOp, l.kind === 'apply' && l.op === mulOp ? [...l.args, r] : [l, r]);
  }
  if (left.kind === 'apply' && left.op === mulOp) {
    const array = left.args[left.args.length - 1] as Node;
    return apply(mulOp, [...left.args.slice(0, -1), multiply(array, right)]);
  }
  const chain = left.kind === 'apply' && left.op === matmulOp ? [...left.args, right] : [left, right];
  return apply(matmulOp, chain);
}

/** Whether a number came out of a product of arrays: `x'*A*x`, also scaled. */
export const isInnerProduct = (n: Node): boolean =>
  n.kind === 'apply' && (n.op === matmulOp || (n.op === mulOp && n.args.some(isInnerProduct)));

/** base^exponent: of numbers, of square matrices, or entry by entry. */
export function raise(t: Syntax & { readonly kind: 'power' }, base: Node, exponent: Node, source: string): Node {
  if (base === e && (t.entrywise || isScalar(exponent.shape))) return apply(expOp, [exponent]);
  if (t.entrywise) return apply(powOp, [base, exponent]);
  if (!isScalar(exponent.shape)) {
    const shape = showShape(exponent.shape);
    refuse('shape', t.exponent, `an exponent is a number, not a ${shape} array`, 'write exp(x), or .^ for each entry');
  }
  if (isScalar(base.shape)) return apply(powOp, [base, exponent]);
  if (base.shape.length !== 2 || base.shape[0] !== base.shape[1]) {
    const v = source.slice(t.base.from, t.base.to);
    refuse(
      'shape',
      t,
      `a power of a ${showShape(base.shape)} array is not defined`,
      `write norm(${v})^2 for the squared length, or ${v}.^2 for each entry squared`,
    );
  }
  if (exponent.kind !== 'num' || exponent.value.d !== 1n)
    refuse('shape', t.exponent, 'the exponent of a matrix is a whole number', 'write .^ for each entry');
  return matrixPower(base, exponent.approx, t.exponent);
}

const MAX_MATRIX_POWER = 64;

function matrixPower(base: Node, k: number, span: Span): Node {
  if (Math.abs(k) > MAX_MATRIX_POWER)
    refuse('limit', span, `the exponent of a matrix is at most ${MAX_MATRIX_POWER}`, 'write .^ for each entry');
  if (k < 0) return apply(invOp, [matrixPower(base, -k, span)]);
  return k === 0 ? eye(dim(base.shape, 0)) : k === 1 ? base : apply(matpowOp, [base, int(k)]);
}

/** The real root, entry by entry. Odd roots are real for negative numbers too: sign(x)·|x|^(1/n). */
export function root(degree: number, body: Node, span: Span): Node {
  if (degree === 3) return apply(cbrtOp, [body]);
  const of = (x: Node): Node => apply(powOp, [x, num(rational(1n, BigInt(degree)))]);
  if (degree % 2 === 0) return of(body);
  if (!isScalar(body.shape)) refuse('shape', span, 'a root of this degree is taken of a number', 'write .^(1/n)');
  return apply(mulOp, [apply(signOp, [body]), of(apply(absOp, [body]))]);
}
