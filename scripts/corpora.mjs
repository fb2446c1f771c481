// Judges the cases in the folder GRADUS_CORPORA and records the verdicts: node scripts/corpora.mjs
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const folder = process.env.GRADUS_CORPORA;
if (!folder) {
  process.stderr.write('set GRADUS_CORPORA to the folder of the corpora\n');
  process.exit(2);
}

// Inside node_modules, so that packages are found from the bundle.
const place = await mkdtemp(join('node_modules', '.corpora-'));
try {
  await build({
    entryPoints: ['scripts/corpora/record.ts', 'scripts/corpora/record-derivatives.ts'],
    outdir: place,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  const load = async (name) => import(pathToFileURL(join(place, name)).href);
  const { record } = await load('record.mjs');
  const { recordDerivatives } = await load('record-derivatives.mjs');
  for (const [what, judge] of [
    ['comparisons', record],
    ['derivatives', recordDerivatives],
  ]) {
    const start = process.hrtime.bigint();
    const { cases, misses, unexplained } = judge(folder);
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    process.stdout.write(
      `${cases} ${what} in ${seconds.toFixed(1)} s: ${misses} not as recorded, ${unexplained} of them unexplained\n`,
    );
    if (unexplained > 0) process.exitCode = 1;
  }
} finally {
  await rm(place, { recursive: true, force: true });
}
