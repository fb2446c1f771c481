import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText } from '../../../src/expr/equivalent/batch.ts';

/** A formula and the same one written differently. */
type Twin = readonly [string, string];

const leaf: fc.Arbitrary<Twin> = fc.oneof(
  fc.constantFrom<Twin>(['x', 'x'], ['y', '(y+2-2)'], ['z', 'z*1'], ['x', '(2*x-x)']),
  fc.integer({ min: 1, max: 9 }).map((n): Twin => [`${n}`, `(${n + 3}-3)`]),
  fc.integer({ min: 1, max: 99 }).map((n): Twin => [`${n / 10}`, `(${n}/10)`]),
);

/** Identities with the domain kept. */
const { formula } = fc.letrec<{ formula: Twin }>((tie) => {
  const one = tie('formula');
  const two = fc.tuple(one, one);
  const wrap = (f: (a: string, b: string) => string, g: (a: string, b: string) => string): fc.Arbitrary<Twin> =>
    two.map(([a, b]): Twin => [f(a[0], b[0]), g(a[1], b[1])]);
  const call = (f: (a: string) => string, g: (a: string) => string): fc.Arbitrary<Twin> =>
    one.map((a): Twin => [f(a[0]), g(a[1])]);
  return {
    formula: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      leaf,
      wrap(
        (a, b) => `(${a} + ${b})`,
        (a, b) => `(${b} - -1*(${a}))`,
      ),
      wrap(
        (a, b) => `(${a})*(${b})`,
        (a, b) => `(${b})*(${a})`,
      ),
      wrap(
        (a, b) => `(${a} - (${b}))*2`,
        (a, b) => `2*(${a}) - 2*(${b})`,
      ),
      wrap(
        (a, b) => `(${a})/(${b})`,
        (a, b) => `3*(${a})*(3*(${b}))^-1`,
      ),
      call(
        (a) => `sin(${a})`,
        (a) => `2*sin((${a})/2)*cos((${a})/2)`,
      ),
      call(
        (a) => `tan(${a})`,
        (a) => `sin(${a})/cos(${a})`,
      ),
      call(
        (a) => `tanh(${a})`,
        (a) => `2*sigmoid(2*(${a})) - 1`,
      ),
      call(
        (a) => `exp(${a})`,
        (a) => `exp((${a})/2)^2`,
      ),
      call(
        (a) => `abs(${a})`,
        (a) => `max(${a}, -1*(${a}))`,
      ),
      call(
        (a) => `relu(${a})`,
        (a) => `((${a}) + abs(${a}))/2`,
      ),
      call(
        (a) => `log10(${a})`,
        (a) => `log(${a})/log(10)`,
      ),
      call(
        (a) => `sqrt(${a})`,
        (a) => `(${a})^(1/2)`,
      ),
      call(
        (a) => `(${a})^3`,
        (a) => `(${a})*(${a})^2`,
      ),
    ),
  };
});

describe('random formulas', () => {
  it('the same written differently is never different', () => {
    fc.assert(
      fc.property(formula, ([model, student]) => {
        const found = compareText({ student, model });
        expect([found.verdict, student, model]).not.toContain('different');
        expect(found.verdict).not.toBe('invalid');
      }),
      { seed: 20260101, numRuns: 400 },
    );
  });

  it('a summand more, however small, is never equal where there are values', () => {
    const extra = fc.constantFrom('x/10^9', 'sin(y)/10^6', '1/10^12', 'relu(z-300)', 'z^2', 'exp(-x^2)/10^5');
    fc.assert(
      fc.property(formula, extra, ([model], more) => {
        const found = compareText({ student: `${model} + ${more}`, model });
        if (found.verdict === 'equal') expect(found.evidence.points).toBe(0);
      }),
      { seed: 20260102, numRuns: 400 },
    );
  });

  it('no text makes it throw, and garbage is never equal', () => {
    const scraps = fc.constantFrom(
      'x',
      'sin',
      '(',
      ')',
      '^',
      '+',
      '*',
      '/',
      '[',
      ']',
      ',',
      ';',
      '1',
      '.',
      '_',
      '\\frac',
      '{',
      '}',
      "'",
      '|',
      '√',
      'e',
      ' ',
    );
    const text = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.array(scraps, { maxLength: 14 }).map((s) => s.join('')),
    );
    fc.assert(
      fc.property(text, (student) => {
        const found = compareText({ student, model: 'x^2*sin(y) + 7.25', vars: { x: 'real', y: 'real' } });
        expect(['different', 'invalid', 'undecided']).toContain(found.verdict);
      }),
      { seed: 20260103, numRuns: 3000 },
    );
  });
});
