/**
 * Wrong rules that cannot be told apart on one instance: at these numbers another specific rule, broken wherever the
 * answer departs from the key, leads to the same answer. Then either name is right, and a report says so.
 */

import { singles } from './entry-candidates.ts';
import { entryOf, type Print, type Prints } from './fingerprint.ts';
import { hessianSlips } from './hessian-rules.ts';
import { isGeneric, type MisconceptionId } from './table.ts';
import { entryPlans, type Question } from './task.ts';
import { printsOf, specificAnswers, type WrongAnswer } from './wrong-answers.ts';

/** For each answer the other specific rules that lead to it, in the order of the answers. */
export function coinciding(
  question: Question,
  answers: readonly WrongAnswer[],
): readonly ReadonlySet<MisconceptionId>[] {
  const prints = printsOf(question);
  const right = prints.of(question.key);
  const wholes = specificAnswers(question).flatMap((c) => {
    const print = prints.of(c.node);
    return print === null ? [] : [{ ids: c.slips.map((s) => s.id), print }];
  });
  const entries = entryRules(question, prints);
  return answers.map(({ id, node }) => {
    const found = new Set<MisconceptionId>();
    const print = prints.of(node);
    if (right === null || print === null || print.shape.join() !== right.shape.join()) return found;
    for (const whole of wholes)
      if (whole.print.shape.join() === print.shape.join() && prints.agree(print, whole.print))
        for (const other of whole.ids) found.add(other);
    for (const other of everywhere(entries, prints, print, right)) found.add(other);
    if (question.order === 2) for (const slip of hessianSlips(right, print, question.tolerance)) found.add(slip.id);
    found.delete(id);
    return new Set([...found].filter((other) => !isGeneric(other)));
  });
}

/** For each entry of the answer the values that a rule broken at one place gives, by rule. */
type EntryRules = readonly ReadonlyMap<MisconceptionId, readonly Print[]>[];

function entryRules(question: Question, prints: Prints): EntryRules {
  return (entryPlans(question) ?? []).map((plan) => {
    const rules = new Map<MisconceptionId, Print[]>();
    const candidates = singles(plan);
    const values = prints.all(candidates.map((c) => c.node));
    candidates.forEach((c, k) => {
      const [slip] = c.slips;
      const value = values[k] ?? null;
      if (slip !== undefined && value !== null) rules.set(slip.id, [...(rules.get(slip.id) ?? []), value]);
    });
    return rules;
  });
}

/** The rules that explain every entry in which the answer departs from the key. */
function everywhere(rules: EntryRules, prints: Prints, answer: Print, right: Print): readonly MisconceptionId[] {
  if (rules.length * right.points !== right.data.length) return [];
  const wrong = rules.flatMap((byRule, k) =>
    prints.agree(entryOf(answer, k), entryOf(right, k)) ? [] : [{ byRule, entry: entryOf(answer, k) }],
  );
  const [first] = wrong;
  if (first === undefined) return [];
  return [...first.byRule.keys()].filter((id) =>
    wrong.every(({ byRule, entry }) => byRule.get(id)?.some((value) => prints.agree(entry, value)) === true),
  );
}
