/** Random and hostile requests for derivatives: pieces of the language in any order, damaged formulas, any characters. */
import type { DeriveRequest } from '../src/calculus/derive-request.ts';
import type { AtValue } from '../src/calculus/value-at.ts';

const PIECES =
  "x y A v ( ) [ ] { } , ; + - * / ^ ' .* ./ .^ | || sin( cos( exp( log( sqrt( norm( det( inv( tr( softmax( sum( k=1..m abs( max( relu( sigmoid( 2 3 0 0.5 1/3 1e-3 999 e pi I _ = < \\frac{ \\sqrt{ \\partial \\top ᵀ ² √ ‖ θ ∞ NaN constructor __proto__ x_1 x1 x^x A*v v'*v A' -".split(
    ' ',
  );
const FORMULAS = [
  '(x+2*y^3)^2',
  'sqrt(x^2+exp(x^2))+cos(x^2+exp(x^2))',
  "v'*A*v",
  'norm(A*v)^2',
  'log(det(A))',
  'softmax(A*v)',
  'x^y^x^y^x^y',
  'exp(exp(exp(exp(x))))',
  '(x+y)^200',
  'tanh(x)*sin(y)/(1+x^2)',
  "A'*A",
  'inv(A)*v',
  'sum(k=1..2, A[k,1]*v[k])',
];

/** A generator of whole numbers below n: xorshift, so that a run can be repeated from its seed. */
export function dice(seed: number): (n: number) => number {
  let s = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return (n) => {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    s >>>= 0;
    return s % n;
  };
}

function formula(roll: (n: number) => number): string {
  const kind = roll(10);
  if (kind < 5)
    return Array.from({ length: 1 + roll(24) }, () => PIECES[roll(PIECES.length)]).join(roll(3) === 0 ? ' ' : '');
  const whole = FORMULAS[roll(FORMULAS.length)] ?? 'x';
  if (kind < 7) {
    const at = roll(whole.length + 1);
    return whole.slice(0, at) + (PIECES[roll(PIECES.length)] ?? '') + whole.slice(at + roll(3));
  }
  if (kind === 7)
    return Array.from({ length: 1 + roll(6) }, () => FORMULAS[roll(FORMULAS.length)]).join(
      ['+', '*', '/', '-', '^'][roll(5)],
    );
  if (kind === 8)
    return String.fromCodePoint(
      ...Array.from(
        { length: 1 + roll(40) },
        () => [32 + roll(95), 0x370 + roll(80), roll(0xd7ff), 0x1f300 + roll(500)][roll(4)] ?? 65,
      ),
    );
  const n = 1 + roll(400);
  return (
    [
      `${'('.repeat(n)}x${')'.repeat(n)}`,
      `${'-'.repeat(n)}x`,
      `${'sin('.repeat(n)}x${')'.repeat(n)}`,
      Array.from({ length: n }, () => 'x').join('*'),
    ][roll(4)] ?? 'x'
  );
}

const point = (x: number): readonly (readonly [string, AtValue])[] => [
  ['x', x],
  ['y', 1],
  ['v', [1, 2]],
];

/** The k-th request of a run. */
export function hostileRequest(k: number): DeriveRequest {
  const roll = dice(k * 2654435761 + 12345);
  for (let i = 0; i < 5; i += 1) roll(7);
  const order = ([1, 1, 1, 2, 3] as const)[roll(5)] ?? 1;
  return {
    expr: formula(roll),
    wrt: [['x'], ['x', 'y'], ['v'], ['A'], ['x', 'v']][roll(5)] ?? ['x'],
    vars: new Map(
      roll(2) === 0
        ? [
            ['A', '2x2'],
            ['v', '2'],
          ]
        : [
            ['A', 'nxn'],
            ['v', 'n'],
          ],
    ),
    lets: new Map(roll(12) === 0 ? [['y', formula(roll)]] : []),
    at: new Map<string, AtValue>(roll(4) === 0 ? point(roll(5) - 2) : []),
    order,
    layout: roll(4) === 0 ? 'denominator' : 'numerator',
    mode: (['symbolic', 'symbolic', 'forward', 'reverse', 'taylor'] as const)[roll(5)] ?? 'symbolic',
  };
}
