/** The product and quotient rules broken. */
import { int, type Node } from '../ir/node.ts';
import { isScalar } from '../ir/shape.ts';
import { add, div, mul, pow, sub } from '../ops/arithmetic.ts';
import { type Break, broken, type NodeRule, type PartDerivative } from './misconception.ts';
import { fractionOf, shown } from './parts.ts';
import type { MisconceptionId } from './table.ts';

export const productRules: NodeRule = (at, d) => {
  if (!isScalar(at.shape) || (at.op.name !== 'mul' && at.op.name !== 'pow')) return [];
  const { numerator, denominator } = fractionOf(at);
  const below = denominator.filter((f) => d(f) !== null);
  const moving = numerator.filter((f) => d(f) !== null);
  const still = numerator.filter((f) => d(f) === null);
  const g = mul(denominator);
  const quotient = below.length > 0;
  // The whole numerator's derivative, given how its product rule is done.
  const whole =
    (top: (p: PartDerivative) => Node): Break['apply'] =>
    (p) =>
      quotient
        ? quotientRule(mul(numerator), top(p), g, p(g) ?? int(0))
        : mul([top(p), ...denominator.map((f) => pow(f, int(-1)))]);
  const out: Break[] = [];
  if (moving.length >= 2) {
    const factors = (): string => moving.map(shown).join(' and ');
    out.push(
      broken(
        'product-of-derivatives',
        () =>
          `The derivative of the product of ${factors()} was taken as the product of the derivatives; the product rule is f'g + fg'.`,
        at,
        whole((p) => mul([...still, ...moving.map((f) => p(f) ?? int(0))])),
      ),
    );
    for (const kept of termChoices(moving.length)) {
      const missing = (): string =>
        moving
          .filter((_, i) => !kept.includes(i))
          .map(shown)
          .join(', ');
      out.push(
        broken(
          'product-rule-missing-term',
          () =>
            `In the product of ${factors()}, the term with the derivative of ${missing()} is missing: the product rule has one term for each factor.`,
          at,
          whole((p) =>
            add(kept.map((i) => mul([...still, ...moving.map((f, j) => (i === j ? (p(f) ?? int(0)) : f))]))),
          ),
        ),
      );
    }
  }
  if (quotient) out.push(...quotientRules(at, mul(numerator), g, moving.length > 0));
  return out;
};

/** One term left out, or all but one. */
function termChoices(n: number): readonly (readonly number[])[] {
  const all = Array.from({ length: n }, (_, i) => i);
  const without = all.map((i) => all.filter((j) => j !== i));
  return n === 2 ? without : [...without, ...all.map((i) => [i])];
}

const quotientRule = (f: Node, df: Node, g: Node, dg: Node): Node =>
  mul([sub(mul([df, g]), mul([f, dg])), pow(g, int(-2))]);

function quotientRules(at: Break['at'], f: Node, g: Node, movingTop: boolean): readonly Break[] {
  const name = (): string => `the quotient ${shown(at)}`;
  const made = (id: MisconceptionId, say: () => string, apply: (df: Node, dg: Node) => Node): Break =>
    broken(id, say, at, (p) => apply(p(f) ?? int(0), p(g) ?? int(0)));
  return [
    made(
      'quotient-rule-sign',
      () => `In ${name()}, the two terms were added: the rule is (f'g − fg')/g².`,
      (df, dg) => div(add([mul([df, g]), mul([f, dg])]), pow(g, int(2))),
    ),
    made(
      'quotient-rule-swapped',
      () => `In ${name()}, the two terms are the wrong way round: the rule is (f'g − fg')/g².`,
      (df, dg) => div(sub(mul([f, dg]), mul([df, g])), pow(g, int(2))),
    ),
    made(
      'quotient-rule-denominator-not-squared',
      () => `In ${name()}, the denominator was not squared: the rule is (f'g − fg')/g².`,
      (df, dg) => div(sub(mul([df, g]), mul([f, dg])), g),
    ),
    ...(movingTop
      ? [
          made(
            'quotient-of-derivatives',
            () => `The derivative of ${name()} was taken as f'/g'; the rule is (f'g − fg')/g².`,
            (df, dg) => div(df, dg),
          ),
        ]
      : []),
  ];
}
