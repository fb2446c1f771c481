import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument, PDFTextField } from '@cantoo/pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RawAnswer } from '../../src/answers/contract.ts';
import { Dealer } from '../../src/course/deal.ts';
import { gradeClass } from '../../src/course/grade.ts';
import { readPdfSubmission } from '../../src/course/pdf-submission.ts';
import { toPdf } from '../../src/course/render.ts';
import type { Roster } from '../../src/course/roster.ts';
import { paperHeader, publicItems, studentPaper } from '../../src/course/student-docs.ts';
import { readSubmissions } from '../../src/course/submissions.ts';
import { openRoster, openWorkplace, type Workplace } from '../../src/course/workplace.ts';
import { ROOT, scratch } from '../cli/support.ts';
import { fillPdf } from '../document/support/fill-pdf.ts';
import { samplePaper } from '../document/support/sample.ts';

const folder = scratch();
const saved = (name: string, bytes: Uint8Array | string): string => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
};

test('every kind of box comes back as a submission writes it', async () => {
  const { bytes } = await toPdf(samplePaper);
  const filled = fillPdf(bytes, {
    'partials.dfdx': '6x cos(3x^2 + 7y^3)',
    'path.inner': '[[1, 2],\n[0, 3]]',
    'jacobian.size': '2x3',
    'least.table.1.value': 'R[i,q]',
    'least.table.4.value': '0',
    'trace.t.c.value': '1.50',
    'trace.t.c.adjoint': '-0.29',
    'pick.pick': 'k3',
    'order.proof.l2.place': '1',
    'order.proof.l4.place': '2.',
    'order.proof.l1.place': '3',
    'wrong.line': 'none',
    'show.d.1': 's/(1+s)',
    'show.d.3': '1 − σ(z)',
    'why.text': 'One sweep\nfrom the end: naïve “über”.',
    'hess.T': '[[[0, 0], [0, 0]], [[0, 1], [1, 0]]]',
  });
  const read = await readPdfSubmission(saved('all.pdf', filled));
  expect(read).toEqual({
    ok: true,
    value: {
      sheet: { assignment: 'hw1', student: 's001', attempt: 1, variant: 'K7QF-2M9D', page: 0, pages: 0 },
      answers: new Map<string, ReadonlyMap<string, RawAnswer>>([
        ['partials', new Map([['dfdx', '6x cos(3x^2 + 7y^3)']])],
        ['path', new Map([['inner', '[[1, 2],\n[0, 3]]']])],
        ['jacobian', new Map([['size', '2x3']])],
        ['least', new Map([['table', [{ value: 'R[i,q]' }, '', '', { value: '0' }]]])],
        ['trace', new Map([['t', { c: { value: '1.50', adjoint: '-0.29' } }]])],
        ['pick', new Map([['pick', 'k3']])],
        ['order', new Map([['proof', ['l2', 'l4', 'l1']]])],
        ['wrong', new Map([['line', 'none']])],
        ['show', new Map([['d', ['s/(1+s)', '', '1 − σ(z)']]])],
        ['why', new Map([['text', 'One sweep\nfrom the end: naïve “über”.']])],
        ['hess', new Map([['T', '[[[0, 0], [0, 0]], [[0, 1], [1, 0]]]']])],
      ]),
    },
  });
});

test('an empty paper has no answers', async () => {
  const { bytes } = await toPdf(samplePaper);
  const read = await readPdfSubmission(saved('empty.pdf', bytes));
  expect(read.ok && read.value.answers.size).toBe(0);
});

test('files that are no paper are refused with what to do', async () => {
  const said = async (name: string, bytes: Uint8Array | string) => {
    const read = await readPdfSubmission(saved(name, bytes));
    return read.ok ? '' : read.error.map((i) => `${i.message}: ${i.hint}`).join();
  };
  expect(await said('text.pdf', 'no PDF at all')).toMatch(/damaged or no PDF: .*save it/);
  const { bytes } = await toPdf(samplePaper);
  expect(await said('cut.pdf', bytes.slice(0, 300))).toMatch(/damaged|no answer boxes/);
  const { answerSheet, ...onPaper } = samplePaper;
  expect(answerSheet).toBeDefined();
  expect(await said('flat.pdf', (await toPdf(onPaper)).bytes)).toMatch(/no answer boxes.*printed or flattened/);
});

