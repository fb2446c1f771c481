/** Operands: numbers, names, groups, arrays, and words that turn out to be several names. */
import { nearest } from '../../base/nearest.ts';
import { functions } from '../../ops/table.ts';
import { applied, bareRoot } from './applications.ts';
import { bars } from './bars.ts';
import type { Rules } from './cursor.ts';
import { group, missing } from './groups.ts';
import { latex } from './latex.ts';
import { greekNames } from './names.ts';
import { refuse, type Scope } from './scope.ts';
import { ROOT } from './signs.ts';
import type { Syntax } from './syntax.ts';
import type { Token } from './tokens.ts';
import {
  functionThenNumber,
  gluedFunction,
  hasTwoAxes,
  isArray,
  isDeclared,
  isFunction,
  isKnown,
  isSize,
  splitWord,
} from './words.ts';

export function primary(r: Rules): Syntax {
  const { cursor } = r;
  const t = cursor.peek();
  switch (t.kind) {
    case 'number':
      cursor.take();
      return { kind: 'number', text: t.text, from: t.from, to: t.to };
    case 'word':
      return word(r, t);
    case 'tree':
      cursor.take();
      return t.tree;
    case 'end':
      return refuse(
        'syntax',
        { from: Math.max(0, t.from - 1), to: t.to },
        'something is missing at the end',
        'finish the formula',
      );
    case 'sign':
      return sign(r, t);
  }
}

function sign(r: Rules, t: Token & { readonly kind: 'sign' }): Syntax {
  if (t.text === '(' || t.text === '{') return group(r, t);
  if (t.text === '[') return array(r, t);
  if ((t.text === '|' || t.text === '||') && t.side !== 'right') return bars(r, t);
  if (t.text === ROOT) return bareRoot(r, t);
  if (t.text === ',' || t.text === ';') missing(r.cursor);
  return refuse('syntax', t, `a number, a name or a parenthesis is expected here, not "${t.text}"`);
}

/** `[a, b; c, d]` */
function array(r: Rules, open: Token): Syntax {
  const { cursor } = r;
  cursor.take();
  if (cursor.is(']'))
    refuse('syntax', { from: open.from, to: open.to + 1 }, 'this array is empty', 'write its entries, as in [1, 2]');
  const rows: Syntax[][] = [[]];
  cursor.deeper(() =>
    cursor.enclosed(() => {
      for (;;) {
        if (cursor.is(',') || cursor.is(';') || cursor.is(']')) missing(cursor);
        rows[rows.length - 1]?.push(r.sum());
        if (cursor.accept(';')) rows.push([]);
        else if (!cursor.accept(',')) break;
      }
      cursor.expect(']', open, 'bracket');
    }, true),
  );
  return { kind: 'array', rows, from: open.from, to: cursor.last() };
}

function word(r: Rules, t: Token & { readonly kind: 'word' }): Syntax {
  const { cursor, scope } = r;
  if (isDeclared(t.text, scope) && !cursor.is('.', 1)) {
    cursor.take();
    return { kind: 'name', name: t.text, from: t.from, to: t.to };
  }
  if (t.command && !isKnown(t.text, scope)) {
    const read = latex(r, t);
    if (read) return read;
  }
  const dotted = dottedName(r, t);
  if (dotted) return dotted;
  const subscriptFollows = t.text === 'delta' && cursor.is('_', 1);
  if (isFunction(t.text, scope) && !subscriptFollows) return applied(r, t, t.text);
  if (t.text === 'sigma' && !isKnown('sigma', scope) && cursor.is('(', 1)) return applied(r, t, 'sigmoid');
  if (REWRITES.has(t.text) && cursor.is('(', 1)) checkUnknown(r, t);
  const names = splitWord(t.text, scope);
  if (names)
    return instead(
      r,
      names.map((text) => ({ kind: 'word', text, command: false })),
    );
  const number = functionThenNumber(t.text, scope);
  if (number && !cursor.is('(', 1)) {
    const [name, digits] = number;
    return instead(r, [
      { kind: 'word', text: name, command: false },
      { kind: 'number', text: digits },
    ]);
  }
  const indexed = subscripted(r, t);
  if (indexed) return indexed;
  checkUnknown(r, t);
  cursor.take();
  return { kind: 'name', name: t.text, from: t.from, to: t.to };
}

