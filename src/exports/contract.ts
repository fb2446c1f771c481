/**
 * What an export target is: one record that turns an assignment with drawn variants into files of a learning
 * platform, and says everything that the platform cannot carry. Pure data in and out; callers touch the disk.
 */
import type { FieldKey } from '../answers/contract.ts';
import type { RichText } from '../answers/rich-text.ts';
import type { Blocks } from '../document/doc.ts';
import type { Node } from '../ir/node.ts';
import type { PublicProblem } from '../problem/problem-instance.ts';

/** A wrong (or partly right) answer that can be named when it occurs: a misconception, or an author's `also`. */
export interface ForeseenAnswer {
  readonly field: string;
  readonly answer: Node;
  /** Share of the field's points, 0..1. */
  readonly credit: number;
  readonly message: RichText;
}

/** What is said to a student who picks this option. */
export interface OptionMessage {
  readonly field: string;
  readonly option: string;
  readonly message: RichText;
}

/** A picture of the statement. */
export interface ExportImage {
  /** A file name without folders: letters, digits, `.`, `-`, `_`. */
  readonly name: string;
  readonly alt: string;
  readonly bytes: Uint8Array;
}

export interface ExportVariant {
  /** Distinct within the item. */
  readonly code: string;
  readonly public: PublicProblem;
  readonly key: { readonly fields: readonly FieldKey[] };
  readonly solution: Blocks;
  readonly foreseen: readonly ForeseenAnswer[];
  readonly options: readonly OptionMessage[];
  readonly images: readonly ExportImage[];
}

export interface ExportItem {
  readonly id: string;
  readonly title: RichText;
  readonly points: number;
  readonly variants: readonly ExportVariant[];
}

export interface ExportBundle {
  readonly assignment: string;
  readonly title: string;
  readonly locale: string;
  readonly items: readonly ExportItem[];
}

export interface ExportOptions {
  /** Formulas on targets that cannot judge them: values of the student's formula at given points, or left out by name. */
  readonly expressions: 'points' | 'refuse';
  /** Any loss makes the export not acceptable. */
  readonly strict: boolean;
}

export type LossKind =
  | 'tolerance'
  | 'partial-credit'
  | 'shape-freedom'
  | 'feedback'
  | 'mathematics'
  | 'equivalence'
  | 'follow-through'
  | 'answer-form'
  | 'marks'
  | 'variant-pairing'
  | 'left-out';

/** Something of a field that the target does not carry, and what was done instead. */
export interface Loss {
  readonly item: string;
  /** Empty when it concerns the whole item. */
  readonly field: string;
  readonly what: LossKind;
  readonly detail: string;
  readonly instead: string;
  /** In how many variants of the item. */
  readonly variants: number;
}

export interface ExportFile {
  /** Relative, with `/`; empty for the file the user named. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

export interface ExportResult {
  readonly files: readonly ExportFile[];
  readonly losses: readonly Loss[];
  /** False under `strict` when something was lost. */
  readonly accepted: boolean;
}

export interface ExportTarget {
  /** As in `--to`. */
  readonly name: string;
  /** One line for the help. */
  readonly describe: string;
  /** Of the file, without a dot. */
  readonly extension: string;
  /** Asynchronous because format libraries are loaded only when asked for. */
  readonly write: (bundle: ExportBundle, options: ExportOptions) => Promise<ExportResult>;
}
