/** Expressions as a textbook sets them. What this prints, KaTeX takes; the contract's LaTeX input reads most of it back. */
import { isNum, type Node, type Num } from '../../ir/node.ts';
import type { Notation } from '../../ir/notation.ts';
import { terminatingDecimal } from '../../ir/rational.ts';
import { type Dim, isColumn, isScalar, type Shape } from '../../ir/shape.ts';
import { BIND, type Factor, inverted, isNegativeNum, type Magnitude, notationOf, quotient, signed, isChain, isOtherInfix } from './form.ts';
import { latexName } from './names.ts';

export interface PrintOptions {
  /** LaTeX for names, where an author chose it (`latex: \boldsymbol\theta`). */
  readonly latexNames?: ReadonlyMap<string, string>;
  readonly decimalComma?: boolean;
}

interface Piece {
  readonly latex: string;
  readonly bind: number;
  /** Taller than a line: its parentheses grow. */
  readonly tall: boolean;
}

export const printLatex = (node: Node, options: PrintOptions = {}): string =>
  new LatexPrinter(options).print(node).latex;

/** ℝ, ℝ³ for columns, ℝ^{2×3}. */
export function printShapeLatex(shape: Shape): string {
  const size = (d: Dim): string => (typeof d === 'number' ? `${d}` : d.split('*').map(latexName).join(' '));
  if (isScalar(shape)) return '\\mathbb{R}';
  return `\\mathbb{R}^{${(isColumn(shape) ? shape.slice(0, 1) : shape).map(size).join(' \\times ')}}`;
}

const FENCES = {
  abs: ['|', '|', ''],
  norm: ['\\lVert ', '\\rVert', ''],
  norm1: ['\\lVert ', '\\rVert', '_{1}'],
  norminf: ['\\lVert ', '\\rVert', '_{\\infty}'],
} as const;

const RELATIONS = { '=': '=', '!=': '\\neq', '<': '<', '<=': '\\le', '>': '>', '>=': '\\ge' } as const;

class LatexPrinter {
  readonly #options: PrintOptions;

  constructor(options: PrintOptions) {
    this.#options = options;
  }

  print(node: Node): Piece {
    if (node.kind === 'num') return this.#number(node);
    if (node.kind === 'sym') return flat(this.#options.latexNames?.get(node.name) ?? latexName(node.name), BIND.atom);
    const inverse = inverted(node);
    return inverse ? this.#fraction([], [inverse]) : this.#construct(notationOf(node));
  }

  #at(node: Node, bind: number): string {
    return wrap(this.print(node), bind);
  }

  #number(n: Num): Piece {
    const minus = n.value.n < 0n;
    const bind = minus ? BIND.minus : BIND.atom;
    const shown = n.decimal ? terminatingDecimal(n.value) : null;
    if (shown !== null) return flat(this.#options.decimalComma ? shown.replace('.', '{,}') : shown, bind);
    if (n.value.d === 1n) return flat(`${n.value.n}`, bind);
    const sign = minus ? '-' : '';
    const magnitude = minus ? -n.value.n : n.value.n;
    return { latex: `${sign}\\frac{${magnitude}}{${n.value.d}}`, bind: minus ? BIND.minus : BIND.product, tall: true };
  }

