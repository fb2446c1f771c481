/** The lines of a derivation as data, and the rules they name. Ids are frozen; names may be reworded. */
import type { Node, Sym } from '../ir/node.ts';
import type { Shape } from '../ir/shape.ts';

/** A name given to an intermediate value: `e = y − Φθ`. */
export interface Named {
  readonly name: Sym;
  readonly value: Node;
}

/** A factor of a chain-rule product with its shape: 2eᵀ is 1×N, −Φ is N×D. */
export interface Factor {
  readonly node: Node;
  readonly shape: Shape;
}

/**
 * One line: `after` is what `rule` makes of `before`, and equal to it. Lines with the same `part` follow one
 * another; `part` is the value they work out (∂f/∂x₂ of a gradient, dL of a differential).
 */
export interface Step {
  readonly rule: string;
  readonly name: string;
  readonly part: Node;
  readonly before: Node;
  readonly after: Node;
  /** Where in `before` the rule was applied: argument positions from the root. */
  readonly path: readonly number[];
  /** What stands there, and what it became; for a line that changes the whole, `before` and `after`. */
  readonly focus: { readonly before: Node; readonly after: Node };
  /** Lecture section, paper or standard text the rule is taken from. */
  readonly source: string;
  /** The variables whose differentials the line is about; empty for all that are differentiated in. */
  readonly moving: readonly Sym[];
  /** Names used in the line and what they stand for. */
  readonly where: readonly Named[];
  /** Factors of the derivative with their shapes, where a chain rule multiplies them. */
  readonly factors: readonly Factor[];
}

/** Rules that are not the rule of one operation (those carry their own name and source). */
export const RULES = {
  rewrite: { name: 'rewrite', source: 'lecture, Differentiation Rules' },
  constant: { name: 'constant rule', source: 'lecture, Differentiation Rules' },
  identity: { name: 'derivative of the variable', source: 'lecture, Differentiation Rules' },
  sum: { name: 'sum rule', source: 'lecture, Differentiation Rules' },
  'constant-multiple': { name: 'constant multiple rule', source: 'lecture, Differentiation Rules' },
  product: { name: 'product rule', source: 'lecture, Differentiation Rules' },
  quotient: { name: 'quotient rule', source: 'lecture, Differentiation Rules' },
  reciprocal: { name: 'reciprocal rule', source: 'lecture, Differentiation Rules' },
  power: { name: 'power rule', source: 'lecture, Differentiation Rules' },
  root: { name: 'derivative of the square root', source: 'lecture, Differentiation Rules' },
  exponential: { name: 'exponential rule', source: 'DLMF 4.2.26' },
  logarithmic: { name: 'logarithmic differentiation', source: 'DLMF 4.2.26' },
  chain: { name: 'chain rule', source: 'lecture, Chain Rule' },
  partials: { name: 'partial derivatives of the outer function', source: 'lecture, More about Chain Rule' },
  inner: { name: 'derivatives of the inner functions', source: 'lecture, More about Chain Rule' },
  substitution: { name: 'chain rule with a name for the inner function', source: 'lecture, Chain Rule' },
  'back-substitution': { name: 'put the inner function back', source: 'lecture, Chain Rule' },
  entries: { name: 'entry by entry', source: 'lecture, Jacobian' },
  combined: { name: 'remaining rules', source: 'lecture, Differentiation Rules' },
  simplify: { name: 'simplify', source: 'lecture, Differentiation Rules' },
  gradient: { name: 'gradient: one partial derivative per variable', source: 'lecture, Gradient' },
  jacobian: { name: 'Jacobian: a row per entry, a column per variable', source: 'lecture, Jacobian' },
  assemble: { name: 'put the entries together', source: 'lecture, Jacobian' },
  again: { name: 'differentiate once more', source: 'lecture, Hessian' },
  layout: { name: 'denominator layout: axes of the variable first', source: 'contract, section 2' },
  differential: { name: 'differential', source: 'Magnus and Neudecker, Matrix Differential Calculus, ch. 5' },
  collect: { name: 'collect the differential', source: 'Magnus and Neudecker, Matrix Differential Calculus, ch. 9' },
  identify: {
    name: 'read off the derivative',
    source: 'Magnus and Neudecker, Matrix Differential Calculus, ch. 9, first identification theorem',
  },
  names: { name: 'put the names back', source: 'lecture, Least-Square Loss' },
  'entry-formula': { name: 'entry formula', source: 'lecture, Gradient of Matrices for Matrices' },
  delta: { name: 'entries differ: Kronecker delta', source: 'lecture, Gradient of Matrices for Matrices' },
  'sum-delta': { name: 'a delta ends a sum', source: 'lecture, Gradient of Matrices for Matrices' },
  'all-entries': { name: 'all entries', source: 'lecture, Gradient of Matrices for Matrices' },
} as const;

export type RuleId = keyof typeof RULES;

/** A line that changes the whole expression, with one of the rules above. */
export function wholeStep(
  rule: RuleId,
  part: Node,
  before: Node,
  after: Node,
  more: Partial<Pick<Step, 'where' | 'factors' | 'name' | 'moving'>> = {},
): Step {
  return {
    rule,
    name: more.name ?? RULES[rule].name,
    part,
    before,
    after,
    path: [],
    focus: { before, after },
    source: RULES[rule].source,
    moving: more.moving ?? [],
    where: more.where ?? [],
    factors: more.factors ?? [],
  };
}
