/**
 * Derivatives of scalars, vectors and matrices in scalars, vectors and matrices, of order 1 to 3, with the
 * shapes of the contract (section 2). Matrix notation where one exists, literal entries where the sizes are
 * numbers, index notation with Kronecker deltas otherwise
 * (Laue, Mitterreiter, Giesen, Computing Higher Order Derivatives of Matrix and Tensor Expressions, 2018).
 */

import { simplify, substitute } from '../expr/rewrite.ts';
import { dependsOn, int, type Node, type Sym, sym } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import {
  axesOf,
  concrete,
  type Dim,
  dim,
  entryCount,
  isColumn,
  isRow,
  isScalar,
  isVector,
  SCALAR,
  type Shape,
  shapeOf,
} from '../ir/shape.ts';
import { isOp } from '../ops/collect.ts';
import { zeros } from '../ops/constants.ts';
import { entry, unitOp } from '../ops/entry.ts';
import { product, transpose } from '../ops/matrix.ts';
import { grid, tensorOf } from '../ops/structure.ts';
import { coefficientOf } from './linear-form.ts';
import { toMatrixForm } from './matrix-form.ts';
import { derivative, pushforward, reverseGradient } from './modes.ts';

export type LayoutRule = 'numerator' | 'denominator';

export interface DeriveOptions {
  readonly order: 1 | 2 | 3;
  readonly layout: LayoutRule;
}

/** A derivative. `indices` names the free indices when `node` is one entry of the result (index notation). */
export interface Derivative {
  readonly node: Node;
  readonly shape: Shape;
  readonly indices: readonly Sym[] | null;
}

/** Results with more entries than this are refused (contract, limits). */
export const ENTRY_LIMIT = 10_000;

/** A derivative that this engine cannot write down; the message is for people. */
export class DeriveError extends Error {
  override readonly name = 'DeriveError';
}

const NUMERATOR: DeriveOptions = { order: 1, layout: 'numerator' };

/**
 * d^k f / d wrt^k. Several scalar variables count as one vector; one array variable is taken as it is; several
 * names of other shapes are stacked entry by entry in their order. Throws DeriveError where the result has no
 * form (symbolic sizes in a stack) or too many entries.
 */
export function derive(f: Node, wrt: readonly Sym[], options: DeriveOptions = NUMERATOR): Derivative {
  const result = deriveNumerator(simplify(f), wrt, options.order);
  return options.layout === 'numerator' ? result : toDenominator(result, f.shape, wrt, options.order);
}

function deriveNumerator(f: Node, wrt: readonly Sym[], order: 1 | 2 | 3): Derivative {
  const only = wrt.length === 1 ? wrt[0] : undefined;
  if (only && isScalar(only.shape)) return inOneScalar(f, only, order);
  const resultShape = numeratorShape(f.shape, wrt, order);
  if (wrt.every((s) => isScalar(s.shape)))
    return { node: inScalars(f, wrt, order, resultShape), shape: resultShape, indices: null };
  if (!only) return { node: inStack(f, wrt, order, resultShape), shape: resultShape, indices: null };
  return inArray(f, only, order, resultShape);
}

/** The shape of the k-th derivative in numerator layout (contract, section 2). */
export function numeratorShape(f: Shape, wrt: readonly Sym[], order: number): Shape {
  const first = wrt[0];
  const single = wrt.length === 1 && first ? first.shape : null;
  if (single && isScalar(single)) return f;
  const inputs: readonly Dim[] = single ? axesOf(single) : [stackLength(wrt)];
  const outputs = isVector(f) ? axesOf(f) : f;
  const repeated = Array.from({ length: order }, () => inputs).flat();
  // A gradient is a row; order 2 of a scalar is the n×n Hessian.
  if (isScalar(f) && inputs.length === 1 && order === 1) return shapeOf([1, inputs[0] as Dim]);
  return shapeOf([...outputs, ...repeated]);
}

function stackLength(wrt: readonly Sym[]): Dim {
  let n = 0;
  for (const s of wrt) {
    const c = concrete(s.shape);
    if (c === null) throw new DeriveError(`the size of ${s.name} must be a number where several names are stacked`);
    n += entryCount(c);
  }
  return n;
}

function inOneScalar(f: Node, x: Sym, order: number): Derivative {
  let d = f;
  for (let k = 0; k < order; k += 1) d = tidy(derivative(d, x));
  if (isRow(f.shape) || f.shape.length === 1) d = asColumn(d);
  return { node: d, shape: d.shape, indices: null };
}

const tidy = (n: Node): Node => toMatrixForm(simplify(n));

const asColumn = (v: Node): Node => (isRow(v.shape) ? transpose(v) : v.shape.length === 1 ? columnFrom(v) : v);

function columnFrom(v: Node): Node {
  const n = dim(v.shape, 0);
  if (typeof n !== 'number') return v;
  return grid(
    Array.from({ length: n }, (_, i) => entry(v, [int(i + 1)])),
    n,
    1,
  );
}

