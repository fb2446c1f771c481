/** What the cells of a trace imply for one another, and how far rounding them may carry. */
import { pullback } from '../calculus/modes.ts';
import { compile, type Tape } from '../expr/evaluate.ts';
import { simplify } from '../expr/rewrite.ts';
import { int, type Node, same, sym, symbolsOf } from '../ir/node.ts';
import { shapeOf } from '../ir/shape.ts';
import { pow } from '../ops/arithmetic.ts';
import type { FieldKey, TraceKeyNode } from './contract.ts';

export interface CellValue {
  readonly numbers: readonly number[];
  /** Written by the student (else the key stands in for a cell left out). */
  readonly own: boolean;
}

export interface Cells {
  readonly value: ReadonlyMap<string, CellValue>;
  readonly adjoint: ReadonlyMap<string, CellValue>;
  /** The student's contributions of the uses of a node. */
  readonly uses: ReadonlyMap<string, readonly CellValue[]>;
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

/** The value of a node by the student's values of the nodes before it; none where nothing of theirs is used. */
export function impliedValue(node: TraceKeyNode, cells: Cells, tolerance: Tolerance): readonly Implied[] {
  if (node.local.kind === 'sym' && node.local.name === node.id) return [];
  const inputs = symbolsOf(node.local).flatMap((s): Input[] => {
    const cell = cells.value.get(s.name);
    return cell === undefined ? [] : [{ name: s.name, said: `value of ${s.name}`, cell }];
  });
  const implied = byInputs(node.local, inputs, tolerance, node.value);
  return implied === null ? [] : [implied];
}

/** The adjoint of a node: what its later uses contribute, by the student's own values and adjoints. */
export function impliedAdjoint(
  node: TraceKeyNode,
  key: FieldKey,
  cells: Cells,
  tolerance: Tolerance,
): readonly Implied[] {
  const ways = contributions(node, key, cells, tolerance);
  if (ways.length === 0) return [];
  // With the formula throughout, or throughout with the student's own result of the operation (exp' = exp).
  return [0, 1].flatMap((way): readonly Implied[] => {
    const all = ways.map((w) => w[way] ?? w[0] ?? null);
    const known = all.filter((u) => u !== null);
    if (known.length < all.length || known.every((u) => u.from.length === 0)) return [];
    return sum(known, node.adjoint);
  });
}

/** The sum of the contributions that the student wrote. */
export function summedUses(node: TraceKeyNode, cells: Cells, tolerance: Tolerance): readonly Implied[] {
  const written = cells.uses.get(node.id) ?? [];
  if (written.length === 0 || written.length < node.uses.length) return [];
  return sum(
    written.map((u) => ({
      numbers: u.numbers,
      slack: u.numbers.map(tolerance),
      from: [`contributions of ${node.id}`],
    })),
    node.adjoint,
  );
}

function sum(terms: readonly Implied[], right: readonly number[]): readonly Implied[] {
  const total: Implied = {
    numbers: right.map((_, k) => terms.reduce((s, u) => s + (u.numbers[k] ?? 0), 0)),
    slack: right.map((_, k) => terms.reduce((s, u) => s + (u.slack[k] ?? 0), 0)),
    from: [...new Set(terms.flatMap((u) => u.from))],
  };
  return isTrivial(total.numbers, right) ? [] : [total];
}

/** Zero where the key is not: from nothing, anything would follow. */
const isTrivial = (numbers: readonly number[], right: readonly number[]): boolean =>
  numbers.every((v) => v === 0) && right.some((v) => v !== 0);

/** Each single contribution to a node's adjoint. */
export function impliedUses(node: TraceKeyNode, key: FieldKey, cells: Cells, tolerance: Tolerance): readonly Implied[] {
  return contributions(node, key, cells, tolerance)
    .flat()
    .filter((u) => u !== null)
    .filter((u) => u.from.length > 0 && !isTrivial(u.numbers, node.adjoint));
}

/** For each later node that uses this one, what it contributes: by the formula, and by the result already written. */
function contributions(
  node: TraceKeyNode,
  key: FieldKey,
  cells: Cells,
  tolerance: Tolerance,
): readonly (readonly (Implied | null)[])[] {
  return key.trace.flatMap((later) => {
    if (later.id === node.id) return [];
    const symbol = symbolsOf(later.local).find((s) => s.name === node.id);
    if (symbol === undefined) return [];
    const seed = sym('outer adjoint', shapeOf(later.local.shape));
    const swept = pullback(later.local, seed, [symbol]).find((a) => a.node.kind === 'sym' && a.node.name === node.id);
    if (swept === undefined) return [];
    const outer = cells.adjoint.get(later.id);
    const inputsOf = (n: Node): readonly Input[] =>
      symbolsOf(n).flatMap((s): Input[] => {
        if (s.name === seed.name)
          return outer === undefined ? [] : [{ name: s.name, said: `adjoint of ${later.id}`, cell: outer }];
        const cell = cells.value.get(s.name);
        return cell === undefined ? [] : [{ name: s.name, said: `value of ${s.name}`, cell }];
      });
    const formula = simplify(swept.adjoint);
    const result = sym(later.id, later.local.shape);
    const reused = withResult(formula, later.local, result);
    const ways = reused === formula ? [formula] : [formula, reused];
    return [ways.map((way) => byInputs(way, inputsOf(way), tolerance, null))];
  });
}

/** The formula with the operation's own result put in where it occurs: d exp(a)/da = b, d √c/dc = 1/(2d). */
function withResult(formula: Node, local: Node, result: Node): Node {
  const visit = (n: Node): Node => {
    if (same(n, local)) return result;
    if (n.kind !== 'apply') return n;
    const [base, power] = n.args;
    // c^(−1/2) is 1/√c.
    const opposite =
      local.kind === 'apply' &&
      n.op === local.op &&
      n.op.name === 'pow' &&
      base &&
      local.args[0] &&
      same(base, local.args[0]);
    if (opposite && power?.kind === 'num' && local.args[1]?.kind === 'num' && power.approx === -local.args[1].approx)
      return pow(result, int(-1));
    const args = n.args.map(visit);
    return args.every((a, i) => a === n.args[i]) ? n : n.op.build(args, n.attr);
  };
  return visit(formula);
}

/**
 * The expression at the inputs, with what their rounding may change; `from` is empty where no input is the student's.
 * Null where inputs are unknown, or where all of the student's are zero.
 */
function byInputs(
  expression: Node,
  inputs: readonly Input[],
  tolerance: Tolerance,
  right: readonly number[] | null,
): Implied | null {
  if (symbolsOf(expression).some((s) => !inputs.some((i) => i.name === s.name))) return null;
  const own = inputs.filter((i) => i.cell.own);
  if (right !== null && own.length === 0) return null;
  if (own.length > 0 && own.every((i) => i.cell.numbers.every((v) => v === 0))) return null;
  const tape = compile([expression]);
  const at = new Map(inputs.map((i) => [i.name, i.cell.numbers]));
  const data = run(tape, at);
  if (!data.every(Number.isFinite) || (right !== null && isTrivial(data, right))) return null;
  const slack = data.map(() => 0);
  for (const input of own) {
    input.cell.numbers.forEach((v, k) => {
      const moved = (by: number): readonly number[] =>
        run(
          tape,
          new Map(at).set(
            input.name,
            input.cell.numbers.map((w, j) => (j === k ? v + by : w)),
          ),
        );
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

function run(tape: Tape, at: ReadonlyMap<string, readonly number[]>): readonly number[] {
  const given = new Map([...at].map(([name, numbers]) => [name, Float64Array.from(numbers)]));
  return [...(tape.run(given, 1)[0]?.data ?? [])];
}
