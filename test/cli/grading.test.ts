import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Terminal } from '../../src/cli/command.ts';
import { main } from '../../src/cli/main.ts';
import { dealAll } from '../../src/course/stored-papers.ts';
import { openRoster, openWorkplace } from '../../src/course/workplace.ts';
import { printText } from '../../src/expr/print/text.ts';
import { scratch } from './support.ts';

const SLOPE = `id: slope
title: A slope
topic: partial-derivatives
level: 1
variables: { x: real }
parameters:
  a: { integer: [2, 999] }
  b: { integer: [1, 999] }
statement: |
  Let $f(x) = {{ a*x^2 + b*x }}$.
fields:
  d: { label: $f'(x)$, type: expression, answer: "diff(a*x^2 + b*x, x)" }
  v: { label: $f'$ as a row, type: matrix, answer: "[2*a, b]" }
`;
const ESSAY = `id: why
title: Why
topic: newton-step
level: 2
variants: few
statement: Explain.
fields:
  text:
    type: essay
    length: 10 to 50 words
    points: 4
    rubric:
      - for: What is measured
        levels: [not said, named, explained]
      - for: A consequence
        levels: [none, named, explained]
    answer: Curvature.
`;
const assignmentText = (grading: string): string => `id: hw
title: Homework
locale: en
layout: numerator
problems:
  - { use: slope, points: 4 }
  - { use: why, points: 6 }
grading: { ${grading} }
`;

const course = scratch();
const at = (...parts: readonly string[]): string => join(course, ...parts);
const read = (...parts: readonly string[]): string => readFileSync(at(...parts), 'utf8');
interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process: these tests ask for many. */
async function run(command: string, ...more: readonly string[]): Promise<Run> {
  let [out, err] = ['', ''];
  const terminal: Terminal = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    interactive: false,
    colour: false,
    readStdin: async () => '',
    environment: new Map(),
  };
  const code = await main([command, at('hw.yaml'), '--roster', at('roster.csv'), ...more], terminal);
  return { code, out, err };
}

const fieldsOf = (
  folder: string,
  student: string,
): ReadonlyMap<string, { score: number; verdict: string; log: unknown[] }> => {
  const line = read(folder, 'results.jsonl')
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l))
    .find((l) => l.student === student);
  return new Map(
    line.items.flatMap((i: { item: string; fields: { field: string }[] }) =>
      i.fields.map((f) => [`${i.item}.${f.field}`, f]),
    ),
  );
};
const totals = (folder: string): readonly string[] => read(folder, 'grades.csv').trim().split('\n').slice(1);

