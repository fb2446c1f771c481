import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradus, ROOT, scratch } from './support.ts';

const sample = join(ROOT, 'sample');
const assignment = join(sample, 'assignments/hw1.yaml');

/** The first rows of the sample roster: enough for a build that takes seconds. */
function smallRoster(folder: string, students: number): string {
  const lines = readFileSync(join(sample, 'roster.csv'), 'utf8').split('\n');
  const file = join(folder, 'roster.csv');
  writeFileSync(file, `${lines.slice(0, 2 + students).join('\n')}\n`);
  return file;
}

function files(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  const all = names.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
  return new Map(all.sort().map((f) => [f.slice(folder.length), readFileSync(f).toString('base64')]));
}

describe('building', () => {
  const folder = scratch();
  const roster = smallRoster(folder, 3);
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  beforeAll(() => {
    expect(gradus(['build', assignment, '--roster', roster, '--out', one, '--jobs', '1'])).toMatchObject({
      code: 0,
      err: '',
    });
    const elsewhere = { TZ: 'Asia/Kathmandu', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' };
    expect(
      gradus(['build', assignment, '--roster', roster, '--out', two, '--jobs', '2'], { env: elsewhere }),
    ).toMatchObject({ code: 0 });
  }, 120_000);

  it('makes the same bytes in another time zone, locale and number of workers', () => {
    const [a, b] = [files(one), files(two)];
    expect([...b.keys()]).toEqual([...a.keys()]);
    expect([...a].filter(([name, bytes]) => b.get(name) !== bytes).map(([name]) => name)).toEqual([]);
    expect(a.size).toBe(3 * 4 + 1);
  });

  it('keeps keys apart from papers', () => {
    expect(readdirSync(join(one, 'papers')).sort()).toEqual([
      's001.html',
      's001.pdf',
      's002.html',
      's002.pdf',
      's003.html',
      's003.pdf',
    ]);
    expect(readdirSync(join(one, 'keys'))).toContain('s001.pdf');
  });

  it('gives different students different papers', () => {
    const manifest = JSON.parse(readFileSync(join(one, 'manifest.json'), 'utf8'));
    const variants = manifest.papers.flatMap((p: { items: { variant: string }[] }) => p.items.map((i) => i.variant));
    expect(new Set(variants).size).toBe(variants.length);
  });

  it('holds neither secret, seed nor key in what students get', () => {
    const secret = readFileSync(join(sample, 'public-sample-secret.txt'), 'utf8').trim();
    const manifest = readFileSync(join(one, 'manifest.json'), 'utf8');
    expect(manifest).not.toContain(secret);
    // Besides names of files: no property that could hold a key or a seed.
    const names = new Set([...manifest.matchAll(/"([a-z_]+)":/g)].map((m) => m[1]));
    expect([...names].sort()).toEqual([
      'assignment',
      'assignment_hash',
      'draw',
      'files',
      'item',
      'items',
      'papers',
      'schema',
      'student',
      'template',
      'template_hash',
      'variant',
      'version',
    ]);
    for (const name of ['s001', 's002', 's003'])
      expect(readFileSync(join(one, `papers/${name}.html`), 'utf8')).not.toContain(secret);
  });

  it('goes on where it stopped: files that are there are kept', () => {
    const again = gradus(['build', assignment, '--roster', roster, '--out', one, '--jobs', '1']);
    expect(again.out).toContain('3 kept from before');
  });
});

describe('grading the sample submissions', () => {
  const out = join(scratch(), 'graded');
  let code: number | null = null;
  const rows = (file: string): readonly string[] => readFileSync(join(out, file), 'utf8').trim().split('\n');
  const total = (student: string): number => {
    const [header = '', ...body] = rows('grades.csv');
    const at = header.split(',').indexOf('total');
    return Number(body.find((r) => r.startsWith(`${student},`))?.split(',')[at]);
  };
  beforeAll(() => {
    code = gradus([
      'grade',
      assignment,
      '--roster',
      join(sample, 'roster.csv'),
      '--submissions',
      join(sample, 'submissions'),
      '--out',
      out,
    ]).code;
  }, 120_000);

  it('ends with 1, for there are files that could not be graded, and names each', () => {
    expect(code).toBe(1);
    const problems = rows('problems.csv').join('\n');
    expect(problems).toContain('s099');
    expect(problems).toContain('s028.json');
    for (const missing of ['s029', 's030']) expect(problems).toContain(missing);
  });

  it('gives full marks to right answers in every notation and file format', () => {
    for (const student of ['s001', 's002', 's003', 's004', 's005', 's006', 's007', 's024', 's025', 's026', 's027']) {
      expect([student, total(student)]).toEqual([student, 40]);
    }
  });

  it('takes off marks for the slips, and for one slip in a trace one cell', () => {
    for (const student of [
      's008',
      's009',
      's010',
      's011',
      's012',
      's013',
      's014',
      's015',
      's016',
      's017',
      's018',
      's019',
      's020',
      's021',
      's022',
      's023',
    ]) {
      expect(total(student), student).toBeLessThan(40);
    }
    // One of thirteen cells of eight points.
    expect(total('s010')).toBeCloseTo(40 - 8 / 13, 3);
    expect(total('s018')).toBeCloseTo(40 - 8 / 13, 3);
  });

  it('keeps raw answers as given, and every score is the fold of its log', () => {
    for (const line of rows('results.jsonl')) {
      const result = JSON.parse(line);
      let sum = 0;
      for (const item of result.items) {
        for (const field of item.fields) {
          const share = field.log.reduce((s: number, l: { amount: number }) => s + l.amount, 0);
          expect(field.score).toBeCloseTo(field.max * Math.min(1, Math.max(0, share)), 6);
          sum += field.score;
        }
      }
      expect(result.score).toBeCloseTo(sum, 5);
    }
    const first = JSON.parse(rows('results.jsonl')[0] ?? '{}');
    const given = JSON.parse(readFileSync(join(sample, 'submissions/s001.json'), 'utf8'));
    expect(first.items[0].fields[0].raw).toBe(given.answers['partials-of-a-composition'].dfdx);
  });

  it('replays to the same marks', () => {
    const again = join(out, 'again');
    const run = gradus([
      'grade',
      assignment,
      '--roster',
      join(sample, 'roster.csv'),
      '--replay',
      join(out, 'results.jsonl'),
      '--out',
      again,
    ]);
    expect(run).toMatchObject({ code: 0 });
    expect(run.out).toContain('0 with other marks');
  });

  it('writes feedback for everybody who handed in, and a report', () => {
    expect(readdirSync(join(out, 'feedback')).length).toBe(27);
    expect(existsSync(join(out, 'report.html'))).toBe(true);
  });
});

describe('mistakes in files', () => {
  const build = (course: string, roster = 'roster.csv') =>
    gradus(['build', 'assignments/hw1.yaml', '--roster', roster, '--out', 'out'], { cwd: course });
  function course(): string {
    const folder = join(scratch(), 'course');
    expect(gradus(['init', folder]).code).toBe(0);
    return folder;
  }
  const change = (file: string, from: string | RegExp, to: string): void =>
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));

  it('a new course builds and grades as it is', () => {
    const folder = course();
    expect(build(folder)).toMatchObject({ code: 0, err: '' });
    const args = ['--roster', 'roster.csv', '--submissions', 'submissions', '--out', 'graded'];
    const run = gradus(['grade', 'assignments/hw1.yaml', ...args], { cwd: folder });
    expect(run).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Graded 3 of 3') });
    const [head = '', ...rows] = readFileSync(join(folder, 'graded/grades.csv'), 'utf8').trim().split('\n');
    const at = head.split(',').indexOf('total');
    const [right = 0, slips = 0, half = 0] = rows.map((r) => Number(r.split(',')[at]));
    expect(right).toBe(15);
    expect(slips).toBeLessThan(right);
    expect(half).toBe(7);
    expect(gradus(['init', folder]).code).toBe(2);
  }, 60_000);

  it.each([
    [['buidl'], 'there is no command buidl; did you mean build?'],
    [['cook'], '`gradus --help` lists them all'],
    [['build'], 'something is missing: gradus build <assignment>'],
    [['list', '--tpoic', 'x'], 'tpoic is not known here; `gradus list --help`'],
  ])('%j: says what to type', (args, message) => {
    const run = gradus(args);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(message);
  });

  it('a template: file, line, column and the mend', () => {
    const folder = course();
    change(join(folder, 'problems/slope-of-a-product.yaml'), 'statement: |', 'statment: |');
    const run = build(folder);
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/slope-of-a-product\.yaml:\d+:\d+: .*statment/);
    expect(run.err).toContain('Did you mean `statement`?');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('an assignment', () => {
    const folder = course();
    change(join(folder, 'assignments/hw1.yaml'), 'use: partials-of-a-composition', 'use: partials-of-a-compositon');
    const run = build(folder);
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/hw1\.yaml:7:12: there is no template/);
    expect(run.err).toContain('Did you mean `partials-of-a-composition`?');
    change(join(folder, 'assignments/hw1.yaml'), 'compositon', 'composition');
    change(join(folder, 'assignments/hw1.yaml'), 'wrong_orientation: 0.5', 'wrong_orientation: 5');
    expect(build(folder).err).toMatch(/hw1\.yaml:\d+:\d+: .*between 0 and 1/);
  });

  it('a roster', () => {
    const folder = course();
    writeFileSync(join(folder, 'roster.csv'), 'id,name\ns001,Ada\ns001,Emmy\n');
    const run = build(folder);
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/roster\.csv:3:1: /);
  });

  it('a submission: told in problems.csv, and everybody else is graded', () => {
    const folder = course();
    mkdirSync(join(folder, 'in'));
    cpSync(join(sample, 'submissions/s028.json'), join(folder, 'in/broken.json'));
    writeFileSync(
      join(folder, 'in/good.yaml'),
      'student: s002\nattempt: 1\nanswers:\n  slope-of-a-product: { slope: x }\n',
    );
    const run = gradus(
      ['grade', 'assignments/hw1.yaml', '--roster', 'roster.csv', '--submissions', 'in', '--out', 'graded'],
      { cwd: folder },
    );
    expect(run.code).toBe(1);
    expect(run.out).toContain('Graded 1 of 3');
    expect(readFileSync(join(folder, 'graded/problems.csv'), 'utf8')).toMatch(/broken\.json:\d+:\d+/);
  });
});
