/**
 * What the printers share: how tightly each construct binds, the sign of a term, and a product as a fraction.
 * Parentheses follow from these numbers alone, never from looking at printed text.
 */
import { type Apply, int, isNum, type Node, num } from '../../ir/node.ts';
import type { InfixSign, Notation } from '../../ir/notation.ts';
import { rational } from '../../ir/rational.ts';
import { isScalar } from '../../ir/shape.ts';

/** Binding strength, loosest first. */
export const BIND = { relation: 0, sum: 1, product: 2, minus: 3, power: 4, postfix: 5, atom: 6 } as const;

export const notationOf = (n: Apply): Notation => n.op.notation(n);

export const isNegativeNum = (n: Node): boolean => n.kind === 'num' && n.value.n < 0n;

/** A term as sign and magnitude: −2x is minus 2x. */
export function signed(n: Node): { readonly minus: boolean; readonly magnitude: Magnitude } {
  if (n.kind === 'num' && n.value.n < 0n) return { minus: true, magnitude: { kind: 'node', node: absNum(n) } };
  if (n.kind === 'apply') {
    const notation = notationOf(n);
    if (notation.kind === 'product') {
      const [first, ...rest] = notation.factors;
      if (first?.kind === 'num' && first.value.n < 0n) {
        const c = absNum(first);
        const factors = isNum(c, 1) ? rest : [c, ...rest];
        const single = factors[0];
        return {
          minus: true,
          magnitude: factors.length === 1 && single ? { kind: 'node', node: single } : { kind: 'product', factors },
        };
      }
    }
  }
  return { minus: false, magnitude: { kind: 'node', node: n } };
}

export type Magnitude =
  | { readonly kind: 'node'; readonly node: Node }
  | { readonly kind: 'product'; readonly factors: readonly Node[] };

const absNum = (n: Node): Node =>
  n.kind === 'num' ? num(rational(n.value.n < 0n ? -n.value.n : n.value.n, n.value.d), n.decimal) : n;

/** A product split into numerator and denominator: factors with negative number exponents go below. */
export interface Quotient {
  readonly above: readonly Node[];
  readonly below: readonly Factor[];
}

/** A factor of a denominator: base to a positive power. */
export interface Factor {
  readonly base: Node;
  readonly exponent: Node;
}

export function quotient(factors: readonly Node[]): Quotient {
  const array = factors.some((f) => !isScalar(f.shape));
  const above: Node[] = [];
  const below: Factor[] = [];
  for (const f of factors) {
    const inverse = inverted(f);
    if (inverse) below.push(inverse);
    else if (f.kind === 'num' && !f.decimal && f.value.d !== 1n && !array) {
      if (f.value.n !== 1n) above.push(num(rational(f.value.n)));
      below.unshift({ base: num(rational(f.value.d)), exponent: int(1) });
    } else above.push(f);
  }
  return { above, below };
}

/** b^(−k) of a scalar as b and k; null for anything else. */
export function inverted(f: Node): Factor | null {
  if (f.kind !== 'apply' || !isScalar(f.shape)) return null;
  const notation = notationOf(f);
  if (notation.kind !== 'power') return null;
  const { base, exponent } = notation;
  return exponent.kind === 'num' && exponent.value.n < 0n ? { base, exponent: absNum(exponent) } : null;
}

/** A matrix product: after scalars it needs no parentheses, 2*A*x is 2*(A*x). */
export function isChain(n: Node): boolean {
  if (n.kind !== 'apply') return false;
  const notation = notationOf(n);
  return notation.kind === 'infix' && notation.sign === 'matmul';
}

/** An infix product of another sign, which is set apart by parentheses wherever it stands. */
export function isOtherInfix(n: Node, sign: InfixSign): boolean {
  if (n.kind !== 'apply') return false;
  const notation = notationOf(n);
  return notation.kind === 'infix' && notation.sign !== sign;
}
