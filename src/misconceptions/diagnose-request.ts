/** `gradus diagnose` from texts to findings: reading the request, the verdict, what went wrong (contract, section 5). */
import { failure, type Result, success } from '../base/result.ts';
import { DeriveError, derive } from '../calculus/derive.ts';
import { type RequestFailure, readLets, readScope, readVariables, refused } from '../calculus/derive-names.ts';
import { failureText } from '../expr/equivalent/batch.ts';
import { type CompareOptions, type ComparisonVerdict, PLAIN } from '../expr/equivalent/comparison.ts';
import { equivalent } from '../expr/equivalent/equivalent.ts';
import { type Declaration, parseExpression, type Scope } from '../expr/parse/parse.ts';
import { substitute } from '../expr/rewrite.ts';
import { type Node, symbolsOf } from '../ir/node.ts';
import { ShapeError } from '../ir/op.ts';
import { findSlips } from './diagnose.ts';
import { EXACT } from './fingerprint.ts';
import type { Finding } from './misconception.ts';

/** A line of a batch, or the command line's options: texts as people type them. */
export interface DiagnoseRequest {
  readonly of: string;
  /** Empty: `of` is itself the right answer (an update step, a Taylor polynomial). */
  readonly wrt: readonly string[];
  readonly vars: ReadonlyMap<string, string>;
  readonly lets: ReadonlyMap<string, string>;
  readonly order: 1 | 2 | 3;
  readonly layout: 'numerator' | 'denominator';
  readonly student: string;
}

export interface Diagnosis {
  readonly verdict: ComparisonVerdict | 'invalid';
  /** Why the student's answer could not be read; only with `invalid`. */
  readonly code?: string;
  readonly message?: string;
  /** Best first; empty for a right answer, and where nothing fits. */
  readonly misconceptions: readonly Finding[];
}

/** Answers one request. A fault of the request is a failure value; what the student wrote never is. */
export function answerDiagnose(request: DiagnoseRequest): Result<Diagnosis, RequestFailure> {
  const declared = readScope(request.vars);
  if (!declared.ok) return declared;
  const read = readLets(request.lets, declared.value);
  if (!read.ok) return read;
  const { scope, whole: lets } = read.value;
  const of = parseExpression(request.of, scope);
  if (!of.ok) return failure(refused(request.of, of.error));
  const wrt = request.wrt.length === 0 ? success([]) : readVariables(request.wrt, of.value, read.value);
  if (!wrt.ok) return wrt;
  try {
    const whole = lets.size === 0 ? of.value : substitute(of.value, lets);
    const key =
      wrt.value.length === 0 ? whole : derive(whole, wrt.value, { order: request.order, layout: request.layout }).node;
    const student = parseExpression(
      request.student,
      scopeOf(scope, [of.value, whole, key, ...wrt.value, ...lets.values()]),
    );
    if (!student.ok) {
      const message = failureText(request.student, student.error);
      return success({ verdict: 'invalid', code: student.error.code, message, misconceptions: [] });
    }
    const answer = lets.size === 0 ? student.value : substitute(student.value, lets);
    const options: CompareOptions = { ...PLAIN, seed: 'diagnose' };
    const { verdict } = equivalent(answer, key, options);
    const misconceptions =
      verdict === 'different'
        ? findSlips({
            of: of.value,
            wrt: wrt.value,
            order: request.order,
            layout: request.layout,
            key,
            student: answer,
            lets,
            at: new Map(),
            options,
            tolerance: EXACT,
          })
        : [];
    return success({ verdict, misconceptions });
  } catch (e) {
    if (e instanceof DeriveError) return failure({ code: 'limit', message: e.message });
    if (e instanceof ShapeError) return failure({ code: 'shape', message: e.message });
    throw e;
  }
}

/** Every name that occurs, so that the student's are read as the same; further ones are real numbers. */
function scopeOf(scope: Scope, where: readonly Node[]): Scope {
  const declarations = new Map<string, Declaration>();
  for (const s of where.flatMap(symbolsOf))
    declarations.set(s.name, { name: s.name, shape: s.shape, ...(s.index ? { index: true } : {}) });
  for (const [name, d] of scope.declarations) declarations.set(name, d);
  return { ...scope, declarations };
}
