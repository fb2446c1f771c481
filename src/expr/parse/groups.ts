/** What is enclosed: lists, groups, and what is said about an entry that is not there. */
import type { Cursor, Rules } from './cursor.ts';
import { refuse, type Span } from './scope.ts';
import type { Syntax } from './syntax.ts';
import type { Token } from './tokens.ts';

export const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** Items separated by commas (or semicolons) up to the closing sign. */
export function list(r: Rules, close: string, opened: Span): readonly Syntax[] {
  const { cursor } = r;
  return cursor.enclosed(() => {
    const items: Syntax[] = [];
    if (!cursor.is(close)) {
      items.push(r.relation());
      while (cursor.accept(',') || cursor.accept(';')) {
        if (cursor.is(close) || cursor.is(',') || cursor.is(';')) missing(cursor);
        items.push(r.relation());
      }
    }
    cursor.expect(close, opened, close === ')' ? 'parenthesis' : close === ']' ? 'bracket' : 'brace');
    return items;
  });
}

/** Refuses a comma without anything before or behind it. */
export function missing(cursor: Cursor): never {
  return refuse(
    'syntax',
    cursor.peek(),
    `an entry is missing before this "${cursor.peek().text}"`,
    'write 0 where an entry is zero',
  );
}

/** `(x)` is x, `(x, y)` a tuple. */
export function group(r: Rules, open: Token): Syntax {
  const { cursor } = r;
  cursor.take();
  const items = cursor.deeper(() => list(r, CLOSERS.get(open.text) ?? ')', open));
  const span = { from: open.from, to: cursor.last() };
  const only = items[0];
  if (only === undefined) refuse('syntax', span, 'these parentheses are empty', 'write a formula between them');
  return items.length === 1 ? { ...only, ...span } : { kind: 'tuple', items, ...span };
}
