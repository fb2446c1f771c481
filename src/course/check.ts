/** One template held against everything it promises: the key through the real grader and the set pages among it. */
import type { RawAnswer } from '../answers/contract.ts';
import { foldCredit } from '../answers/judgement.ts';
import { answerTypes } from '../answers/table.ts';
import { type Issue, issue } from '../base/issue.ts';
import { gradeItem } from '../grading/grade-item.ts';
import { DEFAULT_SETTINGS } from '../grading/grading-block.ts';
import type { Catalogue } from '../problem/catalogue.ts';
import { checkTemplate, checkVariant } from '../problem/check.ts';
import type { CheckReport } from '../problem/check-report.ts';
import type { ProblemInstance } from '../problem/problem-instance.ts';
import type { Template } from '../problem/template.ts';
import { toPdf } from './render.ts';
import { selfErrorIssues } from './self-error/issues.ts';
import { measureSelfError, type SelfError } from './self-error/measure.ts';
import { showDoc } from './show.ts';

/** Variants of a template on which the grader is measured. */
const MEASURED = 20;

/** A template's report with the grader's own error on it. */
export interface CheckedTemplate extends CheckReport {
  readonly selfError: SelfError;
}

/**
 * Draws, grades and sets the template's variants; every finding is an issue of the report. A bug that one template
 * brings to light is told with its name and stops nobody else's check.
 */
export async function checkWhole(template: Template, catalogue: Catalogue, seeds: number): Promise<CheckedTemplate> {
  try {
    return await checked(template, catalogue, seeds);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    const place = { file: template.file, line: 1, column: 1 };
    const bug = issue(
      'internal',
      `internal error: ${what}`,
      place,
      'This is a bug of Gradus; please report it with the template.',
    );
    const empty = checkTemplate(template, { seeds: 0, data: catalogue.data });
    return { ...empty, seeds, issues: [bug], passed: false, selfError: measureSelfError(template.id, []) };
  }
}

async function checked(template: Template, catalogue: Catalogue, seeds: number): Promise<CheckedTemplate> {
  const instances: ProblemInstance[] = [];
  const gradeKey = (instance: ProblemInstance): readonly string[] => {
    if (instances.length < MEASURED) instances.push(instance);
    return keyFaults(instance);
  };
  const report = checkTemplate(template, { seeds, data: catalogue.data, gradeKey });
  const selfError = measureSelfError(template.id, instances);
  const found = [
    ...selfErrorIssues(selfError, template.file),
    ...(report.built === 0 ? [] : await layoutIssues(template, catalogue)),
  ];
  const passed = report.passed && !found.some((i) => i.severity === 'error');
  return { ...report, issues: [...report.issues, ...found], passed, selfError };
}

/** The key of every field as a submission writes it, judged as any student's answer is. */
export function keyFaults(instance: ProblemInstance): readonly string[] {
  const answers = new Map<string, RawAnswer>();
  const judged = new Set<string>();
  instance.public.fields.forEach((field, k) => {
    const key = instance.key.fields[k];
    const type = answerTypes.get(field.type);
    if (key === undefined || type === undefined || field.type === 'essay') return;
    answers.set(field.id, type.write(field, key));
    judged.add(field.id);
  });
  const judgements = gradeItem(instance, answers, () => DEFAULT_SETTINGS);
  return instance.public.fields.flatMap((field, k) => {
    const judgement = judgements[k];
    if (!judged.has(field.id) || judgement === undefined || foldCredit(judgement.log) >= 1 - 1e-9) return [];
    return [`the key of ${field.id} does not get full marks: ${judgement.verdict} (${judgement.code})`];
  });
}

/** Papers and keys in both languages and layouts, as PDF: what sticks out, overlaps or has no glyph. */
async function layoutIssues(template: Template, catalogue: Catalogue): Promise<readonly Issue[]> {
  const found = new Map<string, Issue>();
  for (const [seed, locale, layout] of [
    [0, 'en', 'numerator'],
    [1, 'de', 'denominator'],
  ] as const) {
    const made = checkVariant(template, seed, { data: catalogue.data }, { locale, layout, oraclePoints: 0 });
    if (!made.ok) {
      for (const i of made.error) found.set(i.message, i);
      continue;
    }
    for (const solution of [false, true]) {
      const page = await toPdf(showDoc({ seed: `${seed}`, locale, instance: made.value, solution }));
      for (const what of page.issues) {
        const where = `${solution ? 'the key' : 'the paper'} (${locale}, ${layout} layout)`;
        const message = `${where}: ${what}`;
        const hint = 'Shorten the formula or the text, or put the formula on a line of its own with $$…$$.';
        found.set(message, issue('layout', message, { file: template.file, line: 1, column: 1 }, hint));
      }
    }
  }
  return [...found.values()];
}
