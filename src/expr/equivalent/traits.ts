/** Questions about an expression that decide how it must be compared. */
import { int, type Node } from '../../ir/node.ts';
import { add } from '../../ops/arithmetic.ts';
import { isOp } from '../../ops/collect.ts';

/** Operations that are real for all real arguments. Powers are looked at by exponent. */
const TOTAL = new Set([
  'pi',
  'e',
  'add',
  'mul',
  'exp',
  'sin',
  'cos',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'cbrt',
  'abs',
  'sign',
  'relu',
  'sigmoid',
  'softplus',
  'erf',
  'gelu',
  'max',
  'min',
  'hadamard',
  'sum',
  'grid',
  'tuple',
  'matmul',
  'matpow',
  'transpose',
  'trace',
  'det',
  'diag',
  'kron',
  'vec',
  'unvec',
  'norm',
  'norm1',
  'norminf',
  'mean',
  'softmax',
  'logsumexp',
  'eye',
  'zeros',
  'ones',
  'unit',
  'delta',
  'sigma',
  'index',
]);

/** Operations with a jump or a corner: values near it may lie on either side. */
const PIECEWISE = new Set(['abs', 'sign', 'step', 'relu', 'max', 'min', 'norm1', 'norminf']);

export interface Traits {
  /** Real wherever its variables are. A reciprocal is not: it may be 1/0 throughout. */
  readonly total: boolean;
  readonly piecewise: boolean;
  /**
   * Decimal digits of information in the numbers: two different expressions can only agree to k digits by
   * accident when their numbers hold about k digits.
   */
  readonly digits: number;
  readonly nodes: number;
}

export function traitsOf(roots: readonly Node[]): Traits {
  let [total, piecewise, digits, nodes] = [true, false, 0, 0];
  const seen = new Set<Node>();
  const visit = (n: Node): void => {
    if (n.kind === 'sym' || seen.has(n)) return;
    seen.add(n);
    nodes += 1;
    if (n.kind === 'num') {
      digits +=
        n.small && Math.abs(n.approx) < 20 ? 0.4 : n.value.n.toString().length + n.value.d.toString().length - 1;
      return;
    }
    if (PIECEWISE.has(n.op.name)) piecewise = true;
    const x = isOp(n, 'pow') ? n.args[1] : undefined;
    if (x) {
      if (!(x.kind === 'num' && x.value.d === 1n && x.value.n >= 0n) && !positiveNumber(n.args[0])) total = false;
    } else if (!TOTAL.has(n.op.name)) total = false;
    n.args.forEach(visit);
  };
  roots.forEach(visit);
  return { total, piecewise, digits, nodes };
}

const positiveNumber = (n: Node | undefined): boolean => n?.kind === 'num' && n.value.n > 0n;

/** What the sign of decides about where an expression is defined or which piece it is on. */
export function breaksOf(roots: readonly Node[]): readonly Node[] {
  const out = new Set<Node>();
  const seen = new Set<Node>();
  const visit = (n: Node): void => {
    if (n.kind !== 'apply' || seen.has(n)) return;
    seen.add(n);
    const [a, b] = n.args;
    switch (n.op.name) {
      case 'abs':
      case 'sign':
      case 'step':
      case 'relu':
      case 'log':
      case 'log2':
      case 'log10':
      case 'cbrt':
        if (a) out.add(a);
        break;
      case 'pow':
        if (a && b && !(b.kind === 'num' && b.value.d === 1n)) {
          // √((x+1)²) turns at x = −1 like |x+1|.
          out.add(isOp(a, 'pow') ? (a.args[0] as Node) : a);
        }
        break;
      default:
        for (const k of n.op.kinks(n.args)) out.add(k);
        for (const c of n.op.domain(n.args)) {
          if (c.must === 'nonzero' || c.expr.shape.length > 0) continue;
          if (c.must.startsWith('in')) for (const end of [1, -1]) out.add(add([c.expr, int(end)]));
          else out.add(c.expr);
        }
    }
    n.args.forEach(visit);
  };
  roots.forEach(visit);
  return [...out].filter((n) => n.shape.length === 0 && n.kind === 'apply' && n.mask !== 0);
}
