import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PeerLine } from '../../../scripts/corpora/peers.ts';
import { readCases } from '../../../scripts/corpora/rows.ts';
import { type Accuracy, accuracyPage, accuracyRecord, judge } from '../../../scripts/corpora/table.ts';

const recorded = readFileSync('test/data/accuracy.json', 'utf8');
const accuracy: Accuracy = JSON.parse(recorded);
const peers: readonly PeerLine[] = JSON.parse(readFileSync('test/data/accuracy-peers.json', 'utf8'));
const folder = process.env.GRADUS_CORPORA;

describe('accuracy', () => {
  it('is told as recorded', () => {
    expect(readFileSync('docs/accuracy.md', 'utf8')).toBe(accuracyPage(accuracy, peers));
    expect(recorded).toBe(accuracyRecord(accuracy));
  });

  it('accepts nothing wrong and explains every miss', () => {
    const plain = accuracy.lines.filter((l) => l.group !== 'nowhere real');
    const sum = (of: (l: (typeof plain)[number]) => number): number => plain.reduce((n, l) => n + of(l), 0);
    expect(sum((l) => l.falseAccept)).toBe(0);
    expect(sum((l) => l.undecided)).toBeLessThanOrEqual(0.005 * sum((l) => l.cases));
    expect(sum((l) => l.falseReject)).toBeLessThanOrEqual(2);
    expect(accuracy.misses.filter((m) => m.reason === 'not explained')).toEqual([]);
  });

  // The cases belong to other projects; where they are at hand, every verdict is reached again.
  it.runIf(folder !== undefined)('holds on the cases', { timeout: 120_000 }, () => {
    expect(accuracyRecord(judge(readCases(folder ?? '')))).toBe(recorded);
  });
});
