import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InternalError } from '../../src/base/invariant.ts';
import { stream } from '../../src/base/random.ts';

const draws = (seed: string, n = 8) => {
  const s = stream(seed);
  return Array.from({ length: n }, () => s.integer(0, 999));
};

describe('stream', () => {
  it('draws the same numbers in every release, on every machine', () => {
    // Frozen: a change here would change every paper that has been given out.
    expect(draws('hw1')).toEqual([499, 324, 412, 129, 284, 504, 166, 241]);
    const names = stream(Uint8Array.of(1, 2, 3))
      .fork('student s001')
      .fork('a');
    expect(names.uniform()).toBe(0.03279104989214443);
    expect(names.shuffle(['a', 'b', 'c', 'd', 'e', 'f'])).toEqual(['c', 'e', 'b', 'd', 'f', 'a']);
  });

  it('forks by name, whatever else was drawn or forked', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(20), (seed, name, used) => {
        const busy = stream(seed);
        for (let i = 0; i < used; i += 1) busy.integer(0, i);
        busy.fork(`${name}!`).uniform();
        expect(busy.fork(name).uniform()).toBe(stream(seed).fork(name).uniform());
      }),
    );
  });

  it('gives different streams to different seeds, names and paths', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        fc.pre(a !== b);
        const root = stream('root');
        expect(stream(a).uniform()).not.toBe(stream(b).uniform());
        expect(root.fork(a).uniform()).not.toBe(root.fork(b).uniform());
        expect(root.fork(a).fork(b).uniform()).not.toBe(root.fork(a + b).uniform());
      }),
    );
    expect(stream('root').fork('').uniform()).not.toBe(stream('root').uniform());
  });

  it('reads a text seed as its UTF-8 bytes', () => {
    expect(stream('Ø').uniform()).toBe(stream(Uint8Array.of(0xc3, 0x98)).uniform());
  });

  it('stays within the bounds and meets both', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -1000, max: 1000 }), fc.nat(5), (seed, lo, span) => {
        const s = stream(seed);
        const seen = new Set(Array.from({ length: 200 }, () => s.integer(lo, lo + span)));
        expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: span + 1 }, (_, i) => lo + i));
      }),
      { numRuns: 30 },
    );
  });

  it('is uniform: chi-square of 60,000 draws over 6 faces, of orders and of floats', () => {
    const s = stream('fairness');
    const chiSquare = (counts: readonly number[]) => {
      const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
      return counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    };
    const faces = Array.from({ length: 6 }, () => 0);
    const orders = new Map<string, number>();
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 60_000; i += 1) {
      const face = s.integer(0, 5);
      faces[face] = (faces[face] ?? 0) + 1;
      const order = s.shuffle(['x', 'y', 'z']).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
      const tenth = Math.floor(s.uniform() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // Upper 0.1 % points of chi-square with 5 and 9 degrees of freedom.
    expect(chiSquare(faces)).toBeLessThan(20.5);
    expect(orders.size).toBe(6);
    expect(chiSquare([...orders.values()])).toBeLessThan(20.5);
    expect(tenths).toHaveLength(10);
    expect(chiSquare(tenths)).toBeLessThan(27.9);
  });

  it('shuffles a copy and loses nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.integer()), (seed, entries) => {
        const before = [...entries];
        const order = stream(seed).shuffle(entries);
        expect(entries).toEqual(before);
        expect([...order].sort((a, b) => a - b)).toEqual([...entries].sort((a, b) => a - b));
      }),
    );
  });

  it('picks entries of the list only, and refuses what cannot be drawn', () => {
    const s = stream('pick');
    for (let i = 0; i < 50; i += 1) expect(['u', 'v']).toContain(s.pick(['u', 'v']));
    expect(() => s.pick([])).toThrow(InternalError);
    expect(() => s.integer(2, 1)).toThrow(InternalError);
    expect(() => s.integer(0.5, 1)).toThrow(InternalError);
  });
});
