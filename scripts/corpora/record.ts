/** Judges every case of the corpora and rewrites docs/accuracy.md, test/data/accuracy.json and, asked to, the peers' record. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { judgePeer, type PeerLine } from './peers.ts';
import { readCases } from './rows.ts';
import { accuracyPage, accuracyRecord, judge } from './table.ts';

const PEERS = 'test/data/accuracy-peers.json';
const LABELS: readonly (readonly [id: string, label: string])[] = [
  ['mathjs', 'mathjs, 8 random points'],
  ['kas', 'KAS 2.2.3'],
  ['math-expressions', 'math-expressions 2.0.0-alpha93'],
];

/** Says how many verdicts there are and how many have no explanation. `peers` names those to judge again. */
export async function record(
  folder: string,
  peers: readonly string[],
): Promise<{ readonly cases: number; readonly misses: number; readonly unexplained: number }> {
  const cases = readCases(folder);
  const accuracy = judge(cases);
  const known: readonly PeerLine[] = existsSync(PEERS) ? JSON.parse(readFileSync(PEERS, 'utf8')) : [];
  const lines: PeerLine[] = [];
  for (const [id, label] of LABELS) {
    const again = peers.includes(id) ? await judgePeer(id, label, cases) : null;
    if (peers.includes(id) && again === null)
      process.stderr.write(`${id} is not installed: npm ci --prefix bench/peers\n`);
    lines.push(...(again ?? known.filter((l) => l.peer === label)));
  }
  writeFileSync(PEERS, `[\n${lines.map((l) => `  ${JSON.stringify(l)}`).join(',\n')}\n]\n`);
  writeFileSync('docs/accuracy.md', accuracyPage(accuracy, lines));
  writeFileSync('test/data/accuracy.json', accuracyRecord(accuracy));
  const unexplained = accuracy.misses.filter((m) => m.reason === 'not explained');
  for (const m of unexplained) process.stderr.write(`${m.id}: ${m.verdict} (${m.code}), wanted ${m.wanted}\n`);
  return { cases: cases.length, misses: accuracy.misses.length, unexplained: unexplained.length };
}
