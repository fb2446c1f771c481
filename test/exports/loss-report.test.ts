import { expect, it } from 'vitest';
import type { Loss } from '../../src/exports/contract.ts';
import { lossHtml, lossJson } from '../../src/exports/loss-report.ts';
import { exportTarget, exportTargets } from '../../src/exports/table.ts';

const LOSSES: readonly Loss[] = [
  { item: 'a', field: 'f', what: 'tolerance', detail: '1 < 2 & "so"', instead: '<b>', variants: 3 },
  { item: 'b', field: '', what: 'left-out', detail: 'x', instead: 'y', variants: 1 },
];

it('shows what is left out first, and escapes what it shows', () => {
  const page = lossHtml({ target: 'moodle-xml', assignment: 'hw1', losses: LOSSES }, { title: '<script>' });
  expect(page.indexOf('Left out')).toBeLessThan(page.indexOf('Tolerance'));
  expect(page).toContain('1 &lt; 2 &amp; &quot;so&quot;');
  expect(page).not.toContain('<script>');
  expect(page).not.toContain('<b>');
});

it('says so when nothing is lost', () => {
  const page = lossHtml({ target: 'x', assignment: 'hw1', losses: [] }, { title: 'T' });
  expect(page).toContain('Nothing is lost.');
  expect(page).not.toContain('<table');
});

it('is the same losses as JSON', () => {
  expect(JSON.parse(lossJson({ target: 'x', assignment: 'hw1', losses: LOSSES }))).toEqual({
    target: 'x',
    assignment: 'hw1',
    losses: LOSSES,
  });
});

it('finds targets by their names, which are distinct', () => {
  expect(new Set(exportTargets.map((t) => t.name)).size).toBe(exportTargets.length);
  for (const t of exportTargets) expect(exportTarget(t.name)).toBe(t);
  expect(exportTarget('nothing')).toBeUndefined();
});
