/** One entry of an array: a number by the rounding rule, a formula by the comparison of functions. */
import { withTypedDecimals } from '../expr/equivalent/typed.ts';
import type { Node } from '../ir/node.ts';
import { LOG_CODES, shareOf } from './accepted.ts';
import { compare, evidenceOf, optionsOf } from './compare.ts';
import type { Evidence, FieldKey, FieldPolicy, PublicField, Verdict } from './contract.ts';
import type { GridEntry } from './grid.ts';
import { NO_EVIDENCE } from './judgement.ts';
import { readFormula, scopeOf, withPoints } from './read.ts';
import { judgeValue, valueMessage } from './value-rule.ts';

export interface EntryRule {
  readonly field: PublicField;
  readonly key: FieldKey;
  readonly policy: FieldPolicy;
  readonly scale: number;
}

export interface EntryOutcome {
  readonly verdict: Verdict;
  readonly code: string;
  readonly message: string;
  /** Share of the entry's credit. */
  readonly share: number;
  readonly evidence: Evidence;
}

/** `k` is the entry's place in row-major order. */
export function judgeEntry(given: GridEntry | null, model: Node, k: number, rule: EntryRule): EntryOutcome {
  if (given === null)
    return { verdict: 'empty', code: 'empty', message: 'Nothing is filled in here.', share: 0, evidence: NO_EVIDENCE };
  if (model.mask === 0 && given.node.mask === 0) return number(given, model, k, rule);
  return formula(given, model, rule);
}

function number(given: GridEntry, model: Node, k: number, { field, key, policy, scale }: EntryRule): EntryOutcome {
  const found = judgeValue(given.node, given.source, model, {
    rounding: field.rounding,
    domain: key.domain,
    seed: key.id,
    scale,
    early: key.roundedEarly?.[k] ?? 0,
    decimalComma: policy.decimalComma,
  });
  return {
    verdict: found.verdict,
    code: LOG_CODES[found.code],
    message: valueMessage(found.code, field.rounding),
    share: shareOf(found.code, policy),
    evidence: found.evidence,
  };
}

function formula(given: GridEntry, model: Node, { field, key, policy }: EntryRule): EntryOutcome {
  const { expression } = policy;
  const options = optionsOf(key.domain, key.id);
  const rounded =
    expression.kind === 'rounded'
      ? withTypedDecimals(withPoints(given.source, policy.decimalComma), expression.digits)
      : null;
  const marked =
    rounded !== null && rounded.decimals.length > 0
      ? readFormula(rounded.source, scopeOf(field, policy.decimalComma))
      : null;
  const found =
    rounded !== null && marked?.ok
      ? compare(marked.value, model, { ...options, rounded: rounded.decimals })
      : compare(given.node, model, {
          ...options,
          ...(expression.kind === 'relative' ? { rtol: expression.tolerance } : {}),
        });
  const evidence = evidenceOf(found);
  switch (found.verdict) {
    case 'equal':
      return { verdict: 'equal', code: 'right', message: 'Right.', share: 1, evidence };
    case 'undecided':
      return {
        verdict: 'undecided',
        code: 'undecided',
        message: 'A person will look at this entry.',
        share: 0,
        evidence,
      };
    case 'different':
      return { verdict: 'different', code: found.code, message: 'This entry is not right.', share: 0, evidence };
  }
}
