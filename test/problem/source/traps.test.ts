import { describe, expect, it } from 'vitest';
import { readAuthorFile } from '../../../src/problem/source/read-author-file.ts';
import { tidyAuthorFile } from '../../../src/problem/source/tidy.ts';
import type { Data } from './as-data.ts';
import { asData, readData } from './as-data.ts';

/** What an author writes · what was meant · the mended line · the column of the text that lacks quotes. */
const MENDED: readonly (readonly [string, Data, string, number])[] = [
  ['title: Homework 1: gradients', { title: 'Homework 1: gradients' }, 'title: "Homework 1: gradients"', 8],
  [
    'statement: Let $f: \\mathbb R^n \\to \\mathbb R$',
    { statement: 'Let $f: \\mathbb R^n \\to \\mathbb R$' },
    "statement: 'Let $f: \\mathbb R^n \\to \\mathbb R$'",
    12,
  ],
  ['statement: {{ f }} is given.', { statement: '{{ f }} is given.' }, 'statement: "{{ f }} is given."', 12],
  ['f: { label: $\\frac{a}{b}$ }', { f: { label: '$\\frac{a}{b}$' } }, "f: { label: '$\\frac{a}{b}$' }", 13],
  ['f: { label: $f({{ a }})$ }', { f: { label: '$f({{ a }})$' } }, 'f: { label: "$f({{ a }})$" }', 13],
  ['answer: |x| + 1', { answer: '|x| + 1' }, 'answer: "|x| + 1"', 9],
  ['answer: *x', { answer: '*x' }, 'answer: "*x"', 9],
  ["text: 'A' is a matrix", { text: "'A' is a matrix" }, 'text: "\'A\' is a matrix"', 7],
  ['tolerance: %1', { tolerance: '%1' }, 'tolerance: "%1"', 12],
  ['question: Is it? Yes: no', { question: 'Is it? Yes: no' }, 'question: "Is it? Yes: no"', 11],
  ['require: [ gcd(a, b) == 1 ]', { require: ['gcd(a, b) == 1'] }, 'require: [ "gcd(a, b) == 1" ]', 12],
  ['f: { answer: diff(f, x) }', { f: { answer: 'diff(f, x)' } }, 'f: { answer: "diff(f, x)" }', 14],
  ['f: { label: $f(x, y)$ }', { f: { label: '$f(x, y)$' } }, 'f: { label: "$f(x, y)$" }', 13],
  ['define: { f(x, y): x*y }', { define: { 'f(x, y)': 'x*y' } }, 'define: { "f(x, y)": x*y }', 11],
  ['choice: [max(0, x), x*y]', { choice: ['max(0, x)', 'x*y'] }, 'choice: ["max(0, x)", x*y]', 10],
  ['answer: [1, 2; 3, 4]', { answer: '[1, 2; 3, 4]' }, 'answer: "[1, 2; 3, 4]"', 9],
  ['answer: [a; b]', { answer: '[a; b]' }, 'answer: "[a; b]"', 9],
  [
    'statement: Task #1 and item # 2 are given',
    { statement: 'Task #1 and item # 2 are given' },
    'statement: "Task #1 and item # 2 are given"',
    12,
  ],
  // Further ones of the same kinds.
  ['answer: [a, b] * x', { answer: '[a, b] * x' }, 'answer: "[a, b] * x"', 9],
  ['range: [0, 1)', { range: '[0, 1)' }, 'range: "[0, 1)"', 8],
  ['a: [ [p; q], [r; s] ]', { a: ['[p; q]', '[r; s]'] }, 'a: [ "[p; q]", "[r; s]" ]', 6],
  ['says: it\'s: "so"', { says: 'it\'s: "so"' }, "says: 'it''s: \"so\"'", 7],
  ['- Let $f: A$ be', ['Let $f: A$ be'], '- "Let $f: A$ be"', 3],
  ['- > 0', ['> 0'], '- "> 0"', 3],
  ['title: #1', { title: '#1' }, 'title: "#1"', 8],
  [
    'a: { q: Let x, y be real, type: text }',
    { a: { q: 'Let x, y be real', type: 'text' } },
    'a: { q: "Let x, y be real", type: text }',
    9,
  ],
  ['a: !x', { a: '!x' }, 'a: "!x"', 4],
  ['a: &x', { a: '&x' }, 'a: "&x"', 4],
  ['a: @x', { a: '@x' }, 'a: "@x"', 4],
  ['a: `x`', { a: '`x`' }, 'a: "`x`"', 4],
];

describe('lines that YAML would refuse or change silently', () => {
  it.each(MENDED)('%s', (written, meant, mended, column) => {
    const result = readAuthorFile(written, 'a.yaml');
    expect(result).toMatchObject({
      ok: true,
      value: { warnings: [{ severity: 'warning', file: 'a.yaml', line: 1, column, hint: `Write: ${mended}` }] },
    });
    expect(result.ok && asData(result.value.root)).toEqual(meant);
    expect(tidyAuthorFile(written)).toBe(mended);
    expect(readAuthorFile(mended, 'a.yaml')).toMatchObject({ ok: true, value: { warnings: [] } });
    expect(readData(mended)).toEqual(meant);
  });
});

