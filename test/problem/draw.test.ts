import { describe, expect, it } from 'vitest';
import { richSource } from '../../src/answers/rich-text.ts';
import { stream } from '../../src/base/random.ts';
import { rational, toDouble } from '../../src/ir/rational.ts';
import { drawMatrix, lattice } from '../../src/problem/draw-array.ts';
import {
  determinantOf,
  type ExactMatrix,
  inverseOf,
  isIndefinite,
  isPositiveDefinite,
  isSymmetric,
  multiply,
  rankOf,
  transposed,
} from '../../src/problem/exact-matrix.ts';
import { catalogueOf, sampleTemplate, templateOf, variantOf } from './support/templates.ts';

const lecture = catalogueOf('test/fixtures/lecture-templates');
const template = (id: string) => {
  const found = lecture.templates.get(id);
  if (!found) throw new Error(`no template ${id}`);
  return found;
};

const range = (n: number) => Array.from({ length: n }, (_, k) => k);

describe('a draw', () => {
  it('follows from its stream alone', () => {
    for (const id of ['partials-of-a-composition', 'newton-step-on-a-quadratic', 'which-is-rotation-invariant']) {
      const [a, b] = [variantOf(template(id), 7), variantOf(template(id), 7)];
      expect(JSON.stringify(a.public)).toBe(JSON.stringify(b.public));
      expect([...a.key.draws]).toEqual([...b.key.draws]);
    }
  });

  it('differs from stream to stream', () => {
    const texts = range(60).map((seed) =>
      richSource(variantOf(template('partials-of-a-composition'), seed).public.statement),
    );
    expect(new Set(texts).size).toBeGreaterThan(55);
  });

  it('is left alone by new parameters, fields and sentences', () => {
    const before = sampleTemplate(`
variables: { x: real }
parameters:
  a: { integer: [1, 99] }
  f: { choice: [a*x^2, a*x^3, sin(a*x)] }
statement: Let $f = {{ f }}$.
fields: { d: { type: expression, answer: "diff(f, x)" } }
`);
    const after = sampleTemplate(`
variables: { x: real, y: real }
parameters:
  z: { matrix: 2x2, integer: [1, 99], is: invertible }
  a: { integer: [1, 99] }
  word: { words: [one, two] }
  f: { choice: [a*x^2, a*x^3, sin(a*x)] }
values: { y: { integer: [1, 50] } }
statement: Let $f = {{ f }}$. Then say {{ word }} and look at $ {{ z }}$.
fields:
  d: { type: expression, answer: "diff(f, x)" }
  e: { type: number, answer: value(y) }
`);
    for (const seed of range(40)) {
      const [old, fresh] = [variantOf(before, seed), variantOf(after, seed)];
      for (const name of ['a', 'f']) expect(fresh.key.draws.get(name)).toBe(old.key.draws.get(name));
    }
  });

  it('takes decimals from the lattice, exactly, and prints them as decimals', () => {
    const t = sampleTemplate(`
calculator: yes
variables: { x: real }
values: { x: { number: [0.3, 1.2], step: 0.1 } }
statement: At $x = {{ value(x) }}$.
fields: { d: { type: number, answer: value(x) } }
`);
    const seen = new Set(range(200).map((seed) => variantOf(t, seed).key.draws.get('value of x')));
    expect([...seen].sort()).toEqual(['0.3', '0.4', '0.5', '0.6', '0.7', '0.8', '0.9', '1', '1.1', '1.2']);
  });

  it('respects steps and what is never drawn, by number or by name', () => {
    const t = sampleTemplate(`
parameters:
  m: { integer: [2, 4] }
  n: { choice: [2, 3, 4], not: [m] }
  k: { integer: [-6, 6], step: 3, not: [0, m] }
  A: { matrix: 2x2, integer: [-2, 2], not: [0] }
statement: $m = {{ m }}$, $n = {{ n }}$, $k = {{ k }}$, $A = {{ A }}$.
fields: { d: { type: number, answer: m } }
`);
    for (const seed of range(100)) {
      const { statement } = variantOf(t, seed).public;
      const [m, n, k] = statement
        .flatMap((p) => (p.kind === 'math' ? [/= (-?\d+)$/.exec(p.latex)?.[1]] : []))
        .map(Number);
      expect(n).not.toBe(m);
      expect([-6, -3, 3, 6]).toContain(k);
      expect(k).not.toBe(m);
      expect(richSource(statement)).not.toMatch(/(matrix\}|&|\\\\) 0/);
    }
  });

  it('binds sizes that are letters by the values', () => {
    const { key } = variantOf(template('least-squares-formula-and-value'), 3);
    expect([...(key.fields[0]?.domain.sizes ?? [])]).toEqual([
      ['N', 3],
      ['D', 2],
    ]);
    expect(key.fields[0]?.answer?.shape).toEqual([1, 'D']);
    expect(key.fields[1]?.answer?.shape).toEqual([1, 2]);
  });

  it('draws sizes of variables where a parameter has their name', () => {
    const t = sampleTemplate(`
variables: { x: n }
parameters:
  m: { choice: [2, 3] }
  n: { choice: [2, 3, 4], not: [m] }
  A: { matrix: m x n, integer: [-5, 5] }
statement: Let $f(x) = {{ A*x }}$.
fields: { J: { type: matrix, answer: "jacobian(A*x, x)" } }
`);
    const shapes = new Set(range(60).map((seed) => variantOf(t, seed).key.fields[0]?.answer?.shape.join('x')));
    expect([...shapes].sort()).toEqual(['2x3', '2x4', '3x2', '3x4']);
  });
});

