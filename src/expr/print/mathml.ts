/** Formulas as presentation MathML (MathML Core), for screen readers and pages without KaTeX. */
import type { Node } from '../../ir/node.ts';
import { type Form, formOf } from './form.ts';
import { isOneSign, isPowerBefore, isWordName, runs, startsWithDigit } from './look.ts';
import { type NamePart, splitName } from './names.ts';
import { plainDigits, scientific, type Written } from './number.ts';
import type { PrintOptions } from './options.ts';
import { factorLevel, isLooser, LEVEL, type Level, operandLevel } from './precedence.ts';

/** The `<math>` element of the expression. Names print by their own rule; `latexNames` has no say here. */
export function printMathml(node: Node, options: PrintOptions = {}): string {
  const inner = new MathmlPrinter(options).print(formOf(node));
  return `<math xmlns="http://www.w3.org/1998/Math/MathML">${inner}</math>`;
}

const APPLY = '<mo>\u2061</mo>';
const TIMES = '<mo>\u2062</mo>';
/** Beside words, which would run together. */
const THIN = '<mspace width="0.17em"/>';
/** Separates indices unseen. */
const COMMA = '<mo>\u2063</mo>';
const row = (...parts: readonly string[]): string =>
  parts.length === 1 ? parts.join('') : `<mrow>${parts.join('')}</mrow>`;
const mo = (sign: string): string => `<mo>${sign}</mo>`;
const mi = (text: string, upright = false): string =>
  `<mi${upright && [...text].length === 1 ? ' mathvariant="normal"' : ''}>${escapeXml(text)}</mi>`;
const mn = (text: string | number): string => `<mn>${text}</mn>`;
const sup = (base: string, script: string): string => `<msup>${base}${script}</msup>`;
const sub = (base: string, script: string): string => `<msub>${base}${script}</msub>`;
const frac = (above: string, below: string): string => `<mfrac>${above}${below}</mfrac>`;

const escapeXml = (s: string): string => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const JOINTS = { matmul: TIMES, hadamard: mo('⊙'), 'hadamard-quotient': mo('⊘'), kron: mo('⊗') } as const;
const RELATIONS = { '=': '=', '!=': '≠', '<': '&lt;', '<=': '≤', '>': '&gt;', '>=': '≥' } as const;
const FENCES = { abs: ['|', ''], norm: ['‖', ''], norm1: ['‖', mn(1)], norminf: ['‖', mi('∞')] } as const;
const GREEK: ReadonlyMap<string, string> = new Map(
  [
    ...'alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ'.matchAll(
      /(\w+) (\S+)/g,
    ),
    ...'mu μ nu ν xi ξ omicron ο pi π rho ρ sigma σ tau τ upsilon υ phi ϕ chi χ psi ψ omega ω'.matchAll(/(\w+) (\S+)/g),
    ...'Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ'.matchAll(/(\w+) (\S+)/g),
    ...'Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω'.matchAll(/(\w+) (\S+)/g),
  ].map(([, word = '', letter = '']) => [word, letter]),
);
/** How functions are written where LaTeX has a letter or a longer word of its own. */
const SPELLING: ReadonlyMap<string, string> = new Map([
  ['sigmoid', 'σ'],
  ['asin', 'arcsin'],
  ['acos', 'arccos'],
  ['atan', 'arctan'],
]);

class MathmlPrinter {
  readonly #point: string;
  readonly #separator: string;

  constructor(options: PrintOptions) {
    this.#point = options.decimalComma ? ',' : '.';
    this.#separator = mo(options.decimalComma ? ';' : ',');
  }

