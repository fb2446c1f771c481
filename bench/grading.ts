/**
 * What grading a class costs, phase by phase: npm run bench -- grading 100. The students of the sample course,
 * as many as asked for; every third answer is wrong. Processor seconds, so that a busy machine says the same.
 */

import type { RawAnswer } from '../src/answers/contract.ts';
import { answerTypes } from '../src/answers/table.ts';
import { Dealer, type DealtPaper } from '../src/course/deal.ts';
import { feedbackPage } from '../src/course/feedback-page.ts';
import { type GradedPaper, gradePaper } from '../src/course/grade-paper.ts';
import { toHtml } from '../src/course/render.ts';
import { openWorkplace } from '../src/course/workplace.ts';

const seconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

export async function run([count = '50']: readonly string[]): Promise<number> {
  const n = Number(count);
  const place = await openWorkplace('sample/assignments/hw1.yaml');
  if (!place.ok) throw new Error(place.error.map((i) => i.message).join('\n'));
  const { assignment, catalogue, secret, settings } = place.value;
  const students = Array.from({ length: n }, (_, k) => ({ id: `b${k}`, name: `Student ${k}`, cells: [] }));
  const spent = new Map<string, number>();
  const phase = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    const start = seconds();
    const done = await work();
    spent.set(name, (spent.get(name) ?? 0) + seconds() - start);
    return done;
  };
  const dealer = new Dealer({ assignment, catalogue, secret, settings, confirmed: true });
  let [fields, wrong] = [0, 0];
  for (const student of students) {
    const paper = await phase('deal', (): DealtPaper => {
      const dealt = dealer.deal(student.id);
      if (!dealt.ok) throw new Error(dealt.error.map((i) => i.message).join('\n'));
      return dealt.value;
    });
    const answers = new Map(
      paper.items.map(({ item, instance }) => [
        item,
        new Map(
          instance.public.fields.map((field, k): readonly [string, RawAnswer] => {
            const key = instance.key.fields[k];
            const written = key === undefined ? '' : (answerTypes.get(field.type)?.write(field, key) ?? '');
            fields += 1;
            if (fields % 3 > 0 || typeof written !== 'string') return [field.id, written];
            wrong += 1;
            return [field.id, `2*(${written})`];
          }),
        ),
      ]),
    );
    const graded = await phase('judge', (): GradedPaper => gradePaper(place.value, paper, answers, 1));
    const page = await phase('feedback', () => feedbackPage(place.value, student, paper, graded));
    await phase('html', () => toHtml(page, place.value.course));
  }
  process.stdout.write(`${n} students, ${fields} fields, ${wrong} of them wrong\n`);
  for (const [name, s] of spent)
    process.stdout.write(`${name.padEnd(9)} ${s.toFixed(2)} s, ${((1000 * s) / n).toFixed(1)} ms a student\n`);
  return 0;
}
