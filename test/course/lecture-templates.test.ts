import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RawAnswer } from '../../src/answers/contract.ts';
import { answerTypes } from '../../src/answers/table.ts';
import { keyFaults } from '../../src/course/check.ts';
import { Dealer } from '../../src/course/deal.ts';
import { openRoster, openWorkplace } from '../../src/course/workplace.ts';
import { checkTemplate } from '../../src/problem/check.ts';
import { gradus, ROOT, scratch } from '../cli/support.ts';
import { catalogueOf } from '../problem/support/templates.ts';

const fixtures = join(ROOT, 'test/fixtures/lecture-templates');
const lecture = catalogueOf('test/fixtures/lecture-templates');

const ids = [...lecture.templates.keys()];

describe('the templates of the lecture, as they stand', () => {
  it('are twenty-three, with one data file', () => {
    expect(lecture.templates.size).toBe(23);
    expect(lecture.issues.filter((i) => i.severity === 'error')).toEqual([]);
  });

  it.each(ids)(
    '%s: 50 variants hold everything that is checked',
    (id) => {
      const template = lecture.templates.get(id);
      expect(template).toBeDefined();
      if (template === undefined) return;
      const report = checkTemplate(template, { seeds: 50, data: lecture.data, gradeKey: keyFaults });
      expect(report.issues.filter((i) => i.severity === 'error' || i.code === 'print')).toEqual([]);
      expect(report).toMatchObject({ passed: true, built: 50, testlet: template.data?.text ?? null });
    },
    60_000,
  );
});

/** A course whose own templates they are, with one assignment of all of them. */
function course(locale: string, layout: string): string {
  const folder = join(scratch(), 'course');
  mkdirSync(join(folder, 'assignments'), { recursive: true });
  cpSync(fixtures, join(folder, 'problems'), { recursive: true });
  writeFileSync(join(folder, 'course.yaml'), 'title: The lecture\nproblems: [problems]\n');
  writeFileSync(join(folder, '.secret'), 'a secret for tests alone\n');
  writeFileSync(join(folder, 'roster.csv'), 'id,name\ns1,Ada\ns2,Emmy\n');
  const items = ids.map((id) => `  - { use: ${id}, points: ${id === 'curvature-essay' ? 6 : 4} }\n`).join('');
  writeFileSync(
    join(folder, 'assignments/all.yaml'),
    `id: all\ntitle: All of them\nlocale: ${locale}\nlayout: ${layout}\nproblems:\n${items}`,
  );
  return folder;
}

/** What everybody would hand in who knows the key. */
async function keysOf(folder: string): Promise<ReadonlyMap<string, Record<string, Record<string, RawAnswer>>>> {
  const place = await openWorkplace(join(folder, 'assignments/all.yaml'));
  const roster = await openRoster(join(folder, 'roster.csv'));
  if (!place.ok || !roster.ok) throw new Error('the course does not open');
  const { assignment, catalogue, secret, settings } = place.value;
  const dealer = new Dealer({ assignment, catalogue, secret, settings });
  return new Map(
    roster.value.students.map(({ id }) => {
      const dealt = dealer.deal(id);
      if (!dealt.ok) throw new Error(dealt.error.map((i) => i.message).join());
      const answers = dealt.value.items.map(({ item, instance }) => {
        const fields = instance.public.fields.flatMap((field, k) => {
          const key = instance.key.fields[k];
          const written = key && answerTypes.get(field.type)?.write(field, key);
          return written === undefined || field.type === 'essay' ? [] : [[field.id, written] as const];
        });
        return [item, Object.fromEntries(fields)] as const;
      });
      return [id, Object.fromEntries(answers)];
    }),
  );
}

describe.each([
  ['en', 'numerator'],
  ['de', 'denominator'],
])('a class gets all of them (%s, %s layout)', (locale, layout) => {
  let folder = '';
  const row = (student: string): ReadonlyMap<string, string> => {
    const [head = '', ...rows] = readFileSync(join(folder, 'graded/grades.csv'), 'utf8').trim().split('\n');
    const cells = rows.find((r) => r.startsWith(`${student},`))?.split(',') ?? [];
    return new Map(head.split(',').map((name, k) => [name, cells[k] ?? '']));
  };
  beforeAll(async () => {
    folder = course(locale, layout);
    const build = gradus(['build', 'assignments/all.yaml', '--roster', 'roster.csv', '--out', 'out', '--jobs', '2'], {
      cwd: folder,
    });
    expect(build).toMatchObject({ code: 0, err: '' });
    mkdirSync(join(folder, 'handed-in'));
    for (const [student, answers] of await keysOf(folder)) {
      writeFileSync(join(folder, `handed-in/${student}.json`), JSON.stringify({ student, attempt: 1, answers }));
    }
    const args = ['--roster', 'roster.csv', '--submissions', 'handed-in', '--out', 'graded'];
    expect(gradus(['grade', 'assignments/all.yaml', ...args], { cwd: folder })).toMatchObject({ code: 0, err: '' });
  }, 180_000);

  it('papers and keys in both formats, without a fault of layout', () => {
    const names = (sub: string) => readdirSync(join(folder, 'out', sub)).sort();
    const all = ['s1.html', 's1.pdf', 's2.html', 's2.pdf'];
    expect([names('papers'), names('keys')]).toEqual([all, all]);
  });

  it('prints shared data once, and the same for all its problems', () => {
    const paper = readFileSync(join(folder, 'out/papers/s1.html'), 'utf8');
    expect(paper.split('Measurements are described by')).toHaveLength(2);
  });

  it.each(ids.filter((id) => id !== 'curvature-essay'))('%s: the key gets full marks from the grader', (id) => {
    for (const student of ['s1', 's2']) expect(row(student).get(id)).toBe('4');
  });

  it('the essay waits for a person', () => {
    expect(row('s1').get('curvature-essay')).not.toBe('6');
  });
});
