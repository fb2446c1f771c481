import { describe, expect, it } from 'vitest';
import { richSource } from '../../src/answers/rich-text.ts';
import { parseExpression } from '../../src/expr/parse/parse.ts';
import { printText } from '../../src/expr/print/text.ts';
import type { Node } from '../../src/ir/node.ts';
import { catalogueOf, keyOf, sampleTemplate, variantOf } from './support/templates.ts';

const lecture = catalogueOf('test/fixtures/lecture-templates');
const problems = catalogueOf('problems');
const template = (id: string) => {
  const found = lecture.templates.get(id) ?? problems.templates.get(id);
  if (!found) throw new Error(`no template ${id}`);
  return found;
};
const range = (n: number) => Array.from({ length: n }, (_, k) => k);

const read = (text: string): Node => {
  const parsed = parseExpression(text, { declarations: new Map(), mode: 'open' });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};
const text = (node: Node | null | undefined) => (node ? printText(node) : 'nothing');

/** The key of a single field `d` with this formula, for the same draw each time. */
const worked = (formula: string, blocks = '', type = 'matrix') =>
  text(
    keyOf(
      variantOf(
        sampleTemplate(
          `calculator: yes\nvariables: { x: real, y: real, v: 2, W: 2x2 }\n${blocks}\nstatement: Work it out.\nfields: { d: { type: ${type}, answer: "${formula}", may_be: zero } }\n`,
        ),
        1,
      ),
      'd',
    ).answer,
  );

