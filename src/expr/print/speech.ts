/** Formulas as they are said aloud, unambiguous without seeing them: what is grouped says where it ends. */
import type { Node } from '../../ir/node.ts';
import { type Form, formOf, isNumber } from './form.ts';
import { isPowerBefore } from './look.ts';
import { spokenName } from './names.ts';
import { plainDigits, scientific, type Written } from './number.ts';
import { factorLevel, isLooser, isPortion, isWord, LEVEL, type Level, operandLevel } from './precedence.ts';
import { type Language, type Words, words } from './speech-words.ts';

/** The expression in words. */
export function printSpeech(node: Node, lang: Language = 'en'): string {
  return new Speaker(lang).say(formOf(node));
}

class Speaker {
  readonly #lang: Language;
  readonly #words: Words;

  constructor(lang: Language) {
    this.#lang = lang;
    this.#words = words[lang];
  }

  say(f: Form): string {
    const w = this.#words;
    switch (f.kind) {
      case 'number':
        return this.#number(f);
      case 'name':
        return spokenName(f.name, this.#lang);
      case 'constant':
        return w.names.get(/^\w+/.exec(f.text)?.[0] ?? '') ?? f.speech;
      case 'minus':
        return `${w.minus} ${this.#at(f.body, LEVEL.product)}`;
      case 'sum':
        return f.terms
          .map(({ minus, form }, i) => {
            const sign = minus ? `${w.minus} ` : i === 0 ? '' : `${w.plus} `;
            return sign + this.#at(form, LEVEL.product);
          })
          .join(' ');
      case 'product':
        return f.factors
          .map((x, i) => this.#at(x, x.kind === 'fraction' ? LEVEL.factor : factorLevel(f.factors, i)))
          .join(` ${w.times} `);
      case 'fraction':
        return this.#fraction(f);
      case 'infix':
        return f.operands
          .map((x, i) => (i === 0 ? '' : `${w.infix[f.signs[i - 1] ?? 'matmul']} `) + this.#at(x, operandLevel(f, i)))
          .join(' ');
      case 'power':
        return this.#power(f);
      case 'exponential':
        return `e ${w.power(this.say(f.exponent), isWord(f.exponent))}`;
      case 'root':
        return w.root(f.degree, this.say(f.radicand));
      case 'postfix':
        return `${this.#at(f.base, LEVEL.postfix)} ${w.mark[f.mark]}`;
      case 'fence':
        return w.fence[f.fence](this.say(f.body));
      case 'call':
        return `${this.#function(f)} ${this.#arguments(f.args)}`;
      case 'unit':
        return w.unit(this.#at(f.index, LEVEL.atom));
      case 'grid':
        return this.#grid(f.rows);
      case 'tuple':
        return w.tuple(this.#list(f.items));
      case 'tensor':
        return this.#tensor(f.shape, f.entries);
      case 'index':
        return `${this.#at(f.base, LEVEL.postfix)} ${this.#subscript(f.indices)}`;
      case 'sigma':
        return w.sigma(this.say(f.index), this.say(f.from), this.say(f.to), this.#at(f.body, LEVEL.product));
      case 'delta':
        return `delta ${this.#subscript(f.indices)}`;
      case 'derivative':
        return w.derivative(
          this.#at(f.of, LEVEL.postfix),
          f.wrt.map((x) => this.say(x)),
          f.total,
        );
      case 'relation':
        return `${this.say(f.left)} ${w.relation[f.sign]} ${this.say(f.right)}`;
    }
  }

  #at(f: Form, level: Level): string {
    return isLooser(f, level, 'speech') ? this.#words.group(this.say(f)) : this.say(f);
  }

  #list(items: readonly Form[]): string {
    return items.map((x) => this.say(x)).join(', ');
  }

  #number(n: Written): string {
    const { point, scientific: inWords } = this.#words;
    const tiny = scientific(n);
    return tiny === null
      ? plainDigits(n, point)
      : inWords(
          tiny.mantissa.replace('.', () => point),
          tiny.exponent,
        );
  }

  #fraction(f: Form & { readonly kind: 'fraction' }): string {
    const { portion, over, fraction } = this.#words;
    const { numerator: a, denominator: b } = f;
    const said = a.kind === 'number' && b.kind === 'number' && isPortion(f) ? portion(a.value.n, b.value.n) : null;
    if (said !== null) return said;
    return isWord(a) && isWord(b) ? `${this.say(a)} ${over} ${this.say(b)}` : fraction(this.say(a), this.say(b));
  }

  #function(f: Form & { readonly kind: 'call' }): string {
    return this.#words.names.get(f.name) ?? f.speech;
  }

  #arguments(args: readonly Form[]): string {
    const { of, and, group } = this.#words;
    const [first] = args;
    if (args.length === 1 && first) return `${of} ${this.#at(first, LEVEL.postfix)}`;
    return `${of} ${group(args.map((x) => this.say(x)).join(args.every(isWord) ? ` ${and} ` : `, ${and} `))}`;
  }

  #power(f: Form & { readonly kind: 'power' }): string {
    const w = this.#words;
    const how = isNumber(f.exponent, 2n)
      ? w.squared
      : isNumber(f.exponent, 3n)
        ? w.cubed
        : w.power(this.say(f.exponent), isWord(f.exponent));
    const { base } = f;
    if (base.kind === 'call' && isPowerBefore(f)) return `${this.#function(base)} ${how} ${this.#arguments(base.args)}`;
    return `${this.#at(base, LEVEL.postfix)} ${f.elementwise ? `${w.entrywise} ` : ''}${how}`;
  }

  #subscript(indices: readonly Form[]): string {
    const { sub, endSub } = this.#words;
    return `${sub} ${indices.map((i) => this.say(i)).join(' ')}${indices.every(isWord) ? '' : endSub}`;
  }

  #grid(rows: readonly (readonly Form[])[]): string {
    const w = this.#words;
    const [first = []] = rows;
    if (first.length === 1) return w.column(rows.length, this.#list(rows.flat()));
    if (rows.length === 1) return w.row(first.length, this.#list(first));
    return w.matrix(
      rows.length,
      first.length,
      rows.map((r) => this.#list(r)),
    );
  }

  #tensor(shape: readonly number[], entries: readonly Form[]): string {
    const [count = 1, cols = 1, ...deeper] = shape;
    if (deeper.length === 0)
      return this.#grid(Array.from({ length: count }, (_, i) => entries.slice(i * cols, (i + 1) * cols)));
    const size = entries.length / count;
    const slices = Array.from({ length: count }, (_, i) =>
      this.#tensor(shape.slice(1), entries.slice(i * size, (i + 1) * size)),
    );
    return this.#words.tensor(shape, slices);
  }
}
