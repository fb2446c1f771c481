/** The grammar: tokens to the untyped tree, by precedence climbing (contract, section 1, "Precedence"). */
import { nearest } from '../../base/nearest.ts';
import { functions } from '../../ops/table.ts';
import { greekNames } from './names.ts';
import { LIMITS, refuse, type Scope, type Span } from './scope.ts';
import type { ProductSign, RelationMark, Syntax } from './syntax.ts';
import type { Token } from './tokens.ts';
import {
  CONSTANTS,
  functionThenNumber,
  hasTwoAxes,
  isArray,
  isDeclared,
  isFunction,
  isKnown,
  splitWord,
} from './words.ts';

const RELATIONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);
const PRODUCTS: ReadonlySet<string> = new Set(['*', '/', '.*', './']);
const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

export class Grammar {
  readonly scope: Scope;
  #tokens: Token[];
  #at = 0;
  #depth = 0;
  #work = 0;
  /** Open bars, innermost last: a bar after an operand closes the innermost. */
  #bars: ('|' | '||')[] = [];
  /** Directly inside brackets a gap between two entries is no product. */
  #inRow = false;

  constructor(tokens: readonly Token[], scope: Scope) {
    this.#tokens = [...tokens];
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
    const t = this.#peek();
    if (t.kind === 'end') return;
    const close = [')', ']', '}'].includes(t.text);
    if (close) refuse('syntax', t, `this "${t.text}" closes nothing`, 'remove it, or open it before');
    if (RELATIONS.has(t.text))
      refuse('syntax', t, 'an answer is one formula, without a relation sign', 'give the right-hand side only');
    if (t.text === ',')
      refuse('syntax', t, 'a comma stands only between entries', 'write (a, b) or [a, b] for several entries');
    refuse('syntax', t, `"${t.text}" is not expected here`);
  }

  // ---- tokens ----------------------------------------------------------------------------------------------

  #peek(ahead = 0): Token {
    return (this.#tokens[this.#at + ahead] ?? this.#tokens[this.#tokens.length - 1]) as Token;
  }

  #take(): Token {
    this.#work += 1;
    if (this.#work > LIMITS.operations)
      refuse('limit', this.#peek(), 'this answer takes too much work to read', 'write it more simply');
    const t = this.#peek();
    this.#at += 1;
    return t;
  }

  #is(text: string, ahead = 0): boolean {
    const t = this.#peek(ahead);
    return t.kind === 'sign' && t.text === text;
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#take();
    return true;
  }

  #expect(text: string, opened: Span, what: string): Token {
    if (this.#is(text)) return this.#take();
    const t = this.#peek();
    refuse(
      'syntax',
      t.kind === 'end' ? opened : t,
      t.kind === 'end' ? `the ${what} is not closed: "${text}" is missing` : `"${text}" is expected here`,
      `close it with "${text}"`,
    );
  }

