/** Credit for outcomes that are neither right nor wrong, by the assignment's policy. */
import type { FieldPolicy } from './contract.ts';
import type { ValueCode } from './value-rule.ts';

/** The share of the credit that an outcome of a number gives. */
export function shareOf(code: ValueCode, policy: FieldPolicy): number {
  if (code === 'right') return 1;
  return code === 'digits' || code === 'early' ? policy.roundedEarly : 0;
}

/** The names of the codes in logs and reports. */
export const LOG_CODES: { readonly [code in ValueCode]: string } = {
  right: 'right',
  digits: 'digits',
  'few-digits': 'few-digits',
  early: 'rounded-early',
  'not-exact': 'not-exact',
  exists: 'exists',
  'undefined-here': 'undefined-here',
  value: 'value',
  'no-value': 'no-real-domain',
  undecided: 'undecided',
};
