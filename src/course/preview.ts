/** One variant of a template from a seed, outside any course: for `gradus show`, `check` and the catalogue. */
import { type Issue, issue } from '../base/issue.ts';
import { stream } from '../base/random.ts';
import { failure, type Result } from '../base/result.ts';
import type { Catalogue } from '../problem/catalogue.ts';
import { instantiate } from '../problem/instantiate.ts';
import type { ProblemInstance } from '../problem/problem-instance.ts';
import { drawShared } from '../problem/shared-data.ts';
import type { Template } from '../problem/template.ts';

export interface PreviewOptions {
  readonly seed: string;
  readonly locale: string;
  readonly layout: 'numerator' | 'denominator';
}

/** The variant of a seed; a template with shared data gets that data's draw of the same seed. */
export function previewVariant(
  template: Template,
  catalogue: Catalogue,
  options: PreviewOptions,
): Result<ProblemInstance, readonly Issue[]> {
  const seeded = stream(`gradus preview ${options.seed}`);
  const wording = { locale: options.locale, layout: options.layout };
  if (template.data === null) return instantiate(template, seeded.fork(template.id), wording);
  const file = catalogue.data.get(template.data.text);
  if (file === undefined)
    return failure([issue('no-data', `there is no data file ${template.data.text}`, template.data.place)]);
  const data = drawShared(file, seeded.fork(`data ${file.id}`));
  return data.ok ? instantiate(template, seeded.fork(template.id), { ...wording, data: data.value }) : data;
}
