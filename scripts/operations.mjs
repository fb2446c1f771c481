// Writes docs/operations.md from the table of operations: node scripts/operations.mjs
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await bundled('scripts/operations/page.ts', ({ operationsPage }) =>
  writeFileSync('docs/operations.md', operationsPage()),
);
