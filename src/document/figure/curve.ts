/** The graph of a function of one variable, with a tangent and a Taylor polynomial where they are asked for. */
import { quantileSorted } from 'd3-array';
import { derive } from '../../calculus/derive.ts';
import { taylor } from '../../calculus/taylor.ts';
import { compile } from '../../expr/evaluate.ts';
import { latexName } from '../../expr/print/names.ts';
import { printSpeech } from '../../expr/print/speech.ts';
import { type Node, num, type Sym, symbolsOf } from '../../ir/node.ts';
import { parseDecimal, rational } from '../../ir/rational.ts';
import type { Figure, Language, Shape } from '../doc.ts';
import type { Strings } from '../strings/strings.ts';
import { type Frame, frame, type Range } from './frame.ts';
import { shortNumber } from './number.ts';

const SAMPLES = 301;
const WIDTH = 240;
const HEIGHT = 150;
/** As much of a winding curve as anyone would listen to. */
const STRETCHES = 4;
const TURNS = 6;

type Point = readonly [number, number];

export interface CurveOptions {
  readonly over: Range;
  /** Where the tangent touches; null for none. */
  readonly tangent: number | null;
  /** Order of the Taylor polynomial about that place; null for none. */
  readonly taylor: number | null;
  readonly lang: Language;
}

/** Null where the formula has not one real variable, or no value over the whole range. */
export function curveFigure(f: Node, options: CurveOptions, strings: Strings): Figure | null {
  const [x, other] = symbolsOf(f);
  if (x === undefined || other !== undefined || x.shape.length > 0 || f.shape.length > 0) return null;
  const { over, lang } = options;
  const curve = sample(f, x, over);
  const finite = curve.map((p) => p[1]).filter(Number.isFinite);
  if (finite.length < 0.2 * SAMPLES) return null;
  const up = heights(finite);
  const name = { latex: latexName(x.name), speech: printSpeech(x) };
  const plot = frame({
    across: over,
    up,
    names: [name, { latex: '', speech: '' }],
    width: WIDTH,
    height: HEIGHT,
    lang,
  });
  const shapes: Shape[] = [...plot.shapes.filter((s) => s.kind !== 'label' || s.formula.latex !== '')];
  const draw = (points: readonly Point[], dashed: boolean, bold: boolean): void => {
    for (const line of visible(points, up)) {
      const points = line.map(([a, b]): Point => [plot.x(a), plot.y(b)]);
      shapes.push({ kind: 'polyline', points, dashed, weight: bold ? 'bold' : 'normal' });
    }
  };
  draw(curve, false, true);
  const touch = options.tangent === null ? null : touchOf(f, x, options.tangent);
  const polynomial =
    options.tangent === null || options.taylor === null ? null : polynomialOf(f, x, options.taylor, options.tangent);
  if (touch !== null) {
    if (polynomial === null)
      draw(
        over.map((a): Point => [a, touch.value + touch.slope * (a - touch.at)]),
        false,
        false,
      );
    else draw(sample(polynomial, x, over), true, false);
    shapes.push(dot(plot, touch));
  }
  const what = figureText(options, touch, polynomial, strings);
  return {
    kind: 'figure',
    alt: [
      strings.figure.curveOf(printSpeech(f), name.speech, shortNumber(over[0], lang), shortNumber(over[1], lang)),
      course(curve, up, lang, strings),
      ...what,
    ].join(' '),
    caption: [{ kind: 'text', text: [strings.figure.curve, ...what].join(' ') }],
    width: plot.width,
    height: plot.height,
    shapes,
  };
}

function sample(f: Node, x: Sym, [from, to]: Range): readonly Point[] {
  const at = Float64Array.from({ length: SAMPLES }, (_, i) => from + ((to - from) * i) / (SAMPLES - 1));
  const [found] = compile([f]).run(new Map([[x.name, at]]), SAMPLES);
  // A constant has one value for all places.
  const values = found?.data ?? new Float64Array(0);
  return [...at].map((a, i): Point => [a, values[values.length === 1 ? 0 : i] ?? Number.NaN]);
}

function valueAt(f: Node, x: Sym, a: number): number {
  const [found] = compile([f]).run(new Map([[x.name, Float64Array.of(a)]]), 1);
  return found?.data[0] ?? Number.NaN;
}

interface Touch {
  readonly at: number;
  readonly value: number;
  readonly slope: number;
}

