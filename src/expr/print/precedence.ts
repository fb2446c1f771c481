/** How tightly each form binds, for every way of writing: the only place that decides on parentheses. */
import type { Form } from './form.ts';
import { isScientific } from './number.ts';

/** Binding strength, loosest first. */
export const LEVEL = { relation: 0, sum: 1, minus: 2, product: 3, factor: 4, power: 5, postfix: 6, atom: 7 } as const;
export type Level = (typeof LEVEL)[keyof typeof LEVEL];

/** `text`: the contract's language. `set`: two-dimensional formulas. `script`: those in exponents, where fractions lie on a line. `speech`: words. */
export type Style = 'text' | 'set' | 'script' | 'speech';

/**
 * The levels, a column per way of writing. In text most constructs are calls, which are atoms; spoken fractions,
 * roots and norms say where they end.
 */
export function levelOf(form: Form, style: Style): Level {
  const text = style === 'text';
  const speech = style === 'speech';
  switch (form.kind) {
    case 'relation':
      return LEVEL.relation;
    case 'sum':
      return LEVEL.sum;
    case 'minus':
      return LEVEL.minus;
    case 'product':
      return LEVEL.product;
    case 'infix':
      return text && form.signs[0] === 'kron' ? LEVEL.atom : LEVEL.product;
    case 'fraction':
      if (speech && isPortion(form)) return LEVEL.atom;
      if (speech) return isWord(form.numerator) && isWord(form.denominator) ? LEVEL.product : LEVEL.atom;
      return style === 'set' ? LEVEL.factor : LEVEL.product;
    case 'sigma':
      return text ? LEVEL.atom : LEVEL.product;
    case 'derivative':
      return text ? LEVEL.atom : isName(form.of) && !speech ? LEVEL.factor : LEVEL.product;
    case 'power':
      return LEVEL.power;
    case 'exponential':
      return text ? LEVEL.atom : LEVEL.power;
    case 'root':
      return text || speech ? LEVEL.atom : LEVEL.power;
    case 'postfix':
      if (speech) return LEVEL.postfix;
      return text ? (form.mark === 'inverse' ? LEVEL.atom : LEVEL.postfix) : LEVEL.power;
    case 'index':
      return style === 'set' || style === 'script' ? LEVEL.atom : LEVEL.postfix;
    case 'number':
      return !text && isScientific(form) ? LEVEL.factor : LEVEL.atom;
    case 'call':
      return speech ? LEVEL.power : LEVEL.atom;
    case 'name':
    case 'constant':
    case 'fence':
    case 'unit':
    case 'grid':
    case 'tuple':
    case 'tensor':
    case 'delta':
      return LEVEL.atom;
  }
}

const isName = (f: Form): boolean => f.kind === 'name';

/** Said in one breath: needs no word that marks its end. */
export const isWord = (f: Form): boolean =>
  f.kind === 'name' || f.kind === 'number' || f.kind === 'constant' || isPortion(f);

/** A fraction of whole numbers said as one: three quarters. */
export const isPortion = (f: Form): boolean =>
  f.kind === 'fraction' &&
  f.numerator.kind === 'number' &&
  f.denominator.kind === 'number' &&
  !f.numerator.decimal &&
  !f.denominator.decimal &&
  f.denominator.value.n > 1n &&
  f.denominator.value.n <= 10n;

/** Whether the form needs parentheses where at least this level is wanted. */
export const isLooser = (form: Form, level: Level, style: Style): boolean => levelOf(form, style) < level;

/**
 * The level wanted of factor i of a product. The first may be a fraction and the last a chain: products of one
 * level are read from left to right, and scalars may be pulled through them.
 */
export function factorLevel(factors: readonly Form[], i: number): Level {
  const kind = factors[i]?.kind;
  if (i === 0 && kind === 'fraction') return LEVEL.product;
  const chains = factors.filter((f) => f.kind === 'infix').length;
  if (i === factors.length - 1 && (kind === 'sigma' || (kind === 'infix' && chains === 1))) return LEVEL.product;
  return LEVEL.factor;
}

/** The level wanted of operand i of a matrix product, or a product entry by entry. */
export function operandLevel(form: Form & { readonly kind: 'infix' }, i: number): Level {
  return i === 0 && form.operands[0]?.kind === 'product' && form.signs[0] !== 'kron' ? LEVEL.product : LEVEL.factor;
}
