/** Expressions as they are said aloud: unambiguous without seeing the formula. */
import { isNum, type Node, type Num } from '../../ir/node.ts';
import type { Notation } from '../../ir/notation.ts';
import { terminatingDecimal } from '../../ir/rational.ts';
import { isScalar } from '../../ir/shape.ts';
import { BIND, type Factor, inverted, isNegativeNum, type Magnitude, notationOf, quotient, signed } from './form.ts';
import { spokenName } from './names.ts';

interface Piece {
  readonly words: string;
  readonly bind: number;
}

export const printSpeech = (node: Node): string => say(node).words;

const piece = (words: string, bind: number): Piece => ({ words, bind });
const at = (node: Node, bind: number): string => grouped(say(node), bind);
/** Where a printed formula has parentheses, the words mark where the group ends. */
const grouped = (p: Piece, bind: number): string =>
  p.bind < bind ? `open parenthesis ${p.words} close parenthesis` : p.words;

function say(node: Node): Piece {
  if (node.kind === 'num') return number(node);
  if (node.kind === 'sym') return piece(spokenName(node.name), BIND.atom);
  const inverse = inverted(node);
  return inverse ? fraction([], [inverse]) : construct(notationOf(node));
}

function number(n: Num): Piece {
  const minus = n.value.n < 0n;
  const words = minus ? 'minus ' : '';
  const magnitude = minus ? -n.value.n : n.value.n;
  const bind = minus ? BIND.minus : BIND.atom;
  const shown = n.decimal ? terminatingDecimal(n.value) : null;
  if (shown !== null) return piece(`${words}${shown.replace('-', '')}`, bind);
  if (n.value.d === 1n) return piece(`${words}${magnitude}`, bind);
  if (n.value.d === 2n && magnitude === 1n) return piece(`${words}one half`, bind);
  return piece(`${words}${magnitude} over ${n.value.d}`, BIND.product);
}

function construct(n: Notation): Piece {
  switch (n.kind) {
    case 'call': {
      const args = n.args.map(printSpeech).join(' and ');
      const simple = n.args.length === 1 && n.args[0] && say(n.args[0]).bind >= BIND.power;
      return piece(
        simple ? `${n.speech} of ${args}` : `${n.speech} of open parenthesis ${args} close parenthesis`,
        BIND.postfix,
      );
    }
    case 'sum':
      return sum(n.terms);
    case 'product':
      return product(n.factors);
    case 'infix': {
      const sign = {
        matmul: ' ',
        hadamard: ' entrywise times ',
        'hadamard-quotient': ' entrywise divided by ',
        kron: ' Kronecker ',
      }[n.sign];
      return piece(n.operands.map((o) => at(o, BIND.power)).join(n.sign === 'matmul' ? ' times ' : sign), BIND.product);
    }
    case 'power':
      return power(n.base, n.exponent, n.elementwise);
    case 'root':
      return piece(
        `the ${n.degree === 2 ? 'square' : n.degree === 3 ? 'cube' : `${n.degree}th`} root of ${printSpeech(n.radicand)}, end root`,
        BIND.atom,
      );
    case 'postfix':
      return piece(`${at(n.base, BIND.postfix)} ${n.mark === 'transpose' ? 'transpose' : 'inverse'}`, BIND.postfix);
    case 'fence':
      return piece(
        `the ${{ abs: 'absolute value', norm: 'norm', norm1: '1-norm', norminf: 'infinity norm' }[n.fence]} of ${printSpeech(n.body)}, end ${n.fence === 'abs' ? 'absolute value' : 'norm'}`,
        BIND.atom,
      );
    case 'grid':
      return grid(n.rows, n.tuple);
    case 'tensor':
      return piece(
        `the ${n.shape.join(' by ')} tensor with entries ${n.entries.map(printSpeech).join(', ')}`,
        BIND.atom,
      );
    case 'index':
      return piece(`${at(n.base, BIND.postfix)} sub ${n.indices.map(printSpeech).join(' ')}`, BIND.postfix);
    case 'sigma':
      return piece(
        `the sum over ${printSpeech(n.index)} from ${printSpeech(n.from)} to ${printSpeech(n.to)} of ${at(n.body, BIND.product)}`,
        BIND.sum,
      );
    case 'delta':
      return piece(`delta sub ${n.indices.map(printSpeech).join(' ')}`, BIND.atom);
    case 'constant':
      return piece(n.speech, BIND.atom);
    case 'derivative':
      return piece(
        `the ${n.total ? '' : 'partial '}derivative of ${at(n.of, BIND.postfix)} with respect to ${n.wrt.map(printSpeech).join(' and ')}`,
        BIND.product,
      );
    case 'relation':
      return piece(
        `${printSpeech(n.left)} ${{ '=': 'equals', '!=': 'is not equal to', '<': 'is less than', '<=': 'is at most', '>': 'is greater than', '>=': 'is at least' }[n.sign]} ${printSpeech(n.right)}`,
        BIND.relation,
      );
  }
}

