/** Judges every case of the corpora and rewrites docs/accuracy.md and test/data/accuracy.json. */
import { writeFileSync } from 'node:fs';
import { readCases } from './rows.ts';
import { accuracyPage, accuracyRecord, judge } from './table.ts';

/** Returns how many verdicts have no explanation. */
export function record(folder: string): {
  readonly cases: number;
  readonly misses: number;
  readonly unexplained: number;
} {
  const cases = readCases(folder);
  const accuracy = judge(cases);
  writeFileSync('docs/accuracy.md', accuracyPage(accuracy));
  writeFileSync('test/data/accuracy.json', accuracyRecord(accuracy));
  const unexplained = accuracy.misses.filter((m) => m.reason === 'not explained');
  for (const m of unexplained) process.stderr.write(`${m.id}: ${m.verdict} (${m.code}), wanted ${m.wanted}\n`);
  return { cases: cases.length, misses: accuracy.misses.length, unexplained: unexplained.length };
}
