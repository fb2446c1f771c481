/**
 * Hostile answers through `compare` and through every answer type: npm run bench -- fuzz 1000000. Says how
 * many were judged how, the slowest ones, and how the memory grew. Exits 1 when anything was thrown, when more than
 * one in ten thousand took over 50 ms, or when memory grew without end.
 */
import type { RawAnswer } from '../src/answers/contract.ts';
import { compareText } from '../src/expr/equivalent/batch.ts';
import { fuzzed } from './fuzz-answers.ts';
import { type FuzzField, fuzzFields } from './fuzz-fields.ts';

const MODELS = [
  '2*x*y',
  'sin(x)^2',
  '[x, y]',
  '3',
  "v'*A*w",
  'A*B',
  'exp(x)/y',
  'abs(x)',
  'DNE',
  '(x+y)^3',
  'sqrt(x*y)',
  '1/3',
];
const VARS = { x: 'real', y: 'real', a: 'real', theta: 'real', A: '2x2', B: '2x2', v: '2', w: '2', k: 'real' };
const VERDICTS = new Set(['equal', 'different', 'undecided', 'invalid', 'empty']);
const SLOW_MS = 50;

interface Slow {
  readonly ms: number;
  readonly how: string;
  readonly answer: string;
}

export async function run([count = '100000', from = '0']: readonly string[]): Promise<number> {
  const [n, start] = [Number(count), Number(from)];
  const fields = fuzzFields();
  const verdicts = new Map<string, number>();
  const slow: Slow[] = [];
  const equal: string[] = [];
  const failed: string[] = [];
  const heaps: number[] = [];
  let [calls, over, total] = [0, 0, 0];
  const timed = (how: string, answer: string, judge: () => string): void => {
    const before = [cpuMilliseconds(), performance.now()] as const;
    let verdict: string;
    try {
      verdict = judge();
      if (!VERDICTS.has(verdict)) failed.push(`${how}: ${verdict}: ${JSON.stringify(answer)}`);
    } catch (error) {
      verdict = 'thrown';
      failed.push(`${how}: ${error instanceof Error ? error.message : String(error)}: ${JSON.stringify(answer)}`);
    }
    // Other processes lengthen the one, threads of the collector the other.
    const ms = Math.min(cpuMilliseconds() - before[0], performance.now() - before[1]);
    if (verdict === 'equal') equal.push(`${how}: ${JSON.stringify(answer)}`);
    total += ms;
    calls += 1;
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    if (ms <= SLOW_MS) return;
    over += 1;
    slow.push({ ms, how, answer });
    slow.sort((a, b) => b.ms - a.ms).splice(10);
  };
  for (let k = start; k < start + n; k += 1) {
    const answer = fuzzed(k);
    const model = MODELS[k % MODELS.length] as string;
    timed(
      `compare with ${model}`,
      answer,
      () => compareText({ student: answer, model, ...(k % 3 === 0 ? {} : { vars: VARS }) }).verdict,
    );
    const field = fields[k % fields.length] as FuzzField;
    timed(field.name, answer, () => field.judge(rawOf(answer, k)));
    if ((k - start) % Math.ceil(n / 20) === 0) heaps.push(heapMegabytes());
  }
  heaps.push(heapMegabytes());
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  say(`${n} answers, ${calls} judgements: ${[...verdicts].map(([v, c]) => `${v} ${c}`).join(', ')}`);
  say(`mean ${(total / calls).toFixed(3)} ms; over ${SLOW_MS} ms: ${over} (${((100 * over) / calls).toFixed(4)} %)`);
  say(`heap after collection: ${heaps.map((h) => h.toFixed(0)).join(' ')} MB`);
  for (const s of slow) say(`${s.ms.toFixed(0)} ms  ${s.how}  ${JSON.stringify(s.answer).slice(0, 160)}`);
  for (const e of equal.slice(0, 10)) say(`equal: ${e.slice(0, 160)}`);
  for (const f of failed.slice(0, 20)) say(`FAILED ${f.slice(0, 300)}`);
  const [early, late] = [Math.max(...heaps.slice(2, 8)), Math.min(...heaps.slice(-4))];
  const grows = heaps.length > 12 && late > 1.5 * early + 20;
  if (grows) say('memory grows');
  return failed.length > 0 || over > calls / 10_000 || grows ? 1 : 0;
}

function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function heapMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** Texts, and lists and maps of them. */
function rawOf(answer: string, k: number): RawAnswer {
  switch (k % 5) {
    case 0:
      return [answer, answer.slice(1)];
    case 1:
      return { c: { value: answer, adjoint: answer.slice(2) }, x: answer, __proto__: answer };
    case 2:
      return [[answer], ['1']];
    default:
      return answer;
  }
}
