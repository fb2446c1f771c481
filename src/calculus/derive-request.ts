/** `gradus derive` from strings to answers: reading the request, differentiating, printing (contract, section 3). */
import { failure, type Result, success } from '../base/result.ts';
import { normalizeName } from '../expr/parse/names.ts';
import { type Declaration, type ParseFailure, parseExpression, parseShape, type Scope } from '../expr/parse/parse.ts';
import { printLatex } from '../expr/print/latex.ts';
import { printText } from '../expr/print/text.ts';
import { simplify, substitute } from '../expr/rewrite.ts';
import { type Node, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { ShapeError } from '../ir/op.ts';
import { SCALAR, type Shape } from '../ir/shape.ts';
import { type Derivative, DeriveError, derive, type LayoutRule } from './derive.ts';
import { type AtValue, valueAt } from './value-at.ts';

export type DeriveMode = 'symbolic' | 'forward' | 'reverse' | 'taylor';

/** A line of a batch, or the command line's options: texts as people type them. */
export interface DeriveRequest {
  readonly expr: string;
  readonly wrt: readonly string[];
  readonly vars: ReadonlyMap<string, string>;
  readonly lets: ReadonlyMap<string, string>;
  readonly at: ReadonlyMap<string, AtValue>;
  readonly order: 1 | 2 | 3;
  readonly layout: LayoutRule;
  readonly mode: DeriveMode;
}

/** Why a request cannot be answered: a code of the contract, and a message with its mend. */
export interface RequestFailure {
  readonly code: ParseFailure['code'];
  readonly message: string;
  /** The text at fault and where in it, where that is known. */
  readonly source?: string;
  readonly position?: number;
}

export interface DeriveAnswer {
  readonly derivative: Derivative;
  /** What was differentiated, after `let`, and in what. */
  readonly expression: Node;
  readonly wrt: readonly Sym[];
  readonly text: string;
  readonly latex: string;
  /** Entries row-major, nested by shape; null without `at` or where the derivative does not exist. */
  readonly value: NestedNumbers | null;
}

export type NestedNumbers = number | readonly NestedNumbers[];

export const refused = (source: string, f: ParseFailure): RequestFailure => ({
  code: f.code,
  message: f.hint === undefined ? f.message : `${f.message}; ${f.hint}`,
  source,
  position: f.position,
});

/** Answers one request. Every fault of the request is a failure value; exceptions are bugs. */
export function answerDerive(request: DeriveRequest): Result<DeriveAnswer, RequestFailure> {
  const scope = readScope(request.vars);
  if (!scope.ok) return scope;
  const f = parseExpression(request.expr, scope.value);
  if (!f.ok) return failure(refused(request.expr, f.error));
  const lets = new Map<string, Node>();
  for (const [name, formula] of request.lets) {
    const g = parseExpression(formula, scope.value);
    if (!g.ok) return failure(refused(formula, g.error));
    lets.set(normalizeName(name), g.value);
  }
  const wrt = readVariables(request.wrt, scope.value, f.value, lets);
  if (!wrt.ok) return wrt;
  try {
    const expression = lets.size === 0 ? f.value : substitute(f.value, lets);
    const derivative = derive(expression, wrt.value, { order: request.order, layout: request.layout });
    const value = request.at.size === 0 ? success(null) : valueAt(expression, wrt.value, request, scope.value);
    if (!value.ok) return value;
    return success({
      derivative,
      expression: simplify(expression),
      wrt: wrt.value,
      text: printText(derivative.node),
      latex: printLatex(derivative.node),
      value: value.value,
    });
  } catch (e) {
    if (e instanceof DeriveError) return failure({ code: 'limit', message: e.message });
    if (e instanceof ShapeError) return failure({ code: 'shape', message: e.message });
    throw e;
  }
}

export function readScope(vars: ReadonlyMap<string, string>): Result<Scope, RequestFailure> {
  const declarations = new Map<string, Declaration>();
  for (const [name, text] of vars) {
    const shape = parseShape(text);
    if (!shape.ok) return failure(refused(text, shape.error));
    const known = normalizeName(name);
    declarations.set(known, { name: known, shape: shape.value });
  }
  return success({ declarations, mode: 'open' });
}

/** The variables with the shapes they were declared with; a variable that occurs nowhere is still one. */
export function readVariables(
  names: readonly string[],
  scope: Scope,
  f: Node,
  lets: ReadonlyMap<string, Node>,
): Result<readonly Sym[], RequestFailure> {
  const out: Sym[] = [];
  for (const raw of names) {
    const name = normalizeName(raw.trim());
    if (name === '' || !/^\p{L}/u.test(name)) {
      return failure({
        code: 'syntax',
        message: `"${raw}" is no name to differentiate in; write --wrt x or --wrt x,y`,
      });
    }
    if (out.some((s) => s.name === name)) return failure({ code: 'syntax', message: `${name} is named twice in wrt` });
    const shape: Shape = scope.declarations.get(name)?.shape ?? shapeIn(name, [f, ...lets.values()]) ?? SCALAR;
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
