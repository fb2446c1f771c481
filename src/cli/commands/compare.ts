import type { CompareRequest, CompareResponse } from '../../expr/equivalent/batch.ts';
import {
  type Command,
  type ExitCode,
  flag,
  listOption,
  numberOption,
  type Options,
  pairs,
  type Terminal,
  textOption,
  UsageError,
} from '../command.ts';
import { answerLines, isObject, type JsonObject, type Refuse, textMap } from '../jsonl.ts';

export const compareCommand: Command = {
  usage: 'compare [student] [model]',
  describe: "Judge a student's answer against a model answer",
  example: ["compare '2(x+1)^2' '2x^2+4x+2'", 'are these equal as functions?'],
  options: (args) =>
    args
      .positional('student', { describe: "the student's answer", type: 'string' })
      .positional('model', { describe: 'the right answer', type: 'string' })
      .option('var', { describe: 'shape of a name: x:3, A:2x3 (repeatable)', type: 'string' })
      .option('domain', { describe: 'where a name lies: x=0.5:2 (repeatable)', type: 'string' })
      .option('assume', { describe: "a condition that holds: 'x>0' (repeatable)", type: 'string' })
      .option('structure', {
        describe: 'A=symmetric, positive-definite, orthogonal or rank:2 (repeatable)',
        type: 'string',
      })
      .option('rtol', { describe: 'relative tolerance', type: 'string' })
      .option('atol', { describe: 'absolute tolerance', type: 'string' })
      .option('rounded', {
        describe: 'a typed decimal of n significant digits stands for what rounds to it',
        type: 'string',
      })
      .option('sigfigs', { describe: 'right to n significant figures, typed with at least n', type: 'string' })
      .option('batch', { describe: 'answer a file of JSON lines, or - for standard input', type: 'string' })
      .option('json', { describe: 'print one JSON document', type: 'boolean' }),
  run: async (options, terminal) => {
    const { compareText } = await import('../../expr/equivalent/batch.ts');
    const batch = textOption(options, 'batch');
    if (batch === undefined) return runOne(options, terminal, compareText);
    await answerLines(
      batch,
      terminal,
      (line) => {
        const request = readLine(line);
        const id = line.id ?? null;
        return typeof request === 'string' ? refuse(id, 'syntax', request) : { id, ...compareText(request) };
      },
      refuse,
    );
    return 0;
  },
};

/** A line that cannot be used has a verdict as every line has, and the fault apart, as in other batches. */
const refuse: Refuse = (id, code, message) => ({
  id,
  verdict: 'invalid',
  code,
  message,
  evidence: { points: 0, worst: null, method: 'none', bound: null },
  error: { code, message },
});

type Judge = (request: CompareRequest) => CompareResponse;

function runOne(options: Options, terminal: Terminal, judge: Judge): ExitCode {
  const { student, model } = options;
  if (typeof student !== 'string' || typeof model !== 'string') {
    throw new UsageError("compare takes two formulas: gradus compare '2x' 'x+x'");
  }
  const vars = pairs(listOption(options, 'var'), ':', 'var');
  const response = judge({
    student,
    model,
    assume: listOption(options, 'assume'),
    domain: Object.fromEntries([...pairs(listOption(options, 'domain'), '=', 'domain')].map(([k, v]) => [k, range(v)])),
    structure: Object.fromEntries(pairs(listOption(options, 'structure'), '=', 'structure')),
    ...(vars.size === 0 ? {} : { vars: Object.fromEntries(vars) }),
    ...tolerances(options),
  });
  terminal.out(flag(options, 'json') ? `${JSON.stringify(response)}\n` : shown(response));
  if (response.code === 'model-invalid') {
    terminal.err(`gradus: ${response.message}\n`);
    return 2;
  }
  return response.verdict === 'equal' ? 0 : 1;
}

function shown({ verdict, code, message, evidence }: CompareResponse): string {
  const seen = evidence.points > 0 ? ` (${evidence.method}, ${evidence.points} points)` : '';
  return `${verdict}: ${code}${seen}\n${message === '' ? '' : `${message}\n`}`;
}

