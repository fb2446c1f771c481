/** How sums, products and powers are laid out: where signs go, what forms the fraction, what is left flat. */
import type { Node, Num } from '../../ir/node.ts';
import type { InfixSign, Notation } from '../../ir/notation.ts';
import { type Rational, rational } from '../../ir/rational.ts';
import { isScalar } from '../../ir/shape.ts';
import type { Form, Term } from './form.ts';

interface Builder {
  readonly form: (node: Node) => Form;
}

const ONE: Form = { kind: 'number', value: { n: 1n, d: 1n }, decimal: false };

const minus = (body: Form): Form => ({ kind: 'minus', body });
const whole = (n: bigint): Form => ({ kind: 'number', value: rational(n), decimal: false });

/** A number as written: a sign, then digits or a fraction of whole numbers. */
export function numberForm(node: Num): Form {
  const { n, d } = node.value;
  const abs = n < 0n ? { n: -n, d } : node.value;
  const form = magnitude(abs, node.decimal);
  return n < 0n ? minus(form) : form;
}

function magnitude(value: Rational, decimal: boolean): Form {
  if (decimal || value.d === 1n) return { kind: 'number', value, decimal };
  return { kind: 'fraction', numerator: whole(value.n), denominator: whole(value.d) };
}

// ---- sums -------------------------------------------------------------------------------------------------

/** Terms with their signs pulled out; sums inside sums are laid flat. */
export function arrangeSum(forms: readonly Form[]): Form {
  const terms = forms.flatMap((f): readonly Term[] =>
    f.kind === 'sum' ? f.terms : f.kind === 'minus' ? [{ minus: true, form: f.body }] : [{ minus: false, form: f }],
  );
  const only = forms.length === 1 ? forms[0] : undefined;
  return only ?? { kind: 'sum', terms };
}

// ---- products ---------------------------------------------------------------------------------------------

/** The parts of a product while it is taken apart. */
interface Parts {
  negative: boolean;
  /** Numbers in front: several only where nothing was worked out yet. */
  readonly numbers: Form[];
  /** `whole`: a number made of arrays (an inner product, a norm, a trace), in its place among the others. */
  readonly above: { readonly form: Form; readonly whole: boolean }[];
  readonly belowNumbers: Form[];
  readonly below: Form[];
  /** Sums over an index stand last, because they reach as far as the product does. */
  readonly sums: Form[];
  array: Form | null;
}

/**
 * Numbers first with the sign in front of everything, factors with negative exponents (and denominators of
 * coefficients) below the line, the array last.
 */
export function arrangeProduct(factors: readonly Node[], builder: Builder): Form {
  const parts: Parts = {
    negative: false,
    numbers: [],
    above: [],
    belowNumbers: [],
    below: [],
    sums: [],
    array: null,
  };
  for (const f of factors) place(f, true, parts, builder);
  // ½ xᵀAx and ½ ‖v‖²: behind a fraction of numbers. Beside letters they stand in line with them.
  const behind = parts.below.length === 0 && parts.above.every((f) => f.whole);
  const above = parts.above.map((f) => f.form);
  const front = behind ? parts.numbers : [...parts.numbers, ...above];
  const last = [...(behind ? above : []), ...parts.sums, ...(parts.array === null ? [] : [parts.array])];
  const under = [...parts.belowNumbers, ...parts.below];
  // x/‖x‖ rather than 1/‖x‖ x; a number alone stays in front of its array.
  const raised = front.length === 0 && parts.below.length > 0 && parts.sums.length === 0 && parts.array !== null;
  const body = raised
    ? ({ kind: 'fraction', numerator: product(last), denominator: product(under) } as const)
    : under.length === 0
      ? product([...front, ...last])
      : product([{ kind: 'fraction', numerator: product(front), denominator: product(under) }, ...last]);
  return parts.negative ? minus(body) : body;
}

function product(factors: readonly Form[]): Form {
  const [first, ...rest] = factors;
  if (first === undefined) return ONE;
  return rest.length === 0 ? first : { kind: 'product', factors };
}

/** Puts one factor where it belongs; `up` says on which side of the line. */
function place(node: Node, up: boolean, parts: Parts, builder: Builder): void {
  if (node.kind === 'num') placeNumber(node, up, parts);
  else if (isScalar(node.shape)) placeScalar(node, up, parts, builder);
  else placeArray(node, parts, builder);
}

function placeScalar(node: Node, up: boolean, parts: Parts, builder: Builder): void {
  const n = node.kind === 'apply' ? node.op.notation(node) : null;
  if (n?.kind === 'product') {
    for (const f of n.factors) place(f, up, parts, builder);
    return;
  }
  if (n?.kind === 'power' && n.exponent.kind === 'num' && n.exponent.value.n < 0n && isScalar(n.base.shape)) {
    const { n: p, d: q } = n.exponent.value;
    if (p === -1n && q === 1n) {
      place(n.base, !up, parts, builder);
      return;
    }
    const base = builder.form(n.base);
    const reciprocal: Form =
      p === -1n && q === 2n
        ? { kind: 'root', degree: 2, radicand: base }
        : { kind: 'power', base, exponent: magnitude({ n: -p, d: q }, n.exponent.decimal), elementwise: false };
    if (up) parts.below.push(reciprocal);
    else parts.above.push({ form: reciprocal, whole: false });
    return;
  }
  const written = builder.form(node);
  const form = written.kind === 'minus' ? written.body : written;
  if (written.kind === 'minus') parts.negative = !parts.negative;
  if (!up) parts.below.push(form);
  else if (form.kind === 'sigma') parts.sums.push(form);
  else parts.above.push({ form, whole: isWhole(node) });
}

