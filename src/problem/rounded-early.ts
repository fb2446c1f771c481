/** How far a student may be off who rounded every intermediate result as asked (templates.md, 2.7). */
import type { Rounding } from '../answers/contract.ts';
import { roundingBounds } from '../answers/rounding-bound.ts';
import { derive, entriesOf } from '../calculus/derive.ts';
import { evaluate } from '../expr/evaluate.ts';
import { bindSizes, simplify, unroll } from '../expr/rewrite.ts';
import { type Node, symbolsOf } from '../ir/node.ts';
import { concrete } from '../ir/shape.ts';
import type { Context } from './context.ts';
import type { FieldDraft } from './field-draft.ts';
import { atValues } from './operators.ts';
import type { FieldOptions, TemplateField } from './template.ts';

const NUMERIC = new Set(['number', 'matrix', 'tensor', 'trace']);

/** The rounding of a field: nearest wins; the assignment's `number` where a calculator is allowed and nobody says. */
export function roundingOf(
  field: TemplateField,
  to: { readonly defaults: FieldOptions; readonly calculator: boolean; readonly number: (field: string) => Rounding },
): Rounding {
  if (!NUMERIC.has(field.type)) return { kind: 'exact' };
  return field.rounding ?? to.defaults.rounding ?? (to.calculator ? to.number(field.id) : { kind: 'exact' });
}

/** Whether the field asks for rounded numbers. */
export const hasRoundingBound = ({ answer, field }: FieldDraft, rounding: Rounding): boolean =>
  rounding.kind !== 'exact' &&
  (field.type === 'number' || field.type === 'matrix') &&
  answer !== null &&
  answer.mask === 0 &&
  concrete(answer.shape) !== null;

/** The bounds of a numeric answer's entries, row-major. */
export function roundedEarly(
  draft: FieldDraft,
  rounding: Rounding,
  layout: 'numerator' | 'denominator',
  context: Context,
): readonly number[] {
  const worked = workedFormula(draft, layout, context) ?? draft.answer;
  if (worked === null) return [];
  const formula = unroll(bindSizes(worked, context.sizes));
  const inputs = new Map<string, readonly number[]>();
  for (const s of symbolsOf(formula)) {
    const value = context.valueOf(s.name);
    // A name without a value leaves nothing to be rounded on the way.
    if (value === null) return [];
    inputs.set(s.name, evaluate(value, new Map()).data);
  }
  const entries = formula.shape.length === 0 ? [formula] : entriesOf(formula).map(simplify);
  return roundingBounds(entries.map(unroll), inputs, rounding);
}

/** The formula that the student evaluates: the derivative before the numbers went in, or what `value(…)` was asked of. */
function workedFormula(draft: FieldDraft, layout: 'numerator' | 'denominator', context: Context): Node | null {
  const { derivation, node } = draft;
  if (derivation !== null) return derive(derivation.of, derivation.wrt, { order: derivation.order, layout }).node;
  return [...context.valued].find((f) => node !== null && f.mask !== 0 && atValues(f, context) === node) ?? null;
}
