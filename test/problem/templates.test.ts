import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/base/issue.ts';
import { printText } from '../../src/expr/print/text.ts';
import { fingerprint } from '../../src/problem/fingerprint.ts';
import type { Template } from '../../src/problem/template.ts';
import { isTidy } from '../../src/problem/tidiness.ts';
import { catalogueOf, variantOf } from './support/templates.ts';

const problems = catalogueOf('problems');
const lecture = catalogueOf('test/fixtures/lecture-templates');

/** The topics of the course; their ids are part of what assignments rely on. */
const TOPICS: readonly string[] = [
  'difference-quotient',
  'taylor-polynomial',
  'differentiation-rules',
  'partial-derivatives',
  'gradient',
  'chain-rule-multivariate',
  'jacobian',
  'jacobian-of-linear-map',
  'chain-rule-composition',
  'least-squares-gradient',
  'matrix-gradient-of-vector',
  'matrix-gradient-of-matrix',
  'matrix-identities',
  'network-gradients',
  'backprop-trace',
  'autodiff-modes',
  'hessian',
  'linearization-and-taylor',
  'shapes-at-a-glance',
  'find-the-error',
  'review-questions',
  'vector-jacobian-products',
  'newton-and-curvature',
  'gauss-newton',
  'adversarial-linearization',
  'jacobian-rank',
  'gradient-flow',
  'ntk',
  'natural-gradient',
  'hessian-spectrum',
  'lie-invariance',
];

const range = (n: number) => Array.from({ length: n }, (_, k) => k);
const byId = (templates: ReadonlyMap<string, Template>) => [...templates];

describe('the catalogue that ships', () => {
  it('loads without a single warning', () => {
    expect(problems.issues.map(formatIssue)).toEqual([]);
  });

  it.each(TOPICS)('%s has two templates, two types of answer and a source for each', (topic) => {
    const found = [...problems.templates.values()].filter((t) => t.topic === topic);
    expect(found.length).toBeGreaterThanOrEqual(2);
    expect(new Set(found.flatMap((t) => t.fields.map((f) => f.type))).size).toBeGreaterThanOrEqual(2);
    for (const t of found) {
      expect(t.source, t.id).toMatch(/^lecture, /);
      expect(t.objectives.length, t.id).toBeGreaterThan(0);
      expect(t.minutes, t.id).not.toBeNull();
    }
  });

  it('has ninety templates or more, and none outside the topics', () => {
    const templates = [...problems.templates.values()];
    expect(templates.length).toBeGreaterThanOrEqual(90);
    expect(templates.filter((t) => !TOPICS.includes(t.topic)).map((t) => t.id)).toEqual([]);
    // Random structure, not only random coefficients, is the rule.
    const structured = templates.filter(
      (t) => t.fewVariants || t.parameters.some((p) => p.draw.kind === 'choice') || t.statement.length > 1,
    );
    expect(structured.length / templates.length).toBeGreaterThan(0.75);
  });

  it.each(byId(problems.templates))(
    '%s: tidy where no calculator is allowed, not zero, and many variants',
    (_id, template) => {
      const seen = new Set<string>();
      for (const seed of range(25)) {
        const instance = variantOf(template, seed, { oraclePoints: 0 }, problems);
        seen.add(fingerprint(instance.public));
        for (const [k, key] of instance.key.fields.entries()) {
          const { answer } = key;
          // A shape or a case table is no number to write down.
          const type = instance.public.fields[k]?.type;
          if (answer === null || type === 'shape' || type === 'cases') continue;
          if (!template.calculator && key.trace.length === 0) expect(isTidy(answer), printText(answer)).toBe(true);
          if (answer.shape.length === 0 && instance.public.fields[k]?.mayBe.zero === false)
            expect(printText(answer)).not.toBe('0');
        }
      }
      if (!template.fewVariants) expect(seen.size).toBeGreaterThan(18);
    },
    60_000,
  );

  it.each(byId(problems.templates))(
    '%s: keys are confirmed by independent ways, in both layouts and languages',
    (_id, template) => {
      for (const seed of range(2)) {
        for (const layout of ['numerator', 'denominator'] as const) {
          const { key } = variantOf(template, seed, { layout, locale: seed % 2 === 0 ? 'en' : 'de' }, problems);
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
