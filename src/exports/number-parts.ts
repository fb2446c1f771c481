/** Numbers, vectors, matrices and tensors of numbers, and traces as tables of number boxes. */
import type { FieldKey, PublicField, TraceKeyNode } from '../answers/contract.ts';
import { NO_TEXT, plainText, type RichText } from '../answers/rich-text.ts';
import { latexName, spokenName } from '../expr/print/names.ts';
import { type Rational, rational } from '../ir/rational.ts';
import type { ForeseenAnswer } from './contract.ts';
import type { LossNote } from './losses.ts';
import { isUndefinedKey, type Numbers, numbersOf, toleranceOf } from './numbers.ts';
import { type Cell, type FieldPart, type ForeseenValue, type Grid, leftOut, type Place } from './parts.ts';
import type { ExportStrings } from './strings.ts';

/** Words that say a derivative does not exist, compared as words. */
const NOT_EXISTING = ['DNE', 'undefined', 'does not exist', 'existiert nicht', 'nicht definiert'];

const math = (latex: string, speech: string): RichText => [{ kind: 'math', latex, speech, display: false }];

const ROUND_LOSS: LossNote = {
  what: 'tolerance',
  detail:
    'values rounded too early, within the bound that rounding of intermediate results explains, are not recognised',
  instead: 'the tolerance of the final value alone',
};

/** A number or an array of numbers. The key must have a value without free names, or say that none exists. */
export function numberPart(
  field: PublicField,
  key: FieldKey,
  foreseen: readonly ForeseenAnswer[],
  s: ExportStrings,
): FieldPart {
  const notes = numberNotes(field, s);
  if (key.answer !== null && isUndefinedKey(key.answer)) {
    const cell: Cell = { id: '', share: rational(1n), content: { kind: 'words', accepted: NOT_EXISTING } };
    return { part: { kind: 'numbers', notes, grids: [lone(cell)] }, losses: [WORDS_LOSS] };
  }
  const found = key.answer === null ? null : numbersOf(key.answer, key.domain.sizes);
  if (found === null)
    return leftOut({ detail: 'the key has no numeric value', instead: 'the field is not in the file' });
  const normal = normalised(found, field.freedom, s);
  if (normal === null)
    return leftOut({
      detail: `answers that are right up to ${field.freedom.replace('-', ' ')} cannot be compared as numbers`,
      instead: 'the field is not in the file',
    });
  const scale = Math.max(...normal.numbers.entries.map(Math.abs));
  const share = rational(1n, BigInt(normal.numbers.entries.length));
  const cells = normal.numbers.entries.map((value, e): Cell => {
    const tolerance = toleranceOf(value, field.rounding, scale);
    return {
      id: positionOf(e, normal.numbers.shape).join(','),
      share,
      content: {
        kind: 'number',
        value,
        tolerance,
        foreseen: foreseenAt(foreseen, e, normal.numbers, value, tolerance, field, key),
      },
    };
  });
  return {
    part: { kind: 'numbers', notes: [...notes, ...normal.notes], grids: gridsOf(cells, normal.numbers.shape, s) },
    losses: [...numberLosses(field), ...normal.losses, ...arrayLosses(field, normal.numbers.shape)],
  };
}

const WORDS_LOSS: LossNote = {
  what: 'answer-form',
  detail: '“does not exist” is recognised by its wording',
  instead: `these words are right: ${NOT_EXISTING.join(', ')}`,
};

const lone = (cell: Cell): Grid => ({ caption: NO_TEXT, header: [], rows: [[{ kind: 'cells', rows: [[cell]] }]] });

export function numberNotes(field: PublicField, s: ExportStrings): readonly string[] {
  const exact = field.rounding.kind === 'exact' ? [s.exact, s.fourDigits] : [];
  return [s.numberForm, ...exact, ...(field.mayBe.undefined ? [s.notExisting] : [])];
}

