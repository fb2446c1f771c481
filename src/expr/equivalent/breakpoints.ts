/**
 * Points on both sides of every place where a piecewise expression turns or a domain ends, however far out:
 * |x+1000|−1000 and |x+1001|−1001 differ only beyond −1000.
 */
import { type Node, symbolsOf } from '../../ir/node.ts';
import { type Batch, compile, type Tape } from '../evaluate.ts';
import { FAR, type Points, type Variable } from './points.ts';

const LIMIT_BREAKS = 12;
const LIMIT_ROOTS = 8;
const BISECTIONS = 20;
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
  const columns: Moved[] = [];
  const used = breaks.slice(0, LIMIT_BREAKS);
  const names = new Set(used.flatMap((expr) => symbolsOf(expr).map((s) => s.name)));
  const tape = compile(used);
  for (const v of variables) {
    if (v.shape.length > 0 || v.index || v.whole || !names.has(v.name)) continue;
    for (const line of LINES) {
      const p = line % start.count;
      const roots = rootsAlong(tape, v, start, p);
      for (const value of valuesAround(roots))
        if (value > v.low && value < v.high) columns.push({ name: v.name, value, point: p });
    }
  }
  if (columns.length === 0) return null;
  return assemble(columns, variables, start);
}

/** A sign change of root `root` of the tape between a and b. */
interface Bracket {
  a: number;
  b: number;
  readonly root: number;
  readonly sign: number;
}

/** Zeros of all roots of a tape in one variable, everything else as at point p. */
function rootsAlong(tape: Tape, v: Variable, start: Points, p: number): readonly number[] {
  const grid = gridOf(v);
  const evaluateAt = evaluator(tape, v.name, start, p);
  const brackets: Bracket[] = [];
  evaluateAt(grid).forEach(({ data }, root) => {
    let found = 0;
    for (let i = 1; i < grid.length && found < LIMIT_ROOTS; i += 1) {
      const [before, now] = [data[i - 1] as number, data[i] as number];
      if (!((before < 0 && now >= 0) || (before > 0 && now <= 0))) continue;
      found += 1;
      brackets.push({ a: grid[i - 1] as number, b: grid[i] as number, root, sign: Math.sign(before) });
    }
  });
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
    out.push(r - unit, r + 1e-3 * unit, r + unit, r - 1e-3 * unit, right, left, r + far, r - far);
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
