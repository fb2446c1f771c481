/** Which textbook rule differentiates an expression, and what it gives with the inner derivatives left to do. */
import { dependsOn, int, isNum, type Node, type Sym } from '../ir/node.ts';
import { isRow, isScalar } from '../ir/shape.ts';
import { add, mul, neg, pow } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import { arg } from '../ops/define.ts';
import { half } from '../ops/exact.ts';
import { product, transpose } from '../ops/matrix.ts';
import { formalDerivative } from './derivation-formal.ts';
import { RULES, type RuleId } from './derivation-step.ts';

export interface Applied {
  readonly rule: string;
  readonly name: string;
  readonly source: string;
  readonly after: Node;
}

/** ∂u/∂x, worked out at once where u is x itself or free of it: textbooks do not spend a line on that. */
export type Inner = (u: Node) => Node;

export const innerOf =
  (x: Sym): Inner =>
  (u) =>
    u === x ? int(1) : dependsOn(u, x) ? unworked(u, x) : mul([int(0), u]);

/** ∂u/∂x in u's own shape: the derivative of a row is written as a column, so a row is turned twice. */
export const unworked: (u: Node, x: Sym) => Node = (u, x) =>
  isRow(u.shape) ? transpose(formalDerivative(transpose(u), [x])) : formalDerivative(u, [x]);

const ruled = (rule: RuleId, after: Node, name: string = RULES[rule].name): Applied => ({
  rule,
  name,
  source: RULES[rule].source,
  after,
});

/** The rule for the outermost operation of f. */
export function applyRule(f: Node, x: Sym, inner: Inner): Applied {
  if (!dependsOn(f, x)) return ruled('constant', mul([int(0), f]));
  if (f === x || f.kind !== 'apply') return ruled('identity', int(1));
  if (isOp(f, 'add')) return ruled('sum', add(f.args.map(inner)));
  if (isOp(f, 'mul')) return ofProduct(f.args, x, inner);
  if (isOp(f, 'matmul')) return ofChain(f.args, x, inner);
  if (isOp(f, 'pow') && isScalar(f.shape)) return ofPower(arg(f.args, 0), arg(f.args, 1), f, x, inner);
  const tangents = f.args.map((a) => (dependsOn(a, x) ? inner(a) : null));
  const after = f.op.jvp(f, tangents);
  if (f.args.length === 1 && f.args[0] !== x) {
    return { rule: 'chain', name: `chain rule, ${f.op.rule.name}`, source: RULES.chain.source, after };
  }
  return { rule: f.op.rule.id, name: f.op.rule.name, source: f.op.source, after };
}

function ofProduct(factors: readonly Node[], x: Sym, inner: Inner): Applied {
  const still = factors.filter((f) => !dependsOn(f, x));
  const moving = factors.filter((f) => dependsOn(f, x));
  if (still.length > 0) {
    const rest = mul(moving);
    const done = mul([...still, inner(rest)]);
    // c·xⁿ in one line, as it is done in the head.
    if (isOp(rest, 'pow') && rest.args[0] === x && arg(rest.args, 1).kind === 'num') {
      return ruled('power', mul([...still, ofPower(x, arg(rest.args, 1), rest, x, inner).after]));
    }
    return ruled('constant-multiple', done);
  }
  const below = moving.filter((f) => isOp(f, 'pow') && isNegativeNumber(arg(f.args, 1)));
  const above = moving.filter((f) => !below.includes(f));
  if (below.length > 0 && above.length > 0 && factors.every((f) => isScalar(f.shape))) {
    const u = mul(above);
    const v = pow(mul(below), int(-1));
    return ruled('quotient', mul([add([mul([inner(u), v]), neg(mul([u, inner(v)]))]), pow(v, int(-2))]));
  }
  return ruled('product', add(moving.map((m, k) => mul(moving.map((f, i) => (i === k ? inner(m) : f))))));
}

function ofChain(factors: readonly Node[], x: Sym, inner: Inner): Applied {
  const moving = factors.flatMap((f, k) => (dependsOn(f, x) ? [k] : []));
  const terms = moving.map((k) => product(factors.map((f, i) => (i === k ? inner(f) : f))));
  return ruled(moving.length === 1 ? 'constant-multiple' : 'product', add(terms));
}

const isNegativeNumber = (n: Node): boolean => n.kind === 'num' && n.value.n < 0n;

function ofPower(b: Node, n: Node, f: Node & { readonly kind: 'apply' }, x: Sym, inner: Inner): Applied {
  if (!dependsOn(n, x)) {
    const after = f.op.jvp(f, [inner(b), null]);
    const rule: RuleId = isNum(n, -1) ? 'reciprocal' : n === half ? 'root' : 'power';
    return b === x ? ruled(rule, after) : ruled('chain', after, `chain rule, ${RULES[rule].name}`);
  }
  if (!dependsOn(b, x)) {
    const after = f.op.jvp(f, [null, inner(n)]);
    return n === x ? ruled('exponential', after) : ruled('chain', after, `chain rule, ${RULES.exponential.name}`);
  }
  return ruled('logarithmic', f.op.jvp(f, [inner(b), inner(n)]));
}
