/** `gradus check`: templates held against everything they promise, the key through the real grader among it. */

import type { RawAnswer } from '../answers/contract.ts';
import { foldCredit } from '../answers/judgement.ts';
import { answerTypes } from '../answers/table.ts';
import { gradeItem } from '../grading/grade-item.ts';
import { DEFAULT_SETTINGS } from '../grading/grading-block.ts';
import type { Catalogue } from '../problem/catalogue.ts';
import { checkTemplate } from '../problem/check.ts';
import type { CheckReport } from '../problem/check-report.ts';
import type { ProblemInstance } from '../problem/problem-instance.ts';

/** Checks the named templates (all when none is named), one at a time so that progress can be shown. */
export function* checkTemplates(catalogue: Catalogue, ids: readonly string[], seeds: number): Generator<CheckReport> {
  for (const template of catalogue.templates.values()) {
    if (ids.length > 0 && !ids.includes(template.id)) continue;
    yield checkTemplate(template, { seeds, data: catalogue.data, gradeKey: keyFaults });
  }
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
