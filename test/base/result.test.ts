import { expect, it } from 'vitest';
import type { Result } from '../../src/base/result.ts';
import { andThen, collect, failure, mapResult, success } from '../../src/base/result.ts';

const half = (n: number): Result<number, string> => (n % 2 === 0 ? success(n / 2) : failure(`${n} is odd`));

it('maps and chains values, and passes errors on', () => {
  expect(mapResult(half(4), (n) => n + 1)).toEqual(success(3));
  expect(mapResult(half(3), (n) => n + 1)).toEqual(failure('3 is odd'));
  expect(andThen(half(4), half)).toEqual(success(1));
  expect(andThen(half(6), half)).toEqual(failure('3 is odd'));
});

it('collects all values, or all errors', () => {
  expect(collect([success(1), success(2)])).toEqual(success([1, 2]));
  expect(collect([failure(['a', 'b']), success(2), failure(['c'])])).toEqual(failure(['a', 'b', 'c']));
});
