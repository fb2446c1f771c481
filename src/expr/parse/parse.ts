/** Reading the expression language: formulas, shapes and conditions (contract, section 1). */
import { failure, success } from '../../base/result.ts';
import type { Node } from '../../ir/node.ts';
import { SCALAR, type Shape, shapeOf } from '../../ir/shape.ts';
import { type Condition, readCondition } from './condition.ts';
import { Elaborator } from './elaborate.ts';
import { Grammar } from './grammar.ts';
import { normalizeName } from './names.ts';
import { type Parsed, Refusal, refuse, type Scope } from './scope.ts';
import { tokenize } from './tokens.ts';
import { isFunction } from './words.ts';

export type { Condition } from './condition.ts';
export type { Declaration, Macro, MacroReader, ParseCode, Parsed, ParseFailure, Scope } from './scope.ts';

function guarded<T>(read: () => T): Parsed<T> {
  try {
    return success(read());
  } catch (error) {
    if (error instanceof Refusal) return failure(error.failure);
    throw error;
  }
}

/**
 * Reads a formula. What the author wrote stays as written; only quotients of numbers and signs of numbers are
 * worked out. Never throws on any text: every refusal has a code, a place, and where there is one, the mend.
 */
export function parseExpression(source: string, scope: Scope): Parsed<Node> {
  return guarded(() => {
    if (source.trim() === '') refuse('empty', { from: 0, to: source.length }, 'nothing is written here');
    const tokens = tokenize(source, scope.decimalComma ?? false);
    const tree = new Grammar(tokens, scope).formula();
    return new Elaborator(scope, source).whole(tree);
  });
}

/** Reads a condition: relations joined by `and`, `or`, `not` and commas; `integer(x)`, `different(a, b)`. */
export function parseCondition(source: string, scope: Scope): Parsed<Condition> {
  return guarded(() => {
    if (source.trim() === '') refuse('empty', { from: 0, to: source.length }, 'nothing is written here');
    const tree = new Grammar(tokenize(source, scope.decimalComma ?? false), withConditionWords(scope)).condition();
    return readCondition(tree, new Elaborator(scope, source));
  });
}

const CONDITION_WORDS = ['integer', 'different'] as const;

/** `integer` and `different` are functions in conditions, unless declared. */
function withConditionWords(scope: Scope): Scope {
  const functions = new Map(scope.functions);
  for (const name of CONDITION_WORDS) {
    if (isFunction(name, scope)) continue;
    functions.set(name, {
      name,
      arity: { min: 1, max: 99 },
      expand: (args, reader) =>
        reader.fail(args[0] ?? { kind: 'name', name, from: 0, to: 0 }, `${name} stands alone in a condition`),
    });
  }
  return { ...scope, functions };
}

const DIM = /^(?:\d{1,4}|\p{L}\w*)$/u;

/** Reads a shape: `2x3`, `m x n`, `3` (a column), `n`, `2x3x4`, `scalar`, `real`. Sizes are at least 1. */
export function parseShape(source: string): Parsed<Shape> {
  return guarded(() => {
    const text = source.trim().replace(/^\((.*)\)$/s, '$1');
    const span = { from: 0, to: source.length };
    if (text === '') refuse('empty', span, 'nothing is written here');
    if (/^(?:scalar|real|number|1)$/i.test(text)) return SCALAR;
    const compact = text
      .replaceAll(/\s*(?:×|\\times|,|\*)\s*/gu, 'x')
      .replaceAll(/\s+x\s+|\s+x(?=\d)|(?<=\d)x\s+/g, 'x');
    // A size is never called x: every x is the sign (`mxn`, `nxnxmxn`).
    const dims = compact.split('x');
    const bad = dims.find((d) => !DIM.test(d) || Number(d) === 0);
    if (bad !== undefined || dims.length > 8)
      refuse('syntax', span, `"${source.trim()}" is no shape`, 'write 2x3, mxn, 3 or scalar');
    const sizes = dims.map((d) => (/^\d+$/.test(d) ? Number(d) : normalizeName(d)));
    return shapeOf(sizes.length === 1 ? [sizes[0] as number | string, 1] : sizes);
  });
}
