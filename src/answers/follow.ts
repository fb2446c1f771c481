/** Follow-through: what is right by the student's own earlier answers counts, unless those were trivial (2.7). */
import type { Node } from '../ir/node.ts';
import { concrete } from '../ir/shape.ts';
import { isZero } from '../ops/constants.ts';
import { isOp } from '../ops/collect.ts';
import type { FieldKey, FieldPolicy, Judgement } from './contract.ts';
import { foldCredit, line } from './judgement.ts';

/**
 * The judgement against the key, or against what follows from the student's own earlier answers where that is
 * better. Not applied when an earlier answer is missing, unreadable, trivially zero, or of a shape that does not fit.
 */
export function followed(
  own: Judgement,
  key: FieldKey,
  earlier: ReadonlyMap<string, Node | null>,
  policy: FieldPolicy,
  against: (implied: Node) => Judgement,
): Judgement {
  if (own.verdict === 'equal' || own.verdict === 'invalid' || key.follows === null || policy.followThrough === 0) return own;
  const given = new Map<string, Node>();
  for (const id of key.follows.fields) {
    const answer = earlier.get(id);
    if (answer === null || answer === undefined || isTrivial(answer)) return own;
    given.set(id, answer);
  }
  const implied = key.follows.recompute(given);
  if (implied === null || isTrivial(implied) || concrete(implied.shape) === null) return own;
  const carried = against(implied);
  if (carried.verdict !== 'equal' && foldCredit(carried.log) <= foldCredit(own.log)) return own;
  const names = key.follows.fields.join(', ');
  const credit = foldCredit(carried.log) * policy.followThrough;
  return {
    ...carried,
    code: 'follow-through',
    message: `This follows from your answer to ${names}.`,
    log: [line('follow-through', credit, `consistent with your value of ${names}`)],
  };
}

/** Zero throughout: from such an answer anything would follow. */
export const isTrivial = (n: Node): boolean => isZero(n) || (isOp(n, 'grid') && n.args.every(isZero));
