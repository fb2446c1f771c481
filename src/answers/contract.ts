/**
 * What an answer type is, and the two halves of a field: the public one, which renderers and exports see, and
 * the key, which only the grader and the worked solution see. A file per type in this folder.
 */
import type { Result } from '../base/result.ts';
import type { Condition } from '../expr/parse/condition.ts';
import type { Declaration, ParseFailure } from '../expr/parse/scope.ts';
import type { Node } from '../ir/node.ts';
import type { Shape } from '../ir/shape.ts';
import type { RichText } from './rich-text.ts';

export type AnswerTypeName =
  | 'number'
  | 'expression'
  | 'matrix'
  | 'tensor'
  | 'shape'
  | 'cases'
  | 'trace'
  | 'derivation'
  | 'choice'
  | 'ordering'
  | 'find-error'
  | 'essay';

/** How a number is held against the key; said to the student beside the box (templates.md, 2.7). */
export type Rounding =
  | { readonly kind: 'exact' }
  | { readonly kind: 'digits'; readonly digits: number }
  | { readonly kind: 'decimals'; readonly decimals: number }
  | { readonly kind: 'relative'; readonly tolerance: number }
  | { readonly kind: 'absolute'; readonly tolerance: number };

/** A node of a backprop trace as the student sees it: its name and which cells are asked for. */
export interface TraceRow {
  readonly id: string;
  readonly value: boolean;
  readonly adjoint: boolean;
  /** Number of contributions asked for (`uses of w`); 0 when none. */
  readonly uses: number;
}

/** One option, line or case with an opaque id. */
export interface Labelled {
  readonly id: string;
  readonly text: RichText;
}

/** What a formula in a field may say: its names with their shapes, and whether "does not exist" is taken. */
export interface FormulaRules {
  readonly variables: readonly Declaration[];
  readonly mayBe: { readonly undefined: boolean };
}

/** What a student may know of a field. Nothing here leads to a key. */
export interface PublicField {
  readonly id: string;
  readonly type: AnswerTypeName;
  /** The sentence before the box and the label beside it; empty where the author wrote none. */
  readonly question: RichText;
  readonly label: RichText;
  readonly points: number;
  /** The names an answer may use; any other is unknown. */
  readonly variables: readonly Declaration[];
  readonly rounding: Rounding;
  readonly mayBe: { readonly zero: boolean; readonly undefined: boolean };
  /** The shape of the grid when it is given away; null when the student chooses it. */
  readonly gridShape: Shape | null;
  /** How entries or the whole may differ from the key and still be right. */
  readonly freedom: 'none' | 'any-order' | 'sign' | 'scale' | 'positive-scale' | 'constant';
  readonly trace: readonly TraceRow[];
  /** Options of a choice, lines of an ordering or find-error, given conditions of a case table. */
  readonly items: readonly Labelled[];
  readonly many: boolean;
  readonly rubric: readonly { readonly criterion: RichText; readonly levels: readonly RichText[] }[];
  readonly length: string;
}

/** Where answers are compared: ranges of names, structures of matrices, and conditions that hold. */
export interface ComparisonDomain {
  readonly ranges: ReadonlyMap<string, readonly [number, number]>;
  readonly structures: ReadonlyMap<string, string>;
  readonly assume: readonly Condition[];
  /** Sizes that symbolic dimensions are bound to; missing ones are drawn distinct. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Names the sample points (template, variant, field); missing: the field's id alone. */
  readonly seed?: string;
}

/** The order of the lines of a proof: a line, lines one after another, or parts that may change places. */
export type LineOrder =
  | { readonly kind: 'line'; readonly id: string }
  | { readonly kind: 'in-order' | 'any-order'; readonly parts: readonly LineOrder[] };

/** What an option of a choice stands for: the wrong rule it comes from, and what is said to who picks it. */
export interface OptionNote {
  readonly misconception: string | null;
  readonly says: string;
}

/** A key of a trace: the graph's nodes in order, with what each computes from the ones before it. */
export interface TraceKeyNode {
  readonly id: string;
  /** The node in terms of the names of earlier nodes and inputs. */
  readonly local: Node;
  readonly value: readonly number[];
  readonly adjoint: readonly number[];
  readonly shape: readonly number[];
  /** Contribution of each use to this node's adjoint: through which later node, and what. */
  readonly uses: readonly { readonly through: string; readonly value: readonly number[] }[];
}

/** A further accepted or foreseen answer an author listed (`also:`). */
export interface AlsoAnswer {
  readonly answer: Node;
  readonly credit: number;
  readonly says: string;
}

/** An answer that names earlier fields. */
export interface FollowThrough {
  /** The earlier fields that the answer names. */
  readonly fields: readonly string[];
  /**
   * What the answer becomes when those fields were answered so, in the shape and layout that the student
   * types; null where it has no value then (a singular matrix, shapes that do not fit). Not a formula to put
   * values into: `value(grad)` or `eigenvalues(K)` can only be worked out once the student's answer is known.
   */
  readonly recompute: (earlier: ReadonlyMap<string, Node>) => Node | null;
}

