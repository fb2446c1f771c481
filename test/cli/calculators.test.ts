import { describe, expect, it, test } from 'vitest';
import { gradus } from './support.ts';

const lines = (text: string): readonly Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l));

describe('gradus derive', () => {
  test.each([
    [['(x+2y^3)^2', '--wrt', 'x,y'], '[2*(x + 2*y^3), 12*y^2*(x + 2*y^3)]'],
    [['x1^2*x2 + x1*x2^3', '--wrt', 'x1,x2'], '[2*x1*x2 + x2^3, x1^2 + 3*x1*x2^2]'],
    [['x1^2 + 2x2', '--let', 'x1=sin(t)', '--let', 'x2=cos(t)', '--wrt', 't'], '2*sin(t)*cos(t) - 2*sin(t)'],
    [['A*x', '--wrt', 'x', '--var', 'A:mxn', '--var', 'x:n'], 'A'],
    [
      ['norm(y - Phi*theta)^2', '--wrt', 'theta', '--var', 'Phi:NxD', '--var', 'theta:D', '--var', 'y:N'],
      "-2*(y' - theta'*Phi')*Phi",
    ],
    [["R'*R", '--wrt', 'R', '--var', 'R:mxn'], 'delta(p, j)*R[i, q] + delta(q, j)*R[i, p]'],
    [['log(det(X))', '--wrt', 'X', '--var', 'X:nxn'], "inv(X)'"],
    [['-x^2', '--wrt', 'x'], '-2*x'],
    [["-t'*z", '--wrt', 'z', '--var', 't:n', '--var', 'z:n'], "-t'"],
  ])('%j', (args, expected) => {
    const run = gradus(['derive', ...args]);
    expect(run.err).toBe('');
    expect(run.out.split('\n')[0]).toBe(expected);
    expect(run.code).toBe(0);
  });

  it('gives shapes, values and steps as JSON', () => {
    const run = gradus(['derive', 'x^2*y', '--wrt', 'x,y', '--order', '2', '--at', 'x=1,y=2', '--json', '--steps']);
    const answer = JSON.parse(run.out);
    expect(answer).toMatchObject({
      shape: [2, 2],
      text: '[2*y, 2*x; 2*x, 0]',
      value: [
        [4, 2],
        [2, 0],
      ],
    });
    expect(answer.steps.length).toBeGreaterThan(2);
  });

  it('prints steps in the format asked for, and how a formula was read', () => {
    const latex = gradus(['derive', 'x^2', '--wrt', 'x', '--steps', '--format', 'latex']).out;
    expect(latex).toContain('\\frac{\\partial}{\\partial x} x^{2} = 2 x    [power rule]');
    expect(gradus(['derive', '1/2x', '--wrt', 'x']).out).toContain('read as: x/2');
    const trace = gradus(['derive', 'x^2', '--wrt', 'x', '--steps', '--mode', 'reverse', '--at', 'x=3']).out;
    expect(trace).toContain('f = x^2 = 9    [value of the node]');
    const taylor = gradus(['derive', 'exp(x)', '--wrt', 'x', '--order', '2', '--mode', 'taylor', '--at', 'x=0']).out;
    expect(taylor).toContain('Taylor polynomial: 1 + x + x^2/2');
  });

  it('has no value at a kink', () => {
    expect(JSON.parse(gradus(['derive', 'abs(x)', '--wrt', 'x', '--at', 'x=0', '--json']).out).value).toBeNull();
    expect(JSON.parse(gradus(['derive', 'abs(x)', '--wrt', 'x', '--at', 'x=-2', '--json']).out).value).toBe(-1);
  });

  it('answers every line of a batch, in order, and stops at none', () => {
    const input = [
      '{"id":1,"expr":"x^3","wrt":["x"],"at":{"x":2}}',
      'no json',
      '{"id":3,"expr":"foo(","wrt":["x"]}',
      '{"id":4,"expr":"A*x","wrt":["x"],"vars":{"A":"2x2","x":"2"},"at":{"A":[[1,2],[3,4]],"x":[5,6]}}',
    ].join('\n');
    const run = gradus(['derive', '--batch', '-'], { input });
    expect(run.code).toBe(0);
    expect(lines(run.out)).toEqual([
      { id: 1, shape: [], text: '3*x^2', latex: '3 x^{2}', value: 12 },
      { id: null, error: { code: 'syntax', message: 'this line is not JSON' } },
      { id: 3, error: { code: 'unknown-name', message: expect.stringMatching(/./) } },
      {
        id: 4,
        shape: [2, 2],
        text: 'A',
        latex: 'A',
        value: [
          [1, 2],
          [3, 4],
        ],
      },
    ]);
  });

  it('shows where a formula breaks off', () => {
    const run = gradus(['derive', 'sin(x', '--wrt', 'x']);
    expect(run.code).toBe(2);
    expect(run.err).toContain('sin(x\n     ^');
    expect(run.err).not.toContain('at ');
  });
});

