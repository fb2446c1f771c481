import { previewVariant } from '../../../src/course/preview.ts';
import { loadCatalogue } from '../../../src/course/resources.ts';
import { showDoc } from '../../../src/course/show.ts';
import type { Block, Blocks, Doc } from '../../../src/document/doc.ts';
import type { Catalogue } from '../../../src/problem/catalogue.ts';
import type { ProblemInstance } from '../../../src/problem/problem-instance.ts';

let catalogue: Promise<Catalogue> | undefined;

/** The templates that come with Gradus, read once. */
export function shipped(): Promise<Catalogue> {
  catalogue ??= loadCatalogue(null);
  return catalogue;
}

export async function variant(id: string, seed = '1', locale = 'en'): Promise<ProblemInstance> {
  const all = await shipped();
  const template = all.templates.get(id);
  if (template === undefined) throw new Error(`there is no template ${id}`);
  const made = previewVariant(template, all, { seed, locale, layout: 'numerator' });
  if (!made.ok) throw new Error(made.error.map((i) => i.message).join('; '));
  return made.value;
}

export async function page(
  id: string,
  options: { seed?: string; solution?: boolean; locale?: string } = {},
): Promise<Doc> {
  const { seed = '1', solution = false, locale = 'en' } = options;
  return showDoc({ seed, locale, instance: await variant(id, seed, locale), solution });
}

/** All figures of a document, those in groups too. */
export function figuresIn(blocks: Blocks): readonly Extract<Block, { readonly kind: 'figure' }>[] {
  return blocks.flatMap((b) => (b.kind === 'figure' ? [b] : b.kind === 'group' ? figuresIn(b.blocks) : []));
}
