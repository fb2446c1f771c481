/** The untyped tree with names and shapes: what is declared, what a product means, how large an identity is. */
import { nearest } from '../../base/nearest.ts';
import { int, type Node, num, sym } from '../../ir/node.ts';
import { apply, type Op, ShapeError } from '../../ir/op.ts';
import { parseDecimal, type Rational, rational } from '../../ir/rational.ts';
import { type Dim, dim, isScalar, SCALAR, type Shape, shapeOf, showShape } from '../../ir/shape.ts';
import { addOp, expOp, hadamardOp, mulOp, powOp } from '../../ops/arithmetic.ts';
import { deltaOp, e, eye, pi, undefinedOp } from '../../ops/constants.ts';
import { absOp, cbrtOp } from '../../ops/elementary.ts';
import { entry, indexOp } from '../../ops/entry.ts';
import { divNum } from '../../ops/exact.ts';
import { invOp, matpowOp } from '../../ops/linear-algebra.ts';
import { matmulOp, transposeOp } from '../../ops/matrix.ts';
import { norm1Op, norminfOp, normOp } from '../../ops/reductions.ts';
import { sigmaOp } from '../../ops/sigma.ts';
import { gridOp, tupleOp } from '../../ops/structure.ts';
import { functions } from '../../ops/table.ts';
import { literal } from './arrays.ts';
import { LIMITS, type MacroReader, refuse, type Scope, type Span } from './scope.ts';
import type { Syntax } from './syntax.ts';
import { CONSTANTS, isDeclared, isFunction, isSize } from './words.ts';

const MINUS_ONE = int(-1);

/** Reads the tree into an expression; throws Refusal. */
export class Elaborator {
  readonly scope: Scope;
  readonly source: string;
  readonly #bound = new Map<string, Node>();
  #nodes = 0;

  constructor(scope: Scope, source: string) {
    this.scope = scope;
    this.source = source;
  }

  /** The expression of a tree; `expected` is the shape the surroundings ask for (it sizes identities). */
  read(t: Syntax, expected?: Shape): Node {
    this.#nodes += 1;
    if (this.#nodes > LIMITS.nodes)
      refuse('limit', t, 'a formula may have at most 5,000 parts', 'write it more simply');
    try {
      return this.#read(t, expected);
    } catch (error) {
      if (error instanceof ShapeError) refuse(error.fault.code ?? 'shape', t, error.fault.fault, error.fault.hint);
      throw error;
    }
  }

  #read(t: Syntax, expected?: Shape): Node {
    switch (t.kind) {
      case 'number':
        return this.#number(t, t.text);
      case 'name':
        return this.#name(t, t.name, expected);
      case 'sum':
        return this.#sum(t, expected);
      case 'minus':
        return this.#negative(this.read(t.body, expected));
      case 'product':
        return this.#product(t, expected);
      case 'power':
        return this.#power(t, expected);
      case 'root':
        return this.#root(t.degree, this.read(t.body), t);
      case 'transpose':
        return this.#transpose(t, expected);
      case 'call':
        return this.#call(t, expected);
      case 'bars':
        return this.#bars(t.norm, this.read(t.body));
      case 'array':
        return literal(
          t.rows.map((row) => row.map((x) => this.read(x))),
          t.rows.flat().every((x) => x.kind === 'array'),
          t,
        );
      case 'tuple':
        return apply(
          tupleOp,
          t.items.map((x) => this.#scalar(x, 'an entry of a tuple')),
        );
      case 'index':
        return this.#index(t);
      case 'sigma':
        return this.#sigma(t);
      case 'relation':
      case 'logic':
      case 'not':
        return refuse('syntax', t, 'a relation is no value here', 'give a formula without a relation sign');
    }
  }

  #number(span: Span, text: string): Node {
    const value: Rational | null = parseDecimal(text);
    if (value === null)
      return refuse(
        'limit',
        span,
        'this number has too many digits or is too large',
        'numbers have at most 300 digits and lie within 1e±300',
      );
    return num(value, /[.eE]/.test(text));
  }

