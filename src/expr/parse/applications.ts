/** Functions with their arguments: in parentheses, without them (`sin 2x`), with powers (`sin^2 x`), and roots. */
import type { Rules } from './cursor.ts';
import { CLOSERS, group, list } from './groups.ts';
import { refuse, type Span } from './scope.ts';
import type { Syntax } from './syntax.ts';
import type { Token } from './tokens.ts';
import { isDeclared, isFunction, splitWord } from './words.ts';

/** The function called `name` that the word stands for, with its power and its argument. */
export function applied(r: Rules, t: Token, name: string): Syntax {
  const { cursor } = r;
  cursor.take();
  if (cursor.is("'"))
    refuse('syntax', cursor.peek(), 'a prime is a transpose here, not a derivative', 'write the derivative itself');
  const power = cursor.accept('^') ? functionPower(r, name, t) : null;
  const parenthesised = cursor.is('(') || cursor.is('{');
  const index = name === 'sum' && cursor.is('=', 2) ? cursor.peek(1) : null;
  const read = () => (parenthesised ? callArguments(r) : [cursor.deeper(() => bareArgument(r, t, name))]);
  const args = index?.kind === 'word' ? r.withIndex(index.text, read) : read();
  const span = { from: t.from, to: cursor.last() };
  const first = args[0];
  const value: Syntax =
    name === 'sum' && first?.kind === 'relation' ? sigma(args, span) : { kind: 'call', name, args, ...span };
  return power === null ? value : { kind: 'power', base: value, exponent: power, entrywise: false, ...span };
}

const INVERSES: ReadonlySet<string> = new Set(['sin', 'cos', 'tan']);

/** `sin^2 x`; `sin^-1` is refused, since it is read both ways. */
function functionPower(r: Rules, name: string, t: Token): Syntax {
  const { cursor } = r;
  const sign = cursor.peek(cursor.is('{') || cursor.is('(') ? 1 : 0);
  if (sign.kind === 'sign' && sign.text === '-') {
    const inverse = INVERSES.has(name) ? `a${name}(x) for the inverse function, or ` : '';
    refuse(
      'syntax',
      { from: t.from, to: sign.to },
      `${name}^-1 is read in two ways`,
      `write ${inverse}1/${name}(x) for the reciprocal`,
    );
  }
  return cursor.deeper(() => r.primary());
}

function callArguments(r: Rules): readonly Syntax[] {
  const open = r.cursor.take();
  const args = r.cursor.deeper(() => list(r, CLOSERS.get(open.text) ?? ')', open));
  if (args.length === 0)
    refuse(
      'syntax',
      { from: open.from, to: r.cursor.last() },
      'an argument is missing',
      'write it between the parentheses',
    );
  return args;
}

/** `sum(k=1..m, body)` */
function sigma(args: readonly Syntax[], span: Span): Syntax {
  const [range, body] = args;
  if (
    range?.kind !== 'relation' ||
    range.sign !== '=' ||
    range.left.kind !== 'name' ||
    body === undefined ||
    args.length !== 2
  )
    refuse('syntax', span, 'a sum over an index is written sum(k=1..m, body)');
  const limits = range.right;
  const [start, end] = limits.kind === 'tuple' ? limits.items : [];
  if (start === undefined || end === undefined || (limits.kind === 'tuple' && limits.items.length !== 2))
    refuse('syntax', limits, 'the limits of a sum are written 1..m');
  return { kind: 'sigma', index: range.left.name, start, end, body, ...span };
}

/** An argument without parentheses: numbers and constants, then one factor: `sin 2x`, `sin pi x`, `ln x^2`. */
function bareArgument(r: Rules, t: Token, name: string): Syntax {
  const { cursor, scope } = r;
  if (!startsArgument(r)) refuse('syntax', t, `${name} needs an argument`, `write ${name}(…)`);
  let argument: Syntax | null = null;
  for (;;) {
    const next = cursor.peek();
    const constant =
      next.kind === 'number' ||
      (next.kind === 'word' && (next.text === 'pi' || next.text === 'e') && !isDeclared(next.text, scope));
    const factor = wordFactor(r, next);
    argument = argument === null ? factor : times(argument, factor);
    const follows = cursor.peek();
    if (!r.startsFactor() || (follows.kind === 'word' && isFunction(follows.text, scope))) return argument;
    if (!constant) unclear(name, { from: t.from, to: follows.to });
  }
}

/** Directly behind a function's name a bar opens, even inside other bars. */
function startsArgument(r: Rules): boolean {
  const t = r.cursor.peek();
  const bar = t.kind === 'sign' && (t.text === '|' || t.text === '||') && t.side !== 'right';
  return bar || r.startsFactor();
}

/** One factor, or all letters of a word that is a product of names: `sin xy` is sin(xy). */
function wordFactor(r: Rules, next: Token): Syntax {
  const letters =
    next.kind === 'word' && !isFunction(next.text, r.scope) ? (splitWord(next.text, r.scope)?.length ?? 1) : 1;
  let factor = r.power();
  for (let k = 1; k < letters; k += 1) factor = times(factor, r.power());
  return factor;
}

const times = (left: Syntax, right: Syntax): Syntax => ({
  kind: 'product',
  left,
  right,
  sign: 'implicit',
  from: left.from,
  to: right.to,
});

const unclear = (name: string, span: Span): never =>
  refuse('syntax', span, `where does the argument of ${name} end?`, `write ${name}(…) with parentheses`);

/** `√x`, `√(x + 1)`, `³√x`: what stands under the sign ends where the next factor begins, so that is refused. */
export function bareRoot(r: Rules, t: Token & { readonly kind: 'sign' }): Syntax {
  const { cursor, scope } = r;
  cursor.take();
  const degree = t.degree ?? 2;
  const open = cursor.peek();
  if (cursor.is('(') || cursor.is('{'))
    return { kind: 'root', degree, body: group(r, open), from: t.from, to: cursor.last() };
  if (!startsArgument(r)) refuse('syntax', t, 'something is missing under the root', 'write √(…)');
  const body = cursor.deeper(() => wordFactor(r, open));
  const follows = cursor.peek();
  if (r.startsFactor() && !(follows.kind === 'word' && isFunction(follows.text, scope)))
    refuse('syntax', { from: t.from, to: follows.to }, 'where does the root end?', 'write √(…) with parentheses');
  return { kind: 'root', degree, body, from: t.from, to: cursor.last() };
}
