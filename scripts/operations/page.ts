/** The documentation of all operations, written from their records. */

import { toMatrixForm } from '../../src/calculus/matrix-form.ts';
import { derivative, pullback } from '../../src/calculus/modes.ts';
import { printText } from '../../src/expr/print/text.ts';
import { simplify } from '../../src/expr/rewrite.ts';
import { int, type Node, sym } from '../../src/ir/node.ts';
import { apply, type Op, type SampleValue } from '../../src/ir/op.ts';
import { isScalar, shapeOf } from '../../src/ir/shape.ts';
import { functions, operations } from '../../src/ops/table.ts';

const tidy = (n: Node): Node => toMatrixForm(simplify(n));

/** Names of the arguments in the examples, by shape. */
const NAMES = { scalar: ['x', 'y', 'z', 'w', 'u', 'v'], array: ['A', 'B', 'C', 'D'] } as const;

/** Arguments that the operation reads as whole numbers. */
const WHOLE: ReadonlySet<string> = new Set(['index', 'matpow', 'delta', 'unit']);

function argumentsOf(op: Op): readonly Node[] | null {
  const row = op.samples[0];
  if (row === undefined) return null;
  let scalars = 0;
  let arrays = 0;
  return row.map((v: SampleValue, i) => {
    if (typeof v === 'number' && WHOLE.has(op.name) && (i > 0 || op.name === 'delta' || op.name === 'unit'))
      return int(v);
    if (typeof v !== 'number') return sym(NAMES.array[arrays++] ?? `A_${arrays}`, shapeOf(v.shape));
    return sym(NAMES.scalar[scalars++] ?? `x_${scalars}`);
  });
}

/** The first partial derivative (numbers), or what a cotangent G of the result sends back to the first argument. */
function ruleText(op: Op, args: readonly Node[]): string {
  const [first] = args;
  const whole = apply(op, args, op.sampleAttr);
  if (first?.kind !== 'sym') return 'constant';
  if (args.every((a) => isScalar(a.shape)) && isScalar(whole.shape))
    return `d/d${first.name}: \`${printText(tidy(derivative(whole, first)))}\``;
  const g = sym('G', whole.shape);
  const back = pullback(whole, g, [first]).find((a) => a.node === first)?.adjoint;
  return back ? `G sends back to ${first.name}: \`${printText(tidy(back))}\`` : 'constant';
}

function domainText(op: Op, args: readonly Node[]): string {
  const conditions = op.domain(args).map((c) => `\`${printText(c.expr)}\` ${WORDS[c.must]}`);
  const kinks = op.kinks(args).map((k) => `\`${printText(k)}\` = 0`);
  const domain = conditions.length === 0 ? 'everywhere' : conditions.join(', ');
  return kinks.length === 0 ? domain : `${domain}; no derivative at ${kinks.join(', ')}`;
}

const WORDS = {
  positive: '> 0',
  nonnegative: '≥ 0',
  nonzero: '≠ 0',
  'in[-1,1]': 'in [−1, 1]',
  'in(-1,1)': 'in (−1, 1)',
} as const;

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** `docs/operations.md`. */
export function operationsPage(): string {
  const rows = operations.map((op) => {
    const args = argumentsOf(op);
    const shown = args === null ? '' : `\`${printText(apply(op, args, op.sampleAttr))}\``;
    const rule = args === null ? op.rule.name : ruleText(op, args);
    const where = args === null ? '' : domainText(op, args);
    return `| ${[op.name, shown, rule, where, op.rule.name, op.source].map(cell).join(' | ')} |`;
  });
  const names = [...functions.keys()].sort().map((n) => `\`${n}\``);
  return [
    '# Operations',
    '',
    'Every operation of the engine, written from the table in `src/ops/table.ts` by `node scripts/operations.mjs`; a test',
    'holds this page against the table. One record in one file of `src/ops` is all that an operation needs: its shape,',
    'value, error bound, derivative rule, notation, domain and sample points are required columns, and the table writes its',
    'tests. Single small letters are numbers, capitals arrays; G is the derivative of a loss in the result.',
    '',
    '| Operation | Written | Derivative | Domain | Rule | Source |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '## Functions by name',
    '',
    `${names.join(' ')}`,
    '',
  ].join('\n');
}
