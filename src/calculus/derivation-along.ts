/**
 * The chain rule along names that stand for functions, as the lecture writes it: df/dt = ∂f/∂x₁ · dx₁/dt + …, and
 * ∂L/∂θ = ∂L/∂e · ∂e/∂θ for columns.
 */
import { simplify, substitute } from '../expr/rewrite.ts';
import { dependsOn, type Node, type Sym, symbolsOf } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import { concrete, isColumn, isScalar } from '../ir/shape.ts';
import { add, mulOp } from '../ops/arithmetic.ts';
import { attrOf } from '../ops/constants.ts';
import { product } from '../ops/matrix.ts';
import { gridOp } from '../ops/structure.ts';
import { formalDerivative, variablesOf } from './derivation-formal.ts';
import type { Detail } from './derivation-lines.ts';
import { type Factor, type Named, type Step, wholeStep } from './derivation-step.ts';
import { derive, type LayoutRule } from './derive.ts';

/**
 * Lines for d f / d wrt where f is written in names that stand for functions; null where there are none, or where
 * a factor has no matrix notation. `f` is a number or a column, and so is each variable.
 */
export function alongSteps(
  f: Node,
  lets: ReadonlyMap<string, Node>,
  wrt: readonly Sym[],
  layout: LayoutRule,
  detail: Detail,
): readonly Step[] | null {
  const links = symbolsOf(f).flatMap((name): readonly Named[] => {
    const value = lets.get(name.name);
    return value && wrt.some((x) => dependsOn(value, x)) ? [{ name, value: simplify(value) }] : [];
  });
  const upright = (n: Node): boolean => isScalar(n.shape) || isColumn(n.shape);
  if (links.length === 0 || layout !== 'numerator' || ![f, ...wrt, ...links.map((l) => l.name)].every(upright))
    return null;
  const whole = substitute(f, lets);
  if (wrt.length === 1) return wrt.flatMap((x) => oneVariable(f, whole, links, x, detail) ?? []);
  if (!isScalar(f.shape) || !wrt.every((x) => isScalar(x.shape))) return null;
  const goal = derive(whole, wrt);
  const part = formalDerivative(whole, [variablesOf(wrt)]);
  const entries = wrt.map((x) => formalDerivative(whole, [x]));
  const row = apply(gridOp, entries, attrOf(concrete(goal.shape) ?? []));
  const each = wrt.flatMap((x) => oneVariable(f, whole, links, x, detail) ?? []);
  return [wholeStep('gradient', part, part, row), ...each, wholeStep('assemble', part, row, goal.node)];
}

function oneVariable(f: Node, whole: Node, links: readonly Named[], x: Sym, detail: Detail): readonly Step[] | null {
  const where = links.filter((l) => dependsOn(l.value, x));
  const outer = where.map(({ name }) => derive(f, [name]));
  const inner = where.map(({ value }) => derive(value, [x]));
  const direct = dependsOn(f, x) ? derive(f, [x]) : null;
  if ([...outer, ...inner, ...(direct ? [direct] : [])].some((d) => d.indices !== null)) return null;
  const part = formalDerivative(whole, [x]);
  const goal = derive(whole, [x]).node;
  const terms = (of: (k: number) => Node, own: Node | null): Node =>
    add([...where.map((_, k) => of(k)), ...(own ? [own] : [])]);
  const formalOuter = where.map(({ name }) => formalDerivative(f, [name]));
  const formalInner = where.map(({ value }) => formalDerivative(value, [x]));
  const at = <T>(list: readonly T[], k: number): T => list[k] as T;
  // ∂f/∂x₁ before dx₁/dt, whatever the order of factors elsewhere.
  const chain = terms((k) => inOrder(at(formalOuter, k), at(formalInner, k)), direct && formalDerivative(f, [x]));
  const partials = terms((k) => product([at(outer, k).node, at(formalInner, k)]), direct?.node ?? null);
  const worked = terms((k) => product([at(outer, k).node, at(inner, k).node]), direct?.node ?? null);
  const values = new Map(where.map(({ name, value }) => [name.name, value]));
  const back = substitute(worked, values);
  const factors = where.flatMap((_, k): readonly Factor[] => [
    { node: at(outer, k).node, shape: at(outer, k).shape },
    { node: at(inner, k).node, shape: at(inner, k).shape },
  ]);
  const steps = [
    wholeStep('chain', part, part, chain, { where }),
    wholeStep('partials', part, chain, partials, { where, factors }),
    wholeStep('inner', part, partials, worked, { where, factors }),
    wholeStep('names', part, worked, back, { where }),
    wholeStep('simplify', part, back, goal),
  ].filter((s) => s.before !== s.after);
  const last = steps[steps.length - 1];
  if (detail !== 1 || steps.length < 3 || !steps[0] || !last) return steps;
  return [steps[0], wholeStep('combined', part, chain, last.after, { where, factors })];
}

const inOrder = (outer: Node, inner: Node): Node =>
  isScalar(outer.shape) && isScalar(inner.shape) ? apply(mulOp, [outer, inner]) : product([outer, inner]);
