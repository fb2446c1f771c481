/** What functions of one number have in common: the specification that fills an operation's record. */

import { int, isNum, type Node } from '../ir/node.ts';
import type { Notation } from '../ir/notation.ts';
import type { Condition, Op } from '../ir/op.ts';
import { like, neg, pow, timesEntries } from './arithmetic.ts';
import { isLeadingNegative } from './collect.ts';
import { type Elementwise, elementwiseOp, noDomain, noKinks, only } from './define.ts';
import { ownRounding } from './kernels.ts';

type Parity = 'odd' | 'even' | 'none';

export interface FunctionSpec
  extends Pick<Elementwise, 'name' | 'value' | 'slope' | 'derivative' | 'samples' | 'source'> {
  readonly latex: string;
  readonly speech: string;
  /** f(0) where it is exact. */
  readonly atZero: number | null;
  /** Rewrites f(−u) to ±f(u). */
  readonly parity: Parity;
  /** Further exact values. */
  readonly exact: (x: Node) => Node | null;
  readonly domain: Op['domain'];
  readonly kinks: Op['kinks'];
  readonly notation: ((x: Node) => Notation) | null;
  /** The kernel's own rounding error in units of 2^-53; about the value itself for most. */
  readonly rounding: (x: number, y: number) => number;
}

/** Columns of a function without special values. */
export const plain = {
  atZero: null,
  parity: 'none',
  exact: () => null,
  domain: noDomain,
  kinks: noKinks,
  notation: null,
  rounding: ownRounding,
} as const;

/** The operation of a function of one number: exact values, parity and printing filled in around its own columns. */
export function scalarFunction(f: FunctionSpec): Op {
  const op: Op = elementwiseOp({
    name: f.name,
    value: f.value,
    slope: f.slope,
    rounding: f.rounding,
    derivative: f.derivative,
    scaled: timesEntries,
    rewrite: (x) => {
      if (f.atZero !== null && isNum(x, 0)) return int(f.atZero);
      const exact = f.exact(x);
      if (exact || f.parity === 'none' || !isLeadingNegative(x)) return exact;
      const positive = op.build([neg(x)], '');
      return f.parity === 'odd' ? neg(positive) : positive;
    },
    notation: (node) =>
      f.notation
        ? f.notation(only(node.args))
        : { kind: 'call', name: f.name, latex: f.latex, speech: f.speech, args: node.args },
    domain: f.domain,
    kinks: f.kinks,
    rule: { id: f.name, name: `derivative of ${f.name}` },
    samples: f.samples,
    source: f.source,
  });
  return op;
}

export const one = (x: Node): Node => like(x, 1);
export const square = (x: Node): Node => pow(x, int(2));
export const reciprocal = (x: Node): Node => pow(x, int(-1));
export const call = (op: Op, x: Node): Node => op.build([x], '');
export const must =
  (condition: Condition['must']) =>
  (args: readonly Node[]): readonly Condition[] => [{ expr: only(args), must: condition }];
