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
await bundled('scripts/corpora/record.ts', async ({ record }) => {
  const start = process.hrtime.bigint();
  const { cases, misses, unexplained } = await record(folder, peers);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  process.stdout.write(
    `${cases} cases in ${seconds.toFixed(1)} s: ${misses} not as recorded, ${unexplained} of them unexplained\n`,
  );
  process.exitCode = unexplained === 0 ? 0 : 1;
});
