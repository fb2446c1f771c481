/** Telling from its text whether a formula is a derivative. */
import { normalizeName } from '../expr/parse/names.ts';
import type { Context } from './context.ts';

const DERIVATIVES = new Set(['diff', 'gradient', 'jacobian', 'hessian', 'tensor_derivative']);
const THROUGH = new Set(['value', 'shape', 'expand']);

/**
 * Whether a formula is a derivative as written, perhaps through names or at the values: the values alone do not tell
 * (`-F_x/F_y` may happen to equal another derivative in one draw).
 * @param ofField whether the box of this name holds a derivative; undefined when there is no such box
 */
export function isDerivativeFormula(
  text: string,
  context: Context,
  ofField: (name: string) => boolean | undefined,
): boolean {
  const written = text.trim();
  const call = /^(\w+)\s*\(([\s\S]*)\)$/.exec(written);
  if (call && isBalanced(call[2] ?? '')) {
    return (
      DERIVATIVES.has(call[1] ?? '') ||
      (THROUGH.has(call[1] ?? '') && isDerivativeFormula(call[2] ?? '', context, ofField))
    );
  }
  const name = normalizeName(written);
  const field = ofField(name);
  if (field !== undefined) return field;
  const definition = context.definitions.get(name);
  return (
    definition !== undefined &&
    definition.text.trim() !== written &&
    isDerivativeFormula(definition.text, context, ofField)
  );
}

/** No bracket closes that was not opened inside. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const c of text) {
    if ('([{'.includes(c)) depth += 1;
    if (')]}'.includes(c)) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
