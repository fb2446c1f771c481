/** Questions about an expression that decide how it must be compared. */
import { type Apply, int, type Node } from '../../ir/node.ts';
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

/** Operations that are flat but for a narrow range of their argument. */
const STEEP = new Set(['exp', 'tanh', 'sigmoid', 'softplus', 'erf', 'gelu']);

export interface Traits {
  /** Real wherever its variables are. A reciprocal is not: it may be 1/0 throughout. */
  readonly total: boolean;
  readonly piecewise: boolean;
  /**
   * Decimal digits of information in the numbers: two different expressions can only agree to k digits by
   * accident when their numbers hold about k digits.
   */
  readonly digits: number;
  /** Largest parts without a name that are no numbers: e^7, √2. */
  readonly constants: readonly Node[];
}

export function traitsOf(roots: readonly Node[]): Traits {
  let [total, piecewise, digits] = [true, false, 0];
  const constants: Node[] = [];
  const seen = new Set<Node>();
  const visit = (n: Node, inConstant: boolean): void => {
    if (n.kind === 'sym' || seen.has(n)) return;
    seen.add(n);
    if (n.kind === 'num') {
      digits +=
        n.small && Math.abs(n.approx) < 20 ? 0.4 : n.value.n.toString().length + n.value.d.toString().length - 1;
      return;
    }
    const constant = n.mask === 0 && n.shape.length === 0 && n.args.length > 0;
    if (constant && !inConstant) constants.push(n);
    if (PIECEWISE.has(n.op.name)) piecewise = true;
    const x = isOp(n, 'pow') ? n.args[1] : undefined;
    if (x) {
      if (!(x.kind === 'num' && x.value.d === 1n && x.value.n >= 0n) && !positiveNumber(n.args[0])) total = false;
    } else if (!TOTAL.has(n.op.name)) total = false;
    for (const a of n.args) visit(a, constant);
  };
  for (const r of roots) visit(r, false);
  return { total, piecewise, digits, constants };
}

const positiveNumber = (n: Node | undefined): boolean => n?.kind === 'num' && n.value.n > 0n;

/** What the sign of decides about where an expression is defined, which piece it is on, and where it is not flat. */
export function breaksOf(roots: readonly Node[]): readonly Node[] {
  const out = new Set<Node>();
  const seen = new Set<Node>();
  const visit = (n: Node, steep: boolean): void => {
    if (n.kind !== 'apply' || seen.has(n)) return;
    seen.add(n);
    const [a, b] = n.args;
    const inside = steep || STEEP.has(n.op.name);
    if (a && STEEP.has(n.op.name)) out.add(a);
    // exp(−1000(x − 5)²) lives around x = 5 alone.
    if (a && steep && isOp(n, 'pow')) out.add(a);
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
    for (const arg of n.args) visit(arg, inside);
  };
  for (const r of roots) visit(r, false);
  const scalars = [...out].filter((n) => n.shape.length === 0 && n.kind === 'apply' && n.mask !== 0);
  return [...new Set(scalars.slice(0, LIMIT_EXPANDED).flatMap(branchesOf))];
}

const LIMIT_BRANCHES = 6;
const LIMIT_EXPANDED = 24;

/** max(a, b) + 3000 goes through zero only where both are: each of the two by itself leads there. */
function branchesOf(root: Node): readonly Node[] {
  const out: Node[] = [root];
  for (let k = 0; k < out.length && out.length < LIMIT_BRANCHES; k += 1) {
    const extremum = firstExtremum(out[k] as Node);
    if (extremum) out.push(...extremum.args.map((a) => replaced(out[k] as Node, extremum, a)));
  }
  return out.filter((n) => n.mask !== 0 && n.kind === 'apply');
}

function firstExtremum(n: Node): Apply | null {
  if (n.kind !== 'apply') return null;
  if (isOp(n, 'max') || isOp(n, 'min')) return n;
  for (const a of n.args) {
    const found = firstExtremum(a);
    if (found) return found;
  }
  return null;
}

function replaced(n: Node, old: Node, by: Node): Node {
  if (n === old) return by;
  return n.kind === 'apply'
    ? n.op.build(
        n.args.map((a) => replaced(a, old, by)),
        n.attr,
      )
    : n;
}
