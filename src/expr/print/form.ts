/**
 * What is actually written: notations after signs are pulled out, fractions formed and nested sums and products
 * laid flat. Every printer walks this closed tree, so text, LaTeX, MathML and speech never disagree on a sign.
 */
import { isNum, type Node, symbolsOf } from '../../ir/node.ts';
import type { InfixSign, Notation, RelationSign } from '../../ir/notation.ts';
import type { Rational } from '../../ir/rational.ts';
import { isScalar } from '../../ir/shape.ts';
import { arrangeInfix, arrangeProduct, arrangeSum, isShort, numberForm } from './arrange.ts';

export interface Term {
  readonly minus: boolean;
  readonly form: Form;
}

export type Form =
  /** A whole number or a decimal, never negative. */
  | { readonly kind: 'number'; readonly value: Rational; readonly decimal: boolean }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'constant'; readonly text: string; readonly latex: string; readonly speech: string }
  | { readonly kind: 'minus'; readonly body: Form }
  | { readonly kind: 'sum'; readonly terms: readonly Term[] }
  /** Two or more factors in the order in which they are written; a fraction can only be the first. */
  | { readonly kind: 'product'; readonly factors: readonly Form[] }
  | { readonly kind: 'fraction'; readonly numerator: Form; readonly denominator: Form }
  /** `signs[i]` stands between operands i and i+1. */
  | { readonly kind: 'infix'; readonly operands: readonly Form[]; readonly signs: readonly InfixSign[] }
  | { readonly kind: 'power'; readonly base: Form; readonly exponent: Form; readonly elementwise: boolean }
  /** exp(u) that is short enough to be set as e^u. */
  | { readonly kind: 'exponential'; readonly exponent: Form }
  | { readonly kind: 'root'; readonly degree: number; readonly radicand: Form }
  | { readonly kind: 'postfix'; readonly mark: 'transpose' | 'inverse'; readonly base: Form }
  | { readonly kind: 'fence'; readonly fence: 'abs' | 'norm' | 'norm1' | 'norminf'; readonly body: Form }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly latex: string;
      readonly speech: string;
      readonly args: readonly Form[];
    }
  /** The i-th unit vector: a name with a subscript wherever formulas are set. */
  | { readonly kind: 'unit'; readonly index: Form; readonly size: Form }
  | { readonly kind: 'grid'; readonly rows: readonly (readonly Form[])[] }
  | { readonly kind: 'tuple'; readonly items: readonly Form[] }
  | { readonly kind: 'tensor'; readonly shape: readonly number[]; readonly entries: readonly Form[] }
  | { readonly kind: 'index'; readonly base: Form; readonly indices: readonly Form[] }
  | { readonly kind: 'sigma'; readonly index: Form; readonly from: Form; readonly to: Form; readonly body: Form }
  | { readonly kind: 'delta'; readonly indices: readonly Form[] }
  | { readonly kind: 'derivative'; readonly of: Form; readonly wrt: readonly Form[]; readonly total: boolean }
  | { readonly kind: 'relation'; readonly sign: RelationSign; readonly left: Form; readonly right: Form };

/** Turns nodes into forms; one per printed expression, so that shared nodes are arranged once. */
export class FormBuilder {
  readonly #done = new Map<Node, Form>();
  /** With a variable named e about, e^u would be a power of that variable; likewise σ(u). */
  readonly #letterE: boolean;
  readonly #letterSigma: boolean;

  constructor(root: Node) {
    const names = symbolsOf(root).map((s) => s.name);
    this.#letterE = names.includes('e');
    this.#letterSigma = names.includes('sigma');
  }

  form(node: Node): Form {
    const known = this.#done.get(node);
    if (known) return known;
    const made = this.#make(node);
    this.#done.set(node, made);
    return made;
  }

