import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type HtmlAssets, openHtmlAssets } from '../../../src/document/html/render.ts';
import { fonts, readPackageFile } from './assets.ts';

const root = join(import.meta.dirname, '../../..');

/** A script of the page as the build makes it. */
async function bundleScript(name: string): Promise<string> {
  const result = await build({
    entryPoints: [join(root, `src/web/${name}.ts`)],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    alias: { 'ml-matrix': join(root, 'src/web/no-linear-algebra.ts') },
  });
  return result.outputFiles[0]?.text ?? '';
}

/** The texts of templates/ by name. */
export function projectTemplates(): ReadonlyMap<string, string> {
  const folder = join(root, 'templates');
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

let assets: Promise<HtmlAssets> | undefined;

/** The project's own templates, fonts and script. */
export function htmlAssets(): Promise<HtmlAssets> {
  assets ??= (async () => {
    return openHtmlAssets({
      library: await fonts(),
      read: readPackageFile,
      templates: projectTemplates(),
      scripts: await Promise.all(['paper', 'unpack'].map(bundleScript)),
      packed: await bundleScript('echo'),
    });
  })();
  return assets;
}
