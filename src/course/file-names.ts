import { sha256, toHex } from '../base/hash.ts';

const MAX_LENGTH = 80;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A file name, without ending, for each of several ids: readable, of `A-Z a-z 0-9 . _ -` only, never a path and never
 * reserved on some system. An id that is such a name stands for itself; others, and those that differ in letter case
 * alone (which some file systems take for one), get a part of their hash behind them. All names differ.
 */
export function fileNames(ids: Iterable<string>): ReadonlyMap<string, string> {
  const distinct = [...new Set(ids)];
  const claims = new Map<string, number>();
  for (const id of distinct) claims.set(id.toLowerCase(), (claims.get(id.toLowerCase()) ?? 0) + 1);
  const isSafe = (id: string) => clean(id) === id && !RESERVED.test(id) && claims.get(id.toLowerCase()) === 1;
  const taken = new Set(distinct.filter(isSafe).map((id) => id.toLowerCase()));
  return new Map(
    distinct.map((id) => {
      if (isSafe(id)) return [id, id];
      const hash = toHex(sha256(id));
      // Eight digits are enough to read; more are taken in the case that somebody made two of them agree.
      for (let digits = 8; digits <= hash.length; digits += 1) {
        const name = `${clean(id)}-${hash.slice(0, digits)}`;
        if (taken.has(name.toLowerCase())) continue;
        taken.add(name.toLowerCase());
        return [id, name];
      }
      return [id, hash];
    }),
  );
}

function clean(id: string): string {
  const kept = id
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return kept.slice(0, MAX_LENGTH) || 'student';
}