function sum(terms: readonly Node[]): Piece {
  const words = terms.map((t, i) => {
    const { minus, magnitude } = signed(t);
    const body = grouped(magnitudePiece(magnitude), BIND.product);
    if (i === 0) return minus ? `minus ${body}` : body;
    return minus ? ` minus ${body}` : ` plus ${body}`;
  });
  return piece(words.join(''), BIND.sum);
}

const magnitudePiece = (m: Magnitude): Piece => (m.kind === 'node' ? say(m.node) : product(m.factors));

function product(factors: readonly Node[]): Piece {
  const [first, ...rest] = factors;
  if (first && isNegativeNum(first)) {
    const { magnitude } = signed(first);
    const kept = magnitude.kind === 'node' && !isNum(magnitude.node, 1) ? [magnitude.node, ...rest] : rest;
    const single = kept[0];
    return piece(
      `minus ${grouped(kept.length === 1 && single ? say(single) : product(kept), BIND.product)}`,
      BIND.product,
    );
  }
  const { above, below } = quotient(factors);
  return below.length > 0 ? fraction(above, below) : piece(row(above), BIND.product);
}

const row = (factors: readonly Node[]): string => factors.map((f) => at(f, BIND.power)).join(' times ');

function fraction(above: readonly Node[], below: readonly Factor[]): Piece {
  const top = above.length === 0 ? '1' : above.length === 1 ? printSpeech(above[0] as Node) : row(above);
  const bottom = below
    .map(({ base, exponent }) => (isNum(exponent, 1) ? printSpeech(base) : power(base, exponent, false).words))
    .join(' times ');
  const plain = above.length <= 1 && below.length === 1 && [top, bottom].every((w) => !w.includes(' '));
  return piece(
    plain ? `${top} over ${bottom}` : `the fraction with numerator ${top} and denominator ${bottom}, end fraction`,
    BIND.product,
  );
}

function power(base: Node, exponent: Node, entrywise: boolean): Piece {
  const b = at(base, BIND.postfix);
  const each = entrywise && !isScalar(base.shape) ? ' entrywise' : '';
  if (isNum(exponent, 2)) return piece(`${b}${each} squared`, BIND.power);
  if (isNum(exponent, 3)) return piece(`${b}${each} cubed`, BIND.power);
  if (exponent.kind === 'num' && exponent.value.n === 1n && exponent.value.d === 2n)
    return piece(`the square root of ${printSpeech(base)}, end root`, BIND.atom);
  const simple = exponent.kind !== 'apply';
  return piece(`${b}${each} to the power ${printSpeech(exponent)}${simple ? '' : ', end power'}`, BIND.power);
}

function grid(rows: readonly (readonly Node[])[], tuple: boolean): Piece {
  const cells = rows.flat().map(printSpeech);
  if (tuple) return piece(`the tuple ${cells.join(', ')}`, BIND.atom);
  const [m, n] = [rows.length, rows[0]?.length ?? 0];
  if (m === 1) return piece(`the row vector ${cells.join(', ')}, end vector`, BIND.atom);
  if (n === 1) return piece(`the column vector ${cells.join(', ')}, end vector`, BIND.atom);
  const lines = rows.map((r, i) => `row ${i + 1}: ${r.map(printSpeech).join(', ')}`);
  return piece(`the ${m} by ${n} matrix with ${lines.join('; ')}; end matrix`, BIND.atom);
}
