import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { operationsPage } from '../../scripts/operations/page.ts';

it('docs/operations.md is what the table says; node scripts/operations.mjs writes it', () => {
  expect(readFileSync('docs/operations.md', 'utf8')).toBe(operationsPage());
});
