/** LaTeX commands with arguments, sums with limits, and matrix environments. */
import { nearest } from '../../base/nearest.ts';
import { functions } from '../../ops/table.ts';
import type { Rules } from './cursor.ts';
import { group, missing } from './groups.ts';
import { greekNames } from './names.ts';
import { refuse, type Span } from './scope.ts';
import type { Syntax } from './syntax.ts';
import type { Token } from './tokens.ts';
import { isFunction, isKnown, splitWord } from './words.ts';

/** The construct that a command begins; null where it is a plain name or function. */
export function latex(r: Rules, t: Token & { readonly kind: 'word' }): Syntax | null {
  const { cursor, scope } = r;
  const command = t.text;
  if (/^sum_/.test(command)) limitsExpected(t);
  switch (command) {
    case 'frac':
    case 'dfrac':
    case 'tfrac':
    case 'cfrac': {
      cursor.take();
      const left = argument(r, t);
      const right = argument(r, t);
      return { kind: 'product', left, right, sign: '/', from: t.from, to: cursor.last() };
    }
    case 'sqrt': {
      if (isFontWord(t)) return null;
      cursor.take();
      const degree = rootDegree(r);
      const body = cursor.is('(') ? group(r, cursor.peek()) : argument(r, t);
      return { kind: 'root', degree, body, from: t.from, to: cursor.last() };
    }
    case 'sum':
      return cursor.is('_', 1) ? sumWithLimits(r, t) : null;
    case 'begin':
      return environment(r, t);
    case 'partial':
    case 'nabla':
      return refuse('syntax', t, `\\${command} may stand in labels only`, 'write the derivative itself');
    default:
  }
  const known =
    isFunction(command, scope) || greekNames.has(command) || isKnown(command, scope) || splitWord(command, scope);
  // A font around a letter, or a name with a subscript, is a name like any other.
  if (known || isFontWord(t) || /^\p{L}\d*$/u.test(command) || greekNames.has(command.replace(/(?:_.*|\d+)$/u, '')))
    return null;
  const near = nearest(command, [...functions.keys(), ...greekNames, 'frac', 'sqrt', 'cdot', 'top']);
  return refuse(
    'unknown-name',
    t,
    `\\${command} is not known here`,
    near === undefined ? undefined : `did you mean \\${near}?`,
  );
}

/** A name that a font command wraps (`\mathbf{A}`) is longer in the source than the name itself. */
const isFontWord = (t: Token): boolean => t.to - t.from > t.text.length + 1;

function rootDegree({ cursor }: Rules): number {
  if (!cursor.is('[')) return 2;
  const open = cursor.take();
  const n = cursor.take();
  cursor.expect(']', open, 'bracket');
  const degree = n.kind === 'number' ? Number(n.text) : Number.NaN;
  if (!Number.isInteger(degree) || degree < 2 || degree > 99)
    refuse('syntax', n, 'the degree of a root is a whole number from 2 to 99', 'write x^(1/n) for another');
  return degree;
}

/** `{…}`, or a single digit or letter as TeX takes it. */
function argument(r: Rules, t: Token): Syntax {
  const { cursor } = r;
  const next = cursor.peek();
  if (cursor.is('{')) return group(r, next);
  if (next.kind === 'end')
    refuse('syntax', t, 'this command needs an argument in braces', 'write \\frac{1}{2}, \\sqrt{2}');
  if (next.kind === 'number' && next.text.length > 1 && /^\d+$/.test(next.text)) {
    cursor.replace([
      { kind: 'number', text: next.text.charAt(0) },
      { kind: 'number', text: next.text.slice(1) },
    ]);
  }
  return cursor.deeper(() => r.primary());
}

/** `\sum_{k=1}^{m} R_{kp}`: reaches over the product behind it. */
function sumWithLimits(r: Rules, t: Token): Syntax {
  const { cursor } = r;
  cursor.take();
  cursor.take();
  const open = cursor.peek();
  cursor.expect('{', t, 'brace');
  const range = r.relation();
  cursor.expect('}', open, 'brace');
  if (range.kind !== 'relation' || range.sign !== '=' || range.left.kind !== 'name' || !cursor.accept('^'))
    limitsExpected({ from: t.from, to: cursor.last() });
  const end = argument(r, t);
  const index = range.left.name;
  const body = cursor.deeper(() => r.withIndex(index, () => r.product()));
  return { kind: 'sigma', index, start: range.right, end, body, from: t.from, to: cursor.last() };
}

function limitsExpected(span: Span): never {
  return refuse('syntax', span, 'the limits of a sum are written \\sum_{k=1}^{m}', 'write sum(k=1..m, …)');
}

const MATRICES: ReadonlySet<string> = new Set([
  'matrix',
  'pmatrix',
  'bmatrix',
  'Bmatrix',
  'smallmatrix',
  'array',
  'vmatrix',
]);

/** `\begin{pmatrix} a & b \\ c & d \end{pmatrix}` */
function environment(r: Rules, t: Token): Syntax {
  const { cursor } = r;
  cursor.take();
  const name = environmentName(r, t);
  if (!MATRICES.has(name)) refuse('syntax', t, `the environment ${name} has no meaning here`, 'use pmatrix or bmatrix');
  if (name === 'array' && cursor.accept('{')) while (!cursor.accept('}')) columns(r, t);
  const rows: Syntax[][] = [];
  if (cursor.isWord('end')) refuse('syntax', t, 'this array is empty', 'write its entries between \\begin and \\end');
  cursor.enclosed(() => {
    for (;;) {
      // A row end before \end draws no further row.
      if (cursor.isWord('end') && rows.length > 0) break;
      rows.push(row(r, t, name));
      if (!cursor.accept(';')) break;
    }
  });
  const end = cursor.take();
  const closing = environmentName(r, end);
  if (closing !== name) refuse('syntax', end, `\\end{${closing}} closes \\begin{${name}}`, `write \\end{${name}}`);
  const array: Syntax = { kind: 'array', rows, from: t.from, to: cursor.last() };
  return name === 'vmatrix' ? { kind: 'call', name: 'det', args: [array], from: t.from, to: cursor.last() } : array;
}

function row(r: Rules, t: Token, name: string): Syntax[] {
  const { cursor } = r;
  const entries: Syntax[] = [];
  do {
    const next = cursor.peek();
    if (next.kind === 'end') refuse('syntax', t, `\\begin{${name}} is not closed`, `close it with \\end{${name}}`);
    if (cursor.is('&') || cursor.is(';') || cursor.isWord('end')) missing(cursor);
    entries.push(cursor.deeper(() => r.sum()));
  } while (cursor.accept('&'));
  const stop = cursor.peek();
  if (stop.kind === 'end') refuse('syntax', t, `\\begin{${name}} is not closed`, `close it with \\end{${name}}`);
  if (!cursor.is(';') && !cursor.isWord('end'))
    refuse('syntax', stop, `"${stop.text}" is not expected here`, 'write & between entries and \\\\ between rows');
  return entries;
}

/** The column letters of an array environment draw lines and alignment only. */
function columns({ cursor }: Rules, t: Token): void {
  if (cursor.take().kind === 'end')
    refuse('syntax', t, 'the columns of this array are not closed', 'write \\begin{array}{cc}');
}

function environmentName({ cursor }: Rules, t: Token): string {
  cursor.expect('{', t, 'environment name');
  const n = cursor.take();
  cursor.expect('}', t, 'environment name');
  return n.text;
}
