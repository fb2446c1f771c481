/** What `gradus check` finds out about a template by instantiating it many times. */
import { richSource } from '../answers/rich-text.ts';
import type { Issue } from '../base/issue.ts';
import { issue } from '../base/issue.ts';
import { stream } from '../base/random.ts';
import { difficultyIssues, featuresOf, spreadOf } from './check-difficulty.ts';
import { acceptanceIssues, byStructure, effectiveNumber, fewIssues, likeIssues, unusedIssues } from './check-draws.ts';
import { printIssues, solutionSteps, stepIssues } from './check-print.ts';
import type { CheckedVariant, CheckReport } from './check-report.ts';
import { fingerprint } from './fingerprint.ts';
import { type InstantiateOptions, instantiate } from './instantiate.ts';
import type { ProblemInstance } from './problem-instance.ts';
import { drawShared } from './shared-data.ts';
import type { DataFile, Template } from './template.ts';

export interface CheckOptions {
  readonly seeds: number;
  readonly data: ReadonlyMap<string, DataFile>;
  /**
   * Gives every key of the instance to the real grader, as a submission writes it; returns one sentence for each field
   * that does not get full marks.
   */
  readonly gradeKey?: (instance: ProblemInstance) => readonly string[];
}

/** A template that cannot be built need not be tried two hundred times. */
const HOPELESS = 3;
/** Worked solutions cost more than a variant: they are read for so many variants of each structure, and so many in all. */
const WORKED_EACH = 4;
const WORKED_ALL = 60;

export function checkTemplate(template: Template, options: CheckOptions): CheckReport {
  const variants: CheckedVariant[] = [];
  const issues: Issue[] = [];
  const here = { file: template.file, line: 1, column: 1 };
  const worked = new Map<string, number>();
  for (let seed = 0; seed < options.seeds; seed += 1) {
    if (seed >= HOPELESS && variants.length === 0) break;
    const made = checkVariant(template, seed, options);
    if (!made.ok) {
      addOnce(issues, made.error);
      continue;
    }
    const instance = made.value;
    addOnce(issues, printIssues(instance, here));
    addOnce(
      issues,
      (options.gradeKey?.(instance) ?? []).map((what) =>
        issue('key-not-right', what, here, 'The key must get full marks through the grader.'),
      ),
    );
    const { structure } = instance.key;
    const before = worked.get(structure) ?? 0;
    const reads = before < WORKED_EACH && [...worked.values()].reduce((a, b) => a + b, 0) < WORKED_ALL;
    const steps = reads ? solutionSteps(instance) : null;
    if (steps !== null) {
      worked.set(structure, before + 1);
      addOnce(issues, stepIssues(steps, template.calculator, here));
    }
    variants.push(keptOf(instance, steps?.length ?? null));
  }
  return reportOf(template, options.seeds, variants, issues);
}

const keptOf = (instance: ProblemInstance, rules: number | null): CheckedVariant => ({
  structure: instance.key.structure,
  fingerprint: fingerprint(instance.public),
  statement: richSource(instance.public.statement).slice(0, 80),
  features: featuresOf(instance, rules),
  unused: instance.key.unused,
  record: instance.key.record,
  confirmed: instance.key.checks.length,
});

function reportOf(
  template: Template,
  seeds: number,
  variants: readonly CheckedVariant[],
  found: readonly Issue[],
): CheckReport {
  const here = { file: template.file, line: 1, column: 1 };
  const prints = variants.map((v) => v.fingerprint);
  const { effective, isLowerBound } = effectiveNumber(prints);
  const structures = byStructure(variants);
  const issues = [
    ...found,
    ...acceptanceIssues(variants, structures, here),
    ...unusedIssues(variants, here),
    ...likeIssues(variants, here),
    ...difficultyIssues(variants, structures, here),
    ...(template.fewVariants || variants.length < 2 ? [] : fewIssues(effective, isLowerBound, variants.length, here)),
  ];
  const tries = variants.reduce((sum, v) => sum + v.record.tries, 0);
  return {
    id: template.id,
    version: template.version,
    seeds,
    built: variants.length,
    distinct: new Set(prints).size,
    effective,
    isLowerBound,
    acceptance: tries === 0 ? 0 : variants.length / tries,
    structuresRedrawn: variants.filter((v) => v.record.structuresGivenUp > 0).length,
    structures,
    spread: {
      size: spreadOf(variants, 'size'),
      digits: spreadOf(variants, 'digits'),
      rules: spreadOf(variants, 'rules'),
      condition: spreadOf(variants, 'condition'),
    },
    testlet: template.data?.text ?? null,
    confirmed: variants.reduce((sum, v) => sum + v.confirmed, 0),
    issues,
    passed: variants.length === seeds && !issues.some((i) => i.severity === 'error'),
  };
}

/** The variant of a seed, as `check` draws it: shared data, where there is any, from a stream of its own. */
export function checkVariant(
  template: Template,
  seed: number | string,
  options: Pick<CheckOptions, 'data'>,
  wording: InstantiateOptions = { locale: 'en', layout: 'numerator' },
): ReturnType<typeof instantiate> {
  const source = stream(`check ${seed}`);
  const file = template.data === null ? undefined : options.data.get(template.data.text);
  if (file === undefined) return instantiate(template, source.fork(template.id), wording);
  const data = drawShared(file, source.fork(`data ${file.id}`));
  return data.ok ? instantiate(template, source.fork(template.id), { ...wording, data: data.value }) : data;
}

function addOnce(to: Issue[], found: readonly Issue[]): void {
  for (const one of found) if (!to.some((i) => i.message === one.message && i.line === one.line)) to.push(one);
}
