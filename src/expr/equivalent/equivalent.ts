/**
 * Whether two expressions are the same function over the reals: shapes, normal forms, exact arithmetic where the
 * functions are rational, then sample points in doubles with error bounds, with many digits where these cannot
 * tell. The verdict depends on the expressions, the options and the seed alone.
 */
import type { Node } from '../../ir/node.ts';
import { ShapeError } from '../../ir/op.ts';
import { isOp } from '../../ops/collect.ts';
import { undefinedOp } from '../../ops/constants.ts';
import { simplify, substituteRaw } from '../rewrite.ts';
import { align, turned } from './align.ts';
import { type Assumptions, readAssumptions } from './assumptions.ts';
import { type CompareOptions, type Comparison, NO_EVIDENCE } from './comparison.ts';
import { compareFunctions } from './functions.ts';
import { type Prepared, prepare } from './prepare.ts';
import { withDecimalNames } from './rounded.ts';
import { ROUNDS, sizesFor, sizeUse } from './sizes.ts';
import { compareWithin } from './tolerance.ts';
import { traitsOf } from './traits.ts';

/**
 * Compares a student's expression with the model's. Without a tolerance: equal when they agree wherever both are
 * defined over the reals and neither is defined on a set with interior where the other is not.
 */
export function equivalent(student: Node, model: Node, options: CompareOptions): Comparison {
  const missing = [isOp(student, undefinedOp), isOp(model, undefinedOp)];
  if (missing[0] || missing[1]) {
    return missing[0] && missing[1]
      ? { verdict: 'equal', code: 'same-form', evidence: { ...NO_EVIDENCE, method: 'normal-form' } }
      : { verdict: 'different', code: 'undefined-here', evidence: NO_EVIDENCE };
  }
  const assumptions = readAssumptions(options.assume);
  const named = options.rounded?.length ? withDecimalNames(student, options.rounded) : student;
  const [a, b] = [put(named, assumptions), put(model, assumptions)];
  const alignment = align(a.shape, b.shape, options.orientationMatters ?? true);
  if (alignment === 'unfit') return { verdict: 'different', code: 'shape', evidence: NO_EVIDENCE };
  if (alignment === 'turned') {
    const found = compareAligned(turned(a), b, assumptions, options);
    return found.verdict === 'equal'
      ? { verdict: 'different', code: 'orientation', evidence: found.evidence }
      : { verdict: 'different', code: 'shape', evidence: NO_EVIDENCE };
  }
  const found = compareAligned(a, b, assumptions, options);
  const square = b.shape.length === 2 && b.shape[0] === b.shape[1] && a.shape.length === 2;
  if (found.verdict === 'different' && found.code === 'value' && square) {
    const right = compareAligned(turned(a), b, assumptions, options).verdict === 'equal';
    if (right) return { ...found, code: 'orientation' };
  }
  return found;
}

/** Puts in what names stand for; formulas may use names put in later or earlier. */
function put(node: Node, assumptions: Assumptions): Node {
  let out = node;
  for (let pass = 0; pass < Math.min(4, assumptions.substitutions.length); pass += 1) {
    const next = assumptions.substitutions.reduce((n, s) => substituteRaw(n, new Map([[s.name, s.value]])), out);
    if (next === out) break;
    out = next;
  }
  return out;
}

const hasTolerance = (o: CompareOptions): boolean =>
  o.rtol !== undefined || o.atol !== undefined || o.sigfigs !== undefined || (o.rounded?.length ?? 0) > 0;

function compareAligned(student: Node, model: Node, assumptions: Assumptions, options: CompareOptions): Comparison {
  const extra = [...assumptions.tested, ...assumptions.equations].map((n) => put(n, assumptions));
  if (!hasTolerance(options)) {
    const quick = compareForms(student, model);
    if (quick) return quick;
  }
  const use = sizeUse([student, model, ...extra]);
  const round = (k: number): Comparison => {
    let prepared: Prepared;
    try {
      const sizes = sizesFor(use, options.sizes, options.seed, k);
      prepared = prepare(student, model, extra, assumptions.whole, options, sizes);
    } catch (error) {
      // A sum with limits that are no numbers, or too long to write out: nothing to evaluate.
      if (error instanceof RangeError) return { verdict: 'undecided', code: 'no-points', evidence: NO_EVIDENCE };
      // Shapes that fit for one choice of sizes only do not fit.
      if (error instanceof ShapeError) return { verdict: 'different', code: 'shape', evidence: NO_EVIDENCE };
      throw error;
    }
    return hasTolerance(options)
      ? compareWithin(prepared, assumptions, options)
      : compareFunctions(prepared, assumptions, options);
  };
  const first = round(0);
  if (first.verdict !== 'equal' || use.counted.length === 0) return first;
  for (let k = 1; k < ROUNDS; k += 1) {
    const other = round(k);
    if (other.verdict !== 'equal') return other;
  }
  // Equal at whole numbers is not equal for all real ones.
  return use.real.length === 0 ? first : { ...first, verdict: 'undecided', code: 'whole-numbers' };
}

/** Identical as written, or of one normal form where both are defined everywhere; null when that is not so. */
function compareForms(student: Node, model: Node): Comparison | null {
  const equal: Comparison = {
    verdict: 'equal',
    code: 'same-form',
    evidence: { ...NO_EVIDENCE, method: 'normal-form', worst: 0 },
  };
  if (student === model) return equal;
  const [a, b] = [simplify(student), simplify(model)];
  if (
    a.kind === 'num' &&
    b.kind === 'num' &&
    student.mask === 0 &&
    model.mask === 0 &&
    traitsOf([student, model]).total
  ) {
    const same = a.value.n === b.value.n && a.value.d === b.value.d;
    const worst = same
      ? 0
      : Math.abs(a.approx - b.approx) / Math.max(Math.abs(a.approx), Math.abs(b.approx), Number.MIN_VALUE);
    return {
      verdict: same ? 'equal' : 'different',
      code: same ? 'exact' : 'value',
      evidence: { points: 1, worst, method: 'exact', bound: 0 },
    };
  }
  return a === b && traitsOf([student, model]).total ? equal : null;
}
