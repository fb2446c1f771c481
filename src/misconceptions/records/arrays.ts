/** Vectors and matrices: layout, shape, order and transposes of factors, second derivatives. */
import { define } from '../misconception.ts';

const COOKBOOK = 'Petersen and Pedersen, The Matrix Cookbook, ch. 2';
const SQUARES = { Phi: 'NxD', theta: 'D', y: 'N' } as const;

export const arrayRecords = [
  define({
    id: 'transposed',
    generic: false,
    summary: 'The other layout or orientation: the transpose of what is asked.',
    source: 'lecture, Gradients of Vector-Valued Functions (layout)',
    example: { of: 'A*x', wrt: ['x'], vars: { A: '2x3', x: '3' }, student: "A'" },
  }),
  define({
    id: 'flattened',
    generic: false,
    summary: 'The right entries in another shape.',
    source: 'lecture, Gradients of Matrices',
    example: { of: '[x^2*y; x + 3*y]', wrt: ['x', 'y'], student: '[2*x*y, x^2, 1, 3]' },
  }),
  define({
    id: 'wrong-shape',
    generic: true,
    summary: 'No shape fits: the answer has another number of entries than what is asked.',
    source: 'lecture, Gradients of Vector-Valued Functions (dimensions)',
    example: { of: 'x*y*z', wrt: ['x', 'y', 'z'], student: '[y*z, x*z]' },
  }),
  define({
    id: 'transposed-factor',
    generic: false,
    summary: 'A for Aᵀ inside a product.',
    source: COOKBOOK,
    example: { of: "y'*A*x", wrt: ['x'], vars: { A: 'nxn', x: 'n', y: 'n' }, student: "y'*A'" },
  }),
  define({
    id: 'factors-out-of-order',
    generic: false,
    summary: 'Matrices or Jacobians multiplied in the wrong order.',
    source: 'lecture, Gradients of Vector-Valued Functions (chain rule)',
    example: { of: 'A*B*x', wrt: ['x'], vars: { A: 'nxn', B: 'nxn', x: 'n' }, student: 'B*A' },
  }),
  define({
    id: 'assumed-symmetric',
    generic: false,
    summary: 'A matrix was taken for symmetric: 2xᵀB for xᵀ(B + Bᵀ).',
    source: COOKBOOK,
    example: { of: "x'*B*x", wrt: ['x'], vars: { B: 'nxn', x: 'n' }, student: "2*x'*B" },
  }),
  define({
    id: 'missing-minus',
    generic: true,
    summary: 'The sign is wrong, of the whole or of one term: the minus of e = y − Φθ.',
    source: 'lecture, Gradient of a Least-Squares Loss',
    example: { of: 'norm(y - Phi*theta)^2', wrt: ['theta'], vars: SQUARES, student: "2*(y - Phi*theta)'*Phi" },
  }),
  define({
    id: 'missing-factor',
    generic: true,
    summary: 'A constant factor such as 2 or ½ is missing or extra.',
    source: 'lecture, Gradient of a Least-Squares Loss',
    example: { of: 'norm(y - Phi*theta)^2', wrt: ['theta'], vars: SQUARES, student: "-(y - Phi*theta)'*Phi" },
  }),
  define({
    id: 'hessian-missing-cross-terms',
    generic: false,
    summary: 'The mixed second derivatives are missing: zeros off the diagonal.',
    source: 'lecture, Higher-Order Derivatives',
    example: { of: 'x^2*y + y^3', wrt: ['x', 'y'], order: 2, student: '[2*y, 0; 0, 6*y]' },
  }),
  define({
    id: 'hessian-not-symmetric',
    generic: false,
    summary: 'The mixed second derivatives differ: ∂²/∂x∂y ≠ ∂²/∂y∂x.',
    source: 'lecture, Higher-Order Derivatives',
    example: { of: 'x^2*y + y^3', wrt: ['x', 'y'], order: 2, student: '[2*y, 2*x; 2, 6*y]' },
  }),
] as const;