/** What only the grader and the worked solution may see. */
export interface FieldKey {
  readonly id: string;
  /**
   * The right answer in normal form; for a shape any value of that shape, for a trace the root; null where
   * nothing is worked out (choice and others).
   */
  readonly answer: Node | null;
  /** How the answer follows from earlier fields (templates.md 2.7); null when it names none. */
  readonly follows: FollowThrough | null;
  /** The expression whose derivative the answer is, for misconceptions and worked steps; null where unknown. */
  readonly derivation: {
    readonly of: Node;
    readonly wrt: readonly string[];
    readonly order: 1 | 2 | 3;
    /** Values put in after differentiating (`value(gradient(L, w))`); missing: the answer is the derivative itself. */
    readonly at?: ReadonlyMap<string, Node>;
    readonly layout?: 'numerator' | 'denominator';
  } | null;
  readonly domain: ComparisonDomain;
  readonly isDerivative: boolean;
  readonly also: readonly AlsoAnswer[];
  readonly trace: readonly TraceKeyNode[];
  /** Values of the inputs that the nodes of a trace use; missing ones are taken from `trace`. */
  readonly traceInputs?: ReadonlyMap<string, readonly number[]>;
  /**
   * How far a right answer may be off, entry by entry, when every intermediate result of the worked solution is
   * rounded as asked (templates.md 2.7; `roundingBound` works it out); missing: rounding early is not recognised.
   */
  readonly roundedEarly?: readonly number[];
  /** The order of an ordering where it is not a plain list; missing: `right` in its order. */
  readonly order?: LineOrder;
  /** By id of the option. */
  readonly optionNotes?: ReadonlyMap<string, OptionNote>;
  /** Ids of right options, or the right order, or the wrong line (`none` as the empty list). */
  readonly right: readonly string[];
  /** Right rows of a case table, in the order of `items`. */
  readonly cases: readonly { readonly when: Condition | null; readonly value: Node }[];
  /** Sample answer of an essay. */
  readonly sample: RichText;
}

/** What a submission holds for one field, as text or nested lists and maps of text (contract, section 7). */
export type RawAnswer = string | readonly RawAnswer[] | { readonly [key: string]: RawAnswer };

export type Verdict = 'equal' | 'different' | 'undecided' | 'invalid' | 'empty';

export interface Evidence {
  readonly points: number;
  /** Worst relative difference seen. */
  readonly worst: number | null;
  readonly method: string;
  readonly bound: number | null;
}

/** A line of the credit log; the mark is the sum of the amounts (as shares of the field's points). */
export interface CreditLine {
  readonly code: string;
  /** Share of the field's points, −1..1. */
  readonly amount: number;
  readonly evidence: string;
}

/** What the grader says of one field. `parts` name cells: entries (`1,2`), trace cells (`c.adjoint`). */
export interface Judgement {
  readonly verdict: Verdict;
  readonly code: string;
  readonly message: string;
  /** How the answer was read, in the expression language; null when it could not be read. */
  readonly readAs: string | null;
  readonly log: readonly CreditLine[];
  readonly parts: readonly {
    readonly id: string;
    readonly verdict: Verdict;
    readonly code: string;
    readonly message: string;
  }[];
  readonly misconceptions: readonly { readonly id: string; readonly message: string; readonly confidence: number }[];
  readonly evidence: Evidence;
}

/** Credit rules in force for one field (assignment, problem, field: nearest wins). */
export interface FieldPolicy {
  readonly number: Rounding;
  readonly expression:
    | { readonly kind: 'exact' }
    | { readonly kind: 'rounded'; readonly digits: number }
    | { readonly kind: 'relative'; readonly tolerance: number };
  readonly entries: 'per-entry' | 'all-or-nothing';
  readonly wrongOrientation: number;
  readonly wrongLayout: number;
  readonly misconceptionCredit: number | ReadonlyMap<string, number>;
  readonly followThrough: number;
  readonly roundedEarly: number;
  readonly decimalComma: boolean;
}

/** What earlier fields of the same problem were answered, for follow-through: parsed, or null. */
export type EarlierAnswers = ReadonlyMap<string, Node | null>;

/** One example of an answer for a given key, for the generated tests and for exports that carry test cases. */
export interface AnswerExample {
  readonly raw: RawAnswer;
  readonly expect: 'right' | 'wrong' | 'invalid';
  readonly note: string;
}

export interface AnswerType {
  readonly name: AnswerTypeName;
  /** Reads and judges one raw answer. Never throws on student input. */
  readonly judge: (
    raw: RawAnswer,
    field: PublicField,
    key: FieldKey,
    policy: FieldPolicy,
    earlier: EarlierAnswers,
  ) => Judgement;
  /** The answer as a value that later fields may use; null when empty, invalid or not a value. */
  readonly value: (raw: RawAnswer, field: PublicField, decimalComma?: boolean) => Result<Node, ParseFailure> | null;
  /** The key as a submission writes it. */
  readonly write: (field: PublicField, key: FieldKey) => RawAnswer;
  /** A well-formed example that is not the key, telling the student how to type (public). */
  readonly placeholder: (field: PublicField) => string;
  readonly examples: (field: PublicField, key: FieldKey) => readonly AnswerExample[];
}
