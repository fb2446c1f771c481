import { describe, expect, test } from 'vitest';
import { brief, judge, make } from './support.ts';

const M = make('matrix', '[1, 2; 0, 3]');

describe('a matrix of numbers', () => {
  test.each([
    ['[[1, 2], [0, 3]]', 'equal right 1'],
    ['[1, 2; 0, 3]', 'equal right 1'],
    [
      [
        ['1', '2'],
        ['0', '3'],
      ],
      'equal right 1',
    ],
    [
      [
        ['1', '4/2'],
        ['0', '3.0'],
      ],
      'equal right 1',
    ],
    ['[1, 2\n0, 3]', 'equal right 1'],
    ['1, 2\n0, 3', 'equal right 1'],
    ['[1, 2]\n[0, 3]', 'equal right 1'],
    ['[[1, 2],\r\n [0, 3]]', 'equal right 1'],
    ['(1 + 0), 4/\n2\n0, 3', 'equal right 1'],
    ['[2, 4; 0, 6]\n/2', 'equal right 1'],
    ['1\n2\n0\n3', 'different flattened 0'],
    ['[2, 4; 0, 6]/2', 'equal right 1'],
    ['[1, 2; 0, 4]', 'different value 0.75'],
    ['[7, 7; 7, 7]', 'different value 0'],
    ['[1, 0; 2, 3]', 'different orientation 0.5'],
    ['[1, 2, 0, 3]', 'different flattened 0'],
    ['[1; 2; 0; 3]', 'different flattened 0'],
    ['[1; 0; 2; 3]', 'different flattened 0'],
    ['[1, 2, 3; 4, 5, 6]', 'different shape 0'],
    ['5', 'different shape 0'],
    [
      [
        ['1', ''],
        ['0', '3'],
      ],
      'different value 0.75',
    ],
    [
      [
        ['', ''],
        ['', ''],
      ],
      'empty empty 0',
    ],
    ['', 'empty empty 0'],
    [[], 'empty empty 0'],
    ['[1, 2; 3]', 'invalid shape 0'],
    ['[1 2; 0 3]', 'invalid syntax 0'],
    ['[1, 2; 0, 3', 'invalid syntax 0'],
    [
      [
        ['1', 'x'],
        ['0', '3'],
      ],
      'invalid unknown-name 0',
    ],
    [[['1', '2'], ['0']], 'invalid shape 0'],
    ['inv([1, 2; 0, 3])', 'invalid syntax 0'],
    ['[1, 0; 0, 1]*[1, 2; 0, 3]', 'invalid syntax 0'],
    [{ a: '1' }, 'invalid syntax 0'],
  ])('%j → %s', (given, expected) => {
    expect(brief(judge(M, given))).toBe(expected);
  });

  test('which entries are right', () => {
    const j = judge(M, '[1, 2; 5, 3]');
    expect(j.parts.map((p) => `${p.id} ${p.verdict}`)).toEqual([
      '1,1 equal',
      '1,2 equal',
      '2,1 different',
      '2,2 equal',
    ]);
    expect(j.message).toContain('(2, 1)');
    expect(j.log.map((l) => l.amount)).toEqual([0.25, 0.25, 0, 0.25]);
  });

  test('all or nothing where the assignment says so', () => {
    expect(brief(judge(M, '[1, 2; 5, 3]', { entries: 'all-or-nothing' }))).toBe('different value 0');
    expect(brief(judge(M, '[1, 2; 0, 3]', { entries: 'all-or-nothing' }))).toBe('equal right 1');
  });

  test('an entry that cannot be read is named', () => {
    expect(
      judge(M, [
        ['1', '2'],
        ['0', '3+'],
      ]).message,
    ).toMatch(/Entry \(2, 2\)/);
  });
});

describe('vectors', () => {
  const row = make('matrix', '[4, 24]', { key: { isDerivative: true } });
  const column = make('matrix', '[4; 24; 5]');
  test.each([
    [row, '[4, 24]', 'equal right 1'],
    [row, '(4, 24)', 'equal right 1'],
    [row, '[4; 24]', 'different orientation 0.5'],
    [row, '[4; 25]', 'different orientation 0.25'],
    [row, '[24, 4]', 'different components-swapped 0'],
    [column, '[4; 5; 24]', 'different components-swapped 0.3333'],
    [column, '[4; 24]', 'different shape 0'],
  ] as const)('%#: %s → %s', (made, given, expected) => {
    expect(brief(judge(made, given))).toBe(expected);
  });
  test('a Jacobian in the other layout says which shapes', () => {
    const J = make('matrix', '[1, 2, 3; 4, 5, 6]', { key: { isDerivative: true } });
    const j = judge(J, '[1, 4; 2, 5; 3, 6]');
    expect(brief(j)).toBe('different layout 0.5');
    expect(j.message).toMatch(/3×2.*2×3/);
  });
});

