import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readAuthorFile, readSubmissionFile } from '../../../src/problem/source/read-author-file.ts';
import type { SourceMap, SourceNode } from '../../../src/problem/source/source-node.ts';
import { lookUp, placeAt } from '../../../src/problem/source/source-node.ts';
import { tidyAuthorFile } from '../../../src/problem/source/tidy.ts';
import { asData, readData } from './as-data.ts';

const folder = new URL('../../fixtures/lecture-templates/', import.meta.url);
const files = readdirSync(folder);
const lecture = (id: string) => readFileSync(new URL(`${id}.yaml`, folder), 'utf8');

function mapOf(text: string): SourceMap {
  const result = readAuthorFile(text, 'file.yaml');
  if (!result.ok || result.value.root.kind !== 'map') throw new Error('expected a map');
  return result.value.root;
}

function textOf(node: SourceNode | undefined) {
  if (node?.kind !== 'text') throw new Error('expected a text');
  return node;
}

describe('the templates of the lecture', () => {
  it('are all there: twenty templates, some of several files, and two assignments', () => {
    expect(files).toHaveLength(26);
  });

  it.each(files)('%s reads without a mistake, as YAML reads it once tidied', (file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const result = readAuthorFile(text, file);
    expect(result.ok).toBe(true);
    const tidied = tidyAuthorFile(text);
    expect(tidyAuthorFile(tidied)).toBe(tidied);
    expect(readData(text)).toEqual(parse(tidied, { schema: 'failsafe' }));
  });

  it('keep every formula and text as it was written', () => {
    expect(readData(lecture('derivative-of-a-gram-matrix'))).toMatchObject({
      parameters: {
        case: {
          choice: [
            { K: "R'*R", hit: 'j' },
            { K: "R*R'", hit: 'i' },
          ],
        },
      },
      values: { R: { matrix: '3x2', integer: ['-4', '5'], not: ['0'] } },
      fields: {
        size: { question: 'What is the shape of $\\mathrm dK / \\mathrm dR$?', type: 'shape', answer: 'shape(T)' },
        table: { cases: ['case.hit = p, p != q', 'case.hit = q, p != q', 'case.hit = p = q', 'otherwise'] },
      },
    });
    expect(readData(lecture('newton-step-on-a-quadratic'))).toMatchObject({
      fields: { step: { label: '$\\Delta$', answer: "-inv(hess)*grad'" }, grad: { answer: 'value(gradient(f, x))' } },
    });
    expect(readData(lecture('ntk-two-inputs'))).toMatchObject({
      values: { w1: '1' },
      define: { f: 'a*(w1*x1 + w2*x2)', G: '[at(g, x1 = p, x2 = q); at(g, x1 = q, x2 = p)]' },
      fields: { residual: { answer: 'expm(-K*t/10) * [r; s]', variables: ['t'] } },
    });
    expect(readData(lecture('gradient-descent-step'))).toMatchObject({
      parameters: { f: { choice: { length: 4, 0: 'a*x1^2 + b*x1*x2 + x2^2' } } },
      fields: { grad: { label: '$\\nabla f$ at the start', answer: 'value(gradient(f, (x1, x2)))' } },
    });
    expect(readData(lecture('rnn-shared-weight'))).toMatchObject({
      parameters: { act: { choice: ['z', 'relu(z)', 'z^2'] } },
      fields: { trace: { fill: ['values', 'adjoints', 'uses of w'] } },
    });
    expect(readData(lecture('curvature-essay'))).toMatchObject({
      fields: {
        essay: { rubric: { 0: { levels: ['not said', 'curvature named', 'curvature along eigenvectors explained'] } } },
      },
    });
    expect(readData(lecture('worst-case-change'))).toMatchObject({
      title: { en: 'Worst-case change of a loss', de: 'Größte Änderung eines Verlustes' },
      fields: { worst: { also: { 0: { says: { en: 'This is the bound for the infinity-norm.' } } } } },
    });
    const twin = 'Since $\\partial x_j / \\partial x_k = \\delta_{jk}$, only the term with $j = k$ remains.';
    expect(readData(lecture('proof-jacobian-of-ax'))).toMatchObject({
      fields: { proof: { lines: { 1: { any_order: { 0: { in_order: { 1: { right: twin } } } } } } } },
    });
    expect(readData(lecture('hw1'))).toMatchObject({
      title: 'Homework 1: gradients',
      problems: [
        { use: 'power-of-sum', points: '4' },
        { pool: { topic: 'jacobian', level: ['2', '3'] }, pick: '2', points: '6' },
      ],
      grading: { number: { relative: '0.005' }, misconception_credit: '0', keep: 'last' },
    });
  });

  it('read the same when the quotes of formulas inside brackets are left out', () => {
    for (const file of files) {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const bare = text.replace(/(answer: )"([^"]*)"( \})/g, '$1$2$3');
      expect(readData(bare)).toEqual(readData(text));
    }
    expect(lecture('three-points')).not.toContain('answer');
    expect(lecture('regression-gradient')).toMatch(/answer: "/);
  });
});

