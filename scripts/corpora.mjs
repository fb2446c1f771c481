// Judges the cases in the folder GRADUS_CORPORA and records the verdicts: node scripts/corpora.mjs [--peers[=kas]]
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const folder = process.env.GRADUS_CORPORA;
if (!folder) {
  process.stderr.write('set GRADUS_CORPORA to the folder of the corpora\n');
  process.exit(2);
}
// --peers judges all peers of bench/peers again, --peers=kas one of them.
const flag = process.argv.slice(2).find((a) => a.startsWith('--peers'));
const peers =
  flag === undefined ? [] : flag === '--peers' ? ['mathjs', 'kas', 'math-expressions'] : flag.slice(8).split(',');

async function judged(what, judge) {
  const start = process.hrtime.bigint();
  const { cases, misses, unexplained } = await judge();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  process.stdout.write(
    `${cases} ${what} in ${seconds.toFixed(1)} s: ${misses} not as recorded, ${unexplained} of them unexplained\n`,
  );
  if (unexplained > 0) process.exitCode = 1;
}

await bundled('scripts/corpora/record.ts', ({ record }) => judged('comparisons', () => record(folder, peers)));
await bundled('scripts/corpora/record-derivatives.ts', ({ recordDerivatives }) =>
  judged('derivatives', () => recordDerivatives(folder)),
);
