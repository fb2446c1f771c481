/** What a number must look like where no calculator is allowed (templates.md, 2.2). */
import type { Node, Num } from '../ir/node.ts';

const MAX_DIGITS = 3;
const MAX_DENOMINATOR = 20n;
/** A constant such as `3*sqrt(2)/5` or `exp(-3)`; longer ones are no names of numbers any more. */
const MAX_CONSTANT_SIZE = 12;

/** Whole, or a fraction of at most three significant digits over at most 20. */
export function isTidyNumber({ value }: Num): boolean {
  const digits = `${value.n < 0n ? -value.n : value.n}`.replace(/0+$/, '');
  return digits.length <= MAX_DIGITS && value.d <= MAX_DENOMINATOR;
}

/** Whether every number in the formula is tidy, and every constant in it short. */
export function isTidy(n: Node): boolean {
  const seen = new Set<Node>();
  const visit = (m: Node): boolean => {
    if (m.kind === 'num') return isTidyNumber(m);
    if (m.kind === 'sym' || seen.has(m)) return true;
    seen.add(m);
    if (m.mask === 0 && m.shape.length === 0 && m.size > MAX_CONSTANT_SIZE) return false;
    return m.args.every(visit);
  };
  return visit(n);
}
