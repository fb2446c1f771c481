import { describe, expect, it } from 'vitest';
import { derive } from '../../src/calculus/derive.ts';
import { crossCheck } from '../../src/calculus/oracles.ts';
import { printText } from '../../src/expr/print/text.ts';
import { expression, type Shapes, variables } from './support.ts';

type Row = readonly [formula: string, wrt: string, derivative: string, shapes?: Shapes, order?: 1 | 2];

/** Written out by hand from the lecture and The Matrix Cookbook: what the engine must print, sizes symbolic. */
const KNOWN: readonly Row[] = [
  ['x^3', 'x', '3*x^2'],
  ['sin(x^2)', 'x', '2*x*cos(x^2)'],
  ['x*exp(x)', 'x', 'exp(x) + x*exp(x)'],
  ['ln(x)/x', 'x', '(1 - log(x))/x^2'],
  ['x/(x^2 + 1)', 'x', '(1 - x^2)/(x^2 + 1)^2'],
  ['(x^2 + 1)/(x - 1)', 'x', '(x^2 - 2*x - 1)/(x - 1)^2'],
  ['sqrt(x)', 'x', '1/(2*sqrt(x))'],
  ['tanh(x)', 'x', '1 - tanh(x)^2'],
  ['relu(relu(x))', 'x', 'step(x)'],
  ['(x + 2*y^3)^2', 'x,y', '[2*(x + 2*y^3), 12*y^2*(x + 2*y^3)]'],
  ['x1^2*x2 + x1*x2^3', 'x1,x2', '[2*x1*x2 + x2^3, x1^2 + 3*x1*x2^2]'],
  ["a'*x", 'x', "a'", { a: 'n', x: 'n' }],
  ["x'*a", 'x', "a'", { a: 'n', x: 'n' }],
  ["x'*x", 'x', "2*x'", { x: 'n' }],
  ['A*x', 'x', 'A', { A: 'mxn', x: 'n' }],
  ["x'*A*x", 'x', "x'*(A + A')", { A: 'nxn', x: 'n' }],
  ["x'*A*x", 'x', "A + A'", { A: 'nxn', x: 'n' }, 2],
  ["a'*X*b", 'X', "a*b'", { a: 'm', X: 'mxn', b: 'n' }],
  ["a'*X'*b", 'X', "b*a'", { a: 'n', X: 'mxn', b: 'm' }],
  ['tr(X)', 'X', 'eye(n)', { X: 'nxn' }],
  ['tr(A*X)', 'X', "A'", { A: 'nxm', X: 'mxn' }],
  ["tr(A*X')", 'X', 'A', { A: 'mxn', X: 'mxn' }],
  ['tr(A*X*B)', 'X', "A'*B'", { A: 'nxm', X: 'mxk', B: 'kxn' }],
  ["tr(X'*X)", 'X', '2*X', { X: 'mxn' }],
  ['log(det(X))', 'X', "inv(X)'", { X: 'nxn' }],
  ['det(X)', 'X', "det(X)*inv(X)'", { X: 'nxn' }],
  ['tr(A*inv(X)*B)', 'X', "-inv(X)'*A'*B'*inv(X)'", { A: 'nxn', X: 'nxn', B: 'nxn' }],
  ["a'*inv(X)*b", 'X', "-inv(X)'*a*b'*inv(X)'", { a: 'n', X: 'nxn', b: 'n' }],
  ['norm(x)^2', 'x', "2*x'", { x: 'n' }],
  ['norm(y - Phi*theta)^2', 'theta', "-2*(y' - theta'*Phi')*Phi", { y: 'N', Phi: 'NxD', theta: 'D' }],
  ['norm(y - Phi*theta)^2', 'theta', "2*Phi'*Phi", { y: 'N', Phi: 'NxD', theta: 'D' }, 2],
  ['logsumexp(z)', 'z', "softmax(z)'", { z: 'n' }],
  ['A*x', 'A', 'delta(p, i)*x[j]', { A: 'mxn', x: 'n' }],
  ["R'*R", 'R', 'delta(p, j)*R[i, q] + delta(q, j)*R[i, p]', { R: 'mxn' }],
  ['X', 'X', 'delta(p, i)*delta(q, j)', { X: 'mxn' }],
  ['A*X*B', 'X', 'A[p, i]*B[j, q]', { A: 'kxm', X: 'mxn', B: 'nxl' }],
  ["X'", 'X', 'delta(p, j)*delta(q, i)', { X: 'mxn' }],
  ['x^x', 'x', 'x^x + x^x*log(x)'],
  ['log(abs(x))', 'x', '1/x'],
  ['abs(x)^2', 'x', '2*x'],
  ['atan(y/x)', 'x,y', '[-y/(x^2 + y^2), x/(x^2 + y^2)]'],
  ['sigmoid(x)', 'x', 'sigmoid(x)*(1 - 2*sigmoid(x))*(1 - sigmoid(x))', {}, 2],
  ['log(1 + exp(x))', 'x', 'exp(x)/(1 + exp(x))^2', {}, 2],
  ['log(abs(det(X)))', 'X', "inv(X)'", { X: 'nxn' }],
  ["log(det(X'*X))", 'X', "2*X*inv(X'*X)", { X: 'mxn' }],
  ['tr(X^3)', 'X', "3*(X^2)'", { X: 'nxn' }],
  ['tr(X*X)', 'X', "2*X'", { X: 'nxn' }],
  ["(x - A*s)'*W*(x - A*s)", 's', "-(x' - s'*A')*(W + W')*A", { x: 'm', A: 'mxn', s: 'n', W: 'mxm' }],
  ["(x - A*s)'*W*(x - A*s)", 'x', "(x' - s'*A')*(W + W')", { x: 'm', A: 'mxn', s: 'n', W: 'mxm' }],
  ["(x - A*s)'*W*(x - A*s)", 'A', "-(W + W')*(x - A*s)*s'", { x: 'm', A: 'mxn', s: 'n', W: 'mxm' }],
  ["g'*d + 1/2*d'*H*d", 'd', "1/2*d'*(H + H') + g'", { g: 'n', d: 'n', H: 'nxn' }],
  ["x'*[1, 2; 3, 4]*x", 'x', "x'*[2, 5; 5, 8]", { x: '2' }],
  ['norm(x)', 'x', "x'/norm(x)", { x: 'n' }],
  ['norm(x)', 'x', "eye(n)/norm(x) - x*x'/norm(x)^3", { x: 'n' }, 2],
  ['x./y', 'y', '-diag(x./y.^2)', { x: 'n', y: 'n' }],
  ["-t'*log(softmax(z))", 'z', "(sum(t)*softmax(z) - t)'", { t: 'n', z: 'n' }],
  ["-t'*log(softmax(W*x + b))", 'W', "(sum(t)*softmax(W*x + b) - t)*x'", { t: 'm', W: 'mxn', x: 'n', b: 'm' }],
  ["-y*log(sigmoid(w'*x)) - (1 - y)*log(1 - sigmoid(w'*x))", 'w', "(sigmoid(w'*x) - y)*x'", { w: 'n', x: 'n' }],
  ["log(1 + exp(-y*w'*x))", 'w', "y^2*exp(-y*w'*x)/(1 + exp(-y*w'*x))^2*x*x'", { w: 'n', x: 'n' }, 2],
  [
    '1/2*norm(y - tanh(Phi*theta))^2',
    'theta',
    "Phi'*diag((ones(N, 1) - tanh(Phi*theta).^2).^2 - 2*(tanh(Phi*theta) - y).*tanh(Phi*theta).*(ones(N, 1) - tanh(Phi*theta).^2))*Phi",
    { y: 'N', Phi: 'NxD', theta: 'D' },
    2,
  ],
  ['norm(y - W*x)^2', 'W', "-2*(y - W*x)*x'", { y: '1', W: '1x2', x: '2' }],
];

