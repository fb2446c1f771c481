/** Every template of the catalogue × seeds as paper and key, in one and two columns: what does not look as it should. */
import { previewVariant } from '../../src/course/preview.ts';
import { toPdf } from '../../src/course/render.ts';
import { loadCatalogue } from '../../src/course/resources.ts';
import { showDoc } from '../../src/course/show.ts';

export interface LayoutFinding {
  readonly template: string;
  readonly seed: string;
  readonly document: string;
  readonly issue: string;
}

export interface LayoutReport {
  readonly templates: number;
  readonly pages: number;
  readonly documents: number;
  readonly findings: readonly LayoutFinding[];
}

const shapes = [
  { page: 'a4', columns: 1 },
  { page: 'letter', columns: 2 },
] as const;

export async function checkLayout(seeds: number): Promise<LayoutReport> {
  const catalogue = await loadCatalogue(null);
  const findings: LayoutFinding[] = [];
  let [pages, documents] = [0, 0];
  for (const template of catalogue.templates.values()) {
    for (let number = 1; number <= seeds; number += 1) {
      const seed = `${number}`;
      const locale = number % 10 === 0 ? 'de' : 'en';
      const variant = previewVariant(template, catalogue, { seed, locale, layout: 'numerator' });
      if (!variant.ok)
        throw new Error(`${template.id}, seed ${seed}: ${variant.error.map((i) => i.message).join('; ')}`);
      for (const solution of [false, true]) {
        const doc = showDoc({ seed, locale, instance: variant.value, solution });
        // Keys are always set in one column.
        for (const shape of shapes.filter(({ columns }) => columns === 1 || !solution)) {
          const { issues, pages: count } = await toPdf({ ...doc, ...shape });
          documents += 1;
          pages += count;
          const document = `${doc.kind}, ${shape.page}, ${shape.columns} column${shape.columns === 1 ? '' : 's'}`;
          findings.push(...issues.map((issue) => ({ template: template.id, seed, document, issue })));
        }
      }
    }
  }
  return { templates: catalogue.templates.size, pages, documents, findings };
}
