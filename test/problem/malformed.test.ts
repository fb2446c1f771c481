import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/base/issue.ts';
import { stream } from '../../src/base/random.ts';
import { readCatalogue } from '../../src/problem/catalogue.ts';
import { instantiate } from '../../src/problem/instantiate.ts';
import { loadFile } from '../../src/problem/load.ts';

/** A good template, to be spoilt in one line at a time. */
const GOOD = `id: sample
title: A sample
topic: partial-derivatives
level: 2
variables: { x: real, y: real }
parameters:
  a: { integer: [1, 9] }
  f: { choice: [a*x^2 + y, a*x*y] }
statement: |
  Let $f(x, y) = {{ f }}$.
fields:
  dfdx: { label: $f_x$, type: expression, answer: "diff(f, x)" }
`;

/** The first error of a file, as a person reads it; of its first instance where the file itself is sound. */
function errorOf(text: string): string {
  const loaded = loadFile(text, 'sample.yaml');
  if (!loaded.ok)
    return formatIssue(
      loaded.error.find((i) => i.severity === 'error') ?? { code: '', severity: 'error', message: 'no error' },
    );
  if (loaded.value.kind !== 'template') return 'no template';
  const made = instantiate(loaded.value.template, stream('malformed'), { locale: 'en', layout: 'numerator' });
  return made.ok ? 'no error' : formatIssue(made.error[0] ?? { code: '', severity: 'error', message: 'no error' });
}

const spoilt = (from: string, to: string): string => {
  if (!GOOD.includes(from)) throw new Error(`the sample has no ${from}`);
  return GOOD.replace(from, to);
};

