import { expect, it } from 'vitest';
import { InternalError, invariant, present, unreachable } from '../../src/base/invariant.ts';

it('throws an InternalError with the message, and only when broken', () => {
  expect(() => invariant(1 + 1 === 2, 'sum')).not.toThrow();
  expect(() => invariant(1 > 2, 'order')).toThrow(new InternalError('order'));
});

it('lets every value but null and undefined through', () => {
  expect([present(0, 'n'), present('', 's'), present(false, 'b')]).toEqual([0, '', false]);
  expect(() => present(undefined, 'seed')).toThrow('seed is missing');
  expect(() => present(null, 'seed')).toThrow(InternalError);
});

it('names the case that should not exist', () => {
  const outside: string = 'hexagon';
  expect(() => unreachable(outside as never)).toThrow('hexagon');
});
