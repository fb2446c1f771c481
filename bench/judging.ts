/**
 * Judged pairs per second, from strings, ours and others' in one run: npm run bench -- judging. The pairs are
 * derivatives of the bench's expressions, written otherwise (right) and with a slip (wrong); every verdict is checked.
 * Ratios are what counts: they hold on a busy machine too.
 */
import { derive } from '../src/calculus/derive.ts';
import { compareText } from '../src/expr/equivalent/batch.ts';
import { parseExpression } from '../src/expr/parse/parse.ts';
import { printText } from '../src/expr/print/text.ts';
import { symbolsOf } from '../src/ir/node.ts';
import { expressions } from './expressions.ts';

interface Pair {
  readonly student: string;
  readonly model: string;
  readonly equal: boolean;
}

interface Told {
  readonly verdict: string;
  readonly ms: number;
}

/** The pairs of derivatives short enough for everybody. */
function pairs(): readonly Pair[] {
  return expressions.flatMap(({ text, wrt }) => {
    if (text.length > 200) return [];
    const read = parseExpression(text, { declarations: new Map(), mode: 'open' });
    if (!read.ok) throw new Error(`${text}: ${read.error.message}`);
    return wrt.flatMap((name): Pair[] => {
      const x = symbolsOf(read.value).find((s) => s.name === name);
      if (x === undefined) return [];
      const model = printText(derive(read.value, [x], { order: 1, layout: 'numerator' }).node);
      return [
        { student: `(${model})*2/2`, model, equal: true },
        { student: `-(-1*(${model}))`, model, equal: true },
        { student: `(${model}) + ${name} - ${name}`, model, equal: true },
        { student: `2*(${model})`, model, equal: false },
        { student: `(${model}) + 1/1000`, model, equal: false },
        { student: `(${model})*${name}`, model, equal: false },
      ];
    });
  });
}

const ROUNDS = 12;

export async function run(): Promise<number> {
  const all = pairs();
  // Built late, so that the bundler leaves the peers' own modules alone.
  const place = new URL('../../bench/peers/judge-all.mjs', import.meta.url).href;
  const { judgeAll }: { judgeAll: (id: string, pairs: readonly Pair[]) => Promise<readonly Told[] | null> } =
    await import(place);
  const rows: { readonly name: string; readonly perSecond: number; readonly wrong: number }[] = [];
  let wrong = 0;
  let best = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    const verdicts = all.map((p) => compareText(p).verdict);
    best = Math.max(best, all.length / ((performance.now() - start) / 1000));
    wrong = verdicts.filter((v, k) => v !== (all[k]?.equal ? 'equal' : 'different')).length;
  }
  rows.push({ name: 'gradus', perSecond: best, wrong });
  for (const id of ['mathjs', 'math-expressions', 'kas']) {
    const told = await judgeAll(id, [...all, ...all]);
    if (told === null) {
      process.stdout.write(`${id} is not installed: npm ci --prefix bench/peers\n`);
      continue;
    }
    // The first pass warms up.
    const second = told.slice(all.length);
    const missed = second.filter((t, k) => t.verdict !== (all[k]?.equal ? 'equal' : 'different')).length;
    rows.push({ name: id, perSecond: all.length / (second.reduce((s, t) => s + t.ms, 0) / 1000), wrong: missed });
  }
  process.stdout.write(`${all.length} pairs\n`);
  for (const r of rows)
    process.stdout.write(
      `${r.name.padEnd(18)} ${r.perSecond.toFixed(0).padStart(7)}/s  ${r.wrong} wrong verdicts  gradus is ${(best / r.perSecond).toFixed(1)}×\n`,
    );
  return wrong === 0 ? 0 : 1;
}
