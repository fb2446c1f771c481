import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzed } from '../../bench/fuzz-answers.ts';
import { fuzzFields } from '../../bench/fuzz-fields.ts';
import type { RawAnswer } from '../../src/answers/contract.ts';
import { compareText } from '../../src/expr/equivalent/batch.ts';

const VERDICTS = ['equal', 'different', 'undecided', 'invalid', 'empty'];
const fields = fuzzFields();

/** Answers of any shape, their texts hostile. */
const raws: fc.Arbitrary<RawAnswer> = fc.letrec<{ raw: RawAnswer }>((tie) => ({
  raw: fc.oneof(
    { maxDepth: 4 },
    { weight: 3, arbitrary: fc.nat(10_000_000).map(fuzzed) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    { weight: 1, arbitrary: fc.array(tie('raw'), { maxLength: 4 }) },
    {
      weight: 1,
      arbitrary: fc.dictionary(
        fc.constantFrom('value', 'adjoint', 'uses', 'when', 'c', 'x', '__proto__', 'constructor'),
        tie('raw'),
        { maxKeys: 4 },
      ),
    },
  ),
})).raw;

describe('hostile answers', () => {
  it('are told a verdict by every answer type, whatever they are', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(raws, fc.nat(fields.length - 1), (raw, k) => {
        expect(VERDICTS).toContain(fields[k]?.judge(raw));
      }),
      { numRuns: 1500, seed: 20260401 },
    );
  });

  it('are compared without a crash, and the same way twice', { timeout: 120_000 }, () => {
    const models = ['2*x*y', '[x, y]', '3', 'abs(x)', 'DNE', '1/3'];
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.constantFrom(...models), (k, model) => {
        const ask = { student: fuzzed(k), model };
        const found = compareText(ask);
        expect(VERDICTS).toContain(found.verdict);
        expect(compareText(ask)).toEqual(found);
      }),
      { numRuns: 1000, seed: 20260402 },
    );
  });

  it.each([
    'unit(1e300, 1)',
    'sum(k=1..3, unit(0, 1.))',
    '-(logsumexp([x, 9999999999999999999999999999999999999999; -2.5, abs(x)]))',
    'softmax([1e300; -1e300; x])',
    'sum(k=1..9999, k-1e300)',
    'det(eye(99))',
    '(1e300)^(1e300)',
    `x${'^x'.repeat(190)}`,
    `sum(i=1..9999, sum(j=1..9999, i*j))`,
    '10^(10^(10^10))',
    'exp(exp(exp(exp(x))))',
    'erf(1e300) + gelu(-1e300)',
  ])('%s', (answer) => {
    for (const field of fields) expect(VERDICTS).toContain(field.judge(answer));
    expect(VERDICTS).toContain(compareText({ student: answer, model: 'x + 1' }).verdict);
  });
});
