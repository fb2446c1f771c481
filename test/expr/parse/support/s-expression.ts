import type { Node } from '../../../../src/ir/node.ts';

const SHORT: ReadonlyMap<string, string> = new Map([
  ['add', '+'],
  ['mul', '*'],
  ['matmul', '@'],
  ['pow', '^'],
  ['hadamard', '.*'],
]);

/** An expression fully parenthesised, operation first; literals as [rows×columns entries], tuples in braces. */
export function sExpression(n: Node): string {
  if (n.kind === 'sym') return n.name;
  if (n.kind === 'num') {
    const { n: above, d: below } = n.value;
    return below === 1n ? `${above}` : n.decimal ? `${n.approx}` : `${above}/${below}`;
  }
  const args = n.args.map(sExpression).join(' ');
  if (n.op.name === 'grid') return `[${n.attr} ${args}]`;
  if (n.op.name === 'tuple') return `{${args}}`;
  const head = (SHORT.get(n.op.name) ?? n.op.name) + (n.attr === '' ? '' : `:${n.attr}`);
  return args === '' ? `(${head})` : `(${head} ${args})`;
}
