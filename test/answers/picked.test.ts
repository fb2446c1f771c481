import { describe, expect, test } from 'vitest';
import type { RawAnswer } from '../../src/answers/contract.ts';
import { brief, condition, formula, judge, type Made, make } from './support.ts';

const labelled = (...ids: readonly string[]) => ids.map((id) => ({ id, text: [] }));
const table = (made: Made, rows: readonly (readonly [RawAnswer, string])[]): void => {
  expect(rows.map(([raw]) => `${JSON.stringify(raw)} ${brief(judge(made, raw))}`)).toEqual(
    rows.map(([raw, wanted]) => `${JSON.stringify(raw)} ${wanted}`),
  );
};

describe('choice', () => {
  test('of one', () => {
    const made = make('choice', null, { field: { items: labelled('k1', 'k2', 'k3') }, key: { right: ['k2'] } });
    table(made, [
      ['k2', 'equal right 1'],
      [['k2'], 'equal right 1'],
      ['[k2]', 'equal right 1'],
      ['K2', 'equal right 1'],
      ['k1', 'different value 0'],
      ['k1, k2', 'invalid syntax 0'],
      ['k9', 'invalid unknown-name 0'],
      ['__proto__', 'invalid unknown-name 0'],
      [{ pick: 'k2' }, 'invalid syntax 0'],
    ]);
  });

  test('of several: a wrong one takes away what a right one gives', () => {
    const made = make('choice', null, {
      field: { many: true, items: labelled('a', 'b', 'c', 'd') },
      key: { right: ['a', 'c'] },
    });
    table(made, [
      [['c', 'a'], 'equal right 1'],
      ['a;c', 'equal right 1'],
      ['a', 'different value 0.5'],
      [['a', 'b'], 'different value 0'],
      [['a', 'b', 'c', 'd'], 'different value 0'],
      [['a', 'a'], 'invalid syntax 0'],
    ]);
  });

  test('the option’s misconception is told', () => {
    const notes = new Map([
      ['a', { misconception: 'dropped-inner-derivative', says: 'The inner derivative is missing.' }],
    ]);
    const made = make('choice', null, {
      field: { items: labelled('a', 'b') },
      key: { right: ['b'], optionNotes: notes },
    });
    expect(judge(made, 'a')).toMatchObject({
      message: 'The inner derivative is missing.',
      misconceptions: [{ id: 'dropped-inner-derivative' }],
    });
  });
});

describe('ordering: the longest part in a right order counts', () => {
  test('a list', () => {
    const made = make('ordering', null, {
      field: { items: labelled('1', '2', '3', '4', 'x') },
      key: { right: ['1', '2', '3', '4'] },
    });
    table(made, [
      [['1', '2', '3', '4'], 'equal right 1'],
      ['1 2 3 4', 'equal right 1'],
      [['1', '2', '4', '3'], 'different order 0.75'],
      [['2', '3', '4', '1'], 'different order 0.75'],
      [['4', '3', '2', '1'], 'different order 0.25'],
      [['1', '2', '3'], 'different order 0.75'],
      [['1', '2', '3', '4', 'x'], 'different order 0.75'],
      [['x'], 'different order 0'],
      [['1', '1', '2'], 'invalid syntax 0'],
    ]);
  });

  test('parts that may change places, and chains in them', () => {
    const line = (id: string) => ({ kind: 'line', id }) as const;
    const chain = { kind: 'in-order', parts: [line('2'), line('3')] } as const;
    const order = { kind: 'in-order', parts: [line('1'), { kind: 'any-order', parts: [chain, line('4')] }] } as const;
    const made = make('ordering', null, {
      field: { items: labelled('1', '2', '3', '4') },
      key: { right: ['1', '2', '3', '4'], order },
    });
    table(made, [
      [['1', '2', '3', '4'], 'equal right 1'],
      [['1', '4', '2', '3'], 'equal right 1'],
      [['1', '2', '4', '3'], 'equal right 1'],
      [['1', '3', '2', '4'], 'different order 0.75'],
      [['4', '1', '2', '3'], 'different order 0.75'],
    ]);
  });
});

describe('find-error', () => {
  const field = { many: true, items: labelled('1', '2', '3', '4') };

  test('the first wrong line', () => {
    table(make('find-error', null, { field, key: { right: ['3'] } }), [
      ['3', 'equal right 1'],
      [['3'], 'equal right 1'],
      ['Line 3.', 'equal right 1'],
      ['none', 'different value 0'],
      ['2', 'different value 0'],
      ['5', 'invalid syntax 0'],
      ['three', 'invalid syntax 0'],
    ]);
  });

  test('no line is wrong', () => {
    table(make('find-error', null, { field, key: { right: [] } }), [
      ['None', 'equal right 1'],
      ['1', 'different value 0'],
    ]);
  });
});

describe('shape', () => {
  test('every way of writing 2×3', () => {
    const made = make('shape', 'zeros(2,3)');
    for (const raw of [
      '2x3',
      '2 x 3',
      '2×3',
      '2X3',
      '(2,3)',
      '[2, 3]',
      '2 by 3',
      'R^{2x3}',
      '\\mathbb{R}^{2\\times 3}',
      '2*3',
      ['2', '3'],
    ])
      expect(`${raw} ${brief(judge(made, raw))}`).toBe(`${raw} equal right 1`);
    table(made, [
      ['3x2', 'different orientation 0.5'],
      ['6', 'different shape 0'],
      ['2x3x1', 'different shape 0'],
      ['scalar', 'different shape 0'],
      ['0x3', 'invalid syntax 0'],
      ['matrix', 'invalid syntax 0'],
    ]);
  });

  test('rows, columns, scalars, letters and layouts', () => {
    table(make('shape', '[1;2;3]'), [
      ['3', 'equal right 1'],
      ['1x3', 'different orientation 0.5'],
    ]);
    table(make('shape', '1'), [
      ['scalar', 'equal right 1'],
      ['1x1', 'equal right 1'],
    ]);
    const letters = make('shape', 'A', { vars: { A: 'mxn' }, key: { isDerivative: true } });
    table(letters, [
      ['mxn', 'equal right 1'],
      ['n x m', 'different layout 0.5'],
      ['mxm', 'different shape 0'],
    ]);
  });
});