describe('operators', () => {
  const VALUES =
    'values: { x: { choice: [2] }, y: { choice: [-3] }, v: { vector: 2, choice: [2] }, W: { matrix: 2x2, choice: [3] } }';
  it.each([
    ['diff(x^2*y, x)', '2*x*y'],
    ['diff(x^2*y, x, y)', '2*x'],
    ['diff([x*y; x], x)', '[y; 1]'],
    ['gradient(x^2*y, (x, y))', '[2*x*y, x^2]'],
    ['gradient(x^2*y, (y, x))', '[x^2, 2*x*y]'],
    ['jacobian([x*y; x + y], (x, y))', '[y, x; 1, 1]'],
    ["gradient(v'*v, v)", '[2*v[1], 2*v[2]]'],
    ['hessian(x^2*y, (x, y))', '[2*y, 2*x; 2*x, 0]'],
    ['gradient(x*sum(v), (x, v))', '[sum(v), x, x]'],
    ['at(x^2*y, x = y + 1)', 'y*(y + 1)^2'],
    ['at(x - y, x = y, y = x)', 'y - x'],
    ['expand((x + y)^2*x)', 'x^3 + 2*x^2*y + x*y^2'],
    ['eigenvalues([2, 1; 1, 2])', '[1; 3]'],
    ['eigenvalues([0, 1, 0; 0, 0, 1; 6, -11, 6])', '[1; 2; 3]'],
    ['expm(x*[1, 0; 0, 2])', '[exp(x), 0; 0, exp(2*x)]'],
    ['expm([0, x; 0, 0])', '[1, x; 0, 1]'],
    ['rank([1, 2; 2, 4])', '1'],
    ['gcd(12, 18, 30)', '6'],
    ['denominator(6/8)', '4'],
    ['round(2/3, 2)', '0.67'],
    ['round(-0.125, 2)', '-0.13'],
    ['round(sqrt(2), 3)', '1.414'],
    ['inv([2, 0; 0, 4])', '[1/2, 0; 0, 1/4]'],
    ['det([1, 2; 3, 4])', '-2'],
  ])('%s is %s', (formula, key) => expect(worked(formula, '', /^\[/.test(key) ? 'matrix' : 'expression')).toBe(key));

  it.each([
    ['value(x^2*y)', '-12'],
    ['value(diff(x^2*y, x))', '-12'],
    ['value(gradient(x^2*y, (x, y)))', '[-12, 4]'],
    ["value(v'*W*v)", '48'],
    ['value(W*v)', '[12; 12]'],
    ['value(norm(v)^2)', '8'],
    ['value(x)*y', '2*y'],
  ])('%s is %s at the values', (formula, key) =>
    expect(worked(formula, VALUES, /^\[/.test(key) ? 'matrix' : 'expression')).toBe(key),
  );

  it('tensors are read entry by entry', () => {
    const seed =
      range(20).find((k) => /case:1/.test(variantOf(template('derivative-of-a-gram-matrix'), k).key.structure)) ?? 0;
    const { key } = variantOf(template('derivative-of-a-gram-matrix'), seed);
    expect(text(key.fields[2]?.answer)).toBe('delta(p, j)*R[i, q] + delta(q, j)*R[i, p]');
    expect(key.fields[0]?.answer?.shape).toEqual(['n', 'n', 'm', 'n']);
  });

  it('what cannot be worked out is refused at its place', () => {
    expect(() => worked('eigenvalues([1, 1; 1, 0])')).toThrow(/sample\.yaml:9:\d+: the eigenvalues are not rational/);
    expect(() => worked('round(x, 2)')).toThrow(/only numbers can be rounded/);
    expect(() => worked('at(x, 2)')).toThrow(/Write at\(f, x = 2/);
    expect(() => worked('at(x, v = 2)')).toThrow(/`v` is 2x1, what is put in is scalar/);
    expect(() => worked('gradient(x, z)')).toThrow(/`z` is no variable to differentiate in/);
  });
});

describe('what holds without being written', () => {
  const one = (formula: string, extra = '') =>
    sampleTemplate(
      `variables: { x: real }\nvalues: { x: { integer: [-2, 2] } }\nstatement: At {{ values }}.\nfields: { d: { type: number, answer: "${formula}"${extra} } }\n`,
    );
  const xs = (t: ReturnType<typeof one>) =>
    new Set(range(60).map((seed) => Number(variantOf(t, seed).key.draws.get('value of x'))));

  it('answers are not zero, unless they may be', () => {
    expect(xs(one('value(x^2 - 1)'))).toEqual(new Set([-2, 0, 2]));
    expect(xs(one('value(x^2 - 1)', ', may_be: zero'))).toEqual(new Set([-2, -1, 0, 1, 2]));
  });

  it('the point is inside the domain', () => {
    expect(xs(one('value(diff(sqrt(x + 1), x))'))).toEqual(new Set([0, 1, 2]));
    expect(xs(one('value(3*x^2 + 1/x)'))).toEqual(new Set([-2, -1, 1, 2]));
  });

  it('the point is on no kink of what is differentiated', () => {
    expect(xs(one('value(diff(x*abs(x - 1) + 5*x, x))'))).toEqual(new Set([-2, -1, 0, 2]));
    expect(xs(one('value(abs(x - 1) + 5)'))).toEqual(new Set([-2, -1, 0, 1, 2]));
  });

  it('with may_be: undefined the key says where the derivative does not exist, and nowhere else', () => {
    const t = one('value(diff(abs(x - 1) + x^2, x))', ', may_be: [zero, undefined]');
    for (const seed of range(40)) {
      const { key } = variantOf(t, seed);
      const x = Number(key.draws.get('value of x'));
      expect(text(key.fields[0]?.answer)).toBe(x === 1 ? 'DNE' : `${2 * x + Math.sign(x - 1)}`);
    }
    // The square of a kink is smooth.
    const smooth = one('value(diff(max(0, x - 1)^2 + x, x))', ', may_be: undefined');
    for (const seed of range(40)) expect(text(variantOf(smooth, seed).key.fields[0]?.answer)).not.toBe('DNE');
  });

  it('numbers are tidy where no calculator is allowed', () => {
    const t = sampleTemplate(
      'parameters: { a: { integer: [1, 60] } }\nstatement: Take $ {{ a }}$.\nfields: { d: { type: number, answer: "a^2/7" } }\n',
    );
    // 7 divides a² or the denominator is 7; the numerator has at most three digits.
    for (const seed of range(60)) expect(Number(variantOf(t, seed).key.draws.get('a'))).toBeLessThan(84);
    expect(range(60).some((seed) => Number(variantOf(t, seed).key.draws.get('a')) ** 2 > 999)).toBe(true);
    const calculator = sampleTemplate(
      'calculator: yes\nparameters: { a: { integer: [40, 60] } }\nstatement: Take $ {{ a }}$.\nfields: { d: { type: number, answer: "a^2/23" } }\n',
    );
    expect(() => variantOf(calculator, 1)).not.toThrow();
  });

  it('an answer that is to be a formula has a variable', () => {
    const t = sampleTemplate(
      'variables: { x: real }\nparameters: { f: { choice: [3*x, x^2] } }\nstatement: Take $ {{ f }}$.\nfields: { d: { type: expression, answer: "diff(f, x)" } }\n',
    );
    for (const seed of range(30)) expect(text(variantOf(t, seed).key.fields[0]?.answer)).toBe('2*x');
  });
});

describe('layout', () => {
  it('denominator layout turns what students type in derivatives, and nothing else', () => {
    for (const seed of range(10)) {
      const [rows, columns] = (['numerator', 'denominator'] as const).map((layout) =>
        variantOf(template('gradient-descent-step'), seed, { layout }),
      );
      expect(keyOf(rows ?? fail(), 'grad').answer?.shape).toEqual([1, 2]);
      expect(keyOf(columns ?? fail(), 'grad').answer?.shape).toEqual([2, 1]);
      for (const id of ['new', 'change'])
        expect(text(keyOf(columns ?? fail(), id).answer)).toBe(text(keyOf(rows ?? fail(), id).answer));
    }
  });

  it('a Jacobian, its shape and the product of boxes follow; a gradient in a matrix keeps the shape of the matrix', () => {
    const linear = variantOf(template('jacobian-of-a-linear-map'), 1, { layout: 'denominator' });
    expect(keyOf(linear, 'J').answer?.shape).toEqual([3, 2]);
    expect(keyOf(linear, 'size').answer?.shape).toEqual([3, 2]);
    const path = variantOf(template('chain-rule-in-two-parameters'), 1, { layout: 'denominator' });
    expect(keyOf(path, 'product').answer?.shape).toEqual([2, 1]);
    expect(keyOf(variantOf(template('network-2-3-1'), 1, { layout: 'denominator' }), 'dW1').answer?.shape).toEqual([
      3, 2,
    ]);
  });

  const fail = (): never => {
    throw new Error('no variant');
  };
});

describe('follow-through', () => {
  const follow = (
    id: string,
    field: string,
    given: Readonly<Record<string, string>>,
    layout: 'numerator' | 'denominator' = 'numerator',
  ) => {
    const { follows } = keyOf(variantOf(template(id), 3, { layout }), field);
    return text(follows?.recompute(new Map(Object.entries(given).map(([k, v]) => [k, read(v)]))));
  };

  it('works out what follows from a wrong gradient', () => {
    const key = keyOf(variantOf(template('gradient-descent-step'), 3), 'change');
    expect(key.follows?.fields).toEqual(['grad']);
    const eta = Number(
      text(
        keyOf(variantOf(template('gradient-descent-step'), 3), 'change').follows?.recompute(
          new Map([['grad', read('[1, 0]')]]),
        ),
      ).replace(/^-1\//, ''),
    );
    expect([2, 5, 10]).toContain(eta);
    expect(follow('gradient-descent-step', 'change', { grad: '[1, 2]' })).toBe(
      eta === 5 ? '-1' : eta === 2 ? '-5/2' : '-1/2',
    );
  });

  it('turns a vector that lies the other way, and takes one without orientation', () => {
    const straight = follow('gradient-descent-step', 'change', { grad: '[3, 4]' });
    expect(follow('gradient-descent-step', 'change', { grad: '[3; 4]' })).toBe(straight);
    expect(follow('gradient-descent-step', 'change', { grad: '(3, 4)' })).toBe(straight);
    expect(follow('gradient-descent-step', 'change', { grad: '[3; 4]' }, 'denominator')).toBe(straight);
  });

  it('puts the values into a formula the student wrote', () => {
    const instance = variantOf(template('total-derivative'), 3);
    const { follows } = keyOf(instance, 'at_zero');
    expect(text(follows?.recompute(new Map([['total', read('7 + 5*t')]])))).toBe('7');
  });

  it('has no value where the student’s answer does not fit', () => {
    expect(follow('gradient-descent-step', 'change', { grad: '[1, 2, 3]' })).toBe('nothing');
    expect(follow('newton-step-on-a-quadratic', 'step', { hess: '[1, 1; 1, 1]', grad: '[1, 2]' })).toMatch(
      /nothing|inv/,
    );
  });

  it('the key itself follows from the keys above it', () => {
    for (const id of [
      'gradient-descent-step',
      'newton-step-on-a-quadratic',
      'ntk-two-inputs',
      'chain-rule-along-a-path',
      'regression-residual',
      'slope-of-a-curve',
    ]) {
      for (const layout of ['numerator', 'denominator'] as const) {
        const { key } = variantOf(template(id), 5, { layout }, lecture);
        for (const field of key.fields) {
          if (field.follows === null) continue;
          const above = new Map(key.fields.flatMap((f) => (f.answer === null ? [] : [[f.id, f.answer] as const])));
          expect(text(field.follows.recompute(above))).toBe(text(field.answer));
        }
      }
    }
  });
});

describe('the two halves', () => {
  it('what is public names only what a text prints: no key behind a definition', () => {
    const { public: shown, key } = variantOf(template('derivative-of-a-gram-matrix'), 2);
    expect(shown.definitions.map((d) => d.name)).toEqual(['case.K']);
    const everything = JSON.stringify(shown);
    for (const field of key.fields)
      if (field.answer && field.answer.size >= 8) expect(everything).not.toContain(printText(field.answer));
    expect(everything).not.toContain('delta(');
    expect(shown.values.map((v) => v.name)).toEqual(['R', 'p', 'q', 'i', 'j']);
  });

  it('an option’s id does not say which is right', () => {
    const right = range(60).map((seed) =>
      variantOf(template('which-is-rotation-invariant'), seed, { oraclePoints: 0 }).key.fields[0]?.right.join(),
    );
    expect(new Set(right)).toEqual(new Set(['k1', 'k2', 'k3', 'k4']));
  });

  it('a trace says what its nodes are, and asks for the derivatives in its inputs', () => {
    const { public: shown } = variantOf(template('backprop-trace-two-branches'), 2);
    expect(richSource(shown.fields[0]?.question ?? [])).toMatch(
      /^The nodes are \$a = .*\$, \$b = .*\$, \$c = .*\$, \$d = .*\$, \$g = .*\$ and \$f = .*\$\.$/,
    );
    expect(shown.fields[0]?.trace.map((r) => [r.id, r.value, r.adjoint])).toEqual([
      ...['a', 'b', 'c', 'd', 'g', 'f'].map((id) => [id, true, true]),
      ['x', false, true],
    ]);
  });

  it('a trace without named nodes names every elementary operation', () => {
    const t = sampleTemplate(
      'calculator: yes\nvariables: { x: real }\nvalues: { x: { choice: [2] } }\nstatement: Trace.\nfields: { t: { type: trace, answer: "exp(x^2) + 3*x^2" } }\n',
    );
    const key = keyOf(variantOf(t, 1), 't');
    expect(
      key.trace.map((n) => [n.id, text(n.local), Math.round(n.value[0] ?? 0), Math.round(n.adjoint[0] ?? 0)]),
    ).toEqual([
      ['v1', 'x^2', 4, 58],
      ['v2', 'exp(v1)', 55, 1],
      ['v3', '3*v1', 12, 1],
      ['v4', 'v2 + v3', 67, 1],
      ['x', 'x', 2, 230],
    ]);
  });

  it('uses are listed one by one, in the order of the forward pass', () => {
    const key = keyOf(variantOf(template('rnn-shared-weight'), 1), 'trace');
    const w = key.trace.find((n) => n.id === 'w');
    expect(w?.uses.map((u) => u.through)).toEqual(['z1', 'z2']);
    expect(w?.uses.every((u) => u.value[0] !== 0)).toBe(true);
  });

  it('the cases of a hinge loss: a formula on each side, and none on the edge unless it is squared', () => {
    const rows = (structure: RegExp) => {
      const seed =
        range(50).find((s) =>
          structure.test(variantOf(template('hinge-loss-gradient'), s, { oraclePoints: 0 }).key.structure),
        ) ?? 0;
      return variantOf(template('hinge-loss-gradient'), seed).key.fields[0]?.cases.map((c) => text(c.value));
    };
    expect(rows(/L:1/)).toEqual(["-y*x'", 'DNE', 'zeros(1, 2)']);
    expect(rows(/L:2/)).toEqual(["-2*y*(1 - y*w'*x)*x'", 'zeros(1, 2)', 'zeros(1, 2)']);
  });

  it('the cases of the lecture: dK/dR under each condition', () => {
    const seed =
      range(20).find((s) => /case:1/.test(variantOf(template('derivative-of-a-gram-matrix'), s).key.structure)) ?? 0;
    expect(
      variantOf(template('derivative-of-a-gram-matrix'), seed).key.fields[1]?.cases.map((c) => text(c.value)),
    ).toEqual(['R[i, q]', 'R[i, p]', '2*R[i, q]', '0']);
  });

  it('an ordering knows which lines may change places', () => {
    const key = keyOf(variantOf(template('proof-jacobian-of-ax'), 1), 'proof');
    expect(key.right).toHaveLength(6);
    expect(key.order?.kind === 'in-order' ? key.order.parts.map((p) => p.kind) : []).toEqual([
      'line',
      'any-order',
      'line',
    ]);
  });

  it('foreseen answers and rounding reach the key and the paper', () => {
    const { public: shown, key } = variantOf(template('worst-case-change'), 1, { locale: 'de' });
    expect(shown.fields[0]?.rounding).toEqual({ kind: 'digits', digits: 3 });
    expect(richSource(shown.fields[0]?.label ?? [])).toBe('Größte Änderung');
    expect(key.fields[0]?.also).toMatchObject([{ credit: 0, says: 'Das ist die Schranke für die Maximumsnorm.' }]);
  });
});

describe('rounding early', () => {
  /** The worked solution with every intermediate result rounded to so many digits, for exp(ax) sin(by). */
  const rounder = (digits: number) => (v: number) => Number(v.toPrecision(digits));

  it('the bound covers a student who rounds every intermediate result to three digits', () => {
    const r = rounder(3);
    let off = 0;
    for (const seed of range(120)) {
      const instance = variantOf(template('worst-case-change'), seed, { oraclePoints: 0 });
      const { draws, structure, fields } = instance.key;
      if (!/L:1/.test(structure)) continue;
      const of = (name: string) => Number(draws.get(name));
      const [a, b, x, y] = [of('a'), of('b'), of('value of x'), of('value of y')];
      const eps = [0.05, 0.1, 0.2][Number(/eps:(\d)/.exec(structure)?.[1]) - 1] ?? Number.NaN;
      const worked = (round: (v: number) => number) => {
        const e = round(Math.exp(round(a * x)));
        const gx = round(round(a * e) * round(Math.sin(round(b * y))));
        const gy = round(round(b * e) * round(Math.cos(round(b * y))));
        return round(eps * round(Math.sqrt(round(round(gx * gx) + round(gy * gy)))));
      };
      const exact = worked((v) => v);
      const [bound = 0] = fields[0]?.roundedEarly ?? [];
      expect(Math.abs(worked(r) - exact)).toBeLessThanOrEqual(bound);
      expect(bound).toBeLessThan(0.03 * exact);
      if (Math.abs(worked(r) - exact) > 0.5 * 10 ** (Math.floor(Math.log10(exact)) - 2)) off += 1;
    }
    // Without the bound, many of them would be marked wrong for doing as they were told.
    expect(off).toBeGreaterThan(5);
  });
});

describe('shared data', () => {
  it('is one draw for all problems that name it', () => {
    const three = ['regression-residual', 'regression-gradient', 'regression-curvature'].map((id) =>
      variantOf(template(id), 4, {}, lecture),
    );
    const shared = three.map((p) => richSource(p.public.shared?.statement ?? []));
    expect(new Set(shared).size).toBe(1);
    expect(shared[0]).toMatch(/^Measurements are described by \$y \\approx \\Phi\\theta\$ with \$\\Phi = /);
    expect(new Set(three.map((p) => p.key.draws.get('value of Phi'))).size).toBe(1);
  });

  it('is asked for where it is missing', () => {
    expect(() => variantOf(template('regression-residual'), 1)).toThrow(/needs the data file three-points/);
  });
});
