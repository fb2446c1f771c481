/** The keys of one draw, field by field; and why a draw cannot be used. Texts come later, once a draw is taken. */
import type { FollowThrough, Rounding } from '../answers/contract.ts';
import type { Stream } from '../base/random.ts';
import { normalizeName } from '../expr/parse/names.ts';
import { int, type Node, symbolsOf } from '../ir/node.ts';
import { apply, ShapeError } from '../ir/op.ts';
import { concrete, isScalar, isVector, type Shape, sameShape, showShape } from '../ir/shape.ts';
import { undefinedOp } from '../ops/constants.ts';
import { entry } from '../ops/entry.ts';
import { transpose } from '../ops/matrix.ts';
import { type CaseRow, caseRows } from './case-rows.ts';
import type { ChoiceDraft } from './choice.ts';
import { draftChoice } from './choice.ts';
import type { Context } from './context.ts';
import { isDerivativeFormula } from './derivative-formula.ts';
import { hasSlope, pointOf, smoothnessAt } from './existence.ts';
import { AuthorFault, fault } from './fault.ts';
import { draftFindError, type FindErrorDraft } from './find-error.ts';
import { roughPoint, shaky, unfit } from './fitness.ts';
import { namesIn } from './names.ts';
import type { SourceText } from './source/source-node.ts';
import { spelledOut } from './spell-out.ts';
import type { FieldOptions, TemplateField } from './template.ts';
import type { Derivation } from './tensor-form.ts';
import { type TraceKey, traceKey } from './trace-key.ts';
import { turned } from './turned.ts';
import { literal, workOut } from './work-out.ts';

export interface DraftOptions {
  readonly layout: 'numerator' | 'denominator';
  readonly calculator: boolean;
  readonly defaults: FieldOptions;
  /** What the assignment asks of numbers where neither field nor template says. */
  readonly number: (field: string) => Rounding;
  /** The stream of a field: order of options, choice of a mistake. */
  readonly streamOf: (field: TemplateField) => Stream;
}

/** The key of one field before its texts are printed. */
export interface FieldDraft {
  readonly field: TemplateField;
  /** In numerator layout, as other fields use it; null where there is no formula. */
  readonly node: Node | null;
  /** As the student types it: worked out, in the assignment's layout. */
  readonly answer: Node | null;
  readonly derivation: Derivation | null;
  /** Turned with the layout: a derivative, or a product of such boxes. */
  readonly isDerivative: boolean;
  readonly follows: FollowThrough | null;
  readonly trace: TraceKey | null;
  readonly choice: ChoiceDraft | null;
  /** The lines of a find-error box that the engine wrote; null where the author did, or where no rule can be broken. */
  readonly madeLines: FindErrorDraft | null;
  readonly cases: readonly CaseRow[];
  readonly mayBe: { readonly zero: boolean; readonly undefined: boolean };
}

export type Drafted = { readonly drafts: readonly FieldDraft[] } | { readonly reason: string };

/** Works out every key, or says what makes this draw unfit. Throws AuthorFault for mistakes in the template. */
export function draftFields(fields: readonly TemplateField[], context: Context, options: DraftOptions): Drafted {
  const drafts: FieldDraft[] = [];
  for (const field of fields) {
    const draft = draftField(field, drafts, context, options);
    const reason = unfit(draft, options);
    if (reason !== null) return { reason: `${field.id}: ${reason}` };
    drafts.push(draft);
  }
  const mayBeUndefined = drafts.some((d) => d.mayBe.undefined);
  const reason = (mayBeUndefined ? null : roughPoint(context)) ?? shaky(drafts, context, options);
  return reason === null ? { drafts } : { reason };
}

function draftField(
  field: TemplateField,
  earlier: readonly FieldDraft[],
  context: Context,
  options: DraftOptions,
): FieldDraft {
  const mayBe = field.mayBe ?? options.defaults.mayBe ?? { zero: false, undefined: false };
  const bare = {
    field,
    node: null,
    answer: null,
    derivation: null,
    isDerivative: false,
    follows: null,
    trace: null,
    choice: null,
    madeLines: null,
    cases: [],
    mayBe,
  };
  const { body } = field;
  switch (body.type) {
    case 'trace': {
      const key = traceKey(field, body, context);
      const root = field.answer === null ? null : context.read(field.answer);
      return { ...bare, node: root, answer: root, trace: key };
    }
    case 'choice':
      return { ...bare, choice: draftChoice(field, body, context, options.streamOf(field), options.layout) };
    case 'find-error':
      return body.of === null
        ? bare
        : { ...bare, madeLines: draftFindError({ ...body, of: body.of }, context, options.streamOf(field)) };
    case 'ordering':
    case 'essay':
      return bare;
    case 'derivation': {
      const node = context.read(body.from);
      return { ...bare, node, answer: workOut(node) };
    }
    case 'cases':
    case 'number':
    case 'expression':
    case 'matrix':
    case 'tensor':
    case 'shape':
      return draftFormula(bare, earlier, context, options);
  }
}

