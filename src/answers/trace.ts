/**
 * A backprop trace, cell by cell: each against the key, or against what the student's own other cells imply, within
 * what rounding those cells may cost (templates.md 2.7 and 4.3). One slip costs one cell.
 */
import { evaluate } from '../expr/evaluate.ts';
import { parseExpression } from '../expr/parse/parse.ts';
import type { AnswerType, FieldKey, FieldPolicy, Judgement, PublicField, RawAnswer, TraceKeyNode, TraceRow, Verdict } from './contract.ts';
import { judged, line } from './judgement.ts';
import { halfUnit } from './numeric.ts';
import { asFormulaText, isBlank, isList, keysOf, member, refusalText } from './raw.ts';
import { type Cells, type CellValue, impliedAdjoint, impliedUses, impliedValue } from './trace-implied.ts';

type Part = Judgement['parts'][number];
/** What a cell holds: numbers, or why not. */
type Read = { readonly kind: 'numbers'; readonly numbers: readonly number[] } | { readonly kind: 'empty' } | { readonly kind: 'invalid'; readonly message: string };

interface Cell {
  readonly id: string;
  readonly node: TraceKeyNode;
  readonly column: 'value' | 'adjoint' | 'uses';
  readonly read: Read;
  readonly right: readonly number[];
}

function readCell(raw: RawAnswer, policy: FieldPolicy): Read {
  if (isBlank(raw)) return { kind: 'empty' };
  const source = asFormulaText(raw);
  if (source === null) return { kind: 'invalid', message: 'A number is asked for here.' };
  const read = parseExpression(source, { declarations: new Map(), mode: 'closed', decimalComma: policy.decimalComma });
  if (!read.ok) return { kind: 'invalid', message: refusalText(source, read.error) };
  const { data } = evaluate(read.value, new Map());
  return data.every(Number.isFinite) ? { kind: 'numbers', numbers: data } : { kind: 'invalid', message: 'This has no value.' };
}

function cellsOf(raw: RawAnswer, field: PublicField, key: FieldKey, policy: FieldPolicy): readonly Cell[] {
  return field.trace.flatMap((row: TraceRow): readonly Cell[] => {
    const node = key.trace.find((n) => n.id === row.id);
    if (node === undefined) return [];
    const given = member(raw, row.id);
    const cells: Cell[] = [];
    if (row.value) cells.push({ id: `${row.id}.value`, node, column: 'value', read: readCell(member(given, 'value'), policy), right: node.value });
    if (row.adjoint) cells.push({ id: `${row.id}.adjoint`, node, column: 'adjoint', read: readCell(member(given, 'adjoint'), policy), right: node.adjoint });
    if (row.uses > 0) {
      const uses = member(given, 'uses');
      const list = isList(uses) ? uses : [uses];
      for (let k = 0; k < row.uses; k += 1) {
        cells.push({ id: `${row.id}.uses.${k + 1}`, node, column: 'uses', read: readCell(list[k] ?? '', policy), right: node.uses[k]?.value ?? [] });
      }
    }
    return cells;
  });
}

/** The student's numbers where there are some, the key's elsewhere. */
function writtenCells(cells: readonly Cell[], key: FieldKey): Cells {
  const value = new Map<string, CellValue>();
  const adjoint = new Map<string, CellValue>();
  for (const n of key.trace) {
    value.set(n.id, { numbers: n.value, own: false });
    adjoint.set(n.id, { numbers: n.adjoint, own: false });
  }
  for (const c of cells) {
    if (c.read.kind !== 'numbers' || c.column === 'uses' || c.read.numbers.length !== c.right.length) continue;
    (c.column === 'value' ? value : adjoint).set(c.node.id, { numbers: c.read.numbers, own: true });
  }
  for (const [name, numbers] of key.traceInputs ?? []) if (!value.has(name)) value.set(name, { numbers, own: false });
  return { value, adjoint };
}

function judge(raw: RawAnswer, field: PublicField, key: FieldKey, policy: FieldPolicy): Judgement {
  const cells = cellsOf(raw, field, key, policy);
  const unknown = keysOf(raw).filter((id) => !field.trace.some((row) => row.id === id));
  const written = writtenCells(cells, key);
  const tolerance = (v: number): number => Math.max(halfUnit(field.rounding, v), 1e-9 * Math.abs(v));
  const usesTaken = new Map<string, number[]>();
  const parts: Part[] = [];
  const log: ReturnType<typeof line>[] = [];
  let right = 0;
  for (const cell of cells) {
    const found = judgeCell(cell, key, written, tolerance, policy, usesTaken);
    parts.push({ id: cell.id, verdict: found.verdict, code: found.code, message: found.message });
    if (found.share > 0) right += 1;
    log.push(line(found.code, found.share / cells.length, found.evidence));
  }
  const blank = cells.every((c) => c.read.kind === 'empty');
  const verdict: Verdict = right === cells.length ? 'equal' : blank ? 'empty' : 'different';
  const others = unknown.length === 0 ? '' : ` There is no node ${unknown.slice(0, 5).join(', ')}.`;
  const message = verdict === 'equal' ? '' : `${right} of ${cells.length} cells are right.${others}`;
  return judged(verdict, verdict === 'equal' ? 'right' : 'cells', message, { parts, log, readAs: readBack(cells) });
}

