/** Rules of single functions broken: powers, exponentials, trigonometric signs; and terms left standing. */
import { type Apply, int, isNum, type Node } from '../ir/node.ts';
import { isScalar } from '../ir/shape.ts';
import { add, mul, pow } from '../ops/arithmetic.ts';
import { e } from '../ops/constants.ts';
import { type Break, broken, type NodeRule } from './misconception.ts';
import { shown, termsOf } from './parts.ts';
import type { MisconceptionId } from './table.ts';

export const powerRules: NodeRule = (at, d) => {
  if (!isScalar(at.shape)) return [];
  const [base, exponent] = at.args;
  const out: Break[] = [];
  if (
    at.op.name === 'pow' &&
    base !== undefined &&
    exponent !== undefined &&
    d(exponent) === null &&
    d(base) !== null
  ) {
    const lower = add([exponent, int(-1)]);
    const made = (id: MisconceptionId, say: () => string, value: Node): Break =>
      broken(id, say, at, (p) => mul([value, p(base) ?? int(0)]), value);
    out.push(
      made(
        'power-rule-exponent-kept',
        () => `In ${shown(at)}, the exponent must go down by one: the derivative of x^n is n x^(n−1).`,
        mul([exponent, at]),
      ),
    );
    if (!isNum(exponent, 1))
      out.push(
        made(
          'power-rule-coefficient-missing',
          () => `In ${shown(at)}, the exponent must come down as a factor: the derivative of x^n is n x^(n−1).`,
          pow(base, lower),
        ),
      );
  }
  const power = exponential(at, (n) => d(n) !== null);
  if (power !== null) {
    const value = mul([power.exponent, pow(power.base, add([power.exponent, int(-1)]))]);
    const say = (): string =>
      `${shown(at)} is an exponential, not a power: its derivative is not found by the power rule.`;
    out.push(broken('power-rule-on-exponential', say, at, (p) => mul([value, p(power.exponent) ?? int(0)])));
    out.push(broken('power-rule-on-exponential', say, at, () => value));
  }
  return out;
};

function exponential(
  at: Apply,
  depends: (n: Node) => boolean,
): { readonly base: Node; readonly exponent: Node } | null {
  const [a, b] = at.args;
  if (at.op.name === 'exp' && a !== undefined) return { base: e, exponent: a };
  return at.op.name === 'pow' && a !== undefined && b !== undefined && !depends(a) && depends(b)
    ? { base: a, exponent: b }
    : null;
}

const SIGNED: ReadonlyMap<string, string> = new Map([
  ['sin', 'the derivative of sin is cos, without a minus'],
  ['cos', 'the derivative of cos is −sin, with a minus'],
  ['tan', 'the derivative of tan is 1/cos², without a minus'],
  ['cosh', 'the derivative of cosh is sinh, without a minus'],
  ['sinh', 'the derivative of sinh is cosh, without a minus'],
]);

export const trigRules: NodeRule = (at) => {
  const says = SIGNED.get(at.op.name);
  if (says === undefined || !isScalar(at.shape)) return [];
  const outer = mul([int(-1), at.op.jvp(at, [int(1)])]);
  return [
    broken(
      'sign-of-trig-derivative',
      () => `In ${shown(at)}: ${says}.`,
      at,
      (p) => flipped(at, p),
      outer,
    ),
  ];
};

function flipped(at: Apply, p: Parameters<Break['apply']>[0]): Node | null {
  const tangents = at.args.map((a) => p(a));
  return tangents.some((t) => t !== null) ? mul([int(-1), at.op.jvp(at, tangents)]) : null;
}

/** Terms without the variable have derivative zero; left standing, they show in the answer. */
export const sumRules: NodeRule = (at, d) => {
  if (at.op.name !== 'add') return [];
  const still = termsOf(at).filter((t) => d(t) === null);
  if (still.length === 0) return [];
  const right = (p: Parameters<Break['apply']>[0]): Node | null => {
    const tangents = at.args.map((a) => p(a));
    return tangents.some((t) => t !== null) ? at.op.jvp(at, tangents) : null;
  };
  const choices = still.length === 1 ? [still] : [...still.map((t) => [t]), still];
  return choices.map(
    (kept): Break =>
      broken(
        'constant-term-kept',
        () =>
          `${kept.map(shown).join(' and ')} does not depend on the variable: its derivative is 0, but it was left standing.`,
        at,
        (p) => add([right(p) ?? int(0), ...kept]),
      ),
  );
};
