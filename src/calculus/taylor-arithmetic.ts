/**
 * Taylor arithmetic: all coefficients of f(x₀ + t) up to an order in one pass over the graph, by the recurrences of
 * Griewank and Walther, Evaluating Derivatives, ch. 13, without nesting derivatives. Coefficients are expressions,
 * exact where the point is.
 */
import { simplify, substitute } from '../expr/rewrite.ts';
import { type Apply, dependsOn, int, isNum, type Node, num, type Sym } from '../ir/node.ts';
import { plus, type Rational, rational, times } from '../ir/rational.ts';
import { add, div, mul, neg, pow } from '../ops/arithmetic.ts';
import { arg } from '../ops/define.ts';
import { coshOp, cosOp, sinhOp, sinOp } from '../ops/elementary.ts';
import { derivative } from './modes.ts';

type Series = readonly Node[];

const fraction = (n: number, d: number): Node => num(rational(BigInt(n), BigInt(d)));

/** f(x₀), f'(x₀), f''(x₀)/2!, … f^(k)(x₀)/k!. */
export function taylorCoefficients(f: Node, x: Sym, at: Node, order: number): Series {
  const done = new Map<Node, Series>();
  const visit = (n: Node): Series => {
    const known = done.get(n);
    if (known) return known;
    const out = dependsOn(n, x) ? seriesOf(n) : constant(n, order);
    done.set(n, out);
    return out;
  };
  const seriesOf = (n: Node): Series => {
    if (n.kind !== 'apply') return [at, int(1), ...zeros(order - 1)].slice(0, order + 1);
    return recurrence(n, visit, order) ?? nested(n, x, at, order);
  };
  return visit(f);
}

const zeros = (n: number): Series => Array.from({ length: Math.max(0, n) }, () => int(0));
const constant = (n: Node, order: number): Series => [n, ...zeros(order)];

function recurrence(n: Apply, visit: (a: Node) => Series, order: number): Series | null {
  const a = visit(arg(n.args, 0));
  switch (n.op.name) {
    case 'add':
      return addSeries(n.args.map(visit), order);
    case 'mul':
      return n.args.map(visit).reduce((p, q) => product(p, q, order));
    case 'exp':
      return exponential(n, a, order);
    case 'log':
      return logarithm(n, a, order);
    case 'sin':
    case 'cos':
      return trigonometric(n, a, order, -1);
    case 'sinh':
    case 'cosh':
      return trigonometric(n, a, order, 1);
    case 'tanh':
      return selfFed(n, a, order, (v, k) => add([int(k === 0 ? 1 : 0), neg(squareAt(v, k))]));
    case 'tan':
      return selfFed(n, a, order, (v, k) => add([int(k === 0 ? 1 : 0), squareAt(v, k)]));
    case 'sigmoid':
      return selfFed(n, a, order, (v, k) => add([arg(v, k), neg(squareAt(v, k))]));
    case 'pow': {
      const r = arg(n.args, 1);
      if (r.kind !== 'num') return null;
      return power(a, r.value, order);
    }
    default:
      return null;
  }
}

const addSeries = (parts: readonly Series[], order: number): Series =>
  Array.from({ length: order + 1 }, (_, k) => add([int(0), ...parts.map((p) => arg(p, k))]));

const product = (a: Series, b: Series, order: number): Series =>
  Array.from({ length: order + 1 }, (_, k) =>
    add([int(0), ...Array.from({ length: k + 1 }, (_, j) => mul([arg(a, j), arg(b, k - j)]))]),
  );

/** The operation at the constant term: the only place where its own value is needed. */
const head = (n: Apply, a: Series): Node => n.op.build([arg(a, 0), ...n.args.slice(1)], n.attr);

/** v = e^u: k·v_k = Σ j·u_j·v_{k−j}. */
function exponential(n: Apply, u: Series, order: number): Series {
  const v: Node[] = [head(n, u)];
  for (let k = 1; k <= order; k += 1) v.push(weighted(k, (j) => mul([arg(u, j), arg(v, k - j)])));
  return v;
}

