/** Candidates whose values agree with the answer, as findings. */
import type { Print, Prints } from './fingerprint.ts';
import type { Candidate, Finding, Slip } from './misconception.ts';

/** Candidates that agree with the answer; several ids where they cannot be told apart. */
export function matching(candidates: readonly Candidate[], student: Print, prints: Prints): readonly Finding[] {
  const slips: Slip[] = [];
  const values = prints.all(candidates.map((c) => c.node));
  candidates.forEach((c, k) => {
    if (prints.agree(student, values[k] ?? null))
      slips.push(...c.slips.filter((s) => !slips.some((o) => o.id === s.id)));
  });
  return slips.map((s, i) => found(s, confidence(i, slips.length)));
}

/** A slip as it is told: a broken rule holds more than that. */
export const found = ({ id, message }: Slip, sure: number): Finding => ({ id, message, confidence: sure });

export const confidence = (place: number, of: number): number =>
  Math.round((of === 1 ? 0.95 : 0.8 - 0.2 * place) * 100) / 100;
