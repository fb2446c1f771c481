/** What a comparison is asked and what it answers: a verdict of three values, with its evidence. */
import type { Rational } from '../../ir/rational.ts';
import type { Condition } from '../parse/parse.ts';

export type ComparisonVerdict = 'equal' | 'different' | 'undecided';

/**
 * Why. `same-form` equal as normal forms · `sampled` agrees at the points · `exact` equal in a prime field or as
 * exact numbers · `within-tolerance` · `value` differs at a point · `domain` defined where the other is not ·
 * `shape`, `orientation` (a transpose would be right) · `undefined-here` one of them says "does not exist" ·
 * `digits` right, but given with too few digits · `nowhere-real`, `no-agreement`, `no-points`, `whole-numbers` (equal
 * where a real variable that counts something is a whole number) undecided.
 */
export type ComparisonCode =
  | 'same-form'
  | 'sampled'
  | 'exact'
  | 'within-tolerance'
  | 'value'
  | 'domain'
  | 'shape'
  | 'orientation'
  | 'undefined-here'
  | 'digits'
  | 'nowhere-real'
  | 'no-agreement'
  | 'no-points'
  | 'whole-numbers';

export interface Witness {
  readonly name: string;
  /** One number for a scalar, entries row-major for an array. */
  readonly value: number | readonly number[];
}

export interface ComparisonEvidence {
  /** Points at which both were defined and compared. */
  readonly points: number;
  /** Worst relative difference seen at them; null when none was measured. */
  readonly worst: number | null;
  readonly method: 'normal-form' | 'sampled' | 'prime-field' | 'interval' | 'high-precision' | 'exact' | 'none';
  /** For `prime-field` the Schwartz–Zippel bound of a false equality; else the error bound reached; or null. */
  readonly bound: number | null;
  /** A point at which they differ. */
  readonly at?: readonly Witness[];
}

export interface Comparison {
  readonly verdict: ComparisonVerdict;
  readonly code: ComparisonCode;
  readonly evidence: ComparisonEvidence;
}

/** A typed decimal: the number of its node (`n/d`) and the numbers that round to what was typed. */
export interface TypedDecimal {
  readonly key: string;
  readonly low: Rational;
  readonly high: Rational;
}

export interface CompareOptions {
  /** Where scalars (and entries of arrays) are sampled; ends excluded, may be infinite. */
  readonly ranges: ReadonlyMap<string, readonly [number, number]>;
  /** `symmetric`, `positive-definite`, `orthogonal` or `rank:r` for a matrix name. */
  readonly structures: ReadonlyMap<string, string>;
  /** Answers are compared only where these hold: inequalities, `name = formula`, other equations, integer(n). */
  readonly assume: readonly Condition[];
  readonly rtol?: number;
  readonly atol?: number;
  /** The typed decimals of the student's answer that stand for every number that rounds to them. */
  readonly rounded?: readonly TypedDecimal[];
  /** At most half a unit of this digit of the model off. */
  readonly sigfigs?: number;
  /** Significant digits the student typed (with `sigfigs`); null when it is no decimal. Missing: not asked. */
  readonly digits?: number | null;
  /** The same points for the same seed on every machine. */
  readonly seed: string;
  /** Sizes of symbolic dimensions; missing ones are made distinct. */
  readonly sizes: ReadonlyMap<string, number>;
  /** false: a row, a column and a tuple of the same entries are the same. Default true. */
  readonly orientationMatters?: boolean;
}

export const NO_EVIDENCE: ComparisonEvidence = { points: 0, worst: null, method: 'none', bound: null };

/** Options of a plain comparison of functions. */
export const PLAIN: CompareOptions = {
  ranges: new Map(),
  structures: new Map(),
  assume: [],
  seed: 'compare',
  sizes: new Map(),
};
