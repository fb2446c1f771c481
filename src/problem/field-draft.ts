/** The keys of one draw, field by field; and why a draw cannot be used. Texts come later, once a draw is taken. */
import type { FollowThrough, TraceKeyNode, TraceRow } from '../answers/contract.ts';
import { derive } from '../calculus/derive.ts';
import type { Stream } from '../base/random.ts';
import { evaluate } from '../expr/evaluate.ts';
import { normalizeName } from '../expr/parse/names.ts';
import { int, type Node, sym, symbolsOf } from '../ir/node.ts';
import { apply, ShapeError } from '../ir/op.ts';
import { concrete, isVector, sameShape, type Shape } from '../ir/shape.ts';
import { undefinedOp } from '../ops/constants.ts';
import { entry } from '../ops/entry.ts';
import { transpose } from '../ops/matrix.ts';
import { caseRows, type CaseRow } from './case-rows.ts';
import type { ChoiceDraft } from './choice.ts';
import { draftChoice } from './choice.ts';
import type { Context } from './context.ts';
import { hasSlope, pointOf, smoothnessAt } from './existence.ts';
import { AuthorFault, fault } from './fault.ts';
import { namesIn } from './names.ts';
import { atValues } from './operators.ts';
import type { FieldOptions, TemplateField } from './template.ts';
import { spelledOut } from './spell-out.ts';
import type { Derivation } from './tensor-form.ts';
import { isTidy } from './tidiness.ts';
import { type TraceKey, traceKey } from './trace-key.ts';
import { isZeroValue, literal, textbook, workOut } from './work-out.ts';

export interface DraftOptions {
  readonly layout: 'numerator' | 'denominator';
  readonly calculator: boolean;
  readonly defaults: FieldOptions;
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
  const reason = mayBeUndefined ? null : roughPoint(context);
  return reason === null ? { drafts } : { reason };
}

