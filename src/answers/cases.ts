/** A case table: one formula for each condition. Each row is compared only where its condition holds. */
import type { Condition } from '../expr/parse/condition.ts';
import { parseCondition } from '../expr/parse/parse.ts';
import { printText } from '../expr/print/text.ts';
import { type Node, same } from '../ir/node.ts';
import { compare, evidenceOf, joinEvidence, optionsOf } from './compare.ts';
import type { AnswerType, Evidence, FieldKey, FieldPolicy, Judgement, PublicField, RawAnswer } from './contract.ts';
import { emptyAnswer, invalidAnswer, judged, line } from './judgement.ts';
import { isBlank, isList, isText, member, refusalText } from './raw.ts';
import { readFormula, scopeOf } from './read.ts';

interface Row {
  readonly when: string;
  readonly value: RawAnswer;
}

type KeyRow = FieldKey['cases'][number];
type Part = Judgement['parts'][number];

const judge: AnswerType['judge'] = (raw, field, key, policy) => {
  if (isBlank(raw)) return emptyAnswer();
  const rows = rowsOf(raw);
  if (rows === null) return invalidAnswer('syntax', 'A table is expected here: one formula for each condition.');
  const placed = place(rows, field, key, policy);
  if ('refusal' in placed) return invalidAnswer('syntax', placed.refusal);
  const judgedRows = key.cases.map((row, k) => judgeRow(placed.values[k] ?? '', k, row, field, key, policy));
  const parts = judgedRows.map((r) => r.part);
  const readAs = judgedRows.map((r, k) => `${whenText(key.cases[k] ?? null)}: ${r.readAs ?? ''}`).join('; ');
  const evidence = joinEvidence(judgedRows.map((r) => r.evidence));
  const log = parts.map((p) =>
    line(
      p.verdict === 'equal' ? 'row' : p.code,
      p.verdict === 'equal' ? 1 / parts.length : 0,
      `row ${p.id}: ${p.verdict === 'equal' ? 'right' : p.message}`,
    ),
  );
  const right = parts.filter((p) => p.verdict === 'equal').length;
  if (right === parts.length) return judged('equal', 'right', 'Right.', { parts, log, readAs, evidence });
  const undecided = parts.some((p) => p.verdict === 'undecided');
  // Rows that cannot be read, and none that is wrong: nothing can be judged yet.
  const onlyInvalid = parts.some((p) => p.verdict === 'invalid') && parts.every((p) => p.verdict !== 'different');
  const verdict = undecided ? 'undecided' : onlyInvalid ? 'invalid' : 'different';
  const kept = policy.entries === 'per-entry' ? log : [line('value', 0, `${right} of ${parts.length} rows are right`)];
  return judged(
    verdict,
    verdict === 'invalid' ? (parts.find((p) => p.verdict === 'invalid')?.code ?? 'syntax') : 'value',
    `${right} of ${parts.length} rows are right.`,
    { parts, log: kept, readAs, evidence },
  );
};

/** Rows as they are given: a list of `{ when, value }`, or of formulas in the order of the conditions. */
function rowsOf(raw: RawAnswer): readonly Row[] | null {
  if (isText(raw)) return [{ when: '', value: raw }];
  if (!isList(raw)) {
    return Object.entries(raw).map(([when, value]) => ({ when, value }));
  }
  return raw.map((row): Row => {
    if (isText(row) || isList(row)) return { when: '', value: row };
    const when = member(row, 'when');
    return { when: isText(when) ? when : '', value: member(row, 'value') };
  });
}

