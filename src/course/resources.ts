/** Files that come with the program: fonts of installed packages, page themes, the catalogue of templates. */
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InternalError } from '../base/invariant.ts';
import type { FontLibrary } from '../document/fonts/library.ts';
import type { HtmlAssets } from '../document/html/render.ts';
import { type Catalogue, type CatalogueFile, readCatalogue } from '../problem/catalogue.ts';
import type { Course } from './course.ts';

/** The folder of package.json, from the sources as well as from the built program. */
export const PACKAGE_ROOT: string = (() => {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'templates'))) return folder;
    if (dirname(folder) === folder) throw new InternalError('the folder of Gradus was not found');
  }
})();

/** The version of this program, as results record it. */
export const PACKAGE_VERSION: string = (() => {
  const found: unknown = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'));
  return typeof found === 'object' && found !== null && 'version' in found
    ? `gradus ${String(found.version)}`
    : 'gradus';
})();

const require = createRequire(join(PACKAGE_ROOT, 'package.json'));

/** The bytes of a file of an installed package, such as `katex/dist/fonts/…`. */
function readPackageFile(path: string): Uint8Array {
  for (const folder of require.resolve.paths(path) ?? []) {
    const file = join(folder, path);
    if (existsSync(file)) return readFileSync(file);
  }
  throw new InternalError(`${path} is not installed; run npm ci`);
}

const libraries = new Map<string, Promise<FontLibrary>>();

/**
 * The fonts, opened once per process and theme (opening costs far more than a page). A course's
 * `theme/fonts/<name>.ttf` stands in for the text face of that name: serif, serif-bold, serif-italic,
 * serif-bold-italic, mono.
 */
export function fontLibrary(course: Course | null): Promise<FontLibrary> {
  const theme = themeOf(course);
  const known = libraries.get(theme);
  if (known) return known;
  const opened = import('../document/fonts/library.ts').then((m) =>
    m.openFontLibrary((path) => {
      const own = m.textFontNames.find((name) => m.fontFile(name) === path);
      const file = own === undefined || theme === '' ? '' : join(theme, 'fonts', `${own}.ttf`);
      return file !== '' && existsSync(file) ? readFileSync(file) : readPackageFile(path);
    }),
  );
  libraries.set(theme, opened);
  return opened;
}

const themeOf = (course: Course | null): string => (course === null ? '' : join(course.root, 'theme'));

const pages = new Map<string, Promise<HtmlAssets>>();

/** Themes and script of HTML pages. A course's `theme` folder overrides single files of `templates/`. */
export function htmlAssets(course: Course | null): Promise<HtmlAssets> {
  const theme = themeOf(course);
  const known = pages.get(theme);
  if (known) return known;
  const opened = openAssets(theme, fontLibrary(course));
  pages.set(theme, opened);
  return opened;
}

async function openAssets(theme: string, library: Promise<FontLibrary>): Promise<HtmlAssets> {
  const templates = new Map(await themeFiles(join(PACKAGE_ROOT, 'templates')));
  if (theme !== '' && existsSync(theme)) for (const [name, text] of await themeFiles(theme)) templates.set(name, text);
  const script = (name: string): Promise<string> => readFile(join(PACKAGE_ROOT, 'dist', 'web', name), 'utf8');
  const scripts = [await script('paper.js'), await script('unpack.js')];
  const packed = await script('echo.js');
  const { openHtmlAssets } = await import('../document/html/render.ts');
  return openHtmlAssets({
    library: await library,
    read: readPackageFile,
    templates,
    scripts,
    packed,
    logo: logoOf(theme),
  });
}

/** The logo of a theme as a data address; empty where there is none. */
function logoOf(theme: string): string {
  for (const [name, type] of [
    ['logo.svg', 'image/svg+xml'],
    ['logo.png', 'image/png'],
    ['logo.jpg', 'image/jpeg'],
  ] as const) {
    const file = join(theme, name);
    if (theme !== '' && existsSync(file)) return `data:${type};base64,${readFileSync(file).toString('base64')}`;
  }
  return '';
}

async function themeFiles(folder: string): Promise<readonly (readonly [string, string])[]> {
  const names = (await readdir(folder)).filter((name) => /\.(?:html|css)$/.test(name)).sort();
  return Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const));
}

const SHIPPED_PROBLEMS = join(PACKAGE_ROOT, 'problems');

/** The catalogue that comes with Gradus, then the course's own folders. */
export const templateFolders = (course: Course | null): readonly string[] => [
  ...new Set([SHIPPED_PROBLEMS, ...(course?.problems ?? [])]),
];

/** All templates: those that come with Gradus, then the course's own. */
export async function loadCatalogue(course: Course | null): Promise<Catalogue> {
  const files: CatalogueFile[] = [];
  for (const folder of templateFolders(course)) {
    const shipped = folder === SHIPPED_PROBLEMS;
    for (const file of await templateFiles(folder)) files.push({ ...file, shipped });
  }
  return readCatalogue(files);
}

/** Template files below a folder, paths as people call them from where they stand. */
export async function templateFiles(folder: string): Promise<readonly CatalogueFile[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      const shown = relative(process.cwd(), file);
      return { path: shown.startsWith('..') ? file : shown, text: await readFile(file, 'utf8') };
    }),
  );
}

/** The assignments that come with Gradus, ready to use in a course. */
export async function shippedAssignments(): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const folder = join(PACKAGE_ROOT, 'assignments');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })));
}
