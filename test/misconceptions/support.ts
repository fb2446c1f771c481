import { answerDiagnose, type Diagnosis } from '../../src/misconceptions/diagnose-request.ts';

/** What was asked, as texts. */
export interface Asked {
  readonly of: string;
  readonly wrt: readonly string[];
  readonly vars?: Readonly<Record<string, string>>;
  readonly lets?: Readonly<Record<string, string>>;
  readonly order?: 1 | 2 | 3;
  readonly layout?: 'numerator' | 'denominator';
}

/** Diagnoses one answer; throws where the question itself cannot be read. */
export function diagnose(asked: Asked, student: string): Diagnosis {
  const answer = answerDiagnose({
    of: asked.of,
    wrt: asked.wrt,
    vars: new Map(Object.entries(asked.vars ?? {})),
    lets: new Map(Object.entries(asked.lets ?? {})),
    order: asked.order ?? 1,
    layout: asked.layout ?? 'numerator',
    student,
  });
  if (!answer.ok) throw new Error(`${asked.of}: ${answer.error.message}`);
  return answer.value;
}

export const idsOf = (asked: Asked, student: string): readonly string[] =>
  diagnose(asked, student).misconceptions.map((m) => m.id);
