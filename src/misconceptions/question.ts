/** The question behind a field's key, as misconceptions see it: what was differentiated, and what is right. */
import type { FieldKey, Rounding } from '../answers/contract.ts';
import { PLAIN } from '../expr/equivalent/comparison.ts';
import { evaluate } from '../expr/evaluate.ts';
import { bindSizes, substituteRaw } from '../expr/rewrite.ts';
import { type Node, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { bindShape } from '../ir/shape.ts';
import { EXACT, type Tolerance } from './fingerprint.ts';
import type { Question } from './task.ts';

/** With the student's names replaced by what they stand for. */
export interface FieldQuestion extends Question {
  readonly read: (student: Node) => Node;
}

/** What of a key is needed. */
type QuestionKey = Pick<FieldKey, 'answer' | 'derivation' | 'domain'>;

/** Null where the key is no formula. Without a derivation the key itself is taken apart (update steps, Taylor). */
export function questionOf(key: QuestionKey, rounding: Rounding): FieldQuestion | null {
  const { answer, derivation, domain } = key;
  if (answer === null) return null;
  const put = substitutions(key);
  const read = (n: Node): Node => (put.size === 0 ? n : substituteRaw(n, put));
  const shared = {
    key: read(answer),
    read,
    lets: new Map<string, Node>(),
    options: {
      ...PLAIN,
      ranges: domain.ranges,
      structures: domain.structures,
      assume: domain.assume,
      sizes: domain.sizes,
    },
    tolerance: toleranceOf(rounding),
  };
  if (derivation === null) return { ...shared, of: shared.key, wrt: [], order: 1, layout: 'numerator', at: new Map() };
  const at = derivation.at ?? new Map<string, Node>();
  const sizes = at.size === 0 ? new Map<string, number>() : domain.sizes;
  const of = bindSizes(derivation.of, sizes);
  return {
    ...shared,
    of,
    wrt: derivation.wrt.map((name) => symbolOf(name, of, at, sizes)),
    order: derivation.order,
    layout: derivation.layout ?? 'numerator',
    at: new Map([...at].map(([name, value]) => [name, [...evaluate(value, new Map()).data]])),
  };
}

function symbolOf(name: string, of: Node, at: ReadonlyMap<string, Node>, sizes: ReadonlyMap<string, number>): Sym {
  const found = symbolsOf(of).find((s) => s.name === name);
  return found ?? sym(name, bindShape(at.get(name)?.shape ?? [], sizes));
}

/** Names that stand for formulas where answers are compared (`assume: [x1 = t*cos(t)]`). */
function substitutions(key: QuestionKey): ReadonlyMap<string, Node> {
  return new Map(
    key.domain.assume.flatMap((c) =>
      c.kind === 'relation' && c.sign === '=' && c.left.kind === 'sym' && !symbolsOf(c.right).includes(c.left)
        ? [[c.left.name, c.right] as const]
        : [],
    ),
  );
}

/** How far a typed number may be from the one it stands for. */
function toleranceOf(rounding: Rounding): Tolerance {
  switch (rounding.kind) {
    case 'digits':
      return { relative: 0.5 * 10 ** (1 - rounding.digits), absolute: 0 };
    case 'relative':
      return { relative: Math.min(0.01, rounding.tolerance), absolute: 0 };
    case 'decimals':
      return { relative: EXACT.relative, absolute: 0.51 * 10 ** -rounding.decimals };
    case 'absolute':
      return { relative: EXACT.relative, absolute: rounding.tolerance };
    case 'exact':
      return EXACT;
  }
}
