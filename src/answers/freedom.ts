/** Answers that are right in another order, up to a sign, a scale or a constant (templates.md, 2.5). */
import { simplify } from '../expr/rewrite.ts';
import { int, type Node, symbolsOf } from '../ir/node.ts';
import { add, div, mul, sub } from '../ops/arithmetic.ts';
import type { PublicField } from './contract.ts';
import type { Grid } from './grid.ts';
import { doubleOf } from './value-rule.ts';

type Entries = Grid['entries'];
type Agrees = (given: Entries[number], model: Node, k: number) => boolean;

export interface Freed {
  readonly given: Entries;
  readonly asked: readonly Node[];
}

/** The key turned to what the student chose: the order, the sign, the scale. Null where nothing is free or fits. */
export function freedEntries(
  given: Entries,
  asked: readonly Node[],
  freedom: PublicField['freedom'],
  agrees: Agrees,
): Freed | null {
  switch (freedom) {
    case 'none':
      return null;
    case 'any-order':
      return { given: reordered(given, asked, agrees), asked };
    case 'sign': {
      const opposite = asked.map((m) => mul([int(-1), m]));
      return count(given, opposite, agrees) > count(given, asked, agrees) ? { given, asked: opposite } : null;
    }
    case 'scale':
    case 'positive-scale':
      return scaled(given, asked, freedom === 'positive-scale', agrees);
    case 'constant':
      return shifted(given, asked, agrees);
  }
}

const count = (given: Entries, asked: readonly Node[], agrees: Agrees): number =>
  asked.filter((m, k) => agrees(given[k] ?? null, m, k)).length;

/** Each given entry at the place of a key entry it agrees with; the others fill what is left. */
function reordered(given: Entries, asked: readonly Node[], agrees: Agrees): Entries {
  const places: Entries[number][] = asked.map(() => null);
  const free = new Set(asked.keys());
  const rest: Entries[number][] = [];
  for (const entry of given) {
    const hit = [...free].find((k) => agrees(entry, asked[k] as Node, k));
    if (hit === undefined) rest.push(entry);
    else {
      places[hit] = entry;
      free.delete(hit);
    }
  }
  for (const k of free) places[k] = rest.shift() ?? null;
  return places;
}

/** The scale that most entries agree on, a number other than 0. */
function scaled(given: Entries, asked: readonly Node[], positive: boolean, agrees: Agrees): Freed | null {
  let best: { readonly asked: readonly Node[]; readonly right: number } | null = null;
  for (const [k, m] of asked.entries()) {
    const node = given[k]?.node;
    if (node === undefined || doubleOf(simplify(m)) === 0) continue;
    const factor = simplify(div(node, m));
    if (symbolsOf(factor).length > 0) continue;
    const c = doubleOf(factor);
    if (!Number.isFinite(c) || c === 0 || (positive && c < 0)) continue;
    const turned = asked.map((a) => mul([factor, a]));
    const right = count(given, turned, agrees);
    if (best === null || right > best.right) best = { asked: turned, right };
  }
  // One entry alone always agrees with its own scale.
  return best !== null && (best.right > 1 || asked.length === 1) ? { given, asked: best.asked } : null;
}

/** One constant added to every entry. */
function shifted(given: Entries, asked: readonly Node[], agrees: Agrees): Freed | null {
  const [first] = asked;
  const node = given[0]?.node;
  if (first === undefined || node === undefined) return null;
  const difference = simplify(sub(node, first));
  if (symbolsOf(difference).length > 0 || !Number.isFinite(doubleOf(difference))) return null;
  const turned = asked.map((a) => add([a, difference]));
  return count(given, turned, agrees) === asked.length ? { given, asked: turned } : null;
}