function draftField(field: TemplateField, earlier: readonly FieldDraft[], context: Context, options: DraftOptions): FieldDraft {
  const mayBe = field.mayBe ?? options.defaults.mayBe ?? { zero: false, undefined: false };
  const bare = { field, node: null, answer: null, derivation: null, isDerivative: false, follows: null, trace: null, choice: null, cases: [], mayBe };
  const { body } = field;
  switch (body.type) {
    case 'trace': {
      const key = traceKey(field, body, context);
      const root = field.answer === null ? null : context.read(field.answer);
      return { ...bare, node: root, answer: root, trace: key };
    }
    case 'choice':
      return { ...bare, choice: draftChoice(field, body, context, options.streamOf(field)) };
    case 'find-error':
      if (body.of !== null) {
        throw fault('not-available', 'lines with a mistake made for them are not available yet', body.of, 'Write the lines out under `lines`.');
      }
      return bare;
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
  const derivation = isDerivativeFormula(source.text, context, earlier) ? (context.derivations.get(node) ?? null) : null;
  const isUndefined = mayBe.undefined && derivation?.atValues === true && !exists(derivation, context);
  const isChain = derivation === null && used.length > 1 && isProductOf(source.text, used);
  const whole = isChain && options.layout === 'denominator' && node.shape.length === 2 ? transpose(node) : turned(node, derivation, context, options);
  const shown = field.type === 'shape' ? whole : field.type === 'matrix' || field.type === 'tensor' ? spelledOut(workOut(whole)) : workOut(whole);
  const answer = isUndefined ? apply(undefinedOp, []) : shown;
  const isTurned = !sameShape(shown.shape, node.shape);
  const follows: FollowThrough | null =
    used.length === 0
      ? null
      : {
          fields: used.map((d) => d.field.id),
          recompute: (given) => {
            const put = new Map(used.flatMap((d) => {
              const typed = given.get(d.field.id);
              const value = typed === undefined ? d.node : d.node === null ? null : fitted(typed, d.node.shape);
              return value === null ? [] : [[normalizeName(d.field.id), value] as const];
            }));
            if (put.size < used.length) return null;
            const value = recomputed(() => workOut(context.read(source, { extra: put })));
            return value !== null && isTurned && value.shape.length === 2 ? transpose(value) : value;
          },
        };
  const cases = field.body.type === 'cases' ? caseRows(field.body.cases ?? [], node, context) : [];
  return { ...bare, node, answer, derivation, isDerivative: isChain || derivation !== null, follows, cases };
}

const DERIVATIVES = new Set(['diff', 'gradient', 'jacobian', 'hessian', 'tensor_derivative']);
const THROUGH = new Set(['value', 'shape', 'expand']);

/**
 * Whether a formula is a derivative as written, perhaps through names or at the values: the values alone do not tell
 * (`-F_x/F_y` may happen to equal another derivative in one draw).
 */
function isDerivativeFormula(text: string, context: Context, earlier: readonly FieldDraft[]): boolean {
  const written = text.trim();
  const call = /^(\w+)\s*\(([\s\S]*)\)$/.exec(written);
  if (call && isBalanced(call[2] ?? '')) {
    return DERIVATIVES.has(call[1] ?? '') || (THROUGH.has(call[1] ?? '') && isDerivativeFormula(call[2] ?? '', context, earlier));
  }
  const name = normalizeName(written);
  const field = earlier.find((d) => normalizeName(d.field.id) === name);
  if (field) return field.derivation !== null;
  const definition = context.definitions.get(name);
  return definition !== undefined && definition.text.trim() !== written && isDerivativeFormula(definition.text, context, earlier);
}

/** No bracket closes that was not opened inside. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const c of text) {
    if ('([{'.includes(c)) depth += 1;
    if (')]}'.includes(c)) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** The chain rule written with boxes: `outer * inner` is a derivative when its factors are. */
function isProductOf(formula: string, factors: readonly FieldDraft[]): boolean {
  const names = formula.split('*').map((part) => normalizeName(part.trim()));
  return names.every((name) => factors.some((f) => f.isDerivative && normalizeName(f.field.id) === name));
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
  if (typed.shape.length === 2 && shape.length === 2 && typed.shape[0] === shape[1] && typed.shape[1] === shape[0]) return transpose(typed);
  const sizes = concrete(shape);
  if (typed.shape.length === 1 && sizes !== null && isVector(shape)) {
    const n = Math.max(...sizes);
    if (typed.shape[0] === n) return literal(Array.from({ length: n }, (_, i) => entry(typed, [int(i + 1)])), sizes);
  }
  return null;
}

/** A derivative as the assignment's layout shows it; anything else as it is. */
export function turned(node: Node, derivation: Derivation | null, context: Context, options: Pick<DraftOptions, 'layout'>): Node {
  if (options.layout === 'numerator' || derivation === null) return node;
  const d = derive(derivation.of, derivation.wrt, { order: derivation.order, layout: 'denominator' });
  if (d.indices !== null) return sym(node.kind === 'sym' ? node.name : 'derivative', d.shape);
  const whole = textbook(d.node);
  return derivation.atValues ? atValues(whole, context) : whole;
}

function exists(derivation: Derivation, context: Context): boolean {
  const point = pointOf(derivation.of, context);
  if (point === null) return true;
  const smoothness = smoothnessAt(point);
  return smoothness === 'smooth' || (smoothness === 'kink' && hasSlope(derivation.of, derivation.wrt, context));
}

/** Why this draw gives no fair question (templates.md, 2.2); null when it does. */
function unfit(draft: FieldDraft, options: DraftOptions): string | null {
  const { field, answer, mayBe } = draft;
  if (draft.trace !== null) return unfitTrace(draft.trace.nodes, draft.trace.rows, options);
  if (draft.choice !== null) return draft.choice.unfit;
  if (answer === null || field.type === 'shape' || field.type === 'cases') return null;
  if (isUndefined(answer)) return null;
  if (!mayBe.zero && isZeroValue(answer)) return 'the answer is zero';
  if (answer.mask === 0 && !isFiniteValue(answer)) return 'the answer is no number';
  const varies = field.type === 'expression' && draft.derivation?.atValues === false && answer.shape.length === 0;
  if (varies && symbolsOf(answer).length === 0) return 'the answer has no variable';
  if (!options.calculator && !isTidy(answer)) return 'the numbers are untidy';
  return null;
}

const isUndefined = (n: Node): boolean => n.kind === 'apply' && n.op === undefinedOp;

const isFiniteValue = (n: Node): boolean => concrete(n.shape) === null || evaluate(n, new Map()).data.every(Number.isFinite);

function unfitTrace(nodes: readonly TraceKeyNode[], rows: readonly TraceRow[], options: DraftOptions): string | null {
  for (const [k, node] of nodes.entries()) {
    const numbers = [...node.value, ...node.adjoint];
    if (numbers.some((v) => !Number.isFinite(v))) return `${node.id} has no value`;
    if (node.adjoint.every((v) => v === 0)) return `the adjoint of ${node.id} is zero`;
    // A path that adds nothing could be forgotten without a trace.
    if (node.uses.length > 1 && node.uses.some((u) => u.value.every((v) => v === 0))) return `a path to ${node.id} adds nothing`;
    const shown = (rows[k]?.uses ?? 0) > 1 ? node.uses.map((u) => u.value.join()) : [];
    if (new Set(shown).size < shown.length) return `two uses of ${node.id} contribute the same`;
    if (!options.calculator && !numbers.every(isTidyDouble)) return 'the numbers are untidy';
  }
  return null;
}

/** Whether the double is a tidy fraction, up to its rounding. */
function isTidyDouble(v: number): boolean {
  for (let d = 1; d <= 20; d += 1) {
    const n = Math.round(v * d);
    if (Math.abs(v * d - n) <= 1e-9 * Math.max(1, Math.abs(n)) && `${Math.abs(n)}`.replace(/0+$/, '').length <= 3) return true;
  }
  return false;
}

/** A point outside some domain, or on a kink of something that is differentiated. */
function roughPoint(context: Context): string | null {
  for (const f of context.valued) {
    const derivation = context.derivations.get(f);
    const point = pointOf(derivation?.of ?? f, context);
    if (point === null) continue;
    const smoothness = smoothnessAt(point);
    if (smoothness === 'outside') return 'the point lies outside the domain or on its edge';
    if (smoothness === 'kink' && derivation !== undefined) return 'the point lies on a kink';
  }
  return null;
}
