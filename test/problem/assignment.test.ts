import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/base/issue.ts';
import { readAssignment } from '../../src/problem/assignment.ts';
import { catalogueOf } from './support/templates.ts';

const catalogue = catalogueOf('problems');
const GOOD = `id: hw1
title: "Homework 1: gradients"
locale: de
layout: denominator
problems:
  - { use: partials-of-a-composition, points: 4 }
  - { use: partials-of-a-composition }
  - { pool: { topic: jacobian, level: [2, 3] }, pick: 2, points: 6 }
  - { pool: { topic: backprop-trace }, pick: 1, points: 2.5 }
paper: { size: letter, columns: 2 }
grading: { number: { relative: 0.005 } }
`;

const read = (text: string) => readAssignment(text, 'hw1.yaml', catalogue);
const errors = (text: string) => {
  const result = read(text);
  return result.ok ? [] : result.error.filter((i) => i.severity === 'error').map(formatIssue);
};

describe('an assignment', () => {
  it('is read with its slots, items numbered as they repeat and by pool', () => {
    const result = read(GOOD);
    if (!result.ok) throw new Error(errors(GOOD).join('\n'));
    const { slots, locale, layout, grading, paper } = result.value;
    expect(paper).toEqual({ size: 'letter', columns: 2 });
    expect([locale, layout, grading === null]).toEqual(['de', 'denominator', false]);
    expect(slots.map((s) => (s.kind === 'use' ? s.item : s.name))).toEqual([
      'partials-of-a-composition',
      'partials-of-a-composition-2',
      'pool1',
      'pool2',
    ]);
    expect(slots.map((s) => s.points)).toEqual([4, 1, 6, 2.5]);
    const [, , pool] = slots;
    expect(pool?.kind === 'pool' ? pool.templates : []).toEqual([
      'jacobian-of-a-nonlinear-map',
      'jacobian-of-coordinates',
    ]);
  });

  it.each([
    [
      'a template nobody wrote',
      'use: partials-of-a-composition, points',
      'use: partials-of-a-compositon, points',
      /^hw1\.yaml:6:12: there is no template [\s\S]*Did you mean `partials-of-a-composition`/,
    ],
    ['a page size nobody has', 'size: letter', 'size: a3', /^hw1\.yaml:10:16: `size` is `a3`[\s\S]*a4, letter/],
    ['three columns', 'columns: 2', 'columns: 3', /^hw1\.yaml:10:33: `columns` must be a whole number from 1 to 2/],
    ['a misspelt paper option', 'size: letter', 'sise: letter', /^hw1\.yaml:10:10: .*`sise`[\s\S]*`size`/],
    ['a misspelt key', 'layout:', 'layuot:', /^hw1\.yaml:4:1: .*`layuot`[\s\S]*`layout`/],
    ['an unknown layout', 'denominator', 'transposed', /^hw1\.yaml:4:9: .*numerator, denominator|^hw1\.yaml:4:9:/],
    ['no points', 'points: 4', 'points: 0', /^hw1\.yaml:6:\d+: `points`/],
    ['a pool that is too small', 'pick: 2', 'pick: 9', /^hw1\.yaml:8:\d+: the pool has 2 templates, fewer than the 9/],
    [
      'neither use nor pool',
      'use: partials-of-a-composition, points: 4',
      'points: 4',
      /^hw1\.yaml:6:5: .*`use`, or a `pool`/,
    ],
  ])('%s is shown where it stands', (_what, from, to, message) => {
    expect(errors(GOOD.replace(from, to))[0]).toMatch(message);
  });
});
