/** The grammar from the outside in: conditions, relations, sums and products (contract, section 1, "Precedence"). */
import { SCALAR } from '../../ir/shape.ts';
import { opensBar } from './bars.ts';
import { Cursor, type Rules } from './cursor.ts';
import { CLOSERS } from './groups.ts';
import { power } from './powers.ts';
import { primary } from './primaries.ts';
import { refuse, type Scope } from './scope.ts';
import { KRON, ROOT } from './signs.ts';
import type { ProductSign, RelationMark, Syntax } from './syntax.ts';
import type { Token } from './tokens.ts';
import { isDeclared } from './words.ts';

const RELATIONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);
const PRODUCTS: ReadonlySet<string> = new Set(['*', '/', '.*', './']);
const JOINTS = ['and', 'or', 'not'] as const;

export class Grammar implements Rules {
  readonly cursor: Cursor;
  scope: Scope;

  constructor(tokens: readonly Token[], scope: Scope) {
    this.cursor = new Cursor(tokens);
    this.scope = scope;
  }

  /** A whole formula; anything left over is refused. */
  formula(): Syntax {
    const tree = this.sum();
    this.#end();
    return tree;
  }

  /** Conditions joined by and, or, commas. */
  condition(): Syntax {
    const tree = this.#or();
    this.#end();
    return tree;
  }

