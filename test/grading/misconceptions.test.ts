import { describe, expect, it } from 'vitest';
import type { Judgement } from '../../src/answers/contract.ts';
import { foldCredit } from '../../src/answers/judgement.ts';
import { gradeItem } from '../../src/grading/grade-item.ts';
import { DEFAULT_SETTINGS, type GradingSettings } from '../../src/grading/grading-block.ts';
import { templateOf, variantOf } from '../problem/support/templates.ts';

const head = 'id: sample\ntitle: Sample\ntopic: samples\nlevel: 1\nvariants: few\n';

function judged(blocks: string, answers: Record<string, string>, settings: Partial<GradingSettings> = {}) {
  const instance = variantOf(templateOf(`${head}${blocks}`), 1);
  const judgements = gradeItem(instance, new Map(Object.entries(answers)), () => ({
    ...DEFAULT_SETTINGS,
    ...settings,
  }));
  return new Map(instance.public.fields.map((f, k) => [f.id, judgements[k] as Judgement]));
}

const ids = (j: Judgement | undefined): readonly string[] => j?.misconceptions.map((m) => m.id) ?? [];

const SINE = `variables: { x: real }
statement: Let $f = x\\sin(3x)$.
fields:
  d: { type: expression, answer: "diff(x*sin(3*x), x)" }
`;

describe('misconceptions in grading', () => {
  it('are named with the very place, and only of wrong answers', () => {
    const wrong = judged(SINE, { d: 'sin(3x) + x*cos(3x)' }).get('d');
    expect(wrong?.verdict).toBe('different');
    expect(ids(wrong)).toEqual(['dropped-inner-derivative']);
    expect(wrong?.misconceptions[0]?.message).toContain('3*x');
    expect(ids(judged(SINE, { d: 'sin(3x) + 3x*cos(3x)' }).get('d'))).toEqual([]);
    expect(ids(judged(SINE, { d: 'x^7' }).get('d'))).toEqual([]);
    expect(ids(judged(SINE, { d: '' }).get('d'))).toEqual([]);
    expect(ids(judged(SINE, { d: 'sin(3x' }).get('d'))).toEqual([]);
  });

  it('give what the policy says, as a line of the log', () => {
    const none = judged(SINE, { d: 'sin(3x) + x*cos(3x)' }).get('d');
    expect(foldCredit(none?.log ?? [])).toBe(0);
    const half = judged(SINE, { d: 'sin(3x) + x*cos(3x)' }, { misconceptionCredit: 0.5 }).get('d');
    expect(foldCredit(half?.log ?? [])).toBe(0.5);
    expect(half?.log.at(-1)).toMatchObject({ code: 'misconception', amount: 0.5 });
    const named = { misconceptionCredit: new Map([['dropped-inner-derivative', 0.25]]) };
    expect(foldCredit(judged(SINE, { d: 'sin(3x) + x*cos(3x)' }, named).get('d')?.log ?? [])).toBe(0.25);
    // Another slip, and an answer nothing is known of, get nothing.
    expect(foldCredit(judged(SINE, { d: '3*cos(3x)' }, named).get('d')?.log ?? [])).toBe(0);
    expect(foldCredit(judged(SINE, { d: 'x^7' }, { misconceptionCredit: 0.5 }).get('d')?.log ?? [])).toBe(0);
  });

  it('never take credit away', () => {
    const blocks = `variables: { x: real, y: real }
statement: s
fields:
  g: { type: matrix, answer: "gradient(x^2*y + 3*y, (x, y))" }
`;
    const partly = judged(blocks, { g: '[2*x*y, x^2]' }, { misconceptionCredit: 0.25 }).get('g');
    expect(foldCredit(partly?.log ?? [])).toBe(0.5);
  });

  it('are found in matrices, in numbers at a point, and in matrix formulas', () => {
    const blocks = `calculator: yes
variables: { x: real, y: real, A: 2x2, v: 2 }
values: { x: 2, y: 3 }
statement: s
fields:
  g: { type: matrix, answer: "gradient(sin(x*y), (x, y))" }
  n: { type: number, answer: "value(diff(x^2*y^3, x))", round: exact }
  q: { type: expression, answer: "gradient(v'*A*v, v)" }
`;
    const found = judged(blocks, { g: '[cos(x*y), cos(x*y)]', n: '108', q: "2*v'*A" });
    expect(ids(found.get('g'))).toEqual(['dropped-inner-derivative']);
    expect(found.get('n')?.verdict).toBe('equal');
    expect(ids(found.get('q'))).toEqual(['assumed-symmetric']);
    expect(ids(judged(blocks, { n: '216' }).get('n'))).toContain('power-rule-exponent-kept');
  });

  it('are looked for in steps and polynomials that are no derivatives', () => {
    const blocks = `variables: { x: real, H: 2x2, g: 2, w: 2 }
statement: s
fields:
  newton: { type: expression, answer: "w - inv(H)*g" }
  taylor: { type: expression, answer: "1 + 2*(x - 1) + 3/2*(x - 1)^2" }
`;
    const found = judged(blocks, { newton: 'w - g', taylor: '1 + 2*(x-1) + 3*(x-1)^2' });
    expect(ids(found.get('newton'))[0]).toBe('step-without-inverse');
    expect(ids(found.get('taylor'))[0]).toBe('taylor-missing-factorial');
  });

  it('are not looked for where the answer follows from an earlier one', () => {
    const blocks = `variables: { x: real }
statement: s
fields:
  d: { type: expression, answer: "diff(x^3 + x, x)" }
  twice: { type: expression, answer: "2*d" }
`;
    const found = judged(blocks, { d: '3*x^3 + 1', twice: '6*x^3 + 2' });
    expect(ids(found.get('d'))).toEqual(['power-rule-exponent-kept']);
    expect(found.get('twice')?.code).toBe('follow-through');
    expect(ids(found.get('twice'))).toEqual([]);
  });
});
