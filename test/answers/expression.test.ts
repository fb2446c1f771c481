import { describe, expect, test } from 'vitest';
import { brief, condition, formula, judge, make } from './support.ts';

const xy = { x: 'real', y: 'real' };

describe('formulas', () => {
  const made = make('expression', '2*(x + 2*y^3)', { vars: xy });
  test.each([
    ['2(x+2y^3)', 'equal right 1'],
    ['2x + 4y^3', 'equal right 1'],
    ['4*(x/2 + y^3) + 2 - 2', 'equal right 1'],
    ['2*x + 4.00*y^3', 'equal right 1'],
    ['2*x + 4*y^3 + 1e-9', 'different value 0'],
    ['(2*x + 4*y^3)*1.01', 'different value 0'],
    ['2*x + 4*y^2', 'different value 0'],
    ['[2*x; 4*y^3]', 'different shape 0'],
    ['2*(x + 2*y^3', 'invalid syntax 0'],
    ['2*(x + 2*z^3)', 'invalid unknown-name 0'],
    ['DNE', 'invalid syntax 0'],
    ['', 'empty empty 0'],
  ])('%s → %s', (given, expected) => {
    expect(brief(judge(made, given)).replace('invalid unknown-name', 'invalid unknown-name')).toBe(expected);
  });

  test('an empty box is never equal to anything, zero included', () => {
    const zero = make('expression', '0', { vars: xy });
    for (const blank of ['', '  ', '\n', '\t', []]) expect(judge(zero, blank).verdict).toBe('empty');
  });

  test('the message of a refusal says where and what to write', () => {
    const j = judge(made, '2*(x + 2*zeta^3)');
    expect(j.message).toMatch(/zeta/);
    expect(j.message).toMatch(/character 10/);
  });

  test('a decimal typed with three digits stands for what rounds to it; otherwise exactly', () => {
    const third = make('expression', 'x/3', { vars: xy });
    expect(brief(judge(third, '0.333*x'))).toBe('equal right 1');
    expect(brief(judge(third, '0.33*x'))).toBe('different value 0');
    expect(brief(judge(third, '0.334*x'))).toBe('different value 0');
    expect(brief(judge(third, '0.333*x', { expression: { kind: 'exact' } }))).toBe('different value 0');
    expect(brief(judge(third, '0.33*x', { expression: { kind: 'relative', tolerance: 0.02 } }))).toBe('equal right 1');
  });
});

describe('orientation, layout, shape', () => {
  const vars = { Phi: 'NxD', theta: 'D', y: 'N' };
  const row = make('expression', "-2*(y - Phi*theta)'*Phi", { vars, key: { isDerivative: true } });
  test('the same gradient written otherwise', () => {
    expect(brief(judge(row, "2*(Phi*theta - y)'*Phi"))).toBe('equal right 1');
    expect(brief(judge(row, "2*theta'*Phi'*Phi - 2*y'*Phi"))).toBe('equal right 1');
  });
  test('a column for a row is half credit, and told so', () => {
    const j = judge(row, "-2*Phi'*(y - Phi*theta)");
    expect(brief(j)).toBe('different orientation 0.5');
    expect(j.message).toMatch(/column of D.*row of D/);
    expect(j.misconceptions[0]?.id).toBe('transposed');
    expect(brief(judge(row, "-2*Phi'*(y - Phi*theta)", { wrongOrientation: 0 }))).toBe('different orientation 0');
  });
  test('the sign is not a matter of layout', () => {
    expect(brief(judge(row, "2*(y - Phi*theta)'*Phi"))).toBe('different value 0');
  });
  test('a matrix derivative in the other layout', () => {
    const matrix = make('expression', 'A', { vars: { A: '2x3' }, key: { isDerivative: true } });
    expect(brief(judge(matrix, "A'"))).toBe('different layout 0.5');
  });
});

describe('assumptions and domains', () => {
  test('equal only on the curve', () => {
    const vars = xy;
    const made = make('expression', '-y/x', {
      vars,
      key: {
        domain: { ranges: new Map(), structures: new Map(), sizes: new Map(), assume: [condition('x*y = 6', vars)] },
      },
    });
    expect(judge(made, '-6/x^2').verdict).toBe('equal');
    expect(judge(made, '-7/x^2').verdict).toBe('different');
  });
});

describe('follow-through', () => {
  const vars = { x1: 'real', x2: 'real' };
  const earlierKey = {
    fields: ['grad'],
    recompute: (given: ReadonlyMap<string, ReturnType<typeof formula>>) => given.get('grad') ?? null,
  };
  const made = make('expression', '2*x1', { vars, key: { follows: earlierKey } });
  test('consistent with an earlier wrong answer', () => {
    const earlier = new Map([['grad', formula('3*x1', vars)]]);
    const j = judge(made, '3*x1', {}, earlier);
    expect(brief(j)).toBe('different follow-through 1');
    expect(j.log[0]?.evidence).toContain('consistent with your grad');
    expect(brief(judge(made, '3*x1', { followThrough: 0.5 }, earlier))).toBe('different follow-through 0.5');
    expect(brief(judge(made, '2*x1', {}, earlier))).toBe('equal right 1');
    expect(brief(judge(made, '4*x1', {}, earlier))).toBe('different value 0');
  });
  test.each(['0', '0*x1', 'x1 - x1', '7'])('nothing follows from the trivial %s', (trivial) => {
    const earlier = new Map([['grad', formula(trivial, vars)]]);
    expect(brief(judge(made, trivial, {}, earlier))).toBe('different value 0');
  });
  test('nor from a blank or unreadable answer', () => {
    expect(brief(judge(made, '3*x1', {}, new Map([['grad', null]])))).toBe('different value 0');
    expect(brief(judge(made, '3*x1'))).toBe('different value 0');
  });
});

test('the verdict is the same however often and in whatever order answers are judged', () => {
  const made = make('expression', 'sin(x)*exp(y)', { vars: xy });
  const answers = ['sin(x)*exp(y)', 'exp(y)*sin(x)', 'sin(x)*exp(y)*1.0000001', 'cos(x)*exp(y)'];
  const first = answers.map((a) => JSON.stringify(judge(made, a)));
  const again = [...answers]
    .reverse()
    .map((a) => JSON.stringify(judge(made, a)))
    .reverse();
  expect(again).toEqual(first);
});
