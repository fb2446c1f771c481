// Lays the whole catalogue out and lists what does not look as it should: node scripts/layout.mjs [SEEDS]
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const seeds = Number(process.argv[2] ?? '50');
if (!Number.isInteger(seeds) || seeds < 1) {
  process.stderr.write('SEEDS is a whole number from 1\n');
  process.exit(2);
}

await bundled('scripts/layout/check-layout.ts', async ({ checkLayout }) => {
  const start = performance.now();
  const { templates, documents, pages, findings } = await checkLayout(seeds);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  for (const { template, seed, document, issue } of findings)
    process.stdout.write(`${template}, seed ${seed}, ${document}: ${issue}\n`);
  process.stdout.write(
    `${templates} templates × ${seeds} seeds: ${documents} documents, ${pages} pages, ${findings.length} faults (${seconds} s)\n`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
});
