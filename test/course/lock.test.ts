import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openTargets } from '../../src/course/check-targets.ts';
import { LOCK_FILE, lockTemplates } from '../../src/course/lock.ts';
import { ROOT, scratch } from '../cli/support.ts';

const TEMPLATE = 'partials-of-a-composition.yaml';

describe('the lock file of released templates', () => {
  let folder = '';
  const file = (name: string) => join(folder, name);
  const edit = (from: string, to: string, name = TEMPLATE) => {
    const text = readFileSync(file(name), 'utf8');
    expect(text).toContain(from);
    writeFileSync(file(name), text.replace(from, to));
  };
  const lock = async () => {
    const { catalogue, folders } = await openTargets(ROOT, [folder], false);
    return lockTemplates(catalogue, [...catalogue.templates.values()], folders, true);
  };
  beforeEach(async () => {
    folder = join(scratch(), 'problems');
    mkdirSync(folder);
    for (const name of [TEMPLATE, 'regression-gradient.yaml', 'three-points.yaml'])
      cpSync(join(ROOT, 'test/fixtures/lecture-templates', name), file(name));
    expect((await lock()).locked).toEqual(['partials-of-a-composition', 'regression-gradient']);
  });

  it('is written once and then holds', async () => {
    const before = readFileSync(file(LOCK_FILE), 'utf8');
    expect(await lock()).toMatchObject({ issues: [], locked: [], unchanged: 2, files: [] });
    expect(readFileSync(file(LOCK_FILE), 'utf8')).toBe(before);
  });

  it.each([
    ['a range', 'a: { integer: [1, 9] }', 'a: { integer: [1, 8] }'],
    ['an option', 'cos(u)]', 'cos(u), u^4]'],
    ['a sentence', 'Find both', 'Work out both'],
    ['an answer', 'answer: "diff(f, x)"', 'answer: "2*diff(f, x)"'],
  ])('%s changed without a new version fails, at the version', async (_what, from, to) => {
    edit(from, to);
    const { issues, locked } = await lock();
    expect(issues).toMatchObject([
      { code: 'changed-release', severity: 'error', line: 8, column: 10, hint: expect.stringContaining('version: 2') },
    ]);
    expect(locked).toEqual([]);
    // A second run says the same: nothing was locked on the way.
    expect((await lock()).issues).toHaveLength(1);
    edit('version: 1', 'version: 2');
    expect(await lock()).toMatchObject({ issues: [], locked: ['partials-of-a-composition'], unchanged: 1 });
    expect((await lock()).unchanged).toBe(2);
  });

  it('comments, quotes, objectives and minutes may change', async () => {
    edit('minutes: 6', '# for most\nminutes: 8');
    edit('title: Partial derivatives of a composition', 'title: "Partial derivatives of a composition"');
    expect(await lock()).toMatchObject({ issues: [], unchanged: 2 });
  });

  it('shared data belongs to what was released', async () => {
    edit('integer: [-2, 3]', 'integer: [-3, 3]', 'three-points.yaml');
    expect((await lock()).issues).toMatchObject([
      { code: 'changed-release', file: expect.stringContaining('regression') },
    ]);
  });

  it('a program that draws otherwise is told apart from a changed file', async () => {
    edit('"variants": "', '"variants": "0', LOCK_FILE);
    expect((await lock()).issues).toMatchObject([{ code: 'changed-variants' }]);
  });

  it('a version must not go back, a template not vanish', async () => {
    edit('version: 1', 'version: 3');
    await lock();
    edit('version: 3', 'version: 2');
    expect((await lock()).issues).toMatchObject([{ code: 'version-back', hint: 'Write version: 4.' }]);
    edit('id: partials-of-a-composition', 'id: partials');
    const { issues } = await lock();
    expect(issues.map((i) => i.code)).toEqual(['release-gone']);
  });

  it('a lock file that cannot be read is not overwritten', async () => {
    writeFileSync(file(LOCK_FILE), '{"schema": 1, "templates": {"x"');
    expect((await lock()).issues).toMatchObject([{ code: 'bad-lock' }]);
    expect(readFileSync(file(LOCK_FILE), 'utf8')).toContain('{"x"');
  });
});
