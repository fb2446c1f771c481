// Bundles the program into dist/: the command line for Node, and the script of the HTML paper for browsers.
// Packages stay outside the bundle and dynamic imports stay lazy, so a command loads only what it uses.
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

// A worker thread is started from a file of its own: src/**/<name>-worker.ts becomes dist/**/<name>-worker.js.
const sources = existsSync('src') ? await readdir('src', { recursive: true }) : [];
const workers = sources.filter((file) => file.endsWith('-worker.ts')).map((file) => join('src', file));
const programs = ['src/cli/main.ts', ...workers.sort()].filter((file) => existsSync(file));
const pageScripts = ['src/web/paper.ts'].filter((file) => existsSync(file));

await rm('dist', { recursive: true, force: true });
const common = {
  bundle: true,
  outbase: 'src',
  outdir: 'dist',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
};

await Promise.all([
  programs.length > 0 &&
    build({
      ...common,
      entryPoints: programs,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      packages: 'external',
      sourcemap: true,
      sourcesContent: false,
    }),
  pageScripts.length > 0 &&
    build({ ...common, entryPoints: pageScripts, format: 'iife', platform: 'browser', target: 'es2020', minify: true }),
]);
