/** One draw of one parameter or value, from the stream of its name. */
import type { Stream } from '../base/random.ts';
import { normalizeName } from '../expr/parse/names.ts';
import { type Node, num } from '../ir/node.ts';
import { compareRational, type Rational, rational } from '../ir/rational.ts';
import { isScalar, type Shape } from '../ir/shape.ts';
import type { Context, Drawn } from './context.ts';
import { drawMatrix, drawNumber, lattice, type NumberSource, without } from './draw-array.ts';
import { fault } from './fault.ts';
import { dimensionsOf } from './load-names.ts';
import { readNumber } from './schema.ts';
import type { SourceText } from './source/source-node.ts';
import type { TemplateParameter } from './template.ts';
import { exactMatrix, matrixNode, workOut } from './work-out.ts';

/** A stream for each name, which goes on from draw to draw. */
export interface Streams {
  readonly of: (name: string) => Stream;
}

export function streamsOf(root: Stream): Streams {
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

/** Whether the parameter is drawn anew when a draw is refused: numbers are, and every value of a variable. */
export const isRedrawn = (parameter: TemplateParameter, use: 'parameter' | 'value'): boolean =>
  parameter.draw.kind === 'integer' ||
  parameter.draw.kind === 'number' ||
  (use === 'value' && parameter.draw.kind === 'choice');

/** No draw of the other names lets this one be drawn: another try may. */
export class Impossible extends Error {
  override readonly name = 'Impossible';
}

/** @param kept what stays from try to try: the structure */
export function drawOne(
  parameter: TemplateParameter,
  use: 'parameter' | 'value',
  context: Context,
  streams: Streams,
  kept: Map<TemplateParameter, Drawn>,
): Drawn {
  const { draw } = parameter;
  const stream = streams.of(use === 'value' ? `value ${parameter.name}` : parameter.name);
  const keeps = !isRedrawn(parameter, use);
  const earlier = kept.get(parameter);
  if (keeps && earlier !== undefined) {
    return stillAllowed(parameter, earlier, context);
  }
  const drawn =
    draw.kind === 'words'
      ? { kind: 'words' as const, index: stream.integer(0, draw.options.length - 1) }
      : drawValue(parameter, use, context, stream);
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
  const matrix = drawMatrix(
    rows,
    cols,
    source,
    parameter.is.map((s) => s.text.trim()),
    stream,
  );
  if (matrix === null) {
    const wanted = parameter.is.map((s) => s.text.trim()).join(', ');
    throw fault(
      'no-matrix',
      `no ${rows}x${cols} matrix with these entries was found${wanted === '' ? '' : ` that is ${wanted}`}`,
      parameter.at,
      'Widen the range of the entries.',
    );
  }
  return { kind: 'value', node: matrixNode(matrix, decimal) };
}

/** The shape said in front of the draw, else that of the variable. */
function shapeOfDraw(parameter: TemplateParameter, use: 'parameter' | 'value', context: Context): Shape {
  if (parameter.dims !== null) {
    const { dims } = parameter;
    const sizes = dimensionsOf(dims.text).map((d) => {
      const size = context.size(d, dims);
      if (typeof size === 'string')
        throw fault(
          'bad-size',
          `the size \`${d}\` is no number`,
          dims,
          `Write a number, or add a parameter ${d}: { integer: [2, 4] }.`,
        );
      return size;
    });
    return [sizes[0] ?? 1, sizes[1] ?? 1];
  }
  if (use === 'parameter') return [];
  const shape = context.declarations.get(normalizeName(parameter.name))?.shape ?? [];
  const open = shape.find((d) => typeof d === 'string');
  if (open !== undefined) {
    const how = shape[1] === 1 ? 'vector: 3' : 'matrix: 3x2';
    throw fault(
      'size-unknown',
      `the size \`${open}\` of \`${parameter.name}\` is a letter, so its value needs a size`,
      parameter.at,
      `Write \`${how}\` in front of what is drawn.`,
    );
  }
  return shape;
}

function numbersOf(
  parameter: TemplateParameter,
  context: Context,
): { readonly source: NumberSource; readonly decimal: boolean } {
  const { draw } = parameter;
  const exact = (at: SourceText): Rational => readNumber(at.text) ?? rational(1n);
  const not = forbidden(parameter, context);
  let source: NumberSource;
  let decimal = false;
  if (draw.kind === 'choice') {
    const numbers = draw.options.map((_, k) => optionValue(parameter, k, context));
    const bad = numbers.findIndex((n) => n?.kind !== 'num');
    if (bad >= 0)
      throw fault(
        'not-a-number',
        `the entries of \`${parameter.name}\` are drawn from numbers; option ${bad + 1} is none`,
        parameter.at,
      );
    source = { kind: 'list', numbers: numbers.flatMap((n) => (n?.kind === 'num' ? [n.value] : [])) };
    decimal = numbers.some((n) => n?.kind === 'num' && n.decimal);
  } else if (draw.kind === 'integer' || draw.kind === 'number') {
    source = lattice(exact(draw.lo), exact(draw.hi), draw.step === null ? rational(1n) : exact(draw.step));
    decimal = draw.kind === 'number';
  } else throw fault('not-a-number', `\`${parameter.name}\` draws no numbers`, parameter.at);
  const rest = without(source, not);
  if (rest === null)
    throw fault(
      'nothing-left',
      `nothing is left to draw for \`${parameter.name}\``,
      parameter.at,
      'Shorten `not`, or widen the range.',
    );
  return { source: rest, decimal };
}

/** Numbers that `not` names, directly or through other parameters (of an array: its entries). */
function forbidden(parameter: TemplateParameter, context: Context): readonly Rational[] {
  return parameter.not.flatMap((at) => {
    const matrix = exactMatrix(workOut(readPlain(at, context)));
    if (matrix === null)
      throw fault(
        'not-a-number',
        `\`${at.text.trim()}\` under \`not\` is no number`,
        at,
        'List numbers or names of parameters.',
      );
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
  if (rest.length === 0)
    throw fault(
      'nothing-left',
      `nothing is left to draw for \`${parameter.name}\``,
      parameter.at,
      'Shorten `not`, or list more options.',
    );
  return rest;
}
