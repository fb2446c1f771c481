import { describe, expect, it } from 'vitest';
import { brief, judge, make } from './support.ts';

/** The shape of a gradient in 13 variables. */
const made = make('shape', 'zeros(1, 13)');

describe('shapes as students type them', () => {
  it.each(['1x13', '1 × 13', '(1x13)', 'R^(1x13)', '1 x (13)', '[1, 13]'])('%s is right', (text) => {
    expect(brief(judge(made, text))).toBe('equal right 1');
  });

  it.each(['qqq2(((', ')2[[(', '(1x13', '1x13]', 'qqqqqqsin(([[('])('%s is no shape', (text) => {
    expect(brief(judge(made, text))).toBe('invalid syntax 0');
  });
});
