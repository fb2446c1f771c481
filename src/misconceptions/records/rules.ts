/** Rules of one variable: products, quotients, powers, functions and constants. */
import { define } from '../misconception.ts';

const RULES = 'lecture, Differentiation Rules';
const ORTON = "Orton, Students' Understanding of Differentiation (1983)";

export const ruleRecords = [
  define({
    id: 'product-of-derivatives',
    generic: false,
    summary: "The derivative of a product taken as the product of the derivatives: f'g'.",
    source: RULES,
    example: { of: 'x^2*sin(x)', wrt: ['x'], student: '2*x*cos(x)' },
  }),
  define({
    id: 'product-rule-missing-term',
    generic: false,
    summary: 'Only one of the two terms of the product rule.',
    source: RULES,
    example: { of: 'x^2*sin(x)', wrt: ['x'], student: '2*x*sin(x)' },
  }),
  define({
    id: 'quotient-rule-sign',
    generic: false,
    summary: "The two terms of the quotient rule added: (f'g + fg')/g².",
    source: RULES,
    example: { of: 'sin(x)/x', wrt: ['x'], student: '(x*cos(x) + sin(x))/x^2' },
  }),
  define({
    id: 'quotient-rule-swapped',
    generic: false,
    summary: "The two terms of the quotient rule the wrong way round: (fg' − f'g)/g².",
    source: RULES,
    example: { of: 'sin(x)/x', wrt: ['x'], student: '(sin(x) - x*cos(x))/x^2' },
  }),
  define({
    id: 'quotient-rule-denominator-not-squared',
    generic: false,
    summary: "The denominator of the quotient rule not squared: (f'g − fg')/g.",
    source: RULES,
    example: { of: 'sin(x)/x', wrt: ['x'], student: '(x*cos(x) - sin(x))/x' },
  }),
  define({
    id: 'quotient-of-derivatives',
    generic: false,
    summary: "The derivative of a quotient taken as the quotient of the derivatives: f'/g'.",
    source: RULES,
    example: { of: 'sin(x)/x^2', wrt: ['x'], student: 'cos(x)/(2*x)' },
  }),
  define({
    id: 'power-rule-exponent-kept',
    generic: false,
    summary: 'Power rule with the exponent kept: n xⁿ.',
    source: `${ORTON}; ${RULES}`,
    example: { of: 'x^3 + 2*x', wrt: ['x'], student: '3*x^3 + 2' },
  }),
  define({
    id: 'power-rule-coefficient-missing',
    generic: false,
    summary: 'Power rule without the exponent as a factor: xⁿ⁻¹.',
    source: `${ORTON}; ${RULES}`,
    example: { of: 'x^5 + 2*x', wrt: ['x'], student: 'x^4 + 2' },
  }),
  define({
    id: 'power-rule-on-exponential',
    generic: false,
    summary: 'An exponential treated as a power: x aˣ⁻¹.',
    source: RULES,
    example: { of: '2^x', wrt: ['x'], student: 'x*2^(x-1)' },
  }),
  define({
    id: 'sign-of-trig-derivative',
    generic: false,
    summary: "The sign of a trigonometric derivative: cos' = sin or sin' = −cos.",
    source: RULES,
    example: { of: 'cos(x) + x^2', wrt: ['x'], student: 'sin(x) + 2*x' },
  }),
  define({
    id: 'integrated-instead',
    generic: false,
    summary: 'An antiderivative was given instead of the derivative.',
    source: ORTON,
    example: { of: '6*x^2 + 4*x', wrt: ['x'], student: '2*x^3 + 2*x^2' },
  }),
  define({
    id: 'constant-term-kept',
    generic: false,
    summary: 'A term without the variable was left standing; its derivative is 0.',
    source: `${ORTON}; ${RULES}`,
    example: { of: 'x^2 + 5*y', wrt: ['x'], student: '2*x + 5*y' },
  }),
] as const;
