/** The chain rule broken: a factor left out, or the derivative put inside. */
import { type Apply, isNum } from '../ir/node.ts';
import { isScalar } from '../ir/shape.ts';
import { mul } from '../ops/arithmetic.ts';
import { type Break, broken, type NodeRule } from './misconception.ts';
import { compositionOf, shown } from './parts.ts';
import type { MisconceptionId } from './table.ts';

export const chainRules: NodeRule = (at, d) => {
  if (!isScalar(at.shape)) return [];
  const c = compositionOf(at, (p) => d(p) !== null);
  if (c === null) return [];
  const { inner } = c;
  const g = d(inner);
  // Without an inner function there is no chain to break.
  if (g === null || inner.kind === 'sym' || isIndexed(inner)) return [];
  const made = (id: MisconceptionId, say: () => string, apply: Break['apply']): Break => broken(id, say, at, apply);
  const place = (): string => `In ${shown(at)}`;
  return [
    ...(isNum(g, 1)
      ? []
      : [
          made(
            'dropped-inner-derivative',
            () =>
              `${place()}, the derivative of the inner function ${shown(inner)} is missing: the chain rule multiplies by it.`,
            () => c.outer(inner),
          ),
        ]),
    made(
      'dropped-outer-derivative',
      () =>
        `${place()}, only the inner function ${shown(inner)} was differentiated: the derivative of the outer function is missing.`,
      (p) => p(inner),
    ),
    ...(isNum(g, 1)
      ? []
      : [
          made(
            'derivative-inside',
            () =>
              `${place()}, the derivative of the inner function was put inside: ${shown(inner)} stays inside as it is.`,
            (p) => withInner(p(inner), c.outer),
          ),
          made(
            'derivative-inside',
            () => `${place()}, the inner function ${shown(inner)} was replaced by its derivative.`,
            (p) => withInner(p(inner), c.apply),
          ),
        ]),
    ...evaluatedElsewhere(at, d, made),
  ];
};

type Made = (id: MisconceptionId, say: () => string, apply: Break['apply']) => Break;
type Derived = ReturnType<Break['apply']>;

const withInner = (inner: Derived, make: (g: NonNullable<Derived>) => NonNullable<Derived>): Derived =>
  inner === null ? null : make(inner);

const isIndexed = (n: Apply['args'][number]): boolean => n.kind === 'apply' && n.op.name === 'index';

const ACTIVATIONS = new Set('sigmoid tanh relu softplus gelu'.split(' '));

/** σ'(σ(z)) for σ'(z): the local derivative taken at the output. */
function evaluatedElsewhere(at: Apply, d: Parameters<NodeRule>[1], made: Made): readonly Break[] {
  const c = compositionOf(at, (p) => d(p) !== null);
  if (c === null || !ACTIVATIONS.has(at.op.name)) return [];
  return [
    made(
      'evaluated-elsewhere',
      () => `The derivative of ${at.op.name} was taken at its output; it belongs at its input ${shown(c.inner)}.`,
      (p) => {
        const g = p(c.inner);
        return g === null ? null : mul([c.outer(at), g]);
      },
    ),
  ];
}