describe('places', () => {
  it('point at names and values, also behind quotes that are missing', () => {
    const fields = lookUp(mapOf('f:\n  g: { a: diff(f, x), b: cos(x), c: k }'), 'f');
    const entries =
      fields?.kind === 'map' && fields.entries[0]?.value.kind === 'map' ? fields.entries[0].value.entries : [];
    expect(entries.map(({ key, value }) => [key.place.column, value.place.column, value.source])).toEqual([
      [8, 11, 'diff(f, x)'],
      [23, 26, 'cos(x)'],
      [34, 37, 'k'],
    ]);
    expect(entries.every(({ value }) => value.place.line === 2 && value.place.file === 'file.yaml')).toBe(true);
  });

  it('say what was quoted by the author, not by the reader', () => {
    const map = mapOf('a: "x"\nb: Is it: so\nc: |\n  x\nd: \'\'\ne:');
    const quoted = map.entries.map(({ value }) => value.kind === 'text' && value.quoted);
    expect(quoted).toEqual([true, false, true, true, false]);
  });

  it('keep the source of lists, which may be matrices', () => {
    expect(lookUp(mapOf('J: [[1, 2], [0, 3]]  # c'), 'J')?.source).toBe('[[1, 2], [0, 3]]');
  });

  it('lead into texts: plain, quoted, with escapes, in blocks', () => {
    const at = (file: string, find: string) => {
      const text = textOf(lookUp(mapOf(file), 'a'));
      const { line, column } = placeAt(text, text.text.indexOf(find));
      return [line, column];
    };
    expect(at('a: x + y', 'y')).toEqual([1, 8]);
    expect(at('a: "x + y"', 'y')).toEqual([1, 9]);
    expect(at('a: diff(f: y)', 'y')).toEqual([1, 12]);
    expect(at('a: "x\\n\\u00e9 y"', 'y')).toEqual([1, 15]);
    expect(at("a: 'x'' y'", 'y')).toEqual([1, 9]);
    expect(at('a: |\n\n    one\n      two y\n', 'y')).toEqual([4, 11]);
  });
});

describe('limits', () => {
  const code = (text: string) => {
    const result = readAuthorFile(text, 'f');
    return result.ok ? 'read' : result.error[0]?.code;
  };

  it('refuse what is too large, too deep, empty or no text, quickly', () => {
    expect(code('x'.repeat(1_000_001))).toBe('too-large');
    expect(code(`a: [${'1,'.repeat(120_000)}1]`)).toBe('too-large');
    expect(code(`a: ${'['.repeat(500_000)}`)).toBe('too-deep');
    expect(code(`a: ${'{a: '.repeat(200_000)}`)).toBe('too-deep');
    expect(code('- '.repeat(400_000))).toBe('too-deep');
    expect(code(Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'))).toBe('too-deep');
    expect(code('PK\u0003\u0004\0\0')).toBe('not-text');
    expect(code(' \n')).toBe('empty-file');
  }, 10_000);

  it('take many different names in linear time', () => {
    const text = Array.from({ length: 40_000 }, (_, i) => `k${i}: 1`).join('\n');
    expect(mapOf(text).entries).toHaveLength(40_000);
  }, 10_000);

  it('know no aliases, so nothing can multiply', () => {
    expect(readData('a: &x [1, 2]\nb: [*x, *x]')).toEqual({ a: '&x [1, 2]', b: ['*x', '*x'] });
  });
});

describe('any text at all', () => {
  const token = fc.constantFrom(
    ...[
      'a',
      'b: ',
      'f(x, y)',
      '[',
      ']',
      '{',
      '}',
      ', ',
      ',',
      ';',
      ' #',
      '  # c',
      '#1',
      ': ',
      "'",
      '"',
      '|',
      '>',
      '-',
      '- ',
    ],
    ...[
      '\n  ',
      '\n',
      '\n- ',
      '$x$',
      '$',
      '{{ f }}',
      '*',
      '&',
      '!',
      '%',
      '?',
      '~',
      '1.50',
      ' ',
      '\\',
      '(',
      ')',
      '\nkey: ',
    ],
    ...['\n  k: ', '\t', '\r\n', '\u00a0', '\u2028'],
  );
  const start = fc.constantFrom('a: ', 'a: { x: ', 'a: [', '- ', 'a:\n  - ', '');
  const file = fc.tuple(start, fc.array(token, { maxLength: 10 })).map(([first, rest]) => first + rest.join(''));

  it('is refused with a place, or tidied once and for all into YAML that says the same', () => {
    fc.assert(
      fc.property(file, (text) => {
        const result = readAuthorFile(text, 'f');
        if (!result.ok) {
          expect(result.error.length).toBeGreaterThan(0);
          for (const { hint, line } of result.error) expect([hint !== undefined, line !== 0]).toEqual([true, true]);
          return;
        }
        const tidied = tidyAuthorFile(text);
        expect(tidyAuthorFile(tidied)).toBe(tidied);
        const again = readAuthorFile(tidied, 'f');
        expect(again).toMatchObject({ ok: true, value: { warnings: [] } });
        expect(again.ok && asData(again.value.root)).toEqual(asData(result.value.root));
      }),
      { numRuns: 2000 },
    );
  });

  it('comes back as it was once it stands in quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('\0'));
        expect(readData(`a: ${JSON.stringify(text)}`)).toEqual({ a: text });
      }),
    );
  });
});