/** Σ_{j=1..k} (j/k)·term(j) */
const weighted = (k: number, term: (j: number) => Node): Node =>
  add([int(0), ...Array.from({ length: k }, (_, i) => mul([fraction(i + 1, k), term(i + 1)]))]);

/** v = log u: u_0·v_k = u_k − Σ_{j<k} (j/k)·v_j·u_{k−j}. */
function logarithm(n: Apply, u: Series, order: number): Series {
  const v: Node[] = [head(n, u)];
  for (let k = 1; k <= order; k += 1) {
    const earlier = Array.from({ length: k - 1 }, (_, i) =>
      mul([fraction(-(i + 1), k), arg(v, i + 1), arg(u, k - 1 - i)]),
    );
    v.push(div(add([arg(u, k), ...earlier]), arg(u, 0)));
  }
  return v;
}

/** sin and cos (or sinh and cosh) together: each is the other's source. */
function trigonometric(n: Apply, u: Series, order: number, sign: 1 | -1): Series {
  const [sine, cosine] = sign === -1 ? [sinOp, cosOp] : [sinhOp, coshOp];
  const s: Node[] = [sine.build([arg(u, 0)], '')];
  const c: Node[] = [cosine.build([arg(u, 0)], '')];
  for (let k = 1; k <= order; k += 1) {
    s.push(weighted(k, (j) => mul([arg(u, j), arg(c, k - j)])));
    c.push(weighted(k, (j) => mul([int(sign), arg(u, j), arg(s, k - j)])));
  }
  return n.op === sine ? s : c;
}

/** v with v' = w(v)·u', such as tanh' = 1 − tanh²: w is worked out along with v. */
function selfFed(n: Apply, u: Series, order: number, slope: (v: Series, k: number) => Node): Series {
  const v: Node[] = [head(n, u)];
  for (let k = 1; k <= order; k += 1) v.push(weighted(k, (j) => mul([arg(u, j), slope(v, k - j)])));
  return v;
}

/** (v²)_k */
const squareAt = (v: Series, k: number): Node =>
  add([int(0), ...Array.from({ length: k + 1 }, (_, j) => mul([arg(v, j), arg(v, k - j)]))]);

/** v = u^r: u_0·v_k = Σ ((r+1)·j/k − 1)·u_j·v_{k−j}; by products where u_0 is 0. Null where there is no series. */
function power(u: Series, r: Rational, order: number): Series | null {
  const exponent = num(r);
  if (isNum(arg(u, 0), 0)) {
    if (r.d !== 1n || r.n < 0n || r.n > 64n) return null;
    let v: Series = constant(int(1), order);
    for (let i = 0n; i < r.n; i += 1n) v = product(v, u, order);
    return v;
  }
  const v: Node[] = [pow(arg(u, 0), exponent)];
  for (let k = 1; k <= order; k += 1) {
    const terms = Array.from({ length: k }, (_, i) => {
      const j = i + 1;
      const weight = plus(times(plus(r, rational(1n)), rational(BigInt(j), BigInt(k))), rational(-1n));
      return mul([num(weight), arg(u, j), arg(v, k - j)]);
    });
    v.push(div(add([int(0), ...terms]), arg(u, 0)));
  }
  return v;
}

/** Functions without a recurrence here: their derivatives one after another. */
function nested(n: Node, x: Sym, at: Node, order: number): Series {
  const out: Node[] = [];
  let d: Node = n;
  let factorial = 1n;
  for (let k = 0; k <= order; k += 1) {
    if (k > 0) {
      d = simplify(derivative(d, x));
      factorial *= BigInt(k);
    }
    out.push(mul([num(rational(1n, factorial)), substitute(d, new Map([[x.name, at]]))]));
  }
  return out;
}
