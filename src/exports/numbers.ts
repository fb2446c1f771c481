/** Keys as decimal numbers, and how far an answer may be off, for platforms that know an absolute tolerance only. */
import type { Rounding } from '../answers/contract.ts';
import { evaluate } from '../expr/evaluate.ts';
import { bindSizes, unroll } from '../expr/rewrite.ts';
import { type Node, symbolsOf } from '../ir/node.ts';
import { undefinedOp } from '../ops/constants.ts';

/** Significant digits that importers keep of a key. */
const DIGITS = 14;
/** Beyond this many digits a number is not what a person types in full: 1/3, exp(-3). */
const TYPED_DIGITS = 8;
/** Digits asked for where the exact value cannot be typed as a decimal. */
export const ASKED_DIGITS = 4;
/** A little more than half a unit, so that binary fractions do not decide about the boundary. */
const MARGIN = 1 + 1e-9;

export interface Numbers {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly entries: readonly number[];
}

/** The value of a key without free names; null when it has some, or is no finite number. */
export function numbersOf(node: Node, sizes: ReadonlyMap<string, number>): Numbers | null {
  if (isUndefinedKey(node)) return null;
  const bound = unroll(bindSizes(node, sizes));
  if (symbolsOf(bound).length > 0) return null;
  const { shape, data } = evaluate(bound, new Map());
  return data.every(Number.isFinite) ? { shape, entries: data.map(kept) } : null;
}

/** A key that says “does not exist”. */
export const isUndefinedKey = (node: Node): boolean => node.kind === 'apply' && node.op === undefinedOp;

/** Negative zero and the digits that no importer keeps are dropped. */
const kept = (value: number): number => Number(value.toPrecision(DIGITS)) + 0;

/** Plain decimal: platforms differ in how they read an exponent. */
export function decimalText(value: number): string {
  const digits = kept(value);
  if (digits === 0) return '0';
  const short = `${digits}`;
  if (!short.includes('e')) return short;
  const places = DIGITS - 1 - Math.floor(Math.log10(Math.abs(digits)));
  const fixed = digits.toFixed(Math.min(100, Math.max(0, places)));
  return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
}

/** Whether a student can type the number in full. */
export function isTypeable(value: number): boolean {
  return decimalText(value).replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '').length <= TYPED_DIGITS;
}

/** 10^k of the leading digit; 1 for zero. */
const leading = (value: number): number => (value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)) + 1e-12));

/** Half a unit of the k-th significant digit. */
const halfUnit = (value: number, digits: number): number => 0.5 * 10 ** (leading(value) - digits + 1) * MARGIN;

/**
 * The absolute tolerance of one number. `scale` is the largest entry of the matrix it stands in: zeros are judged at
 * that size. Never 0, which would refuse 1e-17 for 0.
 */
export function toleranceOf(value: number, rounding: Rounding, scale: number): number {
  const size = value === 0 ? Math.abs(scale) : Math.abs(value);
  switch (rounding.kind) {
    case 'exact':
      return isTypeable(value) ? Math.max(1e-9, 1e-7 * size) : halfUnit(value, ASKED_DIGITS);
    case 'digits':
      return halfUnit(value === 0 ? (scale === 0 ? 1 : scale) : value, rounding.digits);
    case 'decimals':
      return 0.5 * 10 ** -rounding.decimals * MARGIN;
    case 'relative':
      return (size === 0 ? 1 : size) * rounding.tolerance * MARGIN;
    case 'absolute':
      return Math.max(rounding.tolerance * MARGIN, 1e-9);
  }
}

/** A tolerance with few digits, rounded up: files stay readable and the bound is kept. */
export function toleranceText(tolerance: number): string {
  return decimalText(Number(tolerance.toPrecision(10)));
}
