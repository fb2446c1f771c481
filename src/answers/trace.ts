/**
 * A backprop trace, cell by cell: each against the key, or against what the student's own other cells imply, within
 * what rounding those cells may cost (templates.md 2.7 and 4.3). One slip costs one cell.
 */
import type { AnswerType, FieldKey, FieldPolicy, Judgement, PublicField, RawAnswer, Verdict } from './contract.ts';
import { emptyAnswer, invalidAnswer, judged, line } from './judgement.ts';
import { isBlank, isList, isText, keysOf } from './raw.ts';
import { halfUnitUnder } from './rounding-bound.ts';
import { type Cell, cellsOf } from './trace-cell.ts';
import {
  type Cells,
  type CellValue,
  type Implied,
  impliedAdjoint,
  impliedUses,
  impliedValue,
  summedUses,
} from './trace-implied.ts';
import type { TypedDigits } from './typed-number.ts';
import { askedFor } from './value-rule.ts';

type Part = Judgement['parts'][number];
type Misconception = Judgement['misconceptions'][number];

/** The student's numbers where there are some, the key's elsewhere. */
export function writtenCells(cells: readonly Cell[], key: FieldKey): Cells {
  const value = new Map<string, CellValue>();
  const adjoint = new Map<string, CellValue>();
  const uses = new Map<string, CellValue[]>();
  for (const n of key.trace) {
    value.set(n.id, { numbers: n.value, own: false });
    adjoint.set(n.id, { numbers: n.adjoint, own: false });
  }
  for (const [name, numbers] of key.traceInputs ?? []) if (!value.has(name)) value.set(name, { numbers, own: false });
  for (const c of cells) {
    if (c.read.kind !== 'numbers' || c.read.numbers.length !== c.right.length) continue;
    const written = { numbers: c.read.numbers, own: true };
    if (c.column === 'uses') uses.set(c.node.id, [...(uses.get(c.node.id) ?? []), written]);
    else (c.column === 'value' ? value : adjoint).set(c.node.id, written);
  }
  return { value, adjoint, uses };
}

interface Judging {
  readonly field: PublicField;
  readonly key: FieldKey;
  readonly policy: FieldPolicy;
  readonly written: Cells;
  readonly tolerance: (v: number) => number;
  /** Contributions already met, node by node: each counts once. */
  readonly taken: Map<string, number[]>;
}

const judge: AnswerType['judge'] = (raw, field, key, policy) => {
  if (isBlank(raw)) return emptyAnswer();
  if (isText(raw) || isList(raw))
    return invalidAnswer(
      'syntax',
      'A table is expected here: for each node its cells, such as c: { value: 3.72, adjoint: -0.29 }.',
    );
  const cells = cellsOf(raw, field, key, policy);
  const unknown = keysOf(raw).filter((id) => !field.trace.some((row) => row.id === id));
  const tolerance = (v: number): number => Math.max(halfUnitUnder(field.rounding, v), 1e-9 * Math.abs(v));
  const to: Judging = { field, key, policy, written: writtenCells(cells, key), tolerance, taken: new Map() };
  const found = cells.map((cell) => judgeCell(cell, to));
  const parts = found.map(
    (f, k): Part => ({ id: cells[k]?.id ?? '', verdict: f.verdict, code: f.code, message: f.message }),
  );
  const log = found.map((f, k) => line(f.code, f.share / cells.length, `${cells[k]?.id ?? ''}: ${f.message}`));
  const count = (v: Verdict): number => parts.filter((p) => p.verdict === v).length;
  const right = count('equal');
  const others =
    unknown.length === 0
      ? ''
      : ` There is no node ${unknown
          .slice(0, 5)
          .map((n) => n.slice(0, 20))
          .join(', ')}.`;
  const rest = { parts, log, readAs: readBack(cells), misconceptions: slips(cells, found, to) };
  if (right === cells.length) {
    const followed = parts.some((p) => p.code === 'follow-through');
    return judged(
      followed ? 'different' : 'equal',
      followed ? 'follow-through' : 'right',
      followed
        ? 'Some cells are right by what you wrote before them.'
        : `All ${cells.length} cells are right.${others}`,
      rest,
    );
  }
  if (count('empty') === cells.length) return { ...emptyAnswer(), message: `Nothing is filled in here.${others}` };
  const unread = count('invalid');
  const message = `${right} of ${cells.length} cells are right${unread === 0 ? '' : `, ${unread} could not be read`}.${others}`;
  if (right + unread === cells.length)
    return judged('invalid', parts.find((p) => p.verdict === 'invalid')?.code ?? 'syntax', message, rest);
  return judged(
    'different',
    'cells',
    message,
    policy.entries === 'per-entry' ? rest : { ...rest, log: [line('cells', 0, message)] },
  );
};

