/** Derivatives of the corpora: ours held against those recorded from other systems' own tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { derive } from '../../src/calculus/derive.ts';
import { type Declaration, parseExpression, parseShape } from '../../src/expr/parse/parse.ts';
import { bindSizes } from '../../src/expr/rewrite.ts';
import { type Node, sym } from '../../src/ir/node.ts';
import { concrete, SCALAR } from '../../src/ir/shape.ts';
import { drawPoints, worstGap } from './derivative-points.ts';
import { derivativeReasons } from './derivative-reasons.ts';

export type Outcome = 'agrees' | 'disagrees' | 'refused' | 'no common point';

export interface DerivativeCase {
  readonly id: string;
  readonly source: string;
  readonly expression: string;
  readonly variable: string;
  readonly derivative: string;
  readonly shapes: ReadonlyMap<string, string>;
  /** Sizes that symbolic shapes are bound to, distinct so that a transpose cannot hide. */
  readonly layout: 'numerator' | 'denominator';
}

export interface DerivativeLine {
  readonly source: string;
  readonly cases: number;
  readonly agree: number;
  readonly disagree: number;
  readonly refused: number;
  readonly noPoint: number;
}

/** A case that does not agree, by id alone: the rows are other projects' data. */
export interface DerivativeMiss {
  readonly id: string;
  readonly outcome: Outcome;
  readonly reason: string;
}

export interface DerivativeAccuracy {
  readonly lines: readonly DerivativeLine[];
  readonly misses: readonly DerivativeMiss[];
}

/** Sizes for symbolic shapes; a row names few. */
const SIZES: ReadonlyMap<string, number> = new Map([
  ['k', 3],
  ['j', 2],
  ['d', 4],
  ['m', 2],
  ['n', 3],
]);

/** All derivative cases of a folder, by file. */
export function readDerivatives(folder: string): readonly DerivativeCase[] {
  const files = readdirSync(folder).filter((f) => /^(?:matrix-)?derivative-.+\.jsonl$/.test(f));
  return files.sort().flatMap((file) => {
    const source = file.replace(/^derivative-|\.jsonl$/g, '').replace(/^matrix-derivative-/, 'matrix ');
    return readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((l) => l.trim() !== '')
      .map((l) => readRow(JSON.parse(l), source));
  });
}

function readRow(row: Readonly<Record<string, unknown>>, source: string): DerivativeCase {
  const text = (key: string): string => (typeof row[key] === 'string' ? String(row[key]) : '');
  const matrix = source.startsWith('matrix');
  const shapes = new Map<string, string>();
  if (typeof row.shapes === 'object' && row.shapes !== null)
    for (const [name, dims] of Object.entries(row.shapes)) if (Array.isArray(dims)) shapes.set(name, dims.join('x'));
  return {
    id: text('id'),
    source,
    expression: ours(text('expression')),
    variable: matrix ? text('wrt') : text('variable'),
    derivative: withSizes(ours(matrix ? text('result') : text('derivative')), row.result_shape),
    shapes,
    layout: matrix ? 'denominator' : 'numerator',
  };
}

/** Some rows say eye(k) of a 3×3 result: an identity has the size of the result. */
function withSizes(text: string, shape: unknown): string {
  const size = Array.isArray(shape) && shape[0] === shape[1] ? String(shape[0]) : 'k';
  return size === 'k' ? text : text.replaceAll('eye(k)', `eye(${size})`);
}

/** Entrywise operations as our language writes them. */
function ours(text: string): string {
  let out = text;
  for (;;) {
    const at = /\b(hadamardpow|hadamard|map)\(/.exec(out);
    if (!at) return out;
    const open = at.index + at[0].length;
    let depth = 1;
    let end = open;
    for (; depth > 0; end += 1) depth += out[end] === '(' ? 1 : out[end] === ')' ? -1 : 0;
    const args = topLevel(out.slice(open, end - 1));
    const [first = '', second = ''] = args;
    const replaced =
      at[1] === 'map'
        ? `${/->\s*(\w+)\(/.exec(first)?.[1] ?? ''}(${second})`
        : at[1] === 'hadamard'
          ? `(${args.map((a) => `(${a})`).join('.*')})`
          : `((${first}).^(${second}))`;
    out = out.slice(0, at.index) + replaced + out.slice(end);
  }
}

function topLevel(text: string): readonly string[] {
  const out: string[] = [];
  let depth = 0;
  let from = 0;
  [...text].forEach((c, i) => {
    depth += '(['.includes(c) ? 1 : ')]'.includes(c) ? -1 : 0;
    if (c !== ',' || depth > 0) return;
    out.push(text.slice(from, i).trim());
    from = i + 1;
  });
  return [...out, text.slice(from).trim()];
}

/** Judges one case: our derivative with symbolic sizes and theirs, at points of both domains. */
export function judgeDerivative(c: DerivativeCase): { readonly outcome: Outcome; readonly detail: string } {
  const declarations = new Map<string, Declaration>();
  for (const [name, text] of c.shapes) {
    const shape = parseShape(text);
    if (shape.ok) declarations.set(name, { name, shape: shape.value });
  }
  const scope = { declarations, mode: 'open' } as const;
  const f = parseExpression(c.expression, scope);
  if (!f.ok) return { outcome: 'refused', detail: f.error.message };
  const wanted = parseExpression(c.derivative, scope);
  if (!wanted.ok) return { outcome: 'refused', detail: `their result: ${wanted.error.message}` };
  const x = sym(c.variable, declarations.get(c.variable)?.shape ?? SCALAR);
  const options = { order: 1, layout: c.layout } as const;
  const found = derive(f.value, [x], options);
  const bound = (n: Node): Node => bindSizes(n, SIZES);
  const whole = found.indices === null ? bound(found.node) : derive(bound(f.value), [sizedLike(x)], options).node;
  const theirs = bound(wanted.value);
  if (concrete(whole.shape)?.join() !== concrete(theirs.shape)?.join())
    return { outcome: 'disagrees', detail: `shapes ${whole.shape.join('x')} and ${theirs.shape.join('x')}` };
  const points = drawPoints(bound(f.value), theirs, c.id);
  const { worst, compared } = worstGap(whole, theirs, points);
  if (compared === 0) return { outcome: 'no common point', detail: '' };
  return { outcome: worst <= 1e-8 ? 'agrees' : 'disagrees', detail: `${worst}` };
}

function sizedLike(x: ReturnType<typeof sym>): ReturnType<typeof sym> {
  const s = bindSizes(x, SIZES);
  return s.kind === 'sym' ? s : x;
}

export function judgeDerivatives(cases: readonly DerivativeCase[]): DerivativeAccuracy {
  const misses: DerivativeMiss[] = [];
  const outcomes = cases.map((c) => {
    const { outcome } = judgeDerivative(c);
    if (outcome !== 'agrees')
      misses.push({ id: c.id, outcome, reason: derivativeReasons.get(c.id) ?? 'not explained' });
    return { source: c.source, outcome };
  });
  const lines = [...new Set(cases.map((c) => c.source))].map((source): DerivativeLine => {
    const own = outcomes.filter((o) => o.source === source).map((o) => o.outcome);
    const count = (outcome: Outcome): number => own.filter((o) => o === outcome).length;
    return {
      source,
      cases: own.length,
      agree: count('agrees'),
      disagree: count('disagrees'),
      refused: count('refused'),
      noPoint: count('no common point'),
    };
  });
  return { lines, misses };
}
