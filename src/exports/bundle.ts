/** From drawn problems to what exports take. */
import type { Blocks } from '../document/doc.ts';
import type { ProblemInstance } from '../problem/problem-instance.ts';
import type { ExportVariant } from './contract.ts';

/** What the problem itself does not hold: misconceptions of this variant, messages of options, pictures. */
export type VariantExtras = Partial<Pick<ExportVariant, 'foreseen' | 'options' | 'images'>>;

/** A drawn problem with its worked solution as a variant to export. */
export function exportVariant(instance: ProblemInstance, solution: Blocks, extras: VariantExtras = {}): ExportVariant {
  return {
    code: instance.public.variant,
    public: instance.public,
    key: instance.key,
    solution,
    foreseen: extras.foreseen ?? [],
    options: extras.options ?? [],
    images: extras.images ?? [],
  };
}
