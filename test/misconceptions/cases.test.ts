/** Wrong answers as students write them, each with the rule that leads to it. */
import { describe, expect, it, test } from 'vitest';
import { type Asked, diagnose, idsOf } from './support.ts';

type Row = readonly [of: string, wrt: string, student: string, id: string, more?: Partial<Asked>];

const asked = (of: string, wrt: string, more: Partial<Asked> = {}): Asked => ({
  of,
  wrt: wrt === '' ? [] : wrt.split(','),
  ...more,
});

const check = (rows: readonly Row[]): void =>
  test.each(rows.map((row) => [`${row[0]} in ${row[1]}: ${row[2]}`, row] as const))('%s', (_, row) => {
    const [of, wrt, student, id, more] = row;
    const found = idsOf(asked(of, wrt, more), student);
    expect(found[0], found.join()).toBe(id);
  });

describe('chain rule', () => {
  check([
    ['(3x+1)^4', 'x', '4(3x+1)^3', 'dropped-inner-derivative'],
    ['exp(x^2)', 'x', 'exp(x^2)', 'dropped-inner-derivative'],
    ['exp(-3x)', 'x', 'exp(-3x)', 'dropped-inner-derivative'],
    ['ln(x^2+1)', 'x', '1/(x^2+1)', 'dropped-inner-derivative'],
    ['sqrt(x^2+1)', 'x', '1/(2 sqrt(x^2+1))', 'dropped-inner-derivative'],
    ['cos(x^3)', 'x', '-sin(x^3)', 'dropped-inner-derivative'],
    ['sin(2x*y)', 'x', 'cos(2x*y)', 'dropped-inner-derivative'],
    ['(x+2y^3)^2', 'y', '2(x+2y^3)', 'dropped-inner-derivative'],
    ['sin(exp(x^2))', 'x', 'cos(exp(x^2))*exp(x^2)', 'dropped-inner-derivative'],
    ['sin(exp(x^2))', 'x', 'cos(exp(x^2))*2x', 'dropped-outer-derivative'],
    ['x*sin(x^2)', 'x', 'sin(x^2) + x*cos(x^2)', 'dropped-inner-derivative'],
    ['2^(3x)', 'x', '2^(3x)*ln(2)', 'dropped-inner-derivative'],
    ['sigmoid(2x+1)', 'x', 'sigmoid(2x+1)*(1-sigmoid(2x+1))', 'dropped-inner-derivative'],
    ['tanh(x^2)', 'x', '1-tanh(x^2)^2', 'dropped-inner-derivative'],
    ['x1^2*x2', 't', '2*x1*x2 + x1^2', 'dropped-inner-derivative', { lets: { x1: 'sin(t)', x2: 't^3' } }],
    ['x1^2*x2', 't', '2*x1*x2*cos(t) + x1^2', 'dropped-inner-derivative', { lets: { x1: 'sin(t)', x2: 't^3' } }],
    ['exp(x^2 + 5x)', 'x', '2x+5', 'dropped-outer-derivative'],
    ['cos(x^3)', 'x', '3x^2', 'dropped-outer-derivative'],
    ['ln(x^2+3x)', 'x', '2x+3', 'dropped-outer-derivative'],
    ['exp(x^2)', 'x', 'exp(2x)', 'derivative-inside'],
    ['cos(x^3)', 'x', '-sin(3x^2)', 'derivative-inside'],
    ['ln(x^2+3x)', 'x', '1/(2x+3)', 'derivative-inside'],
    ['(x^2+x)^3', 'x', '(2x+1)^3', 'derivative-inside'],
    ['tanh(3x)', 'x', '3*(1-tanh(tanh(3x))^2)', 'evaluated-elsewhere'],
    ['x1*x2', 't', 'cos(t)*x2', 'unaccumulated-path', { lets: { x1: 'sin(t)', x2: 't^3' } }],
    ['x1^2 + x2^3', 't', '3*x2^2*2*t', 'unaccumulated-path', { lets: { x1: 'sin(t)', x2: 't^2' } }],
  ]);
});

