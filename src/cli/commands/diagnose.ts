import type { DiagnoseRequest, Diagnosis } from '../../misconceptions/diagnose-request.ts';
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

const LAYOUTS = ['numerator', 'denominator'] as const;

export const diagnoseCommand: Command = {
  usage: 'diagnose [student]',
  describe: 'Say which wrong rule leads to an answer',
  example: ["diagnose 'cos(x^2)' --of 'sin(x^2)' --wrt x", 'the inner derivative was dropped'],
  options: (args) =>
    args
      .positional('student', { describe: "the student's answer", type: 'string' })
      .option('of', { describe: 'what is differentiated', type: 'string' })
      .option('wrt', { describe: 'in which variables: x or x,y; without it `of` is the right answer', type: 'string' })
      .option('order', { describe: '1, 2 or 3', choices: ['1', '2', '3'], default: '1' })
      .option('var', { describe: 'shape of a name: A:2x3, x:n (repeatable)', type: 'string' })
      .option('let', { describe: 'a name that stands for a function: x1=sin(t) (repeatable)', type: 'string' })
      .option('layout', { describe: 'layout of the right answer', choices: LAYOUTS, default: 'numerator' })
      .option('batch', { describe: 'answer a file of JSON lines, or - for standard input', type: 'string' })
      .option('json', { describe: 'print one JSON document', type: 'boolean' }),
  run: async (options, terminal) => {
    const batch = textOption(options, 'batch');
    if (batch === undefined) return runOne(options, terminal);
    const { answerDiagnose } = await import('../../misconceptions/diagnose-request.ts');
    await answerLines(batch, terminal, (line) => {
      const id = line.id ?? null;
      const request = readLine(line);
      if (typeof request === 'string') return { id, error: { code: 'syntax', message: request } };
      const answer = answerDiagnose(request);
      return answer.ok
        ? { id, ...answer.value }
        : { id, error: { code: answer.error.code, message: answer.error.message } };
    });
    return 0;
  },
};

async function runOne(options: Options, terminal: Terminal): Promise<ExitCode> {
  const layout = LAYOUTS.find((l) => l === (textOption(options, 'layout') ?? 'numerator')) ?? 'numerator';
  const student = requiredText(options, 'student');
  const { answerDiagnose } = await import('../../misconceptions/diagnose-request.ts');
  const answer = answerDiagnose({
    of: requiredText(options, 'of'),
    wrt: splitTopLevel(textOption(options, 'wrt') ?? '').map((s) => s.trim()),
    vars: pairs(listOption(options, 'var'), ':', 'var'),
    lets: pairs(listOption(options, 'let'), '=', 'let'),
    order: orderOf(Number(textOption(options, 'order') ?? 1)),
    layout,
    student,
  });
  if (!answer.ok) {
    const { pointAt } = await import('../point-at.ts');
    terminal.err(pointAt(answer.error));
    return 2;
  }
  terminal.out(flag(options, 'json') ? `${JSON.stringify(answer.value)}\n` : shown(answer.value));
  return 0;
}

function orderOf(given: number): 1 | 2 | 3 {
  if (given === 1 || given === 2 || given === 3) return given;
  throw new UsageError('--order is 1, 2 or 3');
}

function shown({ verdict, message, misconceptions }: Diagnosis): string {
  const lines = misconceptions.map((m) => `  ${m.id} (${Math.round(m.confidence * 100)} %)\n    ${m.message}`);
  const none = verdict === 'different' && lines.length === 0 ? ['  no known misconception leads to this answer'] : [];
  const said = message === undefined ? verdict : `${verdict}: ${message}`;
  return `${[said, ...lines, ...none].join('\n')}\n`;
}

/** A request from a batch line, or what is wrong with the line. */
function readLine(line: JsonObject): DiagnoseRequest | string {
  const { of, student } = line;
  if (typeof of !== 'string') return '"of" must be a text';
  if (typeof student !== 'string') return '"student" must be a text';
  const given = line.wrt ?? [];
  const wrt = typeof given === 'string' ? [...splitTopLevel(given)] : given;
  if (!Array.isArray(wrt) || !wrt.every((n): n is string => typeof n === 'string'))
    return '"wrt" must be a list of names';
  const vars = textMap(line.vars);
  const lets = textMap(line.let);
  if (vars === null || lets === null) return '"vars" and "let" must be objects of texts';
  const order = line.order ?? 1;
  if (order !== 1 && order !== 2 && order !== 3) return '"order" must be 1, 2 or 3';
  const layout = LAYOUTS.find((l) => l === (line.layout ?? 'numerator'));
  if (!layout) return '"layout" must be "numerator" or "denominator"';
  return { of, wrt, vars, lets, order, layout, student };
}
