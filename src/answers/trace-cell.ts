/** The cells of a backprop trace as they are given: numbers with their digits, or why not. */
import { evaluate } from '../expr/evaluate.ts';
import { parseExpression } from '../expr/parse/parse.ts';
import { printText } from '../expr/print/text.ts';
import { isScalar } from '../ir/shape.ts';
import type { FieldKey, FieldPolicy, PublicField, RawAnswer, TraceKeyNode } from './contract.ts';
import { asFormulaText, isBlank, isList, isText, member, refusalText } from './raw.ts';
import { digitsOf, type TypedDigits } from './typed-number.ts';

export type CellRead =
  | {
      readonly kind: 'numbers';
      readonly numbers: readonly number[];
      readonly digits: TypedDigits | null;
      readonly text: string;
    }
  | { readonly kind: 'empty' }
  | { readonly kind: 'invalid'; readonly code: string; readonly message: string };

export interface Cell {
  readonly id: string;
  /** In words: "the value of c". */
  readonly said: string;
  readonly node: TraceKeyNode;
  readonly column: 'value' | 'adjoint' | 'uses';
  readonly read: CellRead;
  readonly right: readonly number[];
}

function readCell(raw: RawAnswer, policy: FieldPolicy): CellRead {
  if (isBlank(raw)) return { kind: 'empty' };
  const source = asFormulaText(raw);
  if (source === null) return { kind: 'invalid', code: 'syntax', message: 'A number is asked for here.' };
  const read = parseExpression(source, {
    declarations: new Map(),
    mode: 'closed',
    decimalComma: policy.decimalComma,
    allowUndefined: false,
  });
  if (!read.ok) return { kind: 'invalid', code: read.error.code, message: refusalText(source, read.error) };
  try {
    const { data } = evaluate(read.value, new Map());
    if (!data.every(Number.isFinite))
      return { kind: 'invalid', code: 'no-real-domain', message: 'This is no real number.' };
    return {
      kind: 'numbers',
      numbers: data,
      digits: isScalar(read.value.shape) ? digitsOf(source, policy.decimalComma) : null,
      text: printText(read.value),
    };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'invalid', code: 'size-unknown', message: 'This has no value.' };
    throw error;
  }
}

/** All cells asked for, row by row; what else the answer holds is left alone. */
export function cellsOf(raw: RawAnswer, field: PublicField, key: FieldKey, policy: FieldPolicy): readonly Cell[] {
  return field.trace.flatMap((row): readonly Cell[] => {
    const node = key.trace.find((n) => n.id === row.id);
    if (node === undefined) return [];
    const given = member(raw, row.id);
    // `c: 3.72` is its value, or its adjoint where only that is asked.
    const short = isText(given) || isList(given);
    const cell = (column: 'value' | 'adjoint'): RawAnswer =>
      short && (column === 'value' || !row.value) ? given : member(given, column);
    const cells: Cell[] = [];
    if (row.value)
      cells.push({
        id: `${row.id}.value`,
        said: `the value of ${row.id}`,
        node,
        column: 'value',
        read: readCell(cell('value'), policy),
        right: node.value,
      });
    if (row.adjoint)
      cells.push({
        id: `${row.id}.adjoint`,
        said: `the adjoint of ${row.id}`,
        node,
        column: 'adjoint',
        read: readCell(cell('adjoint'), policy),
        right: node.adjoint,
      });
    if (row.uses > 0) {
      const uses = member(given, 'uses');
      const list = isList(uses) ? uses : [uses];
      for (let k = 0; k < row.uses; k += 1) {
        const right = node.uses[k]?.value ?? [];
        cells.push({
          id: `${row.id}.uses.${k + 1}`,
          said: `contribution ${k + 1} of ${row.id}`,
          node,
          column: 'uses',
          read: readCell(list[k] ?? '', policy),
          right,
        });
      }
    }
    return cells;
  });
}
