/** Judges every derivative of the corpora and rewrites docs/accuracy-derivatives.md and its record. */
import { writeFileSync } from 'node:fs';
import { derivativePage, derivativeRecord } from './derivative-table.ts';
import { judgeDerivatives, readDerivatives } from './derivatives.ts';

/** Returns how many cases have no explanation. */
export function recordDerivatives(folder: string): {
  readonly cases: number;
  readonly misses: number;
  readonly unexplained: number;
} {
  const cases = readDerivatives(folder);
  const accuracy = judgeDerivatives(cases);
  writeFileSync('docs/accuracy-derivatives.md', derivativePage(accuracy));
  writeFileSync('test/data/accuracy-derivatives.json', derivativeRecord(accuracy));
  const unexplained = accuracy.misses.filter((m) => m.reason === 'not explained');
  for (const m of unexplained) process.stderr.write(`${m.id}: ${m.outcome}\n`);
  return { cases: cases.length, misses: accuracy.misses.length, unexplained: unexplained.length };
}