/** The entries of a value of concrete shape, row-major. */
export function entriesOf(f: Node): readonly Node[] {
  const s = concrete(f.shape);
  if (s === null) throw new DeriveError('the sizes must be numbers here');
  const count = entryCount(s);
  if (count > ENTRY_LIMIT) throw new DeriveError(`a result of ${count} entries is more than ${ENTRY_LIMIT}`);
  const out: Node[] = [];
  for (let e = 0; e < count; e += 1) out.push(entry(f, indicesAt(s, e).map(int)));
  return out;
}

/** 1-based indices of row-major entry e. */
export function indicesAt(shape: readonly number[], e: number): readonly number[] {
  const out: number[] = [];
  let rest = e;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const size = shape[axis] as number;
    out.unshift((rest % size) + 1);
    rest = Math.floor(rest / size);
  }
  return out;
}

function inScalars(f: Node, wrt: readonly Sym[], order: number, shape: Shape): Node {
  let values = entriesOf(f);
  for (let k = 0; k < order; k += 1) values = values.flatMap((v) => wrt.map((x) => tidy(derivative(v, x))));
  return literal(values, shape);
}

function literal(values: readonly Node[], shape: Shape): Node {
  const s = concrete(shape);
  if (s === null) throw new DeriveError('the sizes must be numbers here');
  if (entryCount(s) > ENTRY_LIMIT)
    throw new DeriveError(`a result of ${entryCount(s)} entries is more than ${ENTRY_LIMIT}`);
  return tensorOf(values, s);
}

/** Every entry of every name is a scalar variable of its own, in order. */
function inStack(f: Node, wrt: readonly Sym[], order: number, shape: Shape): Node {
  let values: readonly Node[] = entriesOf(f);
  for (let k = 0; k < order; k += 1) {
    values = values.flatMap((v) =>
      wrt.flatMap((s) => (isScalar(s.shape) ? [tidy(derivative(v, s))] : entryDerivatives(v, s))),
    );
  }
  return literal(values, shape);
}

/** Derivatives of a scalar in each entry of one array symbol (row-major). */
function entryDerivatives(v: Node, x: Sym): readonly Node[] {
  const count = entryCount(concrete(x.shape) ?? []);
  if (!dependsOn(v, x)) return Array.from({ length: count }, () => int(0));
  const gradient = tidy(reverseGradient(v, [x])[0] ?? zeros(x.shape));
  return entriesOf(gradient).map(tidy);
}

/** In one array variable: matrix notation, else entries, else index notation. */
function inArray(f: Node, x: Sym, order: number, shape: Shape): Derivative {
  const column = asColumnVariable(f, x);
  if (column) {
    const m = inColumn(column.f, column.x, order);
    if (m) return { node: column.back(m), shape, indices: null };
  } else if (isScalar(f.shape) && order === 1) {
    const g = tidy(reverseGradient(f, [x])[0] ?? zeros(x.shape));
    if (!mentionsUnit(g)) return { node: g, shape, indices: null };
  }
  const indexed = indexForm(f, x, order);
  const s = concrete(shape);
  if (s === null) return { ...indexed, shape };
  if (entryCount(s) > ENTRY_LIMIT)
    throw new DeriveError(`a result of ${entryCount(s)} entries is more than ${ENTRY_LIMIT}`);
  return { node: spelledOut(indexed, f.shape, x.shape, order, s), shape, indices: null };
}

/** Rows and tuples are differentiated as columns: the result's shape is the same (contract, section 2). */
function asColumnVariable(f: Node, x: Sym): { f: Node; x: Sym; back: (m: Node) => Node } | null {
  if (!isVector(x.shape) || !(isScalar(f.shape) || isVector(f.shape))) return null;
  const n = axesOf(x.shape)[0] as Dim;
  const fc = isRow(f.shape) ? transpose(f) : f.shape.length === 1 && concrete(f.shape) ? columnFrom(f) : f;
  if (isColumn(x.shape)) return { f: fc, x, back: (m) => m };
  if (!isRow(x.shape)) return null;
  const standIn = sym(x.name, shapeOf([n, 1]));
  const lying = substitute(fc, new Map([[x.name, transpose(standIn)]]));
  return { f: lying, x: standIn, back: (m) => substitute(m, new Map([[x.name, transpose(x)]])) };
}

/** Gradient row, Jacobian or Hessian in matrix notation; null where there is none. */
function inColumn(f: Node, x: Sym, order: number): Node | null {
  if (isScalar(f.shape)) {
    const g = tidy(reverseGradient(f, [x])[0] ?? zeros(x.shape));
    if (mentionsUnit(g)) return null;
    if (order === 1) return tidy(transpose(g));
    return order === 2 ? columnJacobian(g, x) : null;
  }
  return order === 1 && isColumn(f.shape) ? columnJacobian(f, x) : null;
}

