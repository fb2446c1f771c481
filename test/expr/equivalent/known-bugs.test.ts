import { describe, expect, it, vi } from 'vitest';
import { compareText } from '../../../src/expr/equivalent/batch.ts';
import { judge, verdictOf } from './support.ts';

/** What other graders got wrong. */
describe('mistakes other graders made', () => {
  it('an empty box is no gradient', () => {
    for (const student of ['', ' ', '\t\n']) {
      expect(verdictOf(student, '[0, 0]')).toBe('invalid empty');
      expect(verdictOf(student, '0')).toBe('invalid empty');
    }
    expect(judge('[]', '[0, 0]')).toBe('invalid');
  });

  it('what has no value equals nothing', () => {
    expect(judge('0/0', '0')).not.toBe('equal');
    expect(judge('1/0', '2/0')).not.toBe('equal');
    expect(judge('1/0', '-1/0')).not.toBe('equal');
    expect(judge('log(0)', '-1/0')).not.toBe('equal');
    expect(judge('x/(x-x)', '1')).not.toBe('equal');
    expect(judge('0*(1/(x-x)) + 2x', '2x')).not.toBe('equal');
    expect(judge('sqrt(-1-x^2)', '1')).not.toBe('equal');
  });

  it('what overflows equals nothing else that overflows', () => {
    expect(judge('exp(1000)', 'exp(2000)')).toBe('different');
    expect(judge('exp(1000)', '-exp(1000)')).toBe('different');
    expect(judge('10^(400)*x', '10^(401)*x')).toBe('different');
    expect(judge('exp(1000)*x', 'exp(1001)*x')).toBe('different');
    expect(judge('x^1000', 'x^1002')).toBe('different');
    expect(judge('exp(x^2)', 'exp(x^2)*2')).toBe('different');
    expect(judge('0^x', '0')).toBe('different');
  });

  it('the verdict hangs neither on the clock nor on chance', () => {
    const forbidden = (): never => {
      throw new Error('asked for the time, or threw dice');
    };
    const spies = [vi.spyOn(Date, 'now'), vi.spyOn(Math, 'random'), vi.spyOn(performance, 'now')];
    for (const spy of spies) spy.mockImplementation(forbidden);
    try {
      expect(judge('sin(x)^2 + cos(x)^2 + 0*sqrt(y)', '1 + 0*sqrt(y)')).toBe('equal');
      expect(judge('x + 10^(-30)', 'x')).toBe('different');
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  });

  it('only "does not exist" is "does not exist"', () => {
    expect(judge('DNE', 'DNE')).toBe('equal');
    expect(verdictOf('DNE', '0')).toBe('different undefined-here');
    expect(verdictOf('0', 'DNE')).toBe('different undefined-here');
    expect(judge('1/0', 'DNE')).toBe('different');
  });

  it('the verdict does not hang on the seed', () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const more = { seed: `seed ${seed}` };
      expect(judge('sin(x)^2 + cos(x)^2', '1', more)).toBe('equal');
      expect(judge('log(x*y)', 'log(x) + log(y)', more)).toBe('different');
      expect(judge('2*log(x)*log(y) + log(z)', 'log(y^log(x^2)*z)', more)).toBe('different');
      expect(judge('x + 1/10^9', 'x', more)).toBe('different');
      expect(judge('sqrt(1-x)*sqrt(x)', 'sqrt(x-x^2)', more)).toBe('equal');
    }
  });

  it('is the same every time', () => {
    const ask = () => JSON.stringify(compareText({ student: 'log(x)*tan(y)', model: 'tan(y)*log(x) + 10^(-9)' }));
    const first = ask();
    compareText({ student: 'x', model: 'y', seed: 'another' });
    expect(ask()).toBe(first);
  });

  it('+2-2 turns no verdict', () => {
    for (const [a, b] of [
      ['sin(x)', 'cos(x)'],
      ['sqrt(x^2)', 'x'],
      ['x^2', 'x*x'],
      ['1/x', 'x^-1'],
      ['log(x^2)', '2 log(x)'],
    ] as const) {
      expect(judge(`${a}+2-2`, b)).toBe(judge(a, b));
      expect(judge(a, `${b}+2-2`)).toBe(judge(a, b));
    }
  });

  it('finds points where few are valid', () => {
    expect(judge('sqrt(x-1000)*sqrt(1001-x)', 'sqrt((x-1000)*(1001-x))')).toBe('equal');
    expect(judge('asin(x-50)', 'pi/2 - acos(x-50)')).toBe('equal');
    expect(judge('asin(x-50)', 'acos(x-50)')).toBe('different');
    expect(judge('log(sin(x)-0.999)', 'log((1000*sin(x)-999)/1000)')).toBe('equal');
    expect(judge('log(x-y)*log(y-z)*log(z-w)', 'log(z-w)*log(y-z)*log(x-y)')).toBe('equal');
  });

  it('1 % off is wrong unless a tolerance was given', () => {
    expect(judge('1.01x', 'x')).toBe('different');
    expect(judge('3.14', 'pi')).toBe('different');
    expect(judge('3.1415926535898', 'pi')).toBe('different');
  });

  it('names of object properties are harmless', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf']) {
      expect(['different', 'invalid']).toContain(judge(name, 'x'));
      expect(verdictOf(name, 'x', { vars: { x: 'real' } })).toMatch(/^invalid (unknown-name|syntax)$/);
    }
  });
});

describe('reading names', () => {
  it('a name of the student alone is a product of the model’s where it can be', () => {
    expect(judge('xy', 'x*y')).toBe('equal');
    expect(judge('xy(x+1)', 'x*y*(x+1)')).toBe('equal');
    expect(judge('x + z', 'x')).toBe('different');
    expect(judge('x + z - z', 'x')).toBe('equal');
  });

  it('an unknown function is refused, not multiplied', () => {
    expect(verdictOf('factorial(x)', 'x')).toBe('invalid unknown-name');
    expect(verdictOf('x', 'factorial(x)')).toBe('invalid model-invalid');
    expect(verdictOf('atan2(x, 1)', 'x')).toBe('invalid unknown-name');
  });

  it('declared names close the list', () => {
    const said = compareText({ student: 'xx + thetta', model: 'theta', vars: { theta: 'real' } });
    expect(said.verdict).toBe('invalid');
    expect(compareText({ student: 'thetta', model: 'theta', vars: { theta: 'real' } }).message).toContain('theta');
  });

  it('a fault of the model is the author’s', () => {
    expect(verdictOf('x', 'x+')).toBe('invalid model-invalid');
    expect(verdictOf('x', 'x', { vars: { x: '0x3' } })).toBe('invalid model-invalid');
    expect(verdictOf('x', 'x', { assume: ['x >'] })).toBe('invalid model-invalid');
  });
});