  #construct(n: Notation): Piece {
    switch (n.kind) {
      case 'call':
        return this.#call(n);
      case 'sum':
        return this.#sum(n.terms);
      case 'product':
        return this.#product(n.factors);
      case 'infix':
        return this.#infix(n);
      case 'power':
        return this.#power(n.base, n.exponent, n.elementwise);
      case 'root': {
        const radicand = this.print(n.radicand);
        return {
          latex: `\\sqrt${n.degree === 2 ? '' : `[${n.degree}]`}{${radicand.latex}}`,
          bind: BIND.atom,
          tall: radicand.tall,
        };
      }
      case 'postfix': {
        const base = this.print(n.base);
        const wrapped = wrap(base, base.bind === BIND.postfix ? BIND.atom : BIND.postfix);
        return {
          latex: `${wrapped}^{${n.mark === 'transpose' ? '\\top' : '-1'}}`,
          bind: BIND.postfix,
          tall: base.tall,
        };
      }
      case 'fence': {
        const [open, close, sub] = FENCES[n.fence];
        const body = this.print(n.body);
        return {
          latex: `${body.tall ? '\\left' : ''}${open}${body.latex}${body.tall ? ' \\right' : n.fence === 'abs' ? '' : ' '}${close}${sub}`,
          bind: BIND.atom,
          tall: body.tall,
        };
      }
      case 'grid':
        return this.#grid(n.rows, n.tuple);
      case 'tensor':
        return this.#tensor(n.shape, n.entries);
      case 'index':
        return this.#index(n.base, n.indices);
      case 'sigma': {
        const body = this.#at(n.body, BIND.product);
        const head = `\\sum_{${this.print(n.index).latex}=${this.print(n.from).latex}}^{${this.print(n.to).latex}}`;
        return { latex: `${head} ${body}`, bind: BIND.sum, tall: true };
      }
      case 'delta':
        return flat(`\\delta_{${this.#indices(n.indices)}}`, BIND.atom);
      case 'constant':
        return flat(n.latex, BIND.atom);
      case 'derivative':
        return this.#derivative(n.of, n.wrt, n.total);
      case 'relation':
        return flat(`${this.#at(n.left, BIND.sum)} ${RELATIONS[n.sign]} ${this.#at(n.right, BIND.sum)}`, BIND.relation);
    }
  }

  /**
   * Function calls always have parentheses, so that no argument's end is in doubt. exp of a single symbol or a
   * short product is written as a power of e, which reads better inside longer formulas.
   */
  #call(n: Notation & { readonly kind: 'call' }): Piece {
    const only = n.args.length === 1 ? n.args[0] : undefined;
    if (n.name === 'exp' && only && isScalar(only.shape) && isShort(only)) {
      return { latex: `e^{${this.print(only).latex}}`, bind: BIND.power, tall: false };
    }
    const args = n.args.map((a) => this.print(a));
    const tall = args.some((a) => a.tall);
    return { latex: `${n.latex}${parenthesized(args.map((a) => a.latex).join(', '), tall)}`, bind: BIND.atom, tall };
  }

  #sum(terms: readonly Node[]): Piece {
    let tall = false;
    const parts = terms.map((t, i) => {
      const { minus, magnitude } = signed(t);
      const p = this.#magnitude(magnitude);
      tall ||= p.tall;
      const body = wrap(p, BIND.product);
      if (i === 0) return minus ? `-${body}` : body;
      return minus ? ` - ${body}` : ` + ${body}`;
    });
    return { latex: parts.join(''), bind: BIND.sum, tall };
  }

  #magnitude(m: Magnitude): Piece {
    return m.kind === 'node' ? this.print(m.node) : this.#product(m.factors);
  }

  #product(factors: readonly Node[]): Piece {
    const [first, ...rest] = factors;
    if (first && isNegativeNum(first)) {
      const { magnitude } = signed(first);
      const kept = magnitude.kind === 'node' && !isNum(magnitude.node, 1) ? [magnitude.node, ...rest] : rest;
      const single = kept[0];
      const body = kept.length === 1 && single ? this.print(single) : this.#product(kept);
      return { latex: `-${wrap(body, BIND.product)}`, bind: BIND.product, tall: body.tall };
    }
    const { above, below } = quotient(factors);
    return below.length > 0 ? this.#fraction(above, below) : this.#row(above);
  }

  /** Factors side by side; a dot only where a digit would touch the factor before it. */
  #row(factors: readonly Node[]): Piece {
    let latex = '';
    let tall = false;
    let before: string | null = null;
    factors.forEach((f, i) => {
      const p = this.print(f);
      tall ||= p.tall;
      const body = wrap(
        p,
        i === 0 || isChain(f) ? BIND.product : f.kind === 'num' && p.bind === BIND.product ? BIND.product : BIND.power,
      );
      latex += before === null ? body : `${separator(before, body)}${body}`;
      before = body;
    });
    return { latex, bind: BIND.product, tall };
  }

  #fraction(above: readonly Node[], below: readonly Factor[]): Piece {
    const top = this.#numerator(above);
    const bottom = below.map(({ base, exponent }) => this.#denominator(base, exponent));
    const lower =
      bottom.length === 1
        ? (bottom[0] as Piece).latex
        : bottom.map((p) => wrap(p, BIND.power)).reduce((l, r) => `${l}${separator(l, r)}${r}`);
    return { latex: `${top.minus ? '-' : ''}\\frac{${top.latex}}{${lower}}`, bind: BIND.product, tall: true };
  }

  #numerator(above: readonly Node[]): { readonly latex: string; readonly minus: boolean } {
    const only = above[0];
    if (only === undefined) return { latex: '1', minus: false };
    if (above.length > 1) return { latex: this.#row(above).latex, minus: false };
    const { minus, magnitude } = signed(only);
    return { latex: this.#magnitude(magnitude).latex, minus };
  }

  #denominator(base: Node, exponent: Node): Piece {
    if (isNum(exponent, 1)) return this.print(base);
    if (exponent.kind === 'num' && exponent.value.n === 1n && exponent.value.d === 2n)
      return { latex: `\\sqrt{${this.print(base).latex}}`, bind: BIND.atom, tall: false };
    return this.#power(base, exponent, false);
  }

  #power(base: Node, exponent: Node, entrywise: boolean): Piece {
    const top = this.print(exponent).latex;
    const call = base.kind === 'apply' ? notationOf(base) : null;
    // sin²(x) for trigonometric and hyperbolic functions, as textbooks write it.
    if (
      call?.kind === 'call' &&
      /^(?:sin|cos|tan|sinh|cosh|tanh)$/.test(call.name) &&
      exponent.kind === 'num' &&
      exponent.value.d === 1n &&
      exponent.value.n > 0n
    ) {
      const args = call.args.map((a) => this.print(a));
      const tall = args.some((a) => a.tall);
      return {
        latex: `${call.latex}^{${top}}${parenthesized(args.map((a) => a.latex).join(', '), tall)}`,
        bind: BIND.power,
        tall,
      };
    }
    const p = this.print(base);
    return { latex: `${wrap(p, BIND.postfix)}^{${entrywise ? `\\circ ${top}` : top}}`, bind: BIND.power, tall: p.tall };
  }

  #infix(n: Notation & { readonly kind: 'infix' }): Piece {
    const pieces = n.operands.map((o) => this.print(o));
    const sign = { matmul: ' ', hadamard: ' \\odot ', 'hadamard-quotient': ' \\oslash ', kron: ' \\otimes ' }[n.sign];
    // A product of scalars may lead a chain; every other product inside one is set apart.
    const leads = (i: number): boolean =>
      n.sign === 'matmul' && i === 0 && !isOtherInfix(n.operands[0] as Node, n.sign);
    const latex = pieces.map((p, i) => wrap(p, leads(i) ? BIND.product : BIND.power)).join(sign);
    return { latex, bind: BIND.product, tall: pieces.some((p) => p.tall) };
  }

  #grid(rows: readonly (readonly Node[])[], tuple: boolean): Piece {
    const cells = rows.map((r) => r.map((e) => this.print(e).latex));
    if (tuple) return flat(`(${cells.flat().join(', ')})`, BIND.atom);
    const gap = cells.flat().some((c) => c.includes('\\frac')) ? ' \\\\[4pt] ' : ' \\\\ ';
    return {
      latex: `\\begin{pmatrix} ${cells.map((r) => r.join(' & ')).join(gap)} \\end{pmatrix}`,
      bind: BIND.atom,
      tall: true,
    };
  }

  /** Slices along the first axis, each a matrix. */
  #tensor(shape: readonly number[], entries: readonly Node[]): Piece {
    const [n = 1, ...rest] = shape;
    const step = entries.length / n;
    const slices = Array.from({ length: n }, (_, i) => {
      const part = entries.slice(i * step, (i + 1) * step);
      if (rest.length > 2) return this.#tensor(rest, part).latex;
      const cols = rest[1] ?? 1;
      const rows = Array.from({ length: part.length / cols }, (_u, r) => part.slice(r * cols, (r + 1) * cols));
      return this.#grid(rows, false).latex;
    });
    return { latex: `\\left[ ${slices.join(',\\; ')} \\right]`, bind: BIND.atom, tall: true };
  }

  #index(base: Node, indices: readonly Node[]): Piece {
    const p = this.print(base);
    const sub = this.#indices(indices);
    // W1[i,j] prints as (W_1)_{ij}: TeX refuses two subscripts in a row.
    const body = base.kind === 'sym' && !p.latex.includes('_') ? p.latex : parenthesized(p.latex, p.tall);
    return flat(`${body}_{${sub}}`, BIND.postfix);
  }

  #indices(indices: readonly Node[]): string {
    const parts = indices.map((i) => this.print(i).latex);
    const single =
      parts.every((p) => /^(?:[a-z]|\d)$/i.test(p)) &&
      !(parts.length > 1 && parts.every((p) => /^\d$/.test(p)) && parts.length > 9);
    return parts.join(single ? '' : ', ');
  }

  #derivative(of: Node, wrt: readonly Node[], total: boolean): Piece {
    const d = total ? '\\mathrm{d}' : '\\partial';
    const order = wrt.length > 1 ? `^{${wrt.length}}` : '';
    const below = wrt.map((x) => `${d} ${this.print(x).latex}`).join('\\,');
    if (of.kind === 'sym')
      return { latex: `\\frac{${d}${order} ${this.print(of).latex}}{${below}}`, bind: BIND.product, tall: true };
    const body = this.print(of);
    return {
      latex: `\\frac{${d}${order}}{${below}}${parenthesized(body.latex, body.tall)}`,
      bind: BIND.product,
      tall: true,
    };
  }
}

