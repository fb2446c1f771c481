/**
 * Points on both sides of every place where a piecewise expression turns or a domain ends, however far out:
 * |x+1000|−1000 and |x+1001|−1001 differ only beyond −1000.
 */
import { type Node, symbolsOf } from '../../ir/node.ts';
import { type Batch, compile, type Tape } from '../evaluate.ts';
import { FAR, type Points, type Variable } from './points.ts';

const LIMIT_BREAKS = 12;
const LIMIT_ROOTS = 8;
const BISECTIONS = 32;
const DIP_STEPS = 30;
/** Points with one name at a zero, and values tried for another name at each. */
const LIMIT_CROSSED = 24;
const LIMIT_SECOND = 16;
/** Lines run through these of the given points: an ordinary one and one where the other names are small. */
const LINES = [0, 2] as const;

/** A new point: an old one with one scalar moved. */
interface Moved {
  readonly name: string;
  readonly value: number;
  readonly point: number;
}

/** Further points around the zeros of `breaks` along lines through given points, one variable at a time. */
export function pointsAround(breaks: readonly Node[], variables: readonly Variable[], start: Points): Points | null {
  const used = breaks.slice(0, LIMIT_BREAKS);
  const names = new Set(used.flatMap((expr) => symbolsOf(expr).map((s) => s.name)));
  const moving = variables.filter((v) => v.shape.length === 0 && !v.index && !v.whole && names.has(v.name));
  const tape = compile(used);
  const found: Points[] = [];
  const crossed: Moved[] = [];
  for (const v of moving) {
    const columns: Moved[] = [];
    for (const line of LINES) {
      const p = line % start.count;
      const roots = rootsAlong(tape, v, start, p);
      const inside = (value: number): boolean => value > v.low && value < v.high;
      columns.push(
        ...valuesAround(roots)
          .filter(inside)
          .map((value) => ({ name: v.name, value, point: p })),
      );
      if (moving.length > 1)
        crossed.push(
          ...crossingsOf(roots)
            .filter(inside)
            .map((value) => ({ name: v.name, value, point: p })),
        );
    }
    if (columns.length > 0) found.push(assemble(columns, variables, start));
  }
  // A bump in the plane: with one name where something turns, the others are moved in their turn.
  const bases = evenly(crossed, LIMIT_CROSSED);
  if (bases.length > 0) {
    const second = assemble(bases, variables, start);
    for (const v of moving) {
      const columns = bases.flatMap((base, p) =>
        base.name === v.name
          ? []
          : evenly(valuesAround(rootsAlong(tape, v, second, p)), LIMIT_SECOND)
              .filter((value) => value > v.low && value < v.high)
              .map((value) => ({ name: v.name, value, point: p })),
      );
      if (columns.length > 0) found.push(assemble(columns, variables, second));
    }
  }
  return found.length === 0 ? null : joined(found);
}

/** So many of a list, evenly from its start to its end. */
const evenly = <T>(list: readonly T[], count: number): readonly T[] =>
  list.length <= count
    ? list
    : Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)] as T);

/** A little beside the first zeros, and well off on both sides of the outermost. */
function crossingsOf(roots: readonly number[]): readonly number[] {
  const sorted = [...roots].sort((a, b) => a - b);
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  if (first === undefined || last === undefined) return [];
  const off = (r: number): number => 0.41 + 0.3 * Math.abs(r);
  return [first - off(first), last + off(last), ...evenly(sorted, 4).map((r) => r + 1e-6 * Math.max(1, Math.abs(r)))];
}

function joined(parts: readonly Points[]): Points {
  const count = parts.reduce((n, p) => n + p.count, 0);
  const values = new Map<string, Float64Array>();
  for (const [name, data] of (parts[0] as Points).values) {
    const entries = data.length / (parts[0] as Points).count;
    const all = new Float64Array(entries * count);
    let at = 0;
    for (const part of parts) {
      const own = part.values.get(name) as Float64Array;
      for (let e = 0; e < entries; e += 1) all.set(own.subarray(e * part.count, (e + 1) * part.count), e * count + at);
      at += part.count;
    }
    values.set(name, all);
  }
  return { count, values };
}

/** A sign change of root `root` of the tape between a and b. */
interface Bracket {
  a: number;
  b: number;
  readonly root: number;
  readonly sign: number;
}

/** A place between a and b where root `root` turns towards zero. */
type Dip = Bracket;

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Golden-section search for the turning point of each dip: brackets on both sides of where it goes through zero. */
function deepest(dips: Dip[], evaluateAt: (xs: Float64Array) => readonly Batch[]): readonly Bracket[] {
  const out: Bracket[] = [];
  const ends = dips.map(({ a, b }) => [a, b] as const);
  const open = new Set(dips.keys());
  for (let step = 0; step < DIP_STEPS && open.size > 0; step += 1) {
    const xs = new Float64Array(2 * dips.length);
    dips.forEach(({ a, b }, k) => {
      xs[2 * k] = b - GOLDEN * (b - a);
      xs[2 * k + 1] = a + GOLDEN * (b - a);
    });
    const at = evaluateAt(xs);
    for (const k of open) {
      const dip = dips[k] as Dip;
      const { data } = at[dip.root] as Batch;
      const [left, right] = [dip.sign * (data[2 * k] as number), dip.sign * (data[2 * k + 1] as number)];
      const low = left <= right ? 2 * k : 2 * k + 1;
      if (Math.min(left, right) <= 0) {
        const x = xs[low] as number;
        const [a, b] = ends[k] as readonly [number, number];
        out.push({ a, b: x, root: dip.root, sign: dip.sign }, { a: x, b, root: dip.root, sign: -dip.sign });
        open.delete(k);
      } else if (left <= right) dip.b = xs[2 * k + 1] as number;
      else dip.a = xs[2 * k] as number;
    }
  }
  // What only touches zero turns there all the same.
  for (const k of open) {
    const { a, b, root, sign } = dips[k] as Dip;
    out.push({ a, b, root, sign });
  }
  return out;
}

