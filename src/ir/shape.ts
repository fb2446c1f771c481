/**
 * Shapes of values. `[]` is a scalar, `[p,q]` a matrix (a column is `[n,1]`, a row `[1,n]`), `[n]` a tuple
 * (a vector whose orientation was not said), longer lists are tensors. A dimension is a whole number or a
 * symbol such as `m`; products of symbols (from `vec`, `kron`) are written `m*n`, factors sorted.
 */
export type Dim = number | string;
export type Shape = readonly Dim[];

export const SCALAR: Shape = Object.freeze([]);

const known = new Map<string, Shape>();

/** The one frozen array for these dimensions (so that most comparisons are by identity). 1×1 is a scalar. */
export function shapeOf(dims: readonly Dim[]): Shape {
  if (dims.length === 0 || (dims.length === 2 && dims[0] === 1 && dims[1] === 1)) return SCALAR;
  const key = dims.join(',');
  const found = known.get(key);
  if (found) return found;
  const made = Object.freeze([...dims]);
  if (known.size < 4096) known.set(key, made);
  return made;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

export const isScalar = (s: Shape): boolean => s.length === 0;
export const isColumn = (s: Shape): boolean => s.length === 2 && s[1] === 1;
export const isRow = (s: Shape): boolean => s.length === 2 && s[0] === 1;
/** A row, column or tuple: an m-vector for the purposes of layout (contract, section 2). */
export const isVector = (s: Shape): boolean => s.length === 1 || isColumn(s) || isRow(s);

/** The axes of a value as an operand or result of differentiation: vectors have one axis, scalars none. */
export function axesOf(s: Shape): readonly Dim[] {
  if (isColumn(s)) return [dim(s, 0)];
  if (isRow(s)) return [dim(s, 1)];
  return s;
}

/** The axis length; throws a RangeError outside the shape's order. */
export function dim(s: Shape, axis: number): Dim {
  const d = s[axis];
  if (d === undefined) throw new RangeError(`shape ${showShape(s)} has no axis ${axis}`);
  return d;
}

/** `2x3`, `n`, `scalar`: as people write shapes in this project. */
export function showShape(s: Shape): string {
  return s.length === 0 ? 'scalar' : s.length === 1 ? `${s[0]}` : s.join('x');
}

/** All dimensions as numbers, or null when one is a symbol. */
export function concrete(s: Shape): readonly number[] | null {
  const out: number[] = [];
  for (const d of s) {
    if (typeof d !== 'number') return null;
    out.push(d);
  }
  return out;
}

/** Number of entries of a concrete shape. */
export function entryCount(s: readonly number[]): number {
  let n = 1;
  for (const d of s) n *= d;
  return n;
}

/** The product of two dimensions: numbers multiply, symbols join in sorted order. */
export function dimProduct(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a === 1) return b;
  if (b === 1) return a;
  return [...String(a).split('*'), ...String(b).split('*')].sort().join('*');
}

/** Replaces symbolic dimensions by sizes; products of symbols are worked out. */
export function bindShape(s: Shape, sizes: ReadonlyMap<string, number>): Shape {
  return shapeOf(s.map((d) => bindDim(d, sizes)));
}

export function bindDim(d: Dim, sizes: ReadonlyMap<string, number>): Dim {
  if (typeof d === 'number') return d;
  let out: Dim = 1;
  for (const factor of d.split('*')) {
    const literal = Number(factor);
    out = dimProduct(out, Number.isInteger(literal) ? literal : (sizes.get(factor) ?? factor));
  }
  return out;
}