type Bare = Omit<FieldDraft, 'node' | 'answer'> & { readonly node: null; readonly answer: null };

function draftFormula(bare: Bare, earlier: readonly FieldDraft[], context: Context, options: DraftOptions): FieldDraft {
  const { field, mayBe } = bare;
  const source = field.answer;
  if (source === null) throw fault('missing-key', `the field \`${field.id}\` needs \`answer\``, field.at);
  const words = new Set(namesIn(source.text).map(normalizeName));
  const used = earlier.filter((d) => words.has(normalizeName(d.field.id)));
  const extra = new Map(used.flatMap((d) => (d.node === null ? [] : [[normalizeName(d.field.id), d.node] as const])));
  const node = context.read(source, { extra });
  const derivation = isDerivativeFormula(
    source.text,
    context,
    (name) => earlier.find((d) => normalizeName(d.field.id) === name)?.isDerivative,
  )
    ? (context.derivations.get(node) ?? null)
    : null;
  const isUndefined = mayBe.undefined && derivation?.atValues === true && !exists(derivation, context);
  const isChain = derivation === null && used.length > 1 && isProductOf(source.text, used);
  const whole =
    isChain && options.layout === 'denominator' && node.shape.length === 2
      ? transpose(node)
      : turned(node, derivation, context, options);
  const shown = finished(field, whole);
  const answer = isUndefined ? apply(undefinedOp, []) : shown;
  if (field.type === 'number') mustBeNumber(shown, source);
  const isTurned = !sameShape(shown.shape, node.shape);
  const follows: FollowThrough | null =
    used.length === 0
      ? null
      : {
          fields: used.map((d) => d.field.id),
          recompute: (given) => {
            const put = new Map(
              used.flatMap((d) => {
                const typed = given.get(d.field.id);
                const value = typed === undefined ? d.node : d.node === null ? null : fitted(typed, d.node.shape);
                return value === null ? [] : [[normalizeName(d.field.id), value] as const];
              }),
            );
            if (put.size < used.length) return null;
            const value = recomputed(() => finished(field, context.read(source, { extra: put })));
            return value !== null && isTurned && value.shape.length === 2 ? transpose(value) : value;
          },
        };
  const rows = field.body.type === 'cases' ? caseRows(field.body.cases ?? [], node, derivation, context) : [];
  const cases = isTurned
    ? rows.map((row) => (row.value.shape.length === 2 ? { ...row, value: transpose(row.value) } : row))
    : rows;
  return { ...bare, node, answer, derivation, isDerivative: isChain || derivation !== null, follows, cases };
}

/** A number box takes one number: an array or a formula with variables belongs into another. */
function mustBeNumber(answer: Node, at: SourceText): void {
  if (!isScalar(answer.shape) && answer.shape.some((d) => d !== 1))
    throw fault(
      'not-a-number',
      `this answer is ${showShape(answer.shape)}, and the box takes a number`,
      at,
      'Write type: matrix.',
    );
  const [open] = symbolsOf(answer);
  if (open === undefined) return;
  const hint = `Write value(${at.text.trim()}) and give ${open.name} a number under \`values\`, or type: expression.`;
  throw fault('not-a-number', `this answer still has \`${open.name}\` in it, and the box takes a number`, at, hint);
}

/** The chain rule written with boxes: `outer * inner` is a derivative when its factors are. */
function isProductOf(formula: string, factors: readonly FieldDraft[]): boolean {
  const names = formula.split('*').map((part) => normalizeName(part.trim()));
  return names.every((name) => factors.some((f) => f.isDerivative && normalizeName(f.field.id) === name));
}

/** The formula as its box holds it: worked out, arrays entry by entry in a grid. */
function finished(field: TemplateField, node: Node): Node {
  if (field.type === 'shape') return node;
  const value = workOut(node);
  return field.type === 'matrix' || field.type === 'tensor' ? spelledOut(value) : value;
}

/** A student's formula may not fit where it is put: that is no fault of the author. */
function recomputed(make: () => Node): Node | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof AuthorFault || error instanceof RangeError || error instanceof ShapeError) return null;
    throw error;
  }
}

/** An answer in the shape that the key has: a vector may lie the other way or have no orientation. */
export function fitted(typed: Node, shape: Shape): Node | null {
  if (sameShape(typed.shape, shape)) return typed;
  if (typed.shape.length === 2 && shape.length === 2 && typed.shape[0] === shape[1] && typed.shape[1] === shape[0])
    return transpose(typed);
  const sizes = concrete(shape);
  if (typed.shape.length === 1 && sizes !== null && isVector(shape)) {
    const n = Math.max(...sizes);
    if (typed.shape[0] === n)
      return literal(
        Array.from({ length: n }, (_, i) => entry(typed, [int(i + 1)])),
        sizes,
      );
  }
  return null;
}

function exists(derivation: Derivation, context: Context): boolean {
  const point = pointOf(derivation.of, context);
  if (point === null) return true;
  const smoothness = smoothnessAt(point);
  return smoothness === 'smooth' || (smoothness === 'kink' && hasSlope(derivation.of, derivation.wrt, context));
}
