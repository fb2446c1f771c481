import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/base/issue.ts';
import { printText } from '../../src/expr/print/text.ts';
import { fingerprint } from '../../src/problem/fingerprint.ts';
import type { Template } from '../../src/problem/template.ts';
import { isTidy } from '../../src/problem/tidiness.ts';
import { catalogueOf, variantOf } from './support/templates.ts';

const problems = catalogueOf('problems');
const lecture = catalogueOf('test/fixtures/lecture-templates');

const range = (n: number) => Array.from({ length: n }, (_, k) => k);
const byId = (templates: ReadonlyMap<string, Template>) => [...templates];

describe('the catalogue that ships', () => {
  it('loads without a single warning', () => {
    expect(problems.issues.map(formatIssue)).toEqual([]);
  });

  it.each([
    [['partial-derivatives'], 3],
    [['chain-rule-multivariate', 'chain-rule-composition'], 4],
    [['jacobian', 'jacobian-of-linear-map'], 4],
    [['least-squares-gradient'], 3],
    [['backprop-trace'], 4],
  ] as const)('has templates of %s', (topics, count) => {
    const found = [...problems.templates.values()].filter((t) => (topics as readonly string[]).includes(t.topic));
    expect(found.length).toBeGreaterThanOrEqual(count);
    // Random structure, not only random coefficients; a linear map has one structure.
    expect(found.filter((t) => t.parameters.some((p) => p.draw.kind === 'choice')).length).toBeGreaterThanOrEqual(
      count - 1,
    );
  });

  it.each(byId(problems.templates))(
    '%s: tidy where no calculator is allowed, not zero, and many variants',
    (_id, template) => {
      const seen = new Set<string>();
      for (const seed of range(60)) {
        const instance = variantOf(template, seed, { oraclePoints: 0 });
        seen.add(fingerprint(instance.public));
        for (const [k, key] of instance.key.fields.entries()) {
          const { answer } = key;
          if (answer === null) continue;
          if (!template.calculator && key.trace.length === 0) expect(isTidy(answer), printText(answer)).toBe(true);
          if (answer.shape.length === 0 && instance.public.fields[k]?.mayBe.zero === false)
            expect(printText(answer)).not.toBe('0');
        }
      }
      if (!template.fewVariants) expect(seen.size).toBeGreaterThan(40);
    },
    60_000,
  );

  it.each(byId(problems.templates))(
    '%s: keys are confirmed by independent ways, in both layouts and languages',
    (_id, template) => {
      for (const seed of range(12)) {
        for (const layout of ['numerator', 'denominator'] as const) {
          const { key } = variantOf(template, seed, { layout, locale: seed % 2 === 0 ? 'en' : 'de' });
          for (const { check } of key.checks) {
            expect(check.agree).toBe(true);
            // A trace is held against differences alone: no rule of the engine is used.
            expect(check.ways.length).toBeGreaterThanOrEqual(key.fields.some((f) => f.trace.length > 0) ? 1 : 4);
          }
        }
      }
    },
  );
});

describe('the twenty templates of the lecture', () => {
  it('load without an error', () => {
    expect(lecture.issues.filter((i) => i.severity === 'error')).toEqual([]);
    expect(lecture.templates.size).toBe(23);
    expect([...lecture.data.keys()]).toEqual(['three-points']);
  });

  it.each(byId(lecture.templates))('%s: 40 variants', (_id, template) => {
    for (const seed of range(40)) {
      const instance = variantOf(template, seed, {}, lecture);
      expect(instance.public.statement.length).toBeGreaterThan(0);
      expect(instance.public.fields.map((f) => f.id)).toEqual(instance.key.fields.map((f) => f.id));
    }
  });
});
