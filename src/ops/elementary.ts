/** Elementary functions of one number, applied entry by entry to arrays. */
import { int, isNum, type Node } from '../ir/node.ts';
import type { Op } from '../ir/op.ts';
import { isScalar } from '../ir/shape.ts';
import { activationOps } from './activations.ts';
import { add, like, log, mul, neg, pow, sub, timesEntries } from './arithmetic.ts';
import { exponent, isOp } from './collect.ts';
import { pi } from './constants.ts';
import { only } from './define.ts';
import { half } from './exact.ts';
import { call, must, one, plain, reciprocal, scalarFunction, square } from './scalar-function.ts';

/** k when x is k·π/2 for a whole number k, else null. */
function quarterTurns(x: Node): number | null {
  if (x === pi) return 2;
  if (!isOp(x, 'mul') || x.args.length !== 2 || x.args[1] !== pi) return null;
  const c = x.args[0];
  if (c?.kind !== 'num' || (c.value.d !== 1n && c.value.d !== 2n)) return null;
  return Number((((c.value.n * 2n) / c.value.d) % 4n) + 4n) % 4;
}
const atQuarters =
  (values: readonly (number | null)[]) =>
  (x: Node): Node | null => {
    const k = quarterTurns(x);
    const v = k === null ? null : values[k];
    return v === null || v === undefined ? null : int(v);
  };

export const sinOp: Op = scalarFunction({
  ...plain,
  name: 'sin',
  latex: '\\sin',
  speech: 'sine',
  value: Math.sin,
  slope: Math.cos,
  derivative: (x) => call(cosOp, x),
  atZero: 0,
  parity: 'odd',
  exact: atQuarters([0, 1, 0, -1]),
  samples: [-1.2, 0.4, 2.5],
  source: 'DLMF 4.20.1',
});

export const cosOp: Op = scalarFunction({
  ...plain,
  name: 'cos',
  latex: '\\cos',
  speech: 'cosine',
  value: Math.cos,
  slope: (x) => -Math.sin(x),
  derivative: (x) => neg(call(sinOp, x)),
  atZero: 1,
  parity: 'even',
  exact: atQuarters([1, 0, -1, 0]),
  samples: [-1.2, 0.4, 2.5],
  source: 'DLMF 4.20.2',
});

export const tanOp: Op = scalarFunction({
  ...plain,
  name: 'tan',
  latex: '\\tan',
  speech: 'tangent',
  value: Math.tan,
  slope: (_x, y) => 1 + y * y,
  derivative: (x) => pow(call(cosOp, x), int(-2)),
  atZero: 0,
  parity: 'odd',
  exact: atQuarters([0, null, 0, null]),
  domain: (args) => [{ expr: call(cosOp, only(args)), must: 'nonzero' }],
  samples: [-1.2, 0.4, 2.5],
  source: 'DLMF 4.20.3',
});

export const asinOp: Op = scalarFunction({
  ...plain,
  name: 'asin',
  latex: '\\arcsin',
  speech: 'inverse sine',
  value: Math.asin,
  slope: (x) => 1 / Math.sqrt(1 - x * x),
  derivative: (x) => reciprocal(pow(sub(one(x), square(x)), half)),
  atZero: 0,
  parity: 'odd',
  domain: must('in[-1,1]'),
  samples: [-0.7, 0.2, 0.9],
  source: 'DLMF 4.24.7',
});

export const acosOp: Op = scalarFunction({
  ...plain,
  name: 'acos',
  latex: '\\arccos',
  speech: 'inverse cosine',
  value: Math.acos,
  slope: (x) => -1 / Math.sqrt(1 - x * x),
  derivative: (x) => neg(reciprocal(pow(sub(one(x), square(x)), half))),
  domain: must('in[-1,1]'),
  samples: [-0.7, 0.2, 0.9],
  source: 'DLMF 4.24.8',
});

export const atanOp: Op = scalarFunction({
  ...plain,
  name: 'atan',
  latex: '\\arctan',
  speech: 'inverse tangent',
  value: Math.atan,
  slope: (x) => 1 / (1 + x * x),
  derivative: (x) => {
    // Of a quotient y/x: x²/(x² + y²), where the x² cancels against the inner derivative.
    const [top, bottom] = quotientOf(x);
    return bottom === null
      ? reciprocal(add([one(x), square(x)]))
      : mul([square(bottom), reciprocal(add([square(bottom), square(top)]))]);
  },
  atZero: 0,
  parity: 'odd',
  samples: [-1.7, 0.2, 3],
  source: 'DLMF 4.24.9',
});

/** Numerator and denominator of a scalar product; the denominator is null where there is none. */
function quotientOf(x: Node): readonly [Node, Node | null] {
  if (!isOp(x, 'mul') || !isScalar(x.shape)) return [x, null];
  const below = x.args.filter((f) => (exponent(f)?.approx ?? 1) < 0);
  if (below.length === 0) return [x, null];
  const above = x.args.filter((f) => !below.includes(f));
  return [mul([int(1), ...above]), mul([int(1), ...below.map(reciprocal)])];
}

