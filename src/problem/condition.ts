/** Whether a condition holds: over the rationals where it can be, else in doubles with a margin. */
import { evaluate } from '../expr/evaluate.ts';
import type { Condition } from '../expr/parse/parse.ts';
import { type Node, symbolsOf } from '../ir/node.ts';
import { compareRational, isInteger } from '../ir/rational.ts';
import { concrete, sameShape } from '../ir/shape.ts';
import { add, neg } from '../ops/arithmetic.ts';
import { exactMatrix, workOut } from './work-out.ts';

/** Doubles nearer than this, relative to their size, count as equal: sqrt(8) and 2·sqrt(2). */
const NEAR = 1e-11;

/** A condition about numbers met a formula that still has variables. */
export class OpenCondition extends Error {
  override readonly name = 'OpenCondition';
}

/** The formulas that a condition compares. */
export function formulasIn(condition: Condition): readonly Node[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.parts.flatMap(formulasIn);
    case 'not':
      return formulasIn(condition.body);
    case 'integer':
      return [condition.value];
    case 'different':
      return condition.values;
    case 'relation':
      return [condition.left, condition.right];
  }
}

/** @throws OpenCondition when a side is no number */
export function holds(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every(holds);
    case 'or':
      return condition.parts.some(holds);
    case 'not':
      return !holds(condition.body);
    case 'integer': {
      const value = workOut(condition.value);
      if (value.kind === 'num') return isInteger(value.value);
      const [number = Number.NaN] = numbers(value);
      return Math.abs(number - Math.round(number)) < NEAR * Math.max(1, Math.abs(number));
    }
    case 'different':
      return condition.values.every((a, i) => condition.values.slice(0, i).every((b) => !areEqual(a, b)));
    case 'relation':
      return relationHolds(condition.sign, condition.left, condition.right);
  }
}

function relationHolds(sign: string, left: Node, right: Node): boolean {
  if (sign === '=') return areEqual(left, right);
  if (sign === '!=') return !areEqual(left, right);
  const order = compare(left, right);
  if (order === null) return false;
  return sign === '<' ? order < 0 : sign === '<=' ? order <= 0 : sign === '>' ? order > 0 : order >= 0;
}

/** Equal as values; formulas with variables are equal when their difference vanishes. */
export function areEqual(left: Node, right: Node): boolean {
  const [a, b] = [workOut(left), workOut(right)];
  if (a === b) return true;
  const [x, y] = [exactMatrix(a), exactMatrix(b)];
  if (x !== null && y !== null) {
    return (
      x.length === y.length &&
      x.every((row, i) => row.length === y[i]?.length && row.every((v, j) => compareRational(v, y[i]?.[j] ?? v) === 0))
    );
  }
  if (!sameShape(a.shape, b.shape)) return false;
  if (a.mask !== 0 || b.mask !== 0) throw new OpenCondition(nameIn(a, b));
  const [p, q] = [numbers(a), numbers(b)];
  return p.every((v, k) => Math.abs(v - (q[k] ?? Number.NaN)) <= NEAR * Math.max(Math.abs(v), Math.abs(q[k] ?? 0)));
}

/** The sign of left − right; null where one of them does not exist. */
function compare(left: Node, right: Node): number | null {
  const [a, b] = [workOut(left), workOut(right)];
  if (a.kind === 'num' && b.kind === 'num') return compareRational(a.value, b.value);
  const difference = workOut(add([a, neg(b)]));
  if (difference.kind === 'num') return compareRational(difference.value, { n: 0n, d: 1n });
  if (difference.mask !== 0) throw new OpenCondition(nameIn(a, b));
  const [v = Number.NaN] = numbers(a);
  const [w = Number.NaN] = numbers(b);
  if (!Number.isFinite(v) || !Number.isFinite(w)) return null;
  return Math.abs(v - w) <= NEAR * Math.max(Math.abs(v), Math.abs(w)) ? 0 : v - w;
}

const nameIn = (a: Node, b: Node): string => symbolsOf(a)[0]?.name ?? symbolsOf(b)[0]?.name ?? '';

function numbers(n: Node): readonly number[] {
  if (n.mask !== 0 || concrete(n.shape) === null) throw new OpenCondition(symbolsOf(n)[0]?.name ?? '');
  return evaluate(n, new Map()).data;
}