/** `0.5:2`, `-inf:0` */
function range(text: string): readonly [number, number] {
  const [lo, hi, more] = text.split(':').map(endpoint);
  if (lo === undefined || hi === undefined || more !== undefined || !(lo < hi))
    throw new UsageError(`--domain takes x=low:high, not "${text}"`);
  return [lo, hi];
}

function endpoint(text: string): number {
  if (/^[+]?inf(?:inity)?$/.test(text)) return Number.POSITIVE_INFINITY;
  if (/^-inf(?:inity)?$/.test(text)) return Number.NEGATIVE_INFINITY;
  const n = Number(text);
  if (text.trim() === '' || Number.isNaN(n)) throw new UsageError(`--domain takes numbers, not "${text}"`);
  return n;
}

function tolerances(options: Options): Partial<CompareRequest> {
  const out: { rtol?: number; atol?: number; rounded?: number; sigfigs?: number } = {};
  for (const name of ['rtol', 'atol', 'rounded', 'sigfigs'] as const) {
    const value = numberOption(options, name);
    if (value === undefined) continue;
    const fault = toleranceFault(name, value);
    if (fault !== null) throw new UsageError(`--${fault}`);
    out[name] = value;
  }
  return out;
}

/** What is wrong with a tolerance, or null. */
function toleranceFault(name: 'rtol' | 'atol' | 'rounded' | 'sigfigs', value: unknown): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    return `${name} must be a number that is not negative`;
  const counted = name === 'rounded' || name === 'sigfigs';
  return counted && (!Number.isInteger(value) || value < 1 || value > 15)
    ? `${name} must be a whole number from 1 to 15`
    : null;
}

/** A request from a batch line, or what is wrong with the line. */
function readLine(line: JsonObject): CompareRequest | string {
  const { student, model } = line;
  if (typeof student !== 'string') return '"student" must be a text';
  if (typeof model !== 'string') return '"model" must be a text';
  const vars = textMap(line.vars);
  const structure = textMap(line.structure);
  if (vars === null || structure === null) return '"vars" and "structure" must be objects of texts';
  const domain = readDomain(line.domain);
  if (domain === null) return '"domain" must give [low, high] for each name';
  const assume =
    line.assume === undefined || line.assume === null
      ? []
      : typeof line.assume === 'string'
        ? [line.assume]
        : line.assume;
  if (!Array.isArray(assume) || !assume.every((a): a is string => typeof a === 'string'))
    return '"assume" must be a list of texts';
  const tolerance: { rtol?: number; atol?: number; rounded?: number; sigfigs?: number } = {};
  for (const name of ['rtol', 'atol', 'rounded', 'sigfigs'] as const) {
    const given = line[name];
    if (given === undefined || given === null) continue;
    const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
    const fault = toleranceFault(name, value);
    if (fault !== null) return `"${fault}`.replace(' ', '" ');
    if (typeof value === 'number') tolerance[name] = value;
  }
  const declares = line.vars === undefined || line.vars === null ? {} : { vars: Object.fromEntries(vars) };
  return { student, model, domain, assume, structure: Object.fromEntries(structure), ...declares, ...tolerance };
}

function readDomain(v: unknown): Record<string, readonly [number, number]> | null {
  if (v === undefined || v === null) return {};
  if (!isObject(v)) return null;
  const out: [string, readonly [number, number]][] = [];
  for (const [name, limits] of Object.entries(v)) {
    if (!Array.isArray(limits) || limits.length !== 2) return null;
    const [lo, hi] = limits.map((x) => (typeof x === 'string' ? endpointOrNaN(x) : x));
    if (typeof lo !== 'number' || typeof hi !== 'number' || !(lo < hi)) return null;
    out.push([name, [lo, hi]]);
  }
  return Object.fromEntries(out);
}

const endpointOrNaN = (text: string): number =>
  /^-?inf/.test(text) ? (text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : Number(text);
