/** Reading formulas in tests: names are scalars unless given a shape. */
import { type Declaration, parseExpression, parseShape } from '../../src/expr/parse/parse.ts';
import { type Node, type Sym, sym } from '../../src/ir/node.ts';
import { SCALAR, type Shape } from '../../src/ir/shape.ts';

export type Shapes = Readonly<Record<string, string>>;

export function shape(text: string): Shape {
  const read = parseShape(text);
  if (!read.ok) throw new Error(`${text}: ${read.error.message}`);
  return read.value;
}

export function expression(text: string, shapes: Shapes = {}): Node {
  const declarations = new Map<string, Declaration>();
  for (const [name, s] of Object.entries(shapes)) {
    declarations.set(name, s === 'index' ? { name, shape: SCALAR, index: true } : { name, shape: shape(s) });
  }
  const read = parseExpression(text, { declarations, mode: 'open' });
  if (!read.ok) throw new Error(`${text}: ${read.error.message} at ${read.error.position}`);
  return read.value;
}

export const variables = (names: string, shapes: Shapes = {}): readonly Sym[] =>
  names.split(',').map((n) => sym(n, shape(shapes[n] ?? 'scalar')));
