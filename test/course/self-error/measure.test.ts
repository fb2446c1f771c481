import { describe, expect, it, test } from 'vitest';
import { selfErrorIssues } from '../../../src/course/self-error/issues.ts';
import { measureSelfError } from '../../../src/course/self-error/measure.ts';
import { catalogueOf, templateOf, variantOf } from '../../problem/support/templates.ts';

describe('the grader on the catalogue', () => {
  const catalogue = catalogueOf('problems');
  const templates = [...catalogue.templates.values()];
  const total = { tried: 0, failed: 0 };
  test.each(templates.map((t) => [t.id, t] as const))('%s', (id, template) => {
    const instances = Array.from({ length: 8 }, (_, k) => variantOf(template, `measure ${k}`, {}, catalogue));
    const found = measureSelfError(id, instances, 40);
    expect(found.examples.filter((e) => !/was not named first|undecided/.test(e))).toEqual([]);
    const { tried, failed } = found.misconceptions;
    total.tried += tried;
    total.failed += failed;
    expect(failed / Math.max(1, tried), found.examples.join('\n')).toBeLessThanOrEqual(0.05);
  });

  it('names 99 of 100 wrong rules first', () => {
    expect(total.tried).toBeGreaterThan(2000);
    expect(total.failed / total.tried).toBeLessThanOrEqual(0.01);
  });
});

describe('measuring the grader', () => {
  const template = templateOf(`id: sample
title: Sample
topic: samples
level: 1
variables: { x: real }
parameters: { a: { integer: [3, 9] } }
statement: s
fields:
  d: { type: expression, answer: "diff(x^2*sin(a*x), x)" }
`);
  const instances = [0, 1].map((k) => variantOf(template, k));

  it('tries as many answers as asked, the same ones each time', () => {
    const found = measureSelfError('sample', instances, 60);
    expect(found.rewrites).toEqual({ tried: 60, failed: 0, undecided: 0 });
    expect(found.garbage.tried).toBe(16);
    expect(found.misconceptions.tried).toBeGreaterThan(10);
    expect(found.misconceptions.failed).toBe(0);
    expect(measureSelfError('sample', instances, 60)).toEqual(found);
  });

  it('sees a grader that accepts too much', () => {
    const loose = templateOf(`id: loose
title: Loose
topic: samples
level: 1
calculator: yes
variables: { x: real }
values: { x: { number: [1, 2], step: 0.1 } }
statement: s
fields:
  d: { type: number, answer: "value(diff(x^2*exp(x), x))", round: within 60 % }
`);
    const found = measureSelfError(
      'loose',
      [0, 1, 2].map((k) => variantOf(loose, k)),
      40,
    );
    expect(found.perturbations.failed).toBeGreaterThan(0);
    expect(selfErrorIssues(found, 'loose.yaml').map((i) => i.code)).toContain('grader-error');
  });
});
