import { type Declaration, parseExpression, parseShape, type Scope } from '../../../../src/expr/parse/parse.ts';
import type { Node } from '../../../../src/ir/node.ts';

const shapes: Readonly<Record<string, string>> = {
  A: '2x2',
  B: '2x2',
  C: '2x3',
  R: 'mxn',
  Phi: 'Nxm',
  theta: 'm',
  v: '2',
  w: '2',
  u: 'n',
  W1: '2x2',
};
const scalars = ['x', 'y', 'z', 'a', 'b', 'c', 't', 'x1', 'x12', 'loss', 'x_max', 'lambda'];
const indices = ['i', 'j', 'p', 'q'];

const declared = (name: string, shape: string, index = false): Declaration => {
  const read = parseShape(shape);
  if (!read.ok) throw new Error(`no shape: ${shape}`);
  return { name, shape: read.value, index };
};

/** The names the tests of the printers speak of. */
export const scope: Scope = {
  mode: 'closed',
  declarations: new Map(
    [
      ...Object.entries(shapes).map(([name, shape]) => declared(name, shape)),
      ...scalars.map((name) => declared(name, 'scalar')),
      ...indices.map((name) => declared(name, 'scalar', true)),
    ].map((d) => [d.name, d]),
  ),
};

/** The expression as typed, unsimplified. */
export function parsed(source: string): Node {
  const r = parseExpression(source, scope);
  if (!r.ok) throw new Error(`${source}: ${r.error.message}`);
  return r.value;
}
