/** Activations of networks, and the step and error function that their derivatives need. */
import { int, isNum } from '../ir/node.ts';
import type { Op } from '../ir/op.ts';
import { add, exp, like, mul, neg, pow, sub, timesEntries } from './arithmetic.ts';
import { isOp } from './collect.ts';
import { pi } from './constants.ts';
import { half } from './exact.ts';
import { call, one, plain, scalarFunction, square } from './scalar-function.ts';

/** 1 for x > 0, 0 for x < 0. At 0 there is no value: a convention there would hide a kink of relu or max. */
export const stepOp: Op = scalarFunction({
  ...plain,
  name: 'step',
  latex: '\\operatorname{step}',
  speech: 'the unit step',
  value: (x) => (x > 0 ? 1 : x < 0 ? 0 : Number.NaN),
  slope: () => 0,
  derivative: (x) => like(x, 0),
  exact: (x) => (x.kind === 'num' && x.value.n !== 0n ? int(x.value.n > 0n ? 1 : 0) : null),
  kinks: (args) => args,
  samples: [-2, 0.5],
  source: 'DLMF 1.16.13',
});

export const reluOp: Op = scalarFunction({
  ...plain,
  name: 'relu',
  latex: '\\operatorname{relu}',
  speech: 'the rectified linear unit',
  value: (x) => (x > 0 ? x : x <= 0 ? 0 : Number.NaN),
  slope: (x) => (x > 0 ? 1 : 0),
  derivative: (x) => call(stepOp, x),
  atZero: 0,
  // relu(relu u) would tie wherever u is negative, though it is flat there.
  exact: (x) => (x.kind === 'num' ? (x.value.n > 0n ? x : int(0)) : isOp(x, 'relu') || isOp(x, 'exp') ? x : null),
  kinks: (args) => args,
  samples: [-2, 0.5],
  source: 'Goodfellow, Bengio, Courville, Deep Learning, 6.3.1',
});

export const sigmoidOp: Op = scalarFunction({
  ...plain,
  name: 'sigmoid',
  latex: '\\sigma',
  speech: 'the sigmoid',
  value: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  slope: (_x, y) => y * (1 - y),
  derivative: (x, y) => timesEntries(y, sub(one(x), y)),
  exact: (x) => (isNum(x, 0) ? half : null),
  samples: [-2, 0.5, 3],
  source: 'Goodfellow, Bengio, Courville, Deep Learning, 3.10',
});

export const softplusOp: Op = scalarFunction({
  ...plain,
  name: 'softplus',
  latex: '\\operatorname{softplus}',
  speech: 'the softplus',
  value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  slope: (x) => 1 / (1 + Math.exp(-x)),
  derivative: (x) => call(sigmoidOp, x),
  samples: [-2, 0.5, 3],
  source: 'Goodfellow, Bengio, Courville, Deep Learning, 3.10',
});

const SQRT_PI = Math.sqrt(Math.PI);

/** erf by the all-positive series e^{−x²}·Σ 2ⁿx^{2n+1}/(2n+1)!!, which loses nothing to cancellation. */
function errorFunction(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; n < 200 && Math.abs(term) > 1e-18 * Math.abs(sum); n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / SQRT_PI) * Math.exp(-x * x) * sum;
}

/** 1 − erf(x) for x ≥ 0: beyond 1.5 by the continued fraction (DLMF 7.9.1), where the difference would cancel. */
function complement(x: number): number {
  if (x < 1.5) return 1 - errorFunction(x);
  let tail = x;
  for (let k = 120; k >= 1; k -= 1) tail = x + k / 2 / tail;
  return Math.exp(-x * x) / (SQRT_PI * tail);
}

export const erfOp: Op = scalarFunction({
  ...plain,
  name: 'erf',
  latex: '\\operatorname{erf}',
  speech: 'the error function',
  value: errorFunction,
  slope: (x) => (2 / SQRT_PI) * Math.exp(-x * x),
  derivative: (x) => mul([int(2), pow(pi, neg(half)), exp(neg(square(x)))]),
  atZero: 0,
  parity: 'odd',
  samples: [-1.5, 0.3, 2],
  source: 'DLMF 7.2.1, 7.6.2',
});

const gaussianCdf = (x: number): number =>
  x < 0 ? 0.5 * complement(-x / Math.SQRT2) : 0.5 * (1 + errorFunction(x / Math.SQRT2));
const gaussianPdf = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/** x·Φ(x) with the exact Gaussian distribution function. */
export const geluOp: Op = scalarFunction({
  ...plain,
  name: 'gelu',
  latex: '\\operatorname{gelu}',
  speech: 'the Gaussian error linear unit',
  value: (x) => x * gaussianCdf(x),
  slope: (x) => gaussianCdf(x) + x * gaussianPdf(x),
  derivative: (x) => {
    const cdf = mul([half, add([one(x), call(erfOp, mul([pow(int(2), neg(half)), x]))])]);
    const pdf = mul([pow(mul([int(2), pi]), neg(half)), exp(mul([neg(half), square(x)]))]);
    return add([cdf, timesEntries(x, pdf)]);
  },
  atZero: 0,
  // Φ(x) for x < 0 is small beside the 1 and the erf it comes from.
  rounding: (x, y) => 16 * (Math.abs(y) + (x < 0 && x > -2.2 ? Math.abs(x) : x * x * Math.abs(y))),
  samples: [-1.5, 0.3, 2],
  source: 'Hendrycks and Gimpel, Gaussian Error Linear Units, 2016',
});

export const activationOps: readonly Op[] = [stepOp, reluOp, sigmoidOp, softplusOp, erfOp, geluOp];