function columnJacobian(f: Node, x: Sym): Node | null {
  const dx = sym(`d${x.name}`, x.shape);
  const differential = pushforward(f, new Map([[x, dx]]));
  if (differential === null) return zeros(shapeOf([dim(f.shape, 0), dim(x.shape, 0)]));
  const m = coefficientOf(tidy(differential), dx);
  return m && !dependsOn(m, dx) && !mentionsUnit(m) ? tidy(m) : null;
}

function mentionsUnit(n: Node): boolean {
  const seen = new Set<Node>();
  const visit = (m: Node): boolean => {
    if (m.kind !== 'apply' || seen.has(m)) return false;
    seen.add(m);
    return m.op === unitOp || isOp(m, 'index') || m.args.some(visit);
  };
  return visit(n);
}

const OUTPUT_NAMES = ['p', 'q'] as const;
const INPUT_NAMES = ['i', 'j', 's', 't', 'a', 'b'] as const;

/** ∂^k f_{pq…} / ∂x_{ij…}: the derivative along basis arrays, entry by entry. */
export function indexForm(f: Node, x: Sym, order: number, names?: readonly Sym[]): Derivative {
  const outAxes = axesOf(f.shape).length;
  const inAxes = axesOf(x.shape).length;
  const used = new Set<string>();
  const fresh = (name: string): Sym => {
    let n: string = name;
    while (used.has(n) || occurs(f, n)) n = `${n}'`.replace("'", '0');
    used.add(n);
    return sym(n, SCALAR, true);
  };
  const outs = OUTPUT_NAMES.slice(0, outAxes).map((n, i) => names?.[i] ?? fresh(n));
  const ins = Array.from(
    { length: order * inAxes },
    (_, k) => names?.[outAxes + k] ?? fresh(INPUT_NAMES[k] ?? `i${k}`),
  );
  let d: Node | null = f;
  for (let k = 0; k < order && d !== null; k += 1) {
    d = pushforward(d, new Map([[x, basis(x.shape, ins.slice(k * inAxes, (k + 1) * inAxes))]]));
  }
  const value = d === null ? int(0) : tidy(entry(simplify(d), outIndices(f.shape, outs)));
  return { node: value, shape: numeratorShape(f.shape, [x], order), indices: [...outs, ...ins] };
}

function occurs(f: Node, name: string): boolean {
  return f.kind === 'sym' ? f.name === name : f.kind === 'apply' && f.args.some((a) => occurs(a, name));
}

const outIndices = (shape: Shape, outs: readonly Node[]): readonly Node[] =>
  isColumn(shape) ? [outs[0] as Node, int(1)] : isRow(shape) ? [int(1), outs[0] as Node] : outs;

/** The array with a single 1 at the indices. */
function basis(shape: Shape, at: readonly Sym[]): Node {
  const unit = (i: Node, n: Dim): Node => (n === 1 ? int(1) : apply(unitOp, [i], `${n}`));
  const [i, j] = [at[0] as Node, at[1]];
  if (isRow(shape)) return transpose(unit(i, dim(shape, 1)));
  if (isVector(shape)) return unit(i, dim(shape, 0));
  return product([unit(i, dim(shape, 0)), transpose(unit(j as Node, dim(shape, 1)))]);
}

function spelledOut(d: Derivative, out: Shape, input: Shape, order: number, shape: readonly number[]): Node {
  const axes = [...axesOf(out), ...Array.from({ length: order }, () => axesOf(input)).flat()].map(Number);
  const values: Node[] = [];
  for (let e = 0; e < entryCount(axes); e += 1) {
    const at = indicesAt(axes, e);
    values.push(tidy(substitute(d.node, new Map((d.indices ?? []).map((s, k) => [s.name, int(at[k] as number)])))));
  }
  return tensorOf(values, shape);
}

/** Denominator layout: the input's axes come first. */
function toDenominator(d: Derivative, f: Shape, wrt: readonly Sym[], order: number): Derivative {
  // A single scalar has no axes to put first.
  const inScalar = wrt.length === 1 && wrt.every((s) => isScalar(s.shape));
  if (order !== 1 || d.shape.length === 0 || inScalar) return d;
  if (d.indices !== null) {
    const outs = axesOf(f).length;
    const shape = shapeOf([...d.shape.slice(outs), ...d.shape.slice(0, outs)]);
    return { node: d.node, shape, indices: [...d.indices.slice(outs), ...d.indices.slice(0, outs)] };
  }
  const isOwnShape = isScalar(f) && !isRow(d.shape);
  if (isOwnShape) return d;
  if (d.shape.length === 2) {
    const node = transpose(d.node);
    return { node, shape: node.shape, indices: null };
  }
  return permuted(d, axesOf(f).length);
}

function permuted(d: Derivative, outs: number): Derivative {
  const from = (concrete(d.shape) ?? []) as readonly number[];
  const to = [...from.slice(outs), ...from.slice(0, outs)];
  const values = Array.from({ length: entryCount(to) }, (_, e) => {
    const at = indicesAt(to, e);
    return entry(d.node, [...at.slice(to.length - outs), ...at.slice(0, to.length - outs)].map(int));
  });
  return { node: tensorOf(values, to), shape: shapeOf(to), indices: null };
}
