import { describe, expect, it } from 'vitest';
import { compareText } from '../../../src/expr/equivalent/batch.ts';
import { uniformsOf } from '../../../src/expr/equivalent/points.ts';
import { primeAt } from '../../../src/expr/equivalent/prime-field.ts';
import { judge, verdictOf } from './support.ts';

describe('functions over the reals', () => {
  it.each([
    ['2(x+1)', '2x+2'],
    ['sin(x)^2', '1 - cos(x)^2'],
    ['sin(2x)', '2 sin(x) cos(x)'],
    ['x/x', '1'],
    ['(x^2-1)/(x-1)', 'x+1'],
    ['1/sqrt(x)', 'sqrt(1/x)'],
    ['log(x*exp(y))', 'log(x) + y'],
    ['max(x, y)', '(x + y + abs(x - y))/2'],
    ['relu(x) - relu(-x)', 'x'],
    ['tanh(x)', '2*sigmoid(2x) - 1'],
    ['(x-a)^6000', '(a-x)^6000'],
    ['exp(x)^2', 'exp(2x)'],
    ['cbrt(x)^3', 'x'],
    ['abs(x)^2', 'x^2'],
    ['sqrt(x^2)', 'abs(x)'],
    ['x^2*cosh(x) - x^2*sinh(x)', 'x^2*exp(-x)'],
    ['10^(-30)*x', 'x/10^30'],
  ])('%s is %s', (a, b) => {
    expect(judge(a, b)).toBe('equal');
    expect(judge(b, a)).toBe('equal');
  });

  it.each([
    ['sin(x)^2', '1 + cos(x)^2', 'value'],
    ['sqrt(x^2)', 'x', 'value'],
    ['log(x^2)', '2 log(x)', 'domain'],
    ['exp(log(x))', 'x', 'domain'],
    ['x^x + x^x - 1 - 2*x^x', '-1', 'domain'],
    ['sqrt(x-3)*sqrt(x-5)', 'sqrt((x-3)*(x-5))', 'domain'],
    ['2*log(x)*log(y) + log(z)', 'log(y^log(x^2)*z)', 'domain'],
    ['abs(x+1000) - 1000', 'abs(x+1001) - 1001', 'value'],
    ['sqrt((x+1000)^2) - 1000', 'sqrt((x+1001)^2) - 1001', 'value'],
    ['step(x-50)*step(51-x)', '0', 'value'],
    ['2*asin(sin(3x))', '6x', 'value'],
    ['10^(-30)*x', '2*10^(-30)*x', 'value'],
    ['10^(-30)*sin(x)', '2*10^(-30)*sin(x)', 'value'],
    ['x + exp(-10^4*x^2)', 'x', 'value'],
    ['sigmoid(200x)', 'step(x)', 'value'],
    ['0.333333333333333*x^2', 'x^2/3', 'value'],
    ['sin(2) + x', '0.9092974268256817 + x', 'value'],
    ['x + 10^(-20)*y', 'x', 'value'],
  ])('%s is not %s', (a, b, code) => {
    expect(verdictOf(a, b)).toBe(`different ${code}`);
    expect(verdictOf(b, a)).toBe(`different ${code}`);
  });

  it('knows constants to many digits', () => {
    expect(judge('(930249+416020*sqrt(5))^(1/30)-(930249-416020*sqrt(5))^(1/30)', '1')).toBe('equal');
    expect(judge('sqrt(11+6*sqrt(2))', '3+sqrt(2)')).toBe('equal');
    expect(judge('exp(pi*sqrt(163))', '262537412640768744')).toBe('different');
    expect(judge('355/113', 'pi')).toBe('different');
    expect(judge('asin(1) + acos(0)', 'pi')).toBe('equal');
  });

  it('takes a square root of what is zero but for rounding', () => {
    expect(judge('sqrt(1 - sin(x)^2 - cos(x)^2) + x', 'x')).toBe('equal');
    expect(judge('asin(sin(x)^2 + cos(x)^2)', 'pi/2')).toBe('equal');
  });

  it('leaves what is nowhere real to a person, unless it is the same form', () => {
    expect(verdictOf('(-2)^n', '(-2)^(n-1)')).toBe('undecided nowhere-real');
    expect(judge('(-1)^x', '(-1)^x')).toBe('equal');
    expect(judge('log(-1-x^2)', 'log(-2-x^2)')).toBe('undecided');
  });

  it('is not taken in by multiples of the primes it computes with', () => {
    const all = Array.from({ length: 10 }, (_, k) => primeAt(uniformsOf('compare'), k)).join('*');
    expect(judge(`x + ${all}`, 'x')).toBe('different');
    expect(judge(`x + ${all}/10^90`, 'x')).toBe('different');
    expect(judge(`sin(x) + ${all}/10^90*x`, 'sin(x)')).toBe('different');
  });

  it('gives evidence that a person can check', () => {
    const equal = compareText({ student: 'sin(2x)', model: '2sin(x)cos(x)' });
    expect(equal.evidence.points).toBeGreaterThanOrEqual(12);
    expect(equal.evidence.worst).toBeLessThan(1e-10);
    const exact = compareText({ student: '(x+1)^5', model: 'x^5+5x^4+10x^3+10x^2+5x+1' });
    expect(exact.evidence).toMatchObject({ method: 'prime-field' });
    expect(exact.evidence.bound).toBeLessThan(1e-20);
    const different = compareText({ student: 'x^2', model: 'x^2 + relu(x - 700)' });
    const at = different.evidence.at?.find((w) => w.name === 'x')?.value;
    expect(at).toBeGreaterThan(700);
  });

  it('compares inside the domain', () => {
    expect(judge('abs(x)', 'x', { domain: { x: [0, 5] } })).toBe('equal');
    expect(judge('abs(x)', 'x', { domain: { x: [-1, 5] } })).toBe('different');
    expect(judge('2*asin(sin(3x))', '6x', { domain: { x: [-0.5, 0.5] } })).toBe('equal');
  });

  it('compares where the assumptions hold', () => {
    expect(judge('sqrt(x^2)', 'x', { assume: ['x>0'] })).toBe('equal');
    expect(judge('log(x^2*y/z)', '2*log(x) + log(y) - log(z)', { assume: ['x>0, y>0, z>0'] })).toBe('equal');
    expect(judge('F', 'm*a', { assume: ['F = m*a'] })).toBe('equal');
    expect(judge('F', 'm*a + 1', { assume: ['F = m*a'] })).toBe('different');
    expect(judge('-x^2/y^2', '(y^3-9)/(x*y^2)', { assume: ['x^3+y^3 = 9'] })).toBe('equal');
    expect(judge('-x^2/y^2', '(y^3-8)/(x*y^2)', { assume: ['x^3+y^3 = 9'] })).toBe('different');
    expect(judge('(-1)^(2n)', '1', { assume: ['integer(n)'] })).toBe('equal');
    expect(judge('cos(pi*n)', '(-1)^n', { assume: ['integer(n)'] })).toBe('equal');
  });
});