describe('rounded entries', () => {
  const made = make('matrix', '[123.456; 0; 2.5]', { field: { rounding: { kind: 'digits', digits: 3 } } });
  test('a zero is judged at the size of the largest entry', () => {
    expect(brief(judge(made, '[123; 0; 2.50]'))).toBe('equal right 1');
    expect(brief(judge(made, '[123; 0.3; 2.50]'))).toBe('equal right 1');
    expect(brief(judge(made, '[123; 0.6; 2.50]'))).toBe('different value 0.6667');
  });
  test('digits are counted entry by entry', () => {
    const j = judge(made, '[123; 0; 2.5]');
    expect(brief(j)).toBe('equal digits 1');
    expect(j.parts.map((p) => p.code)).toEqual(['right', 'right', 'digits']);
    expect(brief(judge(made, '[123; 0; 2.5]', { roundedEarly: 0 }))).toBe('equal digits 0.6667');
  });
});

describe('formulas as entries', () => {
  const made = make('matrix', '[2*x, 0; cos(y), 1]', { vars: { x: 'real', y: 'real' } });
  test.each([
    ['[x + x, 0; cos(y), 1]', 'equal right 1'],
    ['[2x, 0; sin(y), 1]', 'different value 0.75'],
    ['[2x, cos(y); 0, 1]', 'different orientation 0.5'],
  ])('%s → %s', (given, expected) => {
    expect(brief(judge(made, given))).toBe(expected);
  });
});

describe('freedom', () => {
  test.each([
    ['any-order', '[1; 4; 9]', '[9, 1, 4]', 'equal right 1'],
    ['any-order', '[1; 4; 9]', '[9; 1; 5]', 'different value 0.6667'],
    ['any-order', '[1; 1; 9]', '[1; 9; 9]', 'different value 0.6667'],
    ['sign', '[1; -2]', '[-1; 2]', 'equal right 1'],
    ['sign', '[1; -2]', '[-1; -2]', 'different value 0.5'],
    ['scale', '[1; -2]', '[-3; 6]', 'equal right 1'],
    ['scale', '[1; -2]', '[0; 0]', 'different value 0'],
    ['scale', '[1; -2]', '[sqrt(2); -2*sqrt(2)]', 'equal right 1'],
    ['positive-scale', '[1; -2]', '[-3; 6]', 'different value 0'],
    ['positive-scale', '[1; -2]', '[1/2; -1]', 'equal right 1'],
    ['constant', '[1; -2]', '[4; 1]', 'equal right 1'],
    ['constant', '[1; -2]', '[4; 2]', 'different value 0'],
  ] as const)('%s: %s given as %s → %s', (freedom, key, given, expected) => {
    expect(brief(judge(make('matrix', key, { field: { freedom } }), given))).toBe(expected);
  });
});

test('a tensor as nested lists and as text', () => {
  const T = make('tensor', '[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]');
  expect(brief(judge(T, '[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]'))).toBe('equal right 1');
  const j = judge(T, [
    [
      ['1', '2'],
      ['3', '4'],
    ],
    [
      ['5', '6'],
      ['7', '9'],
    ],
  ]);
  expect(brief(j)).toBe('different value 0.875');
  expect(j.parts.at(-1)?.id).toBe('2,2,2');
});

test('does not exist, as an answer and as a key', () => {
  const may = { mayBe: { zero: true, undefined: true } };
  expect(brief(judge(make('matrix', 'DNE', { field: may }), 'DNE'))).toBe('equal right 1');
  expect(brief(judge(make('matrix', 'DNE', { field: may }), '[0, 0]'))).toBe('different undefined-here 0');
  expect(brief(judge(make('matrix', '[0, 1]', { field: may }), 'DNE'))).toBe('different exists 0');
});

describe('a variable in a matrix whose key is all numbers', () => {
  const hessian = make('matrix', '[1, 2; 0, 3]', { vars: { x: '2' } });
  test.each([
    ['[[x[1], 2], [0, 3]]'],
    ['[15*x_1, 2; 0, 3]'],
    [
      [
        ['15*x[1]', '2'],
        ['0', '3'],
      ],
    ],
  ])('%j is a wrong entry: an entry of a variable is no calculation with matrices', (given) => {
    expect(brief(judge(hessian, given))).toBe('different value 0.75');
  });

  test('an entry of a product is one', () => {
    expect(judge(hessian, '[([1, 2; 3, 4]*x)[1], 2; 0, 3]').verdict).toBe('invalid');
  });
});
