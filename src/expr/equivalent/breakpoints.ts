/**
 * Points on both sides of every place where a piecewise expression turns or a domain ends, however far out:
 * |x+1000|−1000 and |x+1001|−1001 differ only beyond −1000.
 */
import { type Node, symbolsOf } from '../../ir/node.ts';
import { compile, type Tape } from '../evaluate.ts';
import { FAR, type Points, type Variable } from './points.ts';

const LIMIT_BREAKS = 12;
const LIMIT_ROOTS = 8;
const BISECTIONS = 24;
/** Lines through this many of the given points. */
const LINES = 2;

/** A new point: an old one with one scalar moved. */
interface Moved {
  readonly name: string;
  readonly value: number;
  readonly point: number;
}

/** Further points around the zeros of `breaks` along lines through given points, one variable at a time. */
export function pointsAround(breaks: readonly Node[], variables: readonly Variable[], start: Points): Points | null {
  const columns: Moved[] = [];
  const tapes = breaks
    .slice(0, LIMIT_BREAKS)
    .map((expr) => ({ names: new Set(symbolsOf(expr).map((s) => s.name)), tape: compile([expr]) }));
  for (const v of variables) {
    if (v.shape.length > 0 || v.index || v.whole) continue;
    for (let line = 0; line < LINES; line += 1) {
      const p = (line * 5) % start.count;
      const roots = tapes.flatMap(({ names, tape }) => (names.has(v.name) ? rootsAlong(tape, v, start, p) : []));
      for (const value of valuesAround(roots))
        if (value > v.low && value < v.high) columns.push({ name: v.name, value, point: p });
    }
  }
  if (columns.length === 0) return null;
  return assemble(columns, variables, start);
}

/** Zeros of an expression in one variable, everything else as at point p. */
function rootsAlong(tape: Tape, v: Variable, start: Points, p: number): readonly number[] {
  const grid = gridOf(v);
  const evaluateAt = evaluator(tape, v.name, start, p);
  const values = evaluateAt(grid);
  const brackets: [number, number, number][] = [];
  for (let i = 1; i < grid.length && brackets.length < LIMIT_ROOTS; i += 1) {
    const [a, b] = [values[i - 1] as number, values[i] as number];
    if ((a < 0 && b >= 0) || (a > 0 && b <= 0)) brackets.push([grid[i - 1] as number, grid[i] as number, Math.sign(a)]);
  }
  for (let step = 0; step < BISECTIONS && brackets.length > 0; step += 1) {
    const middles = Float64Array.from(brackets, ([a, b]) => (a + b) / 2);
    const at = evaluateAt(middles);
    brackets.forEach((bracket, k) => {
      if (Math.sign(at[k] as number) === bracket[2]) bracket[0] = middles[k] as number;
      else bracket[1] = middles[k] as number;
    });
  }
  return brackets.map(([a, b]) => (a + b) / 2);
}

/** Places close to each zero, farther off, and spread between neighbours: pieces may be narrow. */
function valuesAround(roots: readonly number[]): readonly number[] {
  const sorted = [...roots].sort((a, b) => a - b);
  const out: number[] = [];
  sorted.forEach((r, k) => {
    const unit = Math.max(1, Math.abs(r)) * 0.004;
    out.push(r - unit, r + unit, r - 0.37 - unit, r + 0.41 + unit, r - 0.3 * Math.abs(r), r + 0.3 * Math.abs(r));
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

/** The values of an expression along one variable, the others fixed at point p. */
function evaluator(tape: Tape, name: string, start: Points, p: number): (xs: Float64Array) => Float64Array {
  const fixed = new Map<string, Float64Array>();
  for (const [other, data] of start.values) {
    const n = data.length / start.count;
    fixed.set(
      other,
      Float64Array.from({ length: n }, (_, e) => data[e * start.count + p] as number),
    );
  }
  return (xs) => tape.run(new Map([...fixed, [name, xs]]), xs.length)[0]?.data ?? new Float64Array(xs.length);
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
