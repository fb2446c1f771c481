/**
 * The computation graph of an expression as reverse mode walks it: named elementary operations, their values at a
 * point, local partial derivatives, adjoints, and what each use contributes (lecture, Backpropagation: Example 2).
 */
import { evaluate } from '../expr/evaluate.ts';
import { simplify, substitute } from '../expr/rewrite.ts';
import { dependsOn, type Node, type Sym, sym } from '../ir/node.ts';
import { isScalar, showShape } from '../ir/shape.ts';
import { add } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import { ones, zeros } from '../ops/constants.ts';
import { DeriveError, derive } from './derive.ts';
import { pullback } from './modes.ts';
import { nodesOf } from './trace-nodes.ts';

/** Values at the point: exact where they are rational numbers (or literal arrays of them). */
export interface TraceValue {
  readonly exact: Node | null;
  /** Entries row-major; null without a point. */
  readonly numbers: readonly number[] | null;
}

/** What one later node sends back: adjoint of the node it goes through, times the local derivative. */
export interface TraceUse {
  /** Name of the later node. */
  readonly through: Sym;
  /** ∂through/∂this in terms of names; null where it has index form only. */
  readonly partial: Node | null;
  readonly partialValue: TraceValue;
  /** The contribution in terms of names and of `adjointSymbol(through)`. */
  readonly contribution: Node;
  readonly value: TraceValue;
}

export interface TraceNode {
  readonly name: Sym;
  readonly kind: 'input' | 'operation';
  /** In terms of the names of earlier nodes; the symbol itself for an input. */
  readonly local: Node;
  readonly value: TraceValue;
  readonly adjoint: TraceValue;
  /** In the order of the nodes they go through; none for the root. */
  readonly uses: readonly TraceUse[];
}

export interface TraceGraph {
  /** Inputs first, then operations, each after what it uses; the root last. */
  readonly nodes: readonly TraceNode[];
  readonly root: Sym;
}

export interface TraceOptions {
  /** The author's nodes, in terms of inputs or of each other; every elementary operation when missing. */
  readonly nodes?: ReadonlyMap<string, Node>;
  /** Inputs that get adjoints: all when missing. */
  readonly wrt?: readonly Sym[];
  /** Exact values of the inputs: numbers or literal arrays; no values are worked out when missing. */
  readonly at?: ReadonlyMap<string, Node>;
}

/** The symbol that stands for the adjoint of a node, ∂f/∂c, in contributions. */
export const adjointSymbol = (node: Sym): Sym => sym(`adjoint ${node.name}`, node.shape);

/** The graph of a scalar `root`. Throws RangeError for another shape or when a value is missing from `at`. */
export function traceGraph(root: Node, options: TraceOptions = {}): TraceGraph {
  if (!isScalar(root.shape))
    throw new RangeError(`adjoints belong to a number, not to a ${showShape(root.shape)} value`);
  const plan = nodesOf(root, options.nodes);
  const at = options.at ?? null;
  const values = new Map<string, TraceValue>();
  for (const { name, local } of plan)
    values.set(name.name, workValue(local, (local === name && at?.get(name.name)) || null, values, at !== null));
  const wanted = options.wrt?.map((s) => s.name);
  const moves = movingNames(plan, wanted);
  const last = plan[plan.length - 1];
  if (!last) throw new RangeError('an expression without a node has no trace');
  const adjoints = new Map<string, TraceValue>();
  const out: TraceNode[] = [];
  for (let k = plan.length - 1; k >= 0; k -= 1) {
    const node = plan[k];
    if (!node) continue;
    const uses =
      node === last || !moves.has(node.name.name)
        ? []
        : plan
            .slice(k + 1)
            .flatMap((p) =>
              moves.has(p.name.name) && dependsOn(p.local, node.name) && p.local !== p.name
                ? [useOf(node.name, p.name, p.local, values, adjoints)]
                : [],
            );
    const adjoint = node === last ? known(ones(node.name.shape), at !== null) : total(uses, node.name, at !== null);
    adjoints.set(adjointSymbol(node.name).name, adjoint);
    const value = values.get(node.name.name) ?? NOTHING;
    out.unshift({
      name: node.name,
      kind: node.local === node.name ? 'input' : 'operation',
      local: node.local,
      value,
      adjoint,
      uses,
    });
  }
  return { nodes: out, root: last.name };
}

