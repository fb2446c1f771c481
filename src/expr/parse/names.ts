/** Names as people type them, brought to one spelling: x_1 = x₁ = x1, θ = theta, \Phi = Phi. */

const GREEK_LOWER =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega'.split(
    ' ',
  );
const LOWER_CODES = 'αβγδεζηθικλμνξοπρστυφχψω';
const UPPER_CODES = 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ';

/** Greek letters by character, variants of a letter included. */
export const greekLetters: ReadonlyMap<string, string> = new Map([
  ...[...LOWER_CODES].map((c, i) => [c, GREEK_LOWER[i] ?? ''] as const),
  ...[...UPPER_CODES].map((c, i) => [c, capital(GREEK_LOWER[i] ?? '')] as const),
  ['ϵ', 'epsilon'],
  ['ϕ', 'phi'],
  ['ϑ', 'theta'],
  ['ς', 'sigma'],
  ['µ', 'mu'],
]);

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Names of Greek letters, lower and upper case: `theta`, `Phi`. */
export const greekNames: ReadonlySet<string> = new Set([...GREEK_LOWER, ...GREEK_LOWER.map(capital)]);

/** Lowered characters, as what they lower. */
export const SUBSCRIPTS: ReadonlyMap<string, string> = new Map(
  [...'₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ'].map((c, i) => [c, '0123456789aehijklmnoprstuvx'.charAt(i)] as const),
);

/**
 * The one spelling of a name: digits after an underscore (with or without braces) join the letters, other
 * subscripts keep the underscore. `x_{12}` → `x12`, `θ₁` → `theta1`, `W_out` → `W_out`.
 */
export function normalizeName(name: string): string {
  let text = '';
  for (const c of name.normalize('NFC').trim()) {
    text += SUBSCRIPTS.get(c) ?? greekLetters.get(c) ?? c;
  }
  text = text.replace(/^\\/, '').replace(/^var(?=epsilon|phi|theta|rho|sigma)/, '');
  const m = /^([^_]+)_\{?([^{}]*)\}?$/.exec(text);
  if (!m) return text;
  const [, head = '', sub = ''] = m;
  return /^\d+$/.test(sub) && !/\d$/.test(head) ? head + sub : sub === '' ? head : `${head}_${sub}`;
}
