/** What `scripts/compare-latex.mjs` needs: a paper, its LaTeX source, and its PDF. */
export { latexSource } from '../../bench/latex-source.ts';
export { paperOf } from '../../bench/papers.ts';
export { toPdf } from '../../src/course/render.ts';
