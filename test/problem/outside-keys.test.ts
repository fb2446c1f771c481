import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FieldKey } from '../../src/answers/contract.ts';
import { previewVariant } from '../../src/course/preview.ts';
import { evaluate } from '../../src/expr/evaluate.ts';
import { bindSizes } from '../../src/expr/rewrite.ts';
import { showShape } from '../../src/ir/shape.ts';
import type { ProblemInstance } from '../../src/problem/problem-instance.ts';
import { catalogueOf, keyOf } from './support/templates.ts';

/** An answer that SymPy worked out from the printed problem (scripts/outside/keys.py); entries row-major. */
interface Row {
  readonly template: string;
  readonly seed: number;
  readonly field: string;
  readonly at: Readonly<Record<string, readonly number[]>>;
  readonly value: string | readonly number[] | Readonly<Record<string, number>>;
  readonly origin: string;
}

const rows: readonly Row[] = readFileSync(new URL('../data/outside-keys.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const catalogue = catalogueOf('problems');
const instances = new Map<string, ProblemInstance>();

function instanceOf({ template: id, seed }: Row): ProblemInstance {
  const name = `${id} ${seed}`;
  const known = instances.get(name);
  if (known !== undefined) return known;
  const template = catalogue.templates.get(id);
  if (template === undefined) throw new Error(`there is no template ${id}`);
  const made = previewVariant(template, catalogue, { seed: String(seed), locale: 'en', layout: 'numerator' });
  if (!made.ok) throw new Error(made.error.map((i) => i.message).join('\n'));
  instances.set(name, made.value);
  return made.value;
}

/** Free dimensions of a template, as the outside program chose them. */
const SIZES = new Map([['n', 2]]);

function formulaDiffers(key: FieldKey, { at, value }: Row & { readonly value: readonly number[] }): boolean {
  if (key.answer === null) return true;
  const { data } = evaluate(bindSizes(key.answer, SIZES), new Map(Object.entries(at)));
  const scale = Math.max(1e-6, ...value.map(Math.abs));
  return data.length !== value.length || data.some((v, k) => !(Math.abs(v - (value[k] ?? Number.NaN)) <= 1e-9 * scale));
}

function traceDiffers(key: FieldKey, cells: Readonly<Record<string, number>>): boolean {
  return Object.entries(cells).some(([cell, expected]) => {
    const [id, kind] = cell.split('.');
    const node = key.trace.find((n) => n.id === id);
    const found = kind === 'value' ? node?.value[0] : node?.adjoint[0];
    return found === undefined || Math.abs(found - expected) > 1e-9 * Math.max(1, Math.abs(expected));
  });
}

const isList = (value: Row['value']): value is readonly number[] => Array.isArray(value);

function differs(row: Row): boolean {
  const key = keyOf(instanceOf(row), row.field);
  const { value } = row;
  if (typeof value === 'string')
    return key.answer === null || showShape(key.answer.shape).replaceAll('×', 'x') !== value;
  return isList(value) ? formulaDiffers(key, { ...row, value }) : traceDiffers(key, value);
}

describe('keys worked out by another system from the printed problem', () => {
  it('cover every topic with twenty seeds', () => {
    const topics = new Set([...catalogue.templates.values()].map((t) => t.topic));
    const confirmed = new Map<string, Set<number>>();
    for (const { template, seed } of rows) {
      const topic = catalogue.templates.get(template)?.topic ?? '';
      confirmed.set(topic, (confirmed.get(topic) ?? new Set()).add(seed));
    }
    expect([...confirmed.keys()].sort()).toEqual([...topics].sort());
    expect([...confirmed.values()].every((seeds) => seeds.size >= 20)).toBe(true);
  });

  it.each([...new Set(rows.map((r) => r.template))])('%s: the keys agree', (template) => {
    const found = rows
      .filter((r) => r.template === template && differs(r))
      .map((r) => `seed ${r.seed}, ${r.field}: ${r.origin} has ${JSON.stringify(r.value)} at ${JSON.stringify(r.at)}`);
    expect(found).toEqual([]);
  });

  it('would be noticed if one were wrong', () => {
    const numbers = rows.filter((r) => isList(r.value)).slice(0, 40);
    const spoiled = numbers.map((r) => ({ ...r, value: isList(r.value) ? r.value.map((v) => v + 1) : r.value }));
    expect(spoiled.filter((r) => !differs(r))).toEqual([]);
  });
});
