/** Numbers as a worked solution shows them where rounding is asked for. */
import type { Rounding } from '../answers/contract.ts';
import { entriesOf } from '../calculus/derive.ts';
import { evaluate } from '../expr/evaluate.ts';
import { type Node, num } from '../ir/node.ts';
import { parseDecimal } from '../ir/rational.ts';
import { concrete } from '../ir/shape.ts';
import { isTidy } from './tidiness.ts';
import { literal } from './work-out.ts';

/** Digits shown where a tolerance is asked for and not a number of digits. */
const USUAL_DIGITS = 4;

/** A number or array of numbers rounded as the box asks; formulas, exact answers and tidy numbers stay. */
export function roundedNode(n: Node, rounding: Rounding): Node {
  const shape = concrete(n.shape);
  if (rounding.kind === 'exact' || n.mask !== 0 || shape === null || isTidy(n)) return n;
  if (shape.length === 0) return roundedNumber(n, rounding);
  return literal(
    entriesOf(n).map((e) => roundedNumber(e, rounding)),
    shape,
  );
}

function roundedNumber(n: Node, rounding: Rounding): Node {
  const value = evaluate(n, new Map()).data[0] ?? Number.NaN;
  if (!Number.isFinite(value)) return n;
  const digits = rounding.kind === 'digits' ? rounding.digits : USUAL_DIGITS;
  const text = rounding.kind === 'decimals' ? value.toFixed(rounding.decimals) : value.toPrecision(digits);
  const shown = parseDecimal(text.replace('-', ''));
  return shown === null ? n : num(value < 0 ? { n: -shown.n, d: shown.d } : shown, true);
}