describe('the sample course', () => {
  let place: Workplace;
  let roster: Roster;
  let paper: Uint8Array;

  beforeAll(async () => {
    const opened = await openWorkplace(join(ROOT, 'sample/assignments/hw1.yaml'));
    const people = await openRoster(join(ROOT, 'sample/roster.csv'));
    if (!opened.ok || !people.ok) throw new Error('the sample course does not open');
    place = opened.value;
    const students = people.value.students.filter((s) => s.id === 's001');
    roster = { ...people.value, students };
    const { assignment, catalogue, secret, settings, course } = place;
    const [student] = students;
    if (student === undefined) throw new Error('s001 is not on the roster');
    const dealt = new Dealer({ assignment, catalogue, secret, settings }).deal(student.id);
    if (!dealt.ok) throw new Error('no paper for s001');
    const header = paperHeader(course, assignment, student, dealt.value.variant);
    paper = (await toPdf(studentPaper(header, publicItems(dealt.value)))).bytes;
  }, 60_000);

  /** The boxes that a saved submission fills. */
  function boxesOf(json: unknown, path: readonly string[] = []): Readonly<Record<string, string>> {
    if (typeof json === 'string') return { [path.join('.')]: json };
    if (Array.isArray(json)) return { [path.join('.')]: JSON.stringify(json).replaceAll('"', '') };
    return Object.assign({}, ...Object.entries(json ?? {}).map(([key, value]) => boxesOf(value, [...path, key])));
  }

  const graded = async (name: string, file: string) => {
    const report = await gradeClass(place, roster, await readSubmissions([file]), {
      out: join(folder, name),
      manifest: null,
      progress: () => undefined,
    });
    if (!report.ok) throw new Error('grading failed');
    return report.value;
  };

  test('a filled PDF is marked as the same answers in a JSON file are', async () => {
    const json = join(ROOT, 'sample/submissions/s001.json');
    const { answers } = JSON.parse(readFileSync(json, 'utf8'));
    const pdf = saved('renamed by the student.pdf', fillPdf(paper, boxesOf(answers)));
    const [byPdf, byJson] = [await graded('pdf', pdf), await graded('json', json)];
    expect(byPdf.problems).toEqual([]);
    expect(byPdf.graded).toBe(1);
    const verdicts = ({ results }: typeof byPdf) =>
      results.map((line) => [line.score, line.items.map((i) => i.fields.map((f) => [f.field, f.verdict, f.score]))]);
    expect(verdicts(byPdf)).toEqual(verdicts(byJson));
    expect(byPdf.results[0]?.score).toBeGreaterThan(20);
  });

  test('answers typed with a JavaScript library, appearances and all, are read too', async () => {
    const form = await PDFDocument.load(paper);
    const field = form.getForm().getField('partials-of-a-composition.dfdx');
    if (!(field instanceof PDFTextField)) throw new Error('no text field');
    field.setText('42*x^2*(7*x^3 + 7*sin(y))');
    const report = await graded('typed', saved('typed.pdf', await form.save()));
    const [first] = report.results[0]?.items ?? [];
    expect(first?.fields[0]?.verdict).toBe('equal');
  });

  test('a box that this paper does not have is told, the rest is graded', async () => {
    const form = await PDFDocument.load(paper);
    form.getForm().createTextField('partials-of-a-composition.dfdz').setText('1');
    form.getForm().createTextField('partial-of-a-composition.dfdx').setText('1');
    const { problems, graded: count } = await graded('stray', saved('stray.pdf', await form.save()));
    expect(count).toBe(1);
    expect(problems.map((p) => [p.code, p.message])).toEqual([
      [
        'unknown-field',
        'partials-of-a-composition.dfdz is not on the paper of s001; partials-of-a-composition asks dfdx, dfdy',
      ],
      [
        'unknown-field',
        'partial-of-a-composition is not on the paper of s001 (did you mean partials-of-a-composition?)',
      ],
    ]);
  });

  test('a paper of another assignment or another build is no answer to this one', async () => {
    const { bytes } = await toPdf({ ...samplePaper, answerSheet: { assignment: 'hw2', student: 's001', attempt: 1 } });
    const other = await graded('other', saved('hw2.pdf', bytes));
    expect(other.problems[0]).toMatchObject({ code: 'other-paper', message: 'this is a paper of hw2, not of hw1' });
    const rebuilt = await graded('rebuilt', saved('rebuilt.pdf', (await toPdf(samplePaper)).bytes));
    expect(rebuilt.problems[0]).toMatchObject({ code: 'other-paper', message: expect.stringMatching(/K7QF-2M9D/) });
  });
});
