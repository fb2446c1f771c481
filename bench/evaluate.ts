/** Evaluation of 64 points at a time: the tape against the same loop written by hand and mathjs `compile`. */
import { compile as mathjsCompile } from 'mathjs';
import { compile } from '../src/expr/evaluate.ts';
import { parseExpression } from '../src/expr/parse/parse.ts';
import { digits, machine, rates, table } from './timing.ts';

const POINTS = 64;

interface Case {
  readonly text: string;
  readonly byHand: (x: number, y: number) => number;
}

const CASES: readonly Case[] = [
  { text: '(x + 2*y^3)^2', byHand: (x, y) => (x + 2 * y ** 3) ** 2 },
  { text: 'x^2*y + x*y^3 - 3*x + 4', byHand: (x, y) => x ** 2 * y + x * y ** 3 - 3 * x + 4 },
  {
    text: 'sqrt(x^2 + exp(y^2)) + cos(x^2 + exp(y^2))',
    byHand: (x, y) => {
      const c = x ** 2 + Math.exp(y ** 2);
      return Math.sqrt(c) + Math.cos(c);
    },
  },
  { text: 'x/(x^2 + y^2 + 1)', byHand: (x, y) => x / (x ** 2 + y ** 2 + 1) },
  { text: 'tanh(x*y)*sin(x) + exp(-y)', byHand: (x, y) => Math.tanh(x * y) * Math.sin(x) + Math.exp(-y) },
];

const values = (shift: number): Float64Array =>
  Float64Array.from({ length: POINTS }, (_, i) => 0.2 + Math.abs(Math.sin(shift + 2.3 * i)));

function measureOne({ text, byHand }: Case): readonly string[] {
  const f = parseExpression(text, { declarations: new Map(), mode: 'open' });
  if (!f.ok) throw new Error(`${text}: ${f.error.message}`);
  const tape = compile([f.value]);
  const [xs, ys] = [values(1), values(2)];
  const inputs = new Map([
    ['x', xs],
    ['y', ys],
  ]);
  const code = mathjsCompile(text);
  const out = new Float64Array(POINTS);
  const found = rates(
    [
      { name: 'gradus', work: () => tape.run(inputs, POINTS).length },
      {
        name: 'by hand',
        work: () => {
          for (let i = 0; i < POINTS; i += 1) out[i] = byHand(xs[i] ?? 0, ys[i] ?? 0);
          return 1;
        },
      },
      {
        name: 'mathjs',
        work: () => {
          for (let i = 0; i < POINTS; i += 1) out[i] = code.evaluate({ x: xs[i], y: ys[i] });
          return 1;
        },
      },
    ],
    5,
    0.03,
  );
  const own = found.get('gradus') ?? Number.NaN;
  return [
    `\`${text}\``,
    digits((found.get('by hand') ?? Number.NaN) / own),
    digits(own / (found.get('mathjs') ?? Number.NaN)),
  ];
}

export async function measure(): Promise<string> {
  return [
    '## Evaluation',
    '',
    `${POINTS} points at a time (processor time).`,
    '',
    table(['', 'Times the loop by hand', 'Times faster than mathjs `compile`'], CASES.map(measureOne)),
    '',
    machine(),
  ].join('\n');
}
