/** `gradus derive` from strings to answers: reading the request, differentiating, printing (contract, section 3). */
import { failure, type Result, success } from '../base/result.ts';
import { parseExpression } from '../expr/parse/parse.ts';
import { printLatex } from '../expr/print/latex.ts';
import { printText } from '../expr/print/text.ts';
import { simplify, substitute } from '../expr/rewrite.ts';
import type { Node, Sym } from '../ir/node.ts';
import { ShapeError } from '../ir/op.ts';
import { type Derivative, DeriveError, type LayoutRule } from './derive.ts';
import { type DeriveMode, deriveBy } from './derive-mode.ts';
import { type RequestFailure, readLets, readScope, readVariables, refused } from './derive-names.ts';
import { type AtValue, valueAt } from './value-at.ts';

export type { DeriveMode } from './derive-mode.ts';
export type { RequestFailure } from './derive-names.ts';

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

export interface DeriveAnswer {
  readonly derivative: Derivative;
  /** What was read, and what its names stand for in terms of the variables. */
  readonly written: Node;
  readonly lets: ReadonlyMap<string, Node>;
  /** What was differentiated, after `let`, and in what. */
  readonly expression: Node;
  readonly wrt: readonly Sym[];
  readonly text: string;
  readonly latex: string;
  /** Entries row-major, nested by shape; null without `at` or where the derivative does not exist. */
  readonly value: NestedNumbers | null;
  /** The derivative with the values of `at` put in, where they are not enough for numbers. */
  readonly inPart: Node | null;
  /** The values of `at` as they were read, exact. */
  readonly point: ReadonlyMap<string, Node>;
}

export type NestedNumbers = number | readonly NestedNumbers[];

/** Answers one request. Every fault of the request is a failure value; exceptions are bugs. */
export function answerDerive(request: DeriveRequest): Result<DeriveAnswer, RequestFailure> {
  const declared = readScope(request.vars);
  if (!declared.ok) return declared;
  const lets = readLets(request.lets, declared.value);
  if (!lets.ok) return lets;
  const { scope } = lets.value;
  const f = parseExpression(request.expr, scope);
  if (!f.ok) return failure(refused(request.expr, f.error));
  const wrt = readVariables(request.wrt, f.value, lets.value);
  if (!wrt.ok) return wrt;
  try {
    const { whole } = lets.value;
    const expression = whole.size === 0 ? f.value : substitute(f.value, whole);
    const { order, layout, mode } = request;
    const derivative = deriveBy(mode, expression, wrt.value, { order, layout });
    const point = request.at.size === 0 ? success(null) : valueAt(expression, wrt.value, request, scope);
    if (!point.ok) return point;
    return success({
      derivative,
      written: f.value,
      lets: whole,
      expression: simplify(expression),
      wrt: wrt.value,
      text: printText(derivative.node),
      latex: printLatex(derivative.node),
      value: point.value?.numbers ?? null,
      inPart: point.value?.inPart ?? null,
      point: point.value?.given ?? new Map(),
    });
  } catch (e) {
    if (e instanceof DeriveError) return failure({ code: 'limit', message: e.message });
    if (e instanceof ShapeError) return failure({ code: 'shape', message: e.message });
    throw e;
  }
}
