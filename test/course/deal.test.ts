import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildShare, manifestFile, mergeReports, writeManifest } from '../../src/course/build.ts';
import { frozenDraws, type Manifest, readManifest } from '../../src/course/manifest.ts';
import { openRoster, openWorkplace } from '../../src/course/workplace.ts';
import { scratch } from '../cli/support.ts';

/** So many variants: 12 numbers. */
const small = (id: string, extra = ''): string => `id: ${id}
title: Double
topic: doubles
level: 1
variants: few
parameters:
  a: { integer: [1, 12] }
${extra}statement: |
  Take {{ a }}.
fields:
  d: { type: number, answer: 2*a }
`;

let folder = '';
const students = (n: number, from = 1): readonly string[] => Array.from({ length: n }, (_, k) => `s${from + k}`);

function write(ids: readonly string[], problems: string): void {
  writeFileSync(join(folder, 'roster.csv'), `id,name\n${ids.map((id) => `${id},Student ${id}\n`).join('')}`);
  writeFileSync(
    join(folder, 'assignments/a.yaml'),
    `id: a\ntitle: A\nlocale: en\nlayout: numerator\nproblems:\n${problems}`,
  );
}

const template = (id: string, extra = ''): void => writeFileSync(join(folder, `problems/${id}.yaml`), small(id, extra));

interface Share {
  readonly of?: number;
  /** Ends the build after so many students. */
  readonly after?: number;
}

async function build(out: string, { of = 1, after = Number.POSITIVE_INFINITY }: Share = {}): Promise<Manifest> {
  const place = await openWorkplace(join(folder, 'assignments/a.yaml'));
  const roster = await openRoster(join(folder, 'roster.csv'));
  if (!place.ok || !roster.ok) throw new Error(JSON.stringify([place, roster]));
  const reports = await Promise.all(
    Array.from({ length: of }, (_, part) => {
      let asked = 0;
      const stopped = (): boolean => {
        asked += 1;
        return asked > after + part;
      };
      return buildShare(place.value, roster.value, {
        out: join(folder, out),
        formats: ['html', 'key'],
        part,
        of,
        stopped,
        progress: () => undefined,
      });
    }),
  );
  const merged = mergeReports(reports.flatMap((r) => (r.ok ? [r.value] : [])));
  if (!merged.ok || merged.value.papers.length === 0) throw new Error(JSON.stringify(reports));
  await writeManifest(place.value, roster.value, join(folder, out), merged.value.papers);
  return (await readManifest(manifestFile(join(folder, out)), 'a')) ?? expect.fail('no manifest');
}

const files = (out: string): ReadonlyMap<string, string> => {
  const names = readdirSync(join(folder, out), { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  const paths = names.map((e) => join(e.parentPath, e.name)).sort();
  return new Map(paths.map((p) => [p.slice(join(folder, out).length), readFileSync(p, 'utf8')]));
};

/** The number that each student was dealt, off the paper. */
const numbers = (out: string, ids: readonly string[]): readonly string[] =>
  ids.map((id) => /Take (\d+)/.exec(readFileSync(join(folder, out, `papers/${id}.html`), 'utf8'))?.[1] ?? '');

beforeEach(() => {
  folder = join(scratch(), 'course');
  for (const sub of ['problems', 'assignments']) mkdirSync(join(folder, sub), { recursive: true });
  writeFileSync(join(folder, 'course.yaml'), 'title: Course\nproblems: [problems]\n');
  writeFileSync(join(folder, '.secret'), 'a secret for tests alone\n');
  template('double');
});

const USE = '  - { use: double, points: 1 }\n';

describe('dealing', () => {
  it('no two students get the same variant while others are left, to the last one', async () => {
    write(students(12), USE);
    await build('out');
    expect(new Set(numbers('out', students(12))).size).toBe(12);
  });

  it('a class larger than the space shares evenly', async () => {
    write(students(24), USE);
    await build('out');
    const counts = new Map<string, number>();
    for (const n of numbers('out', students(24))) counts.set(n, (counts.get(n) ?? 0) + 1);
    expect([...counts.values()]).toEqual(Array.from({ length: 12 }, () => 2));
  });

  it('a student added later, in front or behind, takes nobody’s variant and changes no paper', async () => {
    write(students(10, 2), USE);
    const before = await build('out');
    const papers = files('out');
    write(['s1', ...students(10, 2), 's99'], USE);
    const after = await build('out');
    expect(after.papers.map((p) => p.student)).toEqual(['s1', ...students(10, 2), 's99']);
    expect(after.papers.filter((p) => before.papers.some((b) => b.student === p.student))).toEqual(before.papers);
    for (const [name, text] of papers) if (!name.includes('manifest')) expect(files('out').get(name)).toBe(text);
    expect(new Set(numbers('out', ['s1', ...students(10, 2), 's99'])).size).toBe(12);
  });

  it('building again changes nothing, also after a template was added to the pool', async () => {
    template('double-b');
    template('double-c');
    write(students(6), '  - { pool: { topic: doubles }, pick: 2, points: 1 }\n');
    const before = await build('out');
    expect(before.papers[0]?.items.map((i) => i.item)).toEqual(['pool1-1', 'pool1-2']);
    const papers = files('out');
    template('another');
    template('double-d');
    await build('out');
    expect(files('out')).toEqual(papers);
  });

  it('a pool does not repeat what stands elsewhere on the paper', async () => {
    template('double-b');
    template('double-c');
    write(students(5), `${USE}  - { pool: { topic: doubles }, pick: 1 }\n  - { pool: { topic: doubles }, pick: 1 }\n`);
    for (const { items } of (await build('out')).papers) expect(new Set(items.map((i) => i.template)).size).toBe(3);
  });

  it('a new parameter leaves the numbers drawn before alone', async () => {
    write(students(6), USE);
    await build('out');
    template('double', '  b: { integer: [1, 9] }\n');
    await build('again');
    expect(numbers('again', students(6))).toEqual(numbers('out', students(6)));
  });
});

describe('a build that is stopped', () => {
  it.each([1, 2, 3])('goes on where it stopped and ends with the same bytes (%i shares)', async (of) => {
    write(students(9), USE);
    await build('whole', { of });
    const stopped = await build('out', { of, after: 4 });
    // What is on the disk is whole: each file is one of the finished build.
    for (const [name, text] of files('out'))
      if (!name.includes('manifest')) expect(files('whole').get(name)).toBe(text);
    expect(stopped.papers.some((p) => p.files.length > 0)).toBe(true);
    await build('out', { of });
    expect(files('out')).toEqual(files('whole'));
  });

  it('does not take a file of an older build for a new one', async () => {
    write(students(8), USE);
    await build('out');
    writeFileSync(join(folder, 'problems/double.yaml'), small('double').replace('Take', 'Now take'));
    await build('out', { of: 2, after: 4 });
    await build('out', { of: 2 });
    for (const id of students(8))
      expect(readFileSync(join(folder, `out/papers/${id}.html`), 'utf8')).toContain('Now take');
    expect(existsSync(join(folder, 'out/keys/s8.html'))).toBe(true);
  });

  it('freezes what it dealt', async () => {
    write(students(8), USE);
    const stopped = await build('out', { after: 3 });
    expect(stopped.papers.map((p) => p.student)).toEqual(students(3));
    expect([...(frozenDraws(stopped, 's1') ?? [])]).toEqual([['double', { template: 'double', draw: 0 }]]);
  });
});
