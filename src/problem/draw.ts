/** Drawing a variant: every name from its own stream, numbers again until what is required holds. */
import type { Stream } from '../base/random.ts';
import { normalizeName } from '../expr/parse/names.ts';
import { OpenCondition } from './condition.ts';
import { Context, type Drawn } from './context.ts';
import { drawOne, Impossible, isRedrawn, streamsOf } from './draw-parameter.ts';
import { fault } from './fault.ts';
import { holdsEverywhere } from './identity.ts';
import { operatorsOf } from './operators.ts';
import type { Mathematics, TemplateParameter } from './template.ts';

/** Numbers are drawn so often before the structure is drawn again too (templates.md, 2.4). */
export const NUMBER_TRIES = 500;
const STRUCTURE_TRIES = 20;
const REFUSALS = 500;
/** Rounds of tries where there is no structure to draw anew. */
const ROUNDS_OF_NUMBERS = 4;

/** Why a draw was not taken: a condition of the author's, or one that always holds. */
export interface Rejection {
  readonly reason: string;
  /** No other numbers could change it. */
  readonly byStructure?: boolean;
}

export type Verdict<T> = { readonly taken: T } | { readonly rejected: Rejection };

/** What the search for a draw met, for `check`. */
export interface DrawRecord {
  /** Draws looked at, the one taken included. */
  readonly tries: number;
  /** Draws of the structure that was taken in the end. */
  readonly triesOfStructure: number;
  /** How often the structure was drawn anew because no numbers fitted it. */
  readonly structuresGivenUp: number;
  /** How often a condition that numbers cannot change refused the structure. */
  readonly structuresRefused: number;
  readonly reasons: ReadonlyMap<string, number>;
}

export interface Taken<T> {
  readonly value: T;
  readonly context: Context;
  readonly record: DrawRecord;
}

/**
 * Draws until the requirements hold and `judge` takes the draw. Names of `shared` blocks come from their own stream
 * and are drawn once: a problem never redraws shared data.
 * @returns null with the record when no draw was taken in all tries
 * @throws AuthorFault for mistakes in formulas
 */
export function drawUntil<T>(
  blocks: Mathematics,
  stream: Stream,
  shared: { readonly blocks: Mathematics; readonly context: Context } | null,
  judge: (context: Context) => Verdict<T>,
): Taken<T> | DrawRecord {
  const streams = streamsOf(stream);
  const reasons = new Map<string, number>();
  let tries = 0;
  let structuresGivenUp = 0;
  let structuresRefused = 0;
  const numberTries = hasNumbers(blocks) ? NUMBER_TRIES : 1;
  while (structuresGivenUp < STRUCTURE_TRIES && structuresRefused < REFUSALS) {
    const kept = new Map<TemplateParameter, Drawn>();
    let isRefused = false;
    for (let k = 0; k < numberTries && !isRefused; k += 1) {
      tries += 1;
      const context = new Context(
        shared === null ? [blocks] : [shared.blocks, blocks],
        operatorsOf,
        (parameter, use, within) =>
          shared?.context.drawnAs(parameter, use) ?? drawOne(parameter, use, within, streams, kept),
      );
      const verdict = judged(blocks, context, judge);
      if ('taken' in verdict) {
        const record = { tries, triesOfStructure: k + 1, structuresGivenUp, structuresRefused, reasons };
        return { value: verdict.taken, context, record };
      }
      const { reason } = verdict.rejected;
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      isRefused = verdict.rejected.byStructure === true;
    }
    if (isRefused) structuresRefused += 1;
    else structuresGivenUp += 1;
    // Nothing else can be drawn, or only more of the same numbers.
    if (kept.size === 0 && (numberTries === 1 || structuresGivenUp >= ROUNDS_OF_NUMBERS)) break;
  }
  return { tries, triesOfStructure: 0, structuresGivenUp, structuresRefused, reasons };
}

const hasNumbers = (blocks: Mathematics): boolean =>
  blocks.parameters.some((p) => isRedrawn(p, 'parameter')) || blocks.values.some((v) => isRedrawn(v, 'value'));

function judged<T>(blocks: Mathematics, context: Context, judge: (context: Context) => Verdict<T>): Verdict<T> {
  // All names are drawn before anything is judged, so that no condition decides which streams advance.
  const impossible = drawAll(blocks, context);
  if (impossible !== null) return { rejected: impossible };
  for (const condition of blocks.require) {
    try {
      context.forgetAsked();
      if (!holdsEverywhere(context.condition(condition))) {
        const byStructure = !context.depends((p, use) => isRedrawn(p, use));
        return { rejected: { reason: condition.text.trim(), byStructure } };
      }
    } catch (error) {
      if (!(error instanceof OpenCondition)) throw error;
      throw fault(
        'open-condition',
        `\`${condition.text.trim()}\` still has the variable \`${error.message}\` in it`,
        condition,
        'Compare numbers: write value(…) around the formula.',
      );
    }
  }
  context.forgetAsked();
  return judge(context);
}

function drawAll(blocks: Mathematics, context: Context): Rejection | null {
  try {
    for (const p of blocks.parameters) context.drawnOf(normalizeName(p.name));
    for (const v of blocks.values) context.valueOf(normalizeName(v.name));
    return null;
  } catch (error) {
    if (error instanceof Impossible) return { reason: error.message };
    throw error;
  }
}
