import { describe, expect, it, test } from 'vitest';
import type { RawAnswer } from '../../src/answers/contract.ts';
import { gradeItem } from '../../src/grading/grade-item.ts';
import { DEFAULT_SETTINGS } from '../../src/grading/grading-block.ts';
import { templateOf, variantOf } from '../problem/support/templates.ts';

/** z = wx, s = sin z, h = tanh z, f = s·h + w: worked out here by hand, at x = 2, w = 0.3. */
const template = templateOf(`id: sample
title: Sample
topic: samples
level: 1
variants: few
calculator: yes
round: 6 digits
variables: { x: real, w: real }
values: { x: 2, w: 0.3 }
define:
  z: w*x
  s: sin(z)
  h: tanh(z)
  f: s*h + w
statement: s
fields:
  t: { type: trace, answer: f, nodes: [z, s, h, f], fill: [adjoints], wrt: [w] }
`);

const [x, z] = [2, 0.6];
const [s, h] = [Math.sin(z), Math.tanh(z)];
const dz = h * Math.cos(z) + s * (1 - h * h);
const right = { f: 1, s: h, h: s, z: dz, w: dz * x + 1 };

function graded(change: Partial<typeof right>) {
  const instance = variantOf(template, 1);
  const cells = Object.entries({ ...right, ...change }).map(([k, v]) => [k, { adjoint: v.toPrecision(6) }]);
  const raw: RawAnswer = Object.fromEntries(cells);
  const [judgement] = gradeItem(instance, new Map([['t', raw]]), () => DEFAULT_SETTINGS);
  if (judgement === undefined) throw new Error('nothing judged');
  return judgement;
}

describe('slips in the cells of a trace', () => {
  it('are none in a right one', () => {
    expect(graded({}).verdict).toBe('equal');
    expect(graded({}).misconceptions).toEqual([]);
  });

  test.each([
    ['z', h * Math.cos(z), 'unaccumulated-path', 'the path through h'],
    ['z', -h * Math.cos(z) + s * (1 - h * h), 'sign-of-trig-derivative', 'sin'],
    ['z', h * Math.cos(z) + s * (1 - Math.tanh(h) ** 2), 'evaluated-elsewhere', 'at its output h'],
    ['z', h * Math.cos(z) + s, 'dropped-outer-derivative', 'tanh'],
    ['z', h * Math.cos(z) + (1 - h * h), 'dropped-outer-derivative', 'adjoint of h'],
    ['w', dz * x, 'unaccumulated-path', 'the path through f'],
    ['w', x + 1, 'dropped-outer-derivative', 'adjoint of z'],
    ['s', -h, 'missing-minus', 'f'],
  ] as const)('adjoint of %s = %d: %s', (cell, value, id, says) => {
    const found = graded({ [cell]: value });
    expect(found.misconceptions.map((m) => m.id)).toContain(id);
    const message = found.misconceptions.find((m) => m.id === id)?.message ?? '';
    expect(message).toContain(`adjoint of ${cell}`);
    expect(message).toContain(says);
  });

  it('are looked for with the cells that the student wrote', () => {
    // The adjoint of z is wrong for no known reason; that of w forgets a path, by the student's own z.
    const found = graded({ z: 0.777, w: 0.777 * x });
    expect(found.misconceptions.map((m) => m.id)).toEqual(['unaccumulated-path']);
  });

  it('are not guessed', () => {
    expect(graded({ z: 0.777, w: 1.2345 }).misconceptions).toEqual([]);
  });
});
