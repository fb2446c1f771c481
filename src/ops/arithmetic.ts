/**
 * Sums, products and powers: the commutative core. Arrays take part entry by entry in sums and powers, and a
 * product scales at most one array (written last); `hadamard` multiplies two arrays entry by entry.
 */
import { type Apply, int, isNum, makeApply, type Node, type Num } from '../ir/node.ts';
import { apply, type Op } from '../ir/op.ts';
import { isScalar, SCALAR, type Shape, sameShape } from '../ir/shape.ts';
import { type Core, joinLiterals, joinNamedPowers, negatedSum, withoutQuotient } from './cancel.ts';
import { base, collectFactors, collectTerms, compareFactors, exponent, isLeadingNegative, isOp } from './collect.ts';
import { e, isZero, ones, zeros } from './constants.ts';
import {
  arg,
  atLeast,
  elementwiseOp,
  elementwiseShape,
  exactly,
  moving,
  noDomain,
  noKinks,
  only,
  opHash,
  PLAIN,
  shapeOrThrow,
} from './define.ts';
import { isNegative, isWhole, mulNum, powNum } from './exact.ts';
import {
  ownRounding,
  powerError,
  powerKernel,
  productError,
  productKernel,
  sumError,
  sumKernel,
  totalError,
  totalKernel,
} from './kernels.ts';
import { COLUMN, OTHER_SQUARE, SQUARE, WIDE } from './sample-arrays.ts';
import { hadamardShape, productShape, sumShape, totalShape } from './shapes.ts';

const MINUS_ONE = int(-1);
/** What cancelling needs of this file; passed, because files do not import each other in circles. */
const CORE: Core = {
  add: (terms) => add(terms),
  mul: (factors) => mul(factors),
  pow: (b, x) => pow(b, x),
  hadamard: (a, b) => hadamard(a, b),
};

export const addOp: Op = {
  ...PLAIN,
  name: 'add',
  hash: opHash('add'),
  arity: atLeast(1),
  shape: sumShape,
  build: (args) => add(args),
  kernel: sumKernel,
  error: sumError,
  jvp: (_node, tangents) => add(moving(tangents)),
  vjp: (_node, _i, g) => g,
  entry: (node, indices, at) => add(node.args.map((a) => at(a, indices))),
  notation: (node) => ({ kind: 'sum', terms: node.args }),
  rule: { id: 'sum', name: 'sum rule' },
  samples: [
    [1.5, -2, 0.25],
    [SQUARE, OTHER_SQUARE],
  ],
  source: 'lecture, Differentiation Rules',
};

/** The sum in normal form: flat, like terms collected, zero dropped, a positive term first if there is one. */
export function add(terms: readonly Node[]): Node {
  if (terms.length === 1) return arg(terms, 0);
  const shape = shapeOrThrow(addOp, terms);
  const out =
    shape.length === 0 ? collectTerms(terms, addOp, mulOp) : joinLiterals(collectTerms(terms, addOp, mulOp), add);
  const first = out[0];
  if (first === undefined) return zeros(shape);
  if (out.length === 1) return first;
  if (isLeadingNegative(first)) {
    const k = out.findIndex((t) => !isLeadingNegative(t));
    if (k > 0) out.unshift(...out.splice(k, 1));
  }
  return makeApply(addOp, out, shape);
}
export const neg = (a: Node): Node => mul([MINUS_ONE, a]);
export const sub = (a: Node, b: Node): Node => add([a, neg(b)]);

export const mulOp: Op = {
  ...PLAIN,
  name: 'mul',
  hash: opHash('mul'),
  arity: atLeast(1),
  shape: productShape,
  build: (args) => mul(args),
  kernel: productKernel,
  error: productError,
  jvp: (node, tangents) =>
    add(tangents.flatMap((t, i) => (t === null ? [] : [mul(node.args.map((a, k) => (k === i ? t : a)))]))),
  vjp: (node, i, g) => {
    const others = node.args.filter((_, k) => k !== i);
    if (isScalar(g.shape) || !isScalar(arg(node.args, i).shape)) return mul([...others, g]);
    const scalars = others.filter((a) => isScalar(a.shape));
    const array = others.find((a) => !isScalar(a.shape));
    return array === undefined ? mul([...others, g]) : mul([...scalars, sumEntries(hadamard(g, array))]);
  },
  entry: (node, indices, at) => mul(node.args.map((a) => (isScalar(a.shape) ? a : at(a, indices)))),
  notation: (node) => ({ kind: 'product', factors: node.args }),
  rule: { id: 'product', name: 'product rule' },
  samples: [
    [1.5, -2, 0.25],
    [0.5, COLUMN],
  ],
  source: 'lecture, Differentiation Rules',
};

