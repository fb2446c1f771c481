import { describe, expect, it } from 'vitest';
import { previewVariant } from '../../src/course/preview.ts';
import { shapeType } from '../../src/answers/shape.ts';
import { catalogueOf } from '../problem/support/templates.ts';
import { POLICY } from './support.ts';

const catalogue = catalogueOf('problems');
const template = catalogue.templates.get('concepts-and-shapes');
const made = template && previewVariant(template, catalogue, { seed: '3', locale: 'en', layout: 'numerator' });

/** The verdict on the shape of a gradient, 1×13. */
function verdict(text: string): string {
  const [field, key] = made?.ok ? [made.value.public.fields[0], made.value.key.fields[0]] : [];
  if (field === undefined || key === undefined) throw new Error('no variant');
  const judgement = shapeType.judge(text, field, key, POLICY, new Map());
  return `${judgement.verdict} ${judgement.code}`;
}

describe('shapes as students type them', () => {
  it.each(['1x13', '1 × 13', '(1x13)', 'R^(1x13)', '1 x (13)', '[1, 13]'])('%s is right', (text) => {
    expect(verdict(text)).toBe('equal right');
  });

  it.each(['qqq2(((', ')2[[(', '(1x13', '1x13]', 'qqqqqqsin(([[('])('%s is no shape', (text) => {
    expect(verdict(text)).toBe('invalid syntax');
  });
});