const flat = (latex: string, bind: number): Piece => ({ latex, bind, tall: false });
const parenthesized = (latex: string, tall: boolean): string => (tall ? `\\left(${latex}\\right)` : `(${latex})`);
const wrap = (p: Piece, bind: number): string => (p.bind < bind ? parenthesized(p.latex, p.tall) : p.latex);

/** What stands between two factors: a dot before a digit or after a power of numbers, a space after letters. */
function separator(before: string, after: string): string {
  if (/^[\d-]/.test(after) || (/^\\frac/.test(after) && /[\d}]$/.test(before))) return ' \\cdot ';
  return /[a-zA-Z\d}]$/.test(before) && /^[\\a-zA-Z]/.test(after)
    ? ' '
    : /^[({]|^\\left/.test(after) && /[a-zA-Z}]$/.test(before)
      ? ' \\, '
      : ' ';
}

/** A symbol, a number, or a product (with sign) of up to three of them and plain powers: short enough for e^{…}. */
function isShort(n: Node): boolean {
  const atom = (m: Node): boolean => m.kind === 'sym' || (m.kind === 'num' && m.value.d === 1n);
  if (atom(n)) return true;
  if (n.kind !== 'apply') return false;
  const notation = notationOf(n);
  const plain = (m: Node): boolean => {
    if (atom(m)) return true;
    const p = m.kind === 'apply' ? notationOf(m) : null;
    return (
      p?.kind === 'power' &&
      p.base.kind === 'sym' &&
      p.exponent.kind === 'num' &&
      p.exponent.value.d === 1n &&
      p.exponent.value.n > 0n
    );
  };
  return plain(n) || (notation.kind === 'product' && notation.factors.length <= 3 && notation.factors.every(plain));
}
