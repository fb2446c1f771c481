/** Making judgements: every verdict with its code, its message for the student and its line in the credit log. */
import type { CreditLine, Evidence, Judgement, Verdict } from './contract.ts';

export const NO_EVIDENCE: Evidence = { points: 0, worst: null, method: 'none', bound: null };

type Rest = Partial<Omit<Judgement, 'verdict' | 'code' | 'message'>>;

/** A judgement with the given outcome; what is not said is empty. */
export function judged(verdict: Verdict, code: string, message: string, rest: Rest = {}): Judgement {
  return {
    verdict,
    code,
    message,
    readAs: null,
    log: [],
    parts: [],
    misconceptions: [],
    evidence: NO_EVIDENCE,
    ...rest,
  };
}

export const emptyAnswer = (): Judgement =>
  judged('empty', 'empty', 'Nothing is filled in here.', { log: [line('empty', 0, 'no answer')] });

/** What cannot be read costs nothing: no attempt is used, and the other fields go on. */
export const invalidAnswer = (code: string, message: string): Judgement =>
  judged('invalid', code, message, { log: [line(code, 0, 'not read')] });

export function line(code: string, amount: number, evidence: string): CreditLine {
  return { code, amount: tidyShare(amount), evidence };
}

/** Amounts are kept to twelve digits, so that thirds add up and the log is the same on any machine. */
export const tidyShare = (share: number): number => Math.round(share * 1e12) / 1e12 + 0;

/** The share of the points that a log gives: its sum, never below 0 or above 1. */
export function foldCredit(log: readonly CreditLine[]): number {
  let sum = 0;
  for (const entry of log) sum += entry.amount;
  return Math.min(1, Math.max(0, Math.round(sum * 1e9) / 1e9));
}

/** Whichever gives the student more; the first where they are equal. */
export const better = (a: Judgement, b: Judgement): Judgement => (foldCredit(b.log) > foldCredit(a.log) ? b : a);
