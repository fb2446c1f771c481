/** The names of a request: declared shapes, names that stand for functions, and the variables. */
import { failure, type Result, success } from '../base/result.ts';
import { normalizeName } from '../expr/parse/names.ts';
import { type Declaration, type ParseFailure, parseExpression, parseShape, type Scope } from '../expr/parse/parse.ts';
import { printText } from '../expr/print/text.ts';
import { substitute } from '../expr/rewrite.ts';
import { type Node, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { isScalar, isVector, SCALAR, type Shape, sameShape, showShape } from '../ir/shape.ts';

/** Why a request cannot be answered: a code of the contract, and a message with its mend. */
export interface RequestFailure {
  readonly code: ParseFailure['code'];
  readonly message: string;
  /** The text at fault and where in it, where that is known. */
  readonly source?: string;
  readonly position?: number;
}

export const refused = (source: string, f: ParseFailure): RequestFailure => ({
  code: f.code,
  message: f.hint === undefined ? f.message : `${f.message}; ${f.hint}`,
  source,
  position: f.position,
});

/** The scope of declared shapes; other names are real scalars. */
export function readScope(vars: ReadonlyMap<string, string>): Result<Scope, RequestFailure> {
  const declarations = new Map<string, Declaration>();
  for (const [name, text] of vars) {
    const shape = parseShape(text);
    if (!shape.ok) return failure(refused(text, shape.error));
    const known = normalizeName(name);
    if (!isName(known))
      return failure({ code: 'syntax', message: `"${name}" is no name to declare; write --var A:2x3` });
    declarations.set(known, { name: known, shape: shape.value });
  }
  return success({ declarations, mode: 'open' });
}

/** Names that stand for functions: as they were given, and worked into the variables at the bottom. */
export interface Lets {
  readonly scope: Scope;
  /** In terms of each other, those used by others first. */
  readonly given: ReadonlyMap<string, Node>;
  readonly whole: ReadonlyMap<string, Node>;
}

/**
 * Reads `name=formula` pairs, in any order: a formula may use other names of the list. A name takes the shape of
 * its formula; one that was declared must have it.
 */
export function readLets(texts: ReadonlyMap<string, string>, scope: Scope): Result<Lets, RequestFailure> {
  const open = new Map([...texts].map(([name, formula]) => [normalizeName(name.trim()), formula]));
  const declarations = new Map(scope.declarations);
  const given = new Map<string, Node>();
  const whole = new Map<string, Node>();
  for (;;) {
    let blocked: RequestFailure | null = null;
    let progress = false;
    for (const [name, formula] of open) {
      if (!isName(name)) return failure({ code: 'syntax', message: `"${name}" is no name; write --let x1=sin(t)` });
      const g = parseExpression(formula, { ...scope, declarations });
      const waits = g.ok ? symbolsOf(g.value).find((s) => open.has(s.name)) : undefined;
      if (!g.ok || waits !== undefined) {
        blocked ??= g.ok ? circular(name, waits?.name ?? name) : refused(formula, g.error);
        continue;
      }
      const fault = shapeFault(name, scope.declarations.get(name)?.shape, g.value.shape);
      if (fault) return failure(fault);
      declarations.set(name, { name, shape: g.value.shape });
      given.set(name, g.value);
      whole.set(name, substitute(g.value, whole));
      open.delete(name);
      progress = true;
    }
    if (open.size === 0) return success({ scope: { ...scope, declarations }, given, whole });
    if (!progress) return failure(blocked ?? circular([...open.keys()].join(' and '), 'each other'));
  }
}

const circular = (name: string, through: string): RequestFailure => ({
  code: 'syntax',
  message:
    name === through
      ? `${name} stands for a formula with ${name} in it; give the function another name`
      : `${name} stands for a formula with ${through}, which leads back to it`,
});

/** A declared vector may be written as a row, column or tuple; anything else has the shape of its formula. */
function shapeFault(name: string, declared: Shape | undefined, formula: Shape): RequestFailure | null {
  if (declared === undefined || sameShape(declared, formula)) return null;
  const hint = isVector(declared) && isVector(formula) ? '; [a; b] is a column, [a, b] a row' : '';
  return {
    code: 'shape',
    message: `${name} is declared ${showShape(declared)}, but its formula is ${showShape(formula)}${hint}`,
  };
}

const isName = (name: string): boolean => /^\p{L}[\p{L}\p{N}_]*$/u.test(name);

/** The variables with the shapes they were declared with; a variable that occurs nowhere is still one. */
export function readVariables(
  names: readonly string[],
  f: Node,
  { scope, given }: Lets,
): Result<readonly Sym[], RequestFailure> {
  const out: Sym[] = [];
  for (const raw of names) {
    const name = normalizeName(raw.trim());
    if (!isName(name)) {
      return failure({
        code: 'syntax',
        message: `"${raw}" is no name to differentiate in; write --wrt x or --wrt x,y`,
      });
    }
    if (out.some((s) => s.name === name)) return failure({ code: 'syntax', message: `${name} is named twice in wrt` });
    const formula = given.get(name);
    if (formula !== undefined) {
      const inside = symbolsOf(formula).map((s) => s.name);
      const instead = inside.length === 0 ? 'a variable' : inside.join(' or ');
      return failure({
        code: 'syntax',
        message: `${name} stands for ${printText(formula)}; differentiate in ${instead}, or leave out --let ${name}`,
      });
    }
    const shape: Shape = scope.declarations.get(name)?.shape ?? shapeIn(name, [f, ...given.values()]) ?? SCALAR;
    if (!isScalar(shape) && shape.length > 2)
      return failure({
        code: 'shape',
        message: `${name} is ${showShape(shape)}; variables are numbers, vectors or matrices`,
      });
    out.push(sym(name, shape));
  }
  if (out.length === 0) return failure({ code: 'syntax', message: 'name at least one variable to differentiate in' });
  return success(out);
}

function shapeIn(name: string, where: readonly Node[]): Shape | undefined {
  for (const n of where) {
    const found = symbolsOf(n).find((s) => s.name === name);
    if (found) return found.shape;
  }
  return undefined;
}
