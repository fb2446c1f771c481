/** One field's line of feedback: the raw answer, how it was read, and the right answer, typeset. */
import type { Judgement, PublicField, RawAnswer } from '../answers/contract.ts';
import { isList, isText, member } from '../answers/raw.ts';
import type { RichText } from '../answers/rich-text.ts';
import type { FeedbackField, FilledRow } from '../document/build/feedback.ts';
import { formulaOf } from '../document/build/steps.ts';
import type { Formula } from '../document/doc.ts';
import type { Strings } from '../document/strings/strings.ts';
import { parseExpression } from '../expr/parse/parse.ts';
import { sym } from '../ir/node.ts';
import type { ResultField } from './results.ts';

/** Types whose answers are formulas; shapes, choices and traces are shown as they were given. */
const FORMULAS: ReadonlySet<string> = new Set(['number', 'expression', 'matrix', 'tensor']);

export function feedbackField(
  field: PublicField,
  answer: RichText,
  result: ResultField,
  judgement: Judgement,
  strings: Strings,
): FeedbackField {
  return {
    field,
    judgement,
    score: result.score,
    max: result.max,
    raw: result.raw === null ? '' : rawText(result.raw),
    readAs: FORMULAS.has(field.type) ? typeset(result.read_as, field) : null,
    // A trace's answer is its table, not the formula it started from.
    right: field.type === 'trace' ? null : formulaIn(answer),
    cells: field.type === 'trace' && result.raw !== null ? filledRows(field, result.raw, strings) : [],
  };
}

/** What was written into the cells of a trace. */
function filledRows(field: PublicField, raw: RawAnswer, strings: Strings): readonly FilledRow[] {
  return field.trace.map((row) => {
    const given = member(raw, row.id);
    const cell = (column: 'value' | 'adjoint'): string =>
      rawText(isText(given) ? (column === 'value' || !row.value ? given : '') : member(given, column));
    const cells = [
      ...(row.value ? [{ column: strings.traceColumn.value, raw: cell('value') }] : []),
      ...(row.adjoint ? [{ column: strings.traceColumn.adjoint, raw: cell('adjoint') }] : []),
      ...(row.uses > 0 ? [{ column: strings.traceColumn.uses, raw: rawText(member(given, 'uses')) }] : []),
    ];
    return { node: formulaOf(sym(row.id)), id: row.id, cells };
  });
}

/** A raw answer on one line, as a person would write it. */
export function rawText(raw: RawAnswer): string {
  if (isText(raw)) return raw;
  if (isList(raw)) return `[${raw.map(rawText).join(', ')}]`;
  return Object.entries(raw)
    .map(([k, v]) => `${k}: ${isText(v) || isList(v) ? rawText(v) : `{${rawText(v)}}`}`)
    .join(', ');
}

function typeset(text: string | null, field: PublicField): Formula | null {
  if (text === null || text === '') return null;
  const declarations = new Map(field.variables.map((v) => [v.name, v]));
  const read = parseExpression(text, { declarations, mode: 'closed' });
  return read.ok ? formulaOf(read.value) : null;
}

function formulaIn(answer: RichText): Formula | null {
  const only = answer.length === 1 ? answer[0] : undefined;
  return only?.kind === 'math' ? { latex: only.latex, speech: only.speech } : null;
}
