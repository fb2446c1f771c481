import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradus, scratch } from './support.ts';

const topics = ['partial-derivatives', 'jacobian'];

describe('the printed catalogue', () => {
  const folder = scratch();
  const templates = gradus(['list', '--json'])
    .out.trim()
    .split('\n')
    .map((line): { id: string; title: string; topic: string } => JSON.parse(line))
    .filter((t) => topics.includes(t.topic));
  let html = '';
  beforeAll(() => {
    const run = gradus(['catalogue', '--topic', topics.join(), '--out', folder]);
    expect(run).toMatchObject({ code: 0, err: '' });
    html = readFileSync(join(folder, 'catalogue.html'), 'utf8');
  }, 60_000);

  it('shows every template of its topics, in the index and with its solution', () => {
    expect(templates.length).toBeGreaterThanOrEqual(5);
    for (const { id, title } of templates) {
      expect(html).toContain(`>${id}</code>`);
      expect(html.split(title).length - 1).toBeGreaterThanOrEqual(2);
    }
    expect(html.split('>Solution<').length - 1).toBe(templates.length);
    expect(html).not.toContain('<input');
  });

  it('is a PDF too', () => {
    expect(readFileSync(join(folder, 'catalogue.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('follows its seed, and the same seed gives the same bytes', () => {
    const file = (name: string, seed: string): string => {
      const out = join(folder, name);
      expect(gradus(['catalogue', '--topic', 'jacobian', '--seed', seed, '--out', out]).code).toBe(0);
      return readFileSync(out, 'latin1');
    };
    const first = file('a.html', '5');
    expect(file('b.html', '5')).toBe(first);
    expect(file('c.html', '6')).not.toBe(first);
    expect(file('d.pdf', '5')).toBe(file('e.pdf', '5'));
  });

  it('speaks German', () => {
    const out = join(folder, 'de.html');
    expect(gradus(['catalogue', '--topic', 'jacobian', '--locale', 'de', '--out', out]).code).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain('Aufgaben nach Themen');
  });
});

describe('gradus pick', () => {
  it('writes an assignment and leaves a file that is there alone', () => {
    const out = join(scratch(), 'hw3.yaml');
    const args = ['pick', '--topic', topics.join(), '--minutes', '40', '--points', '20', '--id', 'hw3', '--out', out];
    expect(gradus(args)).toMatchObject({ code: 0, err: '' });
    const text = readFileSync(out, 'utf8');
    expect(text).toContain('id: hw3');
    expect(gradus([...args, '--seed', '2'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('is there already'),
    });
    expect(readFileSync(out, 'utf8')).toBe(text);
  });

  it.each([
    [['--topic', 'jacobean', '--problems', '2'], 'did you mean jacobian?'],
    [['--topic', 'jacobian'], 'say how much'],
    [['--problems', '2', '--level', '3-1'], '--level takes levels'],
    [['--problems', '0'], '--problems is a whole number above 0'],
    [['--problems', '2', '--id', 'a b'], '--id takes letters'],
    [['--minutes', '1'], 'minutes, more than the 1 there are'],
  ])('%j: exit 2 with what to do', (args, message) => {
    const run = gradus(['pick', ...args]);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(message);
    expect(run.err).not.toMatch(/\n\s+at /);
  });
});

describe('gradus check', () => {
  it('prints one line for each template, and JSON lines with --json, alike with one worker and with two', () => {
    const args = ['check', 'jacobian-of-coordinates', 'partials-of-a-product', 'total-derivative', '--seeds', '134'];
    const one = gradus([...args, '--jobs', '1']);
    expect(one.code).toBe(0);
    expect(one.out.trim().split('\n')).toHaveLength(3);
    expect(gradus([...args, '--jobs', '2'])).toEqual(one);
    const reports = gradus([...args, '--json'])
      .out.trim()
      .split('\n')
      .map((l) => JSON.parse(l));
    expect(reports.map((r) => [r.id, r.passed, r.built])).toEqual([
      ['jacobian-of-coordinates', true, 134],
      ['partials-of-a-product', true, 134],
      ['total-derivative', true, 134],
    ]);
  }, 90_000);

  it('fails with 1 where a template does, with file, line and column, and locks nothing', () => {
    const folder = scratch();
    const text =
      'id: bad\ntitle: Bad\ntopic: t\nlevel: 1\nstatement: Add.\nfields:\n  d: { type: number, answer: q + 1 }\n';
    writeFileSync(join(folder, 'bad.yaml'), text);
    const run = gradus(['check', folder, '--seeds', '3', '--lock']);
    expect(run).toMatchObject({ code: 1, out: expect.stringMatching(/^FAIL bad /) });
    expect(run.err).toMatch(/bad\.yaml:7:30: .*q/);
    expect(run.err).toContain('nothing is locked');
    expect(existsSync(join(folder, 'templates.lock.json'))).toBe(false);
  });

  it('--tidy writes the quotes that YAML needs, once', () => {
    const folder = scratch();
    const file = join(folder, 'sum.yaml');
    const text =
      'id: sum\ntitle: Sum: of two\ntopic: t\nlevel: 1\nparameters: { a: { integer: [1, 9999] } }\nstatement: Add {{ a }} and 2.\nfields:\n  d: { type: number, answer: max(a, 3) + 2 }\n';
    writeFileSync(file, text);
    const before = gradus(['check', folder, '--seeds', '3']);
    expect(before.err).toContain('sum.yaml:2:');
    expect(gradus(['check', folder, '--seeds', '3', '--tidy']).err).toContain('quotes written');
    expect(readFileSync(file, 'utf8')).toContain('title: "Sum: of two"');
    expect(readFileSync(file, 'utf8')).toContain('answer: "max(a, 3) + 2"');
    expect(gradus(['check', folder, '--seeds', '3', '--tidy']).err).not.toContain('quotes written');
  });
});
