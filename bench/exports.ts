/**
 * A hundred variants of each of ten problems to every target: seconds for drawing (with misconceptions) and for
 * writing, and the memory held after it: npm run bench -- exports 100.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportExtras } from '../src/course/export-extras.ts';
import { previewVariant } from '../src/course/preview.ts';
import { exportVariant } from '../src/exports/bundle.ts';
import type { ExportItem } from '../src/exports/contract.ts';
import { exportTargets } from '../src/exports/table.ts';
import { readCatalogue } from '../src/problem/catalogue.ts';

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);
const megabytes = (): number => Math.round(process.memoryUsage().rss / 2 ** 20);

export async function run([variants = '100']: readonly string[]): Promise<number> {
  const each = Number(variants);
  const files = readdirSync('problems', { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.yaml'));
  const catalogue = readCatalogue(files.map((path) => ({ path, text: readFileSync(join('problems', path), 'utf8') })));

  const start = performance.now();
  const items = [...catalogue.templates.values()].slice(0, 10).map((template): ExportItem => {
    const drawnOnes = Array.from({ length: each }, (_, k) => k).flatMap((k) => {
      const drawn = previewVariant(template, catalogue, { seed: `bench ${k}`, locale: 'en', layout: 'numerator' });
      return drawn.ok ? [exportVariant(drawn.value, [], exportExtras(drawn.value, 0))] : [];
    });
    return { id: template.id, title: [], points: 4, variants: drawnOnes };
  });
  const count = items.reduce((s, i) => s + i.variants.length, 0);
  process.stdout.write(`${count} variants drawn: ${seconds(start)} s, ${megabytes()} MB\n`);
  for (const target of exportTargets) {
    const from = performance.now();
    const bundle = { assignment: 'bench', title: 'Bench', locale: 'en', items };
    const { files: written } = await target.write(bundle, { expressions: 'points', strict: false });
    const size = written.reduce((s, f) => s + f.content.length, 0);
    process.stdout.write(`${target.name}: ${seconds(from)} s, ${Math.round(size / 1024)} KB, ${megabytes()} MB\n`);
  }
  return 0;
}
