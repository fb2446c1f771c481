import { describe, expect, test } from 'vitest';
import type { Rounding } from '../../src/answers/contract.ts';
import { brief, formula, judge, make } from './support.ts';

const numberField = (answer: string, rounding: Rounding, extra = {}) =>
  make('number', answer, { field: { rounding, ...extra } });
const exact = { kind: 'exact' } as const;
const digits = (n: number): Rounding => ({ kind: 'digits', digits: n });
const decimals = (n: number): Rounding => ({ kind: 'decimals', decimals: n });

describe('exact numbers', () => {
  test.each([
    ['3/4', '0.75', 'equal right 1'],
    ['3/4', '6/8', 'equal right 1'],
    ['3/4', '3/4 + 2 - 2', 'equal right 1'],
    ['exp(-3)', 'e^-3', 'equal right 1'],
    ['exp(-3)', '1/exp(3)', 'equal right 1'],
    ['exp(-3)', '0.0498', 'different not-exact 0'],
    ['1/3', '0.333', 'different not-exact 0'],
    ['1/3', '0.34', 'different value 0'],
    ['sqrt(2)', '2^(1/2)', 'equal right 1'],
    ['100', '101', 'different value 0'],
    ['0', '0', 'equal right 1'],
    ['0', '1e-200', 'different value 0'],
    ['2', 'sqrt(-1)', 'invalid no-real-domain 0'],
    ['2', '', 'empty empty 0'],
    ['2', '   ', 'empty empty 0'],
  ])('%s: %s → %s', (key, given, expected) => {
    expect(brief(judge(numberField(key, exact), given))).toBe(expected);
  });
});

describe('k significant digits: at most half a unit off, ties both ways', () => {
  test.each([
    ['3.14159', 3, '3.14', 'equal right 1'],
    ['3.14159', 3, '3.1415', 'equal right 1'],
    ['3.14159', 3, '3.1', 'different few-digits 0'],
    ['3.14159', 3, '3.15', 'different value 0'],
    ['2.345', 3, '2.34', 'equal right 1'],
    ['2.345', 3, '2.35', 'equal right 1'],
    ['2.345', 3, '2.3349', 'different value 0'],
    ['2.345', 3, '2.3551', 'different value 0'],
    ['2', 3, '2', 'equal digits 1'],
    ['2', 3, '2.00', 'equal right 1'],
    ['3/4', 3, '3/4', 'equal right 1'],
    ['-0.001234', 3, '-1.23e-3', 'equal right 1'],
    ['-0.001234', 3, '-1.23*10^-3', 'equal right 1'],
    ['-0.001234', 3, '-1.2*10^-3', 'different few-digits 0'],
    ['1234567', 3, '1230000', 'equal right 1'],
    ['99.96', 3, '100', 'equal right 1'],
    ['exp(-3)', 3, '0.0498', 'equal right 1'],
    ['exp(-3)', 3, '0.0497', 'different value 0'],
    ['exp(-3)', 3, 'exp(-3)', 'equal right 1'],
  ] as const)('%s to %i digits: %s → %s', (key, n, given, expected) => {
    expect(brief(judge(numberField(key, digits(n)), given))).toBe(expected);
  });

  test('fewer digits of a right value cost what the assignment says', () => {
    expect(brief(judge(numberField('2', digits(3)), '2', { roundedEarly: 0.5 }))).toBe('equal digits 0.5');
  });
});

describe('decimals, relative and absolute tolerances, bounds included', () => {
  test.each([
    ['0.125', decimals(2), '0.12', 'equal right 1'],
    ['0.125', decimals(2), '0.13', 'equal right 1'],
    ['0.125', decimals(2), '0.131', 'different value 0'],
    ['0', decimals(3), '0.000', 'equal right 1'],
    ['0', decimals(3), '0', 'equal digits 1'],
    ['100', { kind: 'relative', tolerance: 0.01 }, '101', 'equal right 1'],
    ['100', { kind: 'relative', tolerance: 0.01 }, '101.0001', 'different value 0'],
    ['1', { kind: 'absolute', tolerance: 0.1 }, '1.1', 'equal right 1'],
    ['1', { kind: 'absolute', tolerance: 0.1 }, '1.1000001', 'different value 0'],
  ] as const)('%s, %o: %s → %s', (key, rounding, given, expected) => {
    expect(brief(judge(numberField(key, rounding), given))).toBe(expected);
  });
});

describe('rounding on the way', () => {
  const made = make('number', '2.04', { field: { rounding: digits(3) }, key: { roundedEarly: [0.03] } });
  test('within the propagated bound it is told and credited', () => {
    expect(brief(judge(made, '2.06'))).toBe('equal rounded-early 1');
    expect(brief(judge(made, '2.06', { roundedEarly: 0.8 }))).toBe('equal rounded-early 0.8');
    expect(brief(judge(made, '2.08'))).toBe('different value 0');
  });
});

describe('does not exist', () => {
  const may = { mayBe: { zero: false, undefined: true } };
  test('is an answer where the box takes it', () => {
    expect(brief(judge(numberField('DNE', exact, may), 'DNE'))).toBe('equal right 1');
    expect(brief(judge(numberField('DNE', exact, may), 'undefined'))).toBe('equal right 1');
    expect(brief(judge(numberField('DNE', exact, may), '0'))).toBe('different undefined-here 0');
    expect(brief(judge(numberField('3', exact, may), 'DNE'))).toBe('different exists 0');
  });
  test('is refused, not wrong, where the box does not', () => {
    expect(judge(numberField('3', exact), 'DNE').verdict).toBe('invalid');
  });
});

describe('what a box for one number refuses', () => {
  test.each(['[1, 2]', 'det([1, 2; 3, 4])', '[1, 2]*[3; 4]', 'norm([3, 4])', 'x', '3 +', '(3', '1..2', '3 4 +'])(
    '%s',
    (given) => {
      const j = judge(numberField('5', exact), given);
      expect(j.verdict).toBe('invalid');
      expect(j.message.length).toBeGreaterThan(15);
    },
  );

  test('lists and maps', () => {
    expect(judge(numberField('5', exact), ['5']).verdict).toBe('invalid');
    expect(judge(numberField('5', exact), { value: '5' }).verdict).toBe('invalid');
  });
});

test('a decimal comma where the locale says so', () => {
  const made = numberField('2.5', digits(3));
  expect(brief(judge(made, '2,50', { decimalComma: true }))).toBe('equal right 1');
  expect(brief(judge(made, '2,5', { decimalComma: true }))).toBe('equal digits 1');
});

test('NaN and infinities equal nothing, not even each other', () => {
  for (const key of ['1/0', '0/0', 'log(0)']) {
    for (const given of ['1/0', '0/0', '-1/0', 'log(0)', '1e300*1e300']) {
      try {
        expect(judge(numberField(key, exact), given).verdict).not.toBe('equal');
      } catch (error) {
        // A key without a value is the author's fault; the parser may refuse it in the first place.
        expect(String(error)).toContain(key);
      }
    }
  }
});

test('further answers of the author: accepted and foreseen', () => {
  const made = make('number', '5', {
    key: {
      also: [
        { answer: formula('7'), credit: 0.5, says: 'This is the bound for the maximum norm.' },
        { answer: formula('6'), credit: 1, says: '' },
      ],
    },
  });
  expect(brief(judge(made, '7'))).toBe('different foreseen 0.5');
  expect(judge(made, '7').message).toContain('maximum norm');
  expect(brief(judge(made, '6'))).toBe('equal also-accepted 1');
});
