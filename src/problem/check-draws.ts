/** What the draws of a template tell: how many variants there are, of which structures, and what does nothing. */
import type { Issue } from '../base/issue.ts';
import { issue, warning } from '../base/issue.ts';
import { compareText } from '../base/order.ts';
import { meanOf } from './check-difficulty.ts';
import type { CheckedVariant, StructureReport } from './check-report.ts';

/** Below this a class of thirty would share variants: the template must say `variants: few`. */
const FEW = 200;
/** templates.md, 2.2: what a template should have. */
const ENOUGH = 2000;
/** templates.md, 2.2: rarer than that, the author should draw tidily instead. */
const MIN_ACCEPTANCE = 0.01;

const REDRAW_HINT = 'Draw the answer and compute the data from it, or relax `require`.';

/** 1/Σp² from the pairs that are the same: unbiased for Σp² (Simpson 1949). */
export function effectiveNumber(draws: readonly string[]): {
  readonly effective: number;
  readonly isLowerBound: boolean;
} {
  const counts = new Map<string, number>();
  for (const d of draws) counts.set(d, (counts.get(d) ?? 0) + 1);
  const n = draws.length;
  const pairs = (n * (n - 1)) / 2;
  const same = [...counts.values()].reduce((sum, c) => sum + (c * (c - 1)) / 2, 0);
  if (pairs === 0) return { effective: n, isLowerBound: true };
  return same === 0 ? { effective: pairs, isLowerBound: true } : { effective: pairs / same, isLowerBound: false };
}

/** Whether so many like pairs are too many for `wanted` variants: beyond three standard deviations of their number. */
function isSurelyBelow(wanted: number, effective: number, seeds: number): boolean {
  const pairs = (seeds * (seeds - 1)) / 2;
  const expected = pairs / wanted;
  return pairs / effective > expected + 3 * Math.sqrt(expected) + 1;
}

export function fewIssues(
  effective: number,
  isLowerBound: boolean,
  seeds: number,
  here: { readonly file: string },
): readonly Issue[] {
  if (isLowerBound || !isSurelyBelow(ENOUGH, effective, seeds)) return [];
  const make = isSurelyBelow(FEW, effective, seeds) ? issue : warning;
  const message = `there are effectively about ${Math.round(effective)} variants; ${ENOUGH} or more are wanted`;
  return [make('few-variants', message, here, 'Draw more, or write `variants: few`.')];
}

export function byStructure(variants: readonly CheckedVariant[]): readonly StructureReport[] {
  const groups = new Map<string, CheckedVariant[]>();
  for (const v of variants) {
    const group = groups.get(v.structure);
    if (group) group.push(v);
    else groups.set(v.structure, [v]);
  }
  return [...groups].map(([structure, members]) => ({
    structure,
    count: members.length,
    acceptance: members.length / members.reduce((sum, m) => sum + m.record.triesOfStructure, 0),
    features: {
      size: meanOf(members, (m) => m.features.size) ?? 0,
      digits: meanOf(members, (m) => m.features.digits) ?? 0,
      rules: meanOf(members, (m) => m.features.rules),
      condition: meanOf(members, (m) => m.features.condition),
    },
  }));
}

export function acceptanceIssues(
  variants: readonly CheckedVariant[],
  structures: readonly StructureReport[],
  here: { readonly file: string },
): readonly Issue[] {
  const rare = structures.filter((s) => s.count > 1 && s.acceptance < MIN_ACCEPTANCE);
  const givenUp = variants.filter((v) => v.record.structuresGivenUp > 0).length;
  return [
    ...rare.map((s) =>
      issue(
        'rarely-accepted',
        `of the draws of structure ${s.structure || '(the only one)'} fewer than 1 % satisfy what is required`,
        here,
        REDRAW_HINT,
      ),
    ),
    ...(givenUp === 0
      ? []
      : [
          warning(
            'structure-redrawn',
            `in ${givenUp} of ${variants.length} variants no numbers fitted the structure drawn first`,
            here,
            REDRAW_HINT,
          ),
        ]),
  ];
}

/** Parameters that do nothing: in every structure an error of thought, in some a sign of unequal ones. */
export function unusedIssues(variants: readonly CheckedVariant[], here: { readonly file: string }): readonly Issue[] {
  const names = new Set(variants.flatMap((v) => v.unused));
  return [...names].map((name) =>
    warning(
      'unused-parameter',
      `the parameter \`${name}\` does nothing ${whereUnused(name, variants)}`,
      here,
      'Use it in every option, so that all structures have equally many variants.',
    ),
  );
}

/** The one option of a `choice` that explains it, where there is one; else how often. */
function whereUnused(name: string, variants: readonly CheckedVariant[]): string {
  const without = variants.filter((v) => v.unused.includes(name));
  if (without.length === variants.length) return 'in every variant';
  const options = (list: readonly CheckedVariant[]): ReadonlySet<string> =>
    new Set(list.flatMap((v) => v.structure.split(' ')).filter((o) => o !== ''));
  const elsewhere = options(variants.filter((v) => !v.unused.includes(name)));
  const guilty = [...options(without)]
    .filter((o) => !elsewhere.has(o))
    .sort(compareText)
    .map((o) => o.replace(/^(.*):(.*)$/, 'option $2 of $1'));
  const explained = without.every((v) => v.structure.split(' ').some((o) => o !== '' && !elsewhere.has(o)));
  return explained ? `with ${guilty.join(', ')}` : `in ${without.length} of ${variants.length} variants`;
}

/** Two structures that print the same are one. */
export function likeIssues(variants: readonly CheckedVariant[], here: { readonly file: string }): readonly Issue[] {
  const structures = new Map<string, string>();
  for (const v of variants) {
    const earlier = structures.get(v.fingerprint);
    if (earlier !== undefined && earlier !== v.structure) {
      return [
        warning(
          'like-structures',
          `the structures ${earlier} and ${v.structure} can print the same: ${v.statement}`,
          here,
          'Leave one of them out.',
        ),
      ];
    }
    structures.set(v.fingerprint, v.structure);
  }
  return [];
}
