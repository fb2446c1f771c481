// The same six pages by Gradus and by pdflatex, for the pictures of docs/typesetting.md: node scripts/compare-latex.mjs
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const out = 'out/latex';
await bundled('scripts/layout/latex-pair.ts', async ({ paperOf, latexSource, toPdf }) => {
  const doc = await paperOf('3');
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'gradus.pdf'), (await toPdf(doc)).bytes);
  await writeFile(join(out, 'latex.tex'), latexSource(doc));
  execFileSync('pdflatex', ['-interaction=batchmode', 'latex.tex'], { cwd: out, stdio: 'ignore' });
  for (const name of ['gradus', 'latex'])
    execFileSync('pdftoppm', ['-r', '75', '-gray', '-png', join(out, `${name}.pdf`), join(out, name)]);
  process.stdout.write(`${out}: gradus.pdf and latex.pdf, with a picture of each page\n`);
});