/** No one way to print them, but every way of working them out must agree. */
const AGREE: readonly Row[] = [
  ["(x - A*s)'*W*(x - A*s)", 's', '', { x: 'm', A: 'mxn', s: 'n', W: 'mxm' }],
  ["(x - A*s)'*W*(x - A*s)", 'A', '', { x: 'm', A: 'mxn', s: 'n', W: 'mxm' }],
  ["(X*a + b)'*C*(X*a + b)", 'X', '', { X: 'mxn', a: 'n', b: 'm', C: 'mxm' }],
  ["tr(X'*A*X)", 'X', '', { X: 'mxn', A: 'mxm' }],
  ["det(X'*A*X)", 'X', '', { X: '3x2', A: '3x3' }],
  ["log(det(X'*X))", 'X', '', { X: '3x2' }],
  ['tr(inv(X + A))', 'X', '', { X: '3x3', A: '3x3' }],
  ['tr(X^3)', 'X', '', { X: 'nxn' }],
  ['norm(x)', 'x', '', { x: 'n' }],
  ['x/norm(x)', 'x', '', { x: 'n' }],
  ['softmax(W*x + b)', 'x', '', { W: 'mxn', x: 'n', b: 'm' }],
  ["-t'*log(softmax(W*x + b))", 'W', '', { t: 'm', W: 'mxn', x: 'n', b: 'm' }],
  ["-1/2*(x - m)'*inv(S)*(x - m) - 1/2*log(det(S))", 'S', '', { x: '3', m: '3', S: '3x3' }],
  ["-1/2*(x - m)'*inv(S)*(x - m) - 1/2*log(det(S))", 'x', '', { x: 'n', m: 'n', S: 'nxn' }, 2],
  ['norm(y - W2*sigmoid(W1*x + b1) - b2)^2', 'W1', '', { y: 'm', W2: 'mxh', W1: 'hxn', x: 'n', b1: 'h', b2: 'm' }],
  ['exp(-norm(x - a)^2/2)', 'x', '', { x: 'n', a: 'n' }, 2],
  ['kron(A, X)', 'X', '', { A: '2x3', X: '2x2' }],
  ['inv(A + t*B)', 't', '', { A: '3x3', B: '3x3' }],
  ['[x1^2*x2; sin(x1*x2); x2]', 'x1,x2', '', {}, 2],
  ["x*x'*a", 'x', '', { x: 'n', a: 'n' }, 2],
  ['tanh(W*x)', 'W', '', { W: 'mxn', x: 'n' }],
];

describe('identities as a textbook prints them', () => {
  for (const [formula, wrt, wanted, shapes = {}, order = 1] of KNOWN) {
    it(`d^${order} ${formula} / d${wrt} = ${wanted}`, () => {
      const d = derive(expression(formula, shapes), variables(wrt, shapes), { order, layout: 'numerator' });
      expect(printText(d.node)).toBe(wanted);
    });
  }
});

describe('identities hold at random points, against differences too', () => {
  for (const [formula, wrt, , shapes = {}, order = 1] of [...KNOWN, ...AGREE]) {
    it(`d^${order} ${formula} / d${wrt}`, () => {
      const f = expression(formula, shapes);
      const x = variables(wrt, shapes);
      const check = crossCheck(f, x, order, derive(f, x, { order, layout: 'numerator' }), { points: 4 });
      expect(check, JSON.stringify(check.ways)).toMatchObject({ agree: true, points: 4 });
    });
  }
});
