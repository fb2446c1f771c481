import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CompareRequest } from '../../../src/expr/equivalent/batch.ts';
import { judge } from './support.ts';

interface Pair extends CompareRequest {
  readonly family: string;
  readonly verdict: string;
}

const pairs: readonly Pair[] = readFileSync('test/data/hard-pairs.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

/** `student | model (judged)` of every pair whose verdict is another. */
const missed = (all: readonly Pair[]): readonly string[] =>
  all.flatMap(({ family: _, verdict, ...request }) => {
    const found = judge(request.student, request.model, request);
    return found === verdict ? [] : [`${request.student} | ${request.model} (${found})`];
  });

const pair = (student: string, model: string, verdict: string): Pair => ({ family: '', student, model, verdict });
const range = (from: number, to: number, by = 1): readonly number[] =>
  Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, k) => from + k * by);

/** Pairs whose truth is known from how they are made. */
describe('hard pairs', () => {
  it.each([...new Set(pairs.map((p) => p.family))])('%s', (family) => {
    expect(missed(pairs.filter((p) => p.family === family))).toEqual([]);
  });

  it('nested radicals', () => {
    const all = range(2, 12).flatMap((a) =>
      range(a + 1, 13, 3).flatMap((b) => [
        pair(`sqrt(${a + b}+2*sqrt(${a * b}))`, `sqrt(${a})+sqrt(${b})`, 'equal'),
        pair(`sqrt(${a + b}-2*sqrt(${a * b}))`, `sqrt(${b})-sqrt(${a})`, 'equal'),
        pair(`sqrt(${a + b}-2*sqrt(${a * b}))`, `sqrt(${a})-sqrt(${b})`, 'different'),
        pair(`sqrt(${a + b}+2*sqrt(${a * b + 1}))`, `sqrt(${a})+sqrt(${b})`, 'different'),
        pair(`x*sqrt(${a + b}+2*sqrt(${a * b}))`, `x*sqrt(${a})+sqrt(${b})*x`, 'equal'),
        pair(`x*sqrt(${a + b}+2*sqrt(${a * b}))`, `x*sqrt(${a})+sqrt(${b})*x+10^(-25)`, 'different'),
      ]),
    );
    expect(missed(all)).toEqual([]);
  });

  it('features too narrow for a sample point', () => {
    const all = range(-60, 60, 17).flatMap((c) =>
      [1, 20, 40].flatMap((w) => [
        pair(`x+exp(-${50 * w}*(x-(${c}))^2)`, 'x', 'different'),
        pair(`sin(x)+relu(1-${w}*abs(x-(${c})))`, 'sin(x)', 'different'),
        pair(`x^2+max(0,1-${3 * w}*(x-(${c}))^2)`, 'x^2', 'different'),
        pair(`x+relu(${c}+1/${w}-x)*step(x-(${c}))`, 'x', 'different'),
        pair(`sin(x)+relu(-1-${w}*abs(x-(${c})))`, 'sin(x)', 'equal'),
        pair(`x+relu(x-(${c}))*relu(${c}-x)`, 'x', 'equal'),
        pair(`x*y+relu(1-${w}*abs(x+2*y-(${c})))`, 'x*y', 'different'),
        pair(`x*y+relu(1-abs(x-(${c}))-abs(y-${w}))`, 'x*y', 'different'),
        pair(`x*y+exp(-${w}*(x-(${c}))^2-${w}*(y+${w})^2)`, 'x*y', 'different'),
      ]),
    );
    expect(missed(all)).toEqual([]);
  });

  it('what differs only far out', () => {
    const all = range(200, 9000, 1231).flatMap((c) => [
      pair(`abs(x+${c})-${c}`, 'x', 'different'),
      pair(`x+relu(x-${c})`, 'x', 'different'),
      pair(`max(x,-${c})`, 'x', 'different'),
      pair(`max(a,b,-${c})`, 'max(a,b)', 'different'),
      pair(`min(a,b,${c})`, 'min(a,b)', 'different'),
      pair(`max(x,${c})+min(x,${c})`, `x+${c}`, 'equal'),
      pair(`log(exp(x)+exp(${c}))`, `max(x,${c})`, 'different'),
      pair(`softplus(${c}*x)/${c}`, 'relu(x)', 'different'),
      pair(`x+y+0*sqrt(x-y+${c})`, 'x+y', 'different'),
    ]);
    expect(missed(all)).toEqual([]);
  });

  it('constants far below what doubles hold', () => {
    const all = range(8, 62, 6).flatMap((k) => [
      pair(`sin(x)+10^(-${k})`, 'sin(x)', 'different'),
      pair(`10^(-${k})*sin(x)`, `sin(x)/10^${k}`, 'equal'),
      pair(`10^(-${k})*exp(x)`, `10^(-${k + 1})*exp(x)`, 'different'),
      pair(`exp(x)+10^${k}-10^${k}`, 'exp(x)', 'equal'),
      pair(`exp(-${20 * k})+x`, 'x', 'different'),
      pair(`exp(-${10 * k})+x`, `x+1/exp(${10 * k})`, 'equal'),
      pair(`x^(1+10^(-${k}))`, 'x', 'different'),
    ]);
    expect(missed(all)).toEqual([]);
  });

  it('cancellation and large powers', () => {
    const all = range(50, 3000, 590).flatMap((n) => [
      pair(`sqrt(x^2+${n})-x`, `${n}/(sqrt(x^2+${n})+x)`, 'equal'),
      pair(`sqrt(x^2+${n})-x`, `${n}/(sqrt(x^2+${n})+x)+10^(-12)`, 'different'),
      pair(`log(exp(x+${n})+exp(y+${n}))-${n}`, 'log(exp(x)+exp(y))', 'equal'),
      pair(`1-sigmoid(${n}*x)`, `1/(1+exp(${n}*x))`, 'equal'),
      pair(`sin(x+${n}*2*pi)`, 'sin(x)', 'equal'),
      pair(`(x-a)^${2 * n}`, `(a-x)^${2 * n}`, 'equal'),
      pair(`(x-a)^${2 * n + 1}`, `(a-x)^${2 * n + 1}`, 'different'),
      pair(`exp(x)^${n}`, `exp(${n}*x)`, 'equal'),
      pair(`(1+x/${n})^${n}`, 'exp(x)', 'different'),
      pair(`cos(x)^${2 * n}`, `(1-sin(x)^2)^${n}`, 'equal'),
      pair(`sqrt(x)^${2 * n}`, `x^${n}`, 'different'),
    ]);
    expect(missed(all)).toEqual([]);
  });
});
