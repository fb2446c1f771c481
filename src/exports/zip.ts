/** Archives with the same bytes for the same files: sorted as given, one date for all, no system's own fields. */
import type { ExportFile } from './contract.ts';

/** The format stores local time without its zone; a date without a zone is read as local, so the digits are the same anywhere. */
const DATE = '2000-01-01T00:00:00';

export async function zipFiles(files: readonly ExportFile[]): Promise<Uint8Array> {
  const { strToU8, zipSync } = await import('fflate');
  return zipSync(
    Object.fromEntries(files.map((f) => [f.path, typeof f.content === 'string' ? strToU8(f.content) : f.content])),
    { mtime: DATE, level: 6, os: 3 },
  );
}