function touchOf(f: Node, x: Sym, at: number): Touch | null {
  const slope = valueAt(derive(f, [x], { order: 1, layout: 'numerator' }).node, x, at);
  const value = valueAt(f, x, at);
  return Number.isFinite(slope) && Number.isFinite(value) ? { at, value, slope } : null;
}

function polynomialOf(f: Node, x: Sym, order: number, at: number): Node {
  return taylor(
    f,
    [x],
    order,
    new Map([[x.name, num(parseDecimal(`${at}`) ?? rational(BigInt(Math.round(at * 1e9)), 1_000_000_000n))]]),
  ).polynomial;
}

/** What the curve spans, and a little more; where it has poles, the middle of it. */
function heights(finite: readonly number[]): Range {
  const sorted = [...finite].sort((a, b) => a - b);
  const at = (share: number): number => quantileSorted(sorted, share) ?? 0;
  const [low, high] = [at(0.02), at(0.98)];
  const span = high - low || Math.max(1, Math.abs(high));
  const [least, most] = [at(0), at(1)];
  // Poles make the extremes many times the middle.
  const tame = most - least < 4 * span;
  const [from, to] = tame ? [least, most] : [low, high];
  const air = 0.08 * (to - from || 2);
  return [from - air, to + air];
}

/** The stretches of a line within the frame, cut where it leaves. */
function visible(points: readonly Point[], [low, high]: Range): readonly (readonly Point[])[] {
  const lines: Point[][] = [];
  let line: Point[] = [];
  const inside = (p: Point): boolean => p[1] >= low && p[1] <= high;
  const end = (): void => {
    if (line.length > 1) lines.push(line);
    line = [];
  };
  points.forEach((p, i) => {
    const before = points[i - 1];
    if (before !== undefined && Number.isFinite(p[1]) && Number.isFinite(before[1]) && inside(p) !== inside(before)) {
      const edge = (inside(p) ? before[1] : p[1]) > high ? high : low;
      const share = (edge - before[1]) / (p[1] - before[1]);
      const crossing: Point = [before[0] + share * (p[0] - before[0]), edge];
      // From one sample to the other side of a pole is no line.
      if (Math.abs(p[1] - before[1]) < 4 * (high - low)) line.push(crossing);
      if (!inside(p)) end();
    } else if (
      before !== undefined &&
      !inside(p) &&
      !inside(before) &&
      (p[1] - high) * (before[1] - low) < 0 &&
      points.length === 2
    ) {
      // A tangent so steep that both its ends lie outside.
      for (const edge of p[1] > before[1] ? [low, high] : [high, low]) {
        const share = (edge - before[1]) / (p[1] - before[1]);
        line.push([before[0] + share * (p[0] - before[0]), edge]);
      }
      end();
    }
    if (Number.isFinite(p[1]) && inside(p)) line.push(p);
    else if (!Number.isFinite(p[1])) end();
  });
  end();
  return lines;
}

function dot(plot: Frame, touch: Touch): Shape {
  return { kind: 'ellipse', cx: plot.x(touch.at), cy: plot.y(touch.value), rx: 2.6, ry: 2.6, filled: true };
}

function figureText(
  { lang, taylor: order, tangent }: CurveOptions,
  touch: Touch | null,
  polynomial: Node | null,
  { figure }: Strings,
): readonly string[] {
  if (touch === null || tangent === null) return [];
  const place = shortNumber(tangent, lang);
  return [polynomial === null || order === null ? figure.tangentAt(place) : figure.taylorAt(order, place)];
}

/** Where the curve goes, turn by turn: "It begins at 1, falls to 0 at 0, rises to 4 at 2." */
function course(curve: readonly Point[], up: Range, lang: Language, { figure }: Strings): string {
  const number = (v: number): string => shortNumber(v, lang, 2);
  const stretches = visible(curve, up).slice(0, STRETCHES);
  return stretches
    .map((points, k) => {
      const [first] = points;
      const last = points[points.length - 1];
      if (first === undefined || last === undefined) return '';
      const turns = points.filter((p, i) => {
        const [before, after] = [points[i - 1], points[i + 1]];
        return before !== undefined && after !== undefined && (p[1] - before[1]) * (after[1] - p[1]) < 0;
      });
      const said = [k === 0 ? figure.begins(number(first[1])) : figure.comesBack(number(first[1]), number(first[0]))];
      let from = first;
      for (const to of [...turns.slice(0, TURNS), last]) {
        const place = [number(to[1]), number(to[0])] as const;
        said.push(to[1] < from[1] ? figure.falls(...place) : figure.rises(...place));
        from = to;
      }
      return `${said.join(', ')}.`;
    })
    .join(' ');
}
