/** Taylor polynomials, update steps, and slips of arithmetic. Their formula itself is the right answer. */
import { define } from '../misconception.ts';

const TAYLOR = 'lecture, Linearization and Multivariate Taylor Series';

export const stepRecords = [
  define({
    id: 'taylor-missing-factorial',
    generic: false,
    summary: 'A Taylor term without 1/k!.',
    source: TAYLOR,
    example: { of: '1 + (x - 1) + 1/2*(x - 1)^2', wrt: [], student: '1 + (x - 1) + (x - 1)^2' },
  }),
  define({
    id: 'taylor-power-of-x',
    generic: false,
    summary: 'A Taylor polynomial about x₀ with xᵏ for (x − x₀)ᵏ.',
    source: TAYLOR,
    example: { of: '1 + (x - 1) + 1/2*(x - 1)^2', wrt: [], student: '1 + x + 1/2*x^2' },
  }),
  define({
    id: 'ascent-for-descent',
    generic: false,
    summary: 'A step in the wrong direction: along the gradient for descent, against it for ascent.',
    source: 'Boyd and Vandenberghe, Convex Optimization, 9.3',
    example: { of: 'x - eta*(2*x + 3)', wrt: [], student: 'x + eta*(2*x + 3)' },
  }),
  define({
    id: 'step-without-inverse',
    generic: false,
    summary: 'A Newton or natural-gradient step without the inverse.',
    source:
      'Boyd and Vandenberghe, Convex Optimization, 9.5; Amari, Natural Gradient Works Efficiently in Learning (1998)',
    example: {
      of: 'theta - inv(H)*g',
      wrt: [],
      vars: { theta: '2', H: '2x2', g: '2' },
      student: 'theta - g',
    },
  }),
  define({
    id: 'norm-not-normalised',
    generic: false,
    summary: 'ε∇L for ε∇L/‖∇L‖: the direction was not divided by its norm.',
    source: 'Goodfellow, Shlens, Szegedy, Explaining and Harnessing Adversarial Examples (2015)',
    example: { of: 'eps*g/norm(g)', wrt: [], vars: { g: '3', eps: 'scalar' }, student: 'eps*g' },
  }),
  define({
    id: 'off-by-constant',
    generic: true,
    summary: 'The answer differs from the right one by an added constant.',
    source: "Orton, Students' Understanding of Differentiation (1983)",
    example: { of: 'x^2 + sin(x)', wrt: ['x'], student: '2*x + cos(x) + 4' },
  }),
  define({
    id: 'arithmetic-slip',
    generic: true,
    summary: 'Exactly one coefficient is off.',
    source: "Orton, Students' Understanding of Differentiation (1983), arbitrary errors",
    example: { of: '4*x^3 + x^2 + x', wrt: ['x'], student: '14*x^2 + 2*x + 1' },
  }),
] as const;