/** The product in normal form: flat, number first, equal bases joined, textbook order, array last. */
export function mul(factors: readonly Node[]): Node {
  if (factors.length === 1) return arg(factors, 0);
  const shape = shapeOrThrow(mulOp, factors);
  if (factors.some(isZero)) return zeros(shape);
  const { coefficient, scalars, array } = collectFactors(factors, mulOp, pow);
  if (coefficient.value.n === 0n) return zeros(shape);
  const one = isNum(coefficient, 1);
  if (array !== null) return scaleArray(one ? scalars : [coefficient, ...scalars], array);
  if (scalars.length === 0) return coefficient;
  const single = scalars.length === 1 ? scalars[0] : undefined;
  if (single !== undefined) {
    if (one) return single;
    if (isNum(coefficient, -1) && isOp(single, addOp)) {
      const turned = negatedSum(single, CORE);
      if (turned) return turned;
    }
  }
  if (scalars.length > 1) joinDenominators(scalars);
  if (scalars.length > 1) joinNamedPowers(scalars, CORE);
  if (scalars.length > 1) scalars.sort(compareFactors);
  const alone = scalars.length === 1 ? scalars[0] : undefined;
  if (alone !== undefined && one) return alone;
  return makeApply(mulOp, one ? scalars : [coefficient, ...scalars], SCALAR);
}

/** x/y/z as x/(y·z): factors with exponent −1 share one denominator. */
function joinDenominators(scalars: Node[]): void {
  const below = scalars.filter((f) => isOp(f, powOp) && isNum(arg(f.args, 1), -1));
  if (below.length < 2) return;
  const joined = makeApply(powOp, [mul(below.map(base)), MINUS_ONE], SCALAR);
  scalars.splice(0, scalars.length, ...scalars.filter((f) => !below.includes(f)), joined);
}

function scaleArray(scalars: readonly Node[], array: Node): Node {
  if (scalars.length === 0) return array;
  const c = scalars[0];
  const sole = scalars.length === 1 && c?.kind === 'num' ? c : null;
  if (sole && isOp(array, 'grid') && array.args.every((a) => a.kind === 'num')) {
    return makeApply(
      array.op,
      array.args.map((a) => mulNum(sole, a as Num)),
      array.shape,
      array.attr,
    );
  }
  if (sole && isNum(sole, -1) && isOp(array, addOp)) {
    const turned = negatedSum(array, CORE);
    if (turned) return turned;
  }
  const sorted = [...scalars].sort(compareFactors);
  return makeApply(mulOp, [...sorted, array], array.shape);
}
export const div = (a: Node, b: Node): Node => mul([a, pow(b, MINUS_ONE)]);
export const powOp: Op = {
  ...PLAIN,
  name: 'pow',
  hash: opHash('pow'),
  arity: exactly(2),
  shape: elementwiseShape('a power'),
  build: (args) => pow(arg(args, 0), arg(args, 1)),
  kernel: powerKernel,
  error: powerError,
  jvp: (node, tangents) => {
    const [db, dx] = tangents;
    const out: Node[] = [];
    if (db) out.push(timesEntries(powerSlope(node), db));
    if (dx) out.push(timesEntries(exponentSlope(node), dx));
    return add(out);
  },
  vjp: (node, i, g) => {
    const slope = i === 0 ? powerSlope(node) : exponentSlope(node);
    const back = timesEntries(slope, g);
    return isScalar(arg(node.args, i).shape) && !isScalar(node.shape) ? sumEntries(back) : back;
  },
  entry: (node, indices, at) => {
    const [b, x] = node.args.map((a) => (isScalar(a.shape) ? a : at(a, indices)));
    return pow(b as Node, x as Node);
  },
  notation: (node) => {
    const [b, x] = [arg(node.args, 0), arg(node.args, 1)];
    if (x.kind === 'num' && x.value.n === 1n && x.value.d === 2n && isScalar(b.shape))
      return { kind: 'root', degree: 2, radicand: b };
    return { kind: 'power', base: b, exponent: x, elementwise: !isScalar(node.shape) };
  },
  domain: (args) => {
    const [b, x] = [arg(args, 0), arg(args, 1)];
    if (x.kind !== 'num') return [{ expr: b, must: 'positive' }];
    if (x.value.d === 1n) return isNegative(x) ? [{ expr: b, must: 'nonzero' }] : [];
    return [{ expr: b, must: isNegative(x) ? 'positive' : 'nonnegative' }];
  },
  rule: { id: 'power', name: 'power rule' },
  samples: [
    [1.5, 3],
    [2.25, -0.5],
    [0.7, 1.3],
  ],
  source: 'lecture, Differentiation Rules; DLMF 4.2',
};

