/** The one door from the answer types to the comparison of expressions. */
import type { CompareOptions, Comparison } from '../expr/equivalent/comparison.ts';
import { equivalent } from '../expr/equivalent/equivalent.ts';
import type { Node } from '../ir/node.ts';
import type { ComparisonDomain, Evidence } from './contract.ts';

export function optionsOf(domain: ComparisonDomain, name: string): CompareOptions {
  return {
    ranges: domain.ranges,
    structures: domain.structures,
    assume: domain.assume,
    sizes: domain.sizes,
    seed: domain.seed ?? name,
  };
}

/** A comparison that cannot be made (no sizes, too many entries) is undecided: it goes to a person. */
export function compare(student: Node, model: Node, options: CompareOptions): Comparison {
  try {
    return equivalent(student, model, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return {
      verdict: 'undecided',
      code: 'no-points',
      evidence: { points: 0, worst: null, method: 'none', bound: null },
    };
  }
}

/** Numbers of evidence to three digits: what the last bits are may differ between machines. */
export function evidenceOf(found: Comparison): Evidence {
  const { points, worst, method, bound } = found.evidence;
  return {
    points,
    worst: worst === null ? null : threeDigits(worst),
    method,
    bound: bound === null ? null : threeDigits(bound),
  };
}

export const threeDigits = (x: number): number =>
  Number.isFinite(x) ? Number(x.toPrecision(3)) + 0 : Number.MAX_VALUE;

/** Evidence of several comparisons: all points, the worst difference. */
export function joinEvidence(all: readonly Evidence[]): Evidence {
  const worst = all.flatMap((e) => (e.worst === null ? [] : [e.worst]));
  const bounds = all.flatMap((e) => (e.bound === null ? [] : [e.bound]));
  return {
    points: all.reduce((n, e) => n + e.points, 0),
    worst: worst.length === 0 ? null : Math.max(...worst),
    method: all.find((e) => e.method !== 'none')?.method ?? 'none',
    bound: bounds.length === 0 ? null : Math.max(...bounds),
  };
}
