/**
 * Reading a Jacobian off a differential: a value linear in dx is brought to the form M·dx, and M is the
 * Jacobian (Magnus and Neudecker, Matrix Differential Calculus, ch. 9: the first identification theorem).
 */
import { dependsOn, type Node, type Sym } from '../ir/node.ts';
import { dim, isColumn, isRow, isScalar, shapeOf } from '../ir/shape.ts';
import { add, mul } from '../ops/arithmetic.ts';
import { diag } from '../ops/arrangement.ts';
import { isOp } from '../ops/collect.ts';
import { eye, ones, zeros } from '../ops/constants.ts';
import { product, transpose } from '../ops/matrix.ts';

/**
 * M with `value = M·dx`, for a column or scalar value linear in the column dx; null where no matrix notation
 * is known. M is m×n (1×n for a scalar).
 */
export function coefficientOf(value: Node, dx: Sym): Node | null {
  const n = dim(dx.shape, 0);
  if (!dependsOn(value, dx)) return zeros(shapeOf([isScalar(value.shape) ? 1 : dim(value.shape, 0), n]));
  if (value === dx) return eye(n);
  if (!isScalar(value.shape) && !isColumn(value.shape)) return null;
  if (value.kind !== 'apply') return null;
  if (isOp(value, 'add')) {
    const parts = value.args.map((t) => coefficientOf(t, dx));
    return parts.every((p) => p !== null) ? add(parts) : null;
  }
  if (isOp(value, 'mul')) return ofProduct(value.args, dx);
  if (isOp(value, 'matmul')) return ofChain(value.args, isScalar(value.shape), dx);
  if (isOp(value, 'hadamard')) return ofHadamard(value.args as readonly [Node, Node], dx);
  if (isOp(value, 'sum') && value.attr === '') {
    const inside = value.args[0] as Node;
    if (isRow(inside.shape)) return ofScalar(product([inside, ones(shapeOf([dim(inside.shape, 1), 1]))]), dx);
    if (!isColumn(inside.shape)) return null;
    const m = coefficientOf(inside, dx);
    return m && product([ones(shapeOf([1, dim(inside.shape, 0)])), m]);
  }
  return null;
}

const ofScalar = (n: Node, dx: Sym): Node | null => coefficientOf(n, dx);

function ofProduct(factors: readonly Node[], dx: Sym): Node | null {
  const moving = factors.filter((f) => dependsOn(f, dx));
  const still = factors.filter((f) => !dependsOn(f, dx));
  const m = moving.length === 1 ? coefficientOf(moving[0] as Node, dx) : null;
  if (m === null) return null;
  const array = still.find((f) => !isScalar(f.shape));
  const scalars = still.filter((f) => isScalar(f.shape));
  // A scalar s = r·dx times a column v: v·s = (v·r)·dx.
  return array === undefined ? mul([...scalars, m]) : mul([...scalars, product([array, m])]);
}

function ofChain(chain: readonly Node[], scalar: boolean, dx: Sym): Node | null {
  const at = chain.findIndex((f) => dependsOn(f, dx));
  if (chain.slice(at + 1).some((f) => dependsOn(f, dx))) return null;
  const factor = chain[at] as Node;
  const left = chain.slice(0, at);
  const right = chain.slice(at + 1);
  if (right.length === 0) {
    if (!isColumn(factor.shape)) return null;
    const m = coefficientOf(factor, dx);
    return m && product([...left, m]);
  }
  // A number is its own transpose: aᵀ… with dxᵀ inside becomes …dx at the end.
  if (scalar)
    return coefficientOf(
      product(
        [...right]
          .reverse()
          .map(transpose)
          .concat(transpose(factor), [...left].reverse().map(transpose)),
      ),
      dx,
    );
  return null;
}

function ofHadamard([a, b]: readonly [Node, Node], dx: Sym): Node | null {
  const [still, moving] = dependsOn(a, dx) ? [b, a] : [a, b];
  if (dependsOn(still, dx) || !isColumn(still.shape) || !isColumn(moving.shape)) return null;
  const m = coefficientOf(moving, dx);
  return m && product([diag(still), m]);
}
