/** Exact arithmetic on number nodes, with a path for small integers that needs no bigint. */
import { int, type Node, type Num, num } from '../ir/node.ts';
import { over, plus, powerInteger, type Rational, rational, rootExact, times } from '../ir/rational.ts';

export function addNum(a: Num, b: Num): Num {
  if (a.small && b.small) return int(a.approx + b.approx);
  return num(plus(a.value, b.value), a.decimal || b.decimal);
}

export function mulNum(a: Num, b: Num): Num {
  if (a.small && b.small) return int(a.approx * b.approx);
  return num(times(a.value, b.value), a.decimal || b.decimal);
}

/** a/b, or null for b = 0. */
export function divNum(a: Num, b: Num): Num | null {
  return b.value.n === 0n ? null : num(over(a.value, b.value), a.decimal || b.decimal);
}

/** a^b when that is rational (and real, and within the digit limit), else null. */
export function powNum(a: Num, b: Num): Num | null {
  const { n, d } = b.value;
  if (a.value.n === 0n && n === 0n) return null;
  const p = Number(n);
  const q = Number(d);
  if (!Number.isSafeInteger(p) || Math.abs(p) > 1024 || q > 64) return null;
  let base: Rational | null = a.value;
  if (q !== 1) {
    // For a < 0, a^b is real at integer b only (contract, "Powers").
    if (a.value.n < 0n) return null;
    base = rootExact(a.value, q);
  }
  const r = base && powerInteger(base, p);
  return r && num(r, a.decimal || b.decimal);
}

export const isNegative = (n: Num): boolean => n.value.n < 0n;
export const isWhole = (n: Node): n is Num => n.kind === 'num' && n.value.d === 1n;
export const half: Num = num(rational(1n, 2n));
