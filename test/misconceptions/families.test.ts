/**
 * Random formulas from families whose derivatives are known by table, a rule broken on paper: diagnosis must name it.
 * The wrong answers are put together as texts here, by no code of the diagnosis.
 */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compareText } from '../../src/expr/equivalent/batch.ts';
import { type Asked, diagnose } from './support.ts';

/** f with its derivative. */
type Known = readonly [f: string, derivative: string];

const small = fc.integer({ min: 2, max: 9 });
const exponent = fc.integer({ min: 2, max: 5 });

/** Functions of x that are no compositions of each other's kind. */
const simple: fc.Arbitrary<Known> = fc.oneof(
  exponent.map((n): Known => [`x^${n}`, `${n}*x^${n - 1}`]),
  small.map((a): Known => [`sin(${a}*x)`, `${a}*cos(${a}*x)`]),
  small.map((a): Known => [`cos(${a}*x)`, `(-${a}*sin(${a}*x))`]),
  small.map((a): Known => [`exp(${a}*x)`, `${a}*exp(${a}*x)`]),
  fc.constant<Known>(['ln(x)', '1/x']),
  small.map((a): Known => [`(x^2 + ${a}*x)`, `(2*x + ${a})`]),
);

const inner: fc.Arbitrary<Known> = fc.oneof(
  fc.tuple(small, small).map(([a, b]): Known => [`${a}*x^2 + ${b}`, `${2 * a}*x`]),
  fc.tuple(small, small).map(([a, b]): Known => [`x^3 + ${a}*x*y + ${b}`, `3*x^2 + ${a}*y`]),
  fc.tuple(small, small).map(([a, b]): Known => [`${a}*x + ${b}*x^2`, `${a} + ${2 * b}*x`]),
);

/** An outer function of u, and its derivative. */
const outer: fc.Arbitrary<(u: string) => Known> = fc.oneof(
  fc.constant((u: string): Known => [`sin(${u})`, `cos(${u})`]),
  fc.constant((u: string): Known => [`cos(${u})`, `(-sin(${u}))`]),
  fc.constant((u: string): Known => [`exp(${u})`, `exp(${u})`]),
  fc.constant((u: string): Known => [`ln(${u})`, `1/(${u})`]),
  fc.constant((u: string): Known => [`tanh(${u})`, `(1 - tanh(${u})^2)`]),
  exponent.map(
    (n) =>
      (u: string): Known => [`(${u})^${n}`, `${n}*(${u})^${n - 1}`],
  ),
);

/** A formula and the answer with the rule broken. */
type Broken = readonly [of: string, student: string];

const pairOf = fc.tuple(simple, simple).filter(([[f], [g]]) => f.slice(0, 3) !== g.slice(0, 3));
const composed = fc.tuple(outer, inner, small);

const FAMILIES: Readonly<Record<string, fc.Arbitrary<Broken>>> = {
  'product-of-derivatives': pairOf.map(([[f, df], [g, dg]]) => [`${f}*${g}`, `(${df})*(${dg})`]),
  'product-rule-missing-term': pairOf.map(([[f, df], [g]]) => [`${f}*${g}`, `(${df})*${g}`]),
  'quotient-rule-sign': pairOf.map(([[f, df], [g, dg]]) => [`${f}/${g}`, `((${df})*${g} + ${f}*(${dg}))/(${g})^2`]),
  'quotient-rule-swapped': pairOf.map(([[f, df], [g, dg]]) => [`${f}/${g}`, `(${f}*(${dg}) - (${df})*${g})/(${g})^2`]),
  'quotient-rule-denominator-not-squared': pairOf.map(([[f, df], [g, dg]]) => [
    `${f}/${g}`,
    `((${df})*${g} - ${f}*(${dg}))/(${g})`,
  ]),
  'quotient-of-derivatives': pairOf.map(([[f, df], [g, dg]]) => [`${f}/${g}`, `(${df})/(${dg})`]),
  'dropped-inner-derivative': composed.map(([o, [u], c]) => {
    const [f, df] = o(u);
    return [`${c}*${f} + x`, `${c}*${df} + 1`];
  }),
  'dropped-outer-derivative': composed.map(([o, [u, du], c]) => [`${c}*${o(u)[0]} + x`, `${c}*(${du}) + 1`]),
  'derivative-inside': composed.map(([o, [u, du], c]) => [`${c}*${o(u)[0]} + x`, `${c}*${o(du)[1]} + 1`]),
  'power-rule-exponent-kept': fc
    .tuple(small, exponent, small)
    .map(([a, n, b]) => [`${a}*x^${n} + sin(${b}*x)`, `${a * n}*x^${n} + ${b}*cos(${b}*x)`]),
  'power-rule-coefficient-missing': fc
    .tuple(small, exponent, small)
    .map(([a, n, b]) => [`${a}*x^${n} + exp(${b}*x)`, `${a}*x^${n - 1} + ${b}*exp(${b}*x)`]),
  'power-rule-on-exponential': fc
    .tuple(small, small)
    .map(([a, n]) => [`${a}^x + x^${n}`, `x*${a}^(x-1) + ${n}*x^${n - 1}`]),
  'sign-of-trig-derivative': fc
    .tuple(inner, small)
    .map(([[u, du], c]) => [`${c}*cos(${u}) + x^2`, `${c}*sin(${u})*(${du}) + 2*x`]),
  'constant-term-kept': fc.tuple(simple, small).map(([[f, df], c]) => [`${f} + ${c}*y^2`, `${df} + ${c}*y^2`]),
  'wrong-variable': fc
    .tuple(small, exponent, small)
    .map(([a, n, m]) => [`${a}*x^${n}*y^${m}`, `${a * m}*x^${n}*y^${m - 1}`]),
  'not-held-constant': fc
    .tuple(small, exponent, small)
    .map(([a, n, m]) => [`${a}*x^${n}*y^${m}`, `${a * n}*x^${n - 1}*y^${m} + ${a * m}*x^${n}*y^${m - 1}`]),
  'integrated-instead': fc
    .tuple(small, exponent, small)
    .map(([a, n, b]) => [`${a}*x^${n} + ${b}*y`, `${a}/${n + 1}*x^${n + 1} + ${b}*y*x`]),
  'missing-minus': fc
    .tuple(small, exponent, small)
    .map(([a, n, b]) => [`${a}*x^${n} - exp(${b}*x)`, `${a * n}*x^${n - 1} + ${b}*exp(${b}*x)`]),
};

