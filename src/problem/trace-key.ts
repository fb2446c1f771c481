/** The key of a backprop trace: each node in terms of those before it, its value, its adjoint, and every use. */
import type { TraceKeyNode, TraceRow } from '../answers/contract.ts';
import { pullback } from '../calculus/modes.ts';
import { evaluate } from '../expr/evaluate.ts';
import { normalizeName } from '../expr/parse/names.ts';
import { bindSizes, simplify, unroll } from '../expr/rewrite.ts';
import { type Node, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { concrete, isScalar } from '../ir/shape.ts';
import { ones } from '../ops/constants.ts';
import type { Context } from './context.ts';
import { fault } from './fault.ts';
import type { SourceText } from './source/source-node.ts';
import type { FieldBody, TemplateField } from './template.ts';
import { nameElementary } from './trace-nodes.ts';

type TraceBody = Extract<FieldBody, { readonly type: 'trace' }>;

export interface TraceKey {
  readonly rows: readonly TraceRow[];
  readonly nodes: readonly TraceKeyNode[];
  readonly inputs: ReadonlyMap<string, readonly number[]>;
}

interface Step {
  readonly id: string;
  readonly local: Node;
}

/**
 * The trace of `answer`. Rows are the nodes in their order; inputs of `wrt` follow with the adjoint alone, which is
 * the derivative asked for.
 */
export function traceKey(field: TemplateField, body: TraceBody, context: Context): TraceKey {
  const at = field.answer ?? field.at;
  const steps = body.nodes === null ? nameElementary(context.read(at), context) : namedSteps(body.nodes, at, context);
  const names = new Set(steps.map((s) => s.id));
  const inputs = inputsOf(steps, body, names, context);
  const values = new Map<string, readonly number[]>();
  const shapes = new Map<string, readonly number[]>();
  for (const s of inputs.all) {
    const value = context.valueOf(s.name);
    if (value === null)
      throw fault(
        'no-value',
        `the trace of \`${field.id}\` needs a value for \`${s.name}\``,
        at,
        `Give it one under \`values\`.`,
      );
    const point = evaluate(value, new Map());
    values.set(s.name, point.data);
    shapes.set(s.name, point.shape);
  }
  const given = new Map(values);
  for (const step of steps) {
    const point = evaluate(sizedLocal(step.local, context), values);
    values.set(step.id, point.data);
    shapes.set(step.id, point.shape);
  }
  const adjoints = sweep(steps, inputs.wrt, values, context);
  const rowOf = (id: string, isInput: boolean): TraceRow => ({
    id,
    value: body.fill.values && !isInput,
    adjoint: body.fill.adjoints,
    uses: body.fill.usesOf.some((u) => normalizeName(u.text) === id) ? (adjoints.get(id)?.uses.length ?? 0) : 0,
  });
  const keyOf = (id: string, local: Node): TraceKeyNode => ({
    id,
    local,
    value: values.get(id) ?? [],
    adjoint: adjoints.get(id)?.total ?? [],
    shape: shapes.get(id) ?? [],
    uses: adjoints.get(id)?.uses ?? [],
  });
  return {
    rows: [...steps.map((s) => rowOf(s.id, false)), ...inputs.wrt.map((s) => rowOf(s.name, true))],
    nodes: [...steps.map((s) => keyOf(s.id, s.local)), ...inputs.wrt.map((s) => keyOf(s.name, s))],
    inputs: given,
  };
}

/** The nodes an author named, each in terms of the names before it. */
function namedSteps(nodes: readonly SourceText[], answer: SourceText, context: Context): readonly Step[] {
  const keep = new Set<string>();
  const steps = nodes.map((node): Step => {
    const name = normalizeName(node.text.trim());
    const source = context.sourceOf(name);
    if (source === null)
      throw fault(
        'unknown-name',
        `\`${node.text}\` is no formula of this template`,
        node,
        'Nodes are names of `define` or of `choice` parameters.',
      );
    const local = context.read(source, { keep: new Set(keep) });
    keep.add(name);
    return { id: name, local };
  });
  const root = normalizeName(answer.text.trim());
  const last = steps.at(-1);
  if (last !== undefined && last.id !== root)
    throw fault(
      'trace-root',
      `the last node of the trace is \`${last.id}\`, but its answer is \`${root}\``,
      answer,
      `List ${root} last.`,
    );
  return steps;
}

function inputsOf(
  steps: readonly Step[],
  body: TraceBody,
  names: ReadonlySet<string>,
  context: Context,
): { readonly all: readonly Sym[]; readonly wrt: readonly Sym[] } {
  const used = new Set(steps.flatMap((s) => symbolsOf(s.local).map((x) => x.name)));
  const all = [...context.variables.keys()].flatMap((name) =>
    used.has(name) && !names.has(name) ? (context.symbol(name) ?? []) : [],
  );
  if (body.wrt === null) return { all, wrt: all };
  const wrt = body.wrt.map((at) => {
    const found = all.find((s) => s.name === normalizeName(at.text.trim()));
    if (!found)
      throw fault(
        'unknown-name',
        `\`${at.text}\` is no variable of this trace`,
        at,
        `Its variables are ${all.map((s) => s.name).join(', ')}.`,
      );
    return found;
  });
  return { all, wrt };
}

/** The local formula with sizes put in for letters. */
const sizedLocal = (local: Node, context: Context): Node => unroll(bindSizes(local, context.sizes));

interface AdjointSum {
  readonly total: readonly number[];
  readonly uses: readonly { readonly through: string; readonly value: readonly number[] }[];
}

/** Reverse sweep over the named nodes: each hands its adjoint on to the names in its formula. */
function sweep(
  steps: readonly Step[],
  wrt: readonly Sym[],
  values: ReadonlyMap<string, readonly number[]>,
  context: Context,
): ReadonlyMap<string, AdjointSum> {
  const wanted = new Set([...steps.map((s) => s.id), ...wrt.map((s) => s.name)]);
  const uses = new Map<string, { through: string; value: readonly number[] }[]>();
  const totals = new Map<string, readonly number[]>();
  for (const step of [...steps].reverse()) {
    const local = simplify(sizedLocal(step.local, context));
    const own = uses.get(step.id) ?? [];
    const isRoot = step === steps.at(-1);
    const total = isRoot
      ? evaluate(ones(local.shape), new Map()).data
      : sumOf(
          own.map((u) => u.value),
          values.get(step.id)?.length ?? 1,
        );
    totals.set(step.id, total);
    const seed =
      isScalar(local.shape) || concrete(local.shape) ? sym(`adjoint of ${step.id}`, local.shape) : ones(local.shape);
    const inputs = symbolsOf(local).filter((s) => wanted.has(s.name));
    if (inputs.length === 0) continue;
    const point = new Map([...values, [`adjoint of ${step.id}`, total] as const]);
    for (const { node, adjoint } of pullback(local, seed, inputs)) {
      if (node.kind !== 'sym') continue;
      const list = uses.get(node.name) ?? [];
      list.push({ through: step.id, value: evaluate(adjoint, point).data });
      uses.set(node.name, list);
    }
  }
  const out = new Map<string, AdjointSum>();
  for (const name of wanted) {
    const own = uses.get(name) ?? [];
    const entries = values.get(name)?.length ?? 1;
    // Uses in the order of the forward pass, as a student meets them.
    out.set(name, {
      total:
        totals.get(name) ??
        sumOf(
          own.map((u) => u.value),
          entries,
        ),
      uses: [...own].reverse(),
    });
  }
  return out;
}

const sumOf = (terms: readonly (readonly number[])[], length: number): readonly number[] =>
  Array.from({ length }, (_, e) => terms.reduce((sum, t) => sum + (t[e] ?? 0), 0));
