import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerDerive, type NestedNumbers } from '../../src/calculus/derive-request.ts';
import type { AtValue } from '../../src/calculus/value-at.ts';

/** A derivative that SymPy or PyTorch worked out (scripts/outside/derivatives.py), entries row-major. */
interface Case {
  readonly id: string;
  readonly expr: string;
  readonly wrt: readonly string[];
  readonly vars: Readonly<Record<string, string>>;
  readonly order: 1 | 2;
  readonly at: Readonly<Record<string, AtValue>>;
  readonly value: readonly number[];
  readonly origin: string;
}

const cases: readonly Case[] = readFileSync(new URL('../data/outside-derivatives.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const flat = (v: NestedNumbers): readonly number[] => (typeof v === 'number' ? [v] : v.flatMap(flat));

/** What we say, or why we do not. */
function ours({ expr, wrt, vars, order, at }: Case): readonly number[] | string {
  const answer = answerDerive({
    expr,
    wrt,
    vars: new Map(Object.entries(vars)),
    lets: new Map(),
    at: new Map(Object.entries(at)),
    order,
    layout: 'numerator',
    mode: 'symbolic',
  });
  if (!answer.ok) return answer.error.message;
  return answer.value.value === null ? 'does not exist' : flat(answer.value.value);
}

describe('derivatives of other systems', () => {
  it('are many, from two systems', () => {
    expect(cases.length).toBeGreaterThan(600);
    expect(new Set(cases.map((c) => c.origin.split(' ')[0]))).toEqual(new Set(['SymPy', 'PyTorch']));
    expect(cases.filter((c) => c.order === 2).length).toBeGreaterThan(100);
  });

  it('agree with ours to 1e-8 of the largest entry, every one', () => {
    const differ = cases.flatMap((c) => {
      const found = ours(c);
      if (typeof found === 'string') return [`${c.id} ${c.expr} in ${c.wrt}: ${found}`];
      if (found.length !== c.value.length) return [`${c.id} ${c.expr}: ${found.length} entries for ${c.value.length}`];
      const scale = Math.max(1e-6, ...c.value.map(Math.abs));
      const worst = Math.max(...found.map((v, i) => Math.abs(v - (c.value[i] as number)) / scale));
      return worst <= 1e-8 ? [] : [`${c.id} d^${c.order} ${c.expr} in ${c.wrt}: off by ${worst}`];
    });
    expect(differ).toEqual([]);
  });
});

it('where the function has no value, neither has its derivative', () => {
  const base = { wrt: ['x'], vars: {}, order: 1, value: [], origin: '', id: '' } as const;
  expect(ours({ ...base, expr: 'log(x)', at: { x: -1 } })).toBe('does not exist');
  expect(ours({ ...base, expr: 'cos(sqrt(x))', at: { x: -1 } })).toBe('does not exist');
  expect(ours({ ...base, expr: 'log(x)', at: { x: 2 } })).toEqual([0.5]);
});