const readBack = (cells: readonly Cell[]): string =>
  cells.flatMap((c) => (c.read.kind === 'numbers' ? [`${c.id} = ${c.read.text}`] : [])).join('; ');

interface CellVerdict {
  readonly verdict: Verdict;
  readonly code: string;
  readonly message: string;
  readonly share: number;
}

function judgeCell(cell: Cell, to: Judging): CellVerdict {
  const { read, right } = cell;
  const { policy, tolerance, field } = to;
  if (read.kind === 'empty')
    return { verdict: 'empty', code: 'empty', message: 'Nothing is filled in here.', share: 0 };
  if (read.kind === 'invalid') return { verdict: 'invalid', code: read.code, message: read.message, share: 0 };
  if (read.numbers.length !== right.length) {
    const asked = right.length === 1 ? 'One number is' : `${right.length} numbers are`;
    return { verdict: 'different', code: 'shape', message: `${asked} asked for here.`, share: 0 };
  }
  if (meetsKey(cell, read.numbers, to)) {
    const { rounding } = field;
    const short =
      read.digits !== null &&
      right[0] !== 0 &&
      ((rounding.kind === 'digits' && read.digits.significant < rounding.digits) ||
        (rounding.kind === 'decimals' && read.digits.decimals < rounding.decimals));
    if (!short) return { verdict: 'equal', code: 'right', message: 'Right.', share: 1 };
    return {
      verdict: 'equal',
      code: 'digits',
      message: `Right, but with fewer digits than asked: ${askedFor(rounding)}.`,
      share: policy.roundedEarly,
    };
  }
  const hit = impliedBy(cell, to).find((i) =>
    near(
      read.numbers,
      i.numbers,
      i.numbers.map((v, k) => tolerance(v) + (i.slack[k] ?? 0)),
    ),
  );
  if (hit !== undefined) {
    const names = hit.from.join(', ');
    // Within what rounding the cells before it explains, the cell is simply right.
    if (
      near(
        read.numbers,
        right,
        right.map((v, k) => tolerance(v) + (hit.slack[k] ?? 0)),
      )
    )
      return { verdict: 'equal', code: 'right', message: 'Right, within rounding.', share: 1 };
    return {
      verdict: 'equal',
      code: 'follow-through',
      message: `Consistent with your ${names}.`,
      share: policy.followThrough,
    };
  }
  const negated =
    read.numbers.some((v) => v !== 0) &&
    near(
      read.numbers.map((v) => -v),
      right,
      right.map(tolerance),
    );
  if (negated) return { verdict: 'different', code: 'sign', message: 'The sign is wrong.', share: 0 };
  if (goesAsFar(cell, read.numbers, read.digits, field.rounding)) {
    const message = `This is right as far as it goes, but asked are ${askedFor(field.rounding)}.`;
    return { verdict: 'different', code: 'few-digits', message, share: 0 };
  }
  return { verdict: 'different', code: 'value', message: 'This is not right.', share: 0 };
}

/** The key rounded to fewer digits than asked for. */
function goesAsFar(
  cell: Cell,
  numbers: readonly number[],
  digits: TypedDigits | null,
  rounding: PublicField['rounding'],
): boolean {
  if (digits === null || cell.column === 'uses') return false;
  const short: PublicField['rounding'] | null =
    rounding.kind === 'digits' && digits.significant < rounding.digits
      ? { kind: 'digits', digits: digits.significant }
      : rounding.kind === 'decimals' && digits.decimals < rounding.decimals
        ? { kind: 'decimals', decimals: digits.decimals }
        : null;
  const off = (v: number): number => (short === null ? 0 : halfUnitUnder(short, v));
  return short !== null && numbers.some((v) => v !== 0) && near(numbers, cell.right, cell.right.map(off));
}

