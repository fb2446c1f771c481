/** Constants: π, e, identity, ones, zeros, unit vectors, Kronecker's delta, and "does not exist". */
import { int, isNum, type Node } from '../ir/node.ts';
import type { Notation, NotationOf } from '../ir/notation.ts';
import { apply, type Kernel, type Op } from '../ir/op.ts';
import { dim, isScalar, SCALAR, type Shape, shapeOf } from '../ir/shape.ts';
import { arg, exactly, noDomain, noKinks, opHash, plainBuild } from './define.ts';
import { noError } from './kernels.ts';

interface Constant {
  readonly name: string;
  readonly shape: Op['shape'];
  readonly kernel: Kernel;
  readonly notation: NotationOf;
  readonly entry: Op['entry'];
  readonly sampleAttr: string;
  readonly source: string;
}

/** An operation without (differentiable) arguments: its derivatives are never asked for a moving argument. */
function constantOp(c: Constant): Op {
  const never = (): never => {
    throw new RangeError(`${c.name} is a constant: nothing moves in it`);
  };
  const op: Op = {
    ...c,
    hash: opHash(c.name),
    arity: exactly(0),
    build: plainBuild(() => op),
    error: noError,
    jvp: never,
    vjp: never,
    domain: noDomain,
    kinks: noKinks,
    rule: { id: 'constant', name: 'constant rule' },
    samples: [[]],
    binds: false,
  };
  return op;
}

const scalarShape = (): Shape => SCALAR;
const scalarEntry: Op['entry'] = (node) => node;
const fill =
  (value: number): Kernel =>
  (out) => {
    out.fill(value);
  };
const written =
  (text: string, latex: string, speech: string): NotationOf =>
  (): Notation => ({ kind: 'constant', text, latex, speech });

/** The shape written in a static argument: `3`, `n`, `2x3`. */
export function attrShape(attr: string): Shape {
  return shapeOf(attr.split('x').map((d) => (/^\d+$/.test(d) ? Number(d) : d)));
}

export const attrOf = (shape: Shape): string => (shape.length === 0 ? '1x1' : shape.join('x'));

export const piOp: Op = constantOp({
  name: 'pi',
  shape: scalarShape,
  kernel: fill(Math.PI),
  notation: written('pi', '\\pi', 'pi'),
  entry: scalarEntry,
  sampleAttr: '',
  source: 'DLMF 3.12',
});

export const eOp: Op = constantOp({
  name: 'e',
  shape: scalarShape,
  kernel: fill(Math.E),
  notation: written('e', 'e', 'e'),
  entry: scalarEntry,
  sampleAttr: '',
  source: 'DLMF 4.2.11',
});

/** "Does not exist": never equal to a value, undefined at every point. */
export const undefinedOp: Op = constantOp({
  name: 'DNE',
  shape: scalarShape,
  kernel: fill(Number.NaN),
  notation: written('DNE', '\\text{does not exist}', 'does not exist'),
  entry: scalarEntry,
  sampleAttr: '',
  source: 'contract, section 1',
});

/** Identity of size `attr` ("3", "n"). */
export const eyeOp: Op = constantOp({
  name: 'eye',
  shape: (_args, attr) => {
    const n = dim(attrShape(attr), 0);
    return shapeOf([n, n]);
  },
  kernel: (out, _args, { points, shape }) => {
    const n = shape[0] ?? 1;
    out.fill(0);
    for (let i = 0; i < n; i += 1) out.fill(1, (i * n + i) * points, (i * n + i + 1) * points);
  },
  notation: (node) => ({ kind: 'constant', text: `eye(${node.attr})`, latex: 'I', speech: 'the identity matrix' }),
  entry: (node, indices) => (isScalar(node.shape) ? int(1) : delta(arg(indices, 0), arg(indices, 1))),
  sampleAttr: '3',
  source: 'Golub and Van Loan, Matrix Computations, 1.1',
});

export const zerosOp: Op = constantOp({
  name: 'zeros',
  shape: (_args, attr) => attrShape(attr),
  kernel: fill(0),
  notation: (node) => ({
    kind: 'constant',
    text: `zeros(${node.attr.replaceAll('x', ', ')})`,
    latex: '0',
    speech: 'zero',
  }),
  entry: () => int(0),
  sampleAttr: '2x3',
  source: 'Golub and Van Loan, Matrix Computations, 1.1',
});

export const onesOp: Op = constantOp({
  name: 'ones',
  shape: (_args, attr) => attrShape(attr),
  kernel: fill(1),
  notation: (node) => ({
    kind: 'constant',
    text: `ones(${node.attr.replaceAll('x', ', ')})`,
    latex: '\\mathbf{1}',
    speech: 'the all-ones array',
  }),
  entry: () => int(1),
  sampleAttr: '2x3',
  source: 'Petersen and Pedersen, The Matrix Cookbook, notation',
});

export const pi: Node = apply(piOp, []);
export const e: Node = apply(eOp, []);
export const eye = (n: number | string): Node => (n === 1 ? int(1) : apply(eyeOp, [], `${n}`));
export const zeros = (shape: Shape): Node => (isScalar(shape) ? int(0) : apply(zerosOp, [], attrOf(shape)));
export const ones = (shape: Shape): Node => (isScalar(shape) ? int(1) : apply(onesOp, [], attrOf(shape)));

/** Whether the value is zero for certain, whatever the symbols stand for. */
export const isZero = (n: Node): boolean => isNum(n, 0) || (n.kind === 'apply' && n.op === zerosOp);

/** δ_ij. Whole-number arguments; constant, so nothing moves in it. */
export const deltaOp: Op = {
  ...constantOp({
    name: 'delta',
    shape: scalarShape,
    kernel: (out, args) => {
      const [i, j] = args as [Float64Array, Float64Array];
      for (let p = 0; p < out.length; p += 1) out[p] = i[p] === j[p] ? 1 : 0;
    },
    notation: (node) => ({ kind: 'delta', indices: node.args }),
    entry: scalarEntry,
    sampleAttr: '',
    source: 'Laue, Mitterreiter, Giesen, Computing Higher Order Derivatives of Matrix and Tensor Expressions, 2018',
  }),
  arity: exactly(2),
  build: (args) => delta(arg(args, 0), arg(args, 1)),
  samples: [
    [1, 1],
    [1, 2],
  ],
};

/** δ_ij, worked out where both indices are numbers or the same. */
export function delta(i: Node, j: Node): Node {
  if (i === j) return int(1);
  if (i.kind === 'num' && j.kind === 'num') return int(i.approx === j.approx ? 1 : 0);
  return apply(deltaOp, [i, j]);
}
