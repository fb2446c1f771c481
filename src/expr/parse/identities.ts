/** The identity `I`, whose size follows from what it is added to or multiplied with. */
import { int, type Node, sym } from '../../ir/node.ts';
import { dim, isScalar, SCALAR, type Shape } from '../../ir/shape.ts';
import { eye } from '../../ops/constants.ts';
import { functions } from '../../ops/table.ts';
import { spine } from './products.ts';
import { refuse, type Scope, type Span } from './scope.ts';
import type { Syntax } from './syntax.ts';
import { isDeclared } from './words.ts';

/** The identity: its size comes from what it is added to or multiplied with. */
export function identity(span: Span, scope: Scope, expected?: Shape): Node {
  if (expected && expected.length === 2 && expected[0] === expected[1]) return eye(dim(expected, 0));
  // Where every name is a number, I is one too.
  if (scope.mode === 'open') return sym('I', SCALAR);
  // A 1×1 matrix is a number.
  if (expected && isScalar(expected)) return int(1);
  return refuse(
    'size-unknown',
    span,
    'the size of the identity I does not follow from the formula',
    'write eye(3) or eye(n)',
  );
}

/** Whether the size of the tree depends on an identity of unknown size. */
export function needsSize(t: Syntax, scope: Scope): boolean {
  switch (t.kind) {
    case 'name':
      return t.name === 'I' && !isDeclared('I', scope);
    case 'minus':
    case 'transpose':
      return needsSize(t.body, scope);
    case 'product':
      return spine(t).some((f) => needsSize(f.tree, scope));
    case 'sum':
      return t.terms.every((x) => needsSize(x.term, scope));
    case 'power':
      return needsSize(t.base, scope);
    case 'call':
      return (t.name === 'inv' || t.name === 'transpose') && t.args.some((a) => needsSize(a, scope));
    default:
      return false;
  }
}

/** The identity of the size given as an index: `I_3`, `I_n`. */
export function identityOf(size: readonly Node[]): Node {
  const entry = functions.get('eye');
  if (!entry) throw new RangeError('there is no function eye');
  return entry.make(size);
}