describe('products and quotients', () => {
  check([
    ['x*exp(x)', 'x', 'exp(x)', 'product-of-derivatives'],
    ['x^2*ln(x)', 'x', '2x/x', 'product-of-derivatives'],
    ['sin(x)*cos(x)', 'x', '-cos(x)*sin(x)', 'product-of-derivatives'],
    ['x*exp(x)', 'x', 'x*exp(x)', 'product-rule-missing-term'],
    ['x^2*y*sin(x)', 'x', 'x^2*y*cos(x)', 'product-rule-missing-term'],
    ['x^2*exp(3x)', 'x', '2x*exp(3x)', 'product-rule-missing-term'],
    ['x*y*exp(x*y)', 'x', 'y*exp(x*y)', 'product-rule-missing-term'],
    ['x/(x^2+1)', 'x', '(x^2+1+2x^2)/(x^2+1)^2', 'quotient-rule-sign'],
    ['x/(x^2+1)', 'x', '(2x^2-x^2-1)/(x^2+1)^2', 'quotient-rule-swapped'],
    ['x/(x^2+1)', 'x', '(1-x^2)/(x^2+1)', 'quotient-rule-denominator-not-squared'],
    ['x/(x^2+1)', 'x', '1/(2x)', 'quotient-of-derivatives'],
    ['(x+y)/(x*y+1)', 'x', '1/y', 'quotient-of-derivatives'],
    ['exp(x)/(x+1)', 'x', 'exp(x)', 'quotient-of-derivatives'],
    ['(x^2+1)/(x-3)', 'x', '(2x(x-3)+(x^2+1))/(x-3)^2', 'quotient-rule-sign'],
    ['(a*x+y)/(x^2+y^2)', 'x', '((a*x+y)*2x - a*(x^2+y^2))/(x^2+y^2)^2', 'quotient-rule-swapped'],
  ]);
});

describe('powers, functions, constants', () => {
  check([
    ['x^4', 'x', '4x^4', 'power-rule-exponent-kept'],
    ['3x^2*y', 'x', '6x^2*y', 'power-rule-exponent-kept'],
    ['(x^2+1)^3', 'x', '3(x^2+1)^3*2x', 'power-rule-exponent-kept'],
    ['x^4', 'x', 'x^3', 'power-rule-coefficient-missing'],
    ['5x^3 + y', 'x', '5x^2', 'power-rule-coefficient-missing'],
    ['exp(x)', 'x', 'x*exp(x-1)', 'power-rule-on-exponential'],
    ['3^x + x', 'x', 'x*3^(x-1) + 1', 'power-rule-on-exponential'],
    ['exp(2x)', 'x', '2x*exp(2x-1)', 'power-rule-on-exponential'],
    ['sin(x)', 'x', '-cos(x)', 'sign-of-trig-derivative'],
    ['x*cos(x)', 'x', 'cos(x)+x*sin(x)', 'sign-of-trig-derivative'],
    ['cos(x^2)', 'x', '2x*sin(x^2)', 'sign-of-trig-derivative'],
    ['x^3 + 2x', 'x', 'x^4/4 + x^2', 'integrated-instead'],
    ['cos(x)', 'x', 'sin(x)', 'sign-of-trig-derivative'],
    ['exp(2x)', 'x', 'exp(2x)/2 + 7', 'integrated-instead'],
    ['x^2 + 7', 'x', '2x + 7', 'constant-term-kept'],
    ['x^2*y + y^3', 'x', '2x*y + y^3', 'constant-term-kept'],
    ['sin(x) + 4', 'x', 'cos(x) + 4', 'constant-term-kept'],
  ]);
});

describe('variables and vectors', () => {
  check([
    ['x^2*y^3', 'x', '3x^2*y^2', 'wrong-variable'],
    ['sin(x*y)', 'y', 'y*cos(x*y)', 'wrong-variable'],
    ['x^2*y^3', 'x,y', '[3x^2*y^2, 2x*y^3]', 'components-swapped'],
    ['x*y*z^2', 'x,y,z', '[2x*y*z, y*z^2, x*z^2]', 'components-swapped'],
    ['x^2 + x*y + y^2', 'x', '2x + y + x + 2y', 'not-held-constant'],
    ['x^2*y', 'x,y', '[2x*y; x^2]', 'transposed'],
    ['A*x', 'x', "A'", 'transposed', { vars: { A: 'mxn', x: 'n' } }],
    ['[x*y; x+y; y^2]', 'x,y', '[y, 1, 0; x, 1, 2y]', 'transposed'],
    ['[x*y; x^2]', 'x,y', '[y, 2x; x, 0]', 'transposed'],
    ['[x*y; x^2]', 'x,y', '[y; x; 2x; 0]', 'flattened'],
    ['x*y*z', 'x,y,z', 'y*z', 'wrong-shape'],
    ['A*x', 'x', '[1,2,3]', 'wrong-shape', { vars: { A: '2x2', x: '2' } }],
    ['(x+2y^3)^2', 'x,y', '[2(x+2y^3), 2(x+2y^3)]', 'dropped-inner-derivative'],
    ['exp(x*y)', 'x,y', '[exp(x*y), exp(x*y)]', 'dropped-inner-derivative'],
    ['[x*sin(x); x^2*y]', 'x,y', '[cos(x), 0; 2x*y, x^2]', 'product-of-derivatives'],
    ['[x*cos(y); x*sin(y)]', 'x,y', '[cos(y), x*sin(y); sin(y), x*cos(y)]', 'sign-of-trig-derivative'],
  ]);
});