describe('a redraw', () => {
  it('keeps the structure, so that what is required does not change how often each occurs', () => {
    const counts = new Map<string, number>();
    for (const seed of range(300)) {
      const { structure, record } = variantOf(template('rnn-shared-weight'), seed, { oraclePoints: 0 }).key;
      expect(record.structuresGivenUp).toBe(0);
      counts.set(structure, (counts.get(structure) ?? 0) + 1);
    }
    // 100 each, five standard deviations of a binomial draw.
    expect(counts.size).toBe(3);
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(41);
  });

  it('meets a margin that was drawn first as often as any other', () => {
    const onTheEdge = range(200).filter(
      (seed) =>
        variantOf(template('hinge-loss-gradient'), seed, { oraclePoints: 0 }).key.draws.get('margin') === 'option 3',
    );
    expect(Math.abs(onTheEdge.length - 40)).toBeLessThan(29);
  });

  it('gives up a structure that no numbers fit, and says so', () => {
    const t = sampleTemplate(`
parameters:
  a: { integer: [1, 9] }
  b: { choice: [a, -a] }
require:
  - b > 0
statement: $b = {{ b }}$.
fields: { d: { type: number, answer: b } }
`);
    const records = range(40).map((seed) => variantOf(t, seed).key.record);
    expect(records.some((r) => r.structuresGivenUp > 0 && r.tries > 500)).toBe(true);
    expect(records.every((r) => r.structuresGivenUp > 0 || r.tries === 1)).toBe(true);
  });

  it('does not try other numbers where only the structure can be at fault', () => {
    const t = sampleTemplate(`
variables: { x: real }
parameters:
  a: { integer: [1, 9] }
  p: { choice: [x, x^2] }
  q: { choice: [x, x^2] }
require:
  - different(p, q)
statement: $ {{ a*p + q }}$
fields: { d: { type: expression, answer: "diff(p + q, x)" } }
`);
    const records = range(40).map((seed) => variantOf(t, seed).key.record);
    expect(records.some((r) => r.structuresRefused > 0)).toBe(true);
    expect(Math.max(...records.map((r) => r.tries))).toBeLessThan(30);
  });
});

describe('matrices with a structure', () => {
  const entries = lattice(rational(-4n), rational(5n), rational(1n));
  const identityOf = (n: number) => range(n).map((i) => range(n).map((j) => (i === j ? 1 : 0)));
  const numbers = (a: ExactMatrix) => a.map((row) => row.map(toDouble));
  const properties: readonly (readonly [string, (a: ExactMatrix) => boolean])[] = [
    ['symmetric', isSymmetric],
    ['diagonal', (a) => a.every((row, i) => row.every((v, j) => (v.n !== 0n) === (i === j)))],
    ['triangular', (a) => a.every((row, i) => row.every((v, j) => j >= i || v.n === 0n))],
    ['invertible', (a) => determinantOf(a).n !== 0n],
    ['integer inverse', (a) => inverseOf(a)?.every((row) => row.every((v) => v.d === 1n)) ?? false],
    ['orthogonal', (a) => JSON.stringify(numbers(multiply(transposed(a), a))) === JSON.stringify(identityOf(a.length))],
    ['positive definite', isPositiveDefinite],
    ['indefinite', isIndefinite],
    ['full rank', (a) => rankOf(a) === a.length],
    ['rank 1', (a) => rankOf(a) === 1],
  ];

  it.each(properties)('%s, for 2x2 and 3x3', (structure, holds) => {
    for (const n of [2, 3]) {
      const seen = new Set<string>();
      for (const seed of range(40)) {
        const a = drawMatrix(n, n, entries, [structure], stream(`${structure} ${n} ${seed}`));
        if (a === null) throw new Error(`no ${structure} matrix`);
        expect(holds(a)).toBe(true);
        seen.add(JSON.stringify(numbers(a)));
      }
      expect(seen.size).toBeGreaterThan(8);
    }
  });

  it('no row and no column is zero', () => {
    const rare = lattice(rational(0n), rational(1n), rational(1n));
    for (const seed of range(100)) {
      const a = drawMatrix(2, 3, rare, [], stream(`sparse ${seed}`));
      expect(a?.concat(transposed(a)).every((line) => line.some((v) => v.n !== 0n))).toBe(true);
    }
  });

  it('nothing is returned where there is none', () => {
    expect(
      drawMatrix(2, 2, lattice(rational(2n), rational(2n), rational(1n)), ['invertible'], stream('none')),
    ).toBeNull();
  });
});

describe('the variant code', () => {
  it('belongs to the stream and says nothing of the draw', () => {
    const t = templateOf(
      'id: one\ntitle: One\ntopic: t\nlevel: 1\nvariants: few\nstatement: Nothing is drawn.\nfields: { d: { type: number, answer: "7" } }\n',
    );
    const codes = range(200).map((seed) => variantOf(t, seed).public.variant);
    expect(new Set(codes).size).toBe(200);
    expect(codes.every((c) => /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/.test(c))).toBe(true);
    expect(variantOf(t, 5).public.variant).toBe(codes[5]);
  });
});