const NOTHING: TraceValue = { exact: null, numbers: null };

/** Names that the wanted inputs reach. */
function movingNames(
  plan: readonly { readonly name: Sym; readonly local: Node }[],
  wanted: readonly string[] | undefined,
): ReadonlySet<string> {
  const out = new Set<string>();
  for (const { name, local } of plan) {
    const isInput = local === name;
    const moves = isInput
      ? wanted === undefined || wanted.includes(name.name)
      : plan.some((p) => out.has(p.name.name) && dependsOn(local, p.name));
    if (moves) out.add(name.name);
  }
  return out;
}

const isLiteral = (n: Node): boolean =>
  n.kind === 'num' || ((isOp(n, 'grid') || isOp(n, 'tuple')) && n.args.every((a) => a.kind === 'num'));

function known(n: Node, here: boolean): TraceValue {
  if (!here) return NOTHING;
  return { exact: isLiteral(n) ? n : null, numbers: evaluate(n, new Map()).data };
}

/** The value of an expression in names: exact when all that it uses is, and it comes out as numbers. */
function workValue(
  local: Node,
  given: Node | null,
  values: ReadonlyMap<string, TraceValue>,
  here: boolean,
): TraceValue {
  if (!here) return NOTHING;
  if (given) return known(simplify(given), true);
  if (local.kind === 'sym' && !values.has(local.name)) throw new RangeError(`no value for ${local.name}`);
  const exact = new Map<string, Node>();
  const numbers = new Map<string, readonly number[]>();
  for (const [name, v] of values) {
    if (v.exact) exact.set(name, v.exact);
    if (v.numbers) numbers.set(name, v.numbers);
  }
  const worked = substitute(local, exact);
  if (isLiteral(worked)) return known(worked, true);
  return { exact: null, numbers: evaluate(local, numbers).data };
}

function useOf(
  node: Sym,
  through: Sym,
  local: Node,
  values: ReadonlyMap<string, TraceValue>,
  adjoints: ReadonlyMap<string, TraceValue>,
): TraceUse {
  const seed = adjointSymbol(through);
  const sweep = pullback(local, seed, [node]);
  const contribution = simplify(sweep.find((a) => a.node === node)?.adjoint ?? zeros(node.shape));
  const all = new Map([...values, ...adjoints]);
  const partial = partialOf(local, node);
  const here = values.get(node.name)?.numbers !== null;
  return {
    through,
    partial,
    partialValue: partial ? workValue(partial, null, all, here) : NOTHING,
    contribution,
    value: workValue(contribution, null, all, here),
  };
}

function partialOf(local: Node, node: Sym): Node | null {
  try {
    const d = derive(local, [node]);
    return d.indices === null ? d.node : null;
  } catch (e) {
    if (e instanceof DeriveError) return null;
    throw e;
  }
}

/** The sum of the contributions; zero for a node that the root does not use. */
function total(uses: readonly TraceUse[], name: Sym, here: boolean): TraceValue {
  if (!here) return NOTHING;
  const exact = uses.map((u) => u.value.exact);
  if (uses.length === 0) return known(zeros(name.shape), true);
  if (exact.every((e) => e !== null)) {
    const sum = simplify(add(exact));
    if (isLiteral(sum)) return known(sum, true);
  }
  const first = uses[0]?.value.numbers ?? [];
  return {
    exact: null,
    numbers: first.map((_, i) => uses.reduce((s, u) => s + (u.value.numbers?.[i] ?? Number.NaN), 0)),
  };
}
