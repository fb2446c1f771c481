import { describe, expect, it } from 'vitest';
import { compareText } from '../../../src/expr/equivalent/batch.ts';

const LEAST_SQUARES = { Phi: 'NxD', theta: 'D', y: 'N' };
const verdict = (student: string, model: string, vars?: Readonly<Record<string, string>>): string =>
  compareText({ student, model, ...(vars === undefined ? {} : { vars }) }).verdict;

describe('a size is every number, not the one it is tried with', () => {
  it.each([2, 3, 4, 5, 6, 7, 8, 9])('2/%i is not 2/N', (n) => {
    const model = "-(2/N)*(y-Phi*theta)'*Phi";
    expect(verdict(`-(2/${n})*(y-Phi*theta)'*Phi`, model, LEAST_SQUARES)).toBe('different');
  });

  it.each([
    ["-(2/N)*(y'*Phi - theta'*Phi'*Phi)", "-(2/N)*(y-Phi*theta)'*Phi"],
    ["2*(theta'*Phi' - y')*Phi/N", "-(2/N)*(y-Phi*theta)'*Phi"],
    ["tr(Phi*Phi') + N", "sum(k=1..N, Phi[k,1]*0) + tr(Phi'*Phi) + N"],
    ['norm(Phi)^2 + tr(eye(N)) - N', "tr(Phi'*Phi)"],
  ])('%s is %s', (student, model) => {
    expect(verdict(student, model, LEAST_SQUARES)).toBe('equal');
  });

  // Each of these was right at the one size it was tried with.
  it.each([
    ['sum(k=1..y, 2)', 'y^2'],
    ['2*sum(ones(y))', 'y^2'],
    ['18 + 0*sum(ones(y))', 'y^3 + 5*y'],
    ['y + 0*sum(ones(y)) + y - 2', 'y'],
    ['sum(ones(y))', '2'],
    ['sum(ones(y))', 'y'],
  ])('a real number is no size: %s is never taken for %s', (student, model) => {
    expect(verdict(student, model)).not.toBe('equal');
    expect(verdict(student, model, { y: 'real' })).not.toBe('equal');
  });
});

describe('hostile answers', () => {
  it.each([
    'logsumexp(unit(2.50, x))',
    'norminf(zeros(x))',
    'logsumexp(ones(x))*sum(k=1..9999, theta^0.5)',
    'sum(k=1..m, ones(-(-1)) + dot(A, 0))',
    'acos(ones(1))',
    'tanh((1e300)^-1111)',
    'tanh((1/3)^(1000000))',
    'sinh((1/3)^(1000000))',
    'cosh((1/3)^(1000000)) - 1',
    'ln((|2|)^(y^(1000000^2.50)))',
    '(-2)^(y^(1000000^2.50))',
  ])('%s has a verdict', (student) => {
    for (const model of ['2*x*y', '(x+y)^3', '1/3', '[x, y]'])
      expect(['different', 'invalid', 'undecided']).toContain(verdict(student, model));
  });

  it('a size is never called x, which is the sign of 2x3', () => {
    expect(compareText({ student: 'ones(x)', model: 'x' })).toMatchObject({ verdict: 'invalid', code: 'shape' });
  });
});
