import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRational, plus, rational, times, toDouble } from '../../src/ir/rational.ts';
import {
  characteristic,
  determinantOf,
  type ExactMatrix,
  identity,
  inverseOf,
  isIndefinite,
  isPositiveDefinite,
  multiply,
  rankOf,
  rationalEigenvalues,
  transposed,
} from '../../src/problem/exact-matrix.ts';

const of = (rows: readonly (readonly number[])[]): ExactMatrix =>
  rows.map((row) => row.map((v) => rational(BigInt(v))));
const numbers = (a: ExactMatrix | null) => a?.map((row) => row.map(toDouble));
const entry = fc.integer({ min: -6, max: 6 });
const square = (n: number) =>
  fc.array(fc.array(entry, { minLength: n, maxLength: n }), { minLength: n, maxLength: n }).map(of);

describe('exact matrices', () => {
  it('determinant by hand', () => {
    expect(
      toDouble(
        determinantOf(
          of([
            [2, -1, 0],
            [3, 1, 4],
            [-2, 0, 5],
          ]),
        ),
      ),
    ).toBe(33);
    expect(
      toDouble(
        determinantOf(
          of([
            [0, 1],
            [1, 0],
          ]),
        ),
      ),
    ).toBe(-1);
    expect(
      toDouble(
        determinantOf(
          of([
            [1, 2],
            [2, 4],
          ]),
        ),
      ),
    ).toBe(0);
  });

  it('det(AB) = det(A) det(B), and the inverse undoes', () => {
    fc.assert(
      fc.property(square(3), square(3), (a, b) => {
        expect(compareRational(determinantOf(multiply(a, b)), times(determinantOf(a), determinantOf(b)))).toBe(0);
        const inverse = inverseOf(a);
        expect(inverse === null).toBe(determinantOf(a).n === 0n);
        if (inverse) expect(numbers(multiply(a, inverse))).toEqual(numbers(identity(3)));
      }),
      { numRuns: 60 },
    );
  });

  it('a matrix satisfies its characteristic polynomial (Cayley and Hamilton)', () => {
    fc.assert(
      fc.property(square(3), (a) => {
        const p = characteristic(a);
        const value = p.reduce(
          (sum, c) => multiply(sum, a).map((row, i) => row.map((v, j) => (i === j ? plus(v, c) : v))),
          a.map((row) => row.map(() => rational(0n))),
        );
        expect(numbers(value)).toEqual([
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ]);
      }),
      { numRuns: 40 },
    );
  });

  it('rank', () => {
    expect(
      rankOf(
        of([
          [1, 2, 3],
          [2, 4, 6],
        ]),
      ),
    ).toBe(1);
    expect(
      rankOf(
        of([
          [0, 0, 1],
          [0, 2, 0],
        ]),
      ),
    ).toBe(2);
    fc.assert(
      fc.property(square(3), (a) => {
        expect(rankOf(a)).toBe(rankOf(transposed(a)));
      }),
      { numRuns: 40 },
    );
  });

  it('eigenvalues where they are rational, with multiplicity', () => {
    expect(
      rationalEigenvalues(
        of([
          [2, 1],
          [1, 2],
        ]),
      )?.map(toDouble),
    ).toEqual([1, 3]);
    expect(
      rationalEigenvalues(
        of([
          [5, 0, 0],
          [0, -3, 0],
          [0, 0, 5],
        ]),
      )?.map(toDouble),
    ).toEqual([-3, 5, 5]);
    expect(
      rationalEigenvalues(
        of([
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ]),
      )?.map(toDouble),
    ).toEqual([0, 0, 0]);
    expect(
      rationalEigenvalues(
        of([
          [0, 1],
          [1, 1],
        ]),
      ),
    ).toBeNull();
    expect(
      rationalEigenvalues(
        of([
          [0, -1],
          [1, 0],
        ]),
      ),
    ).toBeNull();
  });

  it('definiteness', () => {
    expect(
      isPositiveDefinite(
        of([
          [2, -1],
          [-1, 2],
        ]),
      ),
    ).toBe(true);
    expect(
      isPositiveDefinite(
        of([
          [1, 2],
          [2, 1],
        ]),
      ),
    ).toBe(false);
    expect(
      isPositiveDefinite(
        of([
          [2, 1],
          [0, 2],
        ]),
      ),
    ).toBe(false);
    expect(
      isIndefinite(
        of([
          [1, 2],
          [2, 1],
        ]),
      ),
    ).toBe(true);
    expect(
      isIndefinite(
        of([
          [1, 1],
          [1, 1],
        ]),
      ),
    ).toBe(false);
    expect(
      isIndefinite(
        of([
          [-1, 0],
          [0, -2],
        ]),
      ),
    ).toBe(false);
    fc.assert(
      fc.property(square(2), (a) => {
        const gram = multiply(transposed(a), a);
        expect(isPositiveDefinite(gram)).toBe(determinantOf(a).n !== 0n);
        expect(isIndefinite(gram)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });
});
