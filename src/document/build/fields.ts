/** The answer box of a field: everything in it is public, since a `PublicField` is all that goes in. */
import type { PublicField, Rounding } from '../../answers/contract.ts';
import { richSpeech } from '../../answers/rich-text.ts';
import { latexName } from '../../expr/print/names.ts';
import { printSpeech } from '../../expr/print/speech.ts';
import { sym } from '../../ir/node.ts';
import { concrete } from '../../ir/shape.ts';
import type { AnswerField, AnswerInput, Inlines, TraceColumn } from '../doc.ts';
import type { Strings } from '../strings/strings.ts';
import { fieldLetter } from './letters.ts';
import { richBlocks, richInlines } from './rich.ts';

/** The box of the k-th field (0-based) of an item. */
export function answerField(
  item: string,
  field: PublicField,
  k: number,
  points: number,
  strings: Strings,
): AnswerField {
  const letter = `(${fieldLetter(k)})`;
  const labelled = field.label.length > 0;
  // A question above the box carries the letter.
  const lettered: Inlines = field.question.length > 0 ? [] : [{ kind: 'text', text: labelled ? `${letter} ` : letter }];
  const words = richSpeech(labelled ? field.label : field.question).trim();
  return {
    item,
    field: field.id,
    label: [...lettered, ...richInlines(field.label)],
    name: words === '' ? letter : `${letter} ${words}`,
    hint: [{ kind: 'text', text: hint(field, strings) }],
    points,
    ...(TYPED.has(field.type)
      ? { reads: { variables: field.variables, mayBe: { undefined: field.mayBe.undefined } } }
      : {}),
    input: input(field),
  };
}

/** Types whose boxes take formulas or numbers. */
const TYPED = new Set(['number', 'expression', 'matrix', 'tensor', 'cases', 'trace', 'derivation']);
const NUMERIC = new Set(['number', 'matrix', 'tensor', 'trace']);

function hint(field: PublicField, strings: Strings): string {
  const parts = [strings.format[field.type]];
  if (NUMERIC.has(field.type)) parts.push(roundingText(field.rounding, strings));
  if (field.mayBe.undefined) parts.push(strings.mayNotExist);
  return parts.filter((p) => p !== '').join('; ');
}

/** How a number is judged, with the reminder to round only at the end; nothing to say for exact answers. */
export function roundingText(rounding: Rounding, strings: Strings): string {
  switch (rounding.kind) {
    case 'exact':
      return '';
    case 'digits':
      return `${strings.roundDigits(rounding.digits)}; ${strings.roundAtEnd}`;
    case 'decimals':
      return `${strings.roundDecimals(rounding.decimals)}; ${strings.roundAtEnd}`;
    case 'relative':
      return `${strings.roundRelative(`${Number((rounding.tolerance * 100).toPrecision(6))}`)}; ${strings.roundAtEnd}`;
    case 'absolute':
      return `${strings.roundAbsolute(`${rounding.tolerance}`)}; ${strings.roundAtEnd}`;
  }
}

function input(field: PublicField): AnswerInput {
  switch (field.type) {
    case 'number':
    case 'expression':
    case 'tensor':
    case 'shape':
      return { kind: field.type };
    case 'matrix': {
      const [rows, columns] = (field.gridShape && concrete(field.gridShape)) ?? [];
      return rows === undefined ? { kind: 'matrix' } : { kind: 'matrix', rows, columns: columns ?? 1 };
    }
    case 'cases':
      return {
        kind: 'cases',
        rows:
          field.items.length === 0
            ? [{}, {}, {}]
            : field.items.map((item) => ({ when: { formula: onlyFormula(item.text), source: item.id } })),
      };
    case 'trace':
      return {
        kind: 'trace',
        columns: traceColumns(field),
        nodes: field.trace.map((row) => ({
          id: row.id,
          label: { latex: latexName(row.id), speech: printSpeech(sym(row.id)) },
          uses: row.uses,
          asked: [
            ...(row.value ? (['value'] as const) : []),
            ...(row.adjoint ? (['adjoint'] as const) : []),
            ...(row.uses > 0 ? (['uses'] as const) : []),
          ],
        })),
      };
    case 'derivation':
      return { kind: 'derivation', lines: 6 };
    case 'choice':
      return {
        kind: 'choice',
        many: field.many,
        options: field.items.map((item) => ({ id: item.id, blocks: richBlocks(item.text) })),
      };
    case 'ordering':
      return { kind: 'ordering', lines: field.items.map((item) => ({ id: item.id, blocks: richBlocks(item.text) })) };
    case 'find-error':
      return { kind: 'find-error', lines: field.items.map((item) => richBlocks(item.text)), none: field.many };
    case 'essay':
      return { kind: 'essay', lines: 14 };
  }
}

function onlyFormula(text: PublicField['label']): { readonly latex: string; readonly speech: string } {
  const math = text.find((p) => p.kind === 'math');
  if (math?.kind === 'math') return { latex: math.latex, speech: math.speech };
  const words = richSpeech(text);
  return { latex: `\\text{${words}}`, speech: words };
}

function traceColumns(field: PublicField): readonly TraceColumn[] {
  const columns: TraceColumn[] = [];
  if (field.trace.some((row) => row.value)) columns.push('value');
  if (field.trace.some((row) => row.adjoint)) columns.push('adjoint');
  if (field.trace.some((row) => row.uses > 0)) columns.push('uses');
  return columns;
}
