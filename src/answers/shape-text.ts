/** Shapes as students are told of them. */
import { concrete, isColumn, isRow, isScalar, type Shape } from '../ir/shape.ts';

/** `2×3`, `a row of 3`, `a scalar`. */
export function shapeText(s: Shape): string {
  if (isScalar(s)) return 'a scalar';
  if (s.length === 1) return `a list of ${s[0]}`;
  if (isRow(s)) return `a row of ${s[1]}`;
  if (isColumn(s)) return `a column of ${s[0]}`;
  return s.join('×');
}

export function wrongShapeText(given: Shape, wanted: Shape): string {
  const same = count(given) !== null && count(given) === count(wanted);
  const said = `You gave ${shapeText(given)}, but the answer is ${shapeText(wanted)}.`;
  return same ? `${said} The number of entries is right.` : said;
}

function count(s: Shape): number | null {
  const c = concrete(s);
  return c === null ? null : c.reduce((n, d) => n * d, 1);
}
