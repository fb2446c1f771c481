import { describe, expect, it, test } from 'vitest';
import { richSource } from '../../src/answers/rich-text.ts';
import { stream } from '../../src/base/random.ts';
import { printText } from '../../src/expr/print/text.ts';
import { gradeItem } from '../../src/grading/grade-item.ts';
import { DEFAULT_SETTINGS } from '../../src/grading/grading-block.ts';
import { misconceptions } from '../../src/misconceptions/table.ts';
import { instantiate } from '../../src/problem/instantiate.ts';
import { catalogueOf, keyOf, templateOf, variantOf } from './support/templates.ts';

const lecture = catalogueOf('test/fixtures/lecture-templates');
const SEEDS = Array.from({ length: 25 }, (_, k) => k);

const lectureTemplate = (id: string) => {
  const found = lecture.templates.get(id);
  if (found === undefined) throw new Error(`no template ${id}`);
  return found;
};

const sample = (blocks: string) =>
  templateOf(`id: sample\ntitle: Sample\ntopic: samples\nlevel: 1\nvariants: few\n${blocks}`);

const faultOf = (blocks: string): string => {
  const made = instantiate(sample(blocks), stream('fault'), { locale: 'en', layout: 'numerator' });
  if (made.ok) throw new Error('it was built');
  return made.error.map((i) => `${i.code}: ${i.message} ${i.hint ?? ''}`).join('\n');
};

describe('a choice made from misconceptions', () => {
  const template = lectureTemplate('choose-the-derivative');
  const ids = new Set(misconceptions.map((m) => m.id));

  test.each(SEEDS)('shows four options, one right, the others each by a wrong rule (seed %i)', (seed) => {
    const instance = variantOf(template, seed);
    const [field] = instance.public.fields;
    const key = keyOf(instance, 'pick');
    expect(field?.items).toHaveLength(4);
    expect(key.right).toHaveLength(1);
    expect(new Set(field?.items.map((i) => richSource(i.text))).size).toBe(4);
    for (const item of field?.items ?? []) {
      const note = key.optionNotes?.get(item.id);
      if (key.right.includes(item.id)) expect(note?.misconception).toBeNull();
      else {
        expect(ids).toContain(note?.misconception);
        expect(note?.says).toMatch(/\.$/);
      }
    }
    // The paper tells nothing of which is which.
    expect(JSON.stringify(instance.public)).not.toMatch(/misconception|dropped|rule-/);
  });

  it('puts the right option in every place, and many wrong rules beside it', () => {
    const instances = SEEDS.map((seed) => variantOf(template, seed));
    expect(new Set(instances.map((i) => keyOf(i, 'pick').right[0])).size).toBe(4);
    const used = instances.flatMap((i) => [...(keyOf(i, 'pick').optionNotes ?? [])].map(([, n]) => n.misconception));
    expect(new Set(used).size).toBeGreaterThan(8);
  });

  it('tells who picks a wrong option what went wrong', () => {
    const instance = variantOf(template, 3);
    const key = keyOf(instance, 'pick');
    const wrong = instance.public.fields[0]?.items.find((i) => !key.right.includes(i.id))?.id ?? '';
    const [judgement] = gradeItem(instance, new Map([['pick', [wrong]]]), () => DEFAULT_SETTINGS);
    expect(judgement?.verdict).toBe('different');
    expect(judgement?.misconceptions[0]?.id).toBe(key.optionNotes?.get(wrong)?.misconception);
    expect(judgement?.message).toBe(key.optionNotes?.get(wrong)?.says);
  });

  it('is narrowed by `mistakes`', () => {
    const instance = variantOf(
      sample(`variables: { x: real }
statement: s
fields:
  pick:
    type: choice
    answer: "diff(x^3*sin(x), x)"
    mistakes: [product-of-derivatives, product-rule-missing-term]
    show: 3
`),
      1,
    );
    const notes = [...(keyOf(instance, 'pick').optionNotes?.values() ?? [])].map((n) => n.misconception);
    expect([...notes].sort()).toEqual(['product-of-derivatives', 'product-rule-missing-term', null].sort());
  });

  it('works for Jacobians and for values at a point, in the layout of the assignment', () => {
    const template2 = sample(`variables: { x: real, y: real }
values: { x: 2, y: 3 }
statement: s
fields:
  J: { type: choice, answer: "gradient(x^2*y + sin(3*y), (x, y))" }
  n: { type: choice, answer: "value(diff(x^3*y^2, x))" }
`);
    const instance = variantOf(template2, 1, { layout: 'denominator' });
    const shown = instance.public.fields[0]?.items.map((i) => richSource(i.text)) ?? [];
    expect(shown).toHaveLength(4);
    const numbers = instance.public.fields[1]?.items.map((i) => Number(richSource(i.text).replaceAll('$', ''))) ?? [];
    expect(numbers).toContain(108);
    expect([...numbers].sort((a, b) => a - b)).toEqual(numbers);
  });

  test.each([
    [
      'mistakes: [dropped-iner-derivative]',
      /unknown-mistake.*dropped-iner-derivative.*Did you mean `dropped-inner-derivative`/,
    ],
    ['mistakes: [quotient-rule-sign]', /few-distractors: only 0 distractors for `x\*sin\(x\)`, 3 are needed/],
  ])('refuses %s', (mistakes, message) => {
    expect(
      faultOf(`variables: { x: real }
statement: s
fields:
  pick: { type: choice, answer: "diff(x*sin(x), x)", ${mistakes} }
`),
    ).toMatch(message);
  });
});