/** Whether the number is made of whole arrays; a single entry is as good as a letter. */
function isWhole(node: Node): boolean {
  if (node.kind !== 'apply') return false;
  const n = node.op.notation(node);
  if (n.kind === 'power') return isWhole(n.base);
  return n.kind !== 'index' && node.args.some((a) => !isScalar(a.shape));
}

/** An array factor; one that is itself scaled gives its scalars to the product around it. */
function placeArray(node: Node, parts: Parts, builder: Builder): void {
  const n = node.kind === 'apply' ? node.op.notation(node) : null;
  if (n?.kind === 'product') for (const f of n.factors) place(f, true, parts, builder);
  else parts.array = builder.form(node);
}

function placeNumber(node: Num, up: boolean, parts: Parts): void {
  const { n, d } = node.value;
  const unit = d === 1n && (n === 1n || n === -1n);
  const abs: Rational = { n: n < 0n ? -n : n, d };
  if (unit) {
    if (n < 0n) parts.negative = !parts.negative;
    return;
  }
  const side = up ? parts.numbers : parts.belowNumbers;
  // A later number keeps its own sign, in parentheses: 2 · (−3), as when values have just been put in.
  const first = parts.numbers.length === 0 && parts.belowNumbers.length === 0;
  if (n < 0n && !first) {
    side.push(numberForm(node));
    return;
  }
  if (n < 0n) parts.negative = !parts.negative;
  if (node.decimal || d === 1n) side.push(magnitude(abs, node.decimal));
  else {
    // Halves below the line are twos above it.
    if (abs.n !== 1n) side.push(whole(abs.n));
    (up ? parts.belowNumbers : parts.numbers).push(whole(d));
  }
}

// ---- infix products ---------------------------------------------------------------------------------------

/** Chains of one sign laid flat; `a .* b.^(-1)` becomes a quotient entry by entry. */
export function arrangeInfix(sign: InfixSign, operands: readonly Node[], builder: Builder): Form {
  const forms: Form[] = [];
  const signs: InfixSign[] = [];
  operands.forEach((node, i) => {
    const n = node.kind === 'apply' ? node.op.notation(node) : null;
    const inverse = sign === 'hadamard' && n?.kind === 'power' && n.elementwise && isNegative(n.exponent) && i > 0;
    const form = inverse && n?.kind === 'power' ? reciprocalOf(n, builder) : builder.form(node);
    if (i > 0) signs.push(inverse ? 'hadamard-quotient' : sign);
    // Products entry by entry are associative. Others are read from the left: only there no parentheses are lost.
    const flat =
      form.kind === 'infix' &&
      !inverse &&
      (sign === 'hadamard' ? isEntrywise(form) : i === 0 && form.signs.every((s) => s === sign));
    if (flat) {
      forms.push(...form.operands);
      signs.push(...form.signs);
    } else forms.push(form);
  });
  return { kind: 'infix', operands: forms, signs };
}

const isNegative = (n: Node): boolean => n.kind === 'num' && n.value.n < 0n && n.value.d === 1n;

/** b.^(-k) as what a quotient divides by: b, or b.^k. */
function reciprocalOf(n: Notation & { readonly kind: 'power' }, builder: Builder): Form {
  const base = builder.form(n.base);
  if (n.exponent.kind !== 'num' || n.exponent.value.n === -1n) return base;
  return { kind: 'power', base, exponent: whole(-n.exponent.value.n), elementwise: true };
}

const isEntrywise = (f: Form & { readonly kind: 'infix' }): boolean => f.signs.every((s) => s.startsWith('hadamard'));

// ---- exponentials -----------------------------------------------------------------------------------------

const MAX_SHORT = 3;

/**
 * The rule for e^u instead of exp(u): u is, up to its sign, a product or fraction of at most three names,
 * numbers and their numeric powers.
 */
export function isShort(form: Form): boolean {
  const body = form.kind === 'minus' ? form.body : form;
  const factors = factorsOf(body);
  return factors.length <= MAX_SHORT && factors.every(isSmall);
}

function factorsOf(f: Form): readonly Form[] {
  if (f.kind === 'product') return f.factors.flatMap(factorsOf);
  if (f.kind === 'fraction') return [...factorsOf(f.numerator), ...factorsOf(f.denominator)];
  return [f];
}

const isSmall = (f: Form): boolean =>
  f.kind === 'name' ||
  f.kind === 'number' ||
  f.kind === 'constant' ||
  (f.kind === 'index' && f.base.kind === 'name') ||
  (f.kind === 'power' && !f.elementwise && f.base.kind === 'name' && f.exponent.kind === 'number');
