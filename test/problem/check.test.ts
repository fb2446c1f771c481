import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../src/problem/check.ts';
import { effectiveNumber } from '../../src/problem/check-draws.ts';
import { catalogueOf, sampleTemplate } from './support/templates.ts';

const problems = catalogueOf('problems');
const data = new Map();

const codes = (blocks: string, seeds = 40) =>
  checkTemplate(sampleTemplate(blocks), { seeds, data }).issues.map((i) => i.code);

describe('checking a template', () => {
  it.each([...problems.templates])(
    '%s passes',
    (_id, template) => {
      const report = checkTemplate(template, { seeds: 6, data: problems.data });
      expect(report.issues.filter((i) => i.severity === 'error' || i.code === 'print')).toEqual([]);
      expect(report).toMatchObject({ passed: true, built: 6 });
    },
    30_000,
  );

  it('counts what each structure accepts, and how often keys were confirmed', () => {
    const report = checkTemplate(problems.templates.get('partials-of-a-composition') ?? fail(), { seeds: 80, data });
    expect(report.structures.reduce((sum, s) => sum + s.count, 0)).toBe(80);
    expect(report.structures.every((s) => s.acceptance === 1 && s.features.size > 3)).toBe(true);
    expect(report.confirmed).toBe(160);
  });

  it('names a parameter that does nothing, and in how many variants', () => {
    const blocks = (f: string) =>
      `variables: { x: real }\nparameters:\n  a: { integer: [1, 99] }\n  b: { integer: [1, 9] }\n  f: { choice: [${f}] }\nstatement: $ {{ f }}$\nfields: { d: { type: expression, answer: "diff(f, x)" } }\n`;
    const messages = (f: string) =>
      checkTemplate(sampleTemplate(blocks(f)), { seeds: 40, data }).issues.map((i) => i.message);
    expect(messages('a*x^2, x^3*a')).toContain('the parameter `b` does nothing in every variant');
    expect(messages('a*x^2 + b, x^3*a')).toContain('the parameter `b` does nothing with option 2 of f');
    expect(messages('a*x^2 + b, x^3*a, a*x^5').join()).toContain('`b` does nothing with option 2 of f, option 3 of f');
    expect(messages('a*x^2 + b, x^3*a + b*x').join()).not.toMatch(/does nothing/);
  });

  it('a parameter that only a condition uses does nothing in the problem', () => {
    expect(
      codes(
        'parameters: { a: { integer: [1, 99] }, b: { integer: [1, 9] } }\nrequire: b > 2\nstatement: $ {{ a }}$\nfields: { d: { type: number, answer: "2*a" } }\n',
      ),
    ).toContain('unused-parameter');
  });

  it('a small space must be declared', () => {
    const blocks =
      'parameters: { a: { integer: [1, 3] } }\nstatement: $ {{ a }}$\nfields: { d: { type: number, answer: "2*a" } }\n';
    expect(codes(blocks)).toContain('few-variants');
    expect(codes(`variants: few\n${blocks}`)).toEqual([]);
  });

  it('a condition that is hardly ever met is an error', () => {
    expect(
      codes(
        'parameters: { a: { integer: [1, 400] } }\nrequire: a = 7 or a = 8\nvariants: few\nstatement: $ {{ a }}$\nfields: { d: { type: number, answer: "2*a" } }\n',
        8,
      ),
    ).toContain('rarely-accepted');
  });

  it('two structures that print the same are told', () => {
    expect(
      codes(
        'variables: { x: real }\nparameters:\n  a: { integer: [1, 5] }\n  f: { choice: [a*x^2, x^2*a] }\nvariants: few\nstatement: $ {{ f }}$\nfields: { d: { type: expression, answer: "diff(f, x)" } }\n',
      ),
    ).toContain('like-structures');
  });

  it('mistakes in formulas are issues with their place, told once', () => {
    const report = checkTemplate(
      sampleTemplate('statement: Work.\nfields: { d: { type: number, answer: "q + 1" } }\n'),
      { seeds: 5, data },
    );
    expect(report.passed).toBe(false);
    expect(report.issues).toMatchObject([{ code: 'unknown-name', line: 6, file: 'sample.yaml' }]);
  });

  it('a key that the grader does not take is an error', () => {
    const template = problems.templates.get('jacobian-of-a-linear-map') ?? fail();
    const report = checkTemplate(template, {
      seeds: 3,
      data,
      gradeKey: (instance) => [`${instance.public.id}: J got 0 of 1`],
    });
    expect(report.passed).toBe(false);
    expect(report.issues.map((i) => i.code)).toEqual(['key-not-right']);
  });

  const fail = (): never => {
    throw new Error('no template');
  };
});

describe('the effective number of variants', () => {
  it('is 1/Σp², not the number of different draws', () => {
    const draws = Array.from({ length: 400 }, (_, k) => (k % 2 === 0 ? 'often' : `rare ${k % 100}`));
    // Half of the draws are one variant, the rest spread over fifty: 1/(1/4 + 50/100²) ≈ 3.92.
    expect(effectiveNumber(draws).effective).toBeCloseTo(3.92, 1);
    expect(effectiveNumber(['a', 'b', 'c', 'd'])).toEqual({ effective: 6, isLowerBound: true });
  });
});
