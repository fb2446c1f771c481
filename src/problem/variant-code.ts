import type { Stream } from '../base/random.ts';

/** Crockford's digits: no I, L, O, U, so that a code read off a paper is not mistyped. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/**
 * The code printed on a paper, such as `7KQ2F-M9X04`: fifty bits from a fork of the student's stream. Forks are keyed
 * by HMAC, so the code leads neither to the seed nor to anything else drawn from it.
 */
export function variantCode(stream: Stream): string {
  const source = stream.fork('variant code');
  const code = Array.from({ length: LENGTH }, () => DIGITS[source.integer(0, 31)] ?? '0').join('');
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}
