/**
 * Forward and reverse mode on numbers: the operations' rules applied node by node to values, not to expressions.
 * No simplification takes part, so a fault of the normal forms shows as a disagreement with the symbolic result.
 */
import { compile, type Inputs, type Tape } from '../expr/evaluate.ts';
import { unroll } from '../expr/rewrite.ts';
import { type Apply, type Node, type Sym, sym } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import { concrete, entryCount } from '../ir/shape.ts';
import { topological } from './modes.ts';

/** A rule compiled for stand-ins of the arguments; null when it says that nothing moves. */
interface LocalRule {
  readonly tape: Tape;
  readonly length: number;
}

interface Sweep {
  readonly order: readonly Node[];
  readonly values: ReadonlyMap<Node, Float64Array>;
}

function prepare(f: Node, wrt: readonly Sym[], inputs: Inputs, points: number): Sweep {
  const root = unroll(f);
  const mask = wrt.reduce((m, s) => m | s.mask, 0);
  const order = topological(root, mask, new Set(wrt.map((s) => s.name)));
  const all = [...new Set(order.flatMap((n) => (n.kind === 'apply' ? [n, ...n.args] : [n])))];
  const batches = compile(all).run(inputs, points);
  return { order, values: new Map(all.map((n, k) => [n, batches[k]?.data ?? new Float64Array(0)])) };
}

/** The node with symbols for its arguments; numbers stay, since rules may read them (the power of a matrix). */
function localNode(n: Apply): Apply {
  return apply(
    n.op,
    n.args.map((a, i) => (a.kind === 'num' || (a.kind === 'sym' && a.index) ? a : sym(`arg ${i}`, a.shape))),
    n.attr,
  );
}

function ruleOf(expression: Node, expected: Node): LocalRule {
  const length = entryCount(concrete(expected.shape) ?? []);
  const got = entryCount(concrete(expression.shape) ?? []);
  if (got !== length) throw new RangeError(`a rule gave ${got} entries where ${length} were expected`);
  return { tape: compile([expression]), length };
}

function run(rule: LocalRule, inputs: Map<string, Float64Array>, points: number): Float64Array {
  return rule.tape.run(inputs, points)[0]?.data ?? new Float64Array(0);
}

function argumentInputs(n: Apply, values: Sweep['values'], given: Inputs): Map<string, Float64Array> {
  const out = new Map<string, Float64Array>();
  n.args.forEach((a, i) => {
    const v = values.get(a);
    if (a.kind === 'sym' && a.index) out.set(a.name, given.get(a.name) ?? new Float64Array(0));
    else if (v) out.set(`arg ${i}`, v);
  });
  return out;
}

/** Cotangents of the symbols for the cotangent `seed` of f (its entries × points). */
export function reverseNumbers(
  f: Node,
  wrt: readonly Sym[],
  inputs: Inputs,
  points: number,
  seed: Float64Array,
): ReadonlyMap<string, Float64Array> {
  const { order, values } = prepare(f, wrt, inputs, points);
  const onPath = new Set(order);
  const adjoints = new Map<Node, Float64Array>();
  const root = order[order.length - 1];
  if (root) adjoints.set(root, Float64Array.from(seed));
  for (let k = order.length - 1; k >= 0; k -= 1) {
    const n = order[k] as Node;
    const g = adjoints.get(n);
    if (n.kind !== 'apply' || g === undefined) continue;
    const local = localNode(n);
    const given = argumentInputs(n, values, inputs).set('cotangent', g);
    n.args.forEach((a, i) => {
      if (!onPath.has(a)) return;
      const rule = ruleOf(n.op.vjp(local, i, sym('cotangent', n.shape)), a);
      const back = run(rule, given, points);
      const sum = adjoints.get(a);
      if (sum) for (let e = 0; e < sum.length; e += 1) sum[e] = (sum[e] as number) + (back[e] as number);
      else adjoints.set(a, Float64Array.from(back));
    });
  }
  return byName(wrt, points, (s) => [...adjoints].find(([n]) => n.kind === 'sym' && n.name === s.name)?.[1]);
}

/** The tangent of f (entries × points) for tangents of the symbols. */
export function forwardNumbers(
  f: Node,
  wrt: readonly Sym[],
  inputs: Inputs,
  points: number,
  seeds: Inputs,
): Float64Array {
  const { order, values } = prepare(f, wrt, inputs, points);
  const onPath = new Set(order);
  const tangents = new Map<Node, Float64Array>();
  for (const n of order) {
    if (n.kind === 'sym') tangents.set(n, seeds.get(n.name) ?? new Float64Array(0));
    if (n.kind !== 'apply') continue;
    const given = argumentInputs(n, values, inputs);
    const moving = n.args.map((a, i) => (onPath.has(a) ? sym(`tangent ${i}`, a.shape) : null));
    n.args.forEach((a, i) => {
      const t = tangents.get(a);
      if (t && moving[i]) given.set(`tangent ${i}`, t);
    });
    tangents.set(n, run(ruleOf(n.op.jvp(localNode(n), moving), n), given, points));
  }
  const root = order[order.length - 1];
  return (root && tangents.get(root)) ?? new Float64Array(entryCount(concrete(f.shape) ?? []) * points);
}

function byName(
  wrt: readonly Sym[],
  points: number,
  find: (s: Sym) => Float64Array | undefined,
): ReadonlyMap<string, Float64Array> {
  return new Map(
    wrt.map((s) => [s.name, find(s) ?? new Float64Array(entryCount(concrete(s.shape) ?? []) * points)] as const),
  );
}
