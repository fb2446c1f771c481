import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type FontLibrary, openFontLibrary } from '../../../src/document/fonts/library.ts';

const require = createRequire(import.meta.url);

/** Reads a file of an installed package; packages that export no file are found through node_modules. */
export function readPackageFile(path: string): Uint8Array {
  for (const root of require.resolve.paths(path) ?? []) {
    try {
      return readFileSync(join(root, path));
    } catch {
      // Not below this node_modules: try the next one up.
    }
  }
  throw new Error(`${path} is not installed below ${dirname(import.meta.url)}`);
}

let library: Promise<FontLibrary> | undefined;

/** One font library for all tests of a file. */
export function fonts(): Promise<FontLibrary> {
  library ??= openFontLibrary(readPackageFile);
  return library;
}