describe('gradus compare', () => {
  test.each([
    ['2(x+1)^2', '2x^2+4x+2', [], 'equal', 0],
    ['sqrt(x^2)', 'x', [], 'different', 1],
    ['sqrt(x^2)', 'x', ['--assume', 'x>0'], 'equal', 0],
    ['x +', 'x', [], 'invalid', 1],
    ['0.333', '1/3', ['--rounded', '3'], 'equal', 0],
    ["A'*x", 'A*x', ['--var', 'A:3x3', '--var', 'x:3', '--structure', 'A=symmetric'], 'equal', 0],
    ["A'*x", 'A*x', ['--var', 'A:3x3', '--var', 'x:3'], 'different', 1],
  ])('%s and %s', (student, model, flags, verdict, code) => {
    const run = gradus(['compare', student, model, ...flags, '--json']);
    expect(JSON.parse(run.out).verdict).toBe(verdict);
    expect(run.code).toBe(code);
  });

  it('answers every line of a batch with a verdict', () => {
    const input = ['{"id":1,"student":"x","model":"x"}', 'nonsense', '[1]', '{"id":2,"student":3,"model":"x"}'];
    const run = gradus(['compare', '--batch', '-'], { input: input.join('\n') });
    expect(run.code).toBe(0);
    expect(lines(run.out).map(({ id, verdict, code }) => [id, verdict, code])).toEqual([
      [1, 'equal', 'same-form'],
      [null, 'invalid', 'syntax'],
      [null, 'invalid', 'syntax'],
      [2, 'invalid', 'syntax'],
    ]);
  });

  it('blames a broken model on the model', () => {
    const run = gradus(['compare', 'x', 'x +']);
    expect(run.code).toBe(2);
    expect(run.err).toContain('model');
  });

  it('gives the same verdicts and evidence under another locale and time zone', () => {
    const input = ['sin(x)^2+cos(x)^2|1', 'exp(log(x))|x', 'x/x|1', 'abs(x)|x'].map((pair, id) => {
      const [student, model] = pair.split('|');
      return JSON.stringify({ id, student, model });
    });
    const here = gradus(['compare', '--batch', '-'], { input: input.join('\n') });
    const there = gradus(['compare', '--batch', '-'], {
      input: input.join('\n'),
      env: { TZ: 'Pacific/Auckland', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' },
    });
    expect(there.out).toBe(here.out);
    expect(lines(here.out).map((l) => l.verdict)).toEqual(['equal', 'different', 'equal', 'different']);
  });
});

describe('usage', () => {
  it('is helped out of a misspelt command, with exit code 2 and no stack trace', () => {
    const run = gradus(['compar', 'x', 'y']);
    expect(run.code).toBe(2);
    expect(run.err).not.toMatch(/at .*\.js:\d+/);
  });

  test.each([
    'init',
    'list',
    'show',
    'check',
    'build',
    'grade',
    'review',
    'regrade',
    'report',
    'trace',
    'export',
    'derive',
    'compare',
  ])('%s --help has an example', (command) => {
    const run = gradus([command, '--help']);
    expect(run.code).toBe(0);
    expect(run.out).toContain(`gradus ${command} `);
    expect(run.out).toContain('Examples:');
  });
});
