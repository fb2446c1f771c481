/** Holding every wrong entry against the wrong derivations of its own component. */
import { substitute } from '../expr/rewrite.ts';
import type { Node } from '../ir/node.ts';
import { pairs, singles } from './entry-candidates.ts';
import { entryOf, type Print, type Prints } from './fingerprint.ts';
import { confidence, found } from './match.ts';
import type { Candidate, Finding, Slip } from './misconception.ts';
import type { EntryPlan, Task } from './task.ts';

/** Candidates that are evaluated together. */
const CHUNK = 60;

interface EntryHit {
  readonly slips: readonly Slip[];
}

export function byEntries(
  task: Task,
  plans: readonly EntryPlan[],
  prints: Prints,
  right: Print,
  student: Print,
): readonly Finding[] {
  const wrong = plans.flatMap((plan, k) =>
    prints.agree(entryOf(student, k), entryOf(right, k)) ? [] : [{ plan, print: entryOf(student, k) }],
  );
  const put = (n: Node): Node => (task.lets.size === 0 ? n : substitute(n, task.lets));
  const hitsOf = (list: (plan: EntryPlan) => readonly Candidate[]): readonly (readonly EntryHit[])[] =>
    wrong.map(({ plan, print }) => {
      const hits: Candidate[] = [];
      const candidates = list(planned(plan, task));
      for (let from = 0; from < candidates.length && (hits.length === 0 || from < CHUNK); from += CHUNK) {
        const chunk = candidates.slice(from, from + CHUNK);
        const values = prints.all(chunk.map((c) => put(c.node)));
        chunk.forEach((c, k) => {
          if (!hits.some((h) => sameIds(h, c)) && prints.agree(print, values[k] ?? null)) hits.push(c);
        });
      }
      return hits;
    });
  const first = hitsOf(singles);
  if (first.every((h) => h.length > 0)) return ranked(first);
  if (task.at.size > 0) return [];
  const second = hitsOf(pairs);
  const both = first.map((h, i) => (h.length > 0 ? h : (second[i] ?? [])));
  return both.every((h) => h.length > 0) ? ranked(both) : [];
}

/** Under `let` the functions are put in before differentiating. */
const planned = (plan: EntryPlan, task: Task): EntryPlan =>
  task.lets.size === 0 ? plan : { ...plan, f: substitute(plan.f, task.lets) };

const sameIds = (a: Candidate, b: Candidate): boolean =>
  a.slips.map((s) => s.id).join() === b.slips.map((s) => s.id).join();

/** Slips that explain every wrong entry first; then what explains the rest. */
function ranked(hits: readonly (readonly EntryHit[])[]): readonly Finding[] {
  const tally = new Map<string, { readonly slip: Slip; count: number; order: number; alone: boolean }>();
  for (const entry of hits) {
    entry.forEach((hit, order) => {
      for (const slip of hit.slips) {
        const known = tally.get(slip.id);
        if (known) {
          known.count += 1;
          known.order = Math.min(known.order, order);
        } else tally.set(slip.id, { slip, count: 1, order, alone: hit.slips.length === 1 });
      }
    });
  }
  const all = [...tally.values()].sort((a, b) => b.count - a.count || a.order - b.order);
  const chosen: typeof all = [];
  const open = new Set(hits.keys());
  for (const t of all) {
    const covers = [...open].filter((k) => hits[k]?.some((h) => h.slips.some((s) => s.id === t.slip.id)));
    const ties = t.count === hits.length && t.alone;
    if (covers.length === 0 && !ties) {
      const pairMate = hits.some(
        (entry) =>
          entry.length === 1 && (entry[0]?.slips.length ?? 0) > 1 && entry[0]?.slips.some((s) => s.id === t.slip.id),
      );
      if (!pairMate) continue;
    }
    chosen.push(t);
    for (const k of covers) open.delete(k);
  }
  return chosen.slice(0, 4).map((t, i) => found(t.slip, confidence(i, chosen.length)));
}
