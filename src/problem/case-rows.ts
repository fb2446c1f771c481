/** The right formula of each row of a case table: the answer under the row's condition. */
import { type Condition } from '../expr/parse/parse.ts';
import { simplify, substitute } from '../expr/rewrite.ts';
import { int, type Node, same } from '../ir/node.ts';
import { isOp } from '../ops/collect.ts';
import type { Context } from './context.ts';
import type { SourceText } from './source/source-node.ts';

export interface CaseRow {
  readonly at: SourceText;
  /** Null for `otherwise`. */
  readonly condition: Condition | null;
  readonly value: Node;
}

interface Facts {
  readonly equal: readonly (readonly [Node, Node])[];
  readonly unequal: readonly (readonly [Node, Node])[];
}

export function caseRows(cases: readonly SourceText[], answer: Node, context: Context): readonly CaseRow[] {
  const conditions = cases.map((at) => (at.text.trim() === 'otherwise' ? null : context.condition(at)));
  // Otherwise: none of the pairs that the other rows equate is equal.
  const elsewhere: Facts = { equal: [], unequal: conditions.flatMap((c) => (c === null ? [] : factsOf(c).equal)) };
  return cases.map((at, k) => {
    const condition = conditions[k] ?? null;
    return { at, condition, value: under(answer, condition === null ? elsewhere : factsOf(condition)) };
  });
}

function factsOf(condition: Condition): Facts {
  switch (condition.kind) {
    case 'and': {
      const parts = condition.parts.map(factsOf);
      return { equal: parts.flatMap((p) => p.equal), unequal: parts.flatMap((p) => p.unequal) };
    }
    case 'relation':
      if (condition.sign === '=') return { equal: [[condition.left, condition.right]], unequal: [] };
      if (condition.sign === '!=') return { equal: [], unequal: [[condition.left, condition.right]] };
      return { equal: [], unequal: [] };
    default:
      return { equal: [], unequal: [] };
  }
}

/** Equal indices become one, and δ of unequal ones vanishes. */
function under(answer: Node, facts: Facts): Node {
  let current = answer;
  let rest = facts.unequal;
  for (const [a, b] of facts.equal) {
    if (a.kind !== 'sym' || !a.index) continue;
    const into = new Map([[a.name, b]]);
    current = substitute(current, into);
    rest = rest.map(([x, y]) => [substitute(x, into), substitute(y, into)] as const);
  }
  return simplify(withoutDeltas(current, rest));
}

function withoutDeltas(n: Node, unequal: Facts['unequal']): Node {
  if (n.kind !== 'apply') return n;
  const [i, j] = n.args;
  if (isOp(n, 'delta') && i && j && unequal.some(([a, b]) => (same(a, i) && same(b, j)) || (same(a, j) && same(b, i)))) return int(0);
  return n.op.build(n.args.map((a) => withoutDeltas(a, unequal)), n.attr);
}