/** What numbers lose everywhere. */
export function numberLosses(field: PublicField): readonly LossNote[] {
  const { rounding } = field;
  const form: LossNote = {
    what: 'answer-form',
    detail:
      'fractions and constants such as 1/3 or exp(-3) are not read as numbers, and a number before other signs counts alone (1/3 as 1)',
    instead: 'the text beside the box asks for decimals',
  };
  if (rounding.kind === 'exact') {
    const exact: LossNote = {
      what: 'tolerance',
      detail: 'exact values are compared within a tolerance',
      instead: '1e-7 of the value, or half a unit of the 4th significant digit where the decimal does not end',
    };
    return [form, exact];
  }
  if (rounding.kind === 'digits') {
    const digits: LossNote = {
      what: 'tolerance',
      detail: 'answers with fewer digits than asked for cannot be told from right ones',
      instead: 'half a unit of the last digit asked for',
    };
    return [form, digits, ROUND_LOSS];
  }
  return [form, ROUND_LOSS];
}

function arrayLosses(field: PublicField, shape: readonly number[]): readonly LossNote[] {
  if (shape.length === 0) return [];
  const given = field.gridShape !== null;
  return given
    ? []
    : [
        {
          what: 'shape-freedom',
          detail: 'the student does not choose the shape, and cannot give the right entries in another layout',
          instead: `a table of ${shape.join('×')} boxes shows the shape`,
        },
      ];
}

/** 1-based indices of the e-th entry. */
function positionOf(e: number, shape: readonly number[]): readonly number[] {
  const out: number[] = [];
  let rest = e;
  for (const d of [...shape].reverse()) {
    out.unshift((rest % d) + 1);
    rest = Math.floor(rest / d);
  }
  return out;
}

function foreseenAt(
  foreseen: readonly ForeseenAnswer[],
  e: number,
  right: Numbers,
  value: number,
  tolerance: number,
  field: PublicField,
  key: FieldKey,
): readonly ForeseenValue[] {
  const out: ForeseenValue[] = [];
  for (const f of foreseen) {
    const wrong = numbersOf(f.answer, key.domain.sizes);
    if (wrong === null || wrong.shape.join() !== right.shape.join()) continue;
    const at = wrong.entries[e] ?? 0;
    const own = toleranceOf(at, field.rounding, Math.max(...wrong.entries.map(Math.abs)));
    // What cannot be told from the key, or from an earlier one, says nothing.
    if (Math.abs(at - value) <= own + tolerance) continue;
    if (out.some((o) => Math.abs(o.value - at) <= own + o.tolerance)) continue;
    out.push({ value: at, tolerance: own, credit: f.credit, message: f.message });
  }
  return out;
}

interface Normalised {
  readonly numbers: Numbers;
  readonly notes: readonly string[];
  readonly losses: readonly LossNote[];
}

/** One representative of all answers that are right, with the sentence that leads the student to it. */
function normalised(numbers: Numbers, freedom: PublicField['freedom'], s: ExportStrings): Normalised | null {
  const first = numbers.entries.find((x) => x !== 0) ?? 1;
  const made = (entries: readonly number[], note: string): Normalised => ({
    numbers: { shape: numbers.shape, entries: entries.map((x) => x + 0) },
    notes: [note],
    losses: [
      {
        what: 'equivalence',
        detail: `answers that are equal up to ${freedom.replace('-', ' ')} are not all taken`,
        instead: note,
      },
    ],
  });
  switch (freedom) {
    case 'none':
      return { numbers, notes: [], losses: [] };
    case 'any-order':
      return made(
        [...numbers.entries].sort((a, b) => a - b),
        s.ascending,
      );
    case 'sign':
      return made(
        numbers.entries.map((x) => x * Math.sign(first)),
        s.signed,
      );
    case 'scale':
      return made(
        numbers.entries.map((x) => x / first),
        s.scaled,
      );
    case 'positive-scale':
      return made(
        numbers.entries.map((x) => x / Math.abs(first)),
        s.positiveScaled,
      );
    case 'constant':
      return null;
  }
}

