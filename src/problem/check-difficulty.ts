/** Features of a variant that make it easy or hard, and whether all variants of a template are alike in them. */
import type { PublicField } from '../answers/contract.ts';
import { halfUnitUnder } from '../answers/rounding-bound.ts';
import type { Issue } from '../base/issue.ts';
import { warning } from '../base/issue.ts';
import { evaluate } from '../expr/evaluate.ts';
import type { Node } from '../ir/node.ts';
import { concrete, entryCount } from '../ir/shape.ts';
import type { CheckedVariant, Features, Spread, StructureReport } from './check-report.ts';
import type { ProblemInstance } from './problem-instance.ts';

/** A structure whose variants are so many times as large as the smallest one's is another exercise. */
const UNLIKE = 3;
/** The band of a template: so many times its median, either way. */
const BAND = 4;
/** Small counts vary by large factors: within so many nodes, digits or lines nothing is told. */
const SLACK: Readonly<Record<keyof Features, number>> = { size: 12, digits: 12, rules: 8, condition: 30 };
/** Fewer variants of a structure than that say little about it. */
const ENOUGH = 4;

const NAMES: Readonly<Record<keyof Features, string>> = {
  size: 'the size of the answers',
  digits: 'the number of digits',
  rules: 'the number of steps',
  condition: 'the effect of rounding',
};

const FEATURES = ['size', 'digits', 'rules', 'condition'] as const;

/** @param rules lines of the worked solution, where they were counted */
export function featuresOf(instance: ProblemInstance, rules: number | null): Features {
  let size = 0;
  let digits = 0;
  let condition: number | null = null;
  for (const [k, key] of instance.key.fields.entries()) {
    const field = instance.public.fields[k];
    if (key.answer !== null && field !== undefined && field.type !== 'trace' && field.type !== 'shape') {
      const written = roundedDigits(key.answer, field);
      size += written === null ? key.answer.size : entryCount(concrete(key.answer.shape) ?? []);
      digits += written ?? digitsIn(key.answer);
    }
    for (const node of key.trace) size += node.local.size;
    const bounds = key.roundedEarly ?? [];
    if (field === undefined || key.answer === null || bounds.length === 0 || key.answer.mask !== 0) continue;
    const values = evaluate(key.answer, new Map()).data;
    const scale = Math.max(...values.map(Math.abs));
    const unit = halfUnitUnder(field.rounding, scale);
    if (unit > 0) condition = Math.max(condition ?? 0, Math.max(...bounds) / unit);
  }
  return { size, digits, rules, condition };
}

/** Digits that are written of a rounded answer; null for exact ones. */
function roundedDigits({ mask, shape }: Node, { rounding }: PublicField): number | null {
  if (mask !== 0 || rounding.kind === 'exact') return null;
  const each = rounding.kind === 'digits' ? rounding.digits : rounding.kind === 'decimals' ? rounding.decimals + 1 : 3;
  return each * entryCount(concrete(shape) ?? []);
}

/** Digits of the whole numbers above and below each fraction bar, zeros at the end not counted. */
function digitsIn(n: Node): number {
  if (n.kind === 'num') {
    const { n: top, d: bottom } = n.value;
    const count = (v: bigint): number => `${v < 0n ? -v : v}`.replace(/0+$/, '').length;
    return Math.max(1, count(top)) + (bottom === 1n ? 0 : count(bottom));
  }
  return n.kind === 'sym' ? 0 : n.args.reduce((sum, a) => sum + digitsIn(a), 0);
}

export function meanOf<T>(items: readonly T[], feature: (item: T) => number | null): number | null {
  const values = items.flatMap((i) => feature(i) ?? []);
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}

export function spreadOf(variants: readonly CheckedVariant[], feature: keyof Features): Spread | null {
  const values = variants.flatMap((v) => v.features[feature] ?? []).sort((a, b) => a - b);
  const [least] = values;
  const [median, greatest] = [values[Math.floor(values.length / 2)], values.at(-1)];
  return least === undefined || median === undefined || greatest === undefined ? null : { least, median, greatest };
}

/** Structures of unlike difficulty, and variants outside the band of their template. */
export function difficultyIssues(
  variants: readonly CheckedVariant[],
  structures: readonly StructureReport[],
  here: { readonly file: string },
): readonly Issue[] {
  return FEATURES.flatMap((feature): readonly Issue[] => {
    const means = structures
      .filter((s) => s.count >= ENOUGH)
      .flatMap((s) => {
        const mean = s.features[feature];
        return mean === null ? [] : [{ structure: s.structure, mean }];
      })
      .sort((a, b) => a.mean - b.mean);
    const [low, high] = [means[0], means.at(-1)];
    const unlike = low && high && isBeyond(high.mean, low.mean, UNLIKE, feature);
    const spread = spreadOf(variants, feature);
    const outside = variants.filter((v) => {
      const value = v.features[feature];
      return spread !== null && value !== null && isBeyond(value, spread.median, BAND, feature);
    }).length;
    return [
      ...(unlike
        ? [
            warning(
              'unlike-structures',
              `${NAMES[feature]} is on average ${round(low.mean)} with ${low.structure} and ${round(high.mean)} with ${high.structure}`,
              here,
              'Give the structures of one list like difficulty, or make two templates of them.',
            ),
          ]
        : []),
      ...(outside > 0
        ? [
            warning(
              'outside-band',
              `${outside} of ${variants.length} variants lie outside the band of this template: ${NAMES[feature]} is ${round(spread?.median ?? 0)} in the middle and ${round(spread?.greatest ?? 0)} at most`,
              here,
              'Narrow the ranges, or forbid such draws under `require`.',
            ),
          ]
        : []),
    ];
  });
}

const isBeyond = (value: number, from: number, factor: number, feature: keyof Features): boolean =>
  value > from * factor && value > from + SLACK[feature];

const round = (v: number): string => `${Math.round(v)}`;
