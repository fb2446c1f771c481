import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/course/csv.ts';
import { gradescopeResults, ltiScore } from '../../src/course/grades-json.ts';
import { type Gradebook, gradebook } from '../../src/course/grades-table.ts';
import type { ResultLine } from '../../src/course/results.ts';

const line = (student: string, score: number, status: ResultLine['status'] = 'graded'): ResultLine => ({
  schema: 1,
  engine: 'gradus',
  assignment: 'hw1',
  assignment_hash: '',
  student,
  attempt: 1,
  score,
  max: 8,
  status,
  items: [
    {
      item: 'a',
      template: 'a',
      template_hash: '',
      variant: 'V',
      fields: [
        {
          field: 'dfdx',
          type: 'expression',
          raw: '2x',
          read_as: '2*x',
          verdict: 'different',
          code: 'different',
          score,
          max: 8,
          misconceptions: [{ id: 'missing-factor', message: 'A factor <2> is missing.', confidence: 1 }],
          evidence: { points: 0, worst: null, method: '', bound: null },
          log: [],
        },
      ],
    },
  ],
});

const results = new Map([line('s1', 1 / 3), line('s2', 8)].map((l) => [l.student, l]));

function fill(text: string, platform: 'canvas' | 'moodle' | 'blackboard', column: string | null = null): Gradebook {
  const table = readTable(text, 'book.csv');
  if (!table.ok) throw new Error(table.error[0]?.message);
  const made = gradebook({ platform, table: table.value, results, column, title: 'Homework 1' });
  if (!made.ok) throw new Error(made.error.map((i) => `${i.message}; ${i.hint}`).join());
  return made.value;
}

describe('Canvas', () => {
  const book = [
    'Student,ID,SIS User ID,SIS Login ID,Section,Quiz (7),Homework 1 (12),Current Score',
    '    Points Possible,,,,,5,8,(read only)',
    '"Lovelace, Ada",101,s1,ada,A,3,,40',
    '"Noether, Emmy",102,s2,emmy,A,4,EX,50',
    '"Nobody, New",103,s9,new,A,,2.5,',
  ].join('\n');

  it('gets the one column back, ids and the row of points as they were', () => {
    expect(fill(book, 'canvas').text).toBe(
      [
        'Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (12)',
        'Points Possible,,,,,8',
        '"Lovelace, Ada",101,s1,ada,A,0.3333',
        '"Noether, Emmy",102,s2,emmy,A,EX',
        '"Nobody, New",103,s9,new,A,2.5',
        '',
      ].join('\n'),
    );
  });

  it('finds a column by its whole heading, and says which there are none', () => {
    expect(fill(book, 'canvas', 'Quiz (7)').column).toBe('Quiz (7)');
    expect(() => fill(book, 'canvas', 'Quiz')).toThrow(/no column "Quiz".*--column/);
    expect(() => fill(book.replace('Quiz (7)', 'Homework 1 (13)'), 'canvas')).toThrow(/several columns fit/);
  });

  it('names who is not in the file', () => {
    expect(fill(book.replace(',s1,', ',s7,'), 'canvas').unknown).toEqual(['s1']);
  });
});

it('refuses the file of another platform', () => {
  expect(() => fill('id,name,Homework 1\ns1,Ada,\n', 'canvas')).toThrow(/not those of a canvas gradebook/);
});

describe('Moodle', () => {
  const book = 'First name,Last name,ID number,Email address,Quiz: Other (Real)\nAda,Lovelace,s1,a@x.org,1\n';

  it('gets percentages where it makes the item', () => {
    expect(fill(book, 'moodle').text).toContain('Homework 1 (percent)\nAda,Lovelace,s1,a@x.org,4.1667\n');
  });

  it('gets points in an item that is there', () => {
    const there = book.replace('Other', 'Homework 1');
    expect(fill(there, 'moodle').text).toContain('Quiz: Homework 1 (Real)\nAda,Lovelace,s1,a@x.org,0.3333\n');
  });
});

it('Blackboard gets the one column, and no formula for a spreadsheet', () => {
  const heading = 'Homework 1 [Total Pts: 8 Score] |123';
  const book = `Last Name,First Name,Username,Student ID,Last Access,${heading}\n=1+1,Ada,ada,s1,today,\n`;
  expect(fill(book, 'blackboard').text).toBe(
    `Last Name,First Name,Username,Student ID,${heading}\n'=1+1,Ada,ada,s1,0.3333\n`,
  );
});

describe('JSON', () => {
  it('has what Gradescope shows for each field', () => {
    const made: unknown = JSON.parse(gradescopeResults(line('s1', 2)));
    expect(made).toEqual({
      score: 2,
      tests: [
        {
          name: 'a: dfdx',
          score: 2,
          max_score: 8,
          status: 'failed',
          output: 'different\nread as 2*x\nA factor <2> is missing.',
          output_format: 'text',
          visibility: 'visible',
        },
      ],
    });
  });

  it('waits for a person where one has to decide', () => {
    const time = '2026-01-31T12:00:00.001Z';
    expect(JSON.parse(ltiScore(line('s1', 2, 'review'), time))).toEqual({
      userId: 's1',
      scoreGiven: 2,
      scoreMaximum: 8,
      activityProgress: 'Completed',
      gradingProgress: 'PendingManual',
      timestamp: time,
    });
    expect(ltiScore(line('s1', 2), time)).toContain('"FullyGraded"');
  });
});