/** Cells in the rows and columns of their array; tensors as slices by their first indices. */
export function gridsOf(cells: readonly Cell[], shape: readonly number[], s: ExportStrings): readonly Grid[] {
  if (shape.length <= 2) {
    const [rows, columns] = shape.length === 2 ? [shape[0] ?? 1, shape[1] ?? 1] : [1, shape[0] ?? 1];
    return [{ caption: NO_TEXT, header: [], rows: [[{ kind: 'cells', rows: matrix(cells, rows, columns) }]] }];
  }
  const [count = 1, ...rest] = shape;
  const size = cells.length / count;
  return Array.from({ length: count }, (_, k) => k).flatMap((k) =>
    gridsOf(cells.slice(k * size, (k + 1) * size), rest, s).map((g) => ({
      ...g,
      caption: plainText(
        [s.slice(k + 1), ...g.caption.map((p) => (p.kind === 'text' ? p.text : ''))].filter((t) => t !== '').join(', '),
      ),
    })),
  );
}

const matrix = (cells: readonly Cell[], rows: number, columns: number): readonly (readonly Cell[])[] =>
  Array.from({ length: rows }, (_, i) => cells.slice(i * columns, (i + 1) * columns));

/** A trace as one table: a row per node; every value, adjoint and contribution has the same share. */
export function tracePart(field: PublicField, key: FieldKey, s: ExportStrings): FieldPart {
  const nodes = new Map(key.trace.map((n) => [n.id, n]));
  const uses = Math.max(0, ...field.trace.map((r) => r.uses));
  const columns = { value: field.trace.some((r) => r.value), adjoint: field.trace.some((r) => r.adjoint) };
  const count = field.trace.reduce((sum, r) => sum + Number(r.value) + Number(r.adjoint) + r.uses, 0);
  if (count === 0) return leftOut({ detail: 'the trace has no box', instead: 'the field is not in the file' });
  const share = rational(1n, BigInt(count));
  const rows = field.trace.map((row): readonly Place[] => {
    const node = nodes.get(row.id);
    const at = (wanted: boolean, id: string, values: readonly number[] | undefined): Place =>
      wanted && node !== undefined && values !== undefined
        ? box(`${row.id}.${id}`, values, node, share, field)
        : { kind: 'label', text: NO_TEXT };
    return [
      { kind: 'label', text: math(latexName(row.id), spokenName(row.id)) },
      ...(columns.value ? [at(row.value, 'value', node?.value)] : []),
      ...(columns.adjoint ? [at(row.adjoint, 'adjoint', node?.adjoint)] : []),
      ...Array.from({ length: uses }, (_, u) => at(u < row.uses, `uses.${u + 1}`, node?.uses[u]?.value)),
    ];
  });
  const header = [
    s.node,
    ...(columns.value ? [s.value] : []),
    ...(columns.adjoint ? [s.adjoint] : []),
    ...Array.from({ length: uses }, (_, u) => s.contribution(u + 1)),
  ];
  const grid: Grid = { caption: NO_TEXT, header: header.map(plainText), rows };
  return {
    part: { kind: 'numbers', notes: numberNotes(field, s), grids: [grid] },
    losses: [
      ...numberLosses(field),
      {
        what: 'follow-through',
        detail: 'a cell that follows from an earlier wrong cell is wrong here',
        instead: 'each cell is held against the key alone',
      },
      ...(uses > 0
        ? [
            {
              what: 'equivalence' as const,
              detail: 'contributions are taken in one order only',
              instead: 'they stand in the order of the forward pass',
            },
          ]
        : []),
    ],
  };
}

function box(id: string, values: readonly number[], node: TraceKeyNode, share: Rational, field: PublicField): Place {
  const scale = Math.max(...values.map(Math.abs));
  const own = rational(share.n, share.d * BigInt(values.length));
  const cells = values.map((v, e): Cell => {
    const value = Number(v.toPrecision(14)) + 0;
    const place = values.length === 1 ? '' : `[${positionOf(e, node.shape).join(',')}]`;
    return {
      id: `${id}${place}`,
      share: own,
      content: { kind: 'number', value, tolerance: toleranceOf(value, field.rounding, scale), foreseen: [] },
    };
  });
  const [rows, columns] = node.shape.length === 2 ? [node.shape[0] ?? 1, node.shape[1] ?? 1] : [1, values.length];
  return { kind: 'cells', rows: matrix(cells, rows, columns) };
}
