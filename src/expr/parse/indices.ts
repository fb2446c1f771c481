/** Entries of arrays: how many indices there are, and whether they lie inside. */
import type { Node } from '../../ir/node.ts';
import { apply } from '../../ir/op.ts';
import type { Dim, Shape } from '../../ir/shape.ts';
import { entry, indexOp } from '../../ops/entry.ts';
import { gridOp } from '../../ops/structure.ts';
import { refuse, type Span } from './scope.ts';
import type { Syntax } from './syntax.ts';

/** `A_{12}`: as many digits as the array has axes are so many indices. */
export function separate(indices: readonly Syntax[], shape: Shape): readonly Syntax[] {
  const [only] = indices;
  const axes = shape.length;
  if (indices.length !== 1 || only?.kind !== 'number' || axes < 2 || shape.includes(1)) return indices;
  if (!/^\d+$/.test(only.text) || only.text.length !== axes) return indices;
  return [...only.text].map((d): Syntax => ({ kind: 'number', text: d, from: only.from, to: only.to }));
}

/** The entry at these indices; one of a literal is taken out of it. */
export function entryOf(t: Span, array: Node, written: readonly Syntax[], indices: readonly Node[]): Node {
  for (const [k, i] of indices.entries()) checkRange(array.shape, k, indices.length, i, written[k] ?? t);
  const literal = array.kind === 'apply' && array.op === gridOp && indices.every((i) => i.kind === 'num');
  const element = apply(indexOp, [array, ...indices]);
  return literal ? entry(array, indices) : element;
}

function checkRange(shape: Shape, axis: number, given: number, index: Node, span: Span): void {
  if (index.kind !== 'num') return;
  const size: Dim | undefined =
    given === 1 && shape.length === 2 ? (shape[0] === 1 ? shape[1] : shape[0]) : shape[axis];
  if (index.value.d !== 1n || index.approx < 1 || (typeof size === 'number' && index.approx > size))
    refuse('shape', span, `this index is outside 1 to ${size ?? '?'}`, 'indices start at 1');
}