  #last(): number {
    return this.#tokens[this.#at - 1]?.to ?? 0;
  }

  /** Runs a rule one level deeper; refuses beyond the depth limit. */
  #deeper<T>(rule: () => T): T {
    this.#depth += 1;
    if (this.#depth > LIMITS.depth)
      refuse('limit', this.#peek(), `formulas may be nested at most ${LIMITS.depth} levels deep`);
    const out = rule();
    this.#depth -= 1;
    return out;
  }

  // ---- conditions ------------------------------------------------------------------------------------------

  #word(text: string): boolean {
    const t = this.#peek();
    return t.kind === 'word' && t.text === text && !isDeclared(text, this.scope);
  }

  #or(): Syntax {
    return this.#joined(
      'or',
      () => this.#word('or'),
      () => this.#and(),
    );
  }

  #and(): Syntax {
    return this.#joined(
      'and',
      () => this.#word('and') || this.#is(','),
      () => this.#not(),
    );
  }

  #joined(sign: 'and' | 'or', more: () => boolean, rule: () => Syntax): Syntax {
    const parts = [rule()];
    while (more()) {
      this.#take();
      parts.push(rule());
    }
    const first = parts[0] as Syntax;
    return parts.length === 1 ? first : { kind: 'logic', sign, parts, from: first.from, to: this.#last() };
  }

  #not(): Syntax {
    if (!this.#word('not')) return this.relation();
    const t = this.#take();
    const body = this.#not();
    return { kind: 'not', body, from: t.from, to: body.to };
  }

  /** A formula, a relation, or a chain of relations (`a = b = c` is both). */
  relation(): Syntax {
    const parts = [this.sum()];
    const signs: RelationMark[] = [];
    for (let t = this.#peek(); RELATIONS.has(t.text) && t.kind === 'sign'; t = this.#peek()) {
      this.#take();
      signs.push(t.text as RelationMark);
      parts.push(this.#range());
    }
    const pairs = signs.map((sign, i): Syntax => {
      const [left, right] = [parts[i] as Syntax, parts[i + 1] as Syntax];
      return { kind: 'relation', sign, left, right, from: left.from, to: right.to };
    });
    const first = pairs[0] ?? (parts[0] as Syntax);
    return pairs.length <= 1 ? first : { kind: 'logic', sign: 'and', parts: pairs, from: first.from, to: this.#last() };
  }

  /** `1..m` as a pair, or just a sum. */
  #range(): Syntax {
    const start = this.sum();
    if (!this.#accept('..')) return start;
    const end = this.sum();
    return { kind: 'tuple', items: [start, end], from: start.from, to: end.to };
  }

  // ---- sums and products -----------------------------------------------------------------------------------

  sum(): Syntax {
    return this.#deeper(() => {
      const from = this.#peek().from;
      const terms: { minus: boolean; term: Syntax }[] = [{ minus: false, term: this.#product() }];
      while (this.#is('+') || this.#is('-')) {
        const sign = this.#peek();
        if (this.#inRow && sign.spaceBefore && !this.#peek(1).spaceBefore) {
          refuse(
            'syntax',
            sign,
            'this could be one entry or two',
            'put commas between entries: [1, -2]; or spaces on both sides of the sign',
          );
        }
        this.#take();
        terms.push({ minus: sign.text === '-', term: this.#product() });
      }
      const first = terms[0] as { minus: boolean; term: Syntax };
      return terms.length === 1 ? first.term : { kind: 'sum', terms, from, to: this.#last() };
    });
  }

  #product(): Syntax {
    let left = this.#unary();
    for (;;) {
      const t = this.#peek();
      const explicit = t.kind === 'sign' && PRODUCTS.has(t.text);
      const kron = t.kind === 'word' && t.command && t.text === 'kron';
      if (explicit || kron) this.#take();
      else if (!this.#startsFactor()) return left;
      else this.#checkImplicit(left, t);
      const right = explicit || kron ? this.#unary() : this.#power();
      const span = { from: left.from, to: right.to };
      left = kron
        ? { kind: 'call', name: 'kron', args: [left, right], ...span }
        : { kind: 'product', left, right, sign: explicit ? (t.text as ProductSign) : 'implicit', ...span };
    }
  }

  /** Whether a factor begins here although no sign stands before it. */
  #startsFactor(): boolean {
    const t = this.#peek();
    if (t.kind === 'number') return true;
    if (t.kind === 'word') return !(t.command && t.text === 'end') && !['and', 'or', 'not'].some((w) => this.#word(w));
    if (t.kind === 'end') return false;
    if (t.text === '|' || t.text === '||') return this.#bars.length === 0;
    return CLOSERS.has(t.text);
  }

  #checkImplicit(left: Syntax, t: Token): void {
    if (t.kind === 'number')
      refuse('syntax', t, 'a number after a factor needs a sign between them', 'write * between them');
    if (this.#inRow && t.spaceBefore && !(t.kind === 'word' && left.kind === 'number')) {
      refuse('syntax', t, 'entries are separated by commas', 'write [1, 2], or * for a product');
    }
  }

  #unary(): Syntax {
    const t = this.#peek();
    if (!this.#is('-') && !this.#is('+')) return this.#power();
    return this.#deeper(() => {
      this.#take();
      const body = this.#unary();
      return t.text === '+' ? body : { kind: 'minus', body, from: t.from, to: body.to };
    });
  }

  #power(): Syntax {
    return this.#powerOf(this.#postfix());
  }

  #powerOf(base: Syntax): Syntax {
    const t = this.#peek();
    if (!this.#is('^') && !this.#is('.^')) return base;
    this.#take();
    if (this.#isTransposeMark()) {
      this.#closeTransposeMark();
      return this.#powerOf(this.#postfixOf({ kind: 'transpose', body: base, from: base.from, to: this.#last() }));
    }
    const exponent = this.#deeper(() => this.#exponent());
    return { kind: 'power', base, exponent, entrywise: t.text === '.^', from: base.from, to: exponent.to };
  }

  /** Exponents take signs (`2^-x`) and bind to the right. */
  #exponent(): Syntax {
    const t = this.#peek();
    if (this.#accept('-')) {
      const body = this.#exponent();
      return { kind: 'minus', body, from: t.from, to: body.to };
    }
    if (this.#accept('+')) return this.#exponent();
    return this.#power();
  }

  /** After `^`: T or \top (also in braces), where no scalar T is declared. */
  #isTransposeMark(): boolean {
    const braced = this.#is('{') ? 1 : 0;
    const t = this.#peek(braced);
    if (t.kind !== 'word' || (braced === 1 && !this.#is('}', 2))) return false;
    return (
      t.text === 'transpose' || (t.text === 'T' && !isDeclared('T', this.scope)) || (t.text === 'prime' && t.command)
    );
  }

  #closeTransposeMark(): void {
    if (this.#accept('{')) {
      this.#take();
      this.#take();
    } else this.#take();
  }

  #postfix(): Syntax {
    return this.#postfixOf(this.#primary());
  }

  #postfixOf(start: Syntax): Syntax {
    let base = start;
    for (;;) {
      const t = this.#peek();
      if (this.#is("'") || (t.kind === 'word' && t.command && t.text === 'transpose')) {
        this.#take();
        if (this.#is('(') && !this.#peek().spaceBefore && base.kind === 'name') {
          refuse(
            'syntax',
            t,
            'a prime is a transpose here, not a derivative',
            "write the derivative itself, or x'*(…) for a product",
          );
        }
        base = { kind: 'transpose', body: base, from: base.from, to: t.to };
      } else if (
        this.#is('[') &&
        !t.spaceBefore &&
        (base.kind === 'name' || base.kind === 'transpose' || base.to === t.from) &&
        base.kind !== 'number'
      ) {
        this.#take();
        const indices = this.#list(']', t);
        base = { kind: 'index', base, indices, from: base.from, to: this.#last() };
      } else if (this.#is('_') && base.kind === 'name') {
        this.#take();
        base = this.#subscript(base);
      } else return base;
    }
  }

  /** `R_{i, q}`, `A_{12}` (a subscript that the word itself could not hold). */
  #subscript(base: Syntax): Syntax {
    const open = this.#peek();
    if (!this.#accept('{'))
      refuse('syntax', open, 'a subscript needs a letter, a number or braces', 'write x_1 or R_{i,j}');
    const indices = this.#list('}', open);
    return { kind: 'index', base, indices, from: base.from, to: this.#last() };
  }

  #list(close: string, opened: Span): readonly Syntax[] {
    return this.#outsideRows(() => {
      const items: Syntax[] = [];
      if (!this.#is(close)) {
        items.push(this.relation());
        while (this.#accept(',') || this.#accept(';')) items.push(this.relation());
      }
      this.#expect(close, opened, close === ')' ? 'parenthesis' : 'bracket');
      return items;
    });
  }

  /** Inside parentheses bars start anew and gaps are products again. */
  #outsideRows<T>(rule: () => T): T {
    const [bars, inRow] = [this.#bars, this.#inRow];
    this.#bars = [];
    this.#inRow = false;
    const out = rule();
    this.#bars = bars;
    this.#inRow = inRow;
    return out;
  }

  // ---- primaries -------------------------------------------------------------------------------------------

  #primary(): Syntax {
    const t = this.#peek();
    if (t.kind === 'number') {
      this.#take();
      return { kind: 'number', text: t.text, from: t.from, to: t.to };
    }
    if (t.kind === 'word') return this.#wordPrimary(t);
    if (t.kind === 'end')
      refuse(
        'syntax',
        { from: Math.max(0, t.from - 1), to: t.to },
        'something is missing at the end',
        'finish the formula',
      );
    if (t.text === '(' || t.text === '{') return this.#group(t);
    if (t.text === '[') return this.#array(t);
    if (t.text === '|' || t.text === '||') return this.#bar(t);
    refuse('syntax', t, `a number, a name or a parenthesis is expected here, not "${t.text}"`);
  }

  #group(open: Token): Syntax {
    this.#take();
    const close = CLOSERS.get(open.text) ?? ')';
    const items = this.#deeper(() => this.#list(close, open));
    const span = { from: open.from, to: this.#last() };
    const only = items[0];
    if (only === undefined) refuse('syntax', span, 'these parentheses are empty');
    return items.length === 1 ? { ...only, ...span } : { kind: 'tuple', items, ...span };
  }

  #array(open: Token): Syntax {
    this.#take();
    const [bars, inRow] = [this.#bars, this.#inRow];
    this.#bars = [];
    this.#inRow = true;
    const rows: Syntax[][] = [[]];
    if (this.#is(']')) refuse('syntax', { from: open.from, to: open.to + 1 }, 'this array is empty');
    this.#deeper(() => {
      for (;;) {
        (rows[rows.length - 1] as Syntax[]).push(this.sum());
        if (this.#accept(';')) rows.push([]);
        else if (!this.#accept(',')) break;
        if (this.#is(']')) refuse('syntax', this.#peek(), 'an entry is missing before this bracket');
      }
    });
    this.#expect(']', open, 'bracket');
    this.#bars = bars;
    this.#inRow = inRow;
    return { kind: 'array', rows, from: open.from, to: this.#last() };
  }

  #bar(open: Token): Syntax {
    if (open.text === '||') {
      const saved = { at: this.#at, bars: [...this.#bars], depth: this.#depth };
      try {
        return this.#closedBar(open, '||', 'norm');
      } catch (e) {
        // Not a norm: `||x|-1|` is two bars.
        this.#at = saved.at;
        this.#bars = saved.bars;
        this.#depth = saved.depth;
        if (this.#work > LIMITS.operations || !this.#splitBars()) throw e;
        return this.#closedBar(this.#peek(), '|', 'abs');
      }
    }
    return this.#closedBar(open, '|', 'abs');
  }

  #closedBar(open: Token, mark: '|' | '||', norm: 'abs' | 'norm'): Syntax {
    this.#take();
    this.#bars.push(mark);
    const inRow = this.#inRow;
    this.#inRow = false;
    const body = this.#deeper(() => this.sum());
    this.#inRow = inRow;
    if (mark === '|' && this.#is('||')) this.#splitBars();
    this.#expect(mark, open, mark === '|' ? 'bar' : 'norm bar');
    this.#bars.pop();
    return { kind: 'bars', norm: this.#normOrder() ?? norm, body, from: open.from, to: this.#last() };
  }

  /** `‖x‖_1`, `‖x‖_\infty`, `‖x‖_2` after a closing norm bar. */
  #normOrder(): 'norm' | 'norm1' | 'norminf' | null {
    if (!this.#is('_')) return null;
    this.#take();
    const braced = this.#accept('{');
    const t = this.#take();
    if (braced) this.#expect('}', t, 'subscript');
    if (t.text === '1') return 'norm1';
    if (t.text === 'infty' || t.text === 'inf') return 'norminf';
    if (t.text === '2' || t.text === 'F') return 'norm';
    refuse('syntax', t, `there is no norm "${t.text}" here`, 'the norms are 1, 2, F and \\infty');
  }

  #splitBars(): boolean {
    const t = this.#peek();
    if (!this.#is('||')) return false;
    const half = (from: number, spaceBefore: boolean): Token => ({
      kind: 'sign',
      text: '|',
      from,
      to: from + 1,
      spaceBefore,
    });
    this.#tokens.splice(this.#at, 1, half(t.from, t.spaceBefore), half(Math.max(t.from, t.to - 1), false));
    return true;
  }

  #wordPrimary(t: Token): Syntax {
    const { scope } = this;
    if (t.kind === 'word' && t.command && !isKnown(t.text, scope)) {
      const latex = this.#latex(t.text, t);
      if (latex) return latex;
    }
    const dotted = this.#dotted(t);
    if (dotted) return dotted;
    if (isFunction(t.text, scope)) return this.#function(t);
    const parts = splitWord(t.text, scope);
    if (parts) return this.#replaceBy(parts.map((text) => ({ kind: 'word', text, command: false })));
    const number = functionThenNumber(t.text, scope);
    if (number) {
      return this.#replaceBy([
        { kind: 'word', text: number[0], command: false },
        { kind: 'number', text: number[1] },
      ]);
    }
    const indexed = /^([^_]+)_(.+)$/u.exec(t.text) ?? /^(\p{L}+)(\d+)$/u.exec(t.text);
    if (indexed && !isKnown(t.text, scope) && isArray(indexed[1] ?? '', scope))
      return this.#indexedWord(t, indexed[1] ?? '', indexed[2] ?? '');
    // Where names need no declaration, `factorial(n)` must not become a scalar called factorial times n.
    if (scope.mode === 'open' && /^\p{L}{2,}$/u.test(t.text) && !isKnown(t.text, scope) && !greekNames.has(t.text) && this.#is('(', 1)) {
      const meant = nearest(t.text, functions.keys());
      refuse('unknown-name', t, `there is no function called ${t.text}`, meant === undefined ? 'write * for a product' : `did you mean ${meant}?`);
    }
    this.#take();
    return { kind: 'name', name: t.text, from: t.from, to: t.to };
  }

  /** `x_i`, `R_ij`: letters (or digits) of a subscript as indices of a declared array. */
  #indexedWord(t: Token, base: string, subscript: string): Syntax {
    this.#take();
    const at = { from: t.from, to: t.to };
    const whole = isDeclared(subscript, this.scope);
    const parts = whole || (/^\d+$/.test(subscript) && !hasTwoAxes(base, this.scope)) ? [subscript] : [...subscript];
    const indices = parts.map(
      (p): Syntax => (/\d/.test(p) ? { kind: 'number', text: p, ...at } : { kind: 'name', name: p, ...at }),
    );
    return { kind: 'index', base: { kind: 'name', name: base, ...at }, indices, ...at };
  }

  #dotted(t: Token): Syntax | null {
    const next = this.#peek(1);
    if (next.kind !== 'sign' || next.text !== '.' || this.#peek(2).kind !== 'word') return null;
    const name = `${t.text}.${this.#peek(2).text}`;
    if (!(this.scope.formulas?.has(name) ?? false)) return null;
    this.#at += 3;
    return { kind: 'name', name, from: t.from, to: this.#last() };
  }

  #replaceBy(
    parts: readonly ({ kind: 'word'; text: string; command: boolean } | { kind: 'number'; text: string })[],
  ): Syntax {
    const t = this.#take();
    this.#at -= 1;
    this.#tokens.splice(
      this.#at,
      1,
      ...parts.map((p, i): Token => ({ ...p, from: t.from, to: t.to, spaceBefore: i === 0 && t.spaceBefore })),
    );
    return this.#primary();
  }

  #function(t: Token): Syntax {
    this.#take();
    const name = t.text;
    let power: Syntax | null = null;
    if (this.#is('^') && name !== 'transpose') {
      this.#take();
      power = this.#functionPower(name, t);
    }
    const args = this.#is('(') || this.#is('{') ? this.#callArguments() : this.#bareArgument(t, name);
    const first = args[0];
    const span = { from: t.from, to: this.#last() };
    const value: Syntax =
      name === 'sum' && first?.kind === 'relation' ? this.#sigma(args, span) : { kind: 'call', name, args, ...span };
    return power === null ? value : { kind: 'power', base: value, exponent: power, entrywise: false, ...span };
  }

  /** `sin^2 x`; `sin^-1` is refused, since it is read both ways. */
  #functionPower(name: string, t: Token): Syntax {
    const sign = this.#peek(this.#is('{') ? 1 : 0);
    if (sign.text === '-') {
      refuse(
        'syntax',
        { from: t.from, to: sign.to },
        `${name}^-1 is read in two ways`,
        `write a${name}(x) for the inverse function, or 1/${name}(x)`,
      );
    }
    return this.#deeper(() => this.#primary());
  }

  #callArguments(): readonly Syntax[] {
    const open = this.#take();
    return this.#deeper(() => this.#list(CLOSERS.get(open.text) ?? ')', open));
  }

  /** `sum(k=1..m, body)` */
  #sigma(args: readonly Syntax[], span: Span): Syntax {
    const [range, body] = args;
    if (range?.kind !== 'relation' || range.left.kind !== 'name' || body === undefined || args.length !== 2) {
      refuse('syntax', span, 'a sum over an index is written sum(k=1..m, body)');
    }
    const limits = range.right;
    if (limits.kind !== 'tuple' || limits.items.length !== 2)
      refuse('syntax', limits, 'the limits of a sum are written 1..m');
    const [start, end] = limits.items as [Syntax, Syntax];
    return { kind: 'sigma', index: range.left.name, start, end, body, ...span };
  }

  /** An argument without parentheses: numbers and constants, then one factor: `sin 2x`, `sin pi x`, `ln x^2`. */
  #bareArgument(t: Token, name: string): readonly Syntax[] {
    if (!this.#startsFactor() || (this.#bars.length > 0 && (this.#is('|') || this.#is('||')))) {
      refuse('syntax', t, `${name} needs an argument`, `write ${name}(…)`);
    }
    let argument: Syntax | null = null;
    for (;;) {
      const next = this.#peek();
      if (argument !== null && next.kind === 'word' && isFunction(next.text, this.scope)) break;
      const wasConstant =
        next.kind === 'number' ||
        (next.kind === 'word' && CONSTANTS.has(next.text) && !isDeclared(next.text, this.scope));
      const letters: readonly string[] = next.kind === 'word' ? (splitWord(next.text, this.scope) ?? []) : [];
      let factor = this.#power();
      for (let k = 1; k < letters.length; k += 1) {
        const more = this.#power();
        factor = { kind: 'product', left: factor, right: more, sign: 'implicit', from: factor.from, to: more.to };
      }
      argument =
        argument === null
          ? factor
          : { kind: 'product', left: argument, right: factor, sign: 'implicit', from: argument.from, to: factor.to };
      if (!this.#startsFactor()) break;
      const follows = this.#peek();
      if (follows.kind === 'word' && isFunction(follows.text, this.scope)) break;
      if (!wasConstant) {
        refuse(
          'syntax',
          { from: t.from, to: follows.to },
          `where does the argument of ${name} end?`,
          `write ${name}(…) with parentheses`,
        );
      }
    }
    return [argument as Syntax];
  }

  // ---- LaTeX -----------------------------------------------------------------------------------------------

  #latex(command: string, t: Token): Syntax | null {
    switch (command) {
      case 'frac':
      case 'dfrac':
      case 'tfrac':
      case 'cfrac': {
        this.#take();
        const left = this.#latexArgument(t);
        const right = this.#latexArgument(t);
        return { kind: 'product', left, right, sign: '/', from: t.from, to: this.#last() };
      }
      case 'sqrt': {
        this.#take();
        const degree = this.#rootDegree();
        const body = this.#is('(') ? this.#group(this.#peek()) : this.#latexArgument(t);
        return { kind: 'root', degree, body, from: t.from, to: this.#last() };
      }
      case 'begin':
        return this.#environment(t);
      case 'partial':
      case 'nabla':
      case 'mathrmd':
        refuse('syntax', t, `\\${command} may stand in labels only`, 'write the derivative itself');
        break;
      default:
    }
    const { scope } = this;
    if (isFunction(command, scope) || greekNames.has(command) || isKnown(command, scope) || splitWord(command, scope))
      return null;
    if (scope.mode === 'open' && !/^[a-z]{2,}$/i.test(command)) return null;
    if (this.#tokens[this.#at]?.to === t.to && /^[\p{L}]\d*$/u.test(command)) return null;
    if (isFontWord(this.#tokens[this.#at])) return null;
    refuse('syntax', t, `\\${command} is not known here`);
  }

  #rootDegree(): number {
    if (!this.#is('[')) return 2;
    const open = this.#take();
    const n = this.#take();
    this.#expect(']', open, 'bracket');
    const degree = n.kind === 'number' ? Number(n.text) : Number.NaN;
    if (!Number.isInteger(degree) || degree < 2 || degree > 99)
      refuse('syntax', n, 'the degree of a root is a whole number from 2');
    return degree;
  }

  /** `{…}`, or a single digit or letter as TeX takes it. */
  #latexArgument(t: Token): Syntax {
    const next = this.#peek();
    if (this.#is('{')) return this.#group(next);
    if (next.kind === 'number' && next.text.length > 1 && /^\d+$/.test(next.text)) {
      const rest: Token = { ...next, text: next.text.slice(1), from: next.from + 1, spaceBefore: false };
      this.#tokens.splice(this.#at, 1, { ...next, text: next.text.charAt(0), to: next.from + 1 }, rest);
    }
    if (next.kind === 'end') refuse('syntax', t, 'this command needs an argument in braces');
    return this.#deeper(() => this.#primary());
  }

  /** `\begin{pmatrix} a & b \\ c & d \end{pmatrix}` */
  #environment(t: Token): Syntax {
    this.#take();
    const name = this.#environmentName(t);
    if (!/^(?:[pbvBV]?matrix|smallmatrix|array)$/.test(name))
      refuse('syntax', t, `the environment ${name} has no meaning here`, 'use pmatrix or bmatrix');
    const rows: Syntax[][] = [[]];
    this.#outsideRows(() => {
      while (!(this.#peek().kind === 'word' && this.#peek().text === 'end')) {
        if (this.#peek().kind === 'end')
          refuse('syntax', t, `\\begin{${name}} is not closed`, `close it with \\end{${name}}`);
        if (this.#accept(';')) rows.push([]);
        else if (!this.#accept('&')) (rows[rows.length - 1] as Syntax[]).push(this.#deeper(() => this.sum()));
      }
    });
    const end = this.#take();
    const closing = this.#environmentName(end);
    if (closing !== name) refuse('syntax', end, `\\end{${closing}} closes \\begin{${name}}`);
    const filled = rows.filter((r) => r.length > 0);
    if (filled.length === 0) refuse('syntax', t, 'this array is empty');
    return { kind: 'array', rows: filled, from: t.from, to: this.#last() };
  }

  #environmentName(t: Token): string {
    this.#expect('{', t, 'environment name');
    const n = this.#take();
    this.#expect('}', t, 'environment name');
    return n.text;
  }
}

/** A name that a font command wraps (`\\mathbf{A}`) is longer in the source than the name itself. */
const isFontWord = (t: Token | undefined): boolean =>
  t !== undefined && t.kind === 'word' && t.to - t.from > t.text.length + 1;
