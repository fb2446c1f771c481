/** Questions about how a form looks when it is set: how tall it is, what it begins with. */
import type { Form } from './form.ts';
import { splitName } from './names.ts';

/** Whether the form, set in two dimensions, is taller than a line of letters with exponents. */
export function isTall(f: Form): boolean {
  switch (f.kind) {
    case 'number':
    case 'name':
    case 'constant':
    case 'unit':
    case 'delta':
    // Exponents are set on one line.
    case 'exponential':
      return false;
    case 'fraction':
    case 'sigma':
    case 'derivative':
      return true;
    case 'grid':
      return f.rows.length > 1 || f.rows.some((row) => row.some(isTall));
    case 'tensor':
      return true;
    case 'tuple':
      return f.items.some(isTall);
    case 'minus':
    case 'fence':
      return isTall(f.body);
    case 'sum':
      return f.terms.some((t) => isTall(t.form));
    case 'product':
      return f.factors.some(isTall);
    case 'infix':
      return f.operands.some(isTall);
    case 'power':
    case 'postfix':
    case 'index':
      return isTall(f.base);
    case 'root':
      return isTall(f.radicand);
    case 'call':
      return f.args.some(isTall);
    case 'relation':
      return isTall(f.left) || isTall(f.right);
  }
}

/** Whether the first sign is a digit, which would run into a factor before it. */
export function startsWithDigit(f: Form | undefined): boolean {
  switch (f?.kind) {
    case 'number':
      return true;
    case 'fraction':
      return startsWithDigit(f.numerator);
    case 'power':
      return startsWithDigit(f.base);
    case 'product':
      return startsWithDigit(f.factors[0]);
    case 'infix':
      return startsWithDigit(f.operands[0]);
    default:
      return false;
  }
}

/** Functions whose powers are written before the argument: sin²(x). */
const POWER_BEFORE: ReadonlySet<string> = new Set(
  'sin cos tan asin acos atan sinh cosh tanh log log2 log10'.split(' '),
);

export const isPowerBefore = (f: Form & { readonly kind: 'power' }): boolean =>
  f.base.kind === 'call' && POWER_BEFORE.has(f.base.name) && f.exponent.kind === 'number' && !f.exponent.decimal;

/** A single letter, Greek letter or digit: indices of such need no commas. */
export function isOneSign(f: Form): boolean {
  if (f.kind === 'number') return f.value.n < 10n && f.value.d === 1n;
  if (f.kind !== 'name') return false;
  const { head, subscripts } = splitName(f.name);
  return head.style !== 'word' && subscripts.length === 0;
}

export const isWordName = (f: Form): boolean => f.kind === 'name' && splitName(f.name).head.style === 'word';

export const isGreek = (f: Form | undefined): boolean => f?.kind === 'name' && splitName(f.name).head.style === 'greek';

/** Equal neighbours counted: x, x, y → (x, 2), (y, 1). */
export function runs(forms: readonly Form[]): readonly (readonly [Form, number])[] {
  const out: [Form, number][] = [];
  for (const f of forms) {
    const last = out[out.length - 1];
    if (last && last[0] === f) last[1] += 1;
    else out.push([f, 1]);
  }
  return out;
}