/** a^x·log a; 0^x is 0 wherever it is defined, and so is its derivative. */
function exponentSlope(node: Apply): Node {
  const b = arg(node.args, 0);
  return isZero(b) ? zeros(node.shape) : timesEntries(node, log(b));
}

/** n·b^(n−1), entry by entry. */
function powerSlope(node: Apply): Node {
  const [b, x] = [arg(node.args, 0), arg(node.args, 1)];
  const less = isScalar(x.shape) ? add([x, MINUS_ONE]) : sub(x, ones(x.shape));
  return timesEntries(x, pow(b, less));
}

/** The power in normal form. Rewrites keep the value, and the domain up to isolated points. */
export function pow(b: Node, x: Node): Node {
  const shape = isScalar(b.shape) && isScalar(x.shape) ? SCALAR : shapeOrThrow(powOp, [b, x]);
  if (x.kind === 'num') {
    if (isNum(x, 1)) return b;
    if (isNum(x, 0)) return ones(shape);
    if (b.kind === 'num') {
      if (b.value.n === 0n) return isNegative(x) ? makeApply(powOp, [b, x], shape) : b;
      const exact = powNum(b, x);
      if (exact) return exact;
    }
    if (isOp(b, powOp)) {
      const joined = powerOfPower(b, x);
      if (joined) return joined;
    }
    if (isWhole(x) && isOp(b, mulOp)) {
      const c = b.args[0];
      const power = c?.kind === 'num' ? powNum(c, x) : null;
      if (power) return mul([power, pow(mul(b.args.slice(1)), x)]);
    }
    if (isWhole(x) && isOp(b, expOp)) return exp(mul([x, only(b.args)]));
    if (isWhole(x) && x.value.n % 2n === 0n && isOp(b, 'abs')) return pow(only(b.args), x);
  }
  if (b === e && isScalar(x.shape)) return exp(x);
  if (isNum(b, 1)) return ones(shape);
  return makeApply(powOp, [b, x], shape);
}

/** (b^m)^x as b^(m·x) where the real domain stays (up to points): m whole, or m·x not whole. */
function powerOfPower(inner: Apply, x: Num): Node | null {
  const m = exponent(inner);
  if (m === null) return null;
  const joined = mulNum(m, x);
  const evenUnderRoot = isWhole(m) && m.value.n % 2n === 0n && !isWhole(x);
  const core = base(inner);
  const positive = core.kind === 'num' && core.value.n > 0n;
  const keeps = positive || (isWhole(m) && isWhole(x)) || (!isWhole(joined) && !evenUnderRoot);
  return keeps ? pow(core, joined) : null;
}

/** Product entry by entry, for two scalars, a scalar and an array, or two arrays. */
export const timesEntries = (a: Node, b: Node): Node =>
  isScalar(a.shape) || isScalar(b.shape) ? mul([a, b]) : hadamard(a, b);

export const hadamardOp: Op = {
  ...PLAIN,
  name: 'hadamard',
  hash: opHash('hadamard'),
  arity: exactly(2),
  shape: hadamardShape,
  build: (args) => hadamard(arg(args, 0), arg(args, 1)),
  kernel: productKernel,
  error: productError,
  jvp: (node, tangents) => add(tangents.flatMap((t, i) => (t === null ? [] : [hadamardArgs(node, i, t)]))),
  vjp: (node, i, g) => reduceTo(arg(node.args, i).shape, timesEntries(g, arg(node.args, 1 - i))),
  entry: (node, indices, at) =>
    mul(
      node.args.map((a) =>
        isScalar(a.shape)
          ? a
          : at(
              a,
              indices.map((k, axis) => (a.shape[axis] === 1 ? int(1) : k)),
            ),
      ),
    ),
  notation: (node) => ({ kind: 'infix', sign: 'hadamard', operands: node.args }),
  rule: { id: 'product', name: 'product rule, entry by entry' },
  samples: [
    [SQUARE, OTHER_SQUARE],
    [WIDE, COLUMN],
  ],
  source: 'Petersen and Pedersen, The Matrix Cookbook, 9.1',
};

const hadamardArgs = (node: Apply, i: number, t: Node): Node =>
  i === 0 ? timesEntries(t, arg(node.args, 1)) : timesEntries(arg(node.args, 0), t);

