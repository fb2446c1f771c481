import { int, type Node, num, sym } from '../../ir/node.ts';
import { apply, type Op, ShapeError } from '../../ir/op.ts';
import { parseDecimal, type Rational, rational } from '../../ir/rational.ts';
import { concrete, dim, entryCount, isScalar, SCALAR, type Shape, shapeOf, showShape } from '../../ir/shape.ts';
import { addOp, mulOp, powOp } from '../../ops/arithmetic.ts';
import { deltaOp, e, pi, undefinedOp } from '../../ops/constants.ts';
import { absOp } from '../../ops/elementary.ts';
import { transposeOp } from '../../ops/matrix.ts';
import { norm1Op, norminfOp, normOp } from '../../ops/reductions.ts';
import { sigmaOp } from '../../ops/sigma.ts';
import { tupleOp } from '../../ops/structure.ts';
import { functions } from '../../ops/table.ts';
import { literal } from './arrays.ts';
import { identity, identityOf, needsSize } from './identities.ts';
import { entryOf, separate } from './indices.ts';
import { besideShape, type Factor, fold, isInnerProduct, raise, root, spine } from './products.ts';
import { LIMITS, type MacroReader, refuse, type Scope, type Span } from './scope.ts';
import type { Syntax } from './syntax.ts';
import { unknownName } from './unknown.ts';
import { isDeclared, isFunction, isSize } from './words.ts';

const MINUS_ONE = int(-1);
/** Levels of the tree: a level of parentheses may hold a sum, a product, a sign and a power. */
const MAX_DEPTH = 4 * LIMITS.depth;

/** Reads the tree into an expression; throws Refusal. */
export class Elaborator {
  readonly scope: Scope;
  readonly source: string;
  readonly #bound = new Map<string, Node>();
  #nodes = 0;
  #depth = 0;
  /** Terms of the sums around this place, multiplied. */
  #terms = 1;
  #root: Syntax | null = null;

  constructor(scope: Scope, source: string) {
    this.scope = scope;
    this.source = source;
  }

  /** The expression of a whole answer: the only place where it may be said that there is no value. */
  whole(t: Syntax): Node {
    this.#root = t;
    return this.read(t, this.scope.expected);
  }

