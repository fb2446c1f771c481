/** What every draw must satisfy without being asked (templates.md, 2.2). */
import type { Rounding } from '../answers/contract.ts';
import { halfUnitUnder } from '../answers/rounding-bound.ts';
import { evaluate } from '../expr/evaluate.ts';
import { type Node, symbolsOf } from '../ir/node.ts';
import { concrete } from '../ir/shape.ts';
import { undefinedOp } from '../ops/constants.ts';
import type { Context } from './context.ts';
import { pointOf, smoothnessAt } from './existence.ts';
import type { DraftOptions, FieldDraft } from './field-draft.ts';
import { hasRoundingBound, roundedEarly, roundingOf } from './rounded-early.ts';
import { isTidy } from './tidiness.ts';
import type { TraceKey } from './trace-key.ts';
import { isZeroValue } from './work-out.ts';

/** What a student must be able to tell apart is at least so many half units. */
const VISIBLE = 10;
/** Rounding on the way may move an answer by this share of its size. */
const LOOSE = 0.1;

/** Why this draw gives no fair question (templates.md, 2.2); null when it does. */
export function unfit(draft: FieldDraft, options: DraftOptions): string | null {
  const { field, answer, mayBe } = draft;
  if (draft.trace !== null) return unfitTrace(draft.trace, roundingOf(field, options), options);
  if (draft.choice !== null) return draft.choice.unfit;
  if (field.body.type === 'find-error' && field.body.of !== null && draft.madeLines === null)
    return 'no rule can be broken here';
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

const isFiniteValue = (n: Node): boolean =>
  concrete(n.shape) === null || evaluate(n, new Map()).data.every(Number.isFinite);

function unfitTrace({ nodes, rows }: TraceKey, rounding: Rounding, options: DraftOptions): string | null {
  for (const [k, node] of nodes.entries()) {
    const numbers = [...node.value, ...node.adjoint];
    if (numbers.some((v) => !Number.isFinite(v))) return `${node.id} has no value`;
    if (node.adjoint.every((v) => v === 0)) return `the adjoint of ${node.id} is zero`;
    // A path that adds nothing, or no more than rounding may, could be forgotten without a trace.
    const hidden = (v: number, k: number): boolean =>
      Math.abs(v) <= VISIBLE * halfUnitUnder(rounding, node.adjoint[k] ?? 0);
    if (node.uses.length > 1 && node.uses.some((u) => u.value.every(hidden)))
      return `a path to ${node.id} adds nothing`;
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
    if (Math.abs(v * d - n) <= 1e-9 * Math.max(1, Math.abs(n)) && `${Math.abs(n)}`.replace(/0+$/, '').length <= 3)
      return true;
  }
  return false;
}

/**
 * Rounding every intermediate result as asked must not leave the answer open (templates.md, 2.2: well-conditioned for
 * the rounding asked).
 */
export function shaky(drafts: readonly FieldDraft[], context: Context, options: DraftOptions): string | null {
  for (const draft of drafts) {
    const rounding = roundingOf(draft.field, options);
    if (draft.answer === null || !hasRoundingBound(draft, rounding)) continue;
    const bounds = roundedEarly(draft, rounding, options.layout, context);
    const scale = Math.max(...evaluate(draft.answer, new Map()).data.map(Math.abs));
    const limit = Math.max(LOOSE * scale, VISIBLE * halfUnitUnder(rounding, scale));
    if (bounds.some((b) => b > limit)) return `${draft.field.id}: rounding on the way leaves the answer open`;
  }
  return null;
}

/** A point outside some domain, or on a kink of something that is differentiated. */
export function roughPoint(context: Context): string | null {
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
