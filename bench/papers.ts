/** Papers: how long a warm one takes, how large it is, against pdflatex on the same content; and a class by workers. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { previewVariant } from '../src/course/preview.ts';
import { toPdf } from '../src/course/render.ts';
import { loadCatalogue } from '../src/course/resources.ts';
import { showDoc } from '../src/course/show.ts';
import type { Blocks, Doc } from '../src/document/doc.ts';
import { eachFormula } from '../src/document/html/view.ts';
import { latexSource } from './latex-source.ts';

/** Problems of six pages with worked solutions. */
const PROBLEMS = [
  'partials-of-a-composition',
  'chain-rule-along-a-path',
  'jacobian-of-a-linear-map',
  'least-squares-formula-and-value',
  'backprop-trace-two-branches',
  'slope-of-a-curve',
  'gradient-descent-step',
  'jacobian-of-coordinates',
  'partials-of-a-quotient',
  'total-derivative',
];

/** Statements with their boxes and the worked key of each problem, numbers by the seed: no two share a formula memo. */
export async function paperOf(seed: string): Promise<Doc> {
  const catalogue = await loadCatalogue(null);
  const blocks: Blocks[] = [];
  for (const id of PROBLEMS) {
    const template = catalogue.templates.get(id);
    const variant = template && previewVariant(template, catalogue, { seed, locale: 'en', layout: 'numerator' });
    if (!variant?.ok) throw new Error(`${id} has no variant for seed ${seed}`);
    blocks.push(showDoc({ seed, locale: 'en', instance: variant.value, solution: true }).blocks);
  }
  return {
    kind: 'key',
    lang: 'en',
    title: 'Homework 1: gradients',
    course: 'Vector calculus for machine learning',
    student: `Student ${seed}`,
    variantCode: 'K7QF2-M9DXA',
    page: 'a4',
    blocks: blocks.flat(),
  };
}

/** A line of a derivation counts once, though it is set in three parts. */
function formulaCount(blocks: Blocks): number {
  let count = 0;
  eachFormula(blocks, () => {
    count += 1;
  });
  const rows = (content: Blocks): number =>
    content.reduce((sum, block) => {
      if (block.kind === 'derivation')
        return sum + block.rows.reduce((parts, row) => parts + (row.left === undefined ? 1 : 2), 0);
      return block.kind === 'group' ? sum + rows(block.blocks) : sum;
    }, 0);
  return count - rows(blocks);
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

async function timed<T>(work: () => Promise<T> | T): Promise<{ readonly ms: number; readonly value: T }> {
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}

/** Processor time of this process in ms: on a busy machine the clock counts what others do. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** In ms, from the second line of what the shell's `times` says: `0m0.250s 0m0.031s`. */
function childTime(said: string): number {
  const line = said.trim().split('\n')[1] ?? '';
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  return 1000 * parts.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
}

export async function measure(): Promise<string> {
  const warm = await Promise.all(Array.from({ length: 12 }, (_, k) => paperOf(`warm ${k}`)));
  const docs = await Promise.all(Array.from({ length: 25 }, (_, k) => paperOf(`${k}`)));
  for (const doc of warm) await toPdf(doc);
  const ours: { ms: number; cpu: number; bytes: number; pages: number }[] = [];
  for (const doc of docs) {
    const before = cpu();
    const { ms, value } = await timed(() => toPdf(doc));
    ours.push({ ms, cpu: cpu() - before, bytes: value.bytes.length, pages: value.pages });
  }
  const folder = mkdtempSync(join(tmpdir(), 'gradus-latex-'));
  const theirs: { ms: number; cpu: number }[] = [];
  try {
    for (const [k, doc] of docs.slice(0, 9).entries()) {
      const at = join(folder, `${k}`);
      mkdirSync(at);
      writeFileSync(join(at, 'paper.tex'), latexSource(doc));
      // The shell tells what processor time its children took.
      const run = (): string =>
        execFileSync('bash', ['-c', 'pdflatex -interaction=batchmode paper.tex > /dev/null; times'], {
          cwd: at,
          encoding: 'utf8',
        });
      const { ms, value } = await timed(run);
      theirs.push({ ms, cpu: childTime(value) });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const clock = [median(ours.map((o) => o.ms)), median(theirs.map((t) => t.ms))] as const;
  const busy = [median(ours.map((o) => o.cpu)), median(theirs.map((t) => t.cpu))] as const;
  const times = ([fast, tex]: readonly [number, number]): string => (tex / fast).toFixed(1);
  return [
    '| a tagged paper | |',
    '|---|---|',
    `| pages, formulas | ${mean(ours.map((o) => o.pages)).toFixed(1)}, ${mean(docs.map((doc) => formulaCount(doc.blocks))).toFixed(0)} |`,
    `| size | ${(mean(ours.map((o) => o.bytes)) / 1000).toFixed(0)} kB |`,
    `| warm, median of ${docs.length} papers: clock, processor time | ${clock[0].toFixed(0)} ms, ${busy[0].toFixed(0)} ms |`,
    `| pdflatex, a process per paper, median of ${theirs.length} | ${clock[1].toFixed(0)} ms, ${busy[1].toFixed(0)} ms |`,
    `| papers per second as a multiple of pdflatex's | ${times(clock)}, ${times(busy)} |`,
  ].join('\n');
}
