/**
 * What a textbook does to a formula once numbers are put in: parts without variables are worked out exactly, and
 * 1x, x^1, + 0 and the like go; everything else stays as the author wrote it.
 */
import { entriesOf } from '../calculus/derive.ts';
import { simplify } from '../expr/rewrite.ts';
import { int, isNum, type Node, type Num, num } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import type { Rational } from '../ir/rational.ts';
import { concrete, isScalar } from '../ir/shape.ts';
import { add, addOp, mulOp, pow, powOp } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import { absOp } from '../ops/elementary.ts';
import { half, mulNum } from '../ops/exact.ts';
import { maxOp } from '../ops/extremum.ts';
import { gridOp } from '../ops/structure.ts';
import { determinantOf, type ExactMatrix, inverseOf } from './exact-matrix.ts';

/** The entries of a literal of numbers, or null. */
export function exactMatrix(n: Node): ExactMatrix | null {
  const shape = concrete(n.shape);
  if (shape === null || shape.length > 2) return null;
  if (n.kind === 'num') return [[n.value]];
  if (n.mask !== 0 || n.kind !== 'apply') return null;
  const values: Rational[] = [];
  for (const entry of entriesOf(n)) {
    const value = simplify(entry);
    if (value.kind !== 'num') return null;
    values.push(value.value);
  }
  const [rows = 1, cols = 1] = shape;
  return Array.from({ length: rows }, (_, i) => values.slice(i * cols, (i + 1) * cols));
}

/** The literal of a matrix of numbers; 1×1 is the number itself. */
export function matrixNode(a: ExactMatrix, decimal = false): Node {
  const entries = a.flatMap((row) => row.map((v) => num(v, decimal)));
  const [first] = entries;
  return entries.length === 1 && first ? first : literal(entries, [a.length, a[0]?.length ?? 0]);
}

/** A literal that stays one even when all entries are zero. */
export const literal = (entries: readonly Node[], shape: readonly number[]): Node =>
  apply(gridOp, entries, shape.length === 1 ? `${shape[0]}x1` : shape.join('x'));

/** The simplest exact form of a formula; arrays without variables become literals of numbers. */
export function workOut(n: Node): Node {
  return settle(simplify(n), new Map());
}

/** Works out the parts without variables, bottom-up. */
function settle(n: Node, done: Map<Node, Node>): Node {
  if (n.kind !== 'apply') return n;
  const known = done.get(n);
  if (known) return known;
  const args = n.args.map((a) => settle(a, done));
  const same = args.every((a, i) => a === n.args[i]);
  const rebuilt = same ? n : n.op.build(args, n.attr);
  const out = rebuilt.kind === 'apply' && rebuilt.mask === 0 && !rebuilt.op.binds ? constant(rebuilt) : rebuilt;
  done.set(n, out);
  return out;
}

/** An operation on numbers and literals of numbers. */
function constant(n: Node & { readonly kind: 'apply' }): Node {
  const [argument] = n.args;
  if ((n.op.name === 'inv' || n.op.name === 'det') && argument !== undefined) {
    const a = exactMatrix(argument);
    if (a !== null && n.op.name === 'det') return num(determinantOf(a));
    const inverse = a === null ? null : inverseOf(a);
    if (inverse !== null) return matrixNode(inverse);
    return n;
  }
  const root = rootPower(n);
  if (root !== null) return root;
  const shape = concrete(n.shape);
  if (shape === null) return n;
  if (argument !== undefined && !isScalar(argument.shape)) {
    const reduced = normOf(n.op.name, argument);
    if (reduced !== null) return reduced;
  }
  if (isScalar(n.shape)) return simplify(n);
  if (n.op === gridOp) return n;
  const entries = entriesOf(n).map(simplify);
  return entries.some((v) => isOp(v, 'index')) ? n : literal(entries, shape);
}

/** (b^r)^s = b^(rs) for a positive number b: sqrt(6)^2 is 6. */
function rootPower(n: Node & { readonly kind: 'apply' }): Node | null {
  const [base, outer] = n.args;
  if (n.op !== powOp || !isOp(base, powOp) || outer?.kind !== 'num') return null;
  const [number, inner] = base.args;
  const positive = number?.kind === 'num' && number.value.n > 0n && inner?.kind === 'num';
  return positive ? pow(number, mulNum(inner, outer)) : null;
}

/** Norms of literals as roots, sums and maxima of their entries; null for other operations. */
function normOf(name: string, array: Node): Node | null {
  const entries = (): readonly Node[] => entriesOf(array).map(simplify);
  const size = (v: Node): Node => absOp.build([v], '');
  if (name === 'norm') return simplify(pow(add(entries().map((v) => pow(v, int(2)))), half));
  if (name === 'norm1') return simplify(add(entries().map(size)));
  if (name === 'norminf')
    return entries()
      .map(size)
      .reduce((a, b) => maxOp.build([a, b], ''));
  return null;
}

/** What the author wrote with numbers put in, as a textbook would print it. */
export function textbook(n: Node): Node {
  return tidy(n, new Map());
}

function tidy(n: Node, done: Map<Node, Node>): Node {
  if (n.kind !== 'apply') return n;
  const known = done.get(n);
  if (known) return known;
  const out =
    n.mask === 0 && !n.op.binds
      ? workOut(n)
      : tidyApply(
          n,
          n.args.map((a) => tidy(a, done)),
        );
  done.set(n, out);
  return out;
}

function tidyApply(n: Node & { readonly kind: 'apply' }, args: readonly Node[]): Node {
  if (n.op === mulOp) return tidyProduct(args) ?? n.op.build(args, n.attr);
  if (n.op === addOp) return tidySum(args) ?? n.op.build(args, n.attr);
  const [base, exponent] = args;
  if (n.op === powOp && base && exponent) {
    if (isNum(exponent, 1)) return base;
    if (isNum(exponent, 0) || isNum(base, 1)) return n.op.build(args, n.attr);
  }
  // An argument that lost its variables (0·x) may make the whole a number.
  if (args.every((a) => a.mask === 0) && !n.op.binds) return workOut(apply(n.op, args, n.attr));
  return args.every((a, i) => a === n.args[i]) ? n : apply(n.op, args, n.attr);
}

/** One number in front, without the ones; null when the product vanishes. */
function tidyProduct(args: readonly Node[]): Node | null {
  const factors = args.flatMap((a) => (isOp(a, mulOp) ? a.args : [a]));
  let coefficient: Num = int(1);
  const rest: Node[] = [];
  for (const f of factors) {
    if (f.kind === 'num') coefficient = mulNum(coefficient, f);
    else rest.push(f);
  }
  if (coefficient.value.n === 0n) return null;
  if (rest.length === 0) return coefficient;
  const all = isNum(coefficient, 1) ? rest : [coefficient, ...rest];
  const [only] = all;
  return all.length === 1 && only ? only : apply(mulOp, all);
}

/** The terms without zeros; null when none is left. */
function tidySum(args: readonly Node[]): Node | null {
  const terms = args.flatMap((a) => (isOp(a, addOp) ? a.args : [a])).filter((t) => !isZeroValue(t));
  const [only] = terms;
  if (only === undefined) return null;
  return terms.length === 1 ? only : apply(addOp, terms);
}

/** A number or a literal that is zero throughout. */
export const isZeroValue = (n: Node): boolean =>
  isNum(n, 0) || isOp(n, 'zeros') || (isOp(n, gridOp) && n.args.every(isZeroValue));
