/** What the cells of a trace imply for one another, and how far rounding them may carry. */
import { pullback } from '../calculus/modes.ts';
import { evaluate } from '../expr/evaluate.ts';
import { simplify } from '../expr/rewrite.ts';
import { type Node, sym, symbolsOf } from '../ir/node.ts';
import { shapeOf } from '../ir/shape.ts';
import type { FieldKey, TraceKeyNode } from './contract.ts';

export interface CellValue {
  readonly numbers: readonly number[];
  /** Written by the student (else the key stands in for a cell left out). */
  readonly own: boolean;
}

export interface Cells {
  readonly value: ReadonlyMap<string, CellValue>;
  readonly adjoint: ReadonlyMap<string, CellValue>;
}

export interface Implied {
  readonly numbers: readonly number[];
  /** What half a unit in each cell used may change, entry by entry. */
  readonly slack: readonly number[];
  /** The student's cells it follows from. */
  readonly from: readonly string[];
}

type Tolerance = (v: number) => number;

interface Input {
  readonly name: string;
  readonly said: string;
  readonly cell: CellValue;
}

/** The value of a node by the student's values of the nodes before it; null where nothing of theirs is used. */
export function impliedValue(node: TraceKeyNode, cells: Cells, tolerance: Tolerance): Implied | null {
  const inputs = symbolsOf(node.local).flatMap((s): Input[] => {
    const cell = cells.value.get(s.name);
    return s.name === node.id || cell === undefined ? [] : [{ name: s.name, said: `value of ${s.name}`, cell }];
  });
  return node.local.kind === 'sym' && node.local.name === node.id ? null : byInputs(node.local, inputs, tolerance);
}

/** The adjoint of a node: what its later uses contribute, by the student's own values and adjoints. */
export function impliedAdjoint(node: TraceKeyNode, key: FieldKey, cells: Cells, tolerance: Tolerance): Implied | null {
  const uses = contributions(node, key, cells, tolerance);
  if (uses.length === 0 || uses.some((u) => u === null)) return null;
  const all = uses as readonly Implied[];
  return {
    numbers: node.adjoint.map((_, k) => all.reduce((s, u) => s + (u.numbers[k] ?? 0), 0)),
    slack: node.adjoint.map((_, k) => all.reduce((s, u) => s + (u.slack[k] ?? 0), 0)),
    from: [...new Set(all.flatMap((u) => u.from))],
  };
}

/** Each single contribution to a node's adjoint. */
export function impliedUses(node: TraceKeyNode, key: FieldKey, cells: Cells, tolerance: Tolerance): readonly Implied[] | null {
  const uses = contributions(node, key, cells, tolerance).filter((u) => u !== null);
  return uses.length === 0 ? null : uses;
}

function contributions(node: TraceKeyNode, key: FieldKey, cells: Cells, tolerance: Tolerance): readonly (Implied | null)[] {
  const name = node.id;
  return key.trace.flatMap((later) => {
    if (later.id === name) return [];
    const symbol = symbolsOf(later.local).find((s) => s.name === name);
    if (symbol === undefined) return [];
    const seed = sym('outer adjoint', shapeOf(later.local.shape));
    const swept = pullback(later.local, seed, [symbol]).find((a) => a.node.kind === 'sym' && a.node.name === name);
    if (swept === undefined) return [];
    const expression = simplify(swept.adjoint);
    const outer = cells.adjoint.get(later.id);
    const inputs = symbolsOf(expression).flatMap((s): Input[] => {
      if (s.name === seed.name) return outer === undefined ? [] : [{ name: s.name, said: `adjoint of ${later.id}`, cell: outer }];
      const cell = cells.value.get(s.name);
      return cell === undefined ? [] : [{ name: s.name, said: `value of ${s.name}`, cell }];
    });
    return [byInputs(expression, inputs, tolerance)];
  });
}

/**
 * The expression at the inputs, with what their rounding may change. Null where no input is the student's, or where
 * all of them are zero: from nothing, anything would follow.
 */
function byInputs(expression: Node, inputs: readonly Input[], tolerance: Tolerance): Implied | null {
  const own = inputs.filter((i) => i.cell.own);
  if (own.length === 0 || own.every((i) => i.cell.numbers.every((v) => v === 0))) return null;
  if (symbolsOf(expression).some((s) => !inputs.some((i) => i.name === s.name))) return null;
  const at = new Map(inputs.map((i) => [i.name, i.cell.numbers]));
  const { data } = evaluate(expression, at);
  if (!data.every(Number.isFinite)) return null;
  const slack = data.map(() => 0);
  for (const input of own) {
    input.cell.numbers.forEach((v, k) => {
      const moved = (by: number): readonly number[] => evaluate(expression, new Map(at).set(input.name, input.cell.numbers.map((w, j) => (j === k ? v + by : w)))).data;
      const step = tolerance(v);
      const [up, down] = [moved(step), moved(-step)];
      data.forEach((d, e) => {
        const change = Math.max(Math.abs((up[e] ?? d) - d), Math.abs((down[e] ?? d) - d));
        slack[e] = (slack[e] ?? 0) + (Number.isFinite(change) ? change : 0);
      });
    });
  }
  return { numbers: data, slack, from: own.map((i) => i.said) };
}
