/** Expressions in our own language: what this prints, the parser reads back. */
import { isNum, type Node, type Num } from '../../ir/node.ts';
import type { Notation } from '../../ir/notation.ts';
import { terminatingDecimal } from '../../ir/rational.ts';
import { isScalar } from '../../ir/shape.ts';
import { half } from '../../ops/exact.ts';
import { BIND, type Factor, inverted, isNegativeNum, type Magnitude, notationOf, quotient, signed, isChain, isOtherInfix } from './form.ts';

interface Piece {
  readonly text: string;
  readonly bind: number;
}

const piece = (text: string, bind: number): Piece => ({ text, bind });

/** The expression as text in the contract's language. */
export const printText = (node: Node): string => print(node).text;

/** Wraps in parentheses what binds less tightly than its place needs. */
const at = (node: Node, bind: number): string => wrap(print(node), bind);
const wrap = (p: Piece, bind: number): string => (p.bind < bind ? `(${p.text})` : p.text);

function print(node: Node): Piece {
  if (node.kind === 'num') return number(node);
  if (node.kind === 'sym') return piece(node.name, BIND.atom);
  const inverse = inverted(node);
  if (inverse) return fraction([], [inverse]);
  return construct(notationOf(node));
}

function number(n: Num): Piece {
  const minus = n.value.n < 0n;
  const shown = n.decimal ? terminatingDecimal(n.value) : null;
  if (shown !== null) return piece(shown, minus ? BIND.minus : BIND.atom);
  if (n.value.d === 1n) return piece(`${n.value.n}`, minus ? BIND.minus : BIND.atom);
  return piece(`${n.value.n}/${n.value.d}`, BIND.product);
}

function construct(n: Notation): Piece {
  switch (n.kind) {
    case 'call':
      return piece(`${n.name}(${n.args.map(printText).join(', ')})`, BIND.atom);
    case 'sum':
      return sum(n.terms);
    case 'product':
      return product(n.factors);
    case 'infix':
      return infix(n);
    case 'power':
      return power(n.base, n.exponent, n.elementwise ? '.^' : '^');
    case 'root':
      return piece(
        n.degree === 2
          ? `sqrt(${printText(n.radicand)})`
          : n.degree === 3
            ? `cbrt(${printText(n.radicand)})`
            : `(${printText(n.radicand)})^(1/${n.degree})`,
        BIND.atom,
      );
    case 'postfix':
      return n.mark === 'transpose'
        ? piece(`${at(n.base, BIND.postfix)}'`, BIND.postfix)
        : piece(`inv(${printText(n.base)})`, BIND.atom);
    case 'fence':
      return piece(`${n.fence}(${printText(n.body)})`, BIND.atom);
    case 'grid':
      return n.tuple
        ? piece(`(${n.rows.flat().map(printText).join(', ')})`, BIND.atom)
        : piece(`[${n.rows.map((row) => row.map(printText).join(', ')).join('; ')}]`, BIND.atom);
    case 'tensor':
      return piece(slices(n.shape, n.entries), BIND.atom);
    case 'index':
      return piece(`${at(n.base, BIND.postfix)}[${n.indices.map(printText).join(', ')}]`, BIND.postfix);
    case 'sigma':
      return piece(
        `sum(${printText(n.index)}=${printText(n.from)}..${printText(n.to)}, ${printText(n.body)})`,
        BIND.atom,
      );
    case 'delta':
      return piece(`delta(${n.indices.map(printText).join(', ')})`, BIND.atom);
    case 'constant':
      return piece(n.text, BIND.atom);
    case 'derivative':
      return piece(`diff(${[n.of, ...n.wrt].map(printText).join(', ')})`, BIND.atom);
    case 'relation':
      return piece(`${at(n.left, BIND.sum)} ${n.sign} ${at(n.right, BIND.sum)}`, BIND.relation);
  }
}

