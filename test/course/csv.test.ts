import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellPlace, readTable, writeTable } from '../../src/course/csv.ts';

function table(text: string) {
  const result = readTable(text, 'a.csv');
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join());
  return result.value;
}

const cells = (text: string) => table(text).rows.map((row) => row.cells);
const firstIssue = (text: string) => {
  const result = readTable(text, 'a.csv');
  return result.ok ? undefined : result.error[0];
};

describe('readTable', () => {
  it.each([
    ['comma', 'id,name\ns1,"Lovelace, Ada"\n'],
    ['semicolon', 'id;name\ns1;Lovelace, Ada\n'],
    ['tab', 'id\tname\ns1\tLovelace, Ada'],
    ['byte order mark', '\uFEFFid,name\ns1,"Lovelace, Ada"'],
    ['Windows line ends', 'id,name\r\ns1,"Lovelace, Ada"\r\n'],
    ['mixed line ends', 'id,name\ns1,"Lovelace, Ada"\r\n'],
    ['old Mac line ends', 'id,name\rs1,"Lovelace, Ada"\r'],
    ['blank lines and blanks', '\nid , name\n\n s1 ,"Lovelace, Ada"\n,\n\n'],
    ['quoted headings with the other delimiter', '"id";"name"\n"s1";"Lovelace, Ada"'],
  ])('reads files with %s', (_, text) => {
    expect(table(text).columns).toEqual(['id', 'name']);
    expect(cells(text)).toEqual([['s1', 'Lovelace, Ada']]);
  });

  it('knows where each cell stands, also below a cell of several lines', () => {
    const read = table('id,note,mark\n"s1","a ""b"", c\nd",5\n\ns2,,6\n');
    expect(read.rows.map((row) => [0, 1, 2].map((i) => cellPlace(read, row, i)))).toEqual([
      [
        { file: 'a.csv', line: 2, column: 1 },
        { file: 'a.csv', line: 2, column: 6 },
        { file: 'a.csv', line: 3, column: 4 },
      ],
      [
        { file: 'a.csv', line: 5, column: 1 },
        { file: 'a.csv', line: 5, column: 4 },
        { file: 'a.csv', line: 5, column: 5 },
      ],
    ]);
    expect(read.rows[0]?.cells[1]).toBe('a "b", c\nd');
  });

  it('takes surplus cells that are empty, as spreadsheets leave them', () => {
    expect(cells('id,name\ns1,Ada,,\n')).toEqual([['s1', 'Ada']]);
  });

  it.each([
    ['id,name\ns1\n', 'cell-count', 2, 1],
    ['id,name\ns1,Ada,x\n', 'cell-count', 2, 1],
    ['id,name\ns1,Ada\ns2,"Emmy\ns3,Max\n', 'quote', 3, 4],
    ['id,name\ns1,Ada "Countess" L\n', 'quote', 2, 4],
    ['id,name\ns1,"Ada" L\n', 'quote', 2, 4],
    ['', 'empty-file', undefined, undefined],
    ['\n,\n', 'empty-file', undefined, undefined],
  ])('refuses %j with its place and a way to mend it', (text, code, line, column) => {
    expect(firstIssue(text)).toMatchObject({ code, file: 'a.csv', ...(line === undefined ? {} : { line, column }) });
    expect(firstIssue(text)?.hint).toMatch(/\w+ \w+/);
  });
});

describe('writeTable', () => {
  it('writes what readTable reads', () => {
    const cell = fc
      .string({ unit: 'grapheme' })
      .map((text) => text.trim())
      .filter((text) => /^(?![=+\-@＝＋－＠])/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (rows) => {
        const written = writeTable(
          ['id', 'b', 'c'],
          rows.map(([, b, c], i) => [`s${i}`, b, c]),
        );
        expect(cells(written)).toEqual(rows.map(([, b, c], i) => [`s${i}`, b, c]));
      }),
    );
  });

  it('keeps numbers and takes the teeth out of formulas', () => {
    const row = [
      '=1+1',
      '+A1',
      '-A1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      ' =1',
      '＝1',
      '-3.5',
      '+4',
      '-1e-3',
      '-',
      '3',
      -3.5,
      null,
      'a=b',
    ];
    const written = writeTable(
      row.map((_, i) => `c${i}`),
      [row],
    );
    expect(cells(written)).toEqual([
      [
        "'=1+1",
        "'+A1",
        "'-A1",
        "'@SUM(A1)",
        "'\t=1",
        "'\r=1",
        "' =1",
        "'＝1",
        '-3.5',
        '+4',
        '-1e-3',
        "'-",
        '3',
        '-3.5',
        '',
        'a=b',
      ],
    ]);
    expect(writeTable(['a', '=b'], [])).toBe("a,'=b\n");
  });
});
