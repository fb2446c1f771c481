/** Answers of another shape than the key, and right entries in the wrong places. */
import { isColumn, isRow, isVector } from '../ir/shape.ts';
import { transpose } from '../ops/matrix.ts';
import { entryOf, type Print, type Prints } from './fingerprint.ts';
import type { Finding, Slip } from './misconception.ts';
import type { Task } from './task.ts';

/** Diagnoses an answer of another shape; `inner` looks for slips besides the turned shape. */
export function otherShape(
  task: Task,
  prints: Prints,
  right: Print,
  student: Print,
  inside: (turned: Task, print: Print) => readonly Finding[],
): readonly Finding[] {
  if (task.student.shape.length === 2) {
    const turned = transpose(task.student);
    const print = prints.of(turned);
    if (print !== null && print.shape.join() === right.shape.join()) {
      const said: Finding = { id: 'transposed', message: lies(task), confidence: 0.95 };
      if (prints.agree(print, right)) return [said];
      const inner = inside({ ...task, student: turned }, print);
      return inner.length === 0 ? [{ ...said, confidence: 0.5 }] : [...inner, { ...said, confidence: 0.8 }];
    }
  }
  if (right.data.length === student.data.length && right.data.length > right.points) {
    const asRight: Print = { ...student, shape: right.shape };
    const columns = byColumns(student, right.shape);
    if (prints.agree(asRight, right) || (columns && prints.agree(columns, right))) {
      return [{ id: 'flattened', message: 'The entries are right, but in another shape.', confidence: 0.95 }];
    }
  }
  return [{ id: 'wrong-shape', message: 'The answer has another shape than what is asked.', confidence: 0.5 }];
}

function lies(task: Task): string {
  const s = task.student.shape;
  if (isColumn(s)) return 'This is a column; a row belongs here (the other layout).';
  if (isRow(s)) return 'This is a row; a column belongs here (the other layout).';
  return 'Rows and columns are swapped: this is the transpose (the other layout).';
}

/** The same entries read column by column. */
function byColumns(p: Print, shape: readonly number[]): Print | null {
  const [rows = 1, cols = 1] = shape;
  if (shape.length !== 2) return null;
  const data = new Float64Array(p.data.length);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < cols; j += 1)
      data.set(p.data.subarray((j * rows + i) * p.points, (j * rows + i + 1) * p.points), (i * cols + j) * p.points);
  }
  return { ...p, shape, data };
}

/** Two components in each other's place, or all of them in another order. */
export function componentsSwapped(task: Task, prints: Prints, right: Print, student: Print): Slip | null {
  const count = right.data.length / right.points;
  if (!isVector(task.key.shape) || count < 2 || count > 12) return null;
  const left = new Set(Array.from({ length: count }, (_, k) => k));
  for (let k = 0; k < count; k += 1) {
    const hit = [...left].find((j) => prints.agree(entryOf(student, k), entryOf(right, j)));
    if (hit === undefined) return null;
    left.delete(hit);
  }
  return { id: 'components-swapped', message: 'The components are right, but stand in the wrong order.' };
}
