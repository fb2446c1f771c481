import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatIssue } from '../../../src/base/issue.ts';
import { stream } from '../../../src/base/random.ts';
import { type Catalogue, readCatalogue } from '../../../src/problem/catalogue.ts';
import { type InstantiateOptions, instantiate } from '../../../src/problem/instantiate.ts';
import { loadFile } from '../../../src/problem/load.ts';
import type { ProblemInstance } from '../../../src/problem/problem-instance.ts';
import { drawShared } from '../../../src/problem/shared-data.ts';
import type { Template } from '../../../src/problem/template.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

function yamlFiles(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? yamlFiles(path) : name.endsWith('.yaml') ? [path] : [];
  });
}

export const catalogueOf = (folder: string): Catalogue =>
  readCatalogue(
    yamlFiles(join(root, folder)).map((path) => ({ path: path.slice(root.length), text: readFileSync(path, 'utf8') })),
  );

/** One variant; its issues in words as an error when there is none. */
export function variantOf(
  template: Template,
  seed: number | string,
  options: Partial<InstantiateOptions> = {},
  catalogue?: Catalogue,
): ProblemInstance {
  const source = stream(`test ${seed}`);
  const file = template.data === null ? undefined : catalogue?.data.get(template.data.text);
  const data = file === undefined ? undefined : drawShared(file, source.fork('data'));
  if (data?.ok === false) throw new Error(data.error.map(formatIssue).join('\n'));
  const made = instantiate(template, source.fork(template.id), {
    locale: 'en',
    layout: 'numerator',
    ...(data === undefined ? {} : { data: data.value }),
    ...options,
  });
  if (!made.ok) throw new Error(`${template.id}, seed ${seed}: ${made.error.map(formatIssue).join('\n')}`);
  return made.value;
}

/** A template from its text. */
export function templateOf(text: string): Template {
  const loaded = loadFile(text, 'sample.yaml');
  if (!loaded.ok) throw new Error(loaded.error.map(formatIssue).join('\n'));
  if (loaded.value.kind !== 'template') throw new Error('no template');
  return loaded.value.template;
}

/** A template with one number field, from its blocks; the head is added. */
export const sampleTemplate = (blocks: string): Template =>
  templateOf(`id: sample\ntitle: Sample\ntopic: samples\nlevel: 1\n${blocks}`);

/** The key of one field. */
export function keyOf(instance: ProblemInstance, id: string) {
  const key = instance.key.fields.find((f) => f.id === id);
  if (key === undefined) throw new Error(`no field ${id}`);
  return key;
}
