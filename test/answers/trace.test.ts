import { describe, expect, test } from 'vitest';
import type { RawAnswer } from '../../src/answers/contract.ts';
import { answerTypes } from '../../src/answers/table.ts';
import { brief, judge, type Made, makeTrace } from './support.ts';

/** Template (f): two branches that join, 4 digits. */
const branches = (x: number, digits: number | null = 4): Made =>
  makeTrace({ a: 'x^2', b: 'exp(a)', c: 'a + b', d: 'sqrt(c)', g: 'cos(c)', f: 'd + g' }, { x }, digits);

type Table = Readonly<Record<string, Readonly<Record<string, string>>>>;
const table = (made: Made): Table => answerTypes.get('trace')?.write(made.field, made.key) as Table;
const put = (t: Table, node: string, column: string, text: string): RawAnswer =>
  ({ ...t, [node]: { ...t[node], [column]: text } }) as RawAnswer;

const CELLS = 13;
const share = (n: number): string => `${Number((n / CELLS).toFixed(4))}`;

describe('a trace to four digits', () => {
  test('full precision, written with four digits, loses nothing: every variant', () => {
    const structures: readonly Readonly<Record<string, string>>[] = ['x^2', '2*x', 'x^3', '1 + x^2'].flatMap((a) =>
      ['exp(a)', 'log(1 + a^2)', 'sin(a)'].flatMap((b) =>
        ['a + b', 'a*b'].flatMap((c) =>
          ['sqrt(c)', 'c^2', 'log(c)'].flatMap((d) =>
            ['cos(c)', 'exp(-c)'].flatMap((g) => ['d + g', 'd*g'].map((f) => ({ a, b, c, d, g, f }))),
          ),
        ),
      ),
    );
    let judged = 0;
    for (const [k, steps] of structures.entries()) {
      const made = makeTrace(steps, { x: 0.3 + 0.1 * (k % 10) }, 4);
      const j = judge(made, table(made) as RawAnswer);
      judged += 1;
      if (brief(j) !== 'equal right 1')
        throw new Error(
          `${JSON.stringify(steps)}: ${brief(j)} ${JSON.stringify(j.parts.filter((p) => p.code !== 'right'))}`,
        );
    }
    expect(judged).toBe(288);
  });

  test('carrying rounded cells forward loses nothing', () => {
    for (let i = 0; i < 10; i += 1) {
      const x = 0.3 + 0.1 * i;
      const r = (v: number): number => Number(v.toPrecision(4));
      const [a, b] = [r(x * x), r(Math.exp(r(x * x)))];
      const c = r(a + b);
      const [d, g] = [r(Math.sqrt(c)), r(Math.cos(c))];
      const [fd, fg] = [1, 1];
      const fc = r(fd / (2 * d) - fg * r(Math.sin(c)));
      const fb = fc;
      const fa = r(fc + r(fb * b));
      const fx = r(fa * 2 * x);
      const p = (v: number): string => v.toPrecision(4);
      const raw = {
        a: { value: p(a), adjoint: p(fa) },
        b: { value: p(b), adjoint: p(fb) },
        c: { value: p(c), adjoint: p(fc) },
        d: { value: p(d), adjoint: p(fd) },
        g: { value: p(g), adjoint: p(fg) },
        f: { value: p(r(d + g)), adjoint: '1.000' },
        x: { adjoint: p(fx) },
      };
      const j = judge(branches(x), raw);
      expect(
        j.parts.filter((c_) => c_.verdict !== 'equal'),
        `x = ${x}`,
      ).toEqual([]);
    }
  });

  test('one slip costs one cell', () => {
    const made = branches(0.7);
    const t = table(made);
    // b wrong, and everything after it computed from the wrong b.
    const b = 2.5;
    const a = 0.49;
    const c = a + b;
    const p = (v: number): string => v.toPrecision(4);
    const fc = 1 / (2 * Math.sqrt(c)) - Math.sin(c);
    const raw = {
      a: { value: p(a), adjoint: p(fc + fc * Math.exp(a)) },
      b: { value: p(b), adjoint: p(fc) },
      c: { value: p(c), adjoint: p(fc) },
      d: { value: p(Math.sqrt(c)), adjoint: '1.000' },
      g: { value: p(Math.cos(c)), adjoint: '1.000' },
      f: { value: p(Math.sqrt(c) + Math.cos(c)), adjoint: '1.000' },
      x: { adjoint: p((fc + fc * Math.exp(a)) * 1.4) },
    };
    const j = judge(made, raw);
    expect(j.parts.filter((part) => part.verdict !== 'equal').map((part) => part.id)).toEqual(['b.value']);
    expect(brief(j)).toBe(`different cells ${share(12)}`);
    expect(j.parts.find((part) => part.id === 'c.value')?.message).toContain('value of b');
    // The same where the student takes d exp(a)/da to be the value written for b.
    const reused = { ...raw, a: { value: p(a), adjoint: p(fc + fc * b) }, x: { adjoint: p((fc + fc * b) * 1.4) } };
    expect(brief(judge(made, reused))).toBe(`different cells ${share(12)}`);
    expect(t.b?.value).not.toBe(p(b));
  });

  test('follow-through costs what the assignment says', () => {
    const made = makeTrace({ a: 'x^2', b: 'a + 1' }, { x: 3 }, null);
    const raw = { a: { value: '6', adjoint: '1' }, b: { value: '7', adjoint: '1' }, x: { adjoint: '6' } };
    expect(brief(judge(made, raw))).toBe('different cells 0.8');
    expect(brief(judge(made, raw, { followThrough: 0.5 }))).toBe('different cells 0.7');
  });

  test('nothing follows from zeros', () => {
    const made = makeTrace({ a: 'x^2', b: 'a*x', c: 'b^2' }, { x: 3 }, null);
    const zeros = {
      a: { value: '0', adjoint: '0' },
      b: { value: '0', adjoint: '0' },
      c: { value: '0', adjoint: '0' },
      x: { adjoint: '0' },
    };
    expect(brief(judge(made, zeros))).toBe('different cells 0');
  });

  test('a forgotten path is named, and its cell alone is lost', () => {
    const made = branches(0.7);
    const t = table(made);
    const fb = t.b?.adjoint ?? '';
    const j = judge(made, put(t, 'a', 'adjoint', fb));
    expect(j.parts.filter((p) => p.verdict !== 'equal').map((p) => p.id)).toEqual(['a.adjoint']);
    expect(j.misconceptions[0]?.id).toBe('unaccumulated-path');
    expect(j.misconceptions[0]?.message).toContain('through b');
  });

  test('blank, unreadable and unknown cells cost themselves alone', () => {
    const made = branches(0.7);
    const t = table(made);
    expect(brief(judge(made, put(t, 'c', 'value', '')))).toBe(`different cells ${share(12)}`);
    const invalid = judge(made, put(t, 'c', 'value', '1..2'));
    expect(brief(invalid)).toBe(`invalid syntax ${share(12)}`);
    expect(invalid.parts.find((p) => p.id === 'c.value')?.verdict).toBe('invalid');
    expect(brief(judge(made, { ...t, zz: { value: '1' } } as RawAnswer))).toBe('equal right 1');
    expect(brief(judge(made, {}))).toBe('empty empty 0');
    expect(brief(judge(made, '3.7'))).toBe('invalid syntax 0');
  });

  test('fewer digits of a right value are said', () => {
    const made = makeTrace({ a: '2*x', b: 'a + 1' }, { x: 1 }, 4);
    const j = judge(made, { a: { value: '2', adjoint: '1' }, b: { value: '3', adjoint: '1' }, x: { adjoint: '2' } });
    expect(brief(j)).toBe('equal right 1');
    expect(new Set(j.parts.map((p) => p.code))).toEqual(new Set(['digits']));
  });
});