describe('submissions', () => {
  const submission = (text: string) => {
    const result = readSubmissionFile(text, 's.yaml');
    return result.ok ? asData(result.value.root) : result.error;
  };

  it('hold answers as source text, whatever their type', () => {
    const url = new URL('../../fixtures/submissions/every-type.yaml', import.meta.url);
    expect(submission(readFileSync(url, 'utf8'))).toEqual({
      student: 's001',
      attempt: '1',
      answers: {
        'power-of-sum': { dfdx: '2(x+2y^3)', dfdy: '12 y^2 (x+2y^3)' },
        'jacobian-of-ax': { J: '[[1, 2], [0, 3]]', shape: '2x2' },
        'which-invariant': { pick: ['k3', 'k7'] },
        'trace-1': { t: { c: { value: '3.72', adjoint: '-0.29' } } },
        gram: {
          K: [
            { when: 'j=p, p!=q', value: 'R[i,q]' },
            { when: 'otherwise', value: '0' },
          ],
        },
        'wrong-line': { line: '3' },
        rnn: { t: { w: { uses: ['2', '3'] } } },
        'show-it': { d: ["f = x'*B*x", "df = dx'*B*x + x'*B*dx"] },
      },
    });
  });

  it('may be JSON, on one line or many; numbers keep their zeros', () => {
    const json =
      '{"student":"s1","answers":{"a":{"J":[[1.50,-2],[0,"3 # x"]],"t":"\\u00e9 \\"q\\" \\\\frac{1}{2}\\n","n":null}}}';
    const expected = {
      student: 's1',
      answers: {
        a: {
          J: [
            ['1.50', '-2'],
            ['0', '3 # x'],
          ],
          t: 'é "q" \\frac{1}{2}\n',
          n: '',
        },
      },
    };
    expect(submission(json)).toEqual(expected);
    expect(submission(JSON.stringify(JSON.parse(json), null, 2).replace('1.5,', '1.50,'))).toEqual(expected);
  });

  it('leave out what is null, but not a word in quotes', () => {
    expect(submission('a: null\nb: ~\nc: "null"\nd:\ne: [NULL, 1]')).toEqual({
      a: '',
      b: '',
      c: 'null',
      d: '',
      e: ['', '1'],
    });
  });

  it('take ` # ` for a comment and formulas without quotes', () => {
    expect(submission('a: x + 1 # my answer\nb: [1, 2; 3, 4]\nc: |x| + 1')).toEqual({
      a: 'x + 1',
      b: '[1, 2; 3, 4]',
      c: '|x| + 1',
    });
  });

  it('say where they are broken', () => {
    expect(submission('{"student": "s1", "answers": {"a": [1, 2}')).toMatchObject([
      { file: 's.yaml', line: 1, code: 'bracket' },
    ]);
  });
});
