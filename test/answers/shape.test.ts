import { describe, expect, test } from 'vitest';
import { brief, judge, make } from './support.ts';

const field = make('shape', '[1, 2, 3; 4, 5, 6]');

describe('shapes as students type them', () => {
  test.each([
    ['2x3', 'equal right 1'],
    ['2 × 3', 'equal right 1'],
    ['(2, 3)', 'equal right 1'],
    ['(2x3)', 'equal right 1'],
    ['[2x3]', 'equal right 1'],
    ['2 x (3)', 'equal right 1'],
    ['2 by 3', 'equal right 1'],
    ['R^(2x3)', 'equal right 1'],
    ['2', 'different shape 0'],
  ])('%s → %s', (given, expected) => {
    expect(brief(judge(field, given))).toBe(expected);
  });

  test.each([')2[[(', '2)[[(', 'sin(([[(', 'constructor[[[(', '(2x3', '2x3]', 'qqq2((('])('%s is no shape', (given) => {
    expect(brief(judge(field, given))).toBe('invalid syntax 0');
  });
});
