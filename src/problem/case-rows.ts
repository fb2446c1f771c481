/** The right formula of each row of a case table: the answer under the row's condition. */
import { derive } from '../calculus/derive.ts';
import type { Condition } from '../expr/parse/parse.ts';
import { simplify, substitute } from '../expr/rewrite.ts';
import { int, type Node, same } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import { add, neg } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import { undefinedOp } from '../ops/constants.ts';
import type { Context } from './context.ts';
import { agreeEverywhere } from './identity.ts';
import type { SourceText } from './source/source-node.ts';
import type { Derivation } from './tensor-form.ts';
import { atZero, type Side, underSign } from './under-sign.ts';

export interface CaseRow {
  readonly at: SourceText;
  /** Null for `otherwise`. */
  readonly condition: Condition | null;
  readonly value: Node;
}

interface Facts {
  /** Formulas of known sign: u < v says that v − u is positive. */
  readonly signs: readonly { readonly of: Node; readonly side: Side }[];
  readonly equal: readonly (readonly [Node, Node])[];
  readonly unequal: readonly (readonly [Node, Node])[];
}

/**
 * One row per condition. A derivative is worked out from its function on that side of every kink; on a kink it exists
 * where both sides agree.
 */
export function caseRows(
  cases: readonly SourceText[],
  answer: Node,
  derivation: Derivation | null,
  context: Context,
): readonly CaseRow[] {
  const conditions = cases.map((at) => (at.text.trim() === 'otherwise' ? null : context.condition(at)));
  // Otherwise: none of the pairs that the other rows equate is equal.
  const elsewhere: Facts = {
    signs: [],
    equal: [],
    unequal: conditions.flatMap((c) => (c === null ? [] : factsOf(c).equal)),
  };
  return cases.map((at, k) => {
    const condition = conditions[k] ?? null;
    const facts = condition === null ? elsewhere : factsOf(condition);
    const whole = facts.signs.length === 0 ? answer : onSide(answer, derivation, facts);
    return { at, condition, value: under(whole, facts) };
  });
}

function factsOf(condition: Condition): Facts {
  const none: Facts = { signs: [], equal: [], unequal: [] };
  switch (condition.kind) {
    case 'and': {
      const parts = condition.parts.map(factsOf);
      return {
        signs: parts.flatMap((p) => p.signs),
        equal: parts.flatMap((p) => p.equal),
        unequal: parts.flatMap((p) => p.unequal),
      };
    }
    case 'relation': {
      const { sign, left, right } = condition;
      if (isIndex(left) || isIndex(right)) {
        if (sign === '=') return { ...none, equal: [[left, right]] };
        return sign === '!=' ? { ...none, unequal: [[left, right]] } : none;
      }
      if (sign === '!=') return none;
      const of = add([right, neg(left)]);
      const side: Side = sign === '=' ? 'zero' : sign.startsWith('<') ? 'positive' : 'negative';
      return { ...none, signs: [{ of, side }] };
    }
    default:
      return none;
  }
}

const isIndex = (n: Node): boolean => n.kind === 'sym' && n.index;

/** The answer on the side of its kinks that the facts name. */
function onSide(answer: Node, derivation: Derivation | null, facts: Facts): Node {
  let current: Derivation | Node = derivation ?? answer;
  for (const { of, side } of facts.signs) {
    if (side !== 'zero') current = sided(current, of, side);
    else {
      const [above, below] = (['positive', 'negative'] as const).map((s) => atZero(result(sided(current, of, s)), of));
      if (above === undefined || below === undefined || !agreeEverywhere(above, below)) return apply(undefinedOp, []);
      current = above;
    }
  }
  return result(current);
}

const isDerivation = (x: Derivation | Node): x is Derivation => 'wrt' in x;

const sided = (x: Derivation | Node, of: Node, side: Side): Derivation | Node =>
  isDerivation(x) ? { ...x, of: underSign(x.of, of, side) } : underSign(x, of, side);

const result = (x: Derivation | Node): Node =>
  isDerivation(x) ? derive(x.of, x.wrt, { order: x.order, layout: 'numerator' }).node : x;

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
  if (isOp(n, 'delta') && i && j && unequal.some(([a, b]) => (same(a, i) && same(b, j)) || (same(a, j) && same(b, i))))
    return int(0);
  return n.op.build(
    n.args.map((a) => withoutDeltas(a, unequal)),
    n.attr,
  );
}
