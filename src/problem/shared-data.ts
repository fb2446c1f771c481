/** Data that several problems of one assignment share: drawn once for each student (templates.md, 2.8). */
import { NO_TEXT, type RichText } from '../answers/rich-text.ts';
import type { Issue } from '../base/issue.ts';
import { issue } from '../base/issue.ts';
import type { Stream } from '../base/random.ts';
import { failure, type Result, success } from '../base/result.ts';
import { symbolsOf } from '../ir/node.ts';
import { readAuthorText } from './author-text.ts';
import type { Context } from './context.ts';
import { drawUntil } from './draw.ts';
import { AuthorFault } from './fault.ts';
import { isSentence, printLocal, type Wording } from './rich-text.ts';
import { type DataFile, inLocale, type Mathematics } from './template.ts';

export interface SharedData {
  readonly id: string;
  readonly calculator: boolean;
  readonly draw: { readonly blocks: Mathematics; readonly context: Context };
  readonly statement: (wording: Wording) => RichText;
}

/** @param stream of (course secret, assignment, student, data id) */
export function drawShared(data: DataFile, stream: Stream): Result<SharedData, readonly Issue[]> {
  try {
    const drawn = drawUntil(data, stream.fork('names'), null, () => ({ taken: true }));
    if (!('value' in drawn)) {
      const reasons = [...drawn.reasons.keys()].slice(0, 3).join('; ');
      return failure([
        issue(
          'no-draw',
          `none of ${drawn.tries} draws of ${data.id} fits what is required: ${reasons}`,
          { file: data.file, line: 1, column: 1 },
          'Widen the ranges or relax `require`.',
        ),
      ]);
    }
    const { context } = drawn;
    const wording = data.statement.length === 0 ? -1 : stream.fork('statement').integer(0, data.statement.length - 1);
    return success({
      id: data.id,
      calculator: data.calculator,
      draw: { blocks: data, context },
      statement: (to) => (wording < 0 ? NO_TEXT : printStatement(data, wording, context, to)),
    });
  } catch (error) {
    if (error instanceof AuthorFault) return failure([error.issue]);
    throw error;
  }
}

function printStatement(data: DataFile, wording: number, context: Context, to: Wording): RichText {
  const text = data.statement[wording];
  const source = text === undefined ? undefined : inLocale(text, to.locale);
  if (text === undefined || source === undefined) return NO_TEXT;
  const formulas = readAuthorText(source).flatMap((s) =>
    s.parts.flatMap((p) => (p.kind === 'insert' && !isSentence(p.formula) ? [context.read(p.formula)] : [])),
  );
  // All its variables are shown: which of them a problem needs is the problem's affair.
  const occurring = new Set([...formulas.flatMap(symbolsOf).map((s) => s.name), ...context.values.keys()]);
  return printLocal(text, { context, wording: to, occurring, read: (formula) => context.read(formula) });
}
