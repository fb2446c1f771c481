/** Formulas as a textbook sets them, in LaTeX that KaTeX renders. */
import type { Node } from '../../ir/node.ts';
import { type Form, formOf } from './form.ts';
import { isGreek, isOneSign, isPowerBefore, isTall, isWordName, runs, startsWithDigit } from './look.ts';
import { latexName, splitName } from './names.ts';
import { plainDigits, scientific, type Written } from './number.ts';
import type { PrintOptions } from './options.ts';
import { factorLevel, isLooser, LEVEL, type Level, levelOf, operandLevel, type Style } from './precedence.ts';

export { printShapeLatex } from './names.ts';
export type { PrintOptions };

/** The expression in LaTeX, without delimiters. */
export function printLatex(node: Node, options: PrintOptions = {}): string {
  return new LatexPrinter(options).print(formOf(node), ON_LINE);
}

/** Where a form stands: in an exponent fractions lie on a line; inside bars another bar needs a sign before it. */
interface Place {
  readonly style: Style & ('set' | 'script');
  readonly bars: boolean;
}
const ON_LINE: Place = { style: 'set', bars: false };
const IN_SCRIPT: Place = { style: 'script', bars: false };

const JOINTS = { matmul: ' ', hadamard: ' \\odot ', 'hadamard-quotient': ' \\oslash ', kron: ' \\otimes ' } as const;
const RELATIONS = { '=': '=', '!=': '\\ne', '<': '<', '<=': '\\le', '>': '>', '>=': '\\ge' } as const;
const FENCES = {
  abs: ['\\lvert', '\\rvert', ''],
  norm: ['\\lVert', '\\rVert', ''],
  norm1: ['\\lVert', '\\rVert', '_{1}'],
  norminf: ['\\lVert', '\\rVert', '_{\\infty}'],
} as const;

class LatexPrinter {
  readonly #names: ReadonlyMap<string, string>;
  readonly #point: string;
  readonly #separator: string;

  constructor(options: PrintOptions) {
    this.#names = options.latexNames ?? new Map();
    this.#point = options.decimalComma ? '{,}' : '.';
    this.#separator = options.decimalComma ? ';\\, ' : ', ';
  }

  print(f: Form, at: Place): string {
    switch (f.kind) {
      case 'number':
        return this.#number(f);
      case 'name':
        return this.#names.get(f.name) ?? latexName(f.name);
      case 'constant':
        return f.latex;
      case 'minus':
        return `-${this.#at(f.body, LEVEL.product, at)}`;
      case 'sum':
        return f.terms
          .map(({ minus, form }, i) => {
            const sign = i === 0 ? (minus ? '-' : '') : minus ? ' - ' : ' + ';
            return sign + this.#at(form, LEVEL.product, at);
          })
          .join('');
      case 'product':
        return this.#product(f.factors, at);
      case 'fraction':
        return at.style === 'script'
          ? `${this.#at(f.numerator, LEVEL.product, at)}/${this.#at(f.denominator, LEVEL.factor, at)}`
          : `\\frac{${this.print(f.numerator, ON_LINE)}}{${this.print(f.denominator, ON_LINE)}}`;
      case 'infix':
        return f.operands
          .map((x, i) => (i === 0 ? '' : this.#joint(f, i)) + this.#at(x, operandLevel(f, i), at))
          .join('');
      case 'power':
        return this.#power(f, at);
      case 'exponential':
        return `e^{${this.print(f.exponent, IN_SCRIPT)}}`;
      case 'root':
        return `\\sqrt${f.degree === 2 ? '' : `[${f.degree}]`}{${this.print(f.radicand, ON_LINE)}}`;
      case 'postfix':
        return this.#superscript(f.base, f.mark === 'transpose' ? '^\\top' : '^{-1}', at);
      case 'fence':
        return this.#fence(f);
      case 'call':
        return f.latex + this.#arguments(f.args, at);
      case 'unit':
        return `e_{${this.print(f.index, IN_SCRIPT)}}`;
      case 'grid':
        return this.#grid(f.rows);
      case 'tuple':
        return this.#arguments(f.items, at);
      case 'tensor':
        return this.#tensor(f.shape, f.entries);
      case 'index':
        return `${this.#subscriptBase(f.base, at)}_{${this.#indices(f.indices)}}`;
      case 'sigma': {
        const range = `_{${this.print(f.index, IN_SCRIPT)}=${this.print(f.from, IN_SCRIPT)}}^{${this.print(f.to, IN_SCRIPT)}}`;
        return `\\sum${range} ${this.#at(f.body, LEVEL.product, at)}`;
      }
      case 'delta':
        return `\\delta_{${this.#indices(f.indices)}}`;
      case 'derivative':
        return this.#derivative(f, at);
      case 'relation':
        return `${this.print(f.left, at)} ${RELATIONS[f.sign]} ${this.print(f.right, at)}`;
    }
  }

  #at(f: Form, level: Level, at: Place): string {
    return isLooser(f, level, at.style) ? this.#group(f, at) : this.print(f, at);
  }

  #group(f: Form, at: Place): string {
    return this.#arguments([f], at);
  }

  /** Parentheses, grown only around what is tall. */
  #arguments(items: readonly Form[], at: Place): string {
    const inside = { style: at.style, bars: false };
    const body = items.map((x) => this.print(x, inside)).join(this.#separator);
    return at.style === 'set' && items.some(isTall) ? `\\left(${body}\\right)` : `(${body})`;
  }

  #number(n: Written): string {
    const tiny = scientific(n);
    if (tiny === null) return plainDigits(n, this.#point);
    const power = `10^{${tiny.exponent}}`;
    return tiny.mantissa === '1' ? power : `${tiny.mantissa.replace('.', () => this.#point)} \\cdot ${power}`;
  }