describe('matrix formulas', () => {
  const squares = { vars: { Phi: 'NxD', theta: 'D', y: 'N' } };
  const square = { vars: { B: 'nxn', x: 'n' } };
  check([
    ['norm(y - Phi*theta)^2', 'theta', "2*(y - Phi*theta)'*Phi", 'missing-minus', squares],
    ['norm(y - Phi*theta)^2', 'theta', "-(y - Phi*theta)'*Phi", 'missing-factor', squares],
    ['1/2*norm(y - Phi*theta)^2', 'theta', "-2*(y - Phi*theta)'*Phi", 'missing-factor', squares],
    ['norm(y - Phi*theta)^2', 'theta', "-2*Phi'*(y - Phi*theta)", 'transposed', squares],
    ["x'*B*x", 'x', "2*x'*B", 'assumed-symmetric', square],
    ["x'*B*x", 'x', "2*x'*B'", 'assumed-symmetric', square],
    ["x'*B*x", 'x', "x'*B", 'product-rule-missing-term', square],
    ["x'*B*x", 'x', "x'*B'", 'product-rule-missing-term', square],
    ['norm(B*x)^2', 'x', "2*x'*B*B'", 'factors-out-of-order', square],
    ["y'*A*x", 'x', "y'*A'", 'transposed-factor', { vars: { A: 'nxn', x: 'n', y: 'n' } }],
    ['A*B*x', 'x', 'B*A', 'factors-out-of-order', { vars: { A: 'nxn', B: 'nxn', x: 'n' } }],
    ["A*B'*x", 'x', 'A*B', 'transposed-factor', { vars: { A: 'nxn', B: 'nxn', x: 'n' } }],
  ]);
});

describe('networks', () => {
  const net = { vars: { W: '2x3', x: '3', b: '2', v: '2' } };
  check([
    ["v'*tanh(W*x + b)", 'b', "v'", 'dropped-outer-derivative', net],
    ["v'*tanh(W*x + b)", 'b', "(v - v .* tanh(tanh(W*x + b)).^2)'", 'evaluated-elsewhere', net],
    ['sin(x*y)*exp(x*y)', 'x', 'y*cos(x*y)*exp(x*y)', 'product-rule-missing-term'],
  ]);
});

describe('second derivatives', () => {
  const second = { order: 2 as const };
  check([
    ['x^2*y + y^3', 'x,y', '[2y, 0; 0, 6y]', 'hessian-missing-cross-terms', second],
    ['x^2*y + y^3', 'x,y', '[2y, 2x; 0, 6y]', 'hessian-not-symmetric', second],
    ['sin(x*y)', 'x,y', '[-y^2*sin(x*y), 0; 0, -x^2*sin(x*y)]', 'hessian-missing-cross-terms', second],
    ['sin(3x)', 'x', '-3*sin(3x)', 'dropped-inner-derivative', second],
    ['cos(x)', 'x', 'cos(x)', 'sign-of-trig-derivative', second],
  ]);
});

