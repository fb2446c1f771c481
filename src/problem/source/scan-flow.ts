import { BracketStack, matchBracket, skipMath, skipQuoted } from './brackets.ts';
import type { Key, Scan } from './scan.ts';
import { MAX_DEPTH, readKey, skipBlank, trimEnd } from './scan.ts';

// What stands in brackets is read as its author meant it: a comma inside parentheses, inside $…$, or one that no
// `name:` follows in a map, belongs to the text around it. YAML would end the entry there.

/** Whether a `{` begins a map; `{{` begins a formula in a text. */
function beginsMap(text: string, start: number): boolean {
  return text[start] === '{' && text[start + 1] !== '{';
}

/**
 * Whether the `[` at `start` begins a list. A `;` makes it a matrix, a `)` at its end an interval, and anything behind
 * it that goes on makes it part of a formula: `[a; b]`, `[0, 1)`, `[a, b] * x`.
 * @param ends whether the value may end at an index
 */
export function beginsList(text: string, start: number, limit: number, ends: (index: number) => boolean): boolean {
  if (text[start] !== '[') return false;
  const piece = matchBracket(text, start, limit);
  // An unclosed bracket is reported where the list is read.
  return piece === undefined || (!piece.hasRows && text[piece.end - 1] === ']' && ends(piece.end));
}

/**
 * Reads the map or list whose bracket stands at `start`, up to `limit` at most.
 * @returns the index behind its closing bracket, or undefined when it cannot be read; the issue is then noted
 */
export function scanFlow(scan: Scan, start: number, limit: number, depth = 0): number | undefined {
  const { text } = scan;
  const isMap = text[start] === '{';
  const closer = isMap ? '}' : ']';
  if (depth >= MAX_DEPTH) {
    scan.refuse('too-deep', start, `this is nested deeper than ${MAX_DEPTH} brackets`, 'Write it with fewer levels.');
    return undefined;
  }
  let i = skipBlank(text, start + 1, limit);
  while (i < limit && text[i] !== closer) {
    if (text[i] === ',') {
      scan.refuse('no-entry', i, 'nothing stands before this comma', 'Leave it out, or write the missing entry.');
      return undefined;
    }
    const end = isMap ? scanEntry(scan, i, limit, depth) : scanItem(scan, i, limit, depth);
    if (end === undefined) return undefined;
    i = skipBlank(text, end, limit);
    if (text[i] === ',') i = skipBlank(text, i + 1, limit);
    else if (i < limit && text[i] !== closer) {
      scan.refuse('bracket', i, `a comma or \`${closer}\` is missing before \`${text[i]}\``, QUOTE_HINT);
      return undefined;
    }
  }
  if (i >= limit) {
    scan.refuse('bracket', start, `nothing closes this \`${text[start]}\``, QUOTE_HINT);
    return undefined;
  }
  return i + 1;
}

const QUOTE_HINT = 'Close the bracket; if it belongs to a text, put the whole text in quotes.';

function scanEntry(scan: Scan, start: number, limit: number, depth: number): number | undefined {
  const key = readKey(scan.text, start);
  if (key === undefined) {
    const rest = scan.text.slice(start, scan.lineEnd(scan.lineAt(start)));
    const [, name, value] = /^([^\s,:{}[\]]+):([^\s,}]+)/.exec(rest) ?? [];
    const hint =
      name === undefined
        ? 'Write `{ name: value, … }`, or put the whole text in quotes if it is one.'
        : `Write a space behind the colon: ${name}: ${value}`;
    scan.refuse('no-name', start, 'an entry of a map begins with a name and a colon', hint);
    return undefined;
  }
  addKey(scan, key);
  const value = skipBlank(scan.text, key.valueStart, limit);
  return scanValue(scan, value, limit, depth, '}');
}

function scanItem(scan: Scan, start: number, limit: number, depth: number): number | undefined {
  const key = readKey(scan.text, start);
  if (key !== undefined) {
    const entry = scan.text.slice(start, scan.lineEnd(scan.lineAt(start))).replace(/\s*[,\]].*$/, '');
    const hint = `Write { ${entry} } for an entry with a name, "${entry}" for a text.`;
    scan.refuse('name-in-list', start, 'this may be a text or an entry with a name', hint);
    return undefined;
  }
  return scanValue(scan, start, limit, depth, ']');
}

function addKey(scan: Scan, key: Key): void {
  scan.add({ start: key.start, end: key.end, style: key.quoted ? 'quoted' : 'plain', context: 'flow' });
}

/** Reads one value; `closer` is the bracket of the map or list that it stands in. Returns the index behind it. */
function scanValue(scan: Scan, start: number, limit: number, depth: number, closer: '}' | ']'): number | undefined {
  const { text } = scan;
  const ends = (index: number) => {
    const next = skipBlank(text, index, limit);
    return next >= limit || text[next] === closer || endsEntry(text, next, limit, closer);
  };
  const first = text[start];
  if (first === '"' || first === "'") {
    const end = skipQuoted(text, start);
    if (end !== undefined && end <= limit && ends(end)) {
      scan.add({ start, end, style: 'quoted', context: 'flow' });
      return end;
    }
  }
  if (beginsMap(text, start) || beginsList(text, start, limit, ends)) return scanFlow(scan, start, limit, depth + 1);
  const end = trimEnd(text, start, findEnd(text, start, limit, closer));
  scan.add({ start, end, style: 'plain', context: 'flow' });
  return end;
}

/** Whether the comma at `index` ends the entry: in a list always, in a map when a name follows or the map closes. */
function endsEntry(text: string, index: number, limit: number, closer: string): boolean {
  if (text[index] !== ',') return false;
  if (closer === ']') return true;
  const next = skipBlank(text, index + 1, limit);
  return text[next] === '}' || readKey(text, next) !== undefined;
}

/** The index at which the plain text that begins at `start` is over. */
function findEnd(text: string, start: number, limit: number, closer: string): number {
  const stack = new BracketStack();
  for (let i = start; i < limit; i += 1) {
    const character = text[i] ?? '';
    if (character === '$') i = Math.max(i, skipMath(text, i) - 1);
    else if (stack.depth === 0 && (character === closer || endsEntry(text, i, limit, closer))) return i;
    else if (
      character === '#' &&
      /(\s\s|[\n\t])$/.test(text.slice(Math.max(0, i - 2), i)) &&
      /^\s/.test(text[i + 1] ?? ' ')
    )
      return i;
    else stack.take(character);
  }
  return limit;
}
