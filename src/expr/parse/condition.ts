/** Conditions of templates, assumptions and case tables as trees over expressions. */
import type { Node } from '../../ir/node.ts';
import type { Elaborator } from './elaborate.ts';
import { refuse } from './scope.ts';
import type { RelationMark, Syntax } from './syntax.ts';

export type Condition =
  | { readonly kind: 'relation'; readonly sign: RelationMark; readonly left: Node; readonly right: Node }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly body: Condition }
  | { readonly kind: 'integer'; readonly value: Node }
  /** All values differ pairwise. */
  | { readonly kind: 'different'; readonly values: readonly Node[] };

/** Reads a syntax tree as a condition. Throws Refusal where it is a value. */
export function readCondition(t: Syntax, from: Elaborator): Condition {
  switch (t.kind) {
    case 'relation': {
      const left = from.read(t.left);
      return { kind: 'relation', sign: t.sign, left, right: from.read(t.right, left.shape) };
    }
    case 'logic':
      return { kind: t.sign, parts: t.parts.map((p) => readCondition(p, from)) };
    case 'not':
      return { kind: 'not', body: readCondition(t.body, from) };
    case 'call':
      if (t.name === 'integer' && t.args[0]) return { kind: 'integer', value: from.read(t.args[0]) };
      if (t.name === 'different') return { kind: 'different', values: t.args.map((a) => from.read(a)) };
      break;
    default:
  }
  return refuse('syntax', t, 'a condition is expected here', 'write a relation such as x > 0 or a != b');
}
