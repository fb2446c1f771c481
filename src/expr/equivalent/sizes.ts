/**
 * Symbolic sizes as numbers. A formula is evaluated with numbers for its sizes, but it must be right for all: where a
 * size counts as a number (`2/N`, a limit of a sum, `ones(n)`) one choice proves nothing, and others are tried too.
 */
import { stream } from '../../base/random.ts';
import { type Node, symbolsOf } from '../../ir/node.ts';
import { isOp } from '../../ops/collect.ts';
import { sizesOf } from '../rewrite.ts';

export interface SizeUse {
  /** Every size that needs a number. */
  readonly names: readonly string[];
  /** Those that count as numbers, or that no array variable has: a verdict must hold for several of each. */
  readonly counted: readonly string[];
  /** Sizes that no array variable has and that are values too: real variables in the place of whole numbers. */
  readonly real: readonly string[];
}

export function sizeUse(roots: readonly Node[]): SizeUse {
  const names = [...new Set(roots.flatMap((r) => (needsSizes(r) ? sizesOf(r) : [])))];
  const symbols = names.length === 0 ? [] : roots.flatMap(symbolsOf);
  const axes = new Set(symbols.flatMap((s) => s.shape.flatMap((d) => (typeof d === 'string' ? d.split('*') : []))));
  const values = new Set(symbols.flatMap((s) => (s.shape.length === 0 && !s.index ? [s.name] : [])));
  return {
    names,
    counted: names.filter((n) => values.has(n) || !axes.has(n)),
    real: names.filter((n) => values.has(n) && !axes.has(n)),
  };
}

/** How many choices of the counted sizes a verdict must hold for. */
export const ROUNDS = 3;
/** Counted sizes of further rounds lie in this range: sums and tensors stay short. */
const [LEAST, MOST] = [2, 9];

/**
 * Numbers for the sizes, all different, so that a shape slip cannot hide in a square. Round 0 takes the given ones and
 * the smallest that are free; further rounds draw the counted ones anew, given or not.
 */
export function sizesFor(
  use: SizeUse,
  given: ReadonlyMap<string, number>,
  seed: string,
  round: number,
): ReadonlyMap<string, number> {
  const out = new Map(given);
  if (round > 0) {
    for (const name of use.counted) out.delete(name);
    const taken = new Set(out.values());
    const from = stream(`sizes ${seed} ${round}`);
    const free = Array.from({ length: MOST - LEAST + 1 }, (_, k) => LEAST + k).filter((n) => !taken.has(n));
    for (const name of use.counted) {
      if (free.length === 0) break;
      const [drawn] = free.splice(from.integer(0, free.length - 1), 1);
      if (drawn !== undefined) out.set(name, drawn);
    }
  }
  const taken = new Set(out.values());
  let next = 2;
  for (const name of use.names) {
    if (out.has(name)) continue;
    while (taken.has(next)) next += 1;
    taken.add(next);
    out.set(name, next);
  }
  return out;
}

/** Scalars all through have no sizes to bind, but a sum may run to one. */
function needsSizes(root: Node): boolean {
  const seen = new Set<Node>();
  const visit = (n: Node): boolean => {
    if (n.shape.some((d) => typeof d === 'string')) return true;
    if (n.kind !== 'apply' || seen.has(n)) return false;
    seen.add(n);
    return isOp(n, 'sigma') || n.args.some(visit);
  };
  return visit(root);
}
