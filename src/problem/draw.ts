/** Drawing a variant: every name from its own stream, numbers again until what is required holds. */
import type { Stream } from '../base/random.ts';
import { normalizeName } from '../expr/parse/names.ts';
import { type Node, num } from '../ir/node.ts';
import { compareRational, type Rational, rational } from '../ir/rational.ts';
import { isScalar, type Shape } from '../ir/shape.ts';
import { OpenCondition } from './condition.ts';
import { Context, type Drawn } from './context.ts';
import { drawMatrix, drawNumber, lattice, type NumberSource, without } from './draw-array.ts';
import { fault } from './fault.ts';
import { holdsEverywhere } from './identity.ts';
import { dimensionsOf } from './load-mathematics.ts';
import { operatorsOf } from './operators.ts';
import { readNumber } from './schema.ts';
import type { SourceText } from './source/source-node.ts';
import type { Mathematics, TemplateParameter } from './template.ts';
import { exactMatrix, matrixNode, workOut } from './work-out.ts';

/** Numbers are drawn so often before the structure is drawn again too (templates.md, 2.4). */
export const NUMBER_TRIES = 500;
const STRUCTURE_TRIES = 20;
const REFUSALS = 500;

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

interface Streams {
  readonly of: (name: string) => Stream;
}

function streamsOf(root: Stream): Streams {
  const open = new Map<string, Stream>();
  return {
    of: (name) => {
      const known = open.get(name);
      if (known) return known;
      const made = root.fork(name);
      open.set(name, made);
      return made;
    },
  };
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
        (parameter, use, within) => shared?.context.drawnAs(parameter, use) ?? drawOne(parameter, use, within, streams, kept),
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
    // Nothing else can be drawn.
    if (kept.size === 0) break;
  }
  return { tries, triesOfStructure: 0, structuresGivenUp, structuresRefused, reasons };
}

/** Whether the parameter is drawn anew when a draw is refused: numbers are, and every value of a variable. */
const isRedrawn = (parameter: TemplateParameter, use: 'parameter' | 'value'): boolean =>
  parameter.draw.kind === 'integer' || parameter.draw.kind === 'number' || (use === 'value' && parameter.draw.kind === 'choice');

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
      throw fault('open-condition', `\`${condition.text.trim()}\` still has the variable \`${error.message}\` in it`, condition, 'Compare numbers: write value(…) around the formula.');
    }
  }
  context.forgetAsked();
  return judge(context);
}

