import { expect } from 'vitest';
import {
  type Declaration,
  type ParseFailure,
  parseExpression,
  parseShape,
  type Scope,
} from '../../../../src/expr/parse/parse.ts';
import type { Node } from '../../../../src/ir/node.ts';
import { sExpression } from './s-expression.ts';

/** A closed scope from names and shapes: `{ x: 'real', A: '2x3', p: 'index' }`. */
export function scopeOf(names: Readonly<Record<string, string>>, more: Partial<Scope> = {}): Scope {
  const declarations = new Map<string, Declaration>();
  for (const [name, text] of Object.entries(names)) {
    const shape = parseShape(text === 'index' ? 'real' : text);
    if (!shape.ok) throw new Error(`${name}: ${shape.error.message}`);
    declarations.set(name, { name, shape: shape.value, ...(text === 'index' ? { index: true } : {}) });
  }
  return { declarations, mode: 'closed', ...more };
}

const letters = 'x y z a b c d n x1 x2 x12 theta theta1 Phi W1 W_out mu alpha'.split(' ');
export const scalars = scopeOf(Object.fromEntries(letters.map((name) => [name, 'real'])));

export const arrays = scopeOf({
  ...{ x: '2', y: '2', w: '2', A: '2x2', B: '2x2', X: '3x2', v: '3', u: 'n', C: 'nxn', t: 'real' },
  ...{ R: 'mxq', p: 'index', q: 'index', i: 'index', j: 'index', Phi: 'NxD', theta: 'D' },
});

export const open: Scope = { declarations: new Map(), mode: 'open' };

/** The expression, or the refusal as an error of the test. */
export function read(source: string, scope: Scope): Node {
  const parsed = parseExpression(source, scope);
  if (!parsed.ok) throw new Error(`${JSON.stringify(source).slice(0, 80)} refused: ${parsed.error.message}`);
  return parsed.value;
}

export const readAs = (source: string, scope: Scope): string => sExpression(read(source, scope));

/** The refusal; a text that is read is an error of the test. */
export function refusal(source: string, scope: Scope): ParseFailure {
  const parsed = parseExpression(source, scope);
  if (parsed.ok)
    throw new Error(`${JSON.stringify(source).slice(0, 80)} was read as ${sExpression(parsed.value).slice(0, 200)}`);
  const { position, length, message } = parsed.error;
  expect(position).toBeGreaterThanOrEqual(0);
  expect(position + length).toBeLessThanOrEqual(source.length);
  expect(message).not.toBe('');
  return parsed.error;
}
