// Prints problems as students see them, one line of JSON each, for the programs in scripts/outside:
//   node scripts/outside-problems.mjs FROM TO ID …    (seeds FROM to TO of each template, no answers)
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const [from, to, ...ids] = process.argv.slice(2);

await bundled('scripts/outside/problems.ts', async ({ openCatalogue, previewVariant, showJson }) => {
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
});
