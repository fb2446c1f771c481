/**
 * Item statistics of a graded class. Parts of a problem lean on one another (follow-through, shared data), so the
 * problem is the unit: difficulty and discrimination by problem, reliability over problems as testlets.
 */
import { itemMax, itemScore, type ResultLine } from './results.ts';

export interface ItemStatistics {
  readonly item: string;
  readonly students: number;
  /** Points of the item. */
  readonly points: number;
  readonly mean: number;
  /** Mean share of the points, 0 (nobody) to 1 (everybody). */
  readonly difficulty: number;
  /** Correlation with the sum of the other items; null with fewer than three students, or where nothing varies. */
  readonly discrimination: number | null;
  /** By template where the item is drawn from a pool: mean share and number of students. */
  readonly templates: readonly { readonly template: string; readonly students: number; readonly difficulty: number }[];
}

export interface FieldStatistics {
  readonly item: string;
  readonly field: string;
  readonly difficulty: number;
  readonly empty: number;
  readonly invalid: number;
  readonly undecided: number;
  /** What wrong answers had in common, most frequent first: a misconception, or the code of the verdict. */
  readonly slips: readonly { readonly id: string; readonly students: number; readonly message: string }[];
}

export interface Statistics {
  readonly students: number;
  readonly max: number;
  readonly mean: number;
  readonly median: number;
  readonly deviation: number;
  /** Cronbach's alpha over items (Cronbach 1951); null with fewer than two items or three students. */
  readonly alpha: number | null;
  readonly items: readonly ItemStatistics[];
  readonly fields: readonly FieldStatistics[];
}

const meanOf = (xs: readonly number[]): number => (xs.length === 0 ? 0 : xs.reduce((s, x) => s + x, 0) / xs.length);
const tidy = (x: number): number => Math.round(x * 1e6) / 1e6 + 0;

/** Sample variance, over n − 1. */
function varianceOf(xs: readonly number[]): number {
  if (xs.length < 2) return 0;
  const m = meanOf(xs);
  return xs.reduce((s, x) => s + (x - m) ** 2, 0) / (xs.length - 1);
}

function correlation(xs: readonly number[], ys: readonly number[]): number | null {
  if (xs.length < 3) return null;
  const [mx, my] = [meanOf(xs), meanOf(ys)];
  const both = xs.reduce((s, x, k) => s + (x - mx) * ((ys[k] ?? 0) - my), 0) / (xs.length - 1);
  const size = Math.sqrt(varianceOf(xs) * varianceOf(ys));
  return size < 1e-12 ? null : tidy(both / size);
}

function medianOf(xs: readonly number[]): number {
  if (xs.length === 0) return 0;
  const sorted = [...xs].sort((a, b) => a - b);
  const at = (k: number): number => sorted[k] ?? 0;
  return (at(Math.floor((sorted.length - 1) / 2)) + at(Math.ceil((sorted.length - 1) / 2))) / 2;
}

/** One line for each student. */
export function statistics(lines: readonly ResultLine[]): Statistics {
  const totals = lines.map((l) => l.score);
  const items = [...new Set(lines.flatMap((l) => l.items.map((i) => i.item)))];
  const scores = items.map((item) =>
    lines.map((l) => {
      const own = l.items.find((i) => i.item === item);
      return own === undefined ? 0 : itemScore(own);
    }),
  );
  const spread = varianceOf(totals);
  const parts = scores.reduce((s, xs) => s + varianceOf(xs), 0);
  const n = items.length;
  return {
    students: lines.length,
    max: lines[0]?.max ?? 0,
    mean: tidy(meanOf(totals)),
    median: tidy(medianOf(totals)),
    deviation: tidy(Math.sqrt(spread)),
    alpha: n < 2 || lines.length < 3 || spread < 1e-12 ? null : tidy((n / (n - 1)) * (1 - parts / spread)),
    items: items.map((item, k) => itemStatistics(item, scores[k] ?? [], lines)),
    fields: fieldStatistics(lines),
  };
}

function itemStatistics(item: string, scores: readonly number[], lines: readonly ResultLine[]): ItemStatistics {
  const own = lines.flatMap((l) => l.items.filter((i) => i.item === item));
  const points = itemMaxOf(own);
  const rest = lines.map((l, k) => l.score - (scores[k] ?? 0));
  const byTemplate = new Map<string, number[]>();
  for (const i of own)
    byTemplate.set(i.template, [...(byTemplate.get(i.template) ?? []), itemScore(i) / Math.max(itemMax(i), 1e-9)]);
  return {
    item,
    students: own.length,
    points,
    mean: tidy(meanOf(scores)),
    difficulty: tidy(meanOf(scores) / Math.max(points, 1e-9)),
    discrimination: correlation(scores, rest),
    templates: [...byTemplate].map(([template, shares]) => ({
      template,
      students: shares.length,
      difficulty: tidy(meanOf(shares)),
    })),
  };
}

const itemMaxOf = (own: ResultLine['items']): number => (own[0] === undefined ? 0 : itemMax(own[0]));

function fieldStatistics(lines: readonly ResultLine[]): readonly FieldStatistics[] {
  const all = new Map<
    string,
    { item: string; field: string; fields: ResultLine['items'][number]['fields'][number][] }
  >();
  for (const i of lines.flatMap((l) => l.items)) {
    for (const f of i.fields) {
      const key = `${i.item}.${f.field}`;
      const entry = all.get(key) ?? { item: i.item, field: f.field, fields: [] };
      entry.fields.push(f);
      all.set(key, entry);
    }
  }
  return [...all.values()].map(({ item, field, fields }) => {
    const count = (verdict: string): number => fields.filter((f) => f.verdict === verdict).length;
    const slips = new Map<string, { students: number; message: string }>();
    for (const f of fields.filter((x) => x.verdict === 'different')) {
      // A named misconception says more than the code of the verdict.
      const first = f.misconceptions[0];
      const id = first?.id ?? f.code;
      slips.set(id, { students: (slips.get(id)?.students ?? 0) + 1, message: first?.message ?? '' });
    }
    return {
      item,
      field,
      difficulty: tidy(meanOf(fields.map((f) => f.score / Math.max(f.max, 1e-9)))),
      empty: count('empty'),
      invalid: count('invalid'),
      undecided: count('undecided'),
      slips: [...slips]
        .map(([id, s]) => ({ id, ...s }))
        .sort((a, b) => b.students - a.students || (a.id < b.id ? -1 : 1)),
    };
  });
}
