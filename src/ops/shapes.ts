/** Shape rules of sums and products: what fits, and what to write where it does not. */
import type { Node } from '../ir/node.ts';
import type { Op } from '../ir/op.ts';
import { isScalar, SCALAR, sameShape, shapeOf, showShape } from '../ir/shape.ts';
import { arg, only } from './define.ts';

/** Arrays of one shape, or scalars; a tuple takes the orientation of a row or column beside it. */
export function sumShape(args: readonly Node[]): ReturnType<Op['shape']> {
  let shape = arg(args, 0).shape;
  for (const a of args) {
    const s = a.shape;
    if (s === shape || sameShape(s, shape)) continue;
    if (shape.length === 1 && s.length === 2 && s.includes(1) && s.includes(shape[0] as number)) shape = s;
    else if (s.length === 1 && shape.length === 2 && shape.includes(1) && shape.includes(s[0] as number)) continue;
    else if (isScalar(s) || isScalar(shape)) {
      const array = showShape(isScalar(s) ? shape : s);
      return {
        fault: `a number and a ${array} array cannot be added`,
        hint: 'write c*ones(…) or c*I for a constant array',
      };
    } else return { fault: `a ${showShape(shape)} and a ${showShape(s)} array cannot be added` };
  }
  return shape;
}

/** Scalars and at most one array. */
export function productShape(args: readonly Node[]): ReturnType<Op['shape']> {
  const arrays = args.filter((a) => !isScalar(a.shape));
  if (arrays.length <= 1) return arrays[0]?.shape ?? SCALAR;
  return { fault: 'a product of two arrays is a matrix product', hint: 'write .* for the entry-by-entry product' };
}

/** Two arrays entry by entry; a row or column goes along the other axis. */
export function hadamardShape(args: readonly Node[]): ReturnType<Op['shape']> {
  const [a, b] = [arg(args, 0).shape, arg(args, 1).shape];
  if (sameShape(a, b)) return a;
  if (isScalar(a)) return b;
  if (isScalar(b)) return a;
  if (a.length === 2 && b.length === 2) {
    const fits = a.every((d, k) => d === b[k] || d === 1 || b[k] === 1);
    if (fits) return shapeOf(a.map((d, k) => (d === 1 ? (b[k] as number) : d)));
  }
  return { fault: `a ${showShape(a)} and a ${showShape(b)} array do not fit entry by entry` };
}

/** Of a sum of entries: a number, or a column or row of partial sums. */
export const totalShape: Op['shape'] = (args, attr) => {
  const s = only(args).shape;
  if (attr === '' || s.length < 2) return SCALAR;
  return attr === 'rows' ? shapeOf([s[0] as number, 1]) : shapeOf([1, s[1] as number]);
};
