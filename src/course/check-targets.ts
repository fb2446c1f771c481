/** What `gradus check` is asked to check: template ids, or folders of templates. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Issue } from '../base/issue.ts';
import { type Catalogue, readCatalogue } from '../problem/catalogue.ts';
import { tidyAuthorFile } from '../problem/source/tidy.ts';
import { writeFile } from './files.ts';
import { openCatalogue } from './open.ts';
import { templateFiles, templateFolders } from './resources.ts';

export interface CheckTargets {
  readonly catalogue: Catalogue;
  /** Ids to check; empty for all of the catalogue. */
  readonly ids: readonly string[];
  readonly issues: readonly Issue[];
  readonly unknown: readonly string[];
  /** The folders that the templates lie in. */
  readonly folders: readonly string[];
  /** Files that quotes were written into. */
  readonly tidied: readonly string[];
}

export async function openTargets(folder: string, names: readonly string[], tidy: boolean): Promise<CheckTargets> {
  const folders: string[] = [];
  for (const name of names) if (existsSync(name) && (await stat(name)).isDirectory()) folders.push(resolve(name));
  const tidied = tidy ? await tidyFiles(folders) : [];
  if (folders.length > 0) {
    const catalogue = readCatalogue((await Promise.all(folders.map(templateFiles))).flat());
    return {
      catalogue,
      ids: [],
      issues: catalogue.issues,
      unknown: names.filter((n) => !folders.includes(resolve(n))),
      folders,
      tidied,
    };
  }
  const { catalogue, issues, course } = await openCatalogue(folder);
  const unknown = names.filter((n) => !catalogue.templates.has(n));
  return { catalogue, ids: names, issues, unknown, tidied, folders: templateFolders(course) };
}

async function tidyFiles(folders: readonly string[]): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const { path } of (await Promise.all(folders.map(templateFiles))).flat()) {
    const text = await readFile(path, 'utf8');
    const tidied = tidyAuthorFile(text);
    if (tidied === text) continue;
    await writeFile(path, tidied);
    changed.push(path);
  }
  return changed;
}
