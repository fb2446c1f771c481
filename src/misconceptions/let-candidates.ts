/** Wrong total derivatives along functions (`x1 = sin(t)`): a path forgotten, inner or outer derivatives left out. */
import { derivative } from '../calculus/modes.ts';
import { substitute } from '../expr/rewrite.ts';
import { int, type Node, type Sym, symbolsOf } from '../ir/node.ts';
import { isScalar } from '../ir/shape.ts';
import { add, mul } from '../ops/arithmetic.ts';
import { differentiate } from './differentiate.ts';
import type { Candidate } from './misconception.ts';
import type { Task } from './task.ts';

/** Total derivatives along functions: a path forgotten, inner derivatives left out. */
export function letCandidates(task: Task): readonly Candidate[] {
  const [t] = task.wrt;
  if (task.lets.size === 0 || t === undefined || task.wrt.length !== 1 || !isScalar(t.shape) || task.order !== 1)
    return [];
  const along = { name: t.name, seeds: new Map<Sym, Node>([[t, int(1)]]) };
  const paths = [...task.lets].flatMap(([name, inner]) => {
    const x = symbolsOf(task.of).find((s) => s.name === name);
    if (x === undefined || !isScalar(x.shape)) return [];
    const outer = substitute(derivative(task.of, x), task.lets);
    return [{ name, outer, inner: differentiate(inner, along) ?? int(0) }];
  });
  if (paths.length === 0) return [];
  const direct = differentiate(task.of, along);
  const rest = direct === null ? [] : [substitute(direct, task.lets)];
  const sum = (terms: readonly Node[]): Node => add([...terms, ...rest]);
  const product = (p: (typeof paths)[number]): Node => mul([p.outer, p.inner]);
  const out: Candidate[] = [];
  if (paths.length + rest.length > 1) {
    for (const left of paths)
      out.push({
        node: sum(paths.filter((p) => p !== left).map(product)),
        slips: [
          {
            id: 'unaccumulated-path',
            message: `The path through ${left.name} was forgotten: the contributions of all paths add up.`,
          },
        ],
      });
  }
  const inner = `the chain rule multiplies each partial derivative by the derivative of the inner function`;
  out.push({
    node: sum(paths.map((p) => p.outer)),
    slips: [
      {
        id: 'dropped-inner-derivative',
        message: `The derivatives of ${paths.map((p) => p.name).join(', ')} in ${t.name} are missing: ${inner}.`,
      },
    ],
  });
  if (paths.length > 1) {
    for (const bare of paths)
      out.push({
        node: sum(paths.map((p) => (p === bare ? p.outer : product(p)))),
        slips: [
          {
            id: 'dropped-inner-derivative',
            message: `The derivative of ${bare.name} in ${t.name} is missing: ${inner}.`,
          },
        ],
      });
  }
  out.push({
    node: sum(paths.map((p) => p.inner)),
    slips: [
      {
        id: 'dropped-outer-derivative',
        message: `Only the inner functions were differentiated: the partial derivatives of the outer function are missing.`,
      },
    ],
  });
  return out;
}