describe('contributions of the uses of a weight', () => {
  const made = makeTrace(
    { z1: 'w*h0 + x1', z2: 'w*z1 + x2', L: 'z2^2' },
    { w: 2, h0: 1, x1: 1, x2: -3 },
    null,
    ['w'],
    ['w'],
  );
  // z1 = 3, z2 = 3, L = 9; adjoints: z2 6, z1 12, w: 12·1 through z1, 6·3 through z2.
  const base = { z1: { value: '3', adjoint: '12' }, z2: { value: '3', adjoint: '6' }, L: { value: '9', adjoint: '1' } };
  test('in either order', () => {
    expect(brief(judge(made, { ...base, w: { adjoint: '30', uses: ['12', '18'] } }))).toBe('equal right 1');
    expect(brief(judge(made, { ...base, w: { adjoint: '30', uses: ['18', '12'] } }))).toBe('equal right 1');
  });
  test('each counts once', () => {
    const j = judge(made, { ...base, w: { adjoint: '30', uses: ['12', '12'] } });
    expect(j.parts.filter((p) => p.code === 'right').length).toBe(8);
  });
  test('an adjoint that sums the contributions written follows from them', () => {
    const j = judge(made, { ...base, w: { adjoint: '31', uses: ['13', '18'] } });
    expect(j.parts.find((p) => p.id === 'w.adjoint')?.code).toBe('follow-through');
    expect(j.parts.find((p) => p.id === 'w.uses.1')?.code).toBe('value');
  });
});

test('hostile tables neither throw nor reach a prototype', () => {
  const made = branches(0.7);
  const hostile: readonly RawAnswer[] = [
    JSON.parse(
      '{"__proto__": {"value": "1"}, "constructor": {"value": "1"}, "a": {"__proto__": "1", "toString": "2"}}',
    ),
    { a: ['1', ['2', ['3']]], b: { value: { value: '1' } } },
    { a: { value: '9'.repeat(9000) } },
    { a: { value: '('.repeat(9000) } },
  ];
  for (const raw of hostile) {
    const j = judge(made, raw);
    expect(['different', 'invalid', 'empty']).toContain(j.verdict);
  }
});