  #end(): void {
    const t = this.cursor.peek();
    if (t.kind === 'end') return;
    if ([')', ']', '}'].includes(t.text))
      refuse('syntax', t, `this "${t.text}" closes nothing`, 'remove it, or open it before');
    if (RELATIONS.has(t.text))
      refuse('syntax', t, 'an answer is one formula, without a relation sign', 'give the right-hand side only');
    if (t.text === ',' && this.cursor.peek(-1).kind === 'number' && this.cursor.peek(1).kind === 'number')
      refuse('syntax', t, 'decimals are written with a point here', 'write 2.5, or (2, 5) for two entries');
    if (t.text === ',' || t.text === ';')
      refuse('syntax', t, 'a comma stands only between entries', 'write (a, b) or [a, b] for several entries');
    if (t.text === '!') refuse('syntax', t, 'there are no factorials here', 'write the number');
    if (t.text === '|' || t.text === '||') refuse('syntax', t, 'this bar closes nothing', 'write abs(…) or norm(…)');
    refuse('syntax', t, `"${t.text}" is not expected here`);
  }

  // ---- conditions ------------------------------------------------------------------------------------------

  #joint(text: (typeof JOINTS)[number]): boolean {
    return this.cursor.isWord(text) && !isDeclared(text, this.scope);
  }

  #or(): Syntax {
    return this.#joined(
      'or',
      () => this.#joint('or'),
      () => this.#and(),
    );
  }

  #and(): Syntax {
    return this.#joined(
      'and',
      () => this.#joint('and') || this.cursor.is(','),
      () => this.#not(),
    );
  }

  #joined(sign: 'and' | 'or', more: () => boolean, rule: () => Syntax): Syntax {
    const parts = [rule()];
    while (more()) {
      this.cursor.take();
      parts.push(rule());
    }
    const first = parts[0] as Syntax;
    return parts.length === 1 ? first : { kind: 'logic', sign, parts, from: first.from, to: this.cursor.last() };
  }

  #not(): Syntax {
    if (!this.#joint('not')) return this.relation();
    const t = this.cursor.take();
    const body = this.cursor.deeper(() => this.#not());
    return { kind: 'not', body, from: t.from, to: body.to };
  }

  /** A formula, a relation, or a chain of relations (`a = b = c` is both). */
  relation(): Syntax {
    const parts = [this.sum()];
    const signs: RelationMark[] = [];
    for (let t = this.cursor.peek(); t.kind === 'sign' && isRelation(t.text); t = this.cursor.peek()) {
      this.cursor.take();
      signs.push(t.text as RelationMark);
      parts.push(this.#range());
    }
    const pairs = signs.map((sign, i): Syntax => {
      const [left, right] = [parts[i] as Syntax, parts[i + 1] as Syntax];
      return { kind: 'relation', sign, left, right, from: left.from, to: right.to };
    });
    const first = pairs[0] ?? (parts[0] as Syntax);
    if (pairs.length <= 1) return first;
    return { kind: 'logic', sign: 'and', parts: pairs, from: first.from, to: this.cursor.last() };
  }

  /** `1..m` as a pair, or just a sum. */
  #range(): Syntax {
    const start = this.sum();
    if (!this.cursor.accept('..')) return start;
    const end = this.sum();
    return { kind: 'tuple', items: [start, end], from: start.from, to: end.to };
  }

  withIndex<T>(name: string, rule: () => T): T {
    const outer = this.scope;
    const declarations = new Map([...outer.declarations, [name, { name, shape: SCALAR, index: true }] as const]);
    this.scope = { ...outer, declarations };
    const out = rule();
    this.scope = outer;
    return out;
  }

  // ---- sums and products -----------------------------------------------------------------------------------

  sum(): Syntax {
    const { cursor } = this;
    return cursor.deeper(() => {
      const from = cursor.peek().from;
      const terms: { minus: boolean; term: Syntax }[] = [{ minus: false, term: this.product() }];
      while (cursor.is('+') || cursor.is('-')) {
        const sign = cursor.peek();
        if (cursor.inRow && sign.spaceBefore && !cursor.peek(1).spaceBefore) {
          refuse(
            'syntax',
            sign,
            'this could be one entry or two',
            'put commas between entries: [1, -2]; or spaces on both sides of the sign',
          );
        }
        cursor.take();
        terms.push({ minus: sign.text === '-', term: this.product() });
      }
      const first = terms[0] as { minus: boolean; term: Syntax };
      return terms.length === 1 ? first.term : { kind: 'sum', terms, from, to: cursor.last() };
    });
  }

  product(): Syntax {
    const { cursor } = this;
    let left = this.#unary();
    for (;;) {
      const t = cursor.peek();
      const explicit = t.kind === 'sign' && PRODUCTS.has(t.text);
      const kron = cursor.is(KRON);
      if (explicit || kron) cursor.take();
      else if (!this.startsFactor()) return left;
      else this.#checkImplicit(left, t);
      const right = explicit || kron ? this.#unary() : this.power();
      const span = { from: left.from, to: right.to };
      left = kron
        ? { kind: 'call', name: 'kron', args: [left, right], ...span }
        : { kind: 'product', left, right, sign: explicit ? (t.text as ProductSign) : 'implicit', ...span };
    }
  }

  startsFactor(): boolean {
    const { cursor } = this;
    const t = cursor.peek();
    switch (t.kind) {
      case 'number':
      case 'tree':
        return true;
      case 'word':
        return !(t.command && t.text === 'end') && !JOINTS.some((w) => this.#joint(w));
      case 'end':
        return false;
      case 'sign':
        if (t.text === '|' || t.text === '||') return opensBar(cursor);
        return CLOSERS.has(t.text) || t.text === ROOT;
    }
  }

  #checkImplicit(left: Syntax, t: Token): void {
    const gap = this.cursor.inRow && t.spaceBefore;
    if (t.kind === 'number' && !gap)
      refuse('syntax', t, 'a number after a factor needs a sign between them', 'write * for a product, ^ for a power');
    if (gap && !(t.kind === 'word' && left.kind === 'number'))
      refuse('syntax', t, 'entries are separated by commas', 'write [1, 2], or * for a product');
  }

  #unary(): Syntax {
    const { cursor } = this;
    const t = cursor.peek();
    if (!cursor.is('-') && !cursor.is('+')) return this.power();
    return cursor.deeper(() => {
      cursor.take();
      const body = this.#unary();
      return t.text === '+' ? body : { kind: 'minus', body, from: t.from, to: body.to };
    });
  }

  power(): Syntax {
    return power(this);
  }

  primary(): Syntax {
    return primary(this);
  }
}

const isRelation = (text: string): boolean => RELATIONS.has(text);
