/** Formulas as Maxima reads them, from the same written forms as every other printer. */
import type { Node } from '../../ir/node.ts';
import { type Form, formOf } from './form.ts';
import { factorLevel, isLooser, LEVEL, type Level } from './precedence.ts';

/** Functions that Maxima (with STACK's additions) has under a name of its own. */
const FUNCTIONS: ReadonlyMap<string, (args: readonly string[]) => string> = new Map(
  Object.entries({
    ...Object.fromEntries(
      [
        'sin',
        'cos',
        'tan',
        'asin',
        'acos',
        'atan',
        'sinh',
        'cosh',
        'tanh',
        'exp',
        'log',
        'sqrt',
        'abs',
        'min',
        'max',
      ].map((name) => [name, (args: readonly string[]) => `${name}(${args.join(',')})`]),
    ),
    ln: ([u = '']) => `log(${u})`,
    log2: ([u = '']) => `(log(${u})/log(2))`,
    log10: ([u = '']) => `(log(${u})/log(10))`,
    sign: ([u = '']) => `signum(${u})`,
    sigmoid: ([u = '']) => `(1/(1+exp(-(${u}))))`,
    softplus: ([u = '']) => `log(1+exp(${u}))`,
    relu: ([u = '']) => `max(0,${u})`,
  } satisfies Record<string, (args: readonly string[]) => string>),
);

/** Names that mean something else to Maxima or to STACK. */
const TAKEN: ReadonlySet<string> = new Set(
  'e i j pi lambda gamma beta zeta psi erf inf minf und ind nil if then else and or not in at do for simp all true false'.split(
    ' ',
  ),
);

/** The text, or null for what Maxima has no commuting arithmetic for (symbolic matrices, index notation, tensors). */
export function printMaxima(node: Node): string | null {
  const printer = new MaximaPrinter();
  const text = printer.print(formOf(node));
  return printer.known ? text : null;
}

class MaximaPrinter {
  known = true;

  print(f: Form): string {
    switch (f.kind) {
      case 'number':
        // Decimals are exact numbers too.
        return f.value.d === 1n ? `${f.value.n}` : `(${f.value.n}/${f.value.d})`;
      case 'name':
        return TAKEN.has(f.name) || !/^[A-Za-z][A-Za-z0-9_]*$/.test(f.name) ? this.#unknown() : f.name;
      case 'constant':
        return this.#constant(f.text);
      case 'minus':
        return `-${this.#at(f.body, LEVEL.product)}`;
      case 'sum':
        return f.terms
          .map(({ minus, form }, i) => `${minus ? '-' : i === 0 ? '' : '+'}${this.#at(form, LEVEL.product)}`)
          .join('');
      case 'product':
        return f.factors.map((x, i) => this.#at(x, factorLevel(f.factors, i))).join('*');
      case 'fraction':
        return `${this.#at(f.numerator, LEVEL.product)}/${this.#at(f.denominator, LEVEL.factor)}`;
      case 'power':
        return f.elementwise
          ? this.#unknown()
          : `${this.#at(f.base, LEVEL.postfix)}^${this.#at(f.exponent, LEVEL.atom)}`;
      case 'exponential':
        return `exp(${this.print(f.exponent)})`;
      case 'root':
        return f.degree === 2 ? `sqrt(${this.print(f.radicand)})` : `(${this.print(f.radicand)})^(1/${f.degree})`;
      case 'fence':
        return f.fence === 'abs' ? `abs(${this.print(f.body)})` : this.#unknown();
      case 'call': {
        const call = FUNCTIONS.get(f.name);
        return call === undefined ? this.#unknown() : call(f.args.map((a) => this.print(a)));
      }
      case 'grid':
        return `matrix(${f.rows.map((row) => `[${row.map((x) => this.print(x)).join(',')}]`).join(',')})`;
      case 'tuple':
        return `matrix(${f.items.map((x) => `[${this.print(x)}]`).join(',')})`;
      case 'infix':
      case 'postfix':
      case 'unit':
      case 'tensor':
      case 'index':
      case 'sigma':
      case 'delta':
      case 'derivative':
      case 'relation':
        return this.#unknown();
    }
  }

  #at(f: Form, level: Level): string {
    return isLooser(f, level, 'text') ? `(${this.print(f)})` : this.print(f);
  }

  #constant(text: string): string {
    if (text === 'pi' || text === 'e') return `%${text}`;
    return text === 'DNE' ? text : this.#unknown();
  }

  #unknown(): string {
    this.known = false;
    return '0';
  }
}
