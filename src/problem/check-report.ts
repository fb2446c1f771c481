/** What `gradus check` finds out: of one variant, of a structure, of a template. */
import type { Issue } from '../base/issue.ts';
import type { DrawRecord } from './draw.ts';

/** How hard a variant is, measured. */
export interface Features {
  /** Size of the answers, in nodes of their formulas. */
  readonly size: number;
  /** Digits of the numbers in the answers. */
  readonly digits: number;
  /** Lines of the worked solution; null where they were not counted for this variant. */
  readonly rules: number | null;
  /**
   * How many half units of its own last digit an answer may be off when every intermediate result is rounded as
   * asked; null where nothing is rounded.
   */
  readonly condition: number | null;
}

/** What is kept of a variant once it has been looked at. */
export interface CheckedVariant {
  readonly structure: string;
  readonly fingerprint: string;
  /** The beginning of its statement, for people. */
  readonly statement: string;
  readonly features: Features;
  readonly unused: readonly string[];
  readonly record: DrawRecord;
  readonly confirmed: number;
}

/** Variants of one structure (what `choice` drew, and the wording). */
export interface StructureReport {
  readonly structure: string;
  readonly count: number;
  /** Share of the draws that satisfied what is required. */
  readonly acceptance: number;
  /** Means over the variants of this structure. */
  readonly features: Features;
}

/** Least, middle and greatest value of a feature over all variants; null where it was not measured. */
export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly greatest: number;
}

export interface CheckReport {
  readonly id: string;
  readonly version: number;
  readonly seeds: number;
  readonly built: number;
  readonly distinct: number;
  /**
   * The effective number of variants 1/Σp², estimated from how often two draws are the same; with no repeat a lower
   * bound, and `isLowerBound` says so.
   */
  readonly effective: number;
  readonly isLowerBound: boolean;
  readonly acceptance: number;
  /** Variants for which no numbers fitted the structure drawn first. */
  readonly structuresRedrawn: number;
  readonly structures: readonly StructureReport[];
  readonly spread: { readonly [feature in keyof Features]: Spread | null };
  /** The data file shared with other problems: report them together, as one testlet. */
  readonly testlet: string | null;
  /** Independent ways agreed on so many keys. */
  readonly confirmed: number;
  readonly issues: readonly Issue[];
  readonly passed: boolean;
}
