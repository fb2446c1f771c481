import { expect, test } from 'vitest';
import { derive } from '../../src/calculus/derive.ts';
import { PLAIN } from '../../src/expr/equivalent/comparison.ts';
import { symbolsOf } from '../../src/ir/node.ts';
import { coinciding } from '../../src/misconceptions/coinciding.ts';
import { EXACT } from '../../src/misconceptions/fingerprint.ts';
import type { Question } from '../../src/misconceptions/task.ts';
import { wrongAnswers } from '../../src/misconceptions/wrong-answers.ts';
import { formula } from '../answers/support.ts';

function question(of: string, vars: Readonly<Record<string, string>>, order: 1 | 2): Question {
  const f = formula(of, vars);
  const wrt = symbolsOf(f);
  const key = derive(f, wrt, { order, layout: 'numerator' }).node;
  const rest = { lets: new Map(), at: new Map(), options: PLAIN, tolerance: EXACT };
  return { of: f, wrt, order, layout: 'numerator', key, ...rest };
}

function othersOf(q: Question, id: string): readonly string[] {
  const { answers } = wrongAnswers(q);
  const at = answers.findIndex((a) => a.id === id);
  if (at < 0) throw new Error(`${id} leads to no answer of its own`);
  return [...(coinciding(q, answers)[at] ?? [])];
}

test('on a quadratic the product of derivatives gives a Hessian without cross terms', () => {
  const q = question('3*x[1]^2 + 2*x[1]*x[2] + 5*x[2]^2', { x: '2' }, 2);
  expect(othersOf(q, 'product-of-derivatives')).toContain('hessian-missing-cross-terms');
});

test('rules with answers of their own coincide with none', () => {
  const q = question('x^3*sin(2*y)', { x: 'scalar', y: 'scalar' }, 1);
  for (const id of ['dropped-inner-derivative', 'sign-of-trig-derivative', 'power-rule-exponent-kept'])
    expect([id, othersOf(q, id)]).toEqual([id, []]);
});
