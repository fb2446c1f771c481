/** A problem as one student gets it, in two halves that never travel together: what is printed, and the key. */
import type { FieldKey, PublicField } from '../answers/contract.ts';
import type { RichText } from '../answers/rich-text.ts';
import type { CrossCheck } from '../calculus/oracles.ts';
import type { Node } from '../ir/node.ts';
import type { DrawRecord } from './draw.ts';

/** A name the statement prints, with its formula. */
export interface Definition {
  readonly name: string;
  readonly text: string;
  readonly formula: RichText;
}

/** What is drawn beside a statement, as formulas: the document lays it out. */
export interface PublicFigure {
  readonly kind: 'contours' | 'curve' | 'graph';
  readonly of: Node;
  readonly point: readonly number[] | null;
  readonly over: readonly [number, number] | null;
  /** Order of the Taylor polynomial about the point; null for none. */
  readonly taylor: number | null;
  /** The nodes of a graph, each in terms of those before it; none for other figures. */
  readonly nodes: readonly { readonly id: string; readonly local: Node }[];
}

/** Nothing here leads to a key, a seed or another variant. */
export interface PublicProblem {
  readonly id: string;
  readonly title: RichText;
  readonly topic: string;
  readonly level: number;
  readonly version: number;
  /** Opaque: derived from the student's stream by HMAC. */
  readonly variant: string;
  /** The statement of the shared data this problem belongs to; printed once, before the first of its problems. */
  readonly shared: { readonly id: string; readonly statement: RichText } | null;
  readonly statement: RichText;
  readonly definitions: readonly Definition[];
  /** Drawn numbers that a text of the problem shows. */
  readonly values: readonly Definition[];
  readonly figure: PublicFigure | null;
  readonly fields: readonly PublicField[];
}

/** One box of the worked solution; the steps of a derivation follow from `FieldKey.derivation`. */
export interface WorkedField {
  readonly field: string;
  /** The key as it is printed: a formula, a text, or the ids of what is right. */
  readonly answer: RichText;
}

export interface ProblemKey {
  readonly fields: readonly FieldKey[];
  readonly solution: {
    readonly before: RichText;
    readonly after: RichText;
    /** The author's own solution in place of the engine's. */
    readonly replace: RichText;
    readonly detail: number | null;
    readonly fields: readonly WorkedField[];
  };
  /** What each name drew, as text: for the item statistics by structure and wording. */
  readonly draws: ReadonlyMap<string, string>;
  /** The names that were drawn by `choice` and `words`, with the wording: the structure of this variant. */
  readonly structure: string;
  readonly record: DrawRecord;
  /** Parameters on which neither a text nor an answer of this variant depends. */
  readonly unused: readonly string[];
  readonly checks: readonly { readonly field: string; readonly check: CrossCheck }[];
}

export interface ProblemInstance {
  readonly public: PublicProblem;
  readonly key: ProblemKey;
}
