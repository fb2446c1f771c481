/** Formulas in the expression language: what is printed here reads back as the same expression. */
import type { Node } from '../../ir/node.ts';
import { type Form, formOf } from './form.ts';
import { plainDigits, scientific, type Written } from './number.ts';
import type { PrintOptions } from './options.ts';
import { factorLevel, isLooser, LEVEL, type Level, operandLevel } from './precedence.ts';

/** The expression in the contract's language (section 1). */
export function printText(node: Node, options: PrintOptions = {}): string {
  return new TextPrinter(options).print(formOf(node));
}

const JOINTS = { matmul: '*', hadamard: '.*', 'hadamard-quotient': './', kron: ', ' } as const;

class TextPrinter {
  readonly #point: string;

  constructor(options: PrintOptions) {
    this.#point = options.decimalComma ? ',' : '.';
  }

  print(f: Form): string {
    switch (f.kind) {
      case 'number':
        return this.#number(f);
      case 'name':
        return f.name;
      case 'constant':
        return f.text;
      case 'minus':
        return `-${this.#at(f.body, LEVEL.product)}`;
      case 'sum':
        return f.terms
          .map(({ minus, form }, i) => {
            const sign = i === 0 ? (minus ? '-' : '') : minus ? ' - ' : ' + ';
            return sign + this.#at(form, LEVEL.product);
          })
          .join('');
      case 'product':
        return f.factors.map((x, i) => this.#at(x, factorLevel(f.factors, i))).join('*');
      case 'fraction':
        return `${this.#at(f.numerator, LEVEL.product)}/${this.#at(f.denominator, LEVEL.factor)}`;
      case 'infix':
        return this.#infix(f);
      case 'power':
        return `${this.#at(f.base, LEVEL.postfix)}${f.elementwise ? '.^' : '^'}${this.#at(f.exponent, LEVEL.postfix)}`;
      case 'exponential':
        return `exp(${this.print(f.exponent)})`;
      case 'root':
        return this.#root(f);
      case 'postfix':
        return f.mark === 'inverse' ? `inv(${this.print(f.base)})` : `${this.#at(f.base, LEVEL.postfix)}'`;
      case 'fence':
        return `${f.fence}(${this.print(f.body)})`;
      case 'call':
        return `${f.name}(${this.#list(f.args)})`;
      case 'unit':
        return `unit(${this.#list([f.index, f.size])})`;
      case 'grid':
        return `[${f.rows.map((row) => this.#list(row)).join('; ')}]`;
      case 'tuple':
        return `(${this.#list(f.items)})`;
      case 'tensor':
        return this.#tensor(f.shape, f.entries);
      case 'index':
        return `${this.#at(f.base, LEVEL.postfix)}[${this.#list(f.indices)}]`;
      case 'sigma':
        return `sum(${this.print(f.index)}=${this.print(f.from)}..${this.print(f.to)}, ${this.print(f.body)})`;
      case 'delta':
        return `delta(${this.#list(f.indices)})`;
      case 'derivative':
        return `diff(${this.#list([f.of, ...f.wrt])})`;
      case 'relation':
        return `${this.print(f.left)} ${f.sign} ${this.print(f.right)}`;
    }
  }

  #at(f: Form, level: Level): string {
    return isLooser(f, level, 'text') ? `(${this.print(f)})` : this.print(f);
  }

  #list(items: readonly Form[]): string {
    return items.map((x) => this.print(x)).join(', ');
  }

  #number(n: Written): string {
    const tiny = scientific(n);
    return tiny === null
      ? plainDigits(n, this.#point)
      : `${tiny.mantissa.replace('.', () => this.#point)}e${tiny.exponent}`;
  }

  #infix(f: Form & { readonly kind: 'infix' }): string {
    if (f.signs[0] === 'kron') return f.operands.map((x) => this.print(x)).reduce((a, b) => `kron(${a}, ${b})`);
    return f.operands
      .map((x, i) => (i === 0 ? '' : JOINTS[f.signs[i - 1] ?? 'matmul']) + this.#at(x, operandLevel(f, i)))
      .join('');
  }

  #root(f: Form & { readonly kind: 'root' }): string {
    if (f.degree === 2) return `sqrt(${this.print(f.radicand)})`;
    if (f.degree === 3) return `cbrt(${this.print(f.radicand)})`;
    return `\\sqrt[${f.degree}]{${this.print(f.radicand)}}`;
  }

  /** Nested brackets, the first axis outermost. */
  #tensor(shape: readonly number[], entries: readonly Form[]): string {
    const [count = 1, ...rest] = shape;
    if (rest.length === 0) return `[${this.#list(entries)}]`;
    const size = entries.length / count;
    const slices = Array.from({ length: count }, (_, i) => this.#tensor(rest, entries.slice(i * size, (i + 1) * size)));
    return `[${slices.join(', ')}]`;
  }
}