function infix(n: Notation & { readonly kind: 'infix' }): Piece {
  if (n.sign === 'kron') return piece(`kron(${n.operands.map(printText).join(', ')})`, BIND.atom);
  const sign = { matmul: '*', hadamard: ' .* ', 'hadamard-quotient': ' ./ ' }[n.sign];
  // A product on the right needs parentheses: a*(b*c) is not (a*b)*c in the tree.
  return piece(
    n.operands.map((o, i) => at(o, i === 0 && !isOtherInfix(o, n.sign) ? BIND.product : BIND.power)).join(sign),
    BIND.product,
  );
}

function sum(terms: readonly Node[]): Piece {
  const text = terms.map((t, i) => {
    const { minus, magnitude } = signed(t);
    const body = wrap(magnitudePiece(magnitude), BIND.product);
    if (i === 0) return minus ? `-${body}` : body;
    return minus ? ` - ${body}` : ` + ${body}`;
  });
  return piece(text.join(''), BIND.sum);
}

const magnitudePiece = (m: Magnitude): Piece => (m.kind === 'node' ? print(m.node) : product(m.factors));

function product(factors: readonly Node[]): Piece {
  const first = factors[0];
  if (first && isNegativeNum(first)) {
    const { minus, magnitude } = signedFactors(factors);
    if (minus) return piece(`-${wrap(magnitudePiece(magnitude), BIND.product)}`, BIND.product);
  }
  const { above, below } = quotient(factors);
  return below.length > 0 ? fraction(above, below) : piece(row(above), BIND.product);
}

/** Pulls the sign of the leading number to the front: (−1/2)x is −x/2. */
function signedFactors(factors: readonly Node[]): { minus: boolean; magnitude: Magnitude } {
  const [first, ...rest] = factors as [Node, ...Node[]];
  const { minus, magnitude } = signed(first);
  if (!minus || magnitude.kind !== 'node') return { minus: false, magnitude: { kind: 'product', factors } };
  const kept = isNum(magnitude.node, 1) ? rest : [magnitude.node, ...rest];
  const single = kept[0];
  return {
    minus: true,
    magnitude: kept.length === 1 && single ? { kind: 'node', node: single } : { kind: 'product', factors: kept },
  };
}

const row = (factors: readonly Node[]): string =>
  factors.map((f, i) => at(f, i === 0 || isChain(f) ? BIND.product : BIND.power)).join('*');

/** above/below; several factors below go into one pair of parentheses. */
function fraction(above: readonly Node[], below: readonly Factor[]): Piece {
  const top = above.length === 0 ? '1' : above.length === 1 ? at(above[0] as Node, BIND.product) : row(above);
  const parts = below.map(({ base, exponent }) =>
    isNum(exponent, 1)
      ? print(base)
      : isHalf(exponent)
        ? piece(`sqrt(${printText(base)})`, BIND.atom)
        : power(base, exponent, '^'),
  );
  const bottom =
    parts.length === 1
      ? wrap(parts[0] as Piece, BIND.power)
      : `(${parts.map((p, i) => wrap(p, i === 0 ? BIND.product : BIND.power)).join('*')})`;
  return piece(`${top}/${bottom}`, BIND.product);
}

const isHalf = (n: Node): boolean => n.kind === 'num' && n.value.n === half.value.n && n.value.d === half.value.d;

function power(base: Node, exponent: Node, sign: '^' | '.^'): Piece {
  const low = exponent.kind === 'num' ? exponent.value.d === 1n && !isNegativeNum(exponent) : false;
  const top =
    low || exponent.kind === 'sym'
      ? printText(exponent)
      : isScalar(exponent.shape) && print(exponent).bind === BIND.atom
        ? printText(exponent)
        : `(${printText(exponent)})`;
  return piece(`${at(base, BIND.postfix)}${sign}${top}`, BIND.power);
}

/** Nested slices of a tensor, innermost rows last. */
function slices(shape: readonly number[], entries: readonly Node[]): string {
  const [n = 1, ...rest] = shape;
  if (rest.length === 0) return `[${entries.map(printText).join(', ')}]`;
  const step = entries.length / n;
  return `[${Array.from({ length: n }, (_, i) => slices(rest, entries.slice(i * step, (i + 1) * step))).join(', ')}]`;
}
