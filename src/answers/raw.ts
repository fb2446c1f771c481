/**
 * Raw answers as they come: text, lists and maps of any depth and size, from files that anyone may write. Nothing
 * here trusts a key or a prototype; what is too deep or too large is refused by name.
 */
import { failure, type Result, success } from '../base/result.ts';
import type { ParseFailure } from '../expr/parse/scope.ts';
import type { RawAnswer } from './contract.ts';

const DEPTH = 12;
const PARTS = 20_000;
const CHARACTERS = 200_000;

/**
 * The answer as plain text, lists and maps. Numbers and yes/no of a hand-written JSON file become their text;
 * null is blank. Failure: deeper or larger than any answer needs to be.
 */
export function readRaw(given: unknown): Result<RawAnswer, string> {
  let parts = 0;
  let characters = 0;
  const visit = (value: unknown, depth: number): RawAnswer | null => {
    parts += 1;
    if (depth > DEPTH || parts > PARTS) return null;
    if (value === null || value === undefined) return '';
    if (
      typeof value === 'string' ||
      typeof value === 'number' ||
      typeof value === 'boolean' ||
      typeof value === 'bigint'
    ) {
      const text = String(value);
      characters += text.length;
      return characters > CHARACTERS ? null : text;
    }
    if (Array.isArray(value)) {
      const list: RawAnswer[] = [];
      for (const item of value) {
        const read = visit(item, depth + 1);
        if (read === null) return null;
        list.push(read);
      }
      return list;
    }
    if (typeof value !== 'object') return '';
    const entries: [string, RawAnswer][] = [];
    for (const [key, item] of Object.entries(value)) {
      const read = visit(item, depth + 1);
      if (read === null) return null;
      entries.push([key, read]);
    }
    // fromEntries defines own properties: a key `__proto__` stays a key.
    return Object.fromEntries(entries);
  };
  const read = visit(given, 0);
  return read === null ? failure('this answer is nested too deeply or is too long to be one') : success(read);
}

export const isText = (raw: RawAnswer): raw is string => typeof raw === 'string';
export const isList = (raw: RawAnswer): raw is readonly RawAnswer[] => Array.isArray(raw);

/** Blank all through: spaces, empty lists, maps of blanks. */
export function isBlank(raw: RawAnswer): boolean {
  if (isText(raw)) return raw.trim() === '';
  return partsOf(raw).every(isBlank);
}

const partsOf = (raw: Exclude<RawAnswer, string>): readonly RawAnswer[] => (isList(raw) ? raw : Object.values(raw));

/** The own entry of a map; blank where there is none. */
export function member(raw: RawAnswer, key: string): RawAnswer {
  if (isText(raw) || isList(raw)) return '';
  return Object.hasOwn(raw, key) ? (raw[key] ?? '') : '';
}

/** Keys of a map in their order; none for text and lists. */
export const keysOf = (raw: RawAnswer): readonly string[] => (isText(raw) || isList(raw) ? [] : Object.keys(raw));

/**
 * The answer as one text: a list becomes `[a, b]`, which is how a formula writes it (YAML reads `[1, 2]` as a list
 * before we see it). Null for a map, which is no formula.
 */
export function asFormulaText(raw: RawAnswer): string | null {
  if (isText(raw)) return raw;
  if (!isList(raw)) return null;
  const parts = raw.map((part) => (isText(part) ? entryText(part) : asFormulaText(part)));
  if (parts.some((p) => p === null)) return null;
  return `[${parts.join(', ')}]`;
}

/** An entry of a list is one formula by itself: `2 x` is a product there, though it would be two entries in a row. */
const entryText = (text: string): string => (/^[\w.+-]*$/.test(text.trim()) ? text : `(${text})`);

/** A refusal in one sentence or two, with its place and what to write instead. */
export function refusalText(source: string, f: ParseFailure): string {
  if (f.code === 'empty') return 'Nothing is filled in here.';
  const near = [...source.slice(f.position, f.position + Math.max(1, f.length))].slice(0, 20).join('');
  const place = source.length <= 1 ? '' : ` (character ${f.position + 1}${near.trim() === '' ? '' : `, “${near}”`})`;
  const said = `${f.message.charAt(0).toUpperCase()}${f.message.slice(1)}${place}.`;
  return f.hint === undefined ? said : `${said} ${f.hint.charAt(0).toUpperCase()}${f.hint.slice(1)}.`;
}
