import { describe, expect, it, test } from 'vitest';
import { misconceptions } from '../../src/misconceptions/table.ts';
import { gradus } from './support.ts';

const lines = (text: string): readonly Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l));

describe('gradus diagnose', () => {
  it('names what went wrong and the very place', () => {
    const run = gradus(['diagnose', 'cos(3x^2+1)', '--of', 'sin(3x^2+1)', '--wrt', 'x']);
    expect(run.err).toBe('');
    expect(run.code).toBe(0);
    expect(run.out).toContain('dropped-inner-derivative');
    expect(run.out).toContain('3*x^2 + 1');
  });

  it('says nothing of a right answer', () => {
    const run = gradus(['diagnose', '2(x+1)', '--of', '(x+1)^2', '--wrt', 'x', '--json']);
    expect(JSON.parse(run.out)).toEqual({ verdict: 'equal', misconceptions: [] });
  });

  it('takes orders, shapes and names that stand for functions', () => {
    const first = (args: readonly string[]): string =>
      JSON.parse(gradus(['diagnose', '--json', ...args]).out).misconceptions[0].id;
    expect(first(["--of=x'*B*x", '--wrt=x', '--var=x:n', '--var=B:nxn', "2*x'*B"])).toBe('assumed-symmetric');
    expect(first(['--of=x^2*y', '--wrt=x,y', '--order=2', '[2*y, 0; 0, 0]'])).toBe('hessian-missing-cross-terms');
    expect(first(['--of=x1*x2', '--wrt=t', '--let=x1=sin(t)', '--let=x2=t^3', 'cos(t)*t^3'])).toBe(
      'unaccumulated-path',
    );
  });

  it('answers every line of a batch, in order, and stops at none', () => {
    const input = [
      '{"id":1,"of":"x^2*sin(x)","wrt":["x"],"student":"2*x*cos(x)"}',
      'no json',
      '{"id":"c","of":"x^2","wrt":["x"],"student":"2*x"}',
      '{"id":4,"of":"x^2","wrt":["x"],"student":"2*("}',
      '{"id":5,"of":"foo(","wrt":["x"],"student":"2"}',
      '{"id":6,"of":"x^2*y^2","wrt":["x","y"],"order":2,"vars":{"x":"scalar","y":"scalar"},"student":"[2y^2, 0; 0, 2x^2]"}',
      '{"id":7,"of":"x^2","wrt":["x"],"student":"17*y - sinh(x)"}',
    ].join('\n');
    const run = gradus(['diagnose', '--batch', '-'], { input });
    expect(run.code).toBe(0);
    const message = expect.stringMatching(/./);
    expect(lines(run.out)).toEqual([
      {
        id: 1,
        verdict: 'different',
        misconceptions: [{ id: 'product-of-derivatives', message, confidence: expect.any(Number) }],
      },
      { id: null, error: { code: 'syntax', message } },
      { id: 'c', verdict: 'equal', misconceptions: [] },
      { id: 4, verdict: 'invalid', code: 'syntax', message, misconceptions: [] },
      { id: 5, error: { code: 'unknown-name', message } },
      {
        id: 6,
        verdict: 'different',
        misconceptions: [{ id: 'hessian-missing-cross-terms', message, confidence: expect.any(Number) }],
      },
      { id: 7, verdict: 'different', misconceptions: [] },
    ]);
  });

  test.each([
    [['cos(x)', '--wrt', 'x'], /of is missing/],
    [['--of', 'sin(x)', '--wrt', 'x'], /student is missing/],
    [['1', '--of', 'sin(', '--wrt', 'x'], /\^/],
  ])('refuses %j', (args, message) => {
    const run = gradus(['diagnose', ...args]);
    expect(run.code).toBe(2);
    expect(run.err).toMatch(message);
  });
});

describe('gradus misconceptions', () => {
  it('lists each with an example and a source', () => {
    const listed = lines(gradus(['misconceptions', '--json']).out);
    expect(listed.map((m) => m.id)).toEqual(misconceptions.map((m) => m.id));
    for (const m of listed)
      expect(m).toMatchObject({
        example: { of: expect.stringMatching(/./), student: expect.stringMatching(/./) },
        source: expect.stringMatching(/./),
      });
  });

  it('marks the generic ones for people', () => {
    const { out } = gradus(['misconceptions']);
    expect(out).toMatch(/^missing-factor \*$/m);
    expect(out).toMatch(/^product-of-derivatives$/m);
  });
});
