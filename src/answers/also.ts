/** Further answers that the author accepts or foresaw as wrong (`also:`). */
import type { Node } from '../ir/node.ts';
import type { FieldKey, Judgement } from './contract.ts';
import { foldCredit, line } from './judgement.ts';

/** Replaces a verdict that is not `equal` when a listed answer is met and gives no less credit. */
export function alsoAnswered(found: Judgement, key: FieldKey, meets: (model: Node) => boolean): Judgement {
  const hit = key.also.find((a) => meets(a.answer));
  if (hit === undefined || hit.credit < foldCredit(found.log)) return found;
  const accepted = hit.credit >= 1;
  return {
    ...found,
    verdict: accepted ? 'equal' : 'different',
    code: accepted ? 'also-accepted' : 'foreseen',
    message: hit.says !== '' ? hit.says : accepted ? 'Right.' : found.message,
    log: [
      line(accepted ? 'also-accepted' : 'foreseen', hit.credit, hit.says !== '' ? hit.says : 'listed by the author'),
    ],
    parts: [],
  };
}