/** Read by YAML as meant, although some look like more than a text. */
const AS_MEANT: readonly (readonly [string, Data])[] = [
  ['answer: -x', { answer: '-x' }],
  ["answer: A'*x", { answer: "A'*x" }],
  ['answer: 1.50', { answer: '1.50' }],
  ['calculator: yes', { calculator: 'yes' }],
  ['a: 0x10', { a: '0x10' }],
  ['a: ~', { a: '~' }],
  [
    'a: [[1, 2], [3, 4]]',
    {
      a: [
        ['1', '2'],
        ['3', '4'],
      ],
    },
  ],
  ["a: { K: R'*R, hit: j }", { a: { K: "R'*R", hit: 'j' } }],
  ["a: [x', y']", { a: ["x'", "y'"] }],
  ['a: x } y', { a: 'x } y' }],
  ['a: "x # y: [z"  # a comment', { a: 'x # y: [z' }],
  ['a: { b: 1 } # a comment', { a: { b: '1' } }],
  ['a: last                   # or best', { a: 'last' }],
  ['a:   # nearest wins: field > problem\n  b: 1', { a: { b: '1' } }],
  ['- case.hit = p, p != q', ['case.hit = p, p != q']],
  ['a: costs $5, or $6', { a: 'costs $5, or $6' }],
  ['a: { b: $5, c: $6 }', { a: { b: '$5', c: '$6' } }],
  ['a:\n  one text\n  in two lines', { a: 'one text in two lines' }],
  ['a: |\n  x: y # z\n\n  - q\nb: 1', { a: 'x: y # z\n\n- q\n', b: '1' }],
  ['require:\n- a\n- b\nx: 1', { require: ['a', 'b'], x: '1' }],
  ['a: {\n  b: 1,\n  c: [1,\n    2]\n}\nd: 2', { a: { b: '1', c: ['1', '2'] }, d: '2' }],
  ['a: b\r\nc: { d: 1 }\r\n', { a: 'b', c: { d: '1' } }],
  ['\uFEFFa: b', { a: 'b' }],
  ['a: caf\u00e9\u00a0x', { a: 'caf\u00e9\u00a0x' }],
  ['a:\nb: 1', { a: '', b: '1' }],
];

describe('lines that are read as meant', () => {
  it.each(AS_MEANT)('%j', (written, meant) => {
    expect(readData(written)).toEqual(meant);
    expect(readAuthorFile(written, 'a.yaml')).toMatchObject({ ok: true, value: { warnings: [] } });
    expect(tidyAuthorFile(written)).toBe(written);
  });
});

/** What nobody can read in one way only · its code · line · column · a part of the hint. */
const REFUSED: readonly (readonly [string, string, number, number, string])[] = [
  ['x: 1\na: last # or best', 'hash', 2, 9, 'last  # or best (two spaces) for a comment'],
  ['a: [x: 1]', 'name-in-list', 1, 5, '{ x: 1 }'],
  ['a: {x, y}', 'no-name', 1, 5, 'put the whole text in quotes'],
  ['a: {b:1}', 'no-name', 1, 5, 'b: 1'],
  ['title:Foo', 'no-space', 1, 1, 'title: Foo'],
  ['a: 1\nsome words', 'stray-line', 2, 1, 'name and a colon'],
  ['a: b\n  c: d', 'indentation', 2, 3, 'Indent it like the entries'],
  ['a: b\n  - c', 'indentation', 2, 3, 'under `|`'],
  ['a: {x: 1}\n  b: 2', 'indentation', 2, 3, 'same column'],
  ['a:\n    b: 1\n  c: 2', 'indentation', 3, 3, 'same column'],
  ['- a\nb: 1', 'indentation', 2, 1, 'all with dashes'],
  ['a: 1\n- b', 'indentation', 2, 1, 'all with names'],
  ['a: [1, 2', 'bracket', 1, 4, 'Close the bracket'],
  ['a: { b: (1, c: 2 }', 'bracket', 1, 4, 'Close the bracket'],
  ['a: { b: 1 } c', 'text-behind-bracket', 1, 12, 'quotes'],
  ['a: [, 1]', 'no-entry', 1, 5, 'missing entry'],
  ['x: 1\n\ty: 2', 'tab', 2, 1, 'spaces'],
  ['a: 1\nb: 2\na: 3', 'duplicate-key', 3, 1, 'rename'],
  ['f: { a: 1, a: 2 }', 'duplicate-key', 1, 12, 'rename'],
  ['a: 1\n---\nb: 2', 'second-document', 2, 1, 'Leave this line out'],
  ['%YAML 1.1\n---\na: yes', 'second-document', 1, 1, 'Leave this line out'],
];

describe('lines that are refused', () => {
  it.each(REFUSED)('%j', (written, code, line, column, hint) => {
    const result = readAuthorFile(written, 'a.yaml');
    expect(result.ok).toBe(false);
    const errors = result.ok ? [] : result.error.filter(({ severity }) => severity === 'error');
    expect(errors[0]).toMatchObject({ code, file: 'a.yaml', line, column });
    expect(errors[0]?.hint).toContain(hint);
  });

  it('reports every mistake of a file at once, in its order', () => {
    const result = readAuthorFile('a: [x: 1]\nb: {x, y}\nc: d: e\nf: [1', 'a.yaml');
    expect(result.ok ? [] : result.error.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  });
});
