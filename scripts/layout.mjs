// Lays the whole catalogue out and lists what does not look as it should: node scripts/layout.mjs [SEEDS]
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const seeds = Number(process.argv[2] ?? '50');
if (!Number.isInteger(seeds) || seeds < 1) {
  process.stderr.write('SEEDS is a whole number from 1\n');
  process.exit(2);
}

// Inside node_modules, so that packages are found from the bundle.
const place = await mkdtemp(join('node_modules', '.layout-'));
try {
  const outfile = join(place, 'check.mjs');
  await build({
    entryPoints: ['scripts/layout/check-layout.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  const { checkLayout } = await import(pathToFileURL(outfile).href);
  const start = performance.now();
  const { templates, documents, pages, findings } = await checkLayout(seeds);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  for (const { template, seed, document, issue } of findings)
    process.stdout.write(`${template}, seed ${seed}, ${document}: ${issue}\n`);
  process.stdout.write(
    `${templates} templates × ${seeds} seeds: ${documents} documents, ${pages} pages, ${findings.length} faults (${seconds} s)\n`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  await rm(place, { recursive: true, force: true });
}
