import { describe, expect, it, test } from 'vitest';
import { isGeneric, misconceptions } from '../../src/misconceptions/table.ts';
import { diagnose } from './support.ts';

/** The ids that are fixed (docs for users promise them); those with a star are generic. */
const CONTRACT = `
dropped-inner-derivative dropped-outer-derivative derivative-inside product-of-derivatives product-rule-missing-term
quotient-rule-sign quotient-rule-swapped quotient-rule-denominator-not-squared quotient-of-derivatives
power-rule-exponent-kept power-rule-coefficient-missing power-rule-on-exponential sign-of-trig-derivative
integrated-instead constant-term-kept wrong-variable components-swapped not-held-constant transposed flattened
wrong-shape* missing-factor* missing-minus* transposed-factor factors-out-of-order assumed-symmetric
unaccumulated-path evaluated-elsewhere hessian-missing-cross-terms hessian-not-symmetric taylor-missing-factorial
taylor-power-of-x ascent-for-descent step-without-inverse norm-not-normalised off-by-constant* arithmetic-slip*`
  .trim()
  .split(/\s+/);

describe('the table of misconceptions', () => {
  it('holds every fixed id', () => {
    const ids = misconceptions.map((m) => (m.generic ? `${m.id}*` : m.id));
    expect(CONTRACT.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('holds each id once, with a summary and a source', () => {
    expect(new Set(misconceptions.map((m) => m.id)).size).toBe(misconceptions.length);
    for (const m of misconceptions) {
      expect(m.summary, m.id).toMatch(/\.$/);
      expect(m.source.length, m.id).toBeGreaterThan(5);
      expect(m.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    }
  });

  it('knows the generic ones', () => {
    expect(isGeneric('missing-factor')).toBe(true);
    expect(isGeneric('dropped-inner-derivative')).toBe(false);
  });

  test.each(misconceptions.map((m) => [m.id, m] as const))('%s is named first on its own example', (id, m) => {
    const { student, ...asked } = m.example;
    const found = diagnose(asked, student);
    expect(found.verdict).toBe('different');
    expect(found.misconceptions[0]?.id).toBe(id);
  });
});
