/** The table of operations, and the functions people may call by name. Adding an operation ends here. */
import { int, type Node, num } from '../ir/node.ts';
import { apply, type Op, ShapeError } from '../ir/op.ts';
import { rational } from '../ir/rational.ts';
import { isScalar, showShape } from '../ir/shape.ts';
import { addOp, expOp, hadamardOp, logOp, mulOp, powOp, sumOp } from './arithmetic.ts';
import { arrangementOps, diagOp, kronOp, vecOp } from './arrangement.ts';
import { deltaOp, eOp, eyeOp, onesOp, piOp, undefinedOp, zerosOp } from './constants.ts';
import { arg } from './define.ts';
import { absOp, cbrtOp, elementaryOps, signOp } from './elementary.ts';
import { entryOps, unitOp } from './entry.ts';
import { half } from './exact.ts';
import { maxOp, minOp } from './extremum.ts';
import { detOp, invOp, linearAlgebraOps, traceOp } from './linear-algebra.ts';
import { matmulOp, transposeOp } from './matrix.ts';
import { logsumexpOp, meanOp, norm1Op, norminfOp, normOp, reductionOps, softmaxOp } from './reductions.ts';
import { sigmaOp } from './sigma.ts';
import { structureOps } from './structure.ts';

/** Every operation, in the order in which the documentation shows them. */
export const operations: readonly Op[] = [
  piOp,
  eOp,
  addOp,
  mulOp,
  powOp,
  expOp,
  logOp,
  ...elementaryOps,
  maxOp,
  minOp,
  ...structureOps,
  ...entryOps,
  matmulOp,
  transposeOp,
  hadamardOp,
  sumOp,
  ...linearAlgebraOps,
  ...arrangementOps,
  ...reductionOps,
  eyeOp,
  zerosOp,
  onesOp,
  deltaOp,
  sigmaOp,
  undefinedOp,
];

/** A function as people call it. `make` builds the raw application and throws ShapeError on misfits. */
export interface FunctionEntry {
  readonly name: string;
  readonly arity: { readonly min: number; readonly max: number };
  readonly make: (args: readonly Node[]) => Node;
}

const MANY = Number.POSITIVE_INFINITY;
const unary = (op: Op): FunctionEntry => ({
  name: op.name,
  arity: { min: 1, max: 1 },
  make: (args) => apply(op, args),
});
const make = (name: string, min: number, max: number, build: FunctionEntry['make']): FunctionEntry => ({
  name,
  arity: { min, max },
  make: build,
});

const folded = (op: Op): FunctionEntry =>
  make(op.name, 2, MANY, (args) => args.slice(1).reduce((acc, a) => apply(op, [acc, a]), arg(args, 0)));

/** A whole-number or symbolic size as the static argument of eye, zeros, ones, unit. */
function sizeText(n: Node): string {
  if (n.kind === 'num' && n.value.d === 1n && n.approx >= 1 && n.approx <= 10_000) return `${n.approx}`;
  if (n.kind === 'sym' && !n.name.includes('x')) return n.name;
  if (n.kind === 'sym')
    throw new ShapeError({
      fault: `a size cannot be called ${n.name}`,
      hint: 'the letter x is the sign of 2x3; write eye(n)',
    });
  throw new ShapeError({ fault: 'a size must be a whole number or a letter', hint: 'write eye(3) or eye(n)' });
}

function dotProduct(args: readonly Node[]): Node {
  const [a, b] = [arg(args, 0), arg(args, 1)];
  if (isScalar(a.shape) && isScalar(b.shape)) return apply(mulOp, [a, b]);
  const lying = (x: Node): Node => (x.shape.length === 2 && x.shape[1] === 1 ? apply(transposeOp, [x]) : x);
  const standing = (x: Node): Node => (x.shape.length === 2 && x.shape[0] === 1 ? apply(transposeOp, [x]) : x);
  const result = apply(matmulOp, [lying(a), standing(b)]);
  if (!isScalar(result.shape))
    throw new ShapeError({ fault: `dot takes two vectors, not a ${showShape(a.shape)} and a ${showShape(b.shape)}` });
  return result;
}

function outerProduct(args: readonly Node[]): Node {
  const [a, b] = [arg(args, 0), arg(args, 1)];
  const standing = (x: Node): Node => (x.shape.length === 2 && x.shape[0] === 1 ? apply(transposeOp, [x]) : x);
  const lying = (x: Node): Node => (x.shape.length === 2 && x.shape[0] === 1 ? x : apply(transposeOp, [x]));
  if (isScalar(a.shape) || isScalar(b.shape)) return apply(mulOp, [a, b]);
  return apply(matmulOp, [standing(a), lying(b)]);
}

