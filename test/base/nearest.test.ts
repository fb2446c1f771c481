import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/base/nearest.ts';

describe('nearest', () => {
  const names = ['sigmoid', 'softmax', 'softplus', 'sin', 'cos', 'x1', 'theta'];

  it.each([
    ['sigmoud', 'sigmoid'],
    ['sotfmax', 'softmax'],
    ['Theta', 'theta'],
    ['teta', 'theta'],
    ['xl', 'x1'],
    ['sen', 'sin'],
  ])('%s → %s', (typed, meant) => {
    expect(nearest(typed, names)).toBe(meant);
  });

  it('stays silent where nothing is near', () => {
    expect(nearest('eigenvalues', names)).toBeUndefined();
    expect(nearest('q', ['x', 'y'])).toBeUndefined();
    expect(nearest('x', [])).toBeUndefined();
  });
});

describe('editDistance', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });

  it('is a symmetric count of slips', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });

  it('counts one slip as one', () => {
    expect(editDistance('norm', 'nrom')).toBe(1);
    expect(editDistance('norm', 'norms')).toBe(1);
    expect(editDistance('norm', 'nrm')).toBe(1);
    expect(editDistance('norm', 'form')).toBe(1);
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });
});
