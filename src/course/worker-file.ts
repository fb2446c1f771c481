import { fileURLToPath } from 'node:url';

/** `dist/course/NAME.js`, wherever the bundle that this code runs from lies in `dist`; null when it runs from source. */
export function workerFile(name: string): string | null {
  const here = fileURLToPath(import.meta.url);
  const at = here.lastIndexOf('dist');
  return at < 0 ? null : `${here.slice(0, at)}dist/course/${name}.js`;
}
