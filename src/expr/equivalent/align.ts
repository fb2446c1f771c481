/** Whether two values can be compared entry by entry as they lie. */
import type { Node } from '../../ir/node.ts';
import { apply } from '../../ir/op.ts';
import { isColumn, isRow, type Shape, sameShape } from '../../ir/shape.ts';
import { transposeOp } from '../../ops/matrix.ts';

/** `same` entries correspond · `turned` the transpose would fit · `unfit` no way. */
export type Alignment = 'same' | 'turned' | 'unfit';

const lengthOf = (s: Shape): Shape[number] | null =>
  s.length === 1 ? (s[0] ?? null) : isColumn(s) ? (s[0] ?? null) : isRow(s) ? (s[1] ?? null) : null;

/** A tuple, whose orientation was not said, fits a row and a column. */
export function align(student: Shape, model: Shape, orientationMatters: boolean): Alignment {
  if (sameShape(student, model)) return 'same';
  const [a, b] = [lengthOf(student), lengthOf(model)];
  if (a !== null && a === b)
    return student.length === 1 || model.length === 1 || !orientationMatters ? 'same' : 'turned';
  if (student.length === 2 && model.length === 2 && student[0] === model[1] && student[1] === model[0]) return 'turned';
  return 'unfit';
}

export const turned = (n: Node): Node => apply(transposeOp, [n]);
