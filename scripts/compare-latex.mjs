// The same six pages by Gradus and by pdflatex, for the pictures of docs/typesetting.md: node scripts/compare-latex.mjs
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const out = 'out/latex';
const place = await mkdtemp(join('node_modules', '.latex-'));
try {
  const outfile = join(place, 'papers.mjs');
  const stdin = {
    contents: `export { paperOf } from './bench/papers.ts';
      export { latexSource } from './bench/latex-source.ts';
      export { toPdf } from './src/course/render.ts';`,
    resolveDir: process.cwd(),
    loader: 'ts',
  };
  await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', packages: 'external' });
  const { paperOf, latexSource, toPdf } = await import(pathToFileURL(outfile).href);
  const doc = await paperOf('3');
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'gradus.pdf'), (await toPdf(doc)).bytes);
  await writeFile(join(out, 'latex.tex'), latexSource(doc));
  execFileSync('pdflatex', ['-interaction=batchmode', 'latex.tex'], { cwd: out, stdio: 'ignore' });
  for (const name of ['gradus', 'latex'])
    execFileSync('pdftoppm', ['-r', '75', '-gray', '-png', join(out, `${name}.pdf`), join(out, name)]);
  process.stdout.write(`${out}: gradus.pdf and latex.pdf, with a picture of each page\n`);
} finally {
  await rm(place, { recursive: true, force: true });
}
