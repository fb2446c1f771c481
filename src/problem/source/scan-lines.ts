import { skipQuoted } from './brackets.ts';
import type { Scan } from './scan.ts';
import { isBlank, MAX_DEPTH, readKey, skipBlank, trimEnd } from './scan.ts';
import { beginsList, scanFlow } from './scan-flow.ts';

/**
 * Finds every text of a file, line by line, as its author meant it: what stands behind a `name:` or a `-` is one text
 * up to the end of the line, unless it is a list, a map, quoted or goes on below. Notes what cannot be read in one way
 * only as issues of the scan.
 */
export function scanLines(scan: Scan): void {
  const scanner = new LineScanner(scan);
  let line = 0;
  while (line < scan.lineCount) line = scanner.scanLine(line);
}

// A closing bracket may stand below the name that its map or list belongs to.
const CLOSING_LINE = /^[ \t]*[\]}]/;
const BLOCK_HEADER = /^[|>][-+0-9]{0,2}[ \t]*(#.*)?$/;

class LineScanner {
  readonly #scan: Scan;
  /** The maps and lists that are open at the current line, with the column in which their entries begin. */
  readonly #open: { readonly kind: 'map' | 'list'; readonly column: number }[] = [];
  /** The column of a name or dash that still waits for its value on a line below. */
  #waiting: number | undefined = -1;

  constructor(scan: Scan) {
    this.#scan = scan;
  }

  /** Reads what begins on a line and returns the line after it. */
  scanLine(line: number): number {
    const scan = this.#scan;
    const start = scan.lineStart(line);
    const end = scan.lineEnd(line);
    const content = scan.text.slice(start, end);
    if (/^[ \t\r]*(#|$)/.test(content) || (line === 0 && content === '---')) return line + 1;
    if (/^ *\t/.test(content)) {
      this.#refuseTab(line);
      return line + 1;
    }
    if (/^(%|---|\.\.\.)/.test(content)) {
      scan.refuse('second-document', start, 'a file holds one document, without directives', 'Leave this line out.');
      return line + 1;
    }
    let at = start + content.search(/[^ \t\r]/);
    let parent = this.#waiting;
    while (scan.text[at] === '-' && (at + 1 >= end || isBlank(scan.text[at + 1]))) {
      if (!this.#enter('list', at - start, at, parent)) return scan.lineCount;
      parent = at - start;
      at = trimStart(scan.text, at + 1, end);
    }
    const key = readKey(scan.text, at);
    if (key !== undefined) {
      if (!this.#enter('map', at - start, at, parent)) return scan.lineCount;
      parent = at - start;
      scan.add({ start: key.start, end: key.end, style: key.quoted ? 'quoted' : 'plain', context: 'block' });
      at = trimStart(scan.text, key.valueStart, end);
    }
    if (at >= end || isComment(scan.text, at)) {
      this.#waiting = parent;
      return line + 1;
    }
    this.#waiting = undefined;
    if (parent === undefined || at - start <= parent) return this.#refuseStray(line, at, end);
    return this.#scanValue(line, at, parent);
  }

  /**
   * Notes an entry of a map or list in a column. False, with an issue, when it fits none of those that are open.
   * @param parent the column of the name or dash whose value may begin here, if there is one
   */
  #enter(kind: 'map' | 'list', column: number, offset: number, parent: number | undefined): boolean {
    while ((this.#open.at(-1)?.column ?? -1) > column) this.#open.pop();
    // A list may stand in the column of the name that it belongs to; the next name there ends it.
    const [outer, inner] = this.#open.slice(-2);
    if (kind === 'map' && inner?.kind === 'list' && inner.column === column && outer?.column === column)
      this.#open.pop();
    const top = this.#open.at(-1);
    if (top?.column === column && top.kind === kind) return true;
    const belongsHere = parent !== undefined && (parent < column || (parent === column && kind === 'list'));
    if (!belongsHere || (top?.column === column && kind === 'map')) {
      const hint = 'Begin the entries of one map or list in the same column; write all with names or all with dashes.';
      this.#scan.refuse('indentation', offset, 'this entry does not belong to the entries around it', hint);
      return false;
    }
    this.#open.push({ kind, column });
    if (this.#open.length <= MAX_DEPTH) return true;
    this.#scan.refuse(
      'too-deep',
      offset,
      `this is nested deeper than ${MAX_DEPTH} levels`,
      'Write it with fewer levels.',
    );
    return false;
  }

  #refuseTab(line: number): void {
    const offset = this.#scan.lineStart(line);
    this.#scan.refuse('tab', offset, 'a tab at the start of a line', 'Use spaces.');
  }

  #refuseStray(line: number, at: number, end: number): number {
    const scan = this.#scan;
    const content = scan.text.slice(at, trimEnd(scan.text, at, end));
    const tight = /^[\p{L}_][^\s:]*:(?=\S)/u.exec(content)?.[0];
    if (tight === undefined) {
      const hint = 'Begin it with a name and a colon or a dash; a text of several lines goes under `|`, indented.';
      scan.refuse('stray-line', at, 'this line is neither `name: …` nor `- …`', hint);
    } else {
      scan.refuse(
        'no-space',
        at,
        'a space is missing behind the colon',
        `Write: ${tight} ${content.slice(tight.length)}`,
      );
    }
    return line + 1;
  }

  /** Reads the value at `at`, which belongs to a name or dash in column `parent`; returns the line after it. */
  #scanValue(line: number, at: number, parent: number): number {
    const scan = this.#scan;
    const { text } = scan;
    const end = scan.lineEnd(line);
    const below = this.#lineBelow(line, parent, /$^/);
    const first = text[at];

    if (BLOCK_HEADER.test(text.slice(at, end))) {
      scan.add({ start: at, end: scan.lineEnd(below - 1), style: 'block', context: 'block' });
      return below;
    }
    if (first === '"' || first === "'") {
      const close = skipQuoted(text, at);
      if (close !== undefined && close <= scan.lineEnd(below - 1) && this.#restIsBlank(close)) {
        scan.add({ start: at, end: close, style: 'quoted', context: 'block' });
        return scan.lineAt(close - 1) + 1;
      }
    }
    const isMap = first === '{' && text[at + 1] !== '{';
    const limit = scan.lineEnd(this.#lineBelow(line, parent, CLOSING_LINE) - 1);
    if (isMap || beginsList(text, at, limit, (index) => this.#restIsBlank(index))) {
      const close = scanFlow(scan, at, limit);
      if (close === undefined) return below;
      if (!this.#restIsBlank(close)) {
        const hint = 'Put the whole text in quotes if it is one.';
        scan.refuse('text-behind-bracket', close, 'something stands behind the closing bracket', hint);
      }
      return scan.lineAt(close - 1) + 1;
    }
    if (parent < 0) return this.#refuseStray(line, at, end);
    return this.#scanPlain(line, at, below);
  }

  /** The line after the last one that is indented deeper than `parent`, or else looks like `also`; blank ones count. */
  #lineBelow(line: number, parent: number, also: RegExp): number {
    const scan = this.#scan;
    let last = line;
    for (let next = line + 1; next < scan.lineCount; next += 1) {
      const content = scan.text.slice(scan.lineStart(next), scan.lineEnd(next));
      const indent = content.search(/[^ \t\r]/);
      if (indent < 0) continue;
      if (indent <= parent && !also.test(content)) break;
      last = next;
    }
    return last + 1;
  }

  #restIsBlank(index: number): boolean {
    const line = this.#scan.lineAt(index);
    return skipBlank(this.#scan.text, index, this.#scan.lineEnd(line)) >= this.#scan.lineEnd(line);
  }

  /** A text that runs to the end of its line, and on over lines below that are indented deeper and are no entries. */
  #scanPlain(line: number, at: number, below: number): number {
    const scan = this.#scan;
    let end = this.#textEnd(at, scan.lineEnd(line));
    let next = line + 1;
    for (; next < below; next += 1) {
      const start = skipBlank(scan.text, scan.lineStart(next), scan.lineEnd(next));
      if (start >= scan.lineEnd(next)) continue;
      if (scan.text.slice(scan.lineStart(next), start).includes('\t')) {
        this.#refuseTab(next);
        return below;
      }
      if (readKey(scan.text, start) !== undefined || /^-\s/.test(scan.text.slice(start, start + 2))) {
        const hint = 'Indent it like the entries that it belongs to; a text of several lines goes under `|`.';
        scan.refuse('indentation', start, 'this line is indented as if it belonged to the text above', hint);
        return below;
      }
      end = this.#textEnd(start, scan.lineEnd(next));
    }
    scan.add({ start: at, end, style: 'plain', context: 'block' });
    return next;
  }

  /** Where a text ends on its line: before a comment, if there is one. */
  #textEnd(start: number, lineEnd: number): number {
    const scan = this.#scan;
    for (
      let hash = scan.text.indexOf('#', start);
      hash >= 0 && hash < lineEnd;
      hash = scan.text.indexOf('#', hash + 1)
    ) {
      const before = scan.text.slice(Math.max(start, hash - 2), hash);
      const after = scan.text[hash + 1];
      if (!/\s$/.test(before)) continue;
      const isWide = /\s\s$|\t$/.test(before);
      const isSpaced = hash + 1 >= lineEnd || after === ' ';
      // `Task #1`: from here on every `#` belongs to the text.
      if (!isWide && !isSpaced) break;
      if (isWide !== isSpaced && !scan.loneHashIsComment) {
        const text = scan.text.slice(start, lineEnd).trimEnd();
        const comment = `${scan.text.slice(start, hash).trimEnd()}  # ${scan.text.slice(hash + 1, lineEnd).trim()}`;
        const hint = `Write "${text}" if it belongs to the text, or ${comment} (two spaces) for a comment.`;
        scan.refuse('hash', hash, 'this `#` may begin a comment or belong to the text', hint);
      }
      return trimEnd(scan.text, start, hash);
    }
    return trimEnd(scan.text, start, lineEnd);
  }
}

function trimStart(text: string, start: number, end: number): number {
  let i = start;
  while (i < end && isBlank(text[i])) i += 1;
  return i;
}

function isComment(text: string, at: number): boolean {
  return text[at] === '#' && isBlank(text[at - 1] ?? ' ') && isBlank(text[at + 1] ?? ' ');
}
