import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';

/** Pages of a PDF as pictures, drawn by poppler. */
export function pagePictures(bytes: Uint8Array, dotsPerInch: number): readonly PNG[] {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-picture-'));
  try {
    const file = join(folder, 'page.pdf');
    writeFileSync(file, bytes);
    execFileSync('pdftoppm', ['-r', `${dotsPerInch}`, '-png', file, join(folder, 'page')]);
    const names = readdirSync(folder).filter((name) => name.endsWith('.png'));
    return names.sort().map((name) => PNG.sync.read(readFileSync(join(folder, name))));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
