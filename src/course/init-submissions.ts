/** Invented submissions for a new course, so that grading can be tried before anybody has handed anything in. */
import { join } from 'node:path';
import type { FieldKey, PublicField, RawAnswer } from '../answers/contract.ts';
import { answerTypes } from '../answers/table.ts';
import type { Issue } from '../base/issue.ts';
import { type Result, success } from '../base/result.ts';
import { Dealer, type DealtItem } from './deal.ts';
import { writeFile } from './files.ts';
import { openRoster, openWorkplace } from './workplace.ts';

/** How well an invented student does: everything right, the first box of each problem wrong, half of it handed in. */
const STUDENTS = ['right', 'slips', 'half'] as const;

/** Writes a file for each of the first students of the roster. @returns their paths below the folder */
export async function writeSubmissions(
  folder: string,
  assignment: string,
): Promise<Result<readonly string[], readonly Issue[]>> {
  const place = await openWorkplace(join(folder, assignment));
  const roster = await openRoster(join(folder, 'roster.csv'));
  if (!place.ok) return place;
  if (!roster.ok) return roster;
  const { catalogue, secret, settings } = place.value;
  const dealer = new Dealer({ assignment: place.value.assignment, catalogue, secret, settings });
  const files: string[] = [];
  for (const [k, student] of roster.value.students.entries()) {
    const dealt = dealer.deal(student.id);
    if (!dealt.ok) return dealt;
    const kind = STUDENTS[k];
    if (kind === undefined) break;
    const items = dealt.value.items.slice(0, kind === 'half' ? Math.ceil(dealt.value.items.length / 2) : undefined);
    const answers = Object.fromEntries(items.map((item) => [item.item, answersTo(item, kind === 'slips')]));
    const file = `submissions/${student.id}.json`;
    await writeFile(join(folder, file), `${JSON.stringify({ student: student.id, attempt: 1, answers }, null, 1)}\n`);
    files.push(file);
  }
  return success(files);
}

function answersTo({ instance }: DealtItem, slips: boolean): Record<string, RawAnswer> {
  return Object.fromEntries(
    instance.public.fields.flatMap((field, k): readonly (readonly [string, RawAnswer])[] => {
      const key = instance.key.fields[k];
      const answer = key === undefined ? undefined : answerTo(field, key, slips && k === 0);
      return answer === undefined ? [] : [[field.id, answer]];
    }),
  );
}

function answerTo(field: PublicField, key: FieldKey, wrong: boolean): RawAnswer | undefined {
  const type = answerTypes.get(field.type);
  const slip = wrong ? type?.examples(field, key).find((e) => e.expect === 'wrong')?.raw : undefined;
  return slip ?? type?.write(field, key);
}
