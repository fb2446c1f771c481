/** The fields of a variant as boxes with their shares of the item, and the losses that depend on the key alone. */
import type { PublicField } from '../answers/contract.ts';
import { parseDecimal, type Rational, rational, times } from '../ir/rational.ts';
import { sumOf } from './cloze.ts';
import type { ExportItem, ExportOptions, ExportVariant } from './contract.ts';
import { fieldPart } from './field-part.ts';
import type { LossLog } from './losses.ts';
import { decimalText } from './numbers.ts';
import { cellsOf, type FieldPart, type Part } from './parts.ts';
import type { ExportStrings } from './strings.ts';

/** One field with its boxes. `index` counts all fields of the problem, also those left out. */
export interface Entry {
  readonly field: PublicField;
  readonly index: number;
  readonly part: Part;
  /** Of the item's points. */
  readonly share: Rational;
}

/** The boxes of a field; null where the target has another form for it. */
type OwnPart<P> = (field: PublicField) => P | null;

export const exactPoints = (points: number): Rational => parseDecimal(decimalText(Math.max(0, points))) ?? rational(0n);

/** Share of each field in the points of its item, in the order of the fields. */
export function fieldShares(variant: ExportVariant): readonly Rational[] {
  const weights = variant.public.fields.map((f) => exactPoints(f.points));
  const total = sumOf(weights);
  return weights.map((w) =>
    total.n === 0n ? rational(1n, BigInt(weights.length)) : times(w, rational(total.d, total.n)),
  );
}

/** What is noted once for each variant, whatever its fields are. */
export function noteFigure(item: ExportItem, variant: ExportVariant, losses: LossLog): void {
  if (variant.public.figure === null || variant.images.length > 0) return;
  losses.add(item.id, '', variant.code, {
    what: 'left-out',
    detail: 'the figure',
    instead: 'nothing stands in its place',
  });
}

export function entriesOf(
  item: ExportItem,
  variant: ExportVariant,
  options: ExportOptions,
  losses: LossLog,
  s: ExportStrings,
  own: OwnPart<FieldPart> = () => null,
): readonly Entry[] {
  noteFigure(item, variant, losses);
  const shares = fieldShares(variant);
  return variant.public.fields.flatMap((field, index): readonly Entry[] => {
    const made = own(field) ?? fieldPart(item.id, variant, field, options, s);
    for (const note of made.losses) losses.add(item.id, field.id, variant.code, note);
    if (made.part === null) return [];
    const key = variant.key.fields.find((k) => k.id === field.id);
    if (key?.follows) {
      losses.add(item.id, field.id, variant.code, {
        what: 'follow-through',
        detail: 'an answer that follows from an earlier wrong answer is wrong here',
        instead: 'the key alone counts',
      });
    }
    return [{ field, index, part: made.part, share: shares[index] ?? rational(0n) }];
  });
}

/** The share of each box in reading order. */
export function boxShares(part: Part): readonly Rational[] {
  if (part.kind === 'numbers') return cellsOf(part).map((c) => c.share);
  if (part.kind === 'selects') return part.rows.map(() => rational(1n, BigInt(part.rows.length)));
  return [rational(1n)];
}

/** A sentence that is said once for the whole question instead. */
export const withoutNote = (part: Part, note: string): Part =>
  part.kind === 'numbers' ? { ...part, notes: part.notes.filter((n) => n !== note) } : part;