const readBack = (cells: readonly Cell[]): string =>
  cells.flatMap((c) => (c.read.kind === 'numbers' ? [`${c.id} = ${c.read.numbers.map(String).join(', ')}`] : [])).join('; ');

interface CellVerdict {
  readonly verdict: Verdict;
  readonly code: string;
  readonly message: string;
  readonly share: number;
  readonly evidence: string;
}

function judgeCell(cell: Cell, key: FieldKey, written: Cells, tolerance: (v: number) => number, policy: FieldPolicy, usesTaken: Map<string, number[]>): CellVerdict {
  const { read, right } = cell;
  if (read.kind === 'empty') return { verdict: 'empty', code: 'empty', message: 'Nothing is filled in here.', share: 0, evidence: `${cell.id}: no answer` };
  if (read.kind === 'invalid') return { verdict: 'invalid', code: 'syntax', message: read.message, share: 0, evidence: `${cell.id}: not read` };
  if (read.numbers.length !== right.length) {
    return { verdict: 'different', code: 'shape', message: `${right.length} numbers are asked for here.`, share: 0, evidence: `${cell.id}: another shape` };
  }
  // Contributions have no fixed order: each may stand for any that is not yet taken.
  const candidates = cell.column === 'uses' ? cell.node.uses.map((u) => u.value) : [right];
  const taken = cell.column === 'uses' ? (usesTaken.get(cell.node.id) ?? []) : [];
  const spot = candidates.findIndex((c, k) => !taken.includes(k) && near(read.numbers, c, c.map(tolerance)));
  if (spot >= 0) {
    if (cell.column === 'uses') usesTaken.set(cell.node.id, [...taken, spot]);
    return { verdict: 'equal', code: 'right', message: '', share: 1, evidence: `${cell.id}: agrees with the key` };
  }
  const implied = impliedBy(cell, key, written, tolerance);
  if (policy.followThrough > 0 && implied) {
    const hit = implied.findIndex((i) => near(read.numbers, i.numbers, i.numbers.map((v, k) => tolerance(v) + (i.slack[k] ?? 0))));
    if (hit >= 0) {
      const names = implied[hit]?.from.join(', ') ?? '';
      return { verdict: 'equal', code: 'follow-through', message: `This follows from your ${names}.`, share: policy.followThrough, evidence: `${cell.id}: consistent with your value of ${names}` };
    }
  }
  const negated = near(read.numbers.map((v) => -v), right, right.map(tolerance));
  return { verdict: 'different', code: negated ? 'sign' : 'value', message: negated ? 'The sign is wrong.' : 'This cell is not right.', share: 0, evidence: `${cell.id}: differs from the key` };
}

function impliedBy(cell: Cell, key: FieldKey, written: Cells, tolerance: (v: number) => number): ReturnType<typeof impliedUses> | null {
  switch (cell.column) {
    case 'value': {
      const one = impliedValue(cell.node, written, tolerance);
      return one && [one];
    }
    case 'adjoint': {
      const one = impliedAdjoint(cell.node, key, written, tolerance);
      return one && [one];
    }
    case 'uses':
      return impliedUses(cell.node, key, written, tolerance);
  }
}

const near = (a: readonly number[], b: readonly number[], tolerance: readonly number[]): boolean =>
  a.length === b.length && a.every((v, k) => Math.abs(v - (b[k] ?? Number.NaN)) <= (tolerance[k] ?? 0) * (1 + 1e-9));

function write(field: PublicField, key: FieldKey): RawAnswer {
  const digits = field.rounding.kind === 'digits' ? field.rounding.digits + 3 : 12;
  const show = (numbers: readonly number[]): RawAnswer => {
    const texts = numbers.map((v) => (Number.isInteger(v) ? `${v}` : v.toPrecision(digits).replace('e+', 'e')));
    return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join('; ')}]`;
  };
  return Object.fromEntries(
    field.trace.flatMap((row) => {
      const node = key.trace.find((n) => n.id === row.id);
      if (node === undefined) return [];
      const cells: [string, RawAnswer][] = [];
      if (row.value) cells.push(['value', show(node.value)]);
      if (row.adjoint) cells.push(['adjoint', show(node.adjoint)]);
      if (row.uses > 0) cells.push(['uses', node.uses.map((u) => show(u.value))]);
      return [[row.id, Object.fromEntries(cells)] as const];
    }),
  );
}

export const traceType: AnswerType = {
  name: 'trace',
  judge,
  value: () => null,
  write,
  placeholder: () => '{ a: { value: 3.72, adjoint: -0.29 } }',
  examples: (field, key) => {
    const first = field.trace[0]?.id ?? 'a';
    return [
      { raw: write(field, key), expect: 'right', note: 'the key' },
      { raw: { [first]: { value: '123456', adjoint: '123456' } }, expect: 'wrong', note: 'one node, wrong' },
    ];
  },
};