  #name(span: Span, name: string, expected?: Shape): Node {
    const bound = this.#bound.get(name);
    if (bound) return bound;
    const { scope } = this;
    const formula = scope.formulas?.get(name);
    if (formula) return formula;
    const declared = scope.declarations.get(name);
    if (declared) return sym(declared.name, declared.shape, declared.index ?? false);
    switch (name) {
      case 'pi':
        return pi;
      case 'e':
        return e;
      case 'I':
        return this.#identity(span, expected);
      case 'DNE':
      case 'undefined':
        return apply(undefinedOp, []);
      default:
    }
    if (isFunction(name, scope)) return refuse('syntax', span, `${name} needs an argument`, `write ${name}(…)`);
    if (scope.mode === 'open' || isSize(name, scope)) return sym(name, SCALAR);
    return this.#unknown(span, name);
  }

  #unknown(span: Span, name: string): never {
    const { scope } = this;
    const known = [
      ...scope.declarations.keys(),
      ...(scope.formulas?.keys() ?? []),
      ...CONSTANTS,
      ...functions.keys(),
      ...(scope.functions?.keys() ?? []),
    ];
    const near = nearest(name, known);
    const declared = [...scope.declarations.keys()];
    const hint =
      near !== undefined
        ? `did you mean ${near}?`
        : declared.length > 0 && declared.length <= 12
          ? `the names here are ${declared.join(', ')}`
          : undefined;
    return refuse('unknown-name', span, `there is no ${name} here`, hint);
  }

  /** The identity: its size comes from what it is added to or multiplied with. */
  #identity(span: Span, expected?: Shape): Node {
    if (expected && isScalar(expected)) return int(1);
    if (expected && expected.length === 2 && expected[0] === expected[1]) return eye(dim(expected, 0));
    return refuse(
      'size-unknown',
      span,
      'the size of the identity I does not follow from the formula',
      'write eye(3) or eye(n)',
    );
  }

  /** Whether the size of the tree depends on an identity of unknown size. */
  #needsSize(t: Syntax): boolean {
    switch (t.kind) {
      case 'name':
        return t.name === 'I' && !isDeclared('I', this.scope);
      case 'minus':
      case 'transpose':
        return this.#needsSize(t.body);
      case 'product':
        return this.#needsSize(t.left) || this.#needsSize(t.right);
      case 'sum':
        return t.terms.every((x) => this.#needsSize(x.term));
      case 'power':
        return this.#needsSize(t.base);
      case 'call':
        return (t.name === 'inv' || t.name === 'transpose') && t.args.some((a) => this.#needsSize(a));
      default:
        return false;
    }
  }

  // ---- sums, products, powers ------------------------------------------------------------------------------

  #sum(t: Syntax & { kind: 'sum' }, expected?: Shape): Node {
    let shape = expected;
    const read: (Node | null)[] = t.terms.map(({ term }) => (this.#needsSize(term) ? null : this.read(term)));
    const sized = read.find((n) => n !== null && !isScalar(n.shape)) ?? read.find((n) => n !== null);
    if (sized) shape = sized.shape;
    const terms = t.terms.map(({ minus, term }, i) => {
      const value = read[i] ?? this.read(term, shape);
      return minus ? this.#negative(value) : value;
    });
    return this.#onSpan(t, () => apply(addOp, terms));
  }

  #negative(value: Node): Node {
    if (value.kind === 'num') return num(rational(-value.value.n, value.value.d), value.decimal);
    return apply(mulOp, [MINUS_ONE, value]);
  }

  #onSpan(span: Span, build: () => Node): Node {
    try {
      return build();
    } catch (error) {
      if (error instanceof ShapeError) refuse(error.fault.code ?? 'shape', span, error.fault.fault, error.fault.hint);
      throw error;
    }
  }

  #product(t: Syntax & { kind: 'product' }, expected?: Shape): Node {
    const [leftNeeds, rightNeeds] = [this.#needsSize(t.left), this.#needsSize(t.right)];
    let left: Node;
    let right: Node;
    if (leftNeeds && !rightNeeds) {
      right = this.read(t.right);
      left = this.read(t.left, isScalar(right.shape) || t.sign === '/' ? expected : squareOf(right.shape, 0));
    } else {
      left = this.read(t.left, leftNeeds ? expected : undefined);
      right = this.read(
        t.right,
        rightNeeds ? (isScalar(left.shape) ? expected : squareOf(left.shape, left.shape.length - 1)) : undefined,
      );
    }
    return this.#onSpan(t, () => this.#multiply(t, left, right));
  }

  #multiply(t: Syntax & { kind: 'product' }, left: Node, right: Node): Node {
    switch (t.sign) {
      case '/':
        return this.#divide(t, left, right);
      case '.*':
        return isScalar(left.shape) || isScalar(right.shape) ? multiply(left, right) : apply(hadamardOp, [left, right]);
      case './':
        return isScalar(right.shape)
          ? this.#divide(t, left, right)
          : isScalar(left.shape)
            ? multiply(left, apply(powOp, [right, MINUS_ONE]))
            : apply(hadamardOp, [left, apply(powOp, [right, MINUS_ONE])]);
      case '*':
      case 'implicit':
        return multiply(left, right);
    }
  }

  #divide(span: Span, left: Node, right: Node): Node {
    if (!isScalar(right.shape)) {
      refuse(
        'shape',
        span,
        `division by a ${showShape(right.shape)} array is not defined`,
        right.shape[0] === right.shape[1] ? 'write inv(A)*b, or ./ for entry by entry' : 'write ./ for entry by entry',
      );
    }
    if (left.kind === 'num' && right.kind === 'num') {
      const quotient = divNum(left, right);
      if (quotient) return quotient;
    }
    if (right.kind === 'num' && right.value.n !== 0n)
      return multiply(left, num(rational(right.value.d, right.value.n), right.decimal));
    return multiply(left, apply(powOp, [right, MINUS_ONE]));
  }

  #power(t: Syntax & { kind: 'power' }, expected?: Shape): Node {
    const base = this.read(t.base, this.#needsSize(t.base) ? expected : undefined);
    const exponent = this.read(t.exponent);
    if (t.entrywise) return apply(powOp, [base, exponent]);
    if (isScalar(base.shape)) {
      if (!isScalar(exponent.shape))
        refuse('shape', t.exponent, `an exponent is a number, not a ${showShape(exponent.shape)} array`);
      return base === e ? apply(expOp, [exponent]) : apply(powOp, [base, exponent]);
    }
    if (base.shape.length !== 2 || base.shape[0] !== base.shape[1]) {
      const v = this.source.slice(t.base.from, t.base.to);
      refuse(
        'shape',
        t,
        `a power of a ${showShape(base.shape)} array is not defined`,
        `write norm(${v})^2 for the squared length, or ${v}.^2 for each entry squared`,
      );
    }
    if (exponent.kind !== 'num' || exponent.value.d !== 1n)
      refuse('shape', t.exponent, 'the exponent of a matrix is a whole number', 'write .^ for each entry');
    const k = exponent.approx;
    if (k === -1) return apply(invOp, [base]);
    if (k < 0) return apply(invOp, [k === -2 ? apply(matpowOp, [base, int(2)]) : apply(matpowOp, [base, int(-k)])]);
    if (k > 64) refuse('limit', t.exponent, 'the exponent of a matrix is at most 64');
    return k === 0 ? eye(dim(base.shape, 0)) : k === 1 ? base : apply(matpowOp, [base, exponent]);
  }

  #root(degree: number, body: Node, span: Span): Node {
    if (!isScalar(body.shape)) refuse('shape', span, 'a root is taken of a number');
    if (degree === 3) return apply(cbrtOp, [body]);
    const root = (x: Node): Node => apply(powOp, [x, num(rational(1n, BigInt(degree)))]);
    if (degree % 2 === 0) return root(body);
    // Odd roots are real for negative numbers too: sign(x)·|x|^(1/n).
    const sign = functions.get('sign');
    return sign ? apply(mulOp, [sign.make([body]), root(apply(absOp, [body]))]) : root(body);
  }

  #transpose(t: Syntax & { kind: 'transpose' }, expected?: Shape): Node {
    const flipped = expected?.length === 2 ? shapeOf([dim(expected, 1), dim(expected, 0)]) : undefined;
    const body = this.read(t.body, flipped);
    if (!isScalar(body.shape)) return apply(transposeOp, [body]);
    // A 1×1 product may be transposed harmlessly; a prime on a plain scalar is meant as a derivative.
    if (t.body.kind === 'product') return body;
    return refuse(
      'shape',
      t,
      'a number has no transpose, and a prime is no derivative here',
      'write the derivative itself',
    );
  }

  #bars(norm: 'abs' | 'norm' | 'norm1' | 'norminf', body: Node): Node {
    const ops: Record<typeof norm, Op> = { abs: absOp, norm: normOp, norm1: norm1Op, norminf: norminfOp };
    if (norm === 'abs') return isScalar(body.shape) ? apply(absOp, [body]) : apply(normOp, [body]);
    return isScalar(body.shape) ? apply(absOp, [body]) : apply(ops[norm], [body]);
  }

  // ---- calls, indices, sums over indices -------------------------------------------------------------------

  #call(t: Syntax & { kind: 'call' }, expected?: Shape): Node {
    const macro = this.scope.functions?.get(t.name);
    if (macro) {
      this.#checkArity(t, macro.arity, macro.name);
      return this.#onSpan(t, () => macro.expand(t.args, this.#reader()));
    }
    const f = functions.get(t.name);
    if (!f) return this.#unknown(t, t.name);
    if (t.name === 'sum' && t.args.length > 1)
      refuse('syntax', t, 'a sum over an index is written sum(k=1..m, body); sum(v) adds the entries of v');
    this.#checkArity(t, f.arity, t.name);
    const inner = t.name === 'inv' || t.name === 'transpose' ? expected : undefined;
    const args = t.args.map((a) => this.read(a, inner));
    const single = args[0];
    if (t.name === 'norm' && single && isScalar(single.shape)) return apply(absOp, [single]);
    return this.#onSpan(t, () => f.make(args));
  }

  #checkArity(t: Syntax & { kind: 'call' }, arity: { readonly min: number; readonly max: number }, name: string): void {
    const n = t.args.length;
    if (n >= arity.min && n <= arity.max) return;
    const wanted =
      arity.max === arity.min
        ? `${arity.min}`
        : arity.max === Number.POSITIVE_INFINITY
          ? `at least ${arity.min}`
          : `${arity.min} to ${arity.max}`;
    refuse('syntax', t, `${name} takes ${wanted} ${wanted === '1' ? 'argument' : 'arguments'}, not ${n}`);
  }

  #reader(): MacroReader {
    return {
      read: (arg, shape) => this.read(arg, shape),
      source: (arg) => this.source.slice(arg.from, arg.to),
      fail: (arg, message, hint) => refuse('syntax', arg, message, hint),
      scope: this.scope,
    };
  }

  #index(t: Syntax & { kind: 'index' }): Node {
    if (t.base.kind === 'name' && !isDeclared(t.base.name, this.scope) && !this.#bound.has(t.base.name)) {
      // δ_{pj} where no delta is declared.
      if (t.base.name === 'delta' && t.indices.length === 2)
        return apply(
          deltaOp,
          t.indices.map((i) => this.#scalar(i, 'an index')),
        );
      if (this.scope.mode === 'closed') this.#unknown(t.base, t.base.name);
      refuse(
        'shape',
        t,
        `${t.base.name} is a number here: it has no entries`,
        `declare its shape, or write * for a product`,
      );
    }
    const base = this.read(t.base);
    if (isScalar(base.shape)) refuse('shape', t, 'a number has no entries', 'write * for a product');
    const axes = base.shape.length;
    const written = t.indices.length === 1 ? splitDigits(t.indices[0] as Syntax, axes, base.shape) : t.indices;
    const indices = written.map((i) => this.#scalar(i, 'an index'));
    for (const [k, i] of indices.entries()) this.#checkRange(base.shape, k, indices.length, i, written[k] ?? t);
    return this.#onSpan(t, () =>
      indices.every((i) => i.kind === 'num') && base.kind === 'apply' && base.op === gridOp
        ? entry(base, indices)
        : apply(indexOp, [base, ...indices]),
    );
  }

  #checkRange(shape: Shape, axis: number, given: number, index: Node, span: Span): void {
    if (index.kind !== 'num') return;
    const size: Dim | undefined =
      given === 1 && shape.length === 2 ? (shape[0] === 1 ? shape[1] : shape[0]) : shape[axis];
    if (index.value.d !== 1n || index.approx < 1 || (typeof size === 'number' && index.approx > size)) {
      refuse('shape', span, `this index is outside 1 to ${size ?? '?'}`);
    }
  }

  #scalar(t: Syntax, what: string): Node {
    const n = this.read(t);
    return isScalar(n.shape) ? n : refuse('shape', t, `${what} is a number, not a ${showShape(n.shape)} array`);
  }

  #sigma(t: Syntax & { kind: 'sigma' }): Node {
    const index = sym(t.index, SCALAR, true);
    const [start, end] = [this.#scalar(t.start, 'a limit'), this.#scalar(t.end, 'a limit')];
    const shadowed = this.#bound.get(t.index);
    this.#bound.set(t.index, index);
    const body = this.read(t.body);
    if (shadowed) this.#bound.set(t.index, shadowed);
    else this.#bound.delete(t.index);
    return apply(sigmaOp, [index, start, end, body]);
  }
}

