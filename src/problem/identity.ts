/** Whether formulas with variables agree as functions, decided at sample points: for sorting options, not for grading. */
import { stream } from '../base/random.ts';
import { compile } from '../expr/evaluate.ts';
import type { Condition } from '../expr/parse/parse.ts';
import { bindSizes, sizesOf, unroll } from '../expr/rewrite.ts';
import { type Node, symbolsOf } from '../ir/node.ts';
import { concrete, entryCount, sameShape } from '../ir/shape.ts';
import { areEqual, holds } from './condition.ts';

const POINTS = 12;
const NEAR = 1e-9;

/** Values of both formulas at the same points, entry by entry; letters for sizes are bound to distinct numbers. */
function sample(nodes: readonly Node[]): readonly Float64Array[] {
  const sizes = new Map([...new Set(nodes.flatMap(sizesOf))].map((name, k) => [name, k + 2]));
  const bound = nodes.map((n) => unroll(bindSizes(n, sizes)));
  const source = stream('points where formulas are compared');
  const inputs = new Map<string, Float64Array>();
  for (const s of bound.flatMap(symbolsOf)) {
    if (inputs.has(s.name)) continue;
    const own = source.fork(s.name);
    const count = entryCount(concrete(s.shape) ?? []) * POINTS;
    inputs.set(
      s.name,
      Float64Array.from({ length: count }, () => (s.index ? own.integer(1, 2) : 4 * own.uniform() - 2)),
    );
  }
  return compile(bound)
    .run(inputs, POINTS)
    .map((b) => b.data);
}

/** Equal wherever both are defined at the sample points, and somewhere defined. */
export function agreeEverywhere(a: Node, b: Node): boolean {
  if (a === b) return true;
  if (a.mask === 0 && b.mask === 0) return areEqual(a, b);
  if (!sameShape(a.shape, b.shape)) return false;
  const [x = [], y = []] = sample([a, b]);
  let seen = 0;
  for (let k = 0; k < x.length; k += 1) {
    const [v, w] = [x[k] ?? Number.NaN, y[k] ?? Number.NaN];
    if (Number.isFinite(v) !== Number.isFinite(w)) return false;
    if (!Number.isFinite(v)) continue;
    if (Math.abs(v - w) > NEAR * Math.max(1, Math.abs(v), Math.abs(w))) return false;
    seen += 1;
  }
  return seen > 0;
}

/** A condition that may have variables: equations as identities, everything else about numbers. */
export function holdsEverywhere(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every(holdsEverywhere);
    case 'or':
      return condition.parts.some(holdsEverywhere);
    case 'not':
      return !holdsEverywhere(condition.body);
    case 'relation':
      if (condition.sign === '=') return agreeEverywhere(condition.left, condition.right);
      return condition.sign === '!=' ? !agreeEverywhere(condition.left, condition.right) : holds(condition);
    case 'different':
      return condition.values.every((a, i) => condition.values.slice(0, i).every((b) => !agreeEverywhere(a, b)));
    default:
      return holds(condition);
  }
}
