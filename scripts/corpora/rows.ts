/** Rows of the corpora as comparisons to make: what to ask, and which verdict is right by our contract. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompareRequest } from '../../src/expr/equivalent/batch.ts';
import { functions } from '../../src/ops/table.ts';

export type Verdict = 'equal' | 'different' | 'undecided' | 'invalid';
/** `not equal`: any verdict but equality. */
export type Wanted = Verdict | 'not equal';

export interface Case {
  readonly id: string;
  /** `equality`, `near`, `domain`, … */
  readonly group: string;
  readonly source: string;
  readonly request: CompareRequest;
  readonly wanted: Wanted;
}

type Row = Readonly<Record<string, unknown>>;

const text = (row: Row, key: string): string => {
  const value = row[key];
  return typeof value === 'string' ? value : '';
};

/** A row as comparisons; empty where its rule is none of ours. */
type Reader = (row: Row) => readonly Omit<Case, 'group' | 'source'>[];

const plain = (row: Row): CompareRequest => ({ student: text(row, 'student'), model: text(row, 'model') });
const one = (row: Row, request: CompareRequest, wanted: Wanted): ReturnType<Reader> => [
  { id: text(row, 'id'), request, wanted },
];
const equalIf = (truth: unknown): Wanted => (truth === true ? 'equal' : 'different');

const equality: Reader = (row) => one(row, plain(row), equalIf(row.equal));

/** Functions beyond the language are refused by name, never judged. */
const extended: Reader = (row) => {
  const needs = Array.isArray(row.needs) ? row.needs.map(String) : [];
  return one(row, plain(row), needs.every((name) => functions.has(name)) ? equalIf(row.equal) : 'invalid');
};

/**
 * Equal where both are defined and defined on the same set (contract, section 4); and once more with every name
 * positive. Rows that are nowhere real have no truth over the reals and are undecided, unless alike.
 */
const domain: Reader = (row) => {
  const out: Omit<Case, 'group' | 'source'>[] = [];
  const request = plain(row);
  if (typeof row.equal_real_common === 'boolean') {
    out.push({ id: text(row, 'id'), request, wanted: equalIf(row.equal_real_common && row.same_real_domain === true) });
  } else if (request.student === request.model) out.push({ id: text(row, 'id'), request, wanted: 'equal' });
  if (typeof row.equal_positive === 'boolean' && Array.isArray(row.variables)) {
    const assume = row.variables.map((name) => `${String(name)} > 0`);
    out.push({
      id: `${text(row, 'id')} positive`,
      request: { ...request, assume },
      wanted: equalIf(row.equal_positive),
    });
  }
  return out;
};

const tolerance: Reader = (row) =>
  one(
    row,
    {
      ...plain(row),
      ...(typeof row.rtol === 'number' ? { rtol: row.rtol } : {}),
      ...(typeof row.atol === 'number' ? { atol: row.atol } : {}),
    },
    equalIf(row.accept),
  );

/** `n` and `[n,-1]` ("at least n digits") are our rule; pairs with a second accuracy, and no model, are not. */
const sigfigs: Reader = (row) => {
  const given = /^(\d+)$|^\[(\d+),-1\]$/.exec(text(row, 'sigfigs'));
  if (given && row.model !== 'null')
    return one(row, { ...plain(row), sigfigs: Number(given[1] ?? given[2]) }, equalIf(row.accept));
  const decimals = text(row, 'decimals');
  if (/^\d+$/.test(decimals)) return one(row, { ...plain(row), atol: Number(`0.5e-${decimals}`) }, equalIf(row.accept));
  return [];
};

/** Nowhere real: no truth over the reals, so never equal, unless alike; names we do not have are refused. */
const undefinedRows: Reader = (row) => {
  const request = plain(row);
  const needs = Array.isArray(row.needs) ? row.needs.map(String) : [];
  if (!needs.every((name) => functions.has(name))) return one(row, request, 'invalid');
  // One side may be real where the other is not: different then, else a person has to say.
  return one(row, request, request.student === request.model ? 'equal' : 'not equal');
};

/** Texts written to break a parser: any verdict but equality will do, as long as there is one. */
const hostile: Reader = (row) => {
  if (row.hostile !== true) return [];
  const request: CompareRequest = { student: text(row, 'input'), model: '7*x+3' };
  return [
    { id: text(row, 'id'), request, wanted: 'not equal' },
    { id: `${text(row, 'id')} declared`, request: { ...request, vars: { x: 'real' } }, wanted: 'not equal' },
  ];
};

/** Tolerances on the numbers inside a formula are no rule of ours; as plain comparisons the rows are near misses. */
const numbersInside: Reader = (row) =>
  typeof row.max_rel_value_diff === 'number'
    ? one(row, plain(row), row.max_rel_value_diff === 0 ? 'equal' : 'different')
    : [];

const readers: readonly (readonly [RegExp, string, Reader])[] = [
  [/^equality-extended-(.+)\.jsonl$/, 'beyond the language', extended],
  [/^equality-(.+)\.jsonl$/, 'equality', equality],
  [/^near-(.+)\.jsonl$/, 'near misses', equality],
  [/^domain-extended-(.+)\.jsonl$/, 'beyond the language', extended],
  [/^domain-(.+)\.jsonl$/, 'domain', domain],
  [/^undefined-(.+)\.jsonl$/, 'nowhere real', undefinedRows],
  [/^parse-(.+)\.jsonl$/, 'hostile', hostile],
  [/^numeric-tolerance-(.+)\.jsonl$/, 'tolerance', tolerance],
  [/^numeric-sigfigs-(.+)\.jsonl$/, 'significant figures', sigfigs],
  [/^numeric-numbers-in-expression-(.+)\.jsonl$/, 'perturbed numbers', numbersInside],
];

/** All cases of a folder, in the order of groups, then files. */
export function readCases(folder: string): readonly Case[] {
  const files = readdirSync(folder).sort();
  const cases: Case[] = [];
  for (const [pattern, group, read] of readers) {
    for (const file of files) {
      const first = readers.find(([p]) => p.test(file));
      const source = pattern.exec(file)?.[1];
      if (source === undefined || first?.[0] !== pattern) continue;
      const lines = readFileSync(join(folder, file), 'utf8').split('\n');
      for (const line of lines) {
        if (line.trim() === '') continue;
        for (const c of read(JSON.parse(line))) cases.push({ ...c, group, source });
      }
    }
  }
  return cases;
}
