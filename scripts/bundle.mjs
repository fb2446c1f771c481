// Bundles a TypeScript file of scripts/ or bench/ and hands over what it exports.
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Calls `use` with the module; the bundle is removed afterwards. Inside node_modules, so that packages are found. */
export async function bundled(entry, use) {
  const place = await mkdtemp(join('node_modules', '.bundle-'));
  try {
    const outfile = join(place, 'entry.mjs');
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      logLevel: 'warning',
    });
    return await use(await import(pathToFileURL(outfile).href));
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
