/** The output of `gradus derive` in each format. */
import { derivation, type Step } from '../calculus/derivation.ts';
import type { DeriveAnswer, DeriveRequest } from '../calculus/derive-request.ts';
import { printLatex } from '../expr/print/latex.ts';
import { printSpeech } from '../expr/print/speech.ts';
import { printText } from '../expr/print/text.ts';
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
  const { derivative, text, latex, value } = answer;
  const indices = derivative.indices?.map((s) => s.name);
  const { order, layout } = request;
  const steps = options.steps
    ? derivation(answer.expression, answer.wrt, { order, layout, detail: options.detail }).steps
    : [];
  if (options.json) {
    const document = {
      expr: request.expr,
      wrt: answer.wrt.map((s) => s.name),
      order: request.order,
      shape: derivative.shape,
      text,
      latex,
      ...(indices ? { indices } : {}),
      value,
      steps: steps.map(stepDocument),
    };
    return `${JSON.stringify(document)}\n`;
  }
  const shown = await inFormat(answer, options.format);
  const shape = indices ? `${showShape(derivative.shape)}, entry ${indices.join(' ')}` : showShape(derivative.shape);
  const lines = [...steps.map(stepLine), shown, ...(options.format === 'text' ? [`shape: ${shape}`] : [])];
  if (value !== null && options.format === 'text') lines.push(`at the point: ${JSON.stringify(value)}`);
  if (value === null && request.at.size > 0 && options.format === 'text') lines.push('at the point: does not exist');
  return `${lines.join('\n')}\n`;
}

async function inFormat({ derivative, text }: DeriveAnswer, format: string): Promise<string> {
  switch (format) {
    case 'latex':
      return printLatex(derivative.node);
    case 'speech':
      return printSpeech(derivative.node);
    case 'mathml': {
      const { printMathml } = await import('../expr/print/mathml.ts');
      return printMathml(derivative.node);
    }
    default:
      return text;
  }
}

/** A line of the derivation for programs: what it is equal to, by which rule. */
function stepDocument(step: Step): {
  readonly rule: string;
  readonly text: string;
  readonly latex: string;
  readonly source: string;
} {
  return {
    rule: step.rule,
    text: `${printText(step.part)} = ${printText(step.after)}`,
    latex: `${printLatex(step.part)} = ${printLatex(step.after)}`,
    source: step.source,
  };
}

function stepLine(step: Step): string {
  const where = step.where.map(({ name, value }) => `${printText(name)} = ${printText(value)}`);
  const note = where.length === 0 ? step.name : `${step.name}, with ${where.join(', ')}`;
  return `${printText(step.part)} = ${printText(step.after)}    [${note}]`;
}