beforeAll(async () => {
  for (const folder of ['problems', 'in']) mkdirSync(at(folder));
  writeFileSync(at('course.yaml'), 'title: Course\nproblems: [problems]\nsecret: secret.txt\n');
  writeFileSync(at('secret.txt'), 'a secret of this test alone\n');
  writeFileSync(at('problems/slope.yaml'), SLOPE);
  writeFileSync(at('problems/why.yaml'), ESSAY);
  writeFileSync(at('hw.yaml'), assignmentText('wrong_orientation: 0.5'));
  writeFileSync(at('roster.csv'), 'id,name\na,Ada\nb,Bob\nc,Cem\n');
  expect((await run('build', '--out', at('built'), '--format', 'key', '--jobs', '1')).code).toBe(0);
  const [place, roster] = [await openWorkplace(at('hw.yaml')), await openRoster(at('roster.csv'))];
  if (!place.ok || !roster.ok) throw new Error('the course of this test does not open');
  const papers = dealAll(place.value, roster.value, null);
  if (!papers.ok) throw new Error('its papers cannot be dealt');
  for (const [student, essay] of [
    ['a', 'Curvature along eigenvectors limits the step.'],
    ['b', ''],
  ] as const) {
    const [d, v] = papers.value.get(student)?.items[0]?.instance.key.fields.map((f) => f.answer) ?? [];
    if (!d || !v) throw new Error('no key');
    const row = student === 'a' ? printText(v) : `(${printText(v)})'`;
    const answers = {
      slope: { d: printText(d), v: row.replace(/^\(\[(.*), (.*)\]\)'$/, '[$1; $2]') },
      why: { text: essay },
    };
    writeFileSync(at('in', `${student}.json`), JSON.stringify({ student, attempt: 1, answers }));
  }
  expect((await run('grade', '--submissions', at('in'), '--out', at('graded'))).code).toBe(1);
}, 60_000);

describe('gradus grade', () => {
  it('marks what it can and lists what a person has to read', async () => {
    expect(totals('graded')).toEqual(['a,Ada,4,0,4,10,review', 'b,Bob,3,0,3,10,graded', 'c,Cem,,,,10,missing']);
    const [, row] = read('graded', 'review.csv').trim().split('\n');
    expect(row).toContain('a,1,why,text,Curvature along eigenvectors limits the step.');
  });

  it('replays to the same marks, byte for byte', async () => {
    expect(await run('grade', '--replay', at('graded/results.jsonl'), '--out', at('replayed'))).toMatchObject({
      code: 0,
    });
    expect(read('replayed', 'results.jsonl')).toBe(read('graded', 'results.jsonl'));
    expect(read('replayed', 'grades.csv')).toBe(read('graded', 'grades.csv'));
  });

  it('finds a mark that is not the fold of its log', async () => {
    writeFileSync(
      at('forged.jsonl'),
      read('graded', 'results.jsonl').replace('"score":3,"max":10', '"score":9,"max":10'),
    );
    const forged = await run('grade', '--replay', at('forged.jsonl'), '--out', at('forged'));
    expect(forged.code).toBe(1);
    expect(forged.err).toContain('b: the stored marks are not those of the log');
    expect(totals('forged')).toEqual(totals('graded'));
  });

  it('reports attempts beyond those allowed', async () => {
    const second = JSON.parse(read('in', 'a.json'));
    writeFileSync(at('again.json'), JSON.stringify({ ...second, attempt: 2, answers: {} }));
    const graded = await run(
      'grade',
      '--submissions',
      at('in'),
      '--submissions',
      at('again.json'),
      '--out',
      at('twice'),
    );
    expect(graded.err).toContain('attempts: again.json: attempt 2 of a was not graded: one attempt is allowed');
    expect(totals('twice')).toEqual(totals('graded'));
  });
});

describe('gradus review', () => {
  const review = async (decisions: string, out: string): Promise<Run> => {
    writeFileSync(at('decisions.csv'), decisions);
    return run('review', '--results', at('graded/results.jsonl'), '--decisions', at('decisions.csv'), '--out', at(out));
  };

  it('lists what waits', async () => {
    const listed = await run('review', '--results', at('graded/results.jsonl'));
    expect(listed.code).toBe(0);
    expect(listed.out).toBe(read('graded', 'review.csv'));
  });

  it('merges levels of the rubric and points, with the words into the log', async () => {
    expect(
      await review('student,item,field,points,levels,comment\na,why,text,,"2, 1",good\nb,slope,v,2,,seen\n', 'final'),
    ).toMatchObject({ code: 0 });
    expect(totals('final')).toEqual(['a,Ada,4,4.5,8.5,10,graded', 'b,Bob,4,0,4,10,graded', 'c,Cem,,,,10,missing']);
    const essay = fieldsOf('final', 'a').get('why.text');
    expect(essay?.log.at(-1)).toEqual({
      code: 'review',
      amount: 0.75,
      evidence: 'What is measured: 2 of 2; A consequence: 1 of 2; good',
    });
    expect(fieldsOf('final', 'b').get('slope.v')?.log).toHaveLength(2);
    expect(read('final/feedback', 'a.html')).toContain('A consequence: 1 of 2; good');
    expect((await run('grade', '--replay', at('final/results.jsonl'), '--out', at('final-again'))).code).toBe(0);
    expect(read('final-again', 'grades.csv')).toBe(read('final', 'grades.csv'));
  });

  it.each([
    ['a,why,text,7,,', ':2:12: points lie between 0 and 6'],
    ['a,why,text,,"2,3",', ':2:13: level 2 is a whole number from 0 to 2'],
    ['a,why,text,,2,', ':2:13: the rubric has 2 criteria, not 1'],
    ['a,slope,d,,2,', ':2:12: this field has no rubric'],
    ['z,why,text,1,,', ':2:1: there are no results of z'],
    ['a,wy,text,1,,', ':2:3: a has no problem wy'],
    ['a,why,text,,,', 'decides nothing'],
    ['a,why,text,1,,\na,why,text,2,,', 'decided twice'],
  ])('%s is refused', async (row, message) => {
    const refused = await review(`student,item,field,points,levels,comment\n${row}\n`, 'never');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(message);
  });
});

describe('gradus regrade', () => {
  it('says who goes up or down after the policy changed, and keeps what a person decided', async () => {
    writeFileSync(at('decisions.csv'), 'student,item,field,points\na,why,text,6\n');
    await run(
      'review',
      '--results',
      at('graded/results.jsonl'),
      '--decisions',
      at('decisions.csv'),
      '--out',
      at('read'),
    );
    writeFileSync(at('hw.yaml'), assignmentText('wrong_orientation: 1'));
    const again = await run('regrade', '--results', at('read/results.jsonl'), '--out', at('regraded'));
    writeFileSync(at('hw.yaml'), assignmentText('wrong_orientation: 0.5'));
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toMatch(
      /^1 go up, 0 go down, 1 stay: .*delta\.csv\nb {2}3 → 4 {2}slope\.v 1 → 2 \(the assignment changed\)\n$/,
    );
    expect(read('regraded', 'delta.csv').split('\n')[1]).toBe(
      'b,Bob,1,slope,v,1,2,1,orientation,orientation,the assignment changed',
    );
    expect(totals('regraded')[0]).toBe('a,Ada,4,6,10,10,graded');
  });

  it('says that a template changed', async () => {
    writeFileSync(at('problems/slope.yaml'), SLOPE.replace('"diff(a*x^2 + b*x, x)"', '"diff(a*x^2 - b*x, x)"'));
    const again = await run('regrade', '--results', at('graded/results.jsonl'), '--out', at('worse'), '--json');
    writeFileSync(at('problems/slope.yaml'), SLOPE);
    const { up, down, changes } = JSON.parse(again.out);
    expect([up.length, down.length]).toEqual([0, 2]);
    expect(changes[0].why).toContain('the template changed');
  });

  it('changes nothing where nothing changed', async () => {
    const again = await run('regrade', '--results', at('graded/results.jsonl'), '--out', at('same'));
    expect(again.out).toMatch(/^0 go up, 0 go down, 2 stay/);
    expect(read('same', 'results.jsonl')).toBe(read('graded', 'results.jsonl'));
  });
});

describe('gradus report', () => {
  it('gives item statistics', async () => {
    const report = await run('report', '--results', at('graded/results.jsonl'), '--json', '--out', at('report.html'));
    expect(report.code).toBe(0);
    const { students, mean, fields } = JSON.parse(report.out);
    expect({ students, mean }).toEqual({ students: 2, mean: 3.5 });
    expect(fields.find((f: { field: string }) => f.field === 'v').slips).toMatchObject([
      { id: 'transposed', students: 1 },
    ]);
    expect(readFileSync(at('report.html'), 'utf8')).toContain('transposed');
  });

  it('asks where to', async () => {
    expect((await run('report', '--results', at('graded/results.jsonl'))).code).toBe(2);
    expect((await run('report', '--results', at('roster.csv'), '--json')).err).toContain('this line is no result');
  });
});

describe('gradus trace', () => {
  it('finds whose numbers they are, and whose code', async () => {
    const answer = JSON.parse(read('in', 'b.json')).answers.slope.d;
    const [best] = (await run('trace', '--json', ...answer.match(/\d+/g))).out
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l));
    expect(best).toMatchObject({ student: 'b', name: 'Bob', item: 'slope', found: 2, asked: 2 });
    const code = JSON.parse(read('built', 'manifest.json')).papers[1].variant;
    expect((await run('trace', '--code', code.toLowerCase())).out).toContain('b  Bob  slope');
    writeFileSync(at('post.txt'), `please help: the derivative is ${answer}, why?`);
    expect((await run('trace', '--text', at('post.txt'))).out).toMatch(/^b {2}Bob/);
  });

  it('finds nothing in numbers that nobody has', async () => {
    expect((await run('trace', '123456789')).code).toBe(1);
    expect((await run('trace')).code).toBe(2);
  });
});

