import { describe, expect, it } from 'vitest';
import type { FieldKey, RawAnswer } from '../../src/answers/contract.ts';
import { gradeItem } from '../../src/grading/grade-item.ts';
import { brief, make, POLICY } from '../answers/support.ts';

const field = (id: string, answer: string) => {
  const made = make('expression', answer, { vars: { x: 'real' } });
  return { public: { ...made.field, id }, key: { ...made.key, id } };
};
const fields = [field('a', '2*x'), field('b', 'x^2'), field('c', '3')];
const item = { public: { fields: fields.map((f) => f.public) }, key: { fields: fields.map((f) => f.key) } };
const grade = (
  answers: Readonly<Record<string, RawAnswer>>,
  keys: readonly FieldKey[] = item.key.fields,
): readonly string[] =>
  gradeItem({ ...item, key: { fields: keys } }, new Map(Object.entries(answers)), () => POLICY).map(brief);

describe('fields are judged each by itself', () => {
  it('one that cannot be read stops no other', () => {
    expect(grade({ a: 'x + x', b: '((', c: '3' })).toEqual(['equal right 1', 'invalid syntax 0', 'equal right 1']);
    expect(grade({ b: 'x*x' })).toEqual(['empty empty 0', 'equal right 1', 'empty empty 0']);
    expect(grade({ a: { x: ['deep', [['er']]] }, b: 'x^2', c: '[[[' })).toEqual([
      'invalid syntax 0',
      'equal right 1',
      'invalid syntax 0',
    ]);
  });

  it('a fault of ours in one goes to a person, and the others have their marks', () => {
    const [a, b, c] = item.key.fields;
    if (!a || !b || !c) throw new Error('three keys');
    const broken: FieldKey = {
      ...b,
      get domain(): never {
        throw new TypeError('no such thing');
      },
    };
    expect(grade({ a: '2x', b: 'x^2', c: '3' }, [a, broken, c])).toEqual([
      'equal right 1',
      'undecided fault 0',
      'equal right 1',
    ]);
  });
});
