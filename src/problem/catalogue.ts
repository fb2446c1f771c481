/** All templates and data files of a course, from their texts alone: reading the folder is the caller's work. */
import type { Issue } from '../base/issue.ts';
import { issue, sortIssues, warning } from '../base/issue.ts';
import { nearest } from '../base/nearest.ts';
import { compareText } from '../base/order.ts';
import { normalizeName } from '../expr/parse/names.ts';
import { loadFile } from './load.ts';
import type { DataFile, Template } from './template.ts';

export interface CatalogueFile {
  /** As issues name it, with `/` between folders. */
  readonly path: string;
  readonly text: string;
  /** It comes with Gradus: a course's own file with the same id takes its place. */
  readonly shipped?: boolean;
}

export interface Catalogue {
  /** By id, ids in order. */
  readonly templates: ReadonlyMap<string, Template>;
  readonly data: ReadonlyMap<string, DataFile>;
  /** Errors of files that could not be used (they are left out) and warnings of those that can. */
  readonly issues: readonly Issue[];
}

/** Reads every file; one that cannot be used costs nobody else anything. */
export function readCatalogue(files: readonly CatalogueFile[]): Catalogue {
  const templates = new Map<string, Template>();
  const data = new Map<string, DataFile>();
  const issues: Issue[] = [];
  const owners = new Map<string, CatalogueFile>();
  const claim = (id: string, file: CatalogueFile): boolean => {
    const owner = owners.get(id);
    if (owner === undefined) {
      owners.set(id, file);
      return true;
    }
    issues.push(doubled(id, file, owner));
    return false;
  };
  for (const file of [...files].sort(ownFirst)) {
    const { path, text } = file;
    const loaded = loadFile(text, path);
    if (!loaded.ok) {
      issues.push(...loaded.error);
      continue;
    }
    const found = loaded.value;
    if (found.kind === 'assignment') continue;
    issues.push(...found.warnings);
    const { id } = found.kind === 'template' ? found.template : found.data;
    if (!claim(id, file)) continue;
    issues.push(...misplaced(id, path));
    if (found.kind === 'template') templates.set(id, found.template);
    else data.set(id, found.data);
  }
  for (const [id, template] of templates) {
    const wrong = dataIssues(template, data);
    issues.push(...wrong);
    if (wrong.length > 0) templates.delete(id);
  }
  const inOrder = <T>(map: Map<string, T>) => new Map([...map].sort(([a], [b]) => compareText(a, b)));
  return { templates: inOrder(templates), data: inOrder(data), issues: sortIssues(issues) };
}

const ownFirst = (a: CatalogueFile, b: CatalogueFile): number =>
  Number(a.shipped ?? false) - Number(b.shipped ?? false) || compareText(a.path, b.path);

function doubled(id: string, file: CatalogueFile, owner: CatalogueFile): Issue {
  if (file.shipped === true && owner.shipped !== true) {
    const hint = 'Give it another id if you want to use both.';
    return warning(
      'replaced',
      `${id} takes the place of the template that comes with Gradus`,
      { file: owner.path, line: 1, column: 1 },
      hint,
    );
  }
  const hint = 'Give one of the two files another id.';
  return issue('double-id', `the id ${id} is taken by ${owner.path}`, { file: file.path, line: 1, column: 1 }, hint);
}

function misplaced(id: string, path: string): readonly Issue[] {
  const base = path.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
  if (base === id) return [];
  return [
    warning(
      'file-name',
      `the file of ${id} is called ${base}.yaml`,
      { file: path, line: 1, column: 1 },
      `Rename it to ${id}.yaml, so that people find it.`,
    ),
  ];
}

/** What a template says about its data file: that it exists, and that no name is given twice. */
function dataIssues(template: Template, files: ReadonlyMap<string, DataFile>): readonly Issue[] {
  if (template.data === null) return [];
  const data = files.get(template.data.text);
  if (data === undefined) {
    const near = nearest(template.data.text, files.keys());
    const hint = near === undefined ? 'A data file has an id and no fields.' : `Did you mean ${near}?`;
    return [issue('no-data', `there is no data file ${template.data.text}`, template.data.place, hint)];
  }
  const taken = new Map(
    [...data.variables, ...data.parameters, ...data.define].map((d) => [normalizeName(d.name), d.name]),
  );
  const own = [
    ...template.variables,
    ...template.parameters,
    ...template.define,
    ...template.fields.map((f) => ({ name: f.id, at: f.at })),
  ];
  return own.flatMap(({ name, at }) =>
    taken.has(normalizeName(name))
      ? [
          issue(
            'name-clash',
            `\`${name}\` is a name of the data file ${data.id} already`,
            at.place,
            'Take another name here.',
          ),
        ]
      : [],
  );
}