class Impossible extends Error {
  override readonly name = 'Impossible';
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

function drawOne(parameter: TemplateParameter, use: 'parameter' | 'value', context: Context, streams: Streams, kept: Map<TemplateParameter, Drawn>): Drawn {
  const { draw } = parameter;
  const stream = streams.of(use === 'value' ? `value ${parameter.name}` : parameter.name);
  const keeps = !isRedrawn(parameter, use);
  const earlier = kept.get(parameter);
  if (keeps && earlier !== undefined) {
    return stillAllowed(parameter, earlier, context);
  }
  const drawn = draw.kind === 'words' ? { kind: 'words' as const, index: stream.integer(0, draw.options.length - 1) } : drawValue(parameter, use, context, stream);
  if (keeps) kept.set(parameter, drawn);
  return drawn;
}

/** A kept option may have become one that `not` forbids, through a number drawn anew. */
function stillAllowed(parameter: TemplateParameter, drawn: Drawn, context: Context): Drawn {
  if (drawn.kind !== 'option' || parameter.not.length === 0) return drawn;
  const allowed = allowedOptions(parameter, context);
  if (!allowed.includes(drawn.index)) throw new Impossible(`${parameter.name} is none of those it must not be`);
  return drawn;
}

function drawValue(parameter: TemplateParameter, use: 'parameter' | 'value', context: Context, stream: Stream): Drawn {
  const { draw } = parameter;
  const shape = shapeOfDraw(parameter, use, context);
  if (draw.kind === 'choice' && isScalar(shape)) {
    return { kind: 'option', index: stream.pick(allowedOptions(parameter, context)) };
  }
  const { source, decimal } = numbersOf(parameter, context);
  if (isScalar(shape)) return { kind: 'value', node: num(drawNumber(source, stream), decimal) };
  const [rows, cols] = [Number(shape[0]), Number(shape[1] ?? 1)];
  const matrix = drawMatrix(rows, cols, source, parameter.is.map((s) => s.text.trim()), stream);
  if (matrix === null) {
    const wanted = parameter.is.map((s) => s.text.trim()).join(', ');
    throw fault('no-matrix', `no ${rows}x${cols} matrix with these entries was found${wanted === '' ? '' : ` that is ${wanted}`}`, parameter.at, 'Widen the range of the entries.');
  }
  return { kind: 'value', node: matrixNode(matrix, decimal) };
}

/** The shape said in front of the draw, else that of the variable. */
function shapeOfDraw(parameter: TemplateParameter, use: 'parameter' | 'value', context: Context): Shape {
  if (parameter.dims !== null) {
    const { dims } = parameter;
    const sizes = dimensionsOf(dims.text).map((d) => {
      const size = context.size(d, dims);
      if (typeof size === 'string') throw fault('bad-size', `the size \`${d}\` is no number`, dims, `Write a number, or add a parameter ${d}: { integer: [2, 4] }.`);
      return size;
    });
    return [sizes[0] ?? 1, sizes[1] ?? 1];
  }
  if (use === 'parameter') return [];
  const shape = context.declarations.get(normalizeName(parameter.name))?.shape ?? [];
  const open = shape.find((d) => typeof d === 'string');
  if (open !== undefined) {
    const how = shape[1] === 1 ? 'vector: 3' : 'matrix: 3x2';
    throw fault('size-unknown', `the size \`${open}\` of \`${parameter.name}\` is a letter, so its value needs a size`, parameter.at, `Write \`${how}\` in front of what is drawn.`);
  }
  return shape;
}

function numbersOf(parameter: TemplateParameter, context: Context): { readonly source: NumberSource; readonly decimal: boolean } {
  const { draw } = parameter;
  const exact = (at: SourceText): Rational => readNumber(at.text) ?? rational(1n);
  const not = forbidden(parameter, context);
  let source: NumberSource;
  let decimal = false;
  if (draw.kind === 'choice') {
    const numbers = draw.options.map((_, k) => optionValue(parameter, k, context));
    const bad = numbers.findIndex((n) => n?.kind !== 'num');
    if (bad >= 0) throw fault('not-a-number', `the entries of \`${parameter.name}\` are drawn from numbers; option ${bad + 1} is none`, parameter.at);
    source = { kind: 'list', numbers: numbers.flatMap((n) => (n?.kind === 'num' ? [n.value] : [])) };
    decimal = numbers.some((n) => n?.kind === 'num' && n.decimal);
  } else if (draw.kind === 'integer' || draw.kind === 'number') {
    source = lattice(exact(draw.lo), exact(draw.hi), draw.step === null ? rational(1n) : exact(draw.step));
    decimal = draw.kind === 'number';
  } else throw fault('not-a-number', `\`${parameter.name}\` draws no numbers`, parameter.at);
  const rest = without(source, not);
  if (rest === null) throw fault('nothing-left', `nothing is left to draw for \`${parameter.name}\``, parameter.at, 'Shorten `not`, or widen the range.');
  return { source: rest, decimal };
}

/** Numbers that `not` names, directly or through other parameters (of an array: its entries). */
function forbidden(parameter: TemplateParameter, context: Context): readonly Rational[] {
  return parameter.not.flatMap((at) => {
    const matrix = exactMatrix(workOut(readPlain(at, context)));
    if (matrix === null) throw fault('not-a-number', `\`${at.text.trim()}\` under \`not\` is no number`, at, 'List numbers or names of parameters.');
    return matrix.flat();
  });
}

function optionValue(parameter: TemplateParameter, index: number, context: Context): Node | null {
  if (parameter.draw.kind !== 'choice') return null;
  const option = parameter.draw.options[index];
  if (option?.kind !== 'formula') return null;
  return workOut(readPlain(option.formula, context));
}

/**
 * The name of a parameter without asking what else is declared: `n: { choice: [2, 3], not: [m] }` may be
 * the size of a variable itself.
 */
function readPlain(at: SourceText, context: Context): Node {
  const name = normalizeName(at.text.trim());
  return (context.parameters.has(name) ? context.formula(name) : undefined) ?? context.read(at);
}

/** Options whose value `not` does not name. */
function allowedOptions(parameter: TemplateParameter, context: Context): readonly number[] {
  const all = parameter.draw.kind === 'choice' ? parameter.draw.options.map((_, k) => k) : [];
  if (parameter.not.length === 0) return all;
  const not = forbidden(parameter, context);
  const rest = all.filter((k) => {
    const value = optionValue(parameter, k, context);
    return value?.kind !== 'num' || !not.some((n) => compareRational(n, value.value) === 0);
  });
  if (rest.length === 0) throw fault('nothing-left', `nothing is left to draw for \`${parameter.name}\``, parameter.at, 'Shorten `not`, or list more options.');
  return rest;
}