  /** The expression of a tree; `expected` is the shape the surroundings ask for (it sizes identities). */
  read(t: Syntax, expected?: Shape): Node {
    this.#nodes += 1;
    if (this.#nodes > LIMITS.nodes)
      refuse('limit', t, 'a formula may have at most 5,000 parts', 'write it more simply');
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH)
      refuse('limit', t, `formulas may be nested at most ${LIMITS.depth} levels deep`, 'write it more simply');
    const node = this.#onSpan(t, () => this.#read(t, expected));
    this.#depth -= 1;
    const sizes = node.kind === 'apply' ? concrete(node.shape) : null;
    if (sizes !== null && entryCount(sizes) > LIMITS.entries)
      refuse('limit', t, 'an array may have at most 10,000 entries', 'use smaller sizes, or letters for them');
    return node;
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
        return root(t.degree, this.read(t.body), t);
      case 'transpose':
        return this.#transpose(t, expected);
      case 'call':
        return this.#call(t, expected);
      case 'bars':
        return this.#bars(t.norm, this.read(t.body));
      case 'array':
        return this.#array(t);
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
        return identity(span, this.scope, expected);
      case 'DNE':
      case 'undefined':
        return this.#undefined(span, name);
      default:
    }
    if (isFunction(name, scope)) return refuse('syntax', span, `${name} needs an argument`, `write ${name}(…)`);
    if (scope.mode === 'open' || isSize(name, scope)) return sym(name, SCALAR);
    return unknownName(span, name, this.scope);
  }

  #undefined(span: Span, name: string): Node {
    if (this.scope.allowUndefined === false)
      refuse('syntax', span, `${name} is no answer here`, 'there is a value: write it');
    if (span !== this.#root)
      refuse('syntax', span, `${name} stands alone`, 'write DNE and nothing else where no value exists');
    return apply(undefinedOp, []);
  }

  /** `[a, b; c, d]`, or rows in brackets of their own: `[[a], [b]]` is a column, since its rows have one entry. */
  #array(t: Syntax & { kind: 'array' }): Node {
    const items = t.rows.flat();
    const lines =
      t.rows.length === 1 ? items.map((x) => (x.kind === 'array' && x.rows.length === 1 ? x.rows[0] : undefined)) : [];
    if (lines.length > 0 && lines.every((l) => l !== undefined) && !lines.flat().some((x) => x?.kind === 'array')) {
      return literal(
        lines.map((l) => (l ?? []).map((x) => this.read(x))),
        false,
        t,
      );
    }
    return literal(
      t.rows.map((row) => row.map((x) => this.read(x))),
      // Slices of a tensor; with row ends inside, the parts are blocks side by side.
      items.every((x) => x.kind === 'array' && x.rows.length === 1),
      t,
    );
  }

  // ---- sums, products, powers ------------------------------------------------------------------------------

  #sum(t: Syntax & { kind: 'sum' }, expected?: Shape): Node {
    let shape = expected;
    const read: (Node | null)[] = t.terms.map(({ term }) => (needsSize(term, this.scope) ? null : this.read(term)));
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
    const factors = spine(t);
    const nodes = factors.map(({ tree }) => (needsSize(tree, this.scope) ? null : this.read(tree)));
    const sized = nodes.map((n, i) => n ?? this.read((factors[i] as Factor).tree, besideShape(nodes, i) ?? expected));
    return fold(factors, sized, (span, build) => this.#onSpan(span, build));
  }

  #power(t: Syntax & { kind: 'power' }, expected?: Shape): Node {
    const base = this.read(t.base, needsSize(t.base, this.scope) ? expected : undefined);
    return raise(t, base, this.read(t.exponent), this.source);
  }

  #transpose(t: Syntax & { kind: 'transpose' }, expected?: Shape): Node {
    const flipped = expected?.length === 2 ? shapeOf([dim(expected, 1), dim(expected, 0)]) : undefined;
    const body = this.read(t.body, flipped);
    if (!isScalar(body.shape)) return apply(transposeOp, [body]);
    // A 1×1 product may be transposed harmlessly.
    if (isInnerProduct(body)) return body;
    // Where every name is a number, T is one too.
    if (t.mark === 'letter' && this.scope.mode === 'open') return apply(powOp, [body, sym('T', SCALAR)]);
    if (t.mark === 'prime')
      refuse('shape', t, 'a number has no transpose, and a prime is no derivative here', 'write the derivative itself');
    return refuse('shape', t, 'a number has no transpose', 'transpose a vector or a matrix');
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
    if (!f) return unknownName(t, t.name, this.scope);
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
    const scalars = (trees: readonly Syntax[]): readonly Node[] => trees.map((i) => this.#scalar(i, 'an index'));
    const { base } = t;
    if (base.kind === 'name' && !isDeclared(base.name, this.scope) && !this.#bound.has(base.name)) {
      // δ_{pj} and I_n where no such names are declared.
      if (base.name === 'delta' && t.indices.length === 2) return apply(deltaOp, scalars(t.indices));
      if (base.name === 'I' && t.indices.length === 1) return this.#onSpan(t, () => identityOf(scalars(t.indices)));
      if (this.scope.mode === 'closed') unknownName(base, base.name, this.scope);
    }
    const array = this.read(base);
    if (isScalar(array.shape))
      refuse('shape', t, 'a number has no entries', 'declare its shape, or write * for a product');
    const written = separate(t.indices, array.shape);
    return this.#onSpan(t, () => entryOf(t, array, written, scalars(written)));
  }

  #scalar(t: Syntax, what: string): Node {
    const n = this.read(t);
    return isScalar(n.shape) ? n : refuse('shape', t, `${what} is a number, not a ${showShape(n.shape)} array`);
  }

  #sigma(t: Syntax & { kind: 'sigma' }): Node {
    const index = sym(t.index, SCALAR, true);
    const [start, end] = [this.#scalar(t.start, 'a limit'), this.#scalar(t.end, 'a limit')];
    const [shadowed, outer] = [this.#bound.get(t.index), this.#terms];
    this.#terms = outer * termCount(t, start, end);
    if (this.#terms > LIMITS.entries)
      refuse('limit', t, 'sums may have at most 10,000 terms together', 'use letters for the limits, or fewer terms');
    this.#bound.set(t.index, index);
    const body = this.read(t.body);
    if (shadowed) this.#bound.set(t.index, shadowed);
    else this.#bound.delete(t.index);
    this.#terms = outer;
    return this.#onSpan(t, () => apply(sigmaOp, [index, start, end, body]));
  }
}

/** How many terms a sum between whole numbers has; 1 where a limit is a letter. */
function termCount(span: Span, start: Node, end: Node): number {
  for (const limit of [start, end])
    if (limit.kind === 'num' && limit.value.d !== 1n) refuse('syntax', span, 'the limits of a sum are whole numbers');
  return start.kind === 'num' && end.kind === 'num' ? Math.max(1, end.approx - start.approx + 1) : 1;
}
