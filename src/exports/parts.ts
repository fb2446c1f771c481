/**
 * Fields as boxes that learning platforms have: numbers with tolerance, options, words from a closed list, lines to
 * order, a text for a person. Targets write parts; what a field loses on the way is noted here, once for all.
 */
import type { RichText } from '../answers/rich-text.ts';
import type { Rational } from '../ir/rational.ts';
import type { LossNote } from './losses.ts';

/** A foreseen wrong answer as one number of a cell. */
export interface ForeseenValue {
  readonly value: number;
  readonly tolerance: number;
  readonly credit: number;
  readonly message: RichText;
}

/** One box for one number, or for a word where the number does not exist. */
export interface Cell {
  /** As in a submission: `1,2`, `c.adjoint`; empty for a lone number. */
  readonly id: string;
  /** Of the field's points; the shares of a part sum to 1. */
  readonly share: Rational;
  readonly content:
    | {
        readonly kind: 'number';
        readonly value: number;
        readonly tolerance: number;
        readonly foreseen: readonly ForeseenValue[];
      }
    | { readonly kind: 'words'; readonly accepted: readonly string[] };
}

/** What stands in one place of a table: words, or boxes in the rows and columns of a matrix. */
export type Place =
  | { readonly kind: 'label'; readonly text: RichText }
  | { readonly kind: 'cells'; readonly rows: readonly (readonly Cell[])[] };

export interface Grid {
  readonly caption: RichText;
  readonly header: readonly RichText[];
  readonly rows: readonly (readonly Place[])[];
}

export interface PartOption {
  readonly id: string;
  readonly text: RichText;
  readonly right: boolean;
  readonly message: RichText;
}

export type Part =
  | { readonly kind: 'numbers'; readonly notes: readonly string[]; readonly grids: readonly Grid[] }
  | { readonly kind: 'words'; readonly notes: readonly string[]; readonly accepted: readonly string[] }
  | {
      readonly kind: 'choice';
      readonly many: boolean;
      readonly numbered: boolean;
      readonly options: readonly PartOption[];
    }
  /** One choice per row, each of the same weight. */
  | {
      readonly kind: 'selects';
      readonly rows: readonly { readonly label: RichText; readonly options: readonly PartOption[] }[];
    }
  /** `place` is the line's place from 1, null where it does not belong. */
  | { readonly kind: 'ordering'; readonly lines: readonly { readonly text: RichText; readonly place: number | null }[] }
  | {
      readonly kind: 'essay';
      readonly rubric: readonly { readonly criterion: RichText; readonly levels: readonly RichText[] }[];
      readonly words: { readonly least: number | null; readonly most: number | null };
      readonly length: string;
      readonly sample: RichText;
    };

/** `part` is null where the field is left out. */
export interface FieldPart {
  readonly part: Part | null;
  readonly losses: readonly LossNote[];
}

export const leftOut = (note: Omit<LossNote, 'what'>): FieldPart => ({
  part: null,
  losses: [{ what: 'left-out', ...note }],
});

/** The cells of a part in reading order. */
export function cellsOf(part: Part): readonly Cell[] {
  if (part.kind !== 'numbers') return [];
  return part.grids.flatMap((g) =>
    g.rows.flatMap((row) => row.flatMap((p) => (p.kind === 'cells' ? p.rows.flat() : []))),
  );
}
