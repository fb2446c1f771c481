/**
 * Follow-through between fields (templates.md, 2.7): an answer that is wrong may follow from the student's own
 * earlier answers. Guarded: nothing follows from a blank, unreadable or trivial answer.
 */
import { evaluate } from '../expr/evaluate.ts';
import { simplify } from '../expr/rewrite.ts';
import { type Node, symbolsOf } from '../ir/node.ts';
import { concrete } from '../ir/shape.ts';
import { isOp } from '../ops/collect.ts';
import { isZero } from '../ops/constants.ts';
import type { EarlierAnswers, FieldKey, FieldPolicy, Judgement } from './contract.ts';
import { better, foldCredit, line, tidyShare } from './judgement.ts';

/** What the answer should be after the student's own earlier answers; null where nothing may follow. */
export function followed(key: FieldKey, earlier: EarlierAnswers): Node | null {
  if (key.follows === null || key.answer === null) return null;
  const given = new Map<string, Node>();
  for (const name of key.follows.fields) {
    const node = earlier.get(name);
    if (node === null || node === undefined || isTrivial(node)) return null;
    given.set(name, node);
  }
  const value = key.follows.recompute(given);
  if (value === null || isTrivial(value)) return null;
  // The key varies and this does not: nothing of the work asked for is left.
  if (symbolsOf(key.answer).length > 0 && symbolsOf(value).length === 0) return null;
  return value;
}

/** Zero all through, or "does not exist". */
export function isTrivial(n: Node): boolean {
  const simple = simplify(n);
  if (isZero(simple) || isOp(simple, 'undefined')) return true;
  if (simple.mask !== 0 || concrete(simple.shape) === null) return false;
  try {
    return evaluate(simple, new Map()).data.every((v) => v === 0 || Number.isNaN(v));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Judges against the key, and where that is not all right against what follows from earlier answers. */
export function withFollowThrough(
  key: FieldKey,
  earlier: EarlierAnswers,
  policy: FieldPolicy,
  against: (model: Node) => Judgement,
): Judgement {
  if (key.answer === null) throw new RangeError(`the field ${key.id} has no key`);
  const plain = against(key.answer);
  if (foldCredit(plain.log) >= 1 || plain.verdict === 'invalid' || plain.verdict === 'empty') return plain;
  const model = followed(key, earlier);
  if (model === null) return plain;
  const second = against(model);
  const names = key.follows?.fields.join(', ') ?? '';
  if (foldCredit(second.log) <= foldCredit(plain.log)) return plain;
  const full = second.verdict === 'equal';
  return better(plain, {
    ...second,
    verdict: 'different',
    code: full ? 'follow-through' : second.code,
    message: full
      ? `Not the right result, but consistent with your answer to ${names}.`
      : `${second.message} Judged by what follows from your answer to ${names}.`,
    log: second.log.map((l) =>
      line(
        l.amount > 0 ? 'follow-through' : l.code,
        tidyShare(l.amount * policy.followThrough),
        `${l.evidence}; consistent with your ${names}`,
      ),
    ),
  });
}
