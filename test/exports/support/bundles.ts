/** Bundles to export: every template of the repository with real draws. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { previewVariant } from '../../../src/course/preview.ts';
import { keyItem } from '../../../src/course/student-docs.ts';
import { solutionBlocks } from '../../../src/document/build/key.ts';
import { stringsFor } from '../../../src/document/strings/strings.ts';
import { exportVariant } from '../../../src/exports/bundle.ts';
import type { ExportBundle, ExportItem, ExportVariant } from '../../../src/exports/contract.ts';
import { type Catalogue, readCatalogue } from '../../../src/problem/catalogue.ts';
import type { Template } from '../../../src/problem/template.ts';

const ROOT = join(import.meta.dirname, '../../..');

function catalogueOf(folder: string): Catalogue {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((f) =>
    f.endsWith('.yaml'),
  );
  return readCatalogue(files.map((path) => ({ path, text: readFileSync(join(ROOT, folder, path), 'utf8') })));
}

/** The lecture's twenty templates: every answer type is among them. */
export const lectureCatalogue = (): Catalogue => catalogueOf('test/fixtures/lecture-templates');
export const shippedCatalogue = (): Catalogue => catalogueOf('problems');

/** One drawn variant; null where the template cannot be drawn (which other tests report). */
export function variantOf(template: Template, catalogue: Catalogue, seed: string, locale = 'en'): ExportVariant | null {
  const drawn = previewVariant(template, catalogue, { seed, locale, layout: 'numerator' });
  if (!drawn.ok) return null;
  const lang = locale.startsWith('de') ? 'de' : 'en';
  const { public: problem, key } = drawn.value;
  const item = {
    id: problem.id,
    title: problem.title,
    points: 1,
    sharedStatement: null,
    statement: problem.statement,
    figure: null,
    fields: problem.fields,
  };
  return exportVariant(drawn.value, solutionBlocks(keyItem(item, key, { lang }), stringsFor({ lang })));
}

/** All templates of a catalogue, each with some variants. */
export function bundleOf(catalogue: Catalogue, variants: number, locale = 'en'): ExportBundle {
  const items = [...catalogue.templates.values()].flatMap((template): readonly ExportItem[] => {
    const drawn = Array.from({ length: variants }, (_, k) =>
      variantOf(template, catalogue, `export-${k}`, locale),
    ).flatMap((v) => (v === null ? [] : [v]));
    const [first] = drawn;
    return first === undefined
      ? []
      : [
          {
            id: template.id,
            title: first.public.title,
            points: first.public.fields.reduce((s, f) => s + f.points, 0),
            variants: drawn,
          },
        ];
  });
  return { assignment: 'all-templates', title: 'All templates', locale, items };
}