const asked = (of: string): Asked => ({ of, wrt: ['x'] });

describe.each(Object.entries(FAMILIES))('%s', (id, family) => {
  it('is named first', () => {
    const tries = fc.sample(family, { numRuns: 60, seed: 7 });
    let named = 0;
    let looked = 0;
    const missed: string[] = [];
    for (const [of, student] of tries) {
      const found = diagnose(asked(of), student);
      // The broken rule may give the right answer by chance.
      if (found.verdict === 'equal') continue;
      looked += 1;
      if (found.misconceptions[0]?.id === id) named += 1;
      else missed.push(`${of} → ${student}: ${found.misconceptions.map((m) => m.id).join(' ')}`);
    }
    expect(looked).toBeGreaterThan(40);
    expect(named / looked, missed.slice(0, 5).join('\n')).toBeGreaterThanOrEqual(0.95);
  });
});

describe('right and wrong', () => {
  const known = fc
    .tuple(simple, simple, small)
    .map(([[f, df], [g, dg], c]): Broken => [`${c}*${f}*${g}`, `${c}*((${df})*${g} + ${f}*(${dg}))`]);

  test('nothing is said of a right answer, however it is written', () => {
    fc.assert(
      fc.property(known, small, ([of, right], k) => {
        for (const text of [right, `(${right})*${k}/${k}`, `${right} + ${k}*x - ${k}*x`, `-(-(${right}))`])
          expect(diagnose(asked(of), text)).toEqual({ verdict: 'equal', misconceptions: [] });
      }),
      { numRuns: 40, seed: 11 },
    );
  });

  test('nothing is guessed of an answer that no rule leads to', () => {
    const nonsense = fc.oneof(
      fc.tuple(small, small).map(([a, b]) => `sinh(${a}*x)*y^${b} - ${a}`),
      fc.tuple(small, small).map(([a, b]) => `tan(x)^${b} + ${a}/x^2`),
      fc.tuple(small, small).map(([a, b]) => `${a}*ln(${b} + x^4)`),
    );
    fc.assert(
      fc.property(known, nonsense, ([of], text) => {
        expect(diagnose(asked(of), text).misconceptions).toEqual([]);
      }),
      { numRuns: 40, seed: 13 },
    );
  });

  test('whatever is typed, there is an answer', () => {
    fc.assert(
      fc.property(known, fc.string({ maxLength: 30 }), ([of], text) => {
        const found = diagnose(asked(of), text);
        expect(['equal', 'different', 'undecided', 'invalid']).toContain(found.verdict);
        if (found.verdict !== 'different') expect(found.misconceptions).toEqual([]);
      }),
      { numRuns: 60, seed: 17 },
    );
  });

  test('the tables here are right', () => {
    for (const [f, df] of fc.sample(simple, { numRuns: 30, seed: 3 })) {
      const h = 1e-5;
      const shifted = (sign: string): string =>
        f.replaceAll('x', `(x ${sign} ${h.toFixed(5)})`).replaceAll('e(x', 'ex');
      if (f.startsWith('exp')) continue;
      const slope = `((${shifted('+')}) - (${shifted('-')}))/${(2 * h).toFixed(5)}`;
      expect(compareText({ student: slope, model: df, domain: { x: [0.5, 2] }, rtol: 1e-3 }).verdict, f).toBe('equal');
    }
  });
});
