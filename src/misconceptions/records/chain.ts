/** The chain rule, paths of dependence, and what is held constant. */
import { define } from '../misconception.ts';

export const chainRecords = [
  define({
    id: 'dropped-inner-derivative',
    generic: false,
    summary: "Chain rule: f'(g) without the factor g', at any one composition.",
    source: 'Clark et al., Constructing a Schema: The Case of the Chain Rule (1997); lecture, Differentiation Rules',
    example: { of: 'sin(3*x^2 + 1)', wrt: ['x'], student: 'cos(3*x^2 + 1)' },
  }),
  define({
    id: 'dropped-outer-derivative',
    generic: false,
    summary: "Chain rule: only g' is given, the outer function's derivative is taken as 1 or left out.",
    source: 'Clark et al., Constructing a Schema: The Case of the Chain Rule (1997); lecture, Differentiation Rules',
    example: { of: 'sin(x^2 + 3*x)', wrt: ['x'], student: '2*x + 3' },
  }),
  define({
    id: 'derivative-inside',
    generic: false,
    summary: "Chain rule: the inner derivative is put inside, f'(g') or f(g').",
    source: 'Clark et al., Constructing a Schema: The Case of the Chain Rule (1997); lecture, Differentiation Rules',
    example: { of: 'sin(x^2)', wrt: ['x'], student: 'cos(2*x)' },
  }),
  define({
    id: 'unaccumulated-path',
    generic: false,
    summary: 'One of several paths to a node was forgotten; the contributions of all paths add up.',
    source: 'lecture, Chain Rule and Backpropagation; Griewank and Walther, Evaluating Derivatives (2008), ch. 3',
    example: {
      of: 'x1*x2^2',
      wrt: ['t'],
      lets: { x1: 'sin(t)', x2: 'exp(t)' },
      student: 'exp(t)^2*cos(t)',
    },
  }),
  define({
    id: 'evaluated-elsewhere',
    generic: false,
    summary: 'A local derivative at the wrong point: σ′ at the output, Taylor about 0 instead of x₀.',
    source: 'lecture, Chain Rule and Backpropagation; Taylor Series',
    example: { of: 'sigmoid(3*x)', wrt: ['x'], student: '3*sigmoid(sigmoid(3*x))*(1 - sigmoid(sigmoid(3*x)))' },
  }),
  define({
    id: 'wrong-variable',
    generic: false,
    summary: 'Differentiated in another variable than was asked.',
    source: 'lecture, Partial Differentiation and Gradients',
    example: { of: 'x^2*y', wrt: ['x'], student: 'x^2' },
  }),
  define({
    id: 'components-swapped',
    generic: false,
    summary: 'The components are right, but stand in the wrong order.',
    source: 'lecture, Partial Differentiation and Gradients',
    example: { of: 'x^2*y + 5*y', wrt: ['x', 'y'], student: '[x^2 + 5, 2*x*y]' },
  }),
  define({
    id: 'not-held-constant',
    generic: false,
    summary: 'A partial derivative taken as a total one: other variables were differentiated too.',
    source: 'lecture, Partial Differentiation and Gradients',
    example: { of: 'x^2*y^3', wrt: ['x'], student: '2*x*y^3 + 3*x^2*y^2' },
  }),
] as const;
