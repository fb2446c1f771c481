/** Marks as JSON: Gradescope's `results.json`, and scores of LTI Assignment and Grade Services 2.0. */
import type { ResultField, ResultLine } from './results.ts';

/** Source: Gradescope, “Autograder specifications”, output format. One test per field, marks and messages visible. */
export function gradescopeResults(line: ResultLine): string {
  const tests = line.items.flatMap((item) =>
    item.fields.map((f) => ({
      name: `${item.item}: ${f.field}`,
      score: f.score,
      max_score: f.max,
      status: f.score >= f.max ? 'passed' : 'failed',
      output: outputOf(f),
      output_format: 'text',
      visibility: 'visible',
    })),
  );
  const waiting = line.status === 'review' ? { output: 'Some answers wait for a person.', output_format: 'text' } : {};
  return `${JSON.stringify({ score: line.score, ...waiting, tests }, null, 2)}\n`;
}

function outputOf(f: ResultField): string {
  const messages = f.misconceptions.map((m) => m.message);
  const read = f.read_as === null ? [] : [`read as ${f.read_as}`];
  return [f.verdict, ...read, ...messages].join('\n');
}

/**
 * One score as JSON, to be posted to the line item. Source: LTI AGS 2.0, section 3.4: a platform takes a score only if
 * its time, with parts of a second, is later than that of the last.
 * @param time ISO 8601 with milliseconds
 */
export function ltiScore(line: ResultLine, time: string): string {
  return JSON.stringify({
    userId: line.student,
    scoreGiven: line.score,
    scoreMaximum: line.max,
    activityProgress: 'Completed',
    gradingProgress: line.status === 'review' ? 'PendingManual' : 'FullyGraded',
    timestamp: time,
  });
}
