import { richSource } from '../answers/rich-text.ts';
import { sha256, toHex } from '../base/hash.ts';
import type { PublicProblem } from './problem-instance.ts';

/** What a student sees of a variant, without its code: equal for equal variants only. 64 hexadecimal digits. */
export function fingerprint(problem: PublicProblem): string {
  const fields = problem.fields.flatMap((f) => [
    richSource(f.question),
    richSource(f.label),
    ...f.items.map((i) => richSource(i.text)),
  ]);
  const shared = problem.shared === null ? [] : [richSource(problem.shared.statement)];
  return toHex(sha256([problem.id, ...shared, richSource(problem.statement), ...fields].join('\u0000')));
}
