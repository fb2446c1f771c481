import { describe, expect, it } from 'vitest';
import { derivative } from '../../src/calculus/modes.ts';
import { taylorCoefficients } from '../../src/calculus/taylor-arithmetic.ts';
import { evaluate } from '../../src/expr/evaluate.ts';
import { parseExpression } from '../../src/expr/parse/parse.ts';
import { printText } from '../../src/expr/print/text.ts';
import { simplify, substitute } from '../../src/expr/rewrite.ts';
import { type Node, num, sym } from '../../src/ir/node.ts';
import { rational } from '../../src/ir/rational.ts';
import { isScalar } from '../../src/ir/shape.ts';
import { add, mul } from '../../src/ops/arithmetic.ts';
import { operations } from '../../src/ops/table.ts';
import { samplesOf } from './sample-nodes.ts';

const SLOPES = [1, -0.7, 0.4, 1.3];
const exact = (v: number): Node => num(rational(BigInt(Math.round(v * 1e6)), 1_000_000n));

describe('Taylor arithmetic is nested forward mode, for each operation along a line', () => {
  for (const s of operations.flatMap(samplesOf)) {
    if (!isScalar(s.node.shape) || !s.symbols.every((x) => x === null || isScalar(x.shape))) continue;
    if (s.symbols.every((x) => x === null)) continue;
    it(s.title, () => {
      const t = sym('t');
      // Every argument moves on its own line through its sample value.
      const lines = new Map(
        s.symbols.flatMap((x, i): (readonly [string, Node])[] =>
          x === null ? [] : [[x.name, add([exact(s.values.get(x.name)?.[0] ?? 0), mul([exact(SLOPES[i] ?? 1), t])])]],
        ),
      );
      const f = substitute(s.node, lines);
      const found = taylorCoefficients(f, t, num(rational(0n)), 3);
      let d = f;
      let factorial = 1;
      const at = new Map([['t', [0]]]);
      for (let k = 0; k <= 3; k += 1) {
        const wanted = evaluate(d, at).data[0] ?? Number.NaN;
        const got = (evaluate(found[k] as Node, at).data[0] ?? Number.NaN) * factorial;
        expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));
        d = simplify(derivative(d, t));
        factorial *= k + 1;
      }
    });
  }
});

describe('what is printed reads back as the same value, for each operation', () => {
  // Bookkeeping of adjoints that no one writes by hand.
  const UNSPOKEN = new Set(['kronpull', 'unvec', 'tuple']);
  for (const s of operations.flatMap(samplesOf)) {
    if (UNSPOKEN.has(s.op.name)) continue;
    it(s.title, () => {
      const declarations = new Map(
        s.symbols.flatMap((x) => (x === null ? [] : [[x.name, { name: x.name, shape: x.shape }] as const])),
      );
      const back = parseExpression(printText(s.node), { declarations, mode: 'closed' });
      expect(back.ok ? '' : back.error.message).toBe('');
      if (!back.ok) return;
      expect(simplify(back.value)).toBe(simplify(s.node));
    });
  }
});
