/** The number (or array of numbers) that a derivative has at a point; none where it does not exist. */
import { nearest } from '../base/nearest.ts';
import { failure, type Result, success } from '../base/result.ts';
import { evaluate } from '../expr/evaluate.ts';
import { normalizeName } from '../expr/parse/names.ts';
import { parseExpression, type Scope } from '../expr/parse/parse.ts';
import { bindSizes, simplify, substitute } from '../expr/rewrite.ts';
import { int, type Node, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { bindShape, concrete, entryCount, type Shape, sameShape, shapeOf, showShape } from '../ir/shape.ts';
import { add, mul } from '../ops/arithmetic.ts';
import { ones } from '../ops/constants.ts';
import { signOp } from '../ops/elementary.ts';
import { entry } from '../ops/entry.ts';
import { half } from '../ops/exact.ts';
import { tensorOf } from '../ops/structure.ts';
import { derive } from './derive.ts';
import type { DeriveRequest, NestedNumbers, RequestFailure } from './derive-request.ts';

/** A value as a batch line gives it: a number, nested lists, or text in the expression language. */
export type AtValue = number | string | readonly AtValue[];

export interface ValueAt {
  /** The derivative at the point, nested by shape; null where it does not exist or names without a value are left. */
  readonly numbers: NestedNumbers | null;
  /** The derivative with the values put in, where they do not make numbers of it; null otherwise. */
  readonly inPart: Node | null;
  /** The values as they were read, exact. */
  readonly given: ReadonlyMap<string, Node>;
}

/** The derivative of `f` at the request's point. A point may leave names open: d/dα f(g(α)·x) at α = 0. */
export function valueAt(
  f: Node,
  wrt: readonly Sym[],
  request: DeriveRequest,
  scope: Scope,
): Result<ValueAt, RequestFailure> {
  const symbols = new Map([...symbolsOf(f), ...wrt].map((s) => [s.name, s]));
  const sizes = new Map<string, number>();
  const inputs = new Map<string, readonly number[]>();
  const exact = new Map<string, Node>();
  for (const [raw, text] of request.at) {
    const name = normalizeName(raw);
    const value = readValue(text, scope);
    if (!value.ok) return value;
    const symbol = symbols.get(name);
    if (!symbol) {
      const near = nearest(name, symbols.keys());
      const hint = near === undefined ? '' : `; did you mean ${near}?`;
      if (scope.declarations.has(name)) continue;
      return failure({ code: 'unknown-name', message: `the point names ${name}, which occurs nowhere${hint}` });
    }
    const bound = bindAs(symbol.shape, value.value.shape, sizes);
    if (!bound) {
      return failure({
        code: 'shape',
        message: `${name} is ${showShape(symbol.shape)}, but its value at the point is ${showShape(value.value.shape)}`,
      });
    }
    inputs.set(name, value.value.data);
    exact.set(name, simplify(fitted(value.value.node, bindShape(symbol.shape, sizes))));
  }
  const values = (numbers: NestedNumbers | null): Result<ValueAt, RequestFailure> =>
    success({ numbers, inPart: null, given: exact });
  const here = bindSizes(f, sizes);
  const point = wrt.map((s) => sym(s.name, bindShape(s.shape, sizes), s.index));
  const free = symbolsOf(here);
  const { order, layout } = request;
  if (free.some((s) => !inputs.has(s.name))) {
    const d = derive(here, point, { order, layout });
    const inPart = substitute(d.node, exact);
    if (symbolsOf(inPart).length > 0 || concrete(d.shape) === null)
      return success({ numbers: null, inPart, given: exact });
    return values(numbersOf(inPart, concrete(d.shape) ?? []));
  }
  const unsized = [...free, ...point].find((s) => concrete(s.shape) === null);
  if (unsized)
    return failure({
      code: 'size-unknown',
      message: `the size of ${unsized.name} does not follow from the values at the point`,
    });
  // log x has no derivative at −1, though 1/x has a value there.
  if (evaluate(here, inputs).data.some(Number.isNaN)) return values(null);
  const d = derive(here, point, { order, layout });
  const shape = concrete(d.shape) ?? [];
  if (hasKinkAt(here, inputs, point)) {
    const halved = halvedSteps(d.node);
    return values(passesSmoothly(halved, inputs, point) ? numbersOf(halved, shape, inputs) : null);
  }
  const direct = evaluate(d.node, inputs).data.every(Number.isFinite);
  // det(X)·X⁻ᵀ has no value where X has no inverse, though the determinant is smooth there.
  const node = direct ? d.node : derive(spelledDeterminants(here), point, { order, layout }).node;
  if (!evaluate(node, inputs).data.every(Number.isFinite)) return values(null);
  // With exact values put in, cos(π/2) is 0 and not what is left of rounding π.
  return values(numbersOf(substitute(node, exact), shape) ?? numbersOf(node, shape, inputs));
}

function numbersOf(
  n: Node,
  shape: readonly number[],
  inputs: ReadonlyMap<string, readonly number[]> = new Map(),
): NestedNumbers | null {
  const { data } = evaluate(n, inputs);
  return data.every(Number.isFinite) ? nest(data.map(rounded), shape) : null;
}

/** 15 significant digits: the last bits of transcendental functions are not shown. */
export const rounded = (v: number): number => (v === 0 ? 0 : Number(v.toPrecision(15)));

/** Nested lists by shape; a scalar is the number itself. */
export function nest(data: readonly number[], shape: readonly number[]): NestedNumbers {
  const [n, ...rest] = shape;
  if (n === undefined) return data[0] ?? Number.NaN;
  const step = entryCount(rest);
  return Array.from({ length: n }, (_, i) => nest(data.slice(i * step, (i + 1) * step), rest));
}

interface ReadValue {
  readonly node: Node;
  readonly shape: Shape;
  readonly data: readonly number[];
}

/** A row or flat list given for a column stands upright, and the other way round. */
const fitted = (value: Node, shape: Shape): Node =>
  value.kind !== 'apply' || value.shape.length === 0 || sameShape(value.shape, shape)
    ? value
    : tensorOf(value.args, shape.map(Number));

function readValue(given: AtValue, scope: Scope): Result<ReadValue, RequestFailure> {
  const text = typeof given === 'string' ? given : literalText(given);
  const parsed = parseExpression(text, { ...scope, declarations: new Map(), mode: 'closed' });
  if (!parsed.ok)
    return failure({ code: parsed.error.code, message: `the value "${text}" at the point: ${parsed.error.message}` });
  const value = evaluate(parsed.value, new Map());
  return success({ node: parsed.value, shape: parsed.value.shape, data: value.data });
}

const literalText = (v: AtValue): string =>
  typeof v === 'number' ? numberText(v) : typeof v === 'string' ? `(${v})` : `[${v.map(literalText).join(', ')}]`;

/** Digits that our language reads: JSON's 1e+21 has no plus here. */
const numberText = (v: number): string => `${v < 0 ? '-' : ''}${Math.abs(v).toString().replace('e+', 'e')}`;

/** Fits a value to a declared shape, binding symbolic sizes; a row or flat list may stand for a column. */
function bindAs(declared: Shape, given: Shape, sizes: Map<string, number>): boolean {
  const flat =
    given.length === 2 && given[0] === 1 && declared.length === 2 && declared[1] === 1
      ? shapeOf([given[1] ?? 1, 1])
      : given;
  const target =
    flat.length === 1 && declared.length === 2
      ? declared[1] === 1
        ? [flat[0], 1]
        : [1, flat[0]]
      : flat.length === 0 && declared.length === 2
        ? [1, 1]
        : flat;
  if (declared.length !== target.length) return false;
  return declared.every((d, k) => {
    const size = target[k];
    if (typeof size !== 'number') return false;
    if (typeof d === 'number') return d === size;
    const known = sizes.get(d);
    if (known === undefined) sizes.set(d, size);
    return known === undefined || known === size;
  });
}

/** Whether some operation that depends on the variables is exactly at its kink: no derivative is claimed there. */
export function hasKinkAt(f: Node, inputs: ReadonlyMap<string, readonly number[]>, wrt: readonly Sym[]): boolean {
  const mask = wrt.reduce((m, s) => m | s.mask, 0);
  const seen = new Set<Node>();
  const visit = (n: Node): boolean => {
    if (n.kind !== 'apply' || (n.mask & mask) === 0 || seen.has(n)) return false;
    seen.add(n);
    if (n.op.binds) return false;
    const kinks = n.op.kinks(n.args);
    if (kinks.some((k) => evaluate(k, inputs).data.some((v) => v === 0))) return true;
    return n.args.some(visit);
  };
  return visit(f);
}

/**
 * Whether the derivative has the same limit from all sides of the point as at the point: |x|³ is smooth enough at 0,
 * |x| is not. Looked at along each entry of each variable and along two diagonals.
 */
function passesSmoothly(d: Node, inputs: ReadonlyMap<string, readonly number[]>, wrt: readonly Sym[]): boolean {
  const here = evaluate(d, inputs).data;
  if (!here.every(Number.isFinite)) return false;
  const size = wrt.reduce((n, s) => n + (inputs.get(s.name)?.length ?? 0), 0);
  const gap = (direction: (k: number) => number, h: number): number => {
    let k = 0;
    const moved = new Map(inputs);
    for (const s of wrt)
      moved.set(
        s.name,
        (inputs.get(s.name) ?? []).map((v) => v + h * direction(k++)),
      );
    const there = evaluate(d, moved).data;
    return here.reduce((worst, v, i) => Math.max(worst, Math.abs((there[i] ?? Number.NaN) - v) / (1 + Math.abs(v))), 0);
  };
  const directions = [
    ...Array.from({ length: size }, (_, e) => (k: number) => (k === e ? 1 : 0)),
    () => 1,
    (k: number) => (k % 2 === 0 ? 1 : -1),
  ];
  const near = 1e-7;
  return directions.every((u) => [near, -near].every((h) => gap(u, h) < 1e-3));
}

/** The step function has no value at 0; in a derivative that passes smoothly it is multiplied by 0 there. */
function halvedSteps(n: Node): Node {
  if (n.kind !== 'apply') return n;
  const args = n.args.map(halvedSteps);
  if (n.op.name !== 'step') return n.op.build(args, n.attr);
  const x = args[0] ?? n;
  return mul([half, add([signOp.build([x], ''), ones(x.shape)])]);
}

/** Largest determinants that are written out entry by entry. */
const MAX_SPELLED = 4;

/** Determinants of known small size as sums of products of entries (Leibniz). */
function spelledDeterminants(root: Node): Node {
  if (root.kind !== 'apply') return root;
  const args = root.args.map(spelledDeterminants);
  const m = args[0];
  const n = Number(m?.shape[0]);
  if (root.op.name !== 'det' || !m || !(n <= MAX_SPELLED)) return root.op.build(args, root.attr);
  const minor = (rows: readonly number[], column: number): Node =>
    rows.length === 0
      ? int(1)
      : add([
          int(0),
          ...rows.map((r, i) =>
            mul([
              int(i % 2 === 0 ? 1 : -1),
              entry(m, [int(r), int(column)]),
              minor(
                rows.filter((q) => q !== r),
                column + 1,
              ),
            ]),
          ),
        ]);
  return minor(
    Array.from({ length: n }, (_, i) => i + 1),
    1,
  );
}
