import { describe, expect, test } from 'vitest';
import { workedOut } from '../../src/calculus/derivation-formal.ts';
import { derivative } from '../../src/calculus/modes.ts';
import { evaluate } from '../../src/expr/evaluate.ts';
import { parseExpression } from '../../src/expr/parse/parse.ts';
import type { Node } from '../../src/ir/node.ts';
import { sym } from '../../src/ir/node.ts';
import { brokenDerivations, soundLines } from '../../src/misconceptions/broken-derivation.ts';

const x = sym('x');

function read(text: string): Node {
  const parsed = parseExpression(text, { declarations: new Map(), mode: 'open' });
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

/** By evaluation alone, at a point of our own. */
const at = (n: Node): number => evaluate(workedOut(n, [x]), new Map([['x', [0.7312]]])).data[0] ?? Number.NaN;

describe.each(['x^3*exp(2*x)', 'sin(3*x)/x^2', '(2*x^2 + 5)^3*x', 'x*cos(4*x^2)', 'ln(x^2 + 1)', 'exp(sin(2*x))'])(
  'derivations of %s',
  (text) => {
    const f = read(text);
    const right = at(derivative(f, x));

    test('the sound one is right in every line', () => {
      for (const line of soundLines(f, [x])) expect(at(line.right)).toBeCloseTo(right, 9);
    });

    test('each broken one is right up to the wrong line, and then wrong in one and the same way', () => {
      const broken = brokenDerivations(f, [x]);
      expect(broken.length).toBeGreaterThan(2);
      for (const { lines, wrong, slip } of broken) {
        const values = lines.map((l) => at(l.right));
        const slipped = values[wrong] ?? Number.NaN;
        expect(Math.abs(slipped - right), slip.id).toBeGreaterThan(1e-9);
        values.forEach((v, k) => {
          expect(v, `${slip.id}, line ${k + 1}`).toBeCloseTo(k < wrong ? right : slipped, 8);
        });
      }
    });
  },
);