/** Each given formula at the row of the key it belongs to: by id, by condition, else by place. */
function place(
  rows: readonly Row[],
  field: PublicField,
  key: FieldKey,
  policy: FieldPolicy,
): { readonly values: readonly RawAnswer[] } | { readonly refusal: string } {
  const values: RawAnswer[] = key.cases.map(() => '');
  const taken = new Set<number>();
  const scope = scopeOf(field, policy.decimalComma);
  for (const [k, row] of rows.entries()) {
    let at = k;
    const when = row.when.trim();
    if (when !== '') {
      const byId = field.items.findIndex((i) => i.id === when);
      if (byId >= 0) at = byId;
      else if (/^(otherwise|else|sonst)$/i.test(when)) at = key.cases.findIndex((c) => c.when === null);
      else {
        const read = parseCondition(when, scope);
        if (!read.ok) return { refusal: `The condition of row ${k + 1}: ${refusalText(when, read.error)}` };
        at = key.cases.findIndex((c) => c.when !== null && saysTheSame(c.when, read.value));
      }
    }
    if (at < 0 || at >= values.length)
      return {
        refusal: `Row ${k + 1}${when === '' ? '' : ` (${when})`} is none of the ${values.length} cases asked for.`,
      };
    if (taken.has(at)) return { refusal: `Two rows stand for the same case${when === '' ? '' : ` (${when})`}.` };
    taken.add(at);
    values[at] = row.value;
  }
  return { values };
}

interface JudgedRow {
  readonly part: Part;
  readonly evidence: Evidence;
  readonly readAs: string | null;
}

function judgeRow(
  raw: RawAnswer,
  k: number,
  row: KeyRow,
  field: PublicField,
  key: FieldKey,
  policy: FieldPolicy,
): JudgedRow {
  const id = field.items[k]?.id ?? `${k + 1}`;
  const nothing: Evidence = { points: 0, worst: null, method: 'none', bound: null };
  const without = (verdict: Part['verdict'], code: string, message: string): JudgedRow => ({
    part: { id, verdict, code, message },
    evidence: nothing,
    readAs: null,
  });
  if (isBlank(raw)) return without('empty', 'empty', 'Nothing is filled in here.');
  if (!isText(raw)) return without('invalid', 'syntax', 'A formula is expected here.');
  const read = readFormula(raw, scopeOf(field, policy.decimalComma));
  if (!read.ok) return without('invalid', read.error.code, refusalText(raw, read.error));
  const options = optionsOf(key.domain, `${key.id} ${id}`);
  const found = compare(read.value, row.value, { ...options, assume: [...options.assume, ...conditionOf(row, key)] });
  const message =
    found.verdict === 'equal'
      ? 'Right.'
      : found.verdict === 'undecided'
        ? 'A person will look at this row.'
        : 'This is not right in this case.';
  const code = found.verdict === 'equal' ? 'right' : found.verdict === 'undecided' ? 'undecided' : found.code;
  return {
    part: { id, verdict: found.verdict, code, message },
    evidence: evidenceOf(found),
    readAs: printText(read.value),
  };
}

/** Where the row applies; `otherwise` where none of the others does. */
function conditionOf(row: KeyRow, key: FieldKey): readonly Condition[] {
  if (row.when !== null) return [row.when];
  const others = key.cases.flatMap((c) => (c.when === null ? [] : [c.when]));
  return others.length === 0 ? [] : [{ kind: 'not', body: { kind: 'or', parts: others } }];
}

const SIZES = 4;

/** The same condition on indices, however it is written: `p = q = j` and `j = p, q = p` hold for the same indices. */
function saysTheSame(a: Condition, b: Condition): boolean {
  if (sameCondition(a, b)) return true;
  const names = [...new Set([...indicesOf(a), ...indicesOf(b)])];
  if (names.includes('') || names.length > 5) return false;
  for (let k = 0; k < SIZES ** names.length; k += 1) {
    const at = new Map(names.map((name, i) => [name, Math.floor(k / SIZES ** i) % SIZES]));
    if (holdsAt(a, at) !== holdsAt(b, at)) return false;
  }
  return names.length > 0;
}

/** The indices that a condition compares; an empty name where it says something else. */
function indicesOf(c: Condition): readonly string[] {
  const name = (n: Node): string => (n.kind === 'sym' && n.index ? n.name : '');
  switch (c.kind) {
    case 'and':
    case 'or':
      return c.parts.flatMap(indicesOf);
    case 'not':
      return indicesOf(c.body);
    case 'relation':
      return [name(c.left), name(c.right)];
    case 'different':
      return c.values.map(name);
    case 'integer':
      return [''];
  }
}

