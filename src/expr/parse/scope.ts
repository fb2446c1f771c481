/** What a parser knows beforehand: declared names, formulas behind names, extra functions; and how it refuses. */
import type { Result } from '../../base/result.ts';
import type { Node } from '../../ir/node.ts';
import type { Shape } from '../../ir/shape.ts';
import type { Syntax } from './syntax.ts';

export interface Declaration {
  readonly name: string;
  readonly shape: Shape;
  /** A whole-number index (`p: index`). */
  readonly index?: boolean;
}

/** A function of the template language: receives its arguments unread and reads them as it needs. */
export interface Macro {
  readonly name: string;
  readonly arity: { readonly min: number; readonly max: number };
  readonly expand: (args: readonly Syntax[], read: MacroReader) => Node;
}

/** What a macro may do with its arguments. `read` and `fail` never return on a fault. */
export interface MacroReader {
  readonly read: (arg: Syntax, expected?: Shape) => Node;
  /** The source text of an argument. */
  readonly source: (arg: Syntax) => string;
  readonly fail: (arg: Syntax, message: string, hint?: string) => never;
  readonly scope: Scope;
}

export interface Scope {
  readonly declarations: ReadonlyMap<string, Declaration>;
  /** `closed`: any other name is unknown; `open`: undeclared names become real scalars. */
  readonly mode: 'open' | 'closed';
  /** Names that stand for formulas (defines, parameters); `case.K` for a column of a drawn table. */
  readonly formulas?: ReadonlyMap<string, Node>;
  readonly functions?: ReadonlyMap<string, Macro>;
  readonly decimalComma?: boolean;
  /** Whether DNE ("does not exist") is taken. Default: yes. */
  readonly allowUndefined?: boolean;
  /** The shape asked for: it sizes an identity that stands alone. */
  readonly expected?: Shape;
}

export type ParseCode = 'empty' | 'syntax' | 'unknown-name' | 'limit' | 'shape' | 'size-unknown';

/** Why a text was refused: a message for a student, with the place and, where there is one, the mend. */
export interface ParseFailure {
  readonly code: ParseCode;
  readonly message: string;
  readonly hint?: string;
  /** 0-based offset into the source, in UTF-16 units. */
  readonly position: number;
  readonly length: number;
}

export type Parsed<T> = Result<T, ParseFailure>;

/** Limits of one answer (contract, section 1). Counted work, never the clock. */
export const LIMITS = { characters: 10_000, nodes: 5_000, depth: 200, entries: 10_000, operations: 200_000 } as const;

/** Carries a refusal out of the recursive reader; caught at the public functions, never seen outside. */
export class Refusal extends Error {
  readonly failure: ParseFailure;
  constructor(failure: ParseFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Refuses the text at a span. */
export function refuse(code: ParseCode, span: Span, message: string, hint?: string): never {
  throw new Refusal({
    code,
    message,
    position: span.from,
    length: Math.max(0, span.to - span.from),
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Half-open range of the source. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
