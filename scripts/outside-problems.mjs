// Prints problems as students see them, one line of JSON each, for the programs in scripts/outside:
//   node scripts/outside-problems.mjs FROM TO ID …    (seeds FROM to TO of each template, no answers)
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const [from, to, ...ids] = process.argv.slice(2);

// The program's own modules, bundled where node_modules is in reach.
const folder = await mkdtemp(join(root, 'node_modules', '.outside-'));
try {
  const outfile = join(folder, 'modules.mjs');
  await build({
    stdin: {
      contents: `
        export { openCatalogue } from './src/course/open.ts';
        export { previewVariant } from './src/course/preview.ts';
        export { showJson } from './src/course/show.ts';`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    outfile,
    logLevel: 'warning',
  });
  const { openCatalogue, previewVariant, showJson } = await import(pathToFileURL(outfile).href);
  const { catalogue } = await openCatalogue(root);
  for (const id of ids) {
    const template = catalogue.templates.get(id);
    if (template === undefined) throw new Error(`there is no template ${id}`);
    for (let seed = Number(from); seed <= Number(to); seed += 1) {
      const made = previewVariant(template, catalogue, { seed: String(seed), locale: 'en', layout: 'numerator' });
      if (!made.ok) throw new Error(`${id}, seed ${seed}: ${made.error[0]?.message}`);
      const shown = showJson({ seed: String(seed), locale: 'en', instance: made.value, solution: false });
      process.stdout.write(`${JSON.stringify(shown)}\n`);
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
