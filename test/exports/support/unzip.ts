/** Archives read back by a reader that did not write them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Unpacks with Info-ZIP, hands the folder to `use`, and clears it away. */
export function unpacked<T>(archive: Uint8Array, use: (folder: string, files: readonly string[]) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-export-'));
  try {
    const zip = join(folder, 'export.zip');
    writeFileSync(zip, archive);
    execFileSync('unzip', ['-q', zip, '-d', join(folder, 'files')]);
    const files = readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true })
      .filter((f) => f.isFile())
      .map((f) => join(f.parentPath, f.name).slice(join(folder, 'files').length + 1));
    return use(join(folder, 'files'), files.sort());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const textFile = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');
