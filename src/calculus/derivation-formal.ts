/**
 * Derivatives and differentials that are written but not yet worked out: the unfinished parts of the lines of a
 * derivation. They print as ∂f/∂x and dx, and `workedOut` turns them into values.
 */

import { latexName, spokenName } from '../expr/print/names.ts';
import { substituteRaw } from '../expr/rewrite.ts';
import { type Apply, dependsOn, makeApply, type Node, type Sym, sym } from '../ir/node.ts';
import { apply, type Op } from '../ir/op.ts';
import { axesOf, dim, isColumn, isRow, isScalar, isVector, SCALAR, type Shape, shapeOf } from '../ir/shape.ts';
import { zeros } from '../ops/constants.ts';
import { arg, atLeast, exactly, noDomain, noKinks, opHash } from '../ops/define.ts';
import { unitOp } from '../ops/entry.ts';
import { product, transpose } from '../ops/matrix.ts';
import { derive, numeratorShape } from './derive.ts';
import { derivative, pushforward } from './modes.ts';

/** Formal operations have no numbers of their own and are replaced before anything is evaluated. */
const unworked = (): never => {
  throw new RangeError('a formal derivative must be worked out before it is used');
};

const formal = {
  kernel: unworked,
  error: unworked,
  jvp: unworked,
  vjp: unworked,
  entry: () => null,
  domain: noDomain,
  kinks: noKinks,
  samples: [],
  sampleAttr: '',
  binds: false,
} as const;

/** The variables of a gradient or Jacobian, written as a tuple; entries may be arrays. */
const variablesOp: Op = {
  ...formal,
  name: 'variables',
  hash: opHash('variables'),
  arity: atLeast(1),
  shape: (args) => shapeOf([args.length]),
  build: (args) => apply(variablesOp, args),
  notation: (node) => ({ kind: 'grid', rows: [node.args], tuple: true }),
  rule: { id: 'variables', name: 'variables' },
  source: 'lecture, Jacobian',
};

const symsOf = (wrt: Node): readonly Sym[] =>
  wrt.kind === 'sym' ? [wrt] : wrt.kind === 'apply' ? wrt.args.filter((a) => a.kind === 'sym') : [];

/**
 * ∂f/∂x: arguments f, then one variable per order, each a symbol, several symbols, or an entry of one
 * (`R[i, j]`). The attribute "denominator" puts the variables' axes first.
 */
export const derivativeOp: Op = {
  ...formal,
  name: 'derivative',
  hash: opHash('derivative'),
  arity: atLeast(2),
  shape: (args, attr) => formalShape(arg(args, 0), args.slice(1), attr),
  build: (args, attr) => apply(derivativeOp, args, attr),
  notation: (node) => ({ kind: 'derivative', of: arg(node.args, 0), wrt: node.args.slice(1), total: false }),
  rule: { id: 'derivative', name: 'definition of the derivative' },
  source: 'lecture, Partial Derivative',
};

function formalShape(f: Node, wrt: readonly Node[], attr: string): Shape {
  if (wrt.some((w) => w.kind === 'apply' && w.op.name === 'index')) return f.shape;
  const symbols = symsOf(arg(wrt, 0));
  if (attr !== '') return derive(f, symbols, { order: 1, layout: 'denominator' }).shape;
  // In one scalar, rows and tuples become columns (contract, section 2).
  const inScalar = symbols.length === 1 && symbols.every((s) => isScalar(s.shape));
  return inScalar && isVector(f.shape)
    ? shapeOf([dim(axesOf(f.shape), 0), 1])
    : numeratorShape(f.shape, symbols, wrt.length);
}

/** ∂f/∂x, or higher: one entry of `wrt` per order. */
export const formalDerivative = (f: Node, wrt: readonly Node[], attr = ''): Node =>
  apply(derivativeOp, [f, ...wrt], attr);

/** The variables as the derivative names them: the symbol alone, or the tuple of several. */
export const variablesOf = (wrt: readonly Sym[]): Node => (wrt.length === 1 ? arg(wrt, 0) : apply(variablesOp, wrt));

