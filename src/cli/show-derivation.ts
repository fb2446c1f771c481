/** The output of `gradus derive` in each format. */
import type { DeriveAnswer, DeriveRequest } from '../calculus/derive-request.ts';
import { printLatex } from '../expr/print/latex.ts';
import { printSpeech } from '../expr/print/speech.ts';
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
      steps: [],
    };
    return `${JSON.stringify(document)}\n`;
  }
  const shown = await inFormat(answer, options.format);
  const shape = indices ? `${showShape(derivative.shape)}, entry ${indices.join(' ')}` : showShape(derivative.shape);
  const lines = [shown, ...(options.format === 'text' ? [`shape: ${shape}`] : [])];
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
