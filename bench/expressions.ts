/** Forty expressions of the course, and the variables in which each is differentiated (69 partials in all). */
export interface BenchExpression {
  readonly text: string;
  readonly wrt: readonly string[];
}

const sum = (term: (k: number) => string): string => Array.from({ length: 50 }, (_, k) => term(k + 1)).join(' + ');

export const expressions: readonly BenchExpression[] = [
  { text: '(x + 2*y^3)^2', wrt: ['x', 'y'] },
  { text: 'x1^2*x2 + x1*x2^3', wrt: ['x1', 'x2'] },
  { text: 'sin(t)^2 + 2*cos(t)', wrt: ['t'] },
  { text: 'exp(x1*x2^2)', wrt: ['x1', 'x2'] },
  { text: 'exp(t*cos(t)*(t*sin(t))^2)', wrt: ['t'] },
  { text: 'sqrt(x^2 + exp(x^2)) + cos(x^2 + exp(x^2))', wrt: ['x'] },
  { text: 'x^3', wrt: ['x'] },
  { text: '3*x^4 - 2*x^2 + 7*x - 5', wrt: ['x'] },
  { text: 'sin(x)/x', wrt: ['x'] },
  { text: 'x^2*exp(x)', wrt: ['x'] },
  { text: 'log(x^2 + 1)', wrt: ['x'] },
  { text: '(x^2 + 1)/(x - 1)', wrt: ['x'] },
  { text: 'sin(x*y) + cos(x/y)', wrt: ['x', 'y'] },
  { text: 'x^2*y + y^2*z + z^2*x', wrt: ['x', 'y', 'z'] },
  { text: '(a*x + b)^5', wrt: ['x', 'a', 'b'] },
  { text: 'exp(-x^2/2)', wrt: ['x'] },
  { text: 'x*y*exp(-(x^2 + y^2))', wrt: ['x', 'y'] },
  { text: 'log(1 + exp(-y*(w1*x1 + w2*x2 + b)))', wrt: ['w1', 'w2', 'b'] },
  { text: '(y - w*x - b)^2', wrt: ['w', 'b'] },
  { text: '1/2*((y1 - a*x1 - b)^2 + (y2 - a*x2 - b)^2 + (y3 - a*x3 - b)^2)', wrt: ['a', 'b'] },
  { text: 'tanh(w2*tanh(w1*x + b1) + b2)', wrt: ['w1', 'w2', 'b1', 'b2'] },
  { text: '(tanh(w2*tanh(w1*x + b1) + b2) - y)^2', wrt: ['w1', 'b1'] },
  { text: '1/(1 + exp(-x))', wrt: ['x'] },
  { text: 'x^n*log(x)', wrt: ['x', 'n'] },
  { text: 'sqrt(x^2 + y^2)', wrt: ['x', 'y'] },
  { text: 'atan(y/x)', wrt: ['x', 'y'] },
  { text: 'x^2 + x*y + y^2 - 3*x + 4*y', wrt: ['x', 'y'] },
  { text: '(1 - x)^2 + 100*(y - x^2)^2', wrt: ['x', 'y'] },
  { text: 'sin(cos(sin(x)))', wrt: ['x'] },
  { text: 'exp(sin(x^2))', wrt: ['x'] },
  { text: 'log(sin(x)^2 + 2)', wrt: ['x'] },
  { text: 'x/(x^2 + y^2 + 1)', wrt: ['x', 'y'] },
  { text: 'sinh(x)*cosh(y)', wrt: ['x', 'y'] },
  { text: '2*x1^2 + 3*x1*x2 - x2^2 + 4*x1', wrt: ['x1', 'x2'] },
  { text: '(x - 3)^4*(y + 2)^3', wrt: ['x', 'y'] },
  { text: 'a*exp(w1*x) + b*sin(w2*x)', wrt: ['w1', 'w2'] },
  { text: 'x^5 - 10*x^3 + x', wrt: ['x'] },
  { text: sum((k) => `${k}*x^${k}`), wrt: ['x'] },
  { text: sum((k) => `sin(${k}*x)*y`), wrt: ['x', 'y'] },
  { text: 'cos(x)^3*sin(y)^2', wrt: ['x', 'y'] },
];
