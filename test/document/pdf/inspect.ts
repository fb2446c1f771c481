import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function withFile<T>(bytes: Uint8Array, use: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-pdf-'));
  try {
    const file = join(folder, 'page.pdf');
    writeFileSync(file, bytes);
    return use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const run = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'latin1', maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'pipe'] });

/** What qpdf says; throws where the file is damaged. */
export function qpdfCheck(bytes: Uint8Array): string {
  return withFile(bytes, (file) => run('qpdf', ['--check', file]));
}

/** The text of each page, as a reader selects it. */
export function pageTexts(bytes: Uint8Array): readonly string[] {
  return withFile(bytes, (file) =>
    execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1),
  );
}

/** The file with every stream open and every object written out. */
export function openObjects(bytes: Uint8Array): string {
  return withFile(bytes, (file) => run('qpdf', ['--qdf', '--object-streams=disable', file, '-']));
}

/** Page content streams. */
export function contentStreams(open: string): readonly string[] {
  return [...open.matchAll(/stream\n([\s\S]*?)\nendstream/g)]
    .map((match) => match[1] ?? '')
    .filter((stream) => /\bBDC\b/.test(stream));
}

/** Painting operators that stand outside of marked content. */
export function unmarkedPainting(stream: string): readonly string[] {
  let depth = 0;
  const found: string[] = [];
  for (const line of stream.split('\n')) {
    const operators = line.replace(/<[0-9A-Fa-f]*>|\([^)]*\)/g, '').split(/\s+/);
    for (const operator of operators) {
      if (operator === 'BDC' || operator === 'BMC') depth += 1;
      else if (operator === 'EMC') depth -= 1;
      else if (['Tj', 'TJ', 'f', 'S', 'B'].includes(operator) && depth === 0) found.push(line.slice(0, 60));
    }
  }
  if (depth !== 0) found.push(`marks are not balanced (${depth})`);
  return found;
}

/** Structure elements by type, in the order of their objects. */
export function elements(open: string, type: string): readonly string[] {
  return [...open.matchAll(/\d+ 0 obj\n<<[\s\S]*?endobj/g)]
    .map((match) => match[0])
    .filter((object) => new RegExp(`/S /${type}\\b`).test(object));
}
