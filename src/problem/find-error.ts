/** The lines of a find-error box that the engine writes: one rule broken at one place and followed through. */
import type { Stream } from '../base/random.ts';
import { printText } from '../expr/print/text.ts';
import {
  type BrokenDerivation,
  brokenDerivations,
  type Line,
  soundLines,
} from '../misconceptions/broken-derivation.ts';
import { isGeneric } from '../misconceptions/table.ts';
import type { Context } from './context.ts';
import { fault } from './fault.ts';
import { readMistakes } from './mistakes.ts';
import type { SourceText } from './source/source-node.ts';

export interface FindErrorDraft {
  readonly lines: readonly Line[];
  /** Place of the first wrong line, from 0; null where nothing is wrong. */
  readonly wrong: number | null;
  readonly mistake: { readonly id: string; readonly message: string } | null;
}

/** More lines than these are no exercise. */
const MOST = 12;

/**
 * Breaks one of the listed rules (any specific one where none is listed), each rule that fits equally likely. With `none`
 * nothing is broken in one of (lines + 1) variants, so that "nothing" is as likely as any line. Null where no rule fits.
 */
export function draftFindError(
  body: { readonly of: SourceText; readonly mistakes: readonly SourceText[]; readonly none: boolean },
  context: Context,
  stream: Stream,
): FindErrorDraft | null {
  const listed = readMistakes(body.mistakes);
  const derivation = context.derivations.get(context.read(body.of));
  if (derivation === undefined || derivation.atValues || derivation.order !== 1) {
    throw fault(
      'not-a-derivative',
      `\`${body.of.text.trim()}\` is no first derivative`,
      body.of,
      'Write of: diff(f, x) or of: gradient(f, x).',
    );
  }
  const { of, wrt } = derivation;
  const sound = soundLines(of, wrt);
  if (body.none && stream.fork('none').integer(0, sound.length) === 0)
    return { lines: sound, wrong: null, mistake: null };
  const fitting = brokenDerivations(of, wrt).filter(
    (d) => d.lines.length <= MOST && (listed === null ? !isGeneric(d.slip.id) : listed.has(d.slip.id)),
  );
  const ids = [...new Set(fitting.map((d) => d.slip.id))];
  if (ids.length === 0) {
    if (listed === null) return null;
    throw fault(
      'no-mistake-fits',
      `none of the mistakes can be made in the derivative of \`${printText(of)}\``,
      body.mistakes[0] ?? body.of,
      'Name one that fits every option; `gradus misconceptions` lists them.',
    );
  }
  const id = stream.fork('rule').pick(ids);
  const chosen: BrokenDerivation = stream.fork('place').pick(fitting.filter((d) => d.slip.id === id));
  return { lines: chosen.lines, wrong: chosen.wrong, mistake: chosen.slip };
}
