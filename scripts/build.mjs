// Bundles the program into dist/: the command line for Node, and the script of the HTML paper for browsers.
// Packages stay outside the bundle and dynamic imports stay lazy, so a command loads only what it uses.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

// A worker thread is started from a file of its own: src/**/<name>-worker.ts becomes dist/**/<name>-worker.js.
const sources = existsSync('src') ? await readdir('src', { recursive: true }) : [];
const workers = sources.filter((file) => file.endsWith('-worker.ts')).map((file) => join('src', file));
const programs = ['src/cli/main.ts', ...workers.sort()].filter((file) => existsSync(file));
// The echo reads formulas as the grader does, and stands apart: a browser too old for it still saves answers.
const pageScripts = ['src/web/paper.ts', 'src/web/unpack.ts', 'src/web/echo.ts'].filter((file) => existsSync(file));

const common = {
  bundle: true,
  outbase: 'src',
  outdir: 'dist',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
};

function buildPrograms() {
  return build({
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
  });
}

function buildPageScripts() {
  return build({
    ...common,
    entryPoints: pageScripts,
    format: 'iife',
    platform: 'browser',
    target: 'es2020',
    minify: true,
    // Operations carry their numeric kernels; the page never evaluates, and has no use for linear algebra.
    alias: { 'ml-matrix': './src/web/no-linear-algebra.ts' },
  });
}

try {
  const results = await Promise.all([
    ...(programs.length > 0 ? [buildPrograms()] : []),
    ...(pageScripts.length > 0 ? [buildPageScripts()] : []),
  ]);
  // The old program stays until the new one is complete: a mistake in a source file takes nothing away.
  await rm('dist', { recursive: true, force: true });
  for (const { path, contents } of results.flatMap(({ outputFiles }) => outputFiles)) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
  }
} catch (error) {
  if (!('errors' in error)) throw error;
  // esbuild has said what is wrong, and where.
  process.exitCode = 1;
}
