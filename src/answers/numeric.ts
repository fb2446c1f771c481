/** Holding a typed number against a number: the rounding rules of templates.md 2.7, applied exactly. */
import type { CompareOptions } from '../expr/equivalent/comparison.ts';
import { typedDigits } from '../expr/equivalent/typed.ts';
import type { Rounding } from './contract.ts';

/** Half a unit of the last digit that the rule keeps, for a value of this size; 0 for exact answers. */
export function halfUnit(rounding: Rounding, value: number): number {
  switch (rounding.kind) {
    case 'exact':
      return 0;
    case 'digits':
      return value === 0 ? 0 : 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(value))) + 1 - rounding.digits);
    case 'decimals':
      return 0.5 * 10 ** -rounding.decimals;
    case 'relative':
      return rounding.tolerance * Math.abs(value);
    case 'absolute':
      return rounding.tolerance;
  }
}

/** What the rule means to the comparison. `size` is the largest entry of an array: its zeros are judged by it. */
export function roundingOptions(rounding: Rounding, source: string, size: number | null): Partial<CompareOptions> {
  switch (rounding.kind) {
    case 'exact':
      return {};
    case 'digits': {
      if (size !== null) return { atol: halfUnit(rounding, size) };
      const digits = typedDigits(source);
      return digits === null ? { sigfigs: rounding.digits } : { sigfigs: rounding.digits, digits };
    }
    case 'decimals':
      return { atol: halfUnit(rounding, 0) };
    case 'relative':
      return size === null ? { rtol: rounding.tolerance } : { rtol: rounding.tolerance, atol: rounding.tolerance * size };
    case 'absolute':
      return { atol: rounding.tolerance };
  }
}