/** Where a piece of the text stands, as issues say it. */
function placeOf(text: string, piece: string): string {
  const before = text.slice(0, text.indexOf(piece));
  if (!text.includes(piece)) throw new Error(`the file has no ${piece}`);
  const lines = before.split('\n');
  return `sample.yaml:${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

const placeIn = (error: string): string => /^sample\.yaml:\d+:\d+/.exec(error)?.[0] ?? error;

it('the sample itself is sound', () => expect(errorOf(GOOD)).toBe('no error'));

describe('mistakes in a template are shown where they stand, with how to mend them', () => {
  it.each<[string, string, string, string, RegExp]>([
    ['a key that is misspelt', 'level: 2', 'lvel: 2', 'lvel', /no key `lvel`[\s\S]*`level`/],
    ['a missing title', 'title: A sample\n', '', 'id: ', /needs `title`/],
    ['a level outside 1 to 5', 'level: 2', 'level: 7', '7', /from 1 to 5, not `7`/],
    ['an id with capitals', 'id: sample', 'id: My Sample', 'My Sample', /small letters[\s\S]*my-sample/],
    [
      'a parameter without a draw',
      'a: { integer: [1, 9] }',
      'a: 3',
      '3\n',
      /does not say how it is drawn[\s\S]*define/,
    ],
    ['a misspelt kind of draw', 'integer', 'integr', 'integr:', /no key `integr`[\s\S]*`integer`/],
    ['a range upside down', '[1, 9]', '[9, 1]', '[9, 1]', /empty range[\s\S]*\[1, 9\]/],
    ['a range of three', '[1, 9]', '[1, 5, 9]', '[1, 5, 9]', /must be a pair/],
    ['a fraction in a whole range', '[1, 9]', '[1.5, 9]', '[1.5', /is whole/],
    ['a decimal without a step', 'integer: [1, 9]', 'number: [1, 9]', '{ number', /needs a `step`/],
    ['a step of zero', '[1, 9]', '[1, 9], step: 0', '0 }', /step .* positive/],
    ['two kinds of draw', 'integer: [1, 9]', 'integer: [1, 9], choice: [1, 2]', '{ integer', /drawn in two ways/],
    [
      'an unknown structure',
      'a: { integer: [1, 9] }',
      'a: { matrix: 2x2, integer: [1, 9], is: symetric }',
      'symetric',
      /`symmetric`/,
    ],
    [
      'a vector of two sizes',
      'a: { integer: [1, 9] }',
      'a: { vector: 2x2, integer: [1, 9] }',
      '2x2,',
      /no size of a vector/,
    ],
    ['a name given twice', 'a: { integer', 'x: { integer', 'x: { int', /`x` stands under `parameters` and, in line 5/],
    [
      'the same name in two spellings',
      '  f: {',
      '  x_1: { integer: [1, 2] }\n  x1: { integer: [1, 2] }\n  f: {',
      'x1: {',
      /which is the same name/,
    ],
    [
      'a word of the language as a name',
      'a: { integer',
      'gradient: { integer',
      'gradient: {',
      /word of the formula language/,
    ],
    [
      'a function with arguments',
      'statement: |',
      'define:\n  g(x): x^2\nstatement: |',
      'g(x)',
      /no functions with arguments[\s\S]*at\(g/,
    ],
    ['a field without a type', 'type: expression, ', '', '{ label', /needs `type`/],
    ['an unknown type', 'type: expression', 'type: expresion', 'expresion', /`expression`/],
    ['a field without an answer', ', answer: "diff(f, x)"', '', '{ label', /needs `answer`/],
    ['a key of another type', 'type: expression', 'type: expression, nodes: [f]', 'nodes', /no key `nodes`/],
    ['no points', 'type: expression', 'type: expression, points: 0', '0, answer', /more than 0/],
    [
      'a rounding nobody knows',
      'type: expression',
      'type: number, round: 3 places',
      '3 places',
      /3 digits, 3 decimals/,
    ],
    ['an answer that uses itself', 'diff(f, x)', 'dfdx + 1', '"dfdx', /uses itself/],
    [
      'values of no variable',
      'statement: |',
      'values:\n  z: { integer: [1, 2] }\nstatement: |',
      'z: {',
      /`z`, which is no variable/,
    ],
    [
      'wordings that do not pair',
      'statement: |\n  Let $f(x, y) = {{ f }}$.',
      'statement: { en: [a, b], de: [c] }',
      '{ en',
      /2 wordings in en and 1 in de/,
    ],
    [
      'credit beyond one',
      'type: expression',
      'type: expression, also: [ { answer: x, credit: 2 } ]',
      '2 }',
      /between 0 and 1/,
    ],
    [
      'a list where a block must be',
      'variables: { x: real, y: real }',
      'variables: [x, y]',
      '[x, y]',
      /must be a block/,
    ],
    ['no statement', 'statement: |\n  Let $f(x, y) = {{ f }}$.\n', '', 'id: ', /needs `statement`/],
  ])('%s', (_what, from, to, at, message) => {
    const text = spoilt(from, to);
    const error = errorOf(text);
    expect(error).toMatch(message);
    expect(placeIn(error)).toBe(placeOf(text, at));
  });

  it.each<[string, string, string, string, RegExp]>([
    ['an unknown name in a formula', 'a*x*y]', 'a*x*z]', 'z] }', /there is no z/],
    ['an unknown name in a text', '{{ f }}', '{{ g }}', 'g }}', /there is no g/],
    ['a derivative in a parameter', 'diff(f, x)', 'diff(f, a)', 'a)"', /`a` is no variable[\s\S]*x, y/],
    [
      'names defined by each other',
      'statement: |',
      'define:\n  p: q + 1\n  q: p + 1\nstatement: |\n  {{ p }}',
      'q + 1',
      /defined by each other/,
    ],
    ['a formula that is not closed', '$f(x, y) = {{ f }}$', '$f(x, y) = {{ f }}', '$f(x, y)', /not closed/],
    ['an insert that is not closed', '{{ f }}', '{{ f }', '{{ f }', /`{{` is not closed/],
    [
      'a condition nobody can meet',
      'statement: |',
      'require:\n  - a > 20\nstatement: |',
      'a > 20',
      /none of \d+ draws[\s\S]*a > 20/,
    ],
    [
      'a condition about a variable',
      'statement: |',
      'require:\n  - x > 0\nstatement: |',
      'x > 0',
      /variable `x`[\s\S]*value\(/,
    ],
    [
      'a sum of a number and a vector',
      'choice: [a*x^2 + y, a*x*y]',
      'choice: [a*x + [1; 2]]',
      'a*x + [1',
      /cannot be added/,
    ],
    ['a `not` that leaves nothing', '[1, 9] }', '[1, 2], not: [1, 2] }', 'a: { int', /nothing is left/],
  ])('in a formula: %s', (_what, from, to, at, message) => {
    const text = spoilt(from, to);
    const error = errorOf(text);
    expect(error).toMatch(message);
    expect(placeIn(error)).toBe(placeOf(text, at));
  });

  it('all mistakes of a file are told at once, in the order of the file', () => {
    const loaded = loadFile(
      spoilt('level: 2', 'level: 9').replace('[1, 9]', '[9, 1]').replace('type: expression', 'type: formel'),
      'sample.yaml',
    );
    expect(loaded.ok ? [] : loaded.error.map((i) => i.line)).toEqual([4, 7, 12]);
  });

  it('x1 beside a vector x could be its entry and is refused', () => {
    expect(errorOf(spoilt('{ x: real, y: real }', '{ x: 2, x1: real }'))).toMatch(
      /^sample\.yaml:5:\d+: `x1` could be an entry of the array `x`/,
    );
  });
});

describe('a catalogue', () => {
  const other = GOOD.replace('id: sample', 'id: other');

  it('leaves out a broken file and keeps the rest', () => {
    const catalogue = readCatalogue([
      { path: 'p/sample.yaml', text: spoilt('level: 2', 'level: x') },
      { path: 'p/other.yaml', text: other },
    ]);
    expect([...catalogue.templates.keys()]).toEqual(['other']);
    expect(catalogue.issues.map((i) => [i.file, i.line])).toEqual([['p/sample.yaml', 4]]);
  });

  it('refuses the second file with an id', () => {
    const catalogue = readCatalogue([
      { path: 'p/a/other.yaml', text: other },
      { path: 'p/b/other.yaml', text: other },
    ]);
    expect(catalogue.templates.size).toBe(1);
    expect(catalogue.issues.map((i) => [i.code, i.file])).toEqual([['double-id', 'p/b/other.yaml']]);
  });

  it('says which data file is missing, and which is near', () => {
    const data =
      'id: three-points\ntitle: Data\nvariables: { u: real }\nvalues: { u: { integer: [1, 2] } }\nstatement: Data.\n';
    const catalogue = readCatalogue([
      { path: 'three-points.yaml', text: data },
      { path: 'other.yaml', text: other.replace('level: 2', 'level: 2\ndata: tree-points') },
    ]);
    expect(catalogue.data.size).toBe(1);
    expect(catalogue.issues.map(formatIssue).join()).toMatch(
      /other\.yaml:5:7: there is no data file tree-points\n {2}Did you mean three-points/,
    );
  });

  it('refuses a name that the data file has already', () => {
    const data =
      'id: numbers\ntitle: Data\nvariables: { x: real }\nvalues: { x: { integer: [1, 2] } }\nstatement: Data.\n';
    const catalogue = readCatalogue([
      { path: 'numbers.yaml', text: data },
      { path: 'other.yaml', text: other.replace('level: 2', 'level: 2\ndata: numbers') },
    ]);
    expect(catalogue.issues.map((i) => i.message)).toContain('`x` is a name of the data file numbers already');
  });
});