/** `a.b` where the scope knows a formula of that name. */
function dottedName({ cursor, scope }: Rules, t: Token): Syntax | null {
  const column = cursor.peek(2);
  if (!cursor.is('.', 1) || column.kind !== 'word') return null;
  const name = `${t.text}.${column.text}`;
  if (!(scope.formulas?.has(name) ?? false)) return null;
  for (let i = 0; i < 3; i += 1) cursor.take();
  return { kind: 'name', name, from: t.from, to: cursor.last() };
}

function instead(r: Rules, pieces: Parameters<Rules['cursor']['replace']>[0]): Syntax {
  r.cursor.replace(pieces);
  return primary(r);
}

/** `x_i`, `R_ij`, `A_{12}` of a declared array; `delta_pj` and `I_3` where those are not declared. */
function subscripted(r: Rules, t: Token): Syntax | null {
  const { cursor, scope } = r;
  const m = /^([^_]+)_(.+)$/u.exec(t.text) ?? /^(\p{L}+)(\d+)$/u.exec(t.text);
  const [, base = '', subscript = ''] = m ?? [];
  if (!m || isKnown(t.text, scope)) return null;
  const kronecker = base === 'delta' && !isKnown(base, scope) && /^(?!\d+$)[\p{L}\d]{2}$/u.test(subscript);
  const identity = base === 'I' && !isDeclared('I', scope) && scope.mode === 'closed';
  if (!isArray(base, scope) && !kronecker && !identity) return null;
  cursor.take();
  const at = { from: t.from, to: t.to };
  const name: Syntax = { kind: 'name', name: base, ...at };
  const indices = parts(subscript, kronecker || hasTwoAxes(base, scope), identity, scope).map(
    (p): Syntax => (/^\d/.test(p) ? { kind: 'number', text: p, ...at } : { kind: 'name', name: p, ...at }),
  );
  return { kind: 'index', base: name, indices, ...at };
}

/** A subscript as indices: one where it is a name or a number, its letters and digits one by one for two axes. */
function parts(subscript: string, two: boolean, whole: boolean, scope: Scope): readonly string[] {
  if (whole || isDeclared(subscript, scope) || isSize(subscript, scope)) return [subscript];
  if (/^\d+$/.test(subscript)) return two ? [...subscript] : [subscript];
  if (two && [...subscript].length === 2) return [...subscript];
  return subscript.match(/\p{L}\d*|\d/gu) ?? [subscript];
}

/** Names that cannot be meant as names: unknown functions, and functions glued to their argument. */
function checkUnknown({ cursor, scope }: Rules, t: Token & { readonly kind: 'word' }): void {
  if (isKnown(t.text, scope) || greekNames.has(t.text)) return;
  const long = /^\p{L}{2,}\d*$/u.test(t.text);
  // Where names need no declaration, `factorial(n)` must not become a scalar called factorial times n.
  if (long && cursor.is('(', 1) && (scope.mode === 'open' || functionThenNumber(t.text, scope))) {
    const known = nearest(t.text, [...functions.keys(), ...(scope.functions?.keys() ?? [])]);
    const hint = REWRITES.get(t.text) ?? (known === undefined ? 'write * for a product' : `did you mean ${known}?`);
    refuse('unknown-name', t, `there is no function called ${t.text}`, hint);
  }
  const rewrite = REWRITES.get(t.text);
  if (rewrite !== undefined && (scope.mode === 'closed' || cursor.is('(', 1)))
    refuse('unknown-name', t, `there is no function called ${t.text}`, rewrite);
  if (scope.mode === 'open') return;
  const glued = gluedFunction(t.text, scope);
  if (glued) refuse('unknown-name', t, `there is no ${t.text} here`, `write ${glued[0]}(${glued[1]}) with parentheses`);
}

/** Functions of other courses, by those of this one. */
const REWRITES: ReadonlyMap<string, string> = new Map([
  ['sec', 'write 1/cos(x)'],
  ['csc', 'write 1/sin(x)'],
  ['cosec', 'write 1/sin(x)'],
  ['cot', 'write 1/tan(x)'],
  ['coth', 'write 1/tanh(x)'],
  ['sech', 'write 1/cosh(x)'],
  ['csch', 'write 1/sinh(x)'],
  ['lg', 'write log10(x)'],
  ['lb', 'write log2(x)'],
  ['sgn', 'write sign(x)'],
]);
