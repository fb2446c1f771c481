/** What `gradus check` finds out about a template by instantiating it many times. */
import { type RichText, richSource } from '../answers/rich-text.ts';
import type { Issue } from '../base/issue.ts';
import { issue, warning } from '../base/issue.ts';
import { stream } from '../base/random.ts';
import { printLint } from '../expr/print/lint.ts';
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

/** Variants of one structure (what `choice` drew, and the wording). */
export interface StructureReport {
  readonly structure: string;
  readonly count: number;
  /** Share of the draws that satisfied what is required. */
  readonly acceptance: number;
  /** Mean size of the answers, in nodes. */
  readonly size: number;
}

export interface CheckReport {
  readonly id: string;
  readonly seeds: number;
  readonly built: number;
  readonly distinct: number;
  /**
   * The effective number of variants 1/Σp², estimated from how often two draws are the same; with no repeat a lower
   * bound, and `isLowerBound` says so.
   */
  readonly effective: number;
  readonly isLowerBound: boolean;
  readonly acceptance: number;
  readonly structures: readonly StructureReport[];
  /** Independent ways agreed on so many keys. */
  readonly confirmed: number;
  readonly issues: readonly Issue[];
  readonly passed: boolean;
}

/** Under this many effective variants a template must say `variants: few`. */
const FEW = 20;
const HOPELESS = 3;
/** templates.md, 2.2: rarer than that, the author should draw tidily instead. */
const MIN_ACCEPTANCE = 0.01;

export function checkTemplate(template: Template, options: CheckOptions): CheckReport {
  const built: ProblemInstance[] = [];
  const issues: Issue[] = [];
  for (let seed = 0; seed < options.seeds; seed += 1) {
    // A template that cannot be built need not be tried two hundred times.
    if (seed >= HOPELESS && built.length === 0) break;
    const made = buildOne(template, seed, options);
    if (made.ok) built.push(made.value);
    else addOnce(issues, made.error);
  }
  const here = { file: template.file, line: 1, column: 1 };
  for (const instance of built) {
    addOnce(issues, lintOf(instance, here));
    addOnce(
      issues,
      (options.gradeKey?.(instance) ?? []).map((what) =>
        issue('key-not-right', what, here, 'The key must get full marks through the grader.'),
      ),
    );
  }
  const prints = built.map((b) => fingerprint(b.public));
  const { effective, isLowerBound } = effectiveNumber(prints);
  const structures = byStructure(built);
  addOnce(issues, [
    ...drawIssues(built, structures, here),
    ...unusedIssues(built, here),
    ...likeIssues(built, prints, here),
  ]);
  const tooFew = built.length > 1 && !isLowerBound && effective < FEW && !template.fewVariants;
  if (tooFew) {
    issues.push(
      issue(
        'few-variants',
        `there are effectively ${effective.toFixed(1)} variants`,
        here,
        'Draw more, or write `variants: few`.',
      ),
    );
  }
  const tries = built.reduce((sum, b) => sum + b.key.record.tries, 0);
  return {
    id: template.id,
    seeds: options.seeds,
    built: built.length,
    distinct: new Set(prints).size,
    effective,
    isLowerBound,
    acceptance: tries === 0 ? 0 : built.length / tries,
    structures,
    confirmed: built.reduce((sum, b) => sum + b.key.checks.length, 0),
    issues,
    passed: built.length === options.seeds && !issues.some((i) => i.severity === 'error'),
  };
}

function buildOne(template: Template, seed: number, options: CheckOptions): ReturnType<typeof instantiate> {
  const source = stream(`check ${seed}`);
  const wording: InstantiateOptions = { locale: 'en', layout: 'numerator' };
  const file = template.data === null ? undefined : options.data.get(template.data.text);
  if (file === undefined) return instantiate(template, source.fork(template.id), wording);
  const data = drawShared(file, source.fork(`data ${file.id}`));
  return data.ok ? instantiate(template, source.fork(template.id), { ...wording, data: data.value }) : data;
}

function addOnce(to: Issue[], found: readonly Issue[]): void {
  for (const one of found) if (!to.some((i) => i.message === one.message && i.line === one.line)) to.push(one);
}

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

function lintOf(instance: ProblemInstance, here: { readonly file: string }): readonly Issue[] {
  const texts: readonly RichText[] = [
    instance.public.statement,
    ...instance.public.fields.flatMap((f) => [f.question, f.label, ...f.items.map((i) => i.text)]),
    ...instance.key.solution.fields.map((f) => f.answer),
  ];
  return texts.flatMap((text) =>
    text.flatMap((piece) =>
      piece.kind === 'math'
        ? printLint('', piece.latex).map((what) =>
            warning('print', `${what} in ${piece.latex}`, here, 'Write the formula so that no draw prints so.'),
          )
        : [],
    ),
  );
}

function byStructure(built: readonly ProblemInstance[]): readonly StructureReport[] {
  const groups = new Map<string, ProblemInstance[]>();
  for (const b of built) groups.set(b.key.structure, [...(groups.get(b.key.structure) ?? []), b]);
  return [...groups].map(([structure, members]) => ({
    structure,
    count: members.length,
    acceptance: members.length / members.reduce((sum, m) => sum + m.key.record.triesOfStructure, 0),
    size:
      members.reduce((sum, m) => sum + m.key.fields.reduce((s, f) => s + (f.answer?.size ?? 0), 0), 0) / members.length,
  }));
}

function drawIssues(
  built: readonly ProblemInstance[],
  structures: readonly StructureReport[],
  here: { readonly file: string },
): readonly Issue[] {
  const hint = 'Draw the answer and compute the data from it, or relax `require`.';
  const rare = structures.filter((s) => s.count > 1 && s.acceptance < MIN_ACCEPTANCE);
  const givenUp = built.filter((b) => b.key.record.structuresGivenUp > 0).length;
  return [
    ...rare.map((s) =>
      issue(
        'rarely-accepted',
        `of the draws of structure ${s.structure || '(the only one)'} fewer than 1 % satisfy what is required`,
        here,
        hint,
      ),
    ),
    ...(givenUp === 0
      ? []
      : [
          warning(
            'structure-redrawn',
            `in ${givenUp} of ${built.length} variants no numbers fitted the structure drawn first`,
            here,
            hint,
          ),
        ]),
  ];
}

/** Parameters that do nothing: in every structure an error of thought, in some a sign of unequal ones. */
function unusedIssues(built: readonly ProblemInstance[], here: { readonly file: string }): readonly Issue[] {
  const counts = new Map<string, number>();
  for (const b of built) for (const name of b.key.unused) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => {
    const where = count === built.length ? 'in every variant' : `in ${count} of ${built.length} variants`;
    return warning(
      'unused-parameter',
      `the parameter \`${name}\` does nothing ${where}`,
      here,
      'Use it in every option, so that all structures have equally many variants.',
    );
  });
}

/** Two structures that print the same are one. */
function likeIssues(
  built: readonly ProblemInstance[],
  prints: readonly string[],
  here: { readonly file: string },
): readonly Issue[] {
  const structures = new Map<string, string>();
  for (const [k, b] of built.entries()) {
    const print = prints[k] ?? '';
    const earlier = structures.get(print);
    if (earlier !== undefined && earlier !== b.key.structure) {
      return [
        warning(
          'like-structures',
          `the structures ${earlier} and ${b.key.structure} can print the same: ${richSource(b.public.statement).slice(0, 80)}`,
          here,
          'Leave one of them out.',
        ),
      ];
    }
    structures.set(print, b.key.structure);
  }
  return [];
}
