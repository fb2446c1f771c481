/** Archives with the same bytes for the same files: sorted as given, one date for all, no system's own fields. */
import type { ExportFile } from './contract.ts';

/** Formats without a time zone store the digits of local time; built from local digits they are the same anywhere. */
const DATE = new Date(2000, 0, 1, 0, 0, 0);

export async function zipFiles(files: readonly ExportFile[]): Promise<Uint8Array> {
  const { strToU8, zipSync } = await import('fflate');
  return zipSync(
    Object.fromEntries(files.map((f) => [f.path, typeof f.content === 'string' ? strToU8(f.content) : f.content])),
    { mtime: DATE, level: 6, os: 3 },
  );
}
