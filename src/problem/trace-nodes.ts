/** Names for the elementary operations of a formula, where the author listed no nodes. */
import type { Node } from '../ir/node.ts';
import { sym } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import type { Context } from './context.ts';

export interface NamedStep {
  readonly id: string;
  /** In terms of variables and of earlier steps. */
  readonly local: Node;
}

/** Every operation once, arguments before results: `v1 = x^2`, `v2 = exp(v1)`, … */
export function nameElementary(root: Node, context: Context): readonly NamedStep[] {
  const taken = new Set([...context.variables.keys(), ...context.parameters.keys(), ...context.definitions.keys()]);
  const prefix =
    ['v', 'u', 'w', 'n'].find((p) => ![...taken].some((name) => new RegExp(`^${p}\\d*$`).test(name))) ?? 'node';
  const steps: NamedStep[] = [];
  const done = new Map<Node, Node>();
  const visit = (n: Node): Node => {
    if (n.kind !== 'apply' || n.mask === 0) return n;
    const known = done.get(n);
    if (known) return known;
    const local = apply(n.op, n.args.map(visit), n.attr);
    const id = `${prefix}${steps.length + 1}`;
    const named = sym(id, n.shape);
    steps.push({ id, local });
    done.set(n, named);
    return named;
  };
  visit(root);
  return steps;
}
