import type { Place } from '../../base/issue.ts';

/** What stands in a file that a person wrote, with its places: texts are kept as written (`1.50`, `yes`, `-x`). */
export type SourceNode = SourceText | SourceList | SourceMap;

interface SourceBase {
  /** Where it begins, ready for an issue. */
  readonly place: Place;
  /** The characters of the file that it was read from: `[1, 2]` written as a list can also be taken as a matrix. */
  readonly source: string;
}

export interface SourceText extends SourceBase {
  readonly kind: 'text';
  /** What was meant: the characters of a plain text, what stands inside quotes, the lines below a `|`. */
  readonly text: string;
  /** Marked as a text by quotes or by `|`; an unmarked empty text is a value that was left out. */
  readonly quoted: boolean;
}

export interface SourceList extends SourceBase {
  readonly kind: 'list';
  readonly items: readonly SourceNode[];
}

export interface SourceMap extends SourceBase {
  readonly kind: 'map';
  /** In the order of the file; no key stands twice. */
  readonly entries: readonly SourceEntry[];
}

export interface SourceEntry {
  readonly key: SourceText;
  readonly value: SourceNode;
}

/** The value of a key, or undefined when the map has none. */
export function lookUp(map: SourceMap, key: string): SourceNode | undefined {
  return map.entries.find((entry) => entry.key.text === key)?.value;
}

/**
 * Where a character of a text stands in the file, so that a mistake inside a formula is shown at the formula.
 * @param index of the character in `node.text`, in UTF-16 units
 */
export function placeAt(node: SourceText, index: number): Place {
  const { line = 1, column = 1 } = node.place;
  const inside = node.source.charAt(0);
  if (node.quoted && (inside === '|' || inside === '>')) return placeInBlock(node, index);
  const raw = node.quoted ? rawIndex(node.source, index) : index;
  const before = node.source.slice(0, raw);
  // Folded over several lines, a text and its source no longer run in step.
  return before.includes('\n') ? node.place : { ...node.place, line, column: column + before.length };
}

function placeInBlock(node: SourceText, index: number): Place {
  const before = node.text.slice(0, index).split('\n');
  const [, ...lines] = node.source.split('\n');
  const indent = lines.find((line) => line.trim() !== '')?.search(/\S/) ?? 0;
  const { line = 1 } = node.place;
  return { ...node.place, line: line + before.length, column: indent + (before.at(-1) ?? '').length + 1 };
}

const ESCAPE = /^\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])/;

/** The index in a quoted source text, its quote included, of a character of what it means. */
function rawIndex(source: string, index: number): number {
  const double = source.startsWith('"');
  let raw = 1;
  for (let i = 0; i < index && raw < source.length; i += 1) {
    if (double) raw += ESCAPE.exec(source.slice(raw, raw + 10))?.[0].length ?? 1;
    else raw += source.startsWith("''", raw) ? 2 : 1;
  }
  return raw;
}
