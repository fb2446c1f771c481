import type { LayoutRule } from '../../calculus/derive.ts';
import type { DeriveMode, DeriveRequest } from '../../calculus/derive-request.ts';
import type { AtValue } from '../../calculus/value-at.ts';
import {
  type Command,
  type ExitCode,
  flag,
  listOption,
  type Options,
  pairs,
  requiredText,
  splitTopLevel,
  type Terminal,
  textOption,
  UsageError,
} from '../command.ts';
import { answerLines, type JsonObject, textMap } from '../jsonl.ts';

const MODES: readonly DeriveMode[] = ['symbolic', 'forward', 'reverse', 'taylor'];
const LAYOUTS: readonly LayoutRule[] = ['numerator', 'denominator'];

export const deriveCommand: Command = {
  usage: 'derive [expr]',
  describe: 'Differentiate an expression, with steps',
  example: [
    "derive 'norm(y - Phi*theta)^2' --wrt theta --var Phi:NxD --var theta:D --var y:N",
    'the gradient of a least-squares loss',
  ],
  options: (args) =>
    args
      .positional('expr', { describe: 'the expression', type: 'string' })
      .option('wrt', { describe: 'variables to differentiate in: x or x,y', type: 'string' })
      .option('var', { describe: 'shape of a name: A:2x3, x:n (repeatable)', type: 'string' })
      .option('let', { describe: 'a name that stands for a function: x1=sin(t) (repeatable)', type: 'string' })
      .option('order', { describe: '1, 2 or 3', choices: ['1', '2', '3'], default: '1' })
      .option('at', { describe: "a point: x=1,y=2 or 'A=[[1,2],[3,4]]'", type: 'string' })
      .option('steps', { describe: 'show the derivation', type: 'boolean' })
      .option('detail', { describe: 'how fine the steps are', choices: ['1', '2', '3'], default: '2' })
      .option('mode', { describe: 'how it is computed', choices: MODES, default: 'symbolic' })
      .option('layout', { describe: 'layout of the result', choices: LAYOUTS, default: 'numerator' })
      .option('format', {
        describe: 'how it is printed',
        choices: ['text', 'latex', 'mathml', 'speech'],
        default: 'text',
      })
      .option('batch', { describe: 'answer a file of JSON lines, or - for standard input', type: 'string' })
      .option('json', { describe: 'print one JSON document', type: 'boolean' }),
  run: async (options, terminal) => {
    const batch = textOption(options, 'batch');
    if (batch !== undefined) return runBatch(batch, terminal);
    return runOne(options, terminal);
  },
};

async function runOne(options: Options, terminal: Terminal): Promise<ExitCode> {
  const request: DeriveRequest = {
    expr: requiredText(options, 'expr', "write gradus derive 'x^2' --wrt x"),
    wrt: splitTopLevel(requiredText(options, 'wrt', 'write --wrt x or --wrt x,y')).map((s) => s.trim()),
    vars: pairs(listOption(options, 'var'), ':', 'var'),
    lets: pairs(listOption(options, 'let'), '=', 'let'),
    at: pairs(listOption(options, 'at'), '=', 'at'),
    order: order(textOption(options, 'order')),
    layout: choice(textOption(options, 'layout') ?? 'numerator', LAYOUTS, 'layout'),
    mode: choice(textOption(options, 'mode') ?? 'symbolic', MODES, 'mode'),
  };
  const { answerDerive } = await import('../../calculus/derive-request.ts');
  const answer = answerDerive(request);
  if (!answer.ok) {
    const { pointAt } = await import('../point-at.ts');
    terminal.err(pointAt(answer.error));
    return 2;
  }
  const { showDerivation } = await import('../show-derivation.ts');
  const detail = order(textOption(options, 'detail') ?? '2');
  terminal.out(
    await showDerivation(request, answer.value, {
      json: flag(options, 'json'),
      steps: flag(options, 'steps'),
      detail,
      format: textOption(options, 'format') ?? 'text',
    }),
  );
  return 0;
}

async function runBatch(file: string, terminal: Terminal): Promise<ExitCode> {
  const { answerDerive } = await import('../../calculus/derive-request.ts');
  const { printText } = await import('../../expr/print/text.ts');
  await answerLines(file, terminal, (line) => {
    const id = line.id ?? null;
    const request = readLine(line);
    if (typeof request === 'string') return { id, error: { code: 'syntax', message: request } };
    const answer = answerDerive(request);
    if (!answer.ok) return { id, error: { code: answer.error.code, message: answer.error.message } };
    const { derivative, text, latex, value, inPart } = answer.value;
    const indices = derivative.indices === null ? {} : { indices: derivative.indices.map((s) => s.name) };
    const atPoint = inPart === null ? {} : { at_point: printText(inPart) };
    return { id, shape: derivative.shape, text, latex, ...indices, value, ...atPoint };
  });
  return 0;
}

/** A request from a batch line, or what is wrong with the line. */
function readLine(line: JsonObject): DeriveRequest | string {
  const { expr, wrt } = line;
  if (typeof expr !== 'string') return '"expr" must be a text';
  const names = typeof wrt === 'string' ? [...splitTopLevel(wrt)] : wrt;
  if (!Array.isArray(names) || !names.every((n): n is string => typeof n === 'string'))
    return '"wrt" must be a list of names';
  const vars = textMap(line.vars);
  const lets = textMap(line.let);
  const at = atMap(line.at);
  if (vars === null || lets === null || at === null)
    return '"vars", "let" and "at" must be objects of texts or numbers';
  const given = line.order ?? 1;
  if (given !== 1 && given !== 2 && given !== 3) return '"order" must be 1, 2 or 3';
  const layout = LAYOUTS.find((l) => l === (line.layout ?? 'numerator'));
  const mode = MODES.find((m) => m === (line.mode ?? 'symbolic'));
  if (!layout) return '"layout" must be "numerator" or "denominator"';
  if (!mode) return `"mode" must be one of ${MODES.join(', ')}`;
  return { expr, wrt: names, vars, lets, at, order: given, layout, mode };
}

const isAtValue = (v: unknown): v is AtValue =>
  typeof v === 'number' || typeof v === 'string' || (Array.isArray(v) && v.every(isAtValue));

function atMap(v: unknown): ReadonlyMap<string, AtValue> | null {
  if (v === undefined || v === null) return new Map();
  if (typeof v !== 'object' || Array.isArray(v)) return null;
  const out = new Map<string, AtValue>();
  for (const [k, value] of Object.entries(v)) {
    if (!isAtValue(value)) return null;
    out.set(k, value);
  }
  return out;
}

function order(text: string | undefined): 1 | 2 | 3 {
  return text === '2' ? 2 : text === '3' ? 3 : 1;
}

function choice<T extends string>(given: string, allowed: readonly T[], name: string): T {
  const found = allowed.find((a) => a === given);
  if (found === undefined) throw new UsageError(`--${name} is one of ${allowed.join(', ')}, not "${given}"`);
  return found;
}