/** Zeros of all roots of a tape in one variable, everything else as at point p. */
function rootsAlong(tape: Tape, v: Variable, start: Points, p: number): readonly number[] {
  const grid = gridOf(v);
  const evaluateAt = evaluator(tape, v.name, start, p);
  const brackets: Bracket[] = [];
  const dips: Dip[] = [];
  evaluateAt(grid).forEach(({ data }, root) => {
    let found = 0;
    for (let i = 1; i < grid.length && found < LIMIT_ROOTS; i += 1) {
      const [before, now, next] = [data[i - 1] as number, data[i] as number, data[i + 1] ?? Number.NaN];
      const [a, b] = [grid[i - 1] as number, grid[i] as number];
      const sign = Math.sign(before);
      if ((before < 0 && now >= 0) || (before > 0 && now <= 0)) {
        found += 1;
        brackets.push({ a, b, root, sign });
      } else if (sign !== 0 && sign * now < sign * before && sign * now <= sign * next) {
        // Comes close and turns back: it may have been beyond in between, as 1 − 60(x − 13)² is.
        found += 1;
        dips.push({ a, b: grid[i + 1] as number, root, sign });
      }
    }
  });
  brackets.push(...deepest(dips, evaluateAt));
  for (let step = 0; step < BISECTIONS && brackets.length > 0; step += 1) {
    const middles = Float64Array.from(brackets, ({ a, b }) => (a + b) / 2);
    const at = evaluateAt(middles);
    brackets.forEach((bracket, k) => {
      if (Math.sign(at[bracket.root]?.data[k] as number) === bracket.sign) bracket.a = middles[k] as number;
      else bracket.b = middles[k] as number;
    });
  }
  return brackets.map(({ a, b }) => (a + b) / 2);
}

/** Places close to each zero, farther off, and spread between neighbours: pieces may be narrow. */
function valuesAround(roots: readonly number[]): readonly number[] {
  const sorted = [...roots].sort((a, b) => a - b);
  const out: number[] = [];
  sorted.forEach((r, k) => {
    const unit = Math.max(1, Math.abs(r)) * 0.004;
    // Sides alternate, so that every second of them still lies on both.
    const [left, right] = [r - 0.37 - unit, r + 0.41 + unit];
    const far = 0.3 * Math.abs(r);
    // Not at the zero itself: what happens at single points never counts.
    const close = 3e-8 * Math.max(1, Math.abs(r));
    out.push(r - unit, r + 1e-3 * unit, r + unit, r - 1e-3 * unit, right, left, r + far, r - far, r + close, r - close);
    const gap = (sorted[k + 1] ?? r) - r;
    if (gap > 1e-6 * Math.max(1, Math.abs(r)))
      out.push(...[0.08, 0.23, 0.47, 0.61, 0.83, 0.96].map((part) => r + part * gap));
  });
  return out;
}

/** Both signs, from 1/16 out to the far end, by factors of 1.3; a range is cut into equal pieces. */
function gridOf(v: Variable): Float64Array {
  if (Number.isFinite(v.low) && Number.isFinite(v.high))
    return Float64Array.from({ length: 65 }, (_, i) => v.low + ((v.high - v.low) * (i + 0.013)) / 65.1);
  const steps: number[] = [];
  for (let x = 0.0617; x < FAR * 1.3; x *= 1.3) steps.push(x);
  if (Number.isFinite(v.low)) return Float64Array.from(steps, (x) => v.low + x);
  if (Number.isFinite(v.high)) return Float64Array.from(steps.reverse(), (x) => v.high - x);
  return Float64Array.from([...steps.map((x) => -x).reverse(), ...steps]);
}

/** The values of the tape's roots along one variable, the others fixed at point p. */
function evaluator(tape: Tape, name: string, start: Points, p: number): (xs: Float64Array) => readonly Batch[] {
  const inputs = new Map<string, Float64Array>();
  for (const [other, data] of start.values) {
    const n = data.length / start.count;
    inputs.set(
      other,
      Float64Array.from({ length: n }, (_, e) => data[e * start.count + p] as number),
    );
  }
  return (xs) => tape.run(inputs.set(name, xs), xs.length);
}

function assemble(columns: readonly Moved[], variables: readonly Variable[], start: Points): Points {
  const count = columns.length;
  const values = new Map<string, Float64Array>();
  for (const v of variables) {
    const source = start.values.get(v.name) as Float64Array;
    const n = source.length / start.count;
    const data = new Float64Array(n * count);
    columns.forEach((c, p) => {
      for (let e = 0; e < n; e += 1)
        data[e * count + p] = c.name === v.name ? c.value : (source[e * start.count + c.point] as number);
    });
    values.set(v.name, data);
  }
  return { count, values };
}
