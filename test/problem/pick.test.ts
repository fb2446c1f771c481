import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAssignment } from '../../src/problem/assignment.ts';
import { assignmentText, expectedMinutes, pickProblems, shares } from '../../src/problem/pick.ts';
import { catalogueOf } from './support/templates.ts';

const catalogue = catalogueOf('problems');
const templates = [...catalogue.templates.values()];
const all = { topics: [], levels: [], minutes: null, problems: null, points: 60, seed: '1' };

const picked = (request: Partial<Parameters<typeof pickProblems>[1]>) => {
  const made = pickProblems(templates, { ...all, ...request });
  return made.ok ? made.value : expect.fail(made.error);
};

describe('picking problems', () => {
  it('fills the time and never exceeds it, with points that add up, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 150 }),
        fc.integer({ min: 40, max: 100 }),
        fc.string(),
        (minutes, points, seed) => {
          const problems = picked({ minutes, points, seed });
          const time = problems.reduce((sum, p) => sum + p.minutes, 0);
          expect(time).toBeLessThanOrEqual(minutes);
          // Nothing that is left would still fit.
          const ids = new Set(problems.map((p) => p.template.id));
          expect(ids.size).toBe(problems.length);
          for (const t of templates) if (!ids.has(t.id)) expect(time + expectedMinutes(t)).toBeGreaterThan(minutes);
          expect(problems.reduce((sum, p) => sum + p.points, 0)).toBe(points);
          expect(problems.every((p) => Number.isInteger(p.points) && p.points >= 1)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes topics in turn and keeps to topics and levels', () => {
    const problems = picked({ topics: ['jacobian', 'gradient', 'partial-derivatives'], levels: [1, 2], problems: 3 });
    expect(problems.map((p) => p.template.topic)).toEqual(['jacobian', 'gradient', 'partial-derivatives']);
    expect(problems.every((p) => p.template.level <= 2)).toBe(true);
  });

  it('picks as many as asked for where the time allows any such choice', () => {
    expect(picked({ problems: 5, minutes: 60 })).toHaveLength(5);
    expect(picked({ problems: 2, minutes: 12 })).toHaveLength(2);
  });

  it('follows the seed, and a new template leaves the order of the others alone', () => {
    const ids = (seed: string, from = templates) => {
      const made = pickProblems(from, { ...all, seed, problems: 8 });
      return made.ok ? made.value.map((p) => p.template.id) : [];
    };
    expect(ids('1')).toEqual(ids('1'));
    expect(new Set(['1', '2', '3', '4', '5'].map((s) => ids(s).join())).size).toBeGreaterThan(1);
    const taken = ids('1');
    const other = templates.find((t) => !taken.includes(t.id));
    expect(
      ids(
        '1',
        templates.filter((t) => t !== other),
      ),
    ).toEqual(taken);
  });

  it.each([
    [{ topics: ['cooking'] }, 'no template has this topic and level'],
    [{ minutes: 1 }, 'more than the 1 there are'],
    [{ topics: ['gradient'], problems: 400 }, '400 problems were asked for, but there are'],
    [{ problems: 4, points: 3 }, '3 points are too few for 4 problems'],
    [{ problems: 9, minutes: 20 }, 'minutes at least, more than the 20 there are'],
  ])('%j: says why not', (request, message) => {
    const made = pickProblems(templates, { ...all, problems: 1, ...request });
    expect(made.ok ? '' : made.error).toContain(message);
  });

  it('is written as an assignment that reads', () => {
    const head = { id: 'hw3', title: 'A "quoted" title: and more', locale: 'de', layout: 'denominator' } as const;
    const problems = picked({ problems: 6, points: 25 });
    const read = readAssignment(assignmentText(head, problems), 'hw3.yaml', catalogue);
    expect(read.ok ? [] : read.error).toEqual([]);
    if (!read.ok) return;
    expect(read.value).toMatchObject({ id: 'hw3', locale: 'de', layout: 'denominator' });
    expect(read.value.title.get('')?.text).toBe(head.title);
    expect(read.value.slots.map((s) => s.points)).toEqual(problems.map((p) => p.points));
  });
});

describe('points by time', () => {
  it('are whole, at least one, add up, and never order two problems the other way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 12 }),
        fc.nat(60),
        (weights, more) => {
          const points = shares(weights, weights.length + more);
          expect(points.reduce((a, b) => a + b, 0)).toBe(weights.length + more);
          for (const [i, p] of points.entries()) {
            expect(p).toBeGreaterThanOrEqual(1);
            for (const [j, q] of points.entries())
              if ((weights[i] ?? 0) > (weights[j] ?? 0)) expect(p).toBeGreaterThanOrEqual(q);
          }
        },
      ),
    );
  });

  it('equal times get equal points where they divide', () => {
    expect(shares([5, 5, 5], 12)).toEqual([4, 4, 4]);
    expect(shares([10, 5, 5], 20)).toEqual([10, 5, 5]);
  });
});
