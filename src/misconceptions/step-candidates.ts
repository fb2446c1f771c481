/** Wrong forms of formulas that are no derivatives themselves: update steps, normalised directions. */
import { int, type Node } from '../ir/node.ts';
import { ShapeError } from '../ir/op.ts';
import { isScalar } from '../ir/shape.ts';
import { add, mul } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import { product } from '../ops/matrix.ts';
import type { Candidate } from './misconception.ts';
import { replaceableParts, shown, termsOf } from './parts.ts';
import type { MisconceptionId } from './table.ts';

export function stepCandidates(formula: Node): readonly Candidate[] {
  const out: Candidate[] = [];
  const put = (make: () => Node, id: MisconceptionId, message: string): void => {
    try {
      out.push({ node: make(), slips: [{ id, message }] });
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
    }
  };
  const terms = termsOf(formula);
  // x − ηg: the point stays, the step turns round.
  if (terms.length === 2) {
    const [x, step] = terms as readonly [Node, Node];
    put(
      () => add([x, mul([int(-1), step])]),
      'ascent-for-descent',
      'The step goes the wrong way: descent goes against the gradient, ascent along it.',
    );
  }
  for (const [part, rebuild] of replaceableParts(formula)) {
    if (isOp(part, 'matmul')) {
      const inverse = part.args.findIndex((f) => isOp(f, 'inv'));
      if (inverse >= 0) {
        const rest = part.args.filter((_, i) => i !== inverse);
        const message = `The step lacks the inverse: ${shown(part)} multiplies by ${shown(part.args[inverse] as Node)}.`;
        put(() => rebuild(rest.length === 1 ? (rest[0] as Node) : product(rest)), 'step-without-inverse', message);
        put(
          () => rebuild(product(part.args.map((f) => (isOp(f, 'inv') ? (f.args[0] as Node) : f)))),
          'step-without-inverse',
          message,
        );
      }
    }
    if (isOp(part, 'mul')) {
      part.args.forEach((f, i) => {
        const [base, exponent] = isOp(f, 'pow') ? f.args : [];
        if (base === undefined || exponent?.kind !== 'num' || exponent.approx >= 0 || !isScalar(f.shape)) return;
        const rest = part.args.filter((_, k) => k !== i);
        const normalises = ['norm', 'norm1', 'norminf'].some((name) => isOp(base, name));
        if (normalises)
          put(
            () => rebuild(mul(rest)),
            'norm-not-normalised',
            `The direction was not divided by its norm ${shown(base)}.`,
          );
        else put(() => rebuild(mul(rest)), 'step-without-inverse', `The step lacks the division by ${shown(base)}.`);
      });
    }
  }
  return out;
}
