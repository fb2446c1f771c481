/** What a real Moodle made of the specimen: recorded, since no Moodle can be installed for a test. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256, toHex } from '../../src/base/hash.ts';
import { moodleXml } from '../../src/exports/moodle-xml.ts';
import { readQuestions } from './support/moodle-reader.ts';
import { lineCount, trialsOf } from './support/moodle-responses.ts';
import { specimen } from './support/specimen.ts';

interface Recorded {
  readonly idnumber: string;
  readonly mark: number;
  readonly key: number | null;
  readonly trials: readonly (readonly [string, number])[];
  readonly swapped?: number;
}

const recorded: {
  readonly notices: readonly string[];
  readonly specimen: { readonly sha256: string; readonly questions: readonly Recorded[] };
  readonly catalogue: readonly { readonly unlikeTheFile: number }[];
} = JSON.parse(readFileSync(join(import.meta.dirname, '../data/moodle-verdicts.json'), 'utf8'));

const exported = moodleXml
  .write(specimen(), { expressions: 'points', strict: false })
  .then((r) => `${r.files[0]?.content}`);

it('exports the bytes that Moodle imported; a change needs a new recording', async () => {
  expect(toHex(sha256(await exported))).toBe(recorded.specimen.sha256);
});

it('was imported whole and without a notice, full marks for every key', async () => {
  const questions = readQuestions(await exported);
  expect(recorded.notices).toEqual([]);
  expect(recorded.specimen.questions.map((q) => q.idnumber)).toEqual(questions.map((q) => q.idnumber));
  for (const [k, q] of recorded.specimen.questions.entries()) {
    if (questions[k]?.type === 'essay') expect(q.key).toBeNull();
    else expect(q.key).toBeCloseTo(1, 5);
  }
});

it('was graded answer by answer as the weights and tolerances in the file say', async () => {
  const questions = new Map(readQuestions(await exported).map((q) => [q.idnumber, q]));
  let answers = 0;
  for (const q of recorded.specimen.questions) {
    const question = questions.get(q.idnumber);
    const trials = question === undefined ? [] : trialsOf(question);
    expect(q.trials.map(([what]) => what)).toEqual(trials.map((t) => t.what));
    q.trials.forEach(([what, share], k) => {
      expect(share, `${q.idnumber}: ${what}`).toBeCloseTo(trials[k]?.expected ?? Number.NaN, 5);
    });
    answers += q.trials.length;
  }
  expect(answers).toBeGreaterThan(500);
});

it('was marked line by line or by the longest right sequence where lines are ordered', async () => {
  const questions = new Map(readQuestions(await exported).map((q) => [q.idnumber, q]));
  const ordered = recorded.specimen.questions.filter((q) => q.swapped !== undefined);
  expect(ordered.length).toBe(2);
  for (const q of ordered) {
    const question = questions.get(q.idnumber);
    if (question === undefined) throw new Error(q.idnumber);
    const lines = lineCount(question);
    // Two neighbours changed: the longest right sequence lacks one line; by places two lines are wrong.
    expect(q.swapped).toBeCloseTo((lines - (question.type === 'ordering' ? 1 : 2)) / lines, 5);
  }
});
