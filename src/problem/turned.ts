/** Formulas in the layout of the assignment. */
import { derive } from '../calculus/derive.ts';
import { type Node, sym } from '../ir/node.ts';
import type { Context } from './context.ts';
import { atValues } from './operators.ts';
import type { Derivation } from './tensor-form.ts';
import { textbook } from './work-out.ts';

/** A derivative as the assignment's layout shows it; anything else as it is. */
export function turned(
  node: Node,
  derivation: Derivation | null,
  context: Context,
  options: { readonly layout: 'numerator' | 'denominator' },
): Node {
  if (options.layout === 'numerator' || derivation === null) return node;
  const d = derive(derivation.of, derivation.wrt, { order: derivation.order, layout: 'denominator' });
  if (d.indices !== null) return sym(node.kind === 'sym' ? node.name : 'derivative', d.shape);
  const whole = textbook(d.node);
  return derivation.atValues ? atValues(whole, context) : whole;
}
