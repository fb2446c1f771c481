/** HTML pages: bytes of a page of 100 formulas, and the time of a page of 60 once fonts and templates are open. */
import { readFileSync } from 'node:fs';
import { derivative } from '../src/calculus/modes.ts';
import { htmlAssets } from '../src/course/resources.ts';
import type { Block, Doc } from '../src/document/doc.ts';
import { contourFigure } from '../src/document/figure/contours.ts';
import { graphFigure } from '../src/document/figure/graph.ts';
import { renderHtml } from '../src/document/html/render.ts';
import { stringsFor } from '../src/document/strings/strings.ts';
import { parseExpression } from '../src/expr/parse/parse.ts';
import { printLatex } from '../src/expr/print/latex.ts';
import { printSpeech } from '../src/expr/print/speech.ts';
import type { Node } from '../src/ir/node.ts';
import { symbolsOf } from '../src/ir/node.ts';
import { expressions } from './expressions.ts';
import { median, table } from './timing.ts';

const read = (text: string): Node => {
  const read = parseExpression(text, { declarations: new Map(), mode: 'open' });
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
};

/** Formulas as papers have them: functions of the course and their derivatives, numbers changed by `salt`. */
function formulas(count: number, salt: number): readonly Node[] {
  const short = expressions.filter((e) => e.text.length < 60);
  return Array.from({ length: count }, (_, k) => {
    const text = short[k % short.length]?.text ?? 'x';
    const f = read(`${salt + k}*(${text})`);
    const x = symbolsOf(f)[0];
    return k % 2 === 0 || x === undefined ? f : derivative(f, x);
  });
}

const page = (count: number, salt: number, answers: boolean): Doc => ({
  kind: 'paper',
  lang: 'en',
  title: 'Benchmark',
  course: 'Vector calculus',
  student: 'Ada Lovelace',
  variantCode: 'AB-CD',
  page: 'a4',
  blocks: formulas(count, salt).map(
    (node): Block => ({
      kind: 'paragraph',
      inlines: [
        { kind: 'text', text: 'Differentiate ' },
        { kind: 'formula', formula: { latex: printLatex(node), speech: printSpeech(node) } },
        { kind: 'text', text: '.' },
      ],
    }),
  ),
  ...(answers ? { answerSheet: { assignment: 'hw1', student: 's1', attempt: 1 } } : {}),
});

async function timed(runs: number, work: (run: number) => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    // Time of the processor, so that other work on the machine counts less.
    const start = process.cpuUsage();
    await work(run);
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  return median(times.slice(Math.floor(runs / 3)));
}

const kb = (text: string): string => `${(Buffer.byteLength(text) / 1000).toFixed(0)} kB`;
const ms = (time: number): string => `${time.toFixed(1)} ms`;

export async function measure(): Promise<string> {
  const assets = await htmlAssets(null);
  const paper = await renderHtml(page(100, 1, true), assets);
  const key = await renderHtml(page(100, 1, false), assets);
  const pages = Array.from({ length: 24 }, (_, k) => page(60, 1000 * (k + 1), true));
  const cold = await timed(24, async (run) => renderHtml(pages[run] ?? page(60, 1, true), assets));
  const again = await timed(12, async () => renderHtml(pages[23] ?? page(60, 1, true), assets));
  const strings = stringsFor({ lang: 'en' });
  const surface = read('x^2 + 3*x*y + sin(y)');
  const contour = await timed(12, () => contourFigure(surface, { point: [1, 2], gradient: true, lang: 'en' }, strings));
  const nodes = ['x^2', 'v_1*y', 'sin(v_2)', 'v_1 + v_3', 'exp(v_2)', 'v_4*v_5', 'v_6 + v_1', 'v_7*v_3'].map(
    (t, k) => ({
      id: `v_${k + 1}`,
      local: read(t),
    }),
  );
  const graph = await timed(12, () => graphFigure(nodes, 'en', strings));

  const echo = kb(readFileSync('dist/web/echo.js', 'utf8'));
  return table(
    ['a page', 'measured', 'bound'],
    [
      ['paper of 100 formulas, fonts and scripts included', kb(paper), 'at most 500 kB'],
      ['page of 100 formulas without answers', kb(key), ''],
      ['of a paper: the script that reads formulas back', echo, ''],
      ['60 formulas never seen before, warm (processor time)', ms(cold), 'at most 30 ms'],
      ['the same 60 formulas again', ms(again), ''],
      ['level sets with gradient', ms(contour), ''],
      [`computation graph of ${nodes.length} nodes`, ms(graph), ''],
    ],
  );
}