function holdsAt(c: Condition, at: ReadonlyMap<string, number>): boolean {
  const value = (n: Node): number => (n.kind === 'sym' ? (at.get(n.name) ?? Number.NaN) : Number.NaN);
  switch (c.kind) {
    case 'and':
      return c.parts.every((p) => holdsAt(p, at));
    case 'or':
      return c.parts.some((p) => holdsAt(p, at));
    case 'not':
      return !holdsAt(c.body, at);
    case 'different':
      return new Set(c.values.map(value)).size === c.values.length;
    case 'integer':
      return true;
    case 'relation': {
      const [l, r] = [value(c.left), value(c.right)];
      switch (c.sign) {
        case '=':
          return l === r;
        case '!=':
          return l !== r;
        case '<':
          return l < r;
        case '<=':
          return l <= r;
        case '>':
          return l > r;
        case '>=':
          return l >= r;
      }
    }
  }
}

/** The same condition, parts in any order, sides of `=` and `!=` either way round. */
export function sameCondition(a: Condition, b: Condition): boolean {
  const [x, y] = [flat(a), flat(b)];
  if (x.kind !== y.kind) return false;
  switch (x.kind) {
    case 'relation':
      return y.kind === 'relation' && sameRelation(x, y);
    case 'and':
    case 'or': {
      if ((y.kind !== 'and' && y.kind !== 'or') || x.parts.length !== y.parts.length) return false;
      const { parts } = y;
      return (
        x.parts.every((p) => parts.some((q) => sameCondition(p, q))) &&
        parts.every((q) => x.parts.some((p) => sameCondition(p, q)))
      );
    }
    case 'not':
      return y.kind === 'not' && sameCondition(x.body, y.body);
    case 'integer':
      return y.kind === 'integer' && same(x.value, y.value);
    case 'different':
      return (
        y.kind === 'different' &&
        x.values.length === y.values.length &&
        x.values.every((v) => y.values.some((w) => same(v, w)))
      );
  }
}

function flat(c: Condition): Condition {
  if (c.kind !== 'and' && c.kind !== 'or') return c;
  const parts = c.parts.map(flat).flatMap((p) => (p.kind === c.kind ? p.parts : [p]));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: c.kind, parts };
}

type Relation = Extract<Condition, { readonly kind: 'relation' }>;
const TURNED = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

const sameRelation = (a: Relation, b: Relation): boolean =>
  (a.sign === b.sign && same(a.left, b.left) && same(a.right, b.right)) ||
  (TURNED[a.sign] === b.sign && same(a.left, b.right) && same(a.right, b.left));

const whenText = (row: KeyRow | null): string =>
  row === null || row.when === null ? 'otherwise' : conditionText(row.when);

export function conditionText(c: Condition): string {
  switch (c.kind) {
    case 'relation':
      return `${printText(c.left)} ${c.sign} ${printText(c.right)}`;
    case 'and':
      return c.parts.map(conditionText).join(', ');
    case 'or':
      return c.parts.map(conditionText).join(' or ');
    case 'not':
      return `not (${conditionText(c.body)})`;
    case 'integer':
      return `integer(${printText(c.value)})`;
    case 'different':
      return `different(${c.values.map((v) => printText(v)).join(', ')})`;
  }
}

const writeRow = (row: KeyRow, value: Node): RawAnswer => ({ when: whenText(row), value: printText(value) });

export const casesType: AnswerType = {
  name: 'cases',
  judge,
  value: () => null,
  write: (_field, key) => key.cases.map((row) => writeRow(row, row.value)),
  placeholder: () => '[ { when: "p = q", value: "R[i, q]" }, … ]',
  examples: (_field, key) => {
    const right = key.cases.map((row) => writeRow(row, row.value));
    const values = key.cases.map((row) => printText(row.value));
    return [
      { raw: right, expect: 'right', note: 'the key' },
      { raw: [...right].reverse(), expect: 'right', note: 'rows in another order' },
      { raw: values, expect: 'right', note: 'formulas alone, in order' },
      {
        raw: values.map((v) => `${v} + 1`),
        expect: key.cases.every((r) => r.value.shape.length === 0) ? 'wrong' : 'invalid',
        note: 'one too much',
      },
      { raw: values.map(() => '3 +'), expect: 'invalid', note: 'breaks off' },
    ];
  },
};