/** Contributions have no fixed order: each may stand for any that is not yet taken. */
function meetsKey(cell: Cell, numbers: readonly number[], { tolerance, taken }: Judging): boolean {
  if (cell.column !== 'uses') return near(numbers, cell.right, cell.right.map(tolerance));
  const used = taken.get(cell.node.id) ?? [];
  const spot = cell.node.uses.findIndex(
    ({ value }, k) => !used.includes(k) && near(numbers, value, value.map(tolerance)),
  );
  if (spot < 0) return false;
  taken.set(cell.node.id, [...used, spot]);
  return true;
}

function impliedBy(cell: Cell, { key, written, tolerance }: Judging): readonly Implied[] {
  switch (cell.column) {
    case 'value':
      return impliedValue(cell.node, written, tolerance);
    case 'adjoint':
      return [...impliedAdjoint(cell.node, key, written, tolerance), ...summedUses(cell.node, written, tolerance)];
    case 'uses':
      return impliedUses(cell.node, key, written, tolerance);
  }
}

/** A forgotten path shows as an adjoint that lacks one of its contributions. */
function slips(
  cells: readonly Cell[],
  found: readonly CellVerdict[],
  { tolerance }: Judging,
): readonly Misconception[] {
  const out: Misconception[] = [];
  for (const [k, cell] of cells.entries()) {
    const { read, node } = cell;
    if (
      found[k]?.verdict !== 'different' ||
      read.kind !== 'numbers' ||
      cell.column !== 'adjoint' ||
      node.uses.length < 2
    )
      continue;
    const forgotten = node.uses.find((u) => {
      const left = node.adjoint.map((v, e) => v - (u.value[e] ?? 0));
      return near(
        read.numbers,
        left,
        left.map((v) => 2 * tolerance(v)),
      );
    });
    if (forgotten !== undefined) {
      out.push({
        id: 'unaccumulated-path',
        message: `The adjoint of ${node.id} lacks the path through ${forgotten.through}: contributions of all paths add up.`,
        confidence: 0.9,
      });
    }
  }
  return out;
}

const near = (a: readonly number[], b: readonly number[], tolerance: readonly number[]): boolean =>
  a.length === b.length && a.every((v, k) => Math.abs(v - (b[k] ?? Number.NaN)) <= (tolerance[k] ?? 0) * (1 + 1e-9));

function write(field: PublicField, key: FieldKey): RawAnswer {
  const { rounding } = field;
  const one = (v: number): string => {
    if (rounding.kind === 'digits') return v === 0 ? '0' : v.toPrecision(rounding.digits);
    if (rounding.kind === 'decimals') return v.toFixed(Math.min(20, rounding.decimals));
    return Number.isInteger(v) ? `${v}` : v.toPrecision(12);
  };
  const show = (numbers: readonly number[], shape: readonly number[]): RawAnswer => {
    const texts = numbers.map(one);
    if (texts.length === 1) return texts[0] ?? '';
    const cols = shape.length === 2 ? (shape[1] ?? 1) : 1;
    const rows = Array.from({ length: texts.length / cols }, (_, i) =>
      texts.slice(i * cols, (i + 1) * cols).join(', '),
    );
    return `[${rows.join('; ')}]`;
  };
  return Object.fromEntries(
    field.trace.flatMap((row) => {
      const node = key.trace.find((n) => n.id === row.id);
      if (node === undefined) return [];
      const cells: [string, RawAnswer][] = [];
      if (row.value) cells.push(['value', show(node.value, node.shape)]);
      if (row.adjoint) cells.push(['adjoint', show(node.adjoint, node.shape)]);
      if (row.uses > 0) cells.push(['uses', node.uses.map((u) => show(u.value, node.shape))]);
      return [[row.id, Object.fromEntries(cells)] as const];
    }),
  );
}

export const traceType: AnswerType = {
  name: 'trace',
  judge,
  value: () => null,
  write,
  placeholder: () => 'c: { value: 3.72, adjoint: -0.29 }',
  examples: (field, key) => {
    const first = field.trace[0]?.id ?? 'a';
    return [
      { raw: write(field, key), expect: 'right', note: 'the key' },
      { raw: { [first]: { value: '123456', adjoint: '123456' } }, expect: 'wrong', note: 'one node, wrong' },
      { raw: '3.72', expect: 'invalid', note: 'no table' },
    ];
  },
};
