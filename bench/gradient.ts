/** A function and its gradient evaluated on numbers: how many times the function's own time the gradient takes. */
import { spawnSync } from 'node:child_process';
import { reverseGradient } from '../src/calculus/modes.ts';
import { compile } from '../src/expr/evaluate.ts';
import { type Declaration, parseExpression, parseShape } from '../src/expr/parse/parse.ts';
import { simplify } from '../src/expr/rewrite.ts';
import { type Node, sym } from '../src/ir/node.ts';
import { concrete, entryCount, shapeOf } from '../src/ir/shape.ts';
import { digits, machine, rates, table } from './timing.ts';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly shapes: Readonly<Record<string, string>>;
  readonly wrt: readonly string[];
  /** The same function for PyTorch, given tensors of these names. */
  readonly torch: string;
}

const CASES: readonly Case[] = [
  {
    name: 'scalar function of 33 operations',
    text: 'sin(x*y + z)*exp(-x^2/4) + log(1 + x^2 + y^2)*cos(z*y) + sqrt(1 + z^2 + x*y*z)/(2 + cos(x)) + tanh(x*z - y)*(x + y + z)',
    shapes: { x: 'scalar', y: 'scalar', z: 'scalar' },
    wrt: ['x', 'y', 'z'],
    torch:
      'torch.sin(x*y+z)*torch.exp(-x**2/4)+torch.log(1+x**2+y**2)*torch.cos(z*y)+torch.sqrt(1+z**2+x*y*z)/(2+torch.cos(x))+torch.tanh(x*z-y)*(x+y+z)',
  },
  {
    name: 'network 2-3-1',
    text: 'norm(t - W2*tanh(W1*x + b1) - b2)^2',
    shapes: { t: '1x1', W2: '1x3', W1: '3x2', x: '2x1', b1: '3x1', b2: 'scalar' },
    wrt: ['W1', 'b1', 'W2', 'b2'],
    torch: '((t-W2@torch.tanh(W1@x+b1)-b2)**2).sum()',
  },
  {
    name: 'network 64-128-128-10, batch of 32',
    text: 'norm(Y - W3*tanh(W2*tanh(W1*X)))^2',
    shapes: { Y: '10x32', W3: '10x128', W2: '128x128', W1: '128x64', X: '64x32' },
    wrt: ['W1', 'W2', 'W3'],
    torch: '((Y-W3@torch.tanh(W2@torch.tanh(W1@X)))**2).sum()',
  },
  {
    name: 'least squares 1000×50',
    text: 'norm(y - Phi*theta)^2',
    shapes: { y: '1000x1', Phi: '1000x50', theta: '50x1' },
    wrt: ['theta'],
    torch: '((y-Phi@theta)**2).sum()',
  },
];

function read(c: Case): Node {
  const declarations = new Map<string, Declaration>();
  for (const [name, text] of Object.entries(c.shapes)) {
    const shape = parseShape(text);
    if (shape.ok) declarations.set(name, { name, shape: shapeOf(shape.value) });
  }
  const f = parseExpression(c.text, { declarations, mode: 'closed' });
  if (!f.ok) throw new Error(`${c.name}: ${f.error.message}`);
  return simplify(f.value);
}

function ratioOf(c: Case): number {
  const f = read(c);
  const tape = compile([f]);
  const symbols = tape.inputs;
  const wrt = c.wrt.map((name) => symbols.find((s) => s.name === name) ?? sym(name));
  const both = compile([f, ...reverseGradient(f, wrt)]);
  const inputs = new Map(
    symbols.map((s) => [
      s.name,
      Float64Array.from({ length: entryCount(concrete(s.shape) ?? []) }, (_, i) => Math.sin(1 + 2.3 * i) / 4),
    ]),
  );
  const found = rates(
    [
      { name: 'function', work: () => tape.run(inputs, 1).length },
      { name: 'gradient', work: () => Math.min(1, both.run(inputs, 1).length) },
    ],
    5,
    0.05,
  );
  return (found.get('function') ?? Number.NaN) / (found.get('gradient') ?? Number.NaN);
}

/** PyTorch's times for the same functions: value and gradient over value alone, one thread. */
function torchRatios(): readonly number[] {
  const program = [
    'import json, sys, time, torch',
    'torch.set_num_threads(1)',
    'torch.set_default_dtype(torch.float64)',
    'def rate(f):',
    '    best = 0',
    '    for _ in range(4):',
    '        n, start = 0, time.process_time()',
    '        while time.process_time() - start < 0.05:',
    '            f(); n += 1',
    '        best = max(best, n / (time.process_time() - start))',
    '    return best',
    'out = []',
    'for c in json.load(sys.stdin):',
    '    env = {"torch": torch}',
    '    for name, s in c["shapes"].items():',
    '        env[name] = torch.rand([int(d) for d in s.split("x")] if s != "scalar" else []) / 4',
    '    leaves = [env[n].requires_grad_() for n in c["wrt"]]',
    '    code = compile(c["torch"], "f", "eval")',
    '    def value():',
    '        with torch.no_grad(): eval(code, env)',
    '    def gradient():',
    '        torch.autograd.grad(eval(code, env), leaves)',
    '    out.append(rate(value) / rate(gradient))',
    'print(json.dumps(out))',
  ].join('\n');
  const done = spawnSync('/usr/bin/python3', ['-c', program], { input: JSON.stringify(CASES), encoding: 'utf8' });
  const found: unknown = done.status === 0 ? JSON.parse(done.stdout) : [];
  return Array.isArray(found) ? found.map(Number) : [];
}

export async function measure(): Promise<string> {
  const torch = torchRatios();
  const rows = CASES.map((c, i) => [c.name, digits(ratioOf(c)), digits(torch[i] ?? Number.NaN)]);
  return [
    '## Numeric gradients',
    '',
    'Value and gradient together, as multiples of the time that the value alone takes (processor time, one thread).',
    '',
    table(['', 'Gradus', 'PyTorch'], rows),
    '',
    machine(),
  ].join('\n');
}
