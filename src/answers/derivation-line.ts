/** One line of a derivation as text: `f = a = b`, `df = …`, or a formula that goes on from the line above. */
import type { Scope } from '../expr/parse/scope.ts';
import type { Node, Sym } from '../ir/node.ts';
import { refusalText } from './raw.ts';
import { readFormula } from './read.ts';

/** A line as read: what it says stands on its left (empty where it goes on), and its right sides. */
export interface Line {
  readonly text: string;
  readonly left: string;
  readonly sides: readonly Node[];
}

/** `dx` is the change of x, in the shape of x. */
export function withDifferentials(scope: Scope, start: readonly Sym[]): Scope {
  const all = new Map(scope.declarations);
  for (const s of start) if (!all.has(s.name)) all.set(s.name, { name: s.name, shape: s.shape });
  for (const d of [...all.values()]) {
    const name = `d${d.name}`;
    if (!all.has(name)) all.set(name, { name, shape: d.shape });
  }
  return { ...scope, declarations: all };
}

/** `f = a = b`: the name in front and the sides; the equals signs inside brackets are none of ours. */
export function readLine(text: string, scope: Scope): Line | { readonly refusal: string; readonly code: string } {
  const pieces = splitEquals(text);
  const sides: Node[] = [];
  let left = '';
  for (const [k, piece] of pieces.entries()) {
    if (k === 0 && (piece.trim() === '' || (pieces.length > 1 && isName(piece, scope)))) {
      left = piece.trim().replace(/\(.*\)$/, '');
      continue;
    }
    const read = readFormula(piece, scope);
    if (!read.ok) return { refusal: refusalText(piece, read.error), code: read.error.code };
    sides.push(read.value);
  }
  return { text, left, sides };
}

/** A name of the student's own (`f`, `df`, `f(x)`), not one of the field's. */
const isName = (piece: string, scope: Scope): boolean => {
  const name = /^\s*(\p{L}[\p{L}\p{N}_]*)\s*(?:\([^()]*\))?\s*$/u.exec(piece)?.[1];
  return name !== undefined && !scope.declarations.has(name);
};

function splitEquals(text: string): readonly string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charAt(i);
    if ('([{'.includes(c)) depth += 1;
    if (')]}'.includes(c)) depth -= 1;
    if (c === '=' && depth <= 0 && !/[<>!=]/.test(text.charAt(i - 1)) && text.charAt(i + 1) !== '=') {
      pieces.push(text.slice(from, i));
      from = i + 1;
    }
  }
  pieces.push(text.slice(from));
  return pieces;
}
