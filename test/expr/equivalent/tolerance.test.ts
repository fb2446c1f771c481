import { describe, expect, it } from 'vitest';
import { judge, verdictOf } from './support.ts';

describe('tolerances', () => {
  it('includes the boundary, whatever doubles make of it', () => {
    expect(judge('1.1', '1', { rtol: 0.1 })).toBe('equal');
    expect(judge('0.9', '1', { rtol: 0.1 })).toBe('equal');
    expect(judge('1.1x', 'x', { rtol: 0.1 })).toBe('equal');
    expect(judge('0.3', '0.2', { atol: 0.1 })).toBe('equal');
    expect(judge('1.05*10^33', '10^33', { rtol: 0.05 })).toBe('equal');
    expect(judge('1.1000000000000001', '1', { rtol: 0.1 })).toBe('different');
    expect(judge('1.1000001x', 'x', { rtol: 0.1 })).toBe('different');
    expect(judge('pi + 1/10', 'pi', { atol: 0.1 })).toBe('equal');
  });

  it('takes the larger of the two tolerances', () => {
    expect(judge('0.05', '0', { atol: 0.1, rtol: 0.01 })).toBe('equal');
    expect(judge('100.5', '100', { atol: 0.1, rtol: 0.01 })).toBe('equal');
    expect(judge('0.05', '0', { rtol: 0.01 })).toBe('different');
  });

  it('holds for every entry and at every point', () => {
    expect(judge('[3, 1.414]', '[pi, sqrt(2)]', { rtol: 0.01 })).toBe('different');
    expect(judge('[3.14, 1.414]', '[pi, sqrt(2)]', { rtol: 0.01 })).toBe('equal');
    expect(judge('x', 'x + exp(-x^2)/5', { rtol: 0.01 })).toBe('different');
    expect(judge('log(x)', 'log(abs(x))', { rtol: 0.1 })).toBe('different');
  });

  it('counts significant figures: half a unit, ties both ways, typed with as many', () => {
    expect(judge('9.8', '10', { sigfigs: 2 })).toBe('equal');
    expect(judge('0.0498', '0.04975', { sigfigs: 3 })).toBe('equal');
    expect(judge('0.0497', '0.04975', { sigfigs: 3 })).toBe('equal');
    expect(judge('0.14294', '1/7', { sigfigs: 4 })).toBe('equal');
    expect(judge('0.14295', '1/7', { sigfigs: 4 })).toBe('different');
    expect(judge('3.146', 'pi', { sigfigs: 4 })).toBe('different');
    expect(verdictOf('2', '2.00', { sigfigs: 3 })).toBe('different digits');
    expect(verdictOf('2.00', '2', { sigfigs: 3 })).toBe('equal within-tolerance');
    expect(verdictOf('1*10^3', '999', { sigfigs: 2 })).toBe('different digits');
    expect(judge('[0, 1.23]', '[0, 1.234]', { sigfigs: 3 })).toBe('equal');
    expect(judge('[0.001, 1.23]', '[0, 1.234]', { sigfigs: 3 })).toBe('equal');
    expect(judge('[0.01, 1.23]', '[0, 1.234]', { sigfigs: 3 })).toBe('different');
  });

  it('lets a rounded decimal stand for what rounds to it', () => {
    expect(judge('3.14x', 'pi*x', { rounded: 3 })).toBe('equal');
    expect(judge('3.15x', 'pi*x', { rounded: 3 })).toBe('different');
    expect(judge('3.1x', 'pi*x', { rounded: 3 })).toBe('different');
    expect(judge('2.50*3.00x', '7.52x', { rounded: 3 })).toBe('equal');
    expect(judge('2.50*3.00x', '7.5276x', { rounded: 3 })).toBe('different');
    expect(judge('-1.41x', '-sqrt(2)*x', { rounded: 3 })).toBe('equal');
    expect(judge('1.00/3.00*x', '0.3345x', { rounded: 3 })).toBe('equal');
    expect(judge('exp(0.333x)', 'exp(x/3)', { rounded: 3 })).toBe('equal');
    expect(judge('exp(0.332x)', 'exp(x/3)', { rounded: 3 })).toBe('different');
    expect(judge('[1.41, 2]', '[sqrt(2), 2]', { rounded: 3 })).toBe('equal');
    expect(judge('[1.41, 2.1]', '[sqrt(2), 2.12]', { rounded: 3 })).toBe('different');
  });

  it('keeps whole numbers exact beside rounded decimals', () => {
    expect(judge('3.00 + 3x', '3.004 + 3x', { rounded: 3 })).toBe('equal');
    expect(judge('3.00 + 3x', '3 + 3.004x', { rounded: 3 })).toBe('different');
  });
});

describe('what cannot be told is not within a tolerance', () => {
  // Where a typed decimal stands for a range: no value, overflow, and digits lost say nothing of the answer.
  it.each([
    '(1/3)/(2.50/0)',
    '0/(2.50/0)',
    '2.50/0',
    '2.50*x*0 + 1/(2.50-2.50)',
    'x/(2.50-2.50)',
    'log(2.50/9999999999999999^999999999999)',
    '(x*1e30 + 2.50*0) - x*1e30',
    '(x*1e30 + 2.50) - x*1e30',
    '(1e30*x^2 + 2.50)/(x^2 + 1) - 1e30*x^2/(x^2 + 1)',
    'exp(exp(exp(2.50 + x^2)))',
    '2.50*(1e300*1e300)^x',
    'sin(2.50e30*x)',
    '(1.00e9 - 0.9999e9)*x',
    '1.00e9 - 0.9999e9',
    'x + 1.00e9 - 0.9999e9',
  ])('%s', (student) => {
    for (const model of ['x^2', 'sin(x)', '7', 'exp(-x^2)'])
      expect(judge(student, model, { rounded: 3 })).not.toBe('equal');
  });

  it.each([
    ['3.14*cos(3.14x)', 'pi*cos(pi*x)'],
    ['0.333x', 'x/3'],
    ['2.72^x', 'exp(x)'],
    ['1.41x + 0.000', 'sqrt(2)*x'],
  ])('%s is still %s', (student, model) => {
    expect(judge(student, model, { rounded: 3 })).toBe('equal');
  });

  it.each([
    ['3.14', '0.001'],
    ['3.14x', '0.001*x'],
    ['1.00e9 - 0.9999e9', '10^9'],
  ])('%s is plainly not %s', (student, model) => {
    expect(judge(student, model, { rounded: 3 })).toBe('different');
  });
});