describe('Taylor polynomials and steps', () => {
  check([
    ['1 + x + x^2/2 + x^3/6', '', '1 + x + x^2 + x^3', 'taylor-missing-factorial'],
    ['2 + 3(x-1) + 5/2*(x-1)^2', '', '2 + 3(x-1) + 5(x-1)^2', 'taylor-missing-factorial'],
    ['2 + 3(x-1) + 5/2*(x-1)^2', '', '2 + 3x + 5/2*x^2', 'taylor-power-of-x'],
    ['1 + 2(x-1) + 3(y-2) + (x-1)*(y-2)', '', '1 + 2x + 3y + x*y', 'taylor-power-of-x'],
    ['x - eta*(2x+3)', '', 'x + eta*(2x+3)', 'ascent-for-descent'],
    ['theta - eta*g', '', 'theta + eta*g', 'ascent-for-descent', { vars: { theta: '2', g: '2' } }],
    ['x - (2x+3)/(6x)', '', 'x - (2x+3)', 'step-without-inverse'],
    ['theta - inv(H)*g', '', 'theta - H*g', 'step-without-inverse', { vars: { theta: '2', g: '2', H: '2x2' } }],
    ['theta - inv(H)*g', '', 'theta + inv(H)*g', 'ascent-for-descent', { vars: { theta: '2', g: '2', H: '2x2' } }],
    ['x + eps*g/norm(g)', '', 'x + eps*g', 'norm-not-normalised', { vars: { x: '2', g: '2' } }],
  ]);
});

describe('generic slips', () => {
  check([
    ['x^2 + 3x', 'x', '-2x-3', 'missing-minus'],
    ['x^2*y - x*y^2', 'x', '2x*y + y^2', 'missing-minus'],
    ['x^3 + 3x^2', 'x', '6x^2 + 12x', 'missing-factor'],
    ['x^2 + sin(x)', 'x', '2x + cos(x) - 1', 'off-by-constant'],
    ['4x^3 + x^2 + x', 'x', '14x^2 + 2x + 1', 'arithmetic-slip'],
    ['[2x + 3y; 5x - y]', 'x,y', '[2, 3; 5, 7]', 'arithmetic-slip'],
  ]);
});

describe('two slips in one answer', () => {
  test.each([
    ['x^2*sin(3x)', 'x', '2x*cos(3x)', ['product-of-derivatives', 'dropped-inner-derivative']],
    ['cos(x^2) + x^3', 'x', 'sin(x^2) + 3x^2', ['sign-of-trig-derivative', 'dropped-inner-derivative']],
    ['x^3 + cos(x)', 'x', '3x^3 + sin(x)', ['power-rule-exponent-kept', 'sign-of-trig-derivative']],
    ['x^2*y + 5 + sin(x)', 'x', '2x*y + 5 - cos(x)', ['constant-term-kept', 'sign-of-trig-derivative']],
  ] as const)('%s in %s: %s', (of, wrt, student, ids) => {
    expect([...idsOf(asked(of, wrt), student)].sort()).toEqual([...ids].sort());
  });
});

describe('nothing is guessed', () => {
  test.each([
    ['x^2*sin(x)', 'x', 'tan(x)^5 - x'],
    ['exp(x*y)', 'x', 'x^7*y - 3'],
    ['x^2*y', 'x,y', '[sinh(x), y^5]'],
    ['ln(x^2+1)', 'x', '17'],
    ['x/(x^2+1)', 'x', 'exp(-x^2)/3 + x'],
  ])('%s in %s: %s', (of, wrt, student) => {
    expect(diagnose(asked(of, wrt), student)).toEqual({ verdict: 'different', misconceptions: [] });
  });

  test.each([
    ['x^2*sin(x)', 'x', 'x*(2 sin(x) + x cos(x))'],
    ['(x+1)^3', 'x', '3x^2 + 6x + 3'],
    ['x/(x^2+1)', 'x', '1/(x^2+1) - 2x^2/(x^2+1)^2'],
    ['sin(x)^2', 'x', 'sin(2x)'],
    ['x^2*y', 'x,y', '(2*x*y, x^2)'],
  ])('a right answer in other words: %s in %s: %s', (of, wrt, student) => {
    expect(diagnose(asked(of, wrt), student)).toEqual({ verdict: 'equal', misconceptions: [] });
  });
});

describe('messages', () => {
  it('name the very place', () => {
    const said = (of: string, wrt: string, student: string): string =>
      diagnose(asked(of, wrt), student).misconceptions[0]?.message ?? '';
    expect(said('x*sin(3x^2+1)', 'x', 'sin(3x^2+1) + x*cos(3x^2+1)')).toContain('3*x^2 + 1');
    expect(said('y + x^3', 'x', 'y + 3x^2')).toContain('y');
    expect(said('x^2*y^3', 'x', '3x^2*y^2')).toContain('derivative in y');
    expect(said('x^3*y', 'x', '6x^2*y')).toContain('2');
  });
});
