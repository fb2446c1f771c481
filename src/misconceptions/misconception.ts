/**
 * What a misconception is: a wrong rule, put in the place of the right one while the rest of the derivation is
 * done correctly. Wrong answers are computed from the instance's own formula, so no template lists them.
 */
import type { Apply, Node, Sym } from '../ir/node.ts';
import type { MisconceptionId } from './table.ts';

/**
 * An example in the expression language: `student` is the wrong answer that this rule gives. Without variables
 * in `wrt` the formula `of` is itself the right answer.
 */
export interface MisconceptionExample {
  readonly of: string;
  readonly wrt: readonly string[];
  readonly vars?: Readonly<Record<string, string>>;
  readonly lets?: Readonly<Record<string, string>>;
  readonly order?: 1 | 2 | 3;
  readonly student: string;
}

export interface Misconception {
  readonly id: string;
  /** Overlaps with specific rules by nature, and is named only where none of them fits. */
  readonly generic: boolean;
  /** The answer is right but for this. */
  readonly summary: string;
  readonly source: string;
  readonly example: MisconceptionExample;
}

/** A record whose id keeps its literal type: a slip of a name that no record has is a compile error. */
export const define = <const Id extends string>(m: Misconception & { readonly id: Id }): typeof m => m;

/** A wrong answer, with the slips that lead to it. */
export interface Candidate {
  readonly node: Node;
  readonly slips: readonly Slip[];
}

export interface Slip {
  readonly id: MisconceptionId;
  /** For the student: what went wrong and where. */
  readonly message: string;
}

/** The derivative of a part, worked out with what is broken further down. Null where it does not depend. */
export type PartDerivative = (part: Node) => Node | null;

/** One rule broken at one place. */
export interface Break extends Slip {
  readonly at: Apply;
  readonly apply: (d: PartDerivative) => Node | null;
  /** The wrong derivative of an outer function, at its inner one: what is left where the inner derivative is dropped too. */
  readonly outer?: Node;
}

/** A break whose message is put into words when it is read: printing formulas costs more than breaking rules. */
export function broken(id: MisconceptionId, say: () => string, at: Apply, apply: Break['apply'], outer?: Node): Break {
  const slip = {
    id,
    at,
    apply,
    get message() {
      return say();
    },
  };
  return outer === undefined ? slip : Object.assign(slip, { outer });
}

/** Finds the places of one node at which a rule can be broken; `d` is the right derivative of any part. */
export type NodeRule = (at: Apply, d: PartDerivative) => readonly Break[];

/** A variable, or an entry of one, in whose direction is differentiated. */
export interface Direction {
  readonly name: string;
  readonly seeds: ReadonlyMap<Sym, Node>;
}

/** What a diagnosis says; best first. */
export interface Finding {
  readonly id: MisconceptionId;
  readonly message: string;
  /** 0..1: how sure it is that this and nothing else happened. */
  readonly confidence: number;
}
