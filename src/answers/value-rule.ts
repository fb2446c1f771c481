/** Numbers against the key by the rule that stands beside the box (templates.md, 2.7). */
import type { Comparison } from '../expr/equivalent/comparison.ts';
import { evaluate } from '../expr/evaluate.ts';
import type { Node } from '../ir/node.ts';
import { isOp } from '../ops/collect.ts';
import { undefinedOp } from '../ops/constants.ts';
import { compare, evidenceOf, optionsOf } from './compare.ts';
import type { ComparisonDomain, Evidence, Rounding, Verdict } from './contract.ts';
import { digitsOf, halfUnitOfDigit, powerOfTen, type TypedDigits } from './typed-number.ts';

/**
 * `right` · `digits` right, with fewer digits than asked · `few-digits` right only as far as it goes · `early`
 * outside the tolerance but within what rounding on the way explains · `not-exact` a decimal for an exact value ·
 * `exists`, `undefined-here` "does not exist" on one side · `value` · `no-value` the answer is no real number.
 */
export type ValueCode =
  | 'right'
  | 'digits'
  | 'few-digits'
  | 'early'
  | 'not-exact'
  | 'exists'
  | 'undefined-here'
  | 'value'
  | 'no-value'
  | 'undecided';

export interface ValueOutcome {
  readonly verdict: Verdict;
  readonly code: ValueCode;
  readonly evidence: Evidence;
}

export interface ValueRule {
  readonly rounding: Rounding;
  readonly domain: ComparisonDomain;
  readonly seed: string;
  /** Size of the largest entry: a zero among digits is judged at it. */
  readonly scale?: number;
  /** How far off rounding on the way may lead; 0 when unknown. */
  readonly early?: number;
  readonly decimalComma?: boolean;
}

/** Whether the value is a number without names. */
export const isConstant = (n: Node): boolean => n.mask === 0;

/** The double next to a constant; NaN where it has no real value. */
export function doubleOf(n: Node): number {
  try {
    return evaluate(n, new Map()).data[0] ?? Number.NaN;
  } catch (error) {
    if (error instanceof RangeError) return Number.NaN;
    throw error;
  }
}

/** Judges one typed number; `source` is its text, for the digits. */
export function judgeValue(student: Node, source: string, model: Node, rule: ValueRule): ValueOutcome {
  const missing = { student: isOp(student, undefinedOp), model: isOp(model, undefinedOp) };
  const options = optionsOf(rule.domain, rule.seed);
  if (missing.student || missing.model) {
    const evidence = evidenceOf(compare(student, model, options));
    if (missing.student && missing.model) return { verdict: 'equal', code: 'right', evidence };
    return { verdict: 'different', code: missing.student ? 'exists' : 'undefined-here', evidence };
  }
  const value = doubleOf(student);
  if (isConstant(student) && Number.isNaN(value)) return outcome('invalid', 'no-value', NOTHING);
  if (isConstant(student) && !Number.isFinite(value)) return outcome('different', 'value', NOTHING);
  const wanted = doubleOf(model);
  const typed = digitsOf(source, rule.decimalComma);
  const found = compare(student, model, { ...options, ...tolerance(rule, wanted) });
  if (found.verdict === 'equal') {
    const verdict = enough(typed, rule.rounding, wanted) ? 'right' : 'digits';
    return outcome('equal', verdict, found);
  }
  if (found.verdict === 'undecided') return outcome('undecided', 'undecided', found);
  return outcome('different', whyDifferent(value, typed, wanted, rule), found);
}

const NOTHING: Comparison = {
  verdict: 'different',
  code: 'value',
  evidence: { points: 1, worst: null, method: 'none', bound: null },
};

function outcome(verdict: Verdict, code: ValueCode, found: Comparison): ValueOutcome {
  const early = code === 'early';
  return { verdict: early ? 'equal' : verdict, code, evidence: evidenceOf(found) };
}

function tolerance(
  { rounding, scale = 0 }: ValueRule,
  wanted: number,
): { readonly sigfigs?: number; readonly rtol?: number; readonly atol?: number } {
  switch (rounding.kind) {
    case 'exact':
      return {};
    case 'digits':
      return wanted === 0 ? { atol: halfUnitOfDigit(scale, rounding.digits) } : { sigfigs: rounding.digits };
    case 'decimals':
      return { atol: Number(`5e${-rounding.decimals - 1}`) };
    case 'relative':
      return { rtol: rounding.tolerance };
    case 'absolute':
      return { atol: rounding.tolerance };
  }
}

/** Whether as many digits were typed as asked; a formula without decimals is exact. */
function enough(typed: TypedDigits | null, rounding: Rounding, wanted: number): boolean {
  if (typed === null) return true;
  if (rounding.kind === 'digits') return wanted === 0 || typed.significant >= rounding.digits;
  return rounding.kind !== 'decimals' || typed.decimals >= rounding.decimals;
}

function whyDifferent(value: number, typed: TypedDigits | null, wanted: number, rule: ValueRule): ValueCode {
  const off = Math.abs(value - wanted);
  const slack = 1e-12 * Math.max(Math.abs(value), Math.abs(wanted));
  // The number that the key rounds to at as many digits as were typed: a shorter answer, not another one.
  const shorter = typed !== null && off <= 0.5 * powerOfTen(-typed.decimals) + slack && value !== 0;
  if (rule.rounding.kind === 'exact')
    return shorter && typed.decimals >= 1 && typed.significant >= 2 ? 'not-exact' : 'value';
  if (rule.rounding.kind !== 'digits' && rule.rounding.kind !== 'decimals') return 'value';
  if ((rule.early ?? 0) > 0 && off <= (rule.early ?? 0) + slack) return 'early';
  return shorter && !enough(typed, rule.rounding, wanted) ? 'few-digits' : 'value';
}

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const counted = (n: number, unit: string): string => `${SMALL[n] ?? n} ${unit}${n === 1 ? '' : 's'}`;

/** What was asked, for a sentence: "three significant digits". */
export function askedFor(rounding: Rounding): string {
  switch (rounding.kind) {
    case 'exact':
      return 'an exact value';
    case 'digits':
      return counted(rounding.digits, 'significant digit');
    case 'decimals':
      return counted(rounding.decimals, 'decimal');
    case 'relative':
      return `a value within ${Number((rounding.tolerance * 100).toPrecision(6))} %`;
    case 'absolute':
      return `a value within ${rounding.tolerance}`;
  }
}

/** One sentence for the student. `it` is what the sentence is about: "This", "Entry (1, 2)". */
export function valueMessage(code: ValueCode, rounding: Rounding, it = 'This'): string {
  switch (code) {
    case 'right':
      return it === 'This' ? 'Right.' : `${it} is right.`;
    case 'digits':
      return `${it} is right, but with fewer digits than asked: ${askedFor(rounding)}.`;
    case 'few-digits':
      return `${it} is right as far as it goes, but ${askedFor(rounding)} were asked.`;
    case 'early':
      return `${it} is right up to rounding on the way: round only at the end.`;
    case 'not-exact':
      return `${it} is a rounded value; the exact value was asked (a fraction or a form such as sqrt(2)).`;
    case 'exists':
      return `${it} says that it does not exist, but there is a value.`;
    case 'undefined-here':
      return `${it} gives a value where none exists.`;
    case 'value':
      return `${it} is not the right value.`;
    case 'no-value':
      return `${it} is no real number.`;
    case 'undecided':
      return `${it} could not be judged automatically; a person will look at it.`;
  }
}
