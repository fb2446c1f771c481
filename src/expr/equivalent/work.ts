/** What evaluating costs, counted beforehand: budgets bound a comparison on every machine alike, never the clock. */
import type { Apply, Node } from '../../ir/node.ts';
import { concrete, entryCount, type Shape } from '../../ir/shape.ts';

/** Operations that take about ten multiplications' time with many digits. */
const SLOW = new Set([
  'pow',
  'exp',
  'log',
  'log2',
  'log10',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'cbrt',
  'sigmoid',
  'softplus',
  'erf',
  'gelu',
  'softmax',
  'logsumexp',
  'norm',
]);

const entriesOf = (s: Shape): number => entryCount(concrete(s) ?? []);

/** Multiplications of one point, shared nodes once. */
export function costOf(roots: readonly Node[]): number {
  let cost = 0;
  const seen = new Set<Node>();
  const visit = (n: Node): void => {
    if (seen.has(n)) return;
    seen.add(n);
    cost += n.kind === 'apply' ? costAt(n) : entriesOf(n.shape);
    if (n.kind === 'apply') n.args.forEach(visit);
  };
  roots.forEach(visit);
  return cost;
}

function costAt(n: Apply): number {
  const entries = entriesOf(n.shape);
  const first = n.args[0] ? entriesOf(n.args[0].shape) : 1;
  switch (n.op.name) {
    case 'matmul': {
      // Each factor in turn: entries of what is there so far times the new columns.
      const rows = Math.max(1, Number(n.args[0]?.shape[0] ?? 1));
      return n.args.slice(1).reduce((sum, a) => sum + rows * entriesOf(a.shape), 0);
    }
    case 'matpow':
    case 'inv':
    case 'det':
      return 3 * first ** 1.5 * (n.op.name === 'matpow' && n.args[1]?.kind === 'num' ? n.args[1].approx : 1);
    default:
      return SLOW.has(n.op.name)
        ? 10 * Math.max(entries, first)
        : Math.max(entries * Math.max(1, n.args.length - 1), first);
  }
}

/** What is left to be spent; taking more than that is refused. */
export class Budget {
  #left: number;

  constructor(units: number) {
    this.#left = units;
  }

  take(units: number): boolean {
    if (units > this.#left) return false;
    this.#left -= units;
    return true;
  }
}