describe('a derivation with one wrong line', () => {
  const template = lectureTemplate('first-wrong-line');

  it('breaks one listed rule, anywhere, and sometimes none', () => {
    const keys = Array.from({ length: 60 }, (_, seed) => keyOf(variantOf(template, `line ${seed}`), 'line'));
    const places = new Set(keys.map((k) => k.right[0] ?? 'none'));
    expect(places).toContain('none');
    expect(places.size).toBeGreaterThan(3);
    const rules = new Set(keys.flatMap((k) => [...(k.optionNotes?.values() ?? [])].map((n) => n.misconception)));
    expect([...rules].sort()).toEqual(
      [
        'dropped-inner-derivative',
        'power-rule-exponent-kept',
        'product-rule-missing-term',
        'quotient-rule-sign',
      ].sort(),
    );
  });

  it('is graded by the number of the line', () => {
    const instance = variantOf(template, 'graded');
    const right = keyOf(instance, 'line').right[0] ?? 'none';
    const repair = printText(keyOf(instance, 'repair').answer ?? (undefined as never));
    const judged = gradeItem(
      instance,
      new Map([
        ['line', right],
        ['repair', repair],
      ]),
      () => DEFAULT_SETTINGS,
    );
    expect(judged.map((j) => j.verdict)).toEqual(['equal', 'equal']);
  });

  it('is shown with its number and the slip in the worked solution', () => {
    const shown = (seed: number): string => {
      const instance = variantOf(template, `line ${seed}`);
      return richSource(instance.key.solution.fields.find((f) => f.field === 'line')?.answer ?? []);
    };
    const all = Array.from({ length: 30 }, (_, seed) => shown(seed));
    expect(all).toContain('none: every line is right');
    for (const text of all.filter((t) => !t.startsWith('none'))) expect(text).toMatch(/^line \d+: \$.*\$\. .*\.$/);
  });

  it('takes matrix derivatives, with the names of its lines said, the slip in any of them', () => {
    const template2 = sample(`variables: { Phi: N x D, theta: D, y: N }
statement: s
fields:
  line:
    type: find-error
    of: gradient(norm(y - Phi*theta)^2, theta)
    mistakes: [missing-minus, transposed-factor]
`);
    const instances = SEEDS.map((seed) => variantOf(template2, seed));
    expect(new Set(instances.map((i) => keyOf(i, 'line').right[0])).size).toBeGreaterThan(1);
    for (const i of instances) {
      expect(keyOf(i, 'line').right).toHaveLength(1);
      expect(i.public.fields[0]?.items.map((item) => richSource(item.text)).join('\n')).toContain('with $e = y');
    }
  });

  test.each([
    ['of: diff(x*sin(x), x), mistakes: [quotient-rule-sign]', /no-mistake-fits/],
    ['of: x^2', /not-a-derivative/],
  ])('refuses %s', (keys, message) => {
    const of = keys.replace('diff(x*sin(x), x)', '"diff(x*sin(x), x)"');
    expect(
      faultOf(`variables: { x: real }
statement: s
fields:
  line: { type: find-error, ${of} }
`),
    ).toMatch(message);
  });
});
