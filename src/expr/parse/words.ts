/** Sorting words: which are declared, which are functions, and which are products of single letters. */

import { SCALAR, type Shape } from '../../ir/shape.ts';
import { functions } from '../../ops/table.ts';
import { normalizeName } from './names.ts';
import type { Scope } from './scope.ts';

/** Functions with a form of their own in the syntax. */
const SPECIAL = new Set(['sum']);
/** The constants of the language, unless a name is declared so. */
export const CONSTANTS: ReadonlySet<string> = new Set(['pi', 'e', 'I', 'DNE', 'undefined']);

export const isFunction = (word: string, scope: Scope): boolean =>
  !isDeclared(word, scope) && (functions.has(word) || SPECIAL.has(word) || (scope.functions?.has(word) ?? false));

export const isDeclared = (word: string, scope: Scope): boolean =>
  scope.declarations.has(word) || (scope.formulas?.has(word) ?? false);

const shapeOfName = (word: string, scope: Scope): Shape =>
  scope.declarations.get(word)?.shape ?? scope.formulas?.get(word)?.shape ?? SCALAR;

/** Whether the name stands for an array, so that a subscript is an index. */
export const isArray = (word: string, scope: Scope): boolean =>
  isDeclared(word, scope) && shapeOfName(word, scope).length > 0;

/** Whether the name stands for a number. */
export const isScalarName = (word: string, scope: Scope): boolean =>
  isDeclared(word, scope) && shapeOfName(word, scope).length === 0;

/** Whether the name stands for a matrix that is no row or column. */
export const hasTwoAxes = (word: string, scope: Scope): boolean => {
  const s = shapeOfName(word, scope);
  return s.length === 2 && !s.includes(1);
};

/** Symbolic sizes by the declarations they stand in: asked for at every word, found once. */
const sizeNames = new WeakMap<Scope['declarations'], ReadonlySet<string>>();

/** Whether the word is a symbolic size of a declared array: it may be used as a number (`1/N`, `k=1..m`). */
export function isSize(word: string, scope: Scope): boolean {
  let names = sizeNames.get(scope.declarations);
  if (names === undefined) {
    const sizes = [...scope.declarations.values()].flatMap((d) => d.shape.filter((size) => typeof size === 'string'));
    names = new Set(sizes.flatMap((size) => size.split('*')));
    sizeNames.set(scope.declarations, names);
  }
  return names.has(word);
}

export const isKnown = (word: string, scope: Scope): boolean =>
  isDeclared(word, scope) || CONSTANTS.has(word) || isSize(word, scope);

/**
 * An unknown word as declared single letters (and e) in a row: `xy`, `xe`, `2xy1` → names. A trailing digit run
 * belongs to the last letter. Null when some letter is not declared.
 */
export function splitWord(word: string, scope: Scope): readonly string[] | null {
  if (word.length < 2 || isKnown(word, scope) || word.includes('_')) return null;
  const parts: string[] = [];
  const letter = /\p{L}\d*/uy;
  while (letter.lastIndex < word.length) {
    const m = letter.exec(word);
    if (!m) return null;
    const name = normalizeName(m[0]);
    if (!isDeclared(name, scope) && name !== 'e') return null;
    parts.push(name);
  }
  return parts.length > 1 ? parts : null;
}

/** `sin2` in `sin2x`: a function directly followed by a number. */
export function functionThenNumber(word: string, scope: Scope): readonly [string, string] | null {
  const m = /^(\p{L}+)(\d+)$/u.exec(word);
  const [, head = '', digits = ''] = m ?? [];
  const takesOne = functions.get(head)?.arity.min === 1;
  return takesOne && isFunction(head, scope) && !isKnown(word, scope) && !isFunction(word, scope)
    ? [head, digits]
    : null;
}

/** `sinx`: a function glued to something known; null where the word is no such thing. */
export function gluedFunction(word: string, scope: Scope): readonly [string, string] | null {
  for (let i = 2; i < word.length; i += 1) {
    const [head, rest] = [word.slice(0, i), word.slice(i)];
    if (isFunction(head, scope) && (isKnown(rest, scope) || splitWord(rest, scope) !== null)) return [head, rest];
  }
  return null;
}
