/** max and min of two numbers, entry by entry on arrays. Not differentiable where the two are equal. */
import type { Node } from '../ir/node.ts';
import type { Op } from '../ir/op.ts';
import { apply } from '../ir/op.ts';
import { isScalar } from '../ir/shape.ts';
import { stepOp } from './activations.ts';
import { add, sub, sumEntries, timesEntries } from './arithmetic.ts';
import { arg, elementwiseShape, exactly, noDomain, opHash } from './define.ts';
import { foldKernel } from './kernels.ts';

function extremumOp(name: 'max' | 'min', pick: (a: number, b: number) => number): Op {
  /** 1 where argument i is the one picked, 0 where the other is, undefined where they tie. */
  const chosen = (args: readonly Node[], i: number): Node => {
    const [a, b] = [arg(args, i), arg(args, 1 - i)];
    return stepOp.build([name === 'max' ? sub(a, b) : sub(b, a)], '');
  };
  const op: Op = {
    name,
    hash: opHash(name),
    arity: exactly(2),
    shape: elementwiseShape(name),
    build: (args) => {
      const [a, b] = [arg(args, 0), arg(args, 1)];
      if (a === b) return a;
      if (a.kind === 'num' && b.kind === 'num') return pick(a.approx, b.approx) === a.approx ? a : b;
      return apply(op, [a, b]);
    },
    // Math.max and Math.min already give NaN when either argument is NaN.
    kernel: foldKernel(pick),
    error: (outErr, _out, _args, argErrs, { points }) => {
      const [da, db] = argErrs as [Float64Array, Float64Array];
      for (let i = 0; i < outErr.length; i += 1) {
        const p = i % points;
        outErr[i] = Math.max(
          (da.length === outErr.length ? da[i] : da[p]) as number,
          (db.length === outErr.length ? db[i] : db[p]) as number,
        );
      }
    },
    jvp: (node, tangents) =>
      add(tangents.flatMap((t, i) => (t === null ? [] : [timesEntries(chosen(node.args, i), t)]))),
    vjp: (node, i, g) => {
      const back = timesEntries(chosen(node.args, i), g);
      return isScalar(arg(node.args, i).shape) && !isScalar(back.shape) ? sumEntries(back) : back;
    },
    entry: (node, indices, at) =>
      op.build(
        node.args.map((a) => (isScalar(a.shape) ? a : at(a, indices))),
        '',
      ),
    notation: (node) => ({
      kind: 'call',
      name,
      latex: `\\${name}`,
      speech: name === 'max' ? 'the maximum' : 'the minimum',
      args: node.args,
    }),
    domain: noDomain,
    kinks: (args) =>
      isScalar(arg(args, 0).shape) === isScalar(arg(args, 1).shape) ? [sub(arg(args, 0), arg(args, 1))] : [],
    rule: { id: name, name: `derivative of ${name}` },
    samples: [
      [1.5, -2],
      [0.3, 4],
    ],
    sampleAttr: '',
    source: 'Griewank and Walther, Evaluating Derivatives, ch. 14',
    binds: false,
  };
  return op;
}

export const maxOp: Op = extremumOp('max', Math.max);
export const minOp: Op = extremumOp('min', Math.min);