describe('cases', () => {
  const vars = { R: '3x2', p: 'index', q: 'index', i: 'index', j: 'index' };
  const row = (when: string | null, value: string) => ({
    when: when === null ? null : condition(when, vars),
    value: formula(value, vars),
  });
  const made = make('cases', 'delta(p,j)*R[i,q]+delta(q,j)*R[i,p]', {
    vars,
    field: { items: labelled('k1', 'k2', 'k3', 'k4') },
    key: { cases: [row('j=p, p!=q', 'R[i,q]'), row('j=q, p!=q', 'R[i,p]'), row('j=p=q', '2*R[i,q]'), row(null, '0')] },
  });

  test('by id, by condition however written, by place', () => {
    table(made, [
      [{ k1: 'R[i,q]', k2: 'R[i,p]', k3: 'R_iq+R_ip', k4: '0' }, 'equal right 1'],
      [
        [
          { when: 'otherwise', value: '0' },
          { when: 'q=j, p!=q', value: 'R[i,p]' },
          { when: 'p=j, q!=p', value: 'R[i,q]' },
          { when: 'p=q=j', value: '2R[i,p]' },
        ],
        'equal right 1',
      ],
      [['R[i,q]', 'R[i,p]', '2*R[i,q]', '0'], 'equal right 1'],
    ]);
  });

  test('row by row', () => {
    table(made, [
      [['R[i,q]', 'R[i,p]', 'R[i,q]', '0'], 'different value 0.75'],
      [['R[i,q]', 'R[i,p]', '', '0'], 'different value 0.75'],
      ['R[i,q]', 'different value 0.25'],
      [['R[i,q]', 'R[i,p]', '2*R[i,q', '0'], 'invalid syntax 0.75'],
      [[{ when: 'p>q', value: '0' }], 'invalid syntax 0'],
      [
        [
          { when: 'k1', value: '0' },
          { when: 'k1', value: '0' },
        ],
        'invalid syntax 0',
      ],
    ]);
    expect(brief(judge(made, ['R[i,q]', 'R[i,p]', 'R[i,q]', '0'], { entries: 'all-or-nothing' }))).toBe(
      'different value 0',
    );
  });
});

describe('derivation', () => {
  const made = make('derivation', "x'*B*x", { vars: { x: '3', B: '3x3' } });
  const start = "f = x'*B*x";

  test('every line follows', () => {
    const rights: readonly RawAnswer[] = [
      [start, "df = dx'*B*x + x'*B*dx", "df = x'*(B+B')*dx"],
      [start, "df = dx'*B*x + x'*B*dx", "= x'*B'*dx + x'*B*dx"],
      [start, "df = dx'*B*x + x'*B*dx = x'*(B'+B)*dx"],
      ["df = dx'*B*x + x'*B*dx"],
      ["g = x'*B*x", "dg = dx'*B*x + x'*B*dx"],
      [start, "df = dx'*B*x + x'*dB*x + x'*B*dx"],
      `${start}\ndf = dx'*B*x + x'*B*dx`,
    ];
    for (const raw of rights) expect(`${raw} ${brief(judge(made, raw))}`).toBe(`${raw} equal right 1`);
  });

  test('the first wrong line is named, later ones are judged by what stands before them', () => {
    const j = judge(made, [start, "df = 2*x'*B*dx", "df = x'*B*dx + x'*B*dx"]);
    expect(brief(j)).toBe('different first-wrong-line 0.6667');
    expect(j.message).toBe('Line 2 is the first that does not follow.');
    expect(j.parts.map((p) => p.verdict)).toEqual(['equal', 'different', 'equal']);
  });

  test('nothing comes of nothing', () => {
    table(made, [
      [[start], 'different unfinished 0'],
      [[start, start], 'different unfinished 0'],
      [['df = 0'], 'different first-wrong-line 0'],
      [[start, 'df = 0'], 'different first-wrong-line 0.5'],
      [['f = 3 +', 'df = x'], 'invalid syntax 0'],
    ]);
  });
});

test('an essay goes to a person', () => {
  const made = make('essay', null, { field: { length: '10 to 20 words' } });
  const j = judge(made, 'Curvature limits the step.');
  expect(brief(j)).toBe('undecided essay 0');
  expect(j.message).toBe('A person reads this. It has 4 words (asked: 10 to 20 words).');
});

test('a trace cell with too few digits is told so', () => {
  const made = make('trace', null, {
    field: { rounding: { kind: 'digits', digits: 4 }, trace: [{ id: 'b', value: true, adjoint: true, uses: 0 }] },
    key: {
      trace: [{ id: 'b', local: formula('exp(2)'), value: [7.38905609893065], adjoint: [-4.398], shape: [], uses: [] }],
    },
  });
  const codes = (value: string, adjoint: string) => judge(made, { b: { value, adjoint } }).parts.map((p) => p.code);
  expect(codes('7.4', '-4.40')).toEqual(['few-digits', 'few-digits']);
  expect(codes('7.389', '4.398')).toEqual(['right', 'sign']);
  expect(codes('7.5', '-4.3')).toEqual(['value', 'value']);
});