/** Sums a broadcast cotangent back to the shape of the argument it belongs to. */
function reduceTo(shape: Shape, g: Node): Node {
  if (sameShape(shape, g.shape)) return g;
  if (isScalar(shape)) return sumEntries(g);
  return sumEntries(g, shape[0] === 1 ? 'columns' : 'rows');
}

/** a .* b with scalars pulled to the front and all-ones arrays dropped. */
export function hadamard(a: Node, b: Node): Node {
  const shape = shapeOrThrow(hadamardOp, [a, b]);
  if (isScalar(a.shape) || isScalar(b.shape)) return mul([a, b]);
  if (isZero(a) || isZero(b)) return zeros(shape);
  if (isOp(a, 'ones') && sameShape(b.shape, shape)) return b;
  if (isOp(b, 'ones') && sameShape(a.shape, shape)) return a;
  const pull = (n: Node): { s: readonly Node[]; m: Node } =>
    isOp(n, mulOp) ? { s: n.args.slice(0, -1), m: arg(n.args, n.args.length - 1) } : { s: [], m: n };
  const [pa, pb] = [pull(a), pull(b)];
  const scalars = [...pa.s, ...pb.s];
  if (scalars.length > 0) return mul([...scalars, hadamard(pa.m, pb.m)]);
  if (a === b) return pow(a, int(2));
  return withoutQuotient(a, b, CORE) ?? withoutQuotient(b, a, CORE) ?? makeApply(hadamardOp, [a, b], shape);
}

/** Sum of all entries (attr ""), of each row ("rows" → m×1) or of each column ("columns" → 1×n). */
export const sumOp: Op = {
  ...PLAIN,
  name: 'sum',
  hash: opHash('sum'),
  arity: exactly(1),
  shape: totalShape,
  build: (args, attr) => sumEntries(only(args), attr),
  kernel: totalKernel,
  error: totalError,
  jvp: (node, tangents) => sumEntries(only(moving(tangents)), node.attr),
  vjp: (node, _i, g) => timesEntries(ones(only(node.args).shape), g),
  entry: (node, _indices, _at) => node,
  notation: (node) => ({
    kind: 'call',
    name: 'sum',
    latex: '\\operatorname{sum}',
    speech: 'the sum of the entries',
    args: node.args,
  }),
  rule: { id: 'sum', name: 'sum rule' },
  samples: [[WIDE]],
  source: 'lecture, Differentiation Rules',
};

export function sumEntries(a: Node, along = ''): Node {
  if (isScalar(a.shape)) return a;
  if (isZero(a)) return int(0);
  if (along === '' && isOp(a, 'grid')) return add(a.args);
  if (along === '' && isOp(a, mulOp)) return mul([...a.args.slice(0, -1), sumEntries(arg(a.args, a.args.length - 1))]);
  return apply(sumOp, [a], along);
}

export const expOp: Op = elementwiseOp({
  name: 'exp',
  value: Math.exp,
  slope: (_x, y) => y,
  rounding: ownRounding,
  derivative: (_x, y) => y,
  scaled: timesEntries,
  rewrite: (x) => (isNum(x, 0) ? int(1) : isNum(x, 1) ? e : null),
  notation: (node) => ({ kind: 'call', name: 'exp', latex: '\\exp', speech: 'the exponential', args: node.args }),
  domain: noDomain,
  kinks: noKinks,
  rule: { id: 'exp', name: 'derivative of exp' },
  samples: [-1.25, 0.5, 2],
  source: 'DLMF 4.7.3',
});
export const exp = (x: Node): Node => expOp.build([x], '');
export const logOp: Op = elementwiseOp({
  name: 'log',
  value: Math.log,
  slope: (x) => 1 / x,
  rounding: ownRounding,
  derivative: (x) => pow(x, MINUS_ONE),
  scaled: timesEntries,
  rewrite: (x) => (isNum(x, 1) ? int(0) : x === e ? int(1) : isOp(x, expOp) ? only(x.args) : null),
  notation: (node) => ({ kind: 'call', name: 'log', latex: '\\log', speech: 'the natural logarithm', args: node.args }),
  domain: (args) => [{ expr: only(args), must: 'positive' }],
  kinks: noKinks,
  rule: { id: 'log', name: 'derivative of log' },
  samples: [0.3, 1.5, 4],
  source: 'DLMF 4.7.1',
});
export const log = (x: Node): Node => logOp.build([x], '');

/** A constant beside x: the number itself for a scalar, c·ones for an array. */
export const like = (x: Node, c: number): Node => mul([int(c), ones(x.shape)]);
