import { expect, it } from 'vitest';
import { derivation } from '../../src/calculus/derivation.ts';
import { departure } from '../../src/course/departure.ts';
import { derivationRows } from '../../src/document/build/steps.ts';
import { sym } from '../../src/ir/node.ts';
import { formula } from '../answers/support.ts';

const steps = derivationRows(
  derivation(formula('x^2*sin(3*x)', { x: 'real' }), [sym('x')], { order: 1, detail: 3, layout: 'numerator' }).steps,
);
const at = (id: string): string => steps[departure(steps, [{ id, message: '', confidence: 1 }])]?.rule ?? 'none';

it('the line of the solution whose rule was broken', () => {
  expect(at('product-rule-missing-term')).toBe('product');
  // The chain rule with a name for the inner function.
  expect(at('dropped-inner-derivative')).toBe('substitution');
  expect(at('quotient-rule-sign')).toBe('none');
  expect(at('arithmetic-slip')).toBe('none');
  expect(departure(steps, [])).toBe(-1);
});
