import type { Issue } from '../../base/issue.ts';
import { issue } from '../../base/issue.ts';
import type { Context } from './quoting.ts';

/** A text found in a file, before YAML has its say. */
export interface ScannedText {
  /** Where it stands: from `start` up to, not including, `end`. */
  readonly start: number;
  readonly end: number;
  readonly style: 'plain' | 'quoted' | 'block';
  readonly context: Context;
}

/** Nested deeper than this nothing that a person wrote is; it keeps hostile files from exhausting the stack. */
export const MAX_DEPTH = 60;

/** What the scanners of lines and of brackets share: the text, and what they have found in it so far. */
export class Scan {
  readonly text: string;
  readonly file: string;
  readonly texts: ScannedText[] = [];
  readonly issues: Issue[] = [];
  /** A single ` # ` may begin a comment or belong to the text: refused unless comments are the likelier reading. */
  readonly loneHashIsComment: boolean;
  readonly #lineStarts: readonly number[];

  constructor(text: string, file: string, loneHashIsComment: boolean) {
    this.text = text;
    this.file = file;
    this.loneHashIsComment = loneHashIsComment;
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#lineStarts = starts;
  }

  get lineCount(): number {
    return this.#lineStarts.length;
  }

  /** Where a line (counted from 0) begins; behind the last one, the end of the text. */
  lineStart(line: number): number {
    return this.#lineStarts[line] ?? this.text.length;
  }

  /** Where a line ends, its line break not included. */
  lineEnd(line: number): number {
    const next = this.#lineStarts[line + 1];
    if (next === undefined) return this.text.length;
    return this.text[next - 2] === '\r' ? next - 2 : next - 1;
  }

  /** The line, counted from 0, that holds an offset. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.lineStart(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  place(offset: number): { readonly file: string; readonly line: number; readonly column: number } {
    const line = this.lineAt(offset);
    return { file: this.file, line: line + 1, column: offset - this.lineStart(line) + 1 };
  }

  add(text: ScannedText): void {
    if (text.end > text.start) this.texts.push(text);
  }

  refuse(code: string, offset: number, message: string, hint: string): void {
    this.issues.push(issue(code, message, this.place(offset), hint));
  }
}

const NAME = /(?:[\p{L}_][^\p{White_Space}:(){}[\],"'#]*|\p{N}[^\p{White_Space}:(){}[\],"'#]*)(?:\([^()\n]*\))?/uy;
const QUOTED_NAME = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'/y;

/** A name with its colon, as it begins an entry of a map. */
export interface Key {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** Behind the colon. */
  readonly valueStart: number;
}

/**
 * The key that begins at `start`, or undefined when no key does. A key has no space, so that a sentence with a colon
 * in it is no entry; `f(x, y)` is read as a key, for the reader of templates to refuse by its name.
 */
export function readKey(text: string, start: number): Key | undefined {
  for (const [pattern, quoted] of [
    [NAME, false],
    [QUOTED_NAME, true],
  ] as const) {
    pattern.lastIndex = start;
    const end = start + (pattern.exec(text)?.[0].length ?? 0);
    const colon = end + (/^[ \t]*/.exec(text.slice(end, end + 20))?.[0].length ?? 0);
    if (end === start || text[colon] !== ':') continue;
    const next = text[colon + 1];
    // JSON needs no space behind the colon of a quoted name.
    if (next === undefined || /[ \t\r\n,}\]]/.test(next) || quoted)
      return { start, end, quoted, valueStart: colon + 1 };
  }
  return undefined;
}

/** What YAML takes for a blank; the no-break spaces that a word processor leaves behind belong to the text. */
export function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}

/** The first index from `start` on that is no blank, line break or comment behind one; at most `limit`. */
export function skipBlank(text: string, start: number, limit: number): number {
  let i = start;
  while (i < limit) {
    if (isBlank(text[i])) i += 1;
    else if (text[i] === '#' && (i === 0 || isBlank(text[i - 1]) || /[,[{]/.test(text[i - 1] ?? ''))) {
      const lineBreak = text.indexOf('\n', i);
      i = lineBreak < 0 ? limit : lineBreak;
    } else break;
  }
  return Math.min(i, limit);
}

/** `end` without the blanks before it. */
export function trimEnd(text: string, start: number, end: number): number {
  let i = end;
  while (i > start && isBlank(text[i - 1])) i -= 1;
  return i;
}
