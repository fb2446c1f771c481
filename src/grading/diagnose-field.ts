/** What went wrong in a wrong answer: its wrong rules named, and the credit that the policy gives for them. */
import type { FieldKey, FieldPolicy, Judgement, PublicField, RawAnswer } from '../answers/contract.ts';
import { foldCredit, line, tidyShare } from '../answers/judgement.ts';
import { halfUnitUnder } from '../answers/rounding-bound.ts';
import { writtenCells } from '../answers/trace.ts';
import { cellsOf } from '../answers/trace-cell.ts';
import type { Node } from '../ir/node.ts';
import { findSlips } from '../misconceptions/diagnose.ts';
import type { Finding } from '../misconceptions/misconception.ts';
import { questionOf } from '../misconceptions/question.ts';
import { isGeneric } from '../misconceptions/table.ts';
import { traceSlips } from '../misconceptions/trace-slips.ts';

/** Types whose answers are formulas or numbers; the others know their own slips. */
const FORMULAS: ReadonlySet<string> = new Set(['number', 'expression', 'matrix', 'tensor']);

/** Outcomes that are explained already: by the author, by the student's earlier answers, or by what does not exist. */
const EXPLAINED: ReadonlySet<string> = new Set(['foreseen', 'follow-through', 'undefined-here', 'exists']);

/** The judgement with the misconceptions that explain it; only wrong answers are looked at. */
export function withMisconceptions(
  judgement: Judgement,
  field: PublicField,
  key: FieldKey,
  policy: FieldPolicy,
  student: Node | null,
  raw: RawAnswer,
): Judgement {
  if (judgement.verdict !== 'different' || EXPLAINED.has(judgement.code)) return judgement;
  const told = judgement.misconceptions.some((m) => !isGeneric(m.id));
  const findings = told && field.type !== 'trace' ? [] : found(judgement, field, key, policy, student, raw);
  // What the answer type saw itself comes last: a shape that does not fit says less than why.
  const known = judgement.misconceptions.filter((m) => !findings.some((f) => f.id === m.id));
  return credited({ ...judgement, misconceptions: [...findings, ...known] }, policy);
}

/** Partial credit for a known misconception (assignment, `misconception_credit`): a line of its own in the log. */
function credited(judgement: Judgement, policy: FieldPolicy): Judgement {
  const { misconceptionCredit } = policy;
  const [worst, id] = judgement.misconceptions
    .map(
      (m) =>
        [
          typeof misconceptionCredit === 'number' ? misconceptionCredit : (misconceptionCredit.get(m.id) ?? 0),
          m.id,
        ] as const,
    )
    // Two slips in one answer: the one that costs more counts.
    .reduce<readonly [number, string]>((a, b) => (b[0] < a[0] ? b : a), [Number.POSITIVE_INFINITY, '']);
  const missing = Number.isFinite(worst) ? tidyShare(worst - foldCredit(judgement.log)) : 0;
  if (missing <= 0) return judgement;
  return { ...judgement, log: [...judgement.log, line('misconception', missing, `known slip: ${id}`)] };
}

function found(
  judgement: Judgement,
  field: PublicField,
  key: FieldKey,
  policy: FieldPolicy,
  student: Node | null,
  raw: RawAnswer,
): readonly Finding[] {
  if (field.type === 'trace') {
    const cells = cellsOf(raw, field, key, policy);
    const wrong = cells.filter((c) => judgement.parts.some((p) => p.id === c.id && p.verdict === 'different'));
    const tolerance = (v: number): number => Math.max(halfUnitUnder(field.rounding, v), 1e-9 * Math.abs(v));
    return wrong.length === 0 ? [] : traceSlips(wrong, key, writtenCells(cells, key), tolerance);
  }
  return student === null || !FORMULAS.has(field.type) ? [] : slipsOf(field, key, student);
}

function slipsOf(field: PublicField, key: FieldKey, student: Node): readonly Finding[] {
  const question = questionOf(key, field.rounding);
  return question === null ? [] : findSlips({ ...question, student: question.read(student) });
}
