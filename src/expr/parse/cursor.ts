/** The place in the token list, and what every rule of the grammar asks of it. Counts the work done. */
import { LIMITS, refuse, type Scope, type Span } from './scope.ts';
import type { Syntax } from './syntax.ts';
import type { Piece, Token } from './tokens.ts';

/** The rules that call each other across the files of the grammar. */
export interface Rules {
  readonly cursor: Cursor;
  readonly scope: Scope;
  sum(): Syntax;
  relation(): Syntax;
  product(): Syntax;
  /** A factor with its powers, no sign before it. */
  power(): Syntax;
  primary(): Syntax;
  /** Whether a factor begins here although no sign stands before it. */
  startsFactor(): boolean;
  /** Reads with a further name: the index of a sum. */
  withIndex<T>(name: string, rule: () => T): T;
}

export class Cursor {
  readonly #tokens: Token[];
  #at = 0;
  #depth = 0;
  #work = 0;
  #operands = 0;
  /** Bars that are open at this place: a bar after an operand closes the innermost. */
  openBars = 0;
  /** Directly inside brackets a gap between two entries is no product. */
  inRow = false;

  constructor(tokens: readonly Token[]) {
    this.#tokens = [...tokens];
  }

  peek(ahead = 0): Token {
    return (this.#tokens[this.#at + ahead] ?? this.#tokens[this.#tokens.length - 1]) as Token;
  }

  take(): Token {
    this.#work += 1;
    if (this.#work > LIMITS.operations)
      refuse('limit', this.peek(), 'this answer takes too much work to read', 'write it more simply');
    const t = this.peek();
    if (t.kind === 'number' || t.kind === 'word') this.#operands += 1;
    if (this.#operands > LIMITS.nodes)
      refuse('limit', t, 'a formula may have at most 5,000 parts', 'write it more simply');
    this.#at += 1;
    return t;
  }

  is(text: string, ahead = 0): boolean {
    const t = this.peek(ahead);
    return t.kind === 'sign' && t.text === text;
  }

  isWord(text: string): boolean {
    const t = this.peek();
    return t.kind === 'word' && t.text === text;
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.take();
    return true;
  }

  expect(text: string, opened: Span, what: string): Token {
    if (this.is(text)) return this.take();
    const t = this.peek();
    refuse(
      'syntax',
      t.kind === 'end' ? opened : t,
      t.kind === 'end' ? `the ${what} is not closed: "${text}" is missing` : `"${text}" is expected here`,
      `close it with "${text}"`,
    );
  }

  /** The end of the last token taken. */
  last(): number {
    return this.#tokens[this.#at - 1]?.to ?? 0;
  }

  /** Puts these in place of the next token, all at its place in the source. */
  replace(pieces: readonly Piece[]): void {
    const t = this.peek();
    const tokens = pieces.map(
      (p, i): Token => ({ ...p, from: t.from, to: t.to, spaceBefore: i === 0 && t.spaceBefore }),
    );
    this.#tokens.splice(this.#at, 1, ...tokens);
  }

  /** Puts these before the next token, at the place of the last one. */
  insert(pieces: readonly Piece[]): void {
    const { from, to } = this.#tokens[this.#at - 1] ?? this.peek();
    this.#tokens.splice(this.#at, 0, ...pieces.map((p): Token => ({ ...p, from, to, spaceBefore: false })));
  }

  /** Puts something already read in the place of the token taken last, to be read on from. */
  putBack(tree: Syntax): void {
    this.#at -= 1;
    const spaceBefore = this.peek().spaceBefore;
    this.#tokens[this.#at] = { kind: 'tree', text: '', tree, from: tree.from, to: tree.to, spaceBefore };
  }

  /** Runs a rule one level deeper; refuses beyond the depth limit. */
  deeper<T>(rule: () => T): T {
    this.#depth += 1;
    if (this.#depth > LIMITS.depth)
      refuse(
        'limit',
        this.peek(),
        `formulas may be nested at most ${LIMITS.depth} levels deep`,
        'write it more simply',
      );
    const out = rule();
    this.#depth -= 1;
    return out;
  }

  /** Inside parentheses bars start anew and gaps are products again. */
  enclosed<T>(rule: () => T, inRow = false): T {
    const before = { bars: this.openBars, inRow: this.inRow };
    this.openBars = 0;
    this.inRow = inRow;
    const out = rule();
    this.openBars = before.bars;
    this.inRow = before.inRow;
    return out;
  }
}
