import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/base/issue.ts';
import { Dealer } from '../../src/course/deal.ts';
import { DEFAULT_SETTINGS, readGradingBlock } from '../../src/grading/grading-block.ts';
import { readAssignment } from '../../src/problem/assignment.ts';
import { ROOT } from '../cli/support.ts';
import { catalogueOf } from '../problem/support/templates.ts';

const catalogue = catalogueOf('problems');
const names = readdirSync(join(ROOT, 'assignments')).sort();

describe('the assignments that ship', () => {
  it('are one for each part of the lecture, a midterm and a practice set', () => {
    expect(names.filter((n) => n.startsWith('part-'))).toHaveLength(6);
    expect(names).toEqual(expect.arrayContaining(['midterm.yaml', 'practice.yaml']));
  });

  it.each(names)('%s reads, and everybody gets every item', (name) => {
    const text = readFileSync(join(ROOT, 'assignments', name), 'utf8');
    const read = readAssignment(text, name, catalogue);
    expect(read.ok ? [] : read.error.map(formatIssue)).toEqual([]);
    if (!read.ok) return;
    const assignment = read.value;
    expect(`${assignment.id}.yaml`).toBe(name);
    const settings = readGradingBlock(assignment.grading, DEFAULT_SETTINGS);
    expect(settings.ok).toBe(true);
    const dealer = new Dealer({
      assignment,
      catalogue,
      secret: 'a secret for tests alone',
      settings: settings.ok ? settings.value : DEFAULT_SETTINGS,
    });
    const papers = ['s1', 's2', 's3'].map((student) => {
      const dealt = dealer.deal(student);
      return dealt.ok ? dealt.value.items : expect.fail(dealt.error.map(formatIssue).join('\n'));
    });
    const ids = papers.map((items) => items.map((i) => i.item));
    expect(new Set(ids.map((i) => i.join())).size).toBe(1);
    for (const items of papers) expect(new Set(items.map((i) => i.template.id)).size).toBe(items.length);
  });

  it('the midterm takes its problems from pools, differing from student to student', () => {
    const read = readAssignment(
      readFileSync(join(ROOT, 'assignments/midterm.yaml'), 'utf8'),
      'midterm.yaml',
      catalogue,
    );
    if (!read.ok) return expect.fail('the midterm does not read');
    const settings = DEFAULT_SETTINGS;
    const dealer = new Dealer({ assignment: read.value, catalogue, secret: 'a secret for tests alone', settings });
    const sets = ['a', 'b', 'c', 'd'].map((student) => {
      const dealt = dealer.deal(student);
      return dealt.ok ? dealt.value.items.map((i) => `${i.item}=${i.template.id}`) : [];
    });
    expect(sets[0]?.filter((i) => /^pool3-[12]=/.test(i))).toHaveLength(2);
    expect(new Set(sets.map((s) => s.join())).size).toBeGreaterThan(2);
  });
});
