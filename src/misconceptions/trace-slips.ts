/** What went wrong in single cells of a backprop trace: a local derivative broken, a path forgotten, no upstream factor. */

import type { FieldKey, TraceKeyNode } from '../answers/contract.ts';
import type { Cell } from '../answers/trace-cell.ts';
import type { Cells, CellValue } from '../answers/trace-implied.ts';
import { pullback } from '../calculus/modes.ts';
import { evaluate } from '../expr/evaluate.ts';
import { substituteRaw } from '../expr/rewrite.ts';
import { int, type Node, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { apply, ShapeError } from '../ir/op.ts';
import { isScalar, sameShape, shapeOf } from '../ir/shape.ts';
import { add, mul } from '../ops/arithmetic.ts';
import { ones } from '../ops/constants.ts';
import { singles } from './entry-candidates.ts';
import { formCandidates } from './matrix-candidates.ts';
import type { Candidate, Finding, Slip } from './misconception.ts';
import { compositionOf } from './parts.ts';

/** Names of adjoints in formulas: no name of a node has a space. */
const ADJOINT = 'adjoint of ';

/** What a later node contributes to a node's adjoint, in terms of values by name and `upstream`. */
interface Use {
  readonly later: TraceKeyNode;
  readonly of: Sym;
  readonly upstream: Sym;
  readonly right: Node;
}

/**
 * The slips behind the wrong adjoints and contributions, cell by cell; `written` holds the student's own values and
 * adjoints, the key's where none are given. `tolerance` is what rounding may do to a number of this size.
 */
export function traceSlips(
  wrong: readonly Cell[],
  key: FieldKey,
  written: Cells,
  tolerance: (v: number) => number,
): readonly Finding[] {
  const out: Finding[] = [];
  for (const cell of wrong) {
    if (cell.column === 'value' || cell.read.kind !== 'numbers') continue;
    const { numbers } = cell.read;
    const uses = usesOf(cell.node, key);
    const candidates = cell.column === 'uses' ? uses.flatMap(brokenUses) : brokenAdjoints(uses);
    const hit = candidates.find(({ node }) => meets(node, numbers, written, tolerance));
    const slip = hit?.slips[0];
    if (slip !== undefined && !out.some((f) => f.id === slip.id))
      out.push({ id: slip.id, message: `In ${cell.said}: ${slip.message}`, confidence: 0.9 });
  }
  return out;
}

function usesOf(node: TraceKeyNode, key: FieldKey): readonly Use[] {
  return key.trace.flatMap((later): readonly Use[] => {
    const symbol = symbolsOf(later.local).find((s) => s.name === node.id);
    if (later.id === node.id || symbol === undefined) return [];
    const upstream = sym(`${ADJOINT}${later.id}`, shapeOf(later.local.shape));
    const right = pullback(later.local, upstream, [symbol]).find(
      (a) => a.node.kind === 'sym' && a.node.name === node.id,
    )?.adjoint;
    return right === undefined ? [] : [{ later, of: symbol, upstream, right }];
  });
}

/** One use broken, the others right; or one left out. */
function brokenAdjoints(uses: readonly Use[]): readonly Candidate[] {
  const others = (use: Use): readonly Node[] => uses.filter((u) => u !== use).map((u) => u.right);
  const forgotten =
    uses.length < 2 ? [] : uses.map((use): Candidate => ({ node: add(others(use)), slips: [forgot(use)] }));
  const broken = uses.flatMap((use) =>
    brokenUses(use).map(({ node, slips }): Candidate => ({ node: add([node, ...others(use)]), slips })),
  );
  return [...forgotten, ...broken];
}

const forgot = ({ later }: Use): Slip => ({
  id: 'unaccumulated-path',
  message: `the path through ${later.id} was forgotten; the contributions of all paths add up.`,
});

function brokenUses({ later, of, upstream, right }: Use): readonly Candidate[] {
  const out: Candidate[] = [];
  const put = (make: () => Node, id: Slip['id'], message: string): void => {
    const node = formed(make);
    if (node !== null && sameShape(node.shape, right.shape)) out.push({ node, slips: [{ id, message }] });
  };
  const { local } = later;
  const inner = local.kind === 'apply' ? compositionOf(local, () => true)?.inner : undefined;
  if (local.kind === 'apply' && inner !== undefined) {
    const outer = apply(local.op, [local, ...local.args.slice(1)], local.attr);
    put(
      () => local.op.vjp(outer, 0, upstream),
      'evaluated-elsewhere',
      `the derivative of ${local.op.name} was taken at its output ${later.id}; it belongs at its input.`,
    );
    put(
      () => upstream,
      'dropped-outer-derivative',
      `the derivative of ${local.op.name} is missing in the step to ${later.id}.`,
    );
  }
  if (isScalar(local.shape) && isScalar(of.shape)) {
    for (const { node, slips } of singles({ f: local, along: [{ name: of.name, seeds: new Map([[of, int(1)]]) }] })) {
      const [slip] = slips;
      if (slip !== undefined) put(() => mul([upstream, node]), slip.id, slip.message);
    }
  }
  out.push(...formCandidates(right).filter((c) => sameShape(c.node.shape, right.shape)));
  put(
    () => substituteRaw(right, new Map([[upstream.name, ones(upstream.shape)]])),
    'dropped-outer-derivative',
    `only the local derivative stands here: it is multiplied by the adjoint of ${later.id}.`,
  );
  put(() => mul([int(-1), right]), 'missing-minus', `the sign of the contribution through ${later.id} is wrong.`);
  return out;
}

function formed<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof ShapeError || error instanceof RangeError) return null;
    throw error;
  }
}

/** Whether a formula at the written cells gives these numbers, within what rounding them and the cells may do. */
function meets(node: Node, numbers: readonly number[], written: Cells, tolerance: (v: number) => number): boolean {
  const inputs = new Map<string, CellValue>();
  for (const s of symbolsOf(node)) {
    const cell = s.name.startsWith(ADJOINT)
      ? written.adjoint.get(s.name.slice(ADJOINT.length))
      : written.value.get(s.name);
    if (cell === undefined) return false;
    inputs.set(s.name, cell);
  }
  const at = (moved?: string): readonly number[] | null =>
    formed(() => [
      ...evaluate(
        node,
        new Map(
          [...inputs].map(([name, { numbers: v }]) => [name, name === moved ? v.map((w) => w + tolerance(w)) : v]),
        ),
      ).data,
    ]);
  const value = at();
  if (value === null || value.length !== numbers.length || value.every((v) => v === 0)) return false;
  const far = value.some((v, k) => Math.abs(v - (numbers[k] ?? Number.NaN)) > 0.02 * Math.abs(v) + 1e-9);
  if (far) return false;
  const slack = value.map((v) => 2 * tolerance(v) + 1e-12);
  for (const [name, cell] of inputs) {
    if (!cell.own) continue;
    at(name)?.forEach((v, k) => {
      slack[k] = (slack[k] ?? 0) + Math.abs(v - (value[k] ?? v));
    });
  }
  return value.every((v, k) => Math.abs(v - (numbers[k] ?? Number.NaN)) <= (slack[k] ?? 0));
}
