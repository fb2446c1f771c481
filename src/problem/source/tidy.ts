import type { Issue, Place } from '../../base/issue.ts';
import { warning } from '../../base/issue.ts';
import type { Trap } from './quoting.ts';
import { findTrap, fold, quote } from './quoting.ts';
import { Scan } from './scan.ts';
import { scanLines } from './scan-lines.ts';

/** Quotes to be put round a text of a file. */
export interface Mend {
  readonly start: number;
  readonly end: number;
  readonly quoted: string;
  readonly trap: Trap;
}

/** Every text of a file that YAML would refuse or change, and what cannot be mended by quotes alone. */
export function findMends(scan: Scan): readonly Mend[] {
  scanLines(scan);
  return scan.texts.flatMap(({ start, end, style, context }) => {
    if (style !== 'plain') return [];
    const written = scan.text.slice(start, end);
    const trap = findTrap(fold(written), context);
    return trap === undefined ? [] : [{ start, end, quoted: quote(written), trap }];
  });
}

/** `text` with the quotes put in. */
export function applyMends(text: string, mends: readonly Mend[]): string {
  let mended = '';
  let done = 0;
  for (const { start, end, quoted } of mends) {
    mended += text.slice(done, start) + quoted;
    done = end;
  }
  return mended + text.slice(done);
}

/**
 * The file with quotes round every text that needs them, and nothing else changed; a file that needs none comes back
 * as it is. What cannot be mended without guessing stays as it stands: reading the file says what it is.
 */
export function tidyAuthorFile(text: string): string {
  return applyMends(text, findMends(new Scan(text, '', false)));
}

/** One warning per line that was read as if quotes stood in it, with the line as it should be. */
export function mendWarnings(scan: Scan, mends: readonly Mend[]): readonly Issue[] {
  const byLine = new Map<number, Mend[]>();
  for (const mend of mends) {
    const line = scan.lineAt(mend.start);
    byLine.set(line, [...(byLine.get(line) ?? []), mend]);
  }
  return [...byLine].map(([line, onLine]) => {
    const [first] = onLine;
    const place: Place = first === undefined ? {} : scan.place(first.start);
    const lineStart = scan.lineStart(line);
    const lineEnd = scan.lineEnd(scan.lineAt(Math.max(...onLine.map(({ end }) => end))));
    const shifted = onLine.map((mend) => ({ ...mend, start: mend.start - lineStart, end: mend.end - lineStart }));
    const mended = applyMends(scan.text.slice(lineStart, lineEnd), shifted).trim();
    return warning(
      first?.trap.code ?? 'quotes',
      `quotes are missing: ${first?.trap.message ?? ''}`,
      place,
      `Write: ${mended}`,
    );
  });
}