/** The size of an identity beside an array: square of the neighbouring side. */
function squareOf(shape: Shape, axis: number): Shape {
  const n = shape.length === 2 ? dim(shape, axis) : dim(shape, 0);
  return shapeOf([n, n]);
}

/** Scalars and scalings as products, arrays as matrix products; chains stay flat so that they print as written. */
function multiply(left: Node, right: Node): Node {
  if (isScalar(left.shape) || isScalar(right.shape)) {
    const [l, r] = isScalar(left.shape) ? [left, right] : [right, left];
    const factors = l.kind === 'apply' && l.op === mulOp ? [...l.args, r] : [l, r];
    return apply(mulOp, factors);
  }
  if (left.kind === 'apply' && left.op === mulOp) {
    const array = left.args[left.args.length - 1] as Node;
    return apply(mulOp, [...left.args.slice(0, -1), multiply(array, right)]);
  }
  const chain = left.kind === 'apply' && left.op === matmulOp ? [...left.args, right] : [left, right];
  return apply(matmulOp, chain);
}

/** `A_{12}`: two digits as two indices where the array has two axes. */
function splitDigits(index: Syntax, axes: number, shape: Shape): readonly Syntax[] {
  if (
    axes < 2 ||
    shape.includes(1) ||
    index.kind !== 'number' ||
    !/^\d+$/.test(index.text) ||
    index.text.length !== axes
  )
    return [index];
  return [...index.text].map((d): Syntax => ({ kind: 'number', text: d, from: index.from, to: index.to }));
}