  print(f: Form): string {
    switch (f.kind) {
      case 'number':
        return this.#number(f);
      case 'name':
        return name(f.name);
      case 'constant':
        return constant(f);
      case 'minus':
        return row(mo('−'), this.#at(f.body, LEVEL.product));
      case 'sum':
        return row(
          ...f.terms.flatMap(({ minus, form }, i) => {
            const sign = i === 0 ? (minus ? [mo('−')] : []) : [mo(minus ? '−' : '+')];
            return [...sign, this.#at(form, LEVEL.product)];
          }),
        );
      case 'product':
        return row(...f.factors.flatMap((x, i) => this.#factor(f.factors, x, i)));
      case 'fraction':
        return frac(this.print(f.numerator), this.print(f.denominator));
      case 'infix':
        return row(
          ...f.operands.flatMap((x, i) => {
            const sign = i === 0 ? [] : [JOINTS[f.signs[i - 1] ?? 'matmul']];
            return [...sign, this.#at(x, operandLevel(f, i))];
          }),
        );
      case 'power':
        return this.#power(f);
      case 'exponential':
        return sup(mi('e'), this.print(f.exponent));
      case 'root':
        return f.degree === 2
          ? `<msqrt>${this.print(f.radicand)}</msqrt>`
          : `<mroot>${this.print(f.radicand)}${mn(f.degree)}</mroot>`;
      case 'postfix':
        return sup(this.#at(f.base, LEVEL.postfix), f.mark === 'transpose' ? mo('⊤') : row(mo('−'), mn(1)));
      case 'fence': {
        const [bar, order] = FENCES[f.fence];
        const body = row(mo(bar), this.print(f.body), mo(bar));
        return order === '' ? body : sub(body, order);
      }
      case 'call':
        return row(this.#function(f), APPLY, this.#group(f.args));
      case 'unit':
        return sub(mi('e'), this.print(f.index));
      case 'grid':
        return this.#grid(f.rows);
      case 'tuple':
        return this.#group(f.items);
      case 'tensor':
        return this.#tensor(f.shape, f.entries);
      case 'index':
        return sub(this.#subscriptBase(f.base), this.#indices(f.indices));
      case 'sigma': {
        const from = row(this.print(f.index), mo('='), this.print(f.from));
        return row(`<munderover>${mo('∑')}${from}${this.print(f.to)}</munderover>`, this.#at(f.body, LEVEL.product));
      }
      case 'delta':
        return sub(mi('δ'), this.#indices(f.indices));
      case 'derivative':
        return this.#derivative(f);
      case 'relation':
        return row(this.print(f.left), mo(RELATIONS[f.sign]), this.print(f.right));
    }
  }

  #at(f: Form, level: Level): string {
    return isLooser(f, level, 'set') ? this.#group([f]) : this.print(f);
  }

  #group(items: readonly Form[]): string {
    return row(
      mo('('),
      ...separated(
        items.map((x) => this.print(x)),
        this.#separator,
      ),
      mo(')'),
    );
  }

  #number(n: Written): string {
    const tiny = scientific(n);
    if (tiny === null) return mn(plainDigits(n, this.#point));
    const power = sup(mn(10), row(mo('−'), mn(-tiny.exponent)));
    return tiny.mantissa === '1' ? power : row(mn(tiny.mantissa.replace('.', () => this.#point)), mo('⋅'), power);
  }

  #factor(factors: readonly Form[], f: Form, i: number): readonly string[] {
    const level = factorLevel(factors, i);
    const dot = isLooser(f, level, 'set') ? f.kind === 'minus' : startsWithDigit(f);
    const words = factors.slice(Math.max(0, i - 1), i + 1).some(isWordName);
    return [...(i === 0 ? [] : [dot ? mo('⋅') : words ? TIMES + THIN : TIMES]), this.#at(f, level)];
  }

  #function(f: Form & { readonly kind: 'call' }): string {
    const base = /^log(\d+)$/.exec(f.name)?.[1];
    return base === undefined ? mi(SPELLING.get(f.name) ?? f.name) : sub(mi('log'), mn(base));
  }

  #power(f: Form & { readonly kind: 'power' }): string {
    const { base } = f;
    const exponent = this.print(f.exponent);
    if (base.kind === 'call' && isPowerBefore(f))
      return row(sup(this.#function(base), exponent), APPLY, this.#group(base.args));
    return sup(this.#at(base, LEVEL.postfix), f.elementwise ? row(mo('∘'), exponent) : exponent);
  }

  #grid(rows: readonly (readonly Form[])[]): string {
    const cells = rows.map((r) => `<mtr>${r.map((x) => `<mtd>${this.print(x)}</mtd>`).join('')}</mtr>`);
    return row(mo('('), `<mtable>${cells.join('')}</mtable>`, mo(')'));
  }

  #tensor(shape: readonly number[], entries: readonly Form[]): string {
    const [count = 1, cols = 1, ...deeper] = shape;
    if (deeper.length === 0)
      return this.#grid(Array.from({ length: count }, (_, i) => entries.slice(i * cols, (i + 1) * cols)));
    const size = entries.length / count;
    const slices = Array.from({ length: count }, (_, i) =>
      this.#tensor(shape.slice(1), entries.slice(i * size, (i + 1) * size)),
    );
    return row(mo('('), ...separated(slices, this.#separator), mo(')'));
  }

  /** A name that has a subscript already is set apart, as in (W₁)ᵢⱼ. */
  #subscriptBase(base: Form): string {
    const marked = base.kind === 'name' && splitName(base.name).subscripts.length > 0;
    return marked || base.kind === 'index' ? this.#group([base]) : this.#at(base, LEVEL.atom);
  }

  #indices(indices: readonly Form[]): string {
    const written = indices.map((i) => this.print(i));
    return row(...separated(written, indices.every(isOneSign) ? COMMA : mo(',')));
  }

  #derivative(f: Form & { readonly kind: 'derivative' }): string {
    const d = f.total ? mi('d', true) : mo('∂');
    const top = f.wrt.length === 1 ? d : sup(d, mn(f.wrt.length));
    const below = row(...runs(f.wrt).flatMap(([x, n]) => [d, n === 1 ? this.print(x) : sup(this.print(x), mn(n))]));
    if (f.of.kind === 'name') return frac(row(top, this.print(f.of)), below);
    return row(frac(top, below), this.#at(f.of, LEVEL.power));
  }
}

function separated(items: readonly string[], separator: string): readonly string[] {
  return items.flatMap((x, i) => (i === 0 ? [x] : [separator, x]));
}

function name(text: string): string {
  const { head, subscripts } = splitName(text);
  const base = part(head);
  return subscripts.length === 0 ? base : sub(base, row(...separated(subscripts.map(part), mo(','))));
}

function part(p: NamePart): string {
  if (p.style === 'digits') return mn(p.text);
  return mi(p.style === 'greek' ? (GREEK.get(p.text) ?? p.text) : p.text);
}

function constant(c: Form & { readonly kind: 'constant' }): string {
  if (c.text === 'pi') return mi('π', true);
  if (c.text === 'e') return mi('e');
  if (c.text.startsWith('eye')) return mi('I');
  if (c.text.startsWith('zeros')) return mn(0);
  if (c.text.startsWith('ones')) return mn('𝟏');
  return `<mtext>${escapeXml(c.speech)}</mtext>`;
}