const quotient = (a: Node, b: Node): Node => apply(mulOp, [a, apply(powOp, [b, int(-1)])]);

function throughLog(x: Node | undefined, under: (square: Node) => Node): Node {
  const u = arg(x ? [x] : [], 0);
  return apply(logOp, [apply(addOp, [u, apply(powOp, [under(apply(powOp, [u, int(2)])), half])])]);
}

/** The real n-th root for a whole number n: of negative numbers too where n is odd. */
function nthRoot(args: readonly Node[]): Node {
  const [x, n] = [arg(args, 0), arg(args, 1)];
  if (n.kind !== 'num' || n.value.d !== 1n || n.approx < 2)
    throw new ShapeError({ fault: 'the degree of a root must be a whole number from 2', hint: 'write nthroot(x, 5)' });
  const power = num(rational(1n, n.value.n));
  if (n.value.n === 3n) return apply(cbrtOp, [x]);
  if (n.value.n % 2n === 0n) return apply(powOp, [x, power]);
  return apply(mulOp, [apply(signOp, [x]), apply(powOp, [apply(absOp, [x]), power])]);
}

const entries: readonly FunctionEntry[] = [
  unary(expOp),
  // log(x, b) is the logarithm to base b.
  make('log', 1, 2, (args) =>
    args.length === 1 ? apply(logOp, args) : quotient(...(args.map((a) => apply(logOp, [a])) as [Node, Node])),
  ),
  ...elementaryOps.map(unary),
  folded(maxOp),
  folded(minOp),
  make('nthroot', 2, 2, nthRoot),
  // Inverse hyperbolic functions through logarithms (DLMF 4.37.16, 4.37.19, 4.37.24).
  make('asinh', 1, 1, ([x]) => throughLog(x, (square) => apply(addOp, [square, int(1)]))),
  make('acosh', 1, 1, ([x]) => throughLog(x, (square) => apply(addOp, [square, int(-1)]))),
  make('atanh', 1, 1, (args) => {
    const x = arg(args, 0);
    const minus = apply(mulOp, [int(-1), x]);
    return apply(mulOp, [half, apply(logOp, [quotient(apply(addOp, [int(1), x]), apply(addOp, [int(1), minus]))])]);
  }),
  folded(hadamardOp),
  make('hadamardpow', 2, 2, (args) => apply(powOp, args)),
  make('sqrt', 1, 1, (args) => apply(powOp, [arg(args, 0), half])),
  ...[
    normOp,
    norm1Op,
    norminfOp,
    meanOp,
    softmaxOp,
    logsumexpOp,
    traceOp,
    detOp,
    invOp,
    transposeOp,
    diagOp,
    vecOp,
  ].map(unary),
  make('sum', 1, 1, (args) => apply(sumOp, args)),
  make('kron', 2, 2, (args) => apply(kronOp, args)),
  make('dot', 2, 2, dotProduct),
  make('outer', 2, 2, outerProduct),
  make('delta', 2, 2, (args) => apply(deltaOp, args)),
  make('eye', 1, 1, (args) => apply(eyeOp, [], sizeText(arg(args, 0)))),
  make('unit', 2, 2, (args) => apply(unitOp, [arg(args, 0)], sizeText(arg(args, 1)))),
  make('zeros', 1, 2, (args) =>
    apply(
      zerosOp,
      [],
      args
        .map(sizeText)
        .concat(args.length === 1 ? ['1'] : [])
        .join('x'),
    ),
  ),
  make('ones', 1, 2, (args) =>
    apply(
      onesOp,
      [],
      args
        .map(sizeText)
        .concat(args.length === 1 ? ['1'] : [])
        .join('x'),
    ),
  ),
];

const aliases: readonly (readonly [string, string])[] = [
  ['ln', 'log'],
  ['arcsin', 'asin'],
  ['arccos', 'acos'],
  ['arctan', 'atan'],
  ['tr', 'trace'],
  ['arcsinh', 'asinh'],
  ['arccosh', 'acosh'],
  ['arctanh', 'atanh'],
];

/** Every callable name. A Map, so that names such as `constructor` find nothing. */
export const functions: ReadonlyMap<string, FunctionEntry> = (() => {
  const map = new Map(entries.map((f) => [f.name, f]));
  for (const [alias, name] of aliases) {
    const f = map.get(name);
    if (f) map.set(alias, f);
  }
  return map;
})();
