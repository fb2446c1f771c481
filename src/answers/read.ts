/** Reading one formula of a field: only its names are known, and "does not exist" only where the box takes it. */
import { failure, type Result } from '../base/result.ts';
import { normalizeName } from '../expr/parse/names.ts';
import { parseExpression } from '../expr/parse/parse.ts';
import type { ParseFailure, Scope } from '../expr/parse/scope.ts';
import type { Node } from '../ir/node.ts';
import { isScalar } from '../ir/shape.ts';
import type { FormulaRules } from './contract.ts';

/** What a student may write in this field. */
export function scopeOf(field: FormulaRules, decimalComma = false): Scope {
  return {
    declarations: new Map(field.variables.map((v) => [normalizeName(v.name), v])),
    mode: 'closed',
    allowUndefined: field.mayBe.undefined,
    decimalComma,
  };
}

/** Decimals with points, as tools that look for them expect: a comma between digits is one where the locale says so. */
export const withPoints = (source: string, decimalComma: boolean): string =>
  decimalComma ? source.replace(/(\d),(?=\d)/g, '$1.') : source;

export function readFormula(source: string, scope: Scope): Result<Node, ParseFailure> {
  return parseExpression(source, scope);
}

/** A number: no names, and nothing that would make the box a matrix calculator. */
export function readNumber(source: string, scope: Scope): Result<Node, ParseFailure> {
  const read = parseExpression(source, scope);
  if (!read.ok) return read;
  if (!isScalar(read.value.shape)) {
    return refused(source, 'shape', 'one number is asked for here, not an array', 'write a number such as 3/4');
  }
  if (usesArrays(read.value)) {
    return refused(
      source,
      'syntax',
      'this box takes a number, and does not work out vectors and matrices',
      'work it out and write the number',
    );
  }
  return read;
}

export const refused = (
  source: string,
  code: ParseFailure['code'],
  message: string,
  hint: string,
): Result<never, ParseFailure> => failure({ code, message, hint, position: 0, length: source.length });

/** Whether any part of the formula is an array. */
export function usesArrays(root: Node): boolean {
  const seen = new Set<Node>();
  const visit = (n: Node): boolean => {
    if (!isScalar(n.shape)) return true;
    if (n.kind !== 'apply' || seen.has(n)) return false;
    seen.add(n);
    return n.args.some(visit);
  };
  return visit(root);
}