/** dx of a symbol, or d(f) of an expression. */
export const differentialOp: Op = {
  ...formal,
  name: 'differential',
  hash: opHash('differential'),
  arity: exactly(1),
  shape: (args) => arg(args, 0).shape,
  build: (args) => apply(differentialOp, args),
  notation: (node) => {
    const of = arg(node.args, 0);
    return of.kind === 'sym'
      ? {
          kind: 'constant',
          text: `d${of.name}`,
          latex: `\\mathrm{d}${latexName(of.name)}`,
          speech: `d ${spokenName(of.name)}`,
        }
      : { kind: 'call', name: 'd', latex: '\\mathrm{d}', speech: 'the differential', args: node.args };
  },
  rule: { id: 'differential', name: 'differential' },
  source: 'Magnus and Neudecker, Matrix Differential Calculus, ch. 5',
};

/** The symbol that stands for the differential of x while a line is worked out. */
export const differentialSymbol = (x: Sym): Sym => sym(`d ${x.name}`, x.shape);

/** Symbols `d x` written as differentials dx, nothing else changed. */
export function written(n: Node): Node {
  if (n.kind === 'sym') return n.name.startsWith('d ') ? apply(differentialOp, [sym(n.name.slice(2), n.shape)]) : n;
  if (n.kind === 'num' || n.args.length === 0) return n;
  const args = n.args.map(written);
  return args.every((a, i) => a === n.args[i]) ? n : makeApply(n.op, args, n.shape, n.attr);
}

/**
 * Every formal derivative worked out and every differential dx turned into the symbol `d x`; d(f) becomes the
 * pushforward of f along those symbols, after the names in it have been replaced by what they stand for.
 */
export function workedOut(root: Node, wrt: readonly Sym[], names: ReadonlyMap<string, Node> = new Map()): Node {
  const done = new Map<Node, Node>();
  const visit = (n: Node): Node => {
    if (n.kind !== 'apply') return n;
    const known = done.get(n);
    if (known) return known;
    const out = work(n);
    done.set(n, out);
    return out;
  };
  const work = (n: Apply): Node => {
    if (n.op === derivativeOp) return workDerivative(visit(arg(n.args, 0)), n.args.slice(1), n.attr);
    if (n.op === differentialOp) {
      const of = arg(n.args, 0);
      if (of.kind === 'sym') return differentialSymbol(of);
      const seeds = new Map(wrt.map((s): [Sym, Node] => [s, differentialSymbol(s)]));
      return pushforward(substituteRaw(visit(of), names), seeds) ?? zeros(of.shape);
    }
    const args = n.args.map(visit);
    return args.every((a, i) => a === n.args[i]) ? n : apply(n.op, args, n.attr);
  };
  return visit(root);
}

function workDerivative(f: Node, wrt: readonly Node[], attr: string): Node {
  const first = arg(wrt, 0);
  const same = wrt.every((w) => w === first);
  if (same && !(first.kind === 'apply' && first.op.name === 'index')) {
    const order = wrt.length === 3 ? 3 : wrt.length === 2 ? 2 : 1;
    const d = derive(f, symsOf(first), { order, layout: attr === 'denominator' ? 'denominator' : 'numerator' });
    if (d.indices !== null) throw new RangeError('a derivative in index form has no value as a whole');
    return d.node;
  }
  return wrt.reduce<Node>((g, w) => (w.kind === 'sym' ? derivative(g, w) : alongEntry(g, w)), f);
}

/** The derivative in one entry of an array: along the array with a single 1 there. */
export function alongEntry(f: Node, entry: Node): Node {
  const x = entry.kind === 'apply' ? arg(entry.args, 0) : entry;
  if (entry.kind !== 'apply' || x.kind !== 'sym' || !dependsOn(f, x)) return zeros(f.shape);
  return pushforward(f, new Map([[x, basisArray(x.shape, entry.args.slice(1))]])) ?? zeros(f.shape);
}

/** The array with a single 1 at the indices. */
export function basisArray(shape: Shape, at: readonly Node[]): Node {
  if (shape === SCALAR) return zeros(shape);
  const unit = (i: Node, axis: number): Node => apply(unitOp, [i], `${dim(shape, axis)}`);
  if (isRow(shape)) return transpose(unit(arg(at, at.length - 1), 1));
  if (isColumn(shape) || shape.length === 1) return unit(arg(at, 0), 0);
  return product([unit(arg(at, 0), 0), transpose(unit(arg(at, 1), 1))]);
}