describe('the grading block', () => {
  it.each([
    ['{ use: slope, points: 4, grading: { fields: { v: { wrong_orientation: 0 } } } }', 'b,Bob,2,0,2'],
    ['{ use: slope, points: 4, grading: { wrong_orientation: 1 } }', 'b,Bob,4,0,4'],
    [
      '{ use: slope, points: 4, grading: { wrong_orientation: 1, fields: { v: { wrong_orientation: 0.25 } } } }',
      'b,Bob,2.5,0,2.5',
    ],
  ])('the nearest wins: %s', async (problem, row) => {
    writeFileSync(
      at('hw.yaml'),
      assignmentText('wrong_orientation: 0.5').replace('{ use: slope, points: 4 }', problem),
    );
    await run('grade', '--submissions', at('in'), '--out', at('policy'));
    writeFileSync(at('hw.yaml'), assignmentText('wrong_orientation: 0.5'));
    expect(totals('policy')[1]).toContain(row);
  });

  it.each([
    ['grading: { fields: { w: { entries: per-entry } } }', 'the problem has no field `w`'],
    ['grading: { attempts: 2 }', '`attempts`'],
    ['grading: { wrong_orientation: 2 }', 'between 0 and 1'],
  ])('%s is refused with its place', async (grading, message) => {
    writeFileSync(at('hw.yaml'), assignmentText('keep: best').replace('points: 4 }', `points: 4, ${grading} }`));
    const refused = await run('grade', '--submissions', at('in'), '--out', at('policy'));
    writeFileSync(at('hw.yaml'), assignmentText('wrong_orientation: 0.5'));
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/hw\.yaml:6:\d+/);
    expect(refused.err).toContain(message);
  });
});
