import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { derivativePage, derivativeRecord } from '../../scripts/corpora/derivative-table.ts';
import { type DerivativeAccuracy, judgeDerivatives, readDerivatives } from '../../scripts/corpora/derivatives.ts';

const recorded = readFileSync('test/data/accuracy-derivatives.json', 'utf8');
const accuracy: DerivativeAccuracy = JSON.parse(recorded);
const folder = process.env.GRADUS_CORPORA;

describe('accuracy of derivatives', () => {
  it('is told as recorded', () => {
    expect(readFileSync('docs/accuracy-derivatives.md', 'utf8')).toBe(derivativePage(accuracy));
    expect(recorded).toBe(derivativeRecord(accuracy));
  });

  it('disagrees nowhere without a reason, and refuses fewer than 3 in 100 of each source', () => {
    expect(accuracy.misses.filter((m) => m.reason === 'not explained')).toEqual([]);
    for (const l of accuracy.lines) expect(l.refused, l.source).toBeLessThan(0.03 * l.cases);
  });

  // The cases belong to other projects; where they are at hand, every one is judged again.
  it.runIf(folder !== undefined)('holds on the cases', { timeout: 120_000 }, () => {
    expect(derivativeRecord(judgeDerivatives(readDerivatives(folder ?? '')))).toBe(recorded);
  });
});
