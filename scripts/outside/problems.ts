/** What `scripts/outside-problems.mjs` needs: the catalogue, a variant of a template, and what a student sees of it. */
export { openCatalogue } from '../../src/course/open.ts';
export { previewVariant } from '../../src/course/preview.ts';
export { showJson } from '../../src/course/show.ts';
