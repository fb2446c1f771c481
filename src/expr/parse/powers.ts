/** What stands behind or above an operand: powers, transposes, indices. */
import type { Rules } from './cursor.ts';
import { list } from './groups.ts';
import { LIMITS, refuse } from './scope.ts';
import { TRANSPOSE } from './signs.ts';
import type { Syntax } from './syntax.ts';
import { isKnown, isScalarName, splitWord } from './words.ts';

/** A factor with its powers: `x^2`, `A'^2`, `w^{\circ 2}`, `X^{-\top}`. */
export function power(r: Rules): Syntax {
  return powerOf(r, postfix(r, r.primary()));
}

function powerOf(r: Rules, start: Syntax): Syntax {
  const { cursor } = r;
  let base = start;
  for (let marks = 0; ; marks += 1) {
    const t = cursor.peek();
    if (marks > LIMITS.depth)
      refuse('limit', t, `a value may have at most ${LIMITS.depth} marks behind it`, 'write it more simply');
    if (!cursor.is('^') && !cursor.is('.^')) return base;
    cursor.take();
    const transposed = transposeMark(r, base);
    if (transposed === null) {
      const entrywise = t.text === '.^';
      const exponent = cursor.deeper(() => (entrywise ? null : entrywiseExponent(r)) ?? { plain: signedExponent(r) });
      const value = 'plain' in exponent ? exponent.plain : exponent;
      const span = { from: base.from, to: cursor.last() };
      return { kind: 'power', base, exponent: value, entrywise: entrywise || !('plain' in exponent), ...span };
    }
    base = postfix(r, transposed);
  }
}

/** Exponents take signs (`2^-x`) and bind to the right. */
function signedExponent(r: Rules): Syntax {
  const { cursor } = r;
  const t = cursor.peek();
  if (cursor.accept('-')) {
    const body = cursor.deeper(() => signedExponent(r));
    return { kind: 'minus', body, from: t.from, to: body.to };
  }
  if (cursor.accept('+')) return cursor.deeper(() => signedExponent(r));
  return r.power();
}

/** `{\circ 2}`: a power entry by entry. */
function entrywiseExponent(r: Rules): Syntax | null {
  const { cursor } = r;
  if (!cursor.is('{') || !cursor.is('.*', 1)) return null;
  const open = cursor.take();
  cursor.take();
  const exponent = cursor.enclosed(() => r.sum());
  cursor.expect('}', open, 'brace');
  return exponent;
}

/** After `^`: T, \top or \prime, also in braces and behind a minus; null where there is none. */
function transposeMark(r: Rules, base: Syntax): Syntax | null {
  const { cursor } = r;
  const braced = cursor.is('{') ? 1 : 0;
  const minus = cursor.is('-', braced) ? 1 : 0;
  const t = cursor.peek(braced + minus);
  const letter = t.kind === 'word' && isTransposeLetter(r, t.text);
  const sign = t.kind === 'sign' && (t.text === TRANSPOSE || (t.text === "'" && minus === 0));
  if (!letter && !sign) return null;
  if (braced === 1 && !cursor.is('}', braced + minus + 1)) return null;
  for (let i = 0; i < braced + minus; i += 1) cursor.take();
  if (t.kind === 'word' && t.text.length > 1) {
    // x^TAx: the T stands for itself, the letters behind it are factors.
    cursor.replace([
      { kind: 'word', text: 'T', command: false },
      { kind: 'word', text: t.text.slice(1), command: false },
    ]);
  }
  cursor.take();
  if (braced === 1) cursor.take();
  const mark = letter ? 'letter' : t.text === "'" ? 'prime' : 'sign';
  const body: Syntax = { kind: 'transpose', body: base, mark, from: base.from, to: cursor.last() };
  return minus === 0 ? body : { kind: 'call', name: 'inv', args: [body], from: base.from, to: cursor.last() };
}

/** T, where it is no scalar of the scope; `TAx` where `TAx` itself is nothing known but `Ax` is. */
function isTransposeLetter(r: Rules, word: string): boolean {
  if (!word.startsWith('T') || isScalarName('T', r.scope)) return false;
  if (word === 'T') return true;
  const rest = word.slice(1);
  return (
    !isKnown(word, r.scope) &&
    splitWord(word, r.scope) === null &&
    (isKnown(rest, r.scope) || splitWord(rest, r.scope) !== null)
  );
}

/** Primes, transpose signs and indices, which bind more tightly than powers. */
export function postfix(r: Rules, start: Syntax): Syntax {
  const { cursor } = r;
  let base = start;
  for (let marks = 0; ; marks += 1) {
    const t = cursor.peek();
    if (marks > LIMITS.depth)
      refuse('limit', t, `a value may have at most ${LIMITS.depth} marks behind it`, 'write it more simply');
    if (cursor.is("'") || cursor.is(TRANSPOSE)) {
      cursor.take();
      if (t.text === "'" && cursor.is('(')) {
        refuse(
          'syntax',
          t,
          'a prime is a transpose here, not a derivative',
          "write the derivative itself, or x'*(…) for a product",
        );
      }
      base = { kind: 'transpose', body: base, mark: t.text === "'" ? 'prime' : 'sign', from: base.from, to: t.to };
    } else if (cursor.is('[') && !t.spaceBefore && base.to === t.from && base.kind !== 'number') {
      cursor.take();
      base = { kind: 'index', base, indices: cursor.deeper(() => list(r, ']', t)), from: base.from, to: cursor.last() };
    } else if (cursor.is('_') && base.kind !== 'number') base = subscript(r, base);
    else return base;
  }
}

/** `R_{i, q}`, `R_{i q}`, `\mathbf{x}_i`: a subscript that the word itself could not hold. */
function subscript(r: Rules, base: Syntax): Syntax {
  const { cursor } = r;
  const mark = cursor.take();
  const open = cursor.peek();
  const indices: Syntax[] = [];
  if (cursor.accept('{')) {
    indices.push(...list(r, '}', open).flatMap(apart));
    if (indices.length === 0) refuse('syntax', open, 'an index is missing between these braces');
  } else if (open.kind === 'number' || open.kind === 'word') indices.push(r.primary());
  else refuse('syntax', mark, 'a subscript needs a letter, a number or braces', 'write x_1 or R_{i,j}');
  return { kind: 'index', base, indices, from: base.from, to: cursor.last() };
}

/** Indices side by side, `p j`, are two. */
function apart(t: Syntax): readonly Syntax[] {
  return t.kind === 'product' && t.sign === 'implicit' && isIndexLike(t.left) && isIndexLike(t.right)
    ? [...apart(t.left), ...apart(t.right)]
    : [t];
}

const isIndexLike = (t: Syntax): boolean =>
  t.kind === 'name' || (t.kind === 'product' && t.sign === 'implicit' && isIndexLike(t.left) && isIndexLike(t.right));