  /** Juxtaposed; a dot only where digits or bars would touch, a thin space beside words. */
  #product(factors: readonly Form[], at: Place): string {
    let out = '';
    factors.forEach((f, i) => {
      const before = factors[i - 1];
      const level = factorLevel(factors, i);
      if (before !== undefined) out += this.#between(before, f, isLooser(f, level, at.style), at);
      out += this.#at(f, level, at);
    });
    return out;
  }

  #between(before: Form, f: Form, grouped: boolean, at: Place): string {
    if (grouped) return f.kind === 'minus' ? ' \\cdot ' : ' ';
    // On a line, `1/2 x` would read as 1/(2x).
    const slash = before.kind === 'fraction' && at.style === 'script';
    if (slash || startsWithDigit(f) || (at.bars && f.kind === 'fence')) return ' \\cdot ';
    return this.#isWord(before) || this.#isWord(f) ? ' \\, ' : ' ';
  }

  #isWord(f: Form): boolean {
    if (f.kind === 'power' || f.kind === 'postfix' || f.kind === 'index') return this.#isWord(f.base);
    return isWordName(f) || (f.kind === 'name' && this.#names.has(f.name));
  }

  #joint(f: Form & { readonly kind: 'infix' }, i: number): string {
    const [a, b] = [f.operands[i - 1], f.operands[i]];
    const sign = f.signs[i - 1] ?? 'matmul';
    return sign === 'matmul' && a && b && (this.#isWord(a) || this.#isWord(b)) ? ' \\, ' : JOINTS[sign];
  }

  #power(f: Form & { readonly kind: 'power' }, at: Place): string {
    const exponent = this.print(f.exponent, IN_SCRIPT);
    if (f.elementwise) {
      const sign = f.exponent.kind === 'number' || f.exponent.kind === 'name' ? exponent : `(${exponent})`;
      return this.#superscript(f.base, `^{\\circ ${sign}}`, at);
    }
    const { base } = f;
    return base.kind === 'call' && isPowerBefore(f)
      ? `${base.latex}^{${exponent}}${this.#arguments(base.args, at)}`
      : this.#superscript(base, `^{${exponent}}`, at);
  }

  #superscript(base: Form, mark: string, at: Place): string {
    if (isLooser(base, LEVEL.postfix, at.style)) return this.#group(base, at) + mark;
    // A name of the author's own may carry marks of its own.
    const braced = base.kind === 'name' && this.#names.has(base.name);
    return (braced ? `{${this.print(base, at)}}` : this.print(base, at)) + mark;
  }

  #fence(f: Form & { readonly kind: 'fence' }): string {
    const [open, close, order] = FENCES[f.fence];
    const body = this.print(f.body, { style: 'set', bars: true });
    return isTall(f.body) ? `\\left${open} ${body} \\right${close}${order}` : `${open} ${body} ${close}${order}`;
  }

  /** Rows of fractions stand further apart than TeX would set them. */
  #grid(rows: readonly (readonly Form[])[]): string {
    const lines = rows.map((row, i) => {
      const cells = row.map((x) => this.print(x, ON_LINE)).join(' & ');
      const next = rows[i + 1];
      if (next === undefined) return cells;
      return `${cells} \\\\${[...row, ...next].some(isTall) ? '[4pt]' : ''} `;
    });
    return `\\begin{pmatrix} ${lines.join('')} \\end{pmatrix}`;
  }

  /** A tuple of slices along the first axis. */
  #tensor(shape: readonly number[], entries: readonly Form[]): string {
    const [count = 1, cols = 1, ...deeper] = shape;
    if (deeper.length === 0)
      return this.#grid(Array.from({ length: count }, (_, i) => entries.slice(i * cols, (i + 1) * cols)));
    const size = entries.length / count;
    const slices = Array.from({ length: count }, (_, i) =>
      this.#tensor(shape.slice(1), entries.slice(i * size, (i + 1) * size)),
    );
    return `\\left(${slices.join(this.#separator)}\\right)`;
  }

  /** A name that has a subscript already, or anything compound, is put in parentheses before an index. */
  #subscriptBase(base: Form, at: Place): string {
    if (base.kind === 'name') {
      const own = this.#names.has(base.name) || splitName(base.name).subscripts.length > 0;
      return own ? `(${this.print(base, at)})` : this.print(base, at);
    }
    const bare = levelOf(base, at.style) === LEVEL.atom && base.kind !== 'index' && base.kind !== 'fence';
    return bare ? this.print(base, at) : this.#group(base, at);
  }

  #indices(indices: readonly Form[]): string {
    const written = indices.map((i) => this.print(i, IN_SCRIPT));
    // Two letters or two digits stand side by side; i2 would look like a name.
    const alike = indices.every((i) => i.kind === indices[0]?.kind);
    if (!alike || !indices.every(isOneSign)) return written.join(', ');
    // A letter after a command needs a space: `\\alpha i`.
    return written.map((w, i) => (i > 0 && isGreek(indices[i - 1]) ? ` ${w}` : w)).join('');
  }

  #derivative(f: Form & { readonly kind: 'derivative' }, at: Place): string {
    const d = f.total ? '\\mathrm{d}' : '\\partial';
    const order = f.wrt.length === 1 ? '' : `^{${f.wrt.length}}`;
    const below = runs(f.wrt).map(([x, n]) => `${d} ${this.print(x, ON_LINE)}${n === 1 ? '' : `^{${n}}`}`);
    const denominator = below.join(' \\, ');
    if (f.of.kind === 'name') return `\\frac{${d}${order} ${this.print(f.of, ON_LINE)}}{${denominator}}`;
    return `\\frac{${d}${order}}{${denominator}} ${this.#at(f.of, LEVEL.power, at)}`;
  }
}
