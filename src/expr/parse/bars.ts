/** |x|, ‖v‖ and ||v||: which bar opens, which closes, and whether two bars are one norm. Never backtracks. */
import type { Cursor, Rules } from './cursor.ts';
import { refuse } from './scope.ts';
import type { Syntax } from './syntax.ts';
import type { Token } from './tokens.ts';

/** Behind an operand a bar closes where one is open, unless LaTeX says which side it stands on. */
export function opensBar(cursor: Cursor): boolean {
  const t = cursor.peek();
  const side = t.kind === 'sign' ? t.side : undefined;
  return side === undefined ? cursor.openBars === 0 : side === 'left';
}

/** Two bars without a gap between them. */
function isPair(cursor: Cursor): boolean {
  return cursor.is('|') && cursor.is('|', 1) && cursor.peek().to === cursor.peek(1).from;
}

/**
 * A value between bars. `||` may be a norm or two values inside each other: the first bar that closes tells. A
 * pair of bars makes a norm; a single bar closes the inner value, and reading goes on from it with the outer
 * bar still open.
 */
export function bars(r: Rules, open: Token): Syntax {
  const { cursor } = r;
  const double = isPair(cursor);
  cursor.take();
  if (open.text === '||') return norm(r, open, body(r));
  if (!double) return single(r, open, body(r));
  const second = cursor.take();
  const inside = body(r);
  if (isPair(cursor) || cursor.is('||')) return norm(r, open, inside);
  const inner = single(r, second, inside);
  cursor.putBack(inner);
  return single(r, open, body(r));
}

function body(r: Rules): Syntax {
  const { cursor } = r;
  const { inRow } = cursor;
  cursor.inRow = false;
  cursor.openBars += 1;
  const inside = cursor.deeper(() => r.sum());
  cursor.openBars -= 1;
  cursor.inRow = inRow;
  return inside;
}

function single({ cursor }: Rules, open: Token, inside: Syntax): Syntax {
  cursor.expect('|', open, 'bar');
  return { kind: 'bars', norm: 'abs', body: inside, from: open.from, to: cursor.last() };
}

function norm({ cursor }: Rules, open: Token, inside: Syntax): Syntax {
  if (isPair(cursor)) cursor.take();
  else if (!cursor.is('||')) cursor.expect('||', open, 'norm bar');
  cursor.take();
  return { kind: 'bars', norm: order(cursor), body: inside, from: open.from, to: cursor.last() };
}

/** `‖x‖_1`, `‖x‖_\infty`, `‖x‖_2` after a closing norm bar; `‖x‖^2_2` as `‖x‖_2^2`. */
function order(cursor: Cursor): 'norm' | 'norm1' | 'norminf' {
  const raised = cursor.is('^') && cursor.peek(1).kind === 'number' && cursor.is('_', 2);
  if (raised) {
    cursor.take();
    const exponent = cursor.take();
    const found = subscriptOrder(cursor);
    cursor.insert([
      { kind: 'sign', text: '^' },
      { kind: 'number', text: exponent.text },
    ]);
    return found;
  }
  return cursor.is('_') ? subscriptOrder(cursor) : 'norm';
}

function subscriptOrder(cursor: Cursor): 'norm' | 'norm1' | 'norminf' {
  cursor.take();
  const braced = cursor.accept('{');
  const t = cursor.take();
  if (braced) cursor.expect('}', t, 'subscript');
  if (t.text === '1') return 'norm1';
  if (t.text === 'infty' || t.text === 'inf') return 'norminf';
  if (t.text === '2' || t.text === 'F') return 'norm';
  refuse('syntax', t, `there is no norm "${t.text}" here`, 'the norms are 1, 2, F and \\infty');
}
