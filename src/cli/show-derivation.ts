/** The output of `gradus derive` in each format. */
import type { DeriveAnswer, DeriveRequest } from '../calculus/derive-request.ts';
import { rounded } from '../calculus/value-at.ts';
import { expansionOf, type Working, workings } from '../calculus/workings.ts';
import { printLatex } from '../expr/print/latex.ts';
import { printSpeech } from '../expr/print/speech.ts';
import { printText } from '../expr/print/text.ts';
import type { Node } from '../ir/node.ts';
import { showShape } from '../ir/shape.ts';

export interface ShowOptions {
  readonly json: boolean;
  readonly steps: boolean;
  readonly detail: 1 | 2 | 3;
  readonly format: string;
}

export async function showDerivation(
  request: DeriveRequest,
  answer: DeriveAnswer,
  options: ShowOptions,
): Promise<string> {
  const steps = options.steps ? workings(request, answer, options.detail) : [];
  const polynomial = request.mode === 'taylor' ? (expansionOf(request, answer)?.polynomial ?? null) : null;
  if (options.json) return `${JSON.stringify(document(request, answer, steps, polynomial))}\n`;
  const print = await printer(options.format);
  const lines = steps.map((w) => stepLine(w, print));
  lines.push(print(answer.derivative.node));
  if (options.format === 'text') lines.push(...notes(request, answer, polynomial));
  else if (polynomial) lines.push(print(polynomial));
  return `${lines.join('\n')}\n`;
}

/** What text adds below the derivative: its shape, its value, the polynomial, how the formula was read. */
function notes(request: DeriveRequest, answer: DeriveAnswer, polynomial: Node | null): readonly string[] {
  const { derivative, value, inPart } = answer;
  const entry = derivative.indices === null ? '' : `, entry ${derivative.indices.map((s) => s.name).join(' ')}`;
  const out = [`shape: ${showShape(derivative.shape)}${entry}`];
  if (value !== null) out.push(`at the point: ${JSON.stringify(value)}`);
  else if (inPart) out.push(`at the point: ${printText(inPart)}`);
  else if (request.at.size > 0) out.push('at the point: does not exist');
  if (polynomial) out.push(`Taylor polynomial: ${printText(polynomial)}`);
  const readAs = printText(answer.written);
  if (readAs.replaceAll(' ', '') !== request.expr.replaceAll(' ', '')) out.push(`read as: ${readAs}`);
  return out;
}

function document(
  request: DeriveRequest,
  { derivative, wrt, text, latex, value, inPart, written }: DeriveAnswer,
  steps: readonly Working[],
  polynomial: Node | null,
): unknown {
  return {
    expr: request.expr,
    read_as: printText(written),
    wrt: wrt.map((s) => s.name),
    order: request.order,
    shape: derivative.shape,
    text,
    latex,
    ...(derivative.indices === null ? {} : { indices: derivative.indices.map((s) => s.name) }),
    value,
    ...(inPart === null ? {} : { at_point: both(inPart) }),
    ...(polynomial === null ? {} : { taylor: both(polynomial) }),
    steps: steps.map(stepDocument),
  };
}

const both = (n: Node): { readonly text: string; readonly latex: string } => ({
  text: printText(n),
  latex: printLatex(n),
});

type Print = (n: Node) => string;

async function printer(format: string): Promise<Print> {
  switch (format) {
    case 'latex':
      return (n) => printLatex(n);
    case 'speech':
      return (n) => printSpeech(n);
    case 'mathml': {
      const { printMathml } = await import('../expr/print/mathml.ts');
      return (n) => printMathml(n);
    }
    default:
      return (n) => printText(n);
  }
}

/** A line of the derivation for programs: what it is equal to, by which rule, what its names stand for. */
function stepDocument(w: Working): unknown {
  return {
    rule: w.rule,
    name: w.name,
    ...both(w.equation),
    ...(w.where.length === 0 ? {} : { where: w.where.map(({ name, value }) => ({ name: name.name, ...both(value) })) }),
    ...(w.value === null ? {} : { value: w.value.numbers?.map(rounded) ?? null }),
    source: w.source,
  };
}

function stepLine(w: Working, print: Print): string {
  const where = w.where.map(({ name, value }) => `${print(name)} = ${print(value)}`);
  const note = where.length === 0 ? w.name : `${w.name}, with ${where.join(', ')}`;
  const numbers = w.value?.numbers?.map(rounded) ?? null;
  const line = print(w.equation);
  const value = numbers === null ? '' : ` = ${numbers.length === 1 ? numbers[0] : JSON.stringify(numbers)}`;
  return `${line}${line.endsWith(value) ? '' : value}    [${note}]`;
}