  #make(node: Node): Form {
    if (node.kind === 'num') return numberForm(node);
    if (node.kind === 'sym') return { kind: 'name', name: node.name };
    return this.#written(node, node.op.notation(node));
  }

  #all(nodes: readonly Node[]): readonly Form[] {
    return nodes.map((n) => this.form(n));
  }

  #written(node: Node, n: Notation): Form {
    switch (n.kind) {
      case 'sum':
        return arrangeSum(this.#all(n.terms));
      case 'product':
        return arrangeProduct(n.factors, this);
      case 'infix':
        return arrangeInfix(n.sign, n.operands, this);
      case 'power': {
        const { base, exponent } = n;
        if (isNum(exponent, 1)) return this.form(base);
        if (exponent.kind === 'num' && exponent.value.n < 0n && isScalar(base.shape))
          return arrangeProduct([node], this);
        return { kind: 'power', base: this.form(base), exponent: this.form(exponent), elementwise: n.elementwise };
      }
      case 'call':
        return this.#call(n);
      case 'fence': {
        const body = this.form(n.body);
        // Bars around an array would be read as its norm or determinant.
        if (n.fence === 'abs' && !isScalar(n.body.shape))
          return {
            kind: 'call',
            name: 'abs',
            latex: '\\operatorname{abs}',
            speech: 'the absolute value',
            args: [body],
          };
        return { kind: 'fence', fence: n.fence, body };
      }
      case 'root':
        return { kind: 'root', degree: n.degree, radicand: this.form(n.radicand) };
      case 'postfix':
        return { kind: 'postfix', mark: n.mark, base: this.form(n.base) };
      case 'grid':
        return n.tuple
          ? { kind: 'tuple', items: this.#all(n.rows.flat()) }
          : { kind: 'grid', rows: n.rows.map((row) => this.#all(row)) };
      case 'tensor':
        return { kind: 'tensor', shape: n.shape, entries: this.#all(n.entries) };
      case 'index':
        return { kind: 'index', base: this.form(n.base), indices: this.#all(n.indices) };
      case 'sigma':
        return {
          kind: 'sigma',
          index: this.form(n.index),
          from: this.form(n.from),
          to: this.form(n.to),
          body: this.form(n.body),
        };
      case 'delta':
        return { kind: 'delta', indices: this.#all(n.indices) };
      case 'constant':
        // Where e is a variable, the number is written as a value of exp.
        return this.#letterE && n.text === 'e'
          ? { kind: 'call', name: 'exp', latex: '\\exp', speech: 'the exponential', args: [ONE] }
          : { kind: 'constant', text: n.text, latex: n.latex, speech: n.speech };
      case 'derivative':
        return { kind: 'derivative', of: this.form(n.of), wrt: this.#all(n.wrt), total: n.total };
      case 'relation':
        return { kind: 'relation', sign: n.sign, left: this.form(n.left), right: this.form(n.right) };
    }
  }

  #call(n: Notation & { readonly kind: 'call' }): Form {
    const args = this.#all(n.args);
    const [first, second] = args;
    const scalar = n.args.every((a) => isScalar(a.shape));
    if (n.name === 'exp' && first && scalar && !this.#letterE && isShort(first))
      return { kind: 'exponential', exponent: first };
    if (n.name === 'unit' && first && second) return { kind: 'unit', index: first, size: second };
    // The smallest of several is written once: min(x, y, z).
    if (ASSOCIATIVE.has(n.name) && first?.kind === 'call' && first.name === n.name)
      return { ...first, args: [...first.args, ...args.slice(1)] };
    const latex = n.name === 'sigmoid' && this.#letterSigma ? '\\operatorname{sigmoid}' : n.latex;
    return { kind: 'call', name: n.name, latex, speech: n.speech, args };
  }
}

const ASSOCIATIVE: ReadonlySet<string> = new Set(['min', 'max']);
const ONE: Form = { kind: 'number', value: { n: 1n, d: 1n }, decimal: false };

/** What is written for an expression. */
export const formOf = (root: Node): Form => new FormBuilder(root).form(root);

/** Whether the form is this whole number. */
export const isNumber = (f: Form, value: bigint): boolean =>
  f.kind === 'number' && f.value.d === 1n && f.value.n === value;