export const sinhOp: Op = scalarFunction({
  ...plain,
  name: 'sinh',
  latex: '\\sinh',
  speech: 'hyperbolic sine',
  value: Math.sinh,
  slope: Math.cosh,
  derivative: (x) => call(coshOp, x),
  atZero: 0,
  parity: 'odd',
  samples: [-1.2, 0.4, 2],
  source: 'DLMF 4.34.1',
});

export const coshOp: Op = scalarFunction({
  ...plain,
  name: 'cosh',
  latex: '\\cosh',
  speech: 'hyperbolic cosine',
  value: Math.cosh,
  slope: Math.sinh,
  derivative: (x) => call(sinhOp, x),
  atZero: 1,
  parity: 'even',
  samples: [-1.2, 0.4, 2],
  source: 'DLMF 4.34.2',
});

export const tanhOp: Op = scalarFunction({
  ...plain,
  name: 'tanh',
  latex: '\\tanh',
  speech: 'hyperbolic tangent',
  value: Math.tanh,
  slope: (_x, y) => 1 - y * y,
  derivative: (x, y) => sub(one(x), square(y)),
  atZero: 0,
  parity: 'odd',
  samples: [-1.2, 0.4, 2],
  source: 'DLMF 4.34.3',
});

const logarithm = (name: string, base: number, latex: string, value: (x: number) => number): Op =>
  scalarFunction({
    ...plain,
    name,
    latex,
    speech: `the base ${base} logarithm`,
    value,
    slope: (x) => 1 / (x * Math.log(base)),
    derivative: (x) => mul([reciprocal(log(int(base))), reciprocal(x)]),
    exact: (x) => (isNum(x, 1) ? int(0) : isNum(x, base) ? int(1) : null),
    domain: must('positive'),
    samples: [0.3, 1.5, 4],
    source: 'DLMF 4.2.10',
  });
export const log2Op: Op = logarithm('log2', 2, '\\log_{2}', Math.log2);
export const log10Op: Op = logarithm('log10', 10, '\\log_{10}', Math.log10);

export const cbrtOp: Op = scalarFunction({
  ...plain,
  name: 'cbrt',
  latex: '\\sqrt[3]',
  speech: 'the cube root',
  value: Math.cbrt,
  slope: (_x, y) => 1 / (3 * y * y),
  derivative: (x, y) => reciprocal(mul([int(3), timesEntries(one(x), square(y))])),
  atZero: 0,
  parity: 'odd',
  exact: (x) => (isNum(x, 1) ? int(1) : isNum(x, 8) ? int(2) : isNum(x, 27) ? int(3) : null),
  kinks: (args) => args,
  notation: (x) =>
    isScalar(x.shape)
      ? { kind: 'root', degree: 3, radicand: x }
      : { kind: 'call', name: 'cbrt', latex: '\\operatorname{cbrt}', speech: 'the cube root', args: [x] },
  samples: [-2, 0.5, 4],
  source: 'DLMF 4.2(iv)',
});

export const absOp: Op = scalarFunction({
  ...plain,
  name: 'abs',
  latex: '\\operatorname{abs}',
  speech: 'the absolute value',
  value: Math.abs,
  slope: (x) => Math.sign(x),
  derivative: (x) => call(signOp, x),
  atZero: 0,
  parity: 'even',
  exact: (x) => (x.kind === 'num' ? (x.value.n < 0n ? neg(x) : x) : isOp(x, 'abs') || isOp(x, 'exp') ? x : null),
  kinks: (args) => args,
  notation: (x) => ({ kind: 'fence', fence: 'abs', body: x }),
  samples: [-2, 0.5],
  source: 'DLMF 1.9.7',
});

/** The derivative of |x| away from 0; itself flat there, with a jump at 0. */
export const signOp: Op = scalarFunction({
  ...plain,
  name: 'sign',
  latex: '\\operatorname{sign}',
  speech: 'the sign',
  value: Math.sign,
  slope: () => 0,
  derivative: (x) => like(x, 0),
  atZero: 0,
  parity: 'odd',
  exact: (x) => (x.kind === 'num' ? int(Math.sign(x.approx)) : null),
  kinks: (args) => args,
  samples: [-2, 0.5],
  source: 'DLMF 1.16(iv)',
});

export const elementaryOps: readonly Op[] = [
  sinOp,
  cosOp,
  tanOp,
  asinOp,
  acosOp,
  atanOp,
  sinhOp,
  coshOp,
  tanhOp,
  log2Op,
  log10Op,
  cbrtOp,
  absOp,
  signOp,
  ...activationOps,
];
