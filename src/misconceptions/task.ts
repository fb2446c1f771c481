/** What is diagnosed: a formula, what was asked of it, and the student's answer; and the places of its entries. */
import { entriesOf } from '../calculus/derive.ts';
import type { CompareOptions } from '../expr/equivalent/comparison.ts';
import { int, type Node, type Sym } from '../ir/node.ts';
import { concrete, entryCount, isScalar } from '../ir/shape.ts';
import { tensorOf } from '../ops/structure.ts';
import type { Tolerance } from './fingerprint.ts';
import type { Direction } from './misconception.ts';

/** What was asked, before anybody answered. */
export interface Question {
  readonly of: Node;
  readonly wrt: readonly Sym[];
  readonly order: 1 | 2 | 3;
  readonly layout: 'numerator' | 'denominator';
  /** The right answer: the derivative, with the values of `at` put in. */
  readonly key: Node;
  /** Names that stand for functions (`x1 = sin(t)`); `of` is written in these names. */
  readonly lets: ReadonlyMap<string, Node>;
  /** Values put in after differentiating; empty where the answer is the derivative itself. */
  readonly at: ReadonlyMap<string, readonly number[]>;
  readonly options: CompareOptions;
  /** How far two numbers may be apart (rounded answers). */
  readonly tolerance: Tolerance;
}

/** A question with a student's answer to it. */
export interface Task extends Question {
  readonly student: Node;
}

/** One entry of the answer: which component of the function, in which directions. */
export interface EntryPlan {
  readonly f: Node;
  readonly along: readonly Direction[];
}

const MOST = 64;

/** Every single direction of the variables, in order; null where sizes are symbolic or there are too many. */
export function directionsOf(wrt: readonly Sym[]): readonly Direction[] | null {
  const out: Direction[] = [];
  for (const s of wrt) {
    const shape = concrete(s.shape);
    if (shape === null || out.length + entryCount(shape) > MOST) return null;
    if (isScalar(s.shape)) out.push({ name: s.name, seeds: new Map([[s, int(1)]]) });
    else {
      const count = entryCount(shape);
      for (let e = 0; e < count; e += 1) {
        const unit = tensorOf(
          Array.from({ length: count }, (_, k) => int(k === e ? 1 : 0)),
          shape,
        );
        out.push({ name: `${s.name}[${e + 1}]`, seeds: new Map([[s, unit]]) });
      }
    }
  }
  return out;
}

/** The entries of the answer in row-major order; null where there is no such list. */
export function entryPlans(task: Question): readonly EntryPlan[] | null {
  const directions = directionsOf(task.wrt);
  const shape = concrete(task.of.shape);
  if (directions === null || shape === null || directions.length ** task.order * entryCount(shape) > MOST) return null;
  let combinations: readonly (readonly Direction[])[] = [[]];
  for (let k = 0; k < task.order; k += 1) combinations = combinations.flatMap((c) => directions.map((d) => [...c, d]));
  const outputs = entriesOf(task.of);
  return task.layout === 'numerator'
    ? outputs.flatMap((f) => combinations.map((along) => ({ f, along })))
    : combinations.flatMap((along) => outputs.map((f) => ({ f, along })));
}
