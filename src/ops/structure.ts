/** Literal arrays `[a, b; c, d]` and tuples `(a, b)`. */
import { int, type Node } from '../ir/node.ts';
import { apply, type Kernel, type Op } from '../ir/op.ts';
import { isScalar, type Shape, shapeOf, showShape } from '../ir/shape.ts';
import { attrShape, isZero, zeros } from './constants.ts';
import { arg, atLeast, noDomain, noKinks, opHash } from './define.ts';
import { entry } from './entry.ts';

const copyKernel: Kernel = (out, args, { points }) => {
  args.forEach((a, e) => {
    out.set(a, e * points);
  });
};

function literalOp(name: 'grid' | 'tuple', tuple: boolean, source: string): Op {
  const op: Op = {
    name,
    hash: opHash(name),
    arity: atLeast(1),
    shape: (args, attr) => {
      const bad = args.find((a) => !isScalar(a.shape));
      if (bad) return { fault: `an entry of an array must be a number, not a ${showShape(bad.shape)} value` };
      const shape = tuple ? shapeOf([args.length]) : attrShape(attr);
      return shape;
    },
    build: (args, attr) =>
      args.every(isZero) ? zeros(tuple ? shapeOf([args.length]) : attrShape(attr)) : apply(op, args, attr),
    kernel: copyKernel,
    error: (outErr, _out, _args, argErrs, layout) => copyKernel(outErr, argErrs, layout),
    jvp: (node, tangents) =>
      op.build(
        tangents.map((t) => t ?? int(0)),
        node.attr,
      ),
    vjp: (node, i, g) => entry(g, indicesOf(node.shape, i)),
    entry: (node, indices) => {
      let at = 0;
      for (let k = 0; k < indices.length; k += 1) {
        const i = arg(indices, k);
        if (i.kind !== 'num') return null;
        at = at * Number(node.shape[k]) + i.approx - 1;
      }
      return arg(node.args, at);
    },
    notation: (node) => {
      if (node.shape.length > 2) return { kind: 'tensor', shape: node.shape.map(Number), entries: node.args };
      const cols = tuple ? node.args.length : Number(node.shape[1] ?? 1);
      const rows: Node[][] = [];
      for (let i = 0; i < node.args.length; i += cols) rows.push(node.args.slice(i, i + cols));
      return { kind: 'grid', rows, tuple };
    },
    domain: noDomain,
    kinks: noKinks,
    rule: { id: 'entries', name: 'entry by entry' },
    samples: [[1.5, -2, 0.25, 3, 4, 7]],
    sampleAttr: tuple ? '' : '2x3',
    source,
    binds: false,
  };
  return op;
}

/** 1-based indices of entry e (row-major). */
function indicesOf(shape: Shape, e: number): readonly Node[] {
  const out: Node[] = [];
  let rest = e;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const size = Number(shape[axis]);
    out.unshift(int((rest % size) + 1));
    rest = Math.floor(rest / size);
  }
  return out;
}

export const gridOp: Op = literalOp('grid', false, 'lecture, Jacobian');
export const tupleOp: Op = literalOp('tuple', true, 'contract, section 1');

/** A literal of the given shape, entries row-major; a 1×1 literal is its entry. */
export function grid(entries: readonly Node[], rows: number, cols: number): Node {
  if (rows * cols === 1) return arg(entries, 0);
  return gridOp.build(entries, `${rows}x${cols}`);
}

/** A literal tensor of a concrete shape, entries row-major. */
export const tensorOf = (entries: readonly Node[], shape: readonly number[]): Node =>
  shape.length === 0 ? arg(entries, 0) : gridOp.build(entries, shape.length === 1 ? `${shape[0]}x1` : shape.join('x'));

export const structureOps: readonly Op[] = [gridOp, tupleOp];
