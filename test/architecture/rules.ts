import type { Import, SourceFile } from './source-tree.ts';
import { folderOf, packageOf } from './source-tree.ts';

/** Folders of src in order: each imports only from itself and from those before it. */
export const LAYERS = [
  'base',
  'ir',
  'ops',
  'expr',
  'calculus',
  'answers',
  'misconceptions',
  'problem',
  'grading',
  'document',
  'exports',
  'course',
  'web',
  'cli',
] as const;

/** Folders that give the same result for the same input on every machine: no clock, chance or locale. */
const DETERMINISTIC = new Set<string>(LAYERS.slice(0, LAYERS.indexOf('exports') + 1));

/** Folders that may read and write files, start threads and processes; in base only the helpers named `*-files`. */
const OUTSIDE_WORLD = new Set(['course', 'cli']);
const OUTSIDE_MODULES = /^node:(fs|fs\/promises|child_process|worker_threads|net|http|https|os|readline|tty)$/;

/** Packages that take long to load: never before a command turns out to need them. */
const HEAVY = new Set(['mathjs', 'pdfkit', 'fontkit', 'yargs', 'nunjucks', 'katex', 'subset-font', 'xmlbuilder2']);

const MAX_LINES = 400;

/** A broken rule in words, with the file it is broken in. */
export type Violation = string;

export function layerViolations(files: readonly SourceFile[]): readonly Violation[] {
  const order: readonly string[] = LAYERS;
  return files.flatMap((file) => {
    const own = order.indexOf(folderOf(file.path));
    if (own < 0) return [`${file.path} lies in no layer`];
    return file.imports.flatMap(({ target }) => {
      if (target === undefined) return [];
      const other = order.indexOf(folderOf(target));
      if (other < 0) return [`${file.path} imports ${target}, which lies in no layer`];
      return other > own ? [`${file.path} imports ${target}, a later layer`] : [];
    });
  });
}

/**
 * Every way round, as a path of files. Type imports do not count: types may speak of each other (a node holds its
 * operation, an operation builds nodes), and no order of loading can go wrong over them.
 */
export function cycleViolations(files: readonly SourceFile[]): readonly Violation[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: Violation[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      found.push(`import cycle: ${[...trail.slice(start), path].join(' → ')}`);
      return;
    }
    if (done.has(path)) return;
    for (const { target, kind } of byPath.get(path)?.imports ?? []) {
      if (target !== undefined && kind !== 'type') visit(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return found;
}

export function formViolations(files: readonly SourceFile[]): readonly Violation[] {
  return files.flatMap((file) => [
    ...(file.lines > MAX_LINES ? [`${file.path} has ${file.lines} lines, more than ${MAX_LINES}`] : []),
    ...(/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(file.path)
      ? []
      : [`${file.path} is not named in kebab-case`]),
    // A declaration file describes another package as it is.
    ...(file.hasDefaultExport && !file.path.endsWith('.d.ts') ? [`${file.path} has a default export`] : []),
    ...file.imports
      .filter(({ specifier, target }) => target !== undefined && !specifier.endsWith('.ts'))
      .map(({ specifier }) => `${file.path} imports ${specifier} without its ending .ts`),
  ]);
}

export function determinismViolations(files: readonly SourceFile[]): readonly Violation[] {
  return files
    .filter((file) => DETERMINISTIC.has(folderOf(file.path)))
    .flatMap((file) => file.nondeterminism.map((what) => `${file.path} uses ${what}`));
}

export function outsideWorldViolations(files: readonly SourceFile[]): readonly Violation[] {
  return files
    .filter((file) => !OUTSIDE_WORLD.has(folderOf(file.path)) && !/^base\/([a-z-]+-)?files\.ts$/.test(file.path))
    .flatMap((file) =>
      file.imports
        .filter(({ specifier }) => OUTSIDE_MODULES.test(specifier))
        .map(({ specifier }) => `${file.path} imports ${specifier}`),
    );
}

/** Heavy packages that starting the program would load, with the file that imports them. */
export function startUpViolations(files: readonly SourceFile[], entry: string): readonly Violation[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set<string>();
  const found: Violation[] = [];
  const atStart = ({ kind }: Import) => kind === 'static';
  const visit = (path: string) => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const { specifier, target } of byPath.get(path)?.imports.filter(atStart) ?? []) {
      if (target !== undefined) visit(target);
      else if (HEAVY.has(packageOf(specifier))) found.push(`${path} loads ${specifier} when ${entry} starts`);
    }
  };
  visit(entry);
  return found;
}
