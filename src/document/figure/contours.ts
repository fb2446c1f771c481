/** Level sets of a function of two variables, with a point and, in keys, the gradient there. */

import { quantileSorted, ticks } from 'd3-array';
import { contours } from 'd3-contour';
import { derive } from '../../calculus/derive.ts';
import { compile } from '../../expr/evaluate.ts';
import { latexName } from '../../expr/print/names.ts';
import { printSpeech } from '../../expr/print/speech.ts';
import { int, type Node, type Sym, symbolsOf } from '../../ir/node.ts';
import { entry } from '../../ops/entry.ts';
import type { Figure, Formula, Shape } from '../doc.ts';
import type { Strings } from '../strings/strings.ts';
import { type Frame, frame, type Range } from './frame.ts';
import { numberFormula, shortNumber, tenth } from './number.ts';

/** Samples along each side; level lines between them are interpolated. */
const SIDE = 61;
const SIZE = 190;
const LEVELS = 9;
const ARROW = 36;

type Point = readonly [number, number];

export interface ContourOptions {
  readonly point: readonly number[] | null;
  /** Whether the gradient at the point may be seen: only where the answers are. */
  readonly gradient: boolean;
  readonly lang: 'en' | 'de';
}

/** The two coordinates: two scalar variables, or the entries of one vector of length two. */
interface Coordinates {
  readonly names: readonly [Formula, Formula];
  readonly variables: readonly Sym[];
  readonly inputs: (x: Float64Array, y: Float64Array) => ReadonlyMap<string, Float64Array>;
}

/** Null where the formula has not two real coordinates. */
export function contourFigure(f: Node, options: ContourOptions, strings: Strings): Figure | null {
  const plane = coordinatesOf(f);
  const at = options.point;
  if (plane === null || (at !== null && at.length !== 2)) return null;
  const point: Point | null = at === null ? null : [at[0] ?? 0, at[1] ?? 0];
  const window = chooseWindow(f, plane, point);
  if (window === null) return null;
  const { across, up, values } = window;
  const levels = levelsOf(values);
  const plot = frame({ across, up, names: plane.names, width: SIZE, height: SIZE, lang: options.lang });
  const shapes: Shape[] = [...plot.shapes];
  const labels: Shape[] = [];
  const gradient = point !== null && options.gradient ? gradientAt(f, plane, point) : null;
  const marks = point === null ? [] : pointShapes(point, gradient, plot);
  // Labels keep away from the point and the arrow.
  const taken: Point[] = marks.flatMap((s): readonly Point[] =>
    s.kind === 'ellipse' ? [[s.cx, s.cy]] : s.kind === 'line' ? [[s.x2, s.y2]] : s.kind === 'label' ? [[s.x, s.y]] : [],
  );
  for (const level of levels) {
    const lines = levelLines(values, level).map((line) => line.map((p) => toPage(p, window, plot)));
    for (const points of lines) shapes.push({ kind: 'polyline', points, dashed: false });
    const place = labelPlace(lines, taken);
    if (place === null) continue;
    taken.push(place);
    labels.push({
      kind: 'label',
      x: place[0],
      y: place[1],
      size: 7,
      clear: true,
      formula: numberFormula(level, options.lang),
    });
  }
  shapes.push(...labels, ...marks);
  return {
    kind: 'figure',
    alt: altText(f, plane, { across, up }, levels, point, gradient, options, strings),
    caption: [{ kind: 'text', text: caption(point, gradient, options, strings) }],
    width: plot.width,
    height: plot.height,
    shapes,
  };
}

function coordinatesOf(f: Node): Coordinates | null {
  const variables = [...symbolsOf(f)].sort((a, b) => (a.name < b.name ? -1 : 1));
  const [first, second, third] = variables;
  if (first === undefined || third !== undefined) return null;
  const name = (node: Node, latex: string): Formula => ({ latex, speech: printSpeech(node) });
  if (second !== undefined) {
    if (first.shape.length > 0 || second.shape.length > 0) return null;
    return {
      names: [name(first, latexName(first.name)), name(second, latexName(second.name))],
      variables,
      inputs: (x, y) =>
        new Map([
          [first.name, x],
          [second.name, y],
        ]),
    };
  }
  if (first.shape.join() !== '2,1') return null;
  const names = [1, 2].map((k) => name(entry(first, [int(k)]), `${latexName(first.name)}_{${k}}`));
  const [one, two] = names;
  if (one === undefined || two === undefined) return null;
  return {
    names: [one, two],
    variables,
    inputs: (x, y) => {
      const both = new Float64Array(x.length * 2);
      both.set(x);
      both.set(y, x.length);
      return new Map([[first.name, both]]);
    },
  };
}

interface Window {
  readonly across: Range;
  readonly up: Range;
  /** Row by row from below, SIDE in each row; NaN where f has no value. */
  readonly values: readonly number[];
}

/** About the origin where the point lies near it, else about the point; the first where f has values at most places. */
function chooseWindow(f: Node, plane: Coordinates, point: Point | null): Window | null {
  const far = point === null ? 2 : Math.max(2, ...point.map(Math.abs));
  const half = Math.ceil(far * 1.7);
  const centres: readonly Point[] = point === null || half <= 14 ? [[0, 0], point ?? [0, 0]] : [point];
  for (const centre of centres) {
    const reach = centre === centres[0] && half <= 14 ? half : Math.max(1, Math.min(3, half / 4));
    const across: Range = [centre[0] - reach, centre[0] + reach];
    const up: Range = [centre[1] - reach, centre[1] + reach];
    const values = sample(f, plane, across, up);
    const finite = values.filter(Number.isFinite).length;
    if (finite >= 0.6 * values.length) return { across, up, values };
  }
  return null;
}

function sample(f: Node, plane: Coordinates, across: Range, up: Range): readonly number[] {
  const [x, y] = [new Float64Array(SIDE * SIDE), new Float64Array(SIDE * SIDE)];
  const at = (range: Range, i: number): number => range[0] + ((range[1] - range[0]) * i) / (SIDE - 1);
  for (let row = 0; row < SIDE; row += 1) {
    for (let column = 0; column < SIDE; column += 1) {
      x[row * SIDE + column] = at(across, column);
      y[row * SIDE + column] = at(up, row);
    }
  }
  const [found] = compile([f]).run(plane.inputs(x, y), SIDE * SIDE);
  return found === undefined ? [] : [...found.data];
}

/** Round numbers over the middle of what f takes on, so that a pole or a steep corner does not use them all up. */
function levelsOf(values: readonly number[]): readonly number[] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const [low, high] = [quantileSorted(sorted, 0.04) ?? 0, quantileSorted(sorted, 0.9) ?? 0];
  return low === high ? [low] : ticks(low, high, LEVELS);
}

/** The lines of one level in sample coordinates, without the parts along the edge and beside missing values. */
function levelLines(values: readonly number[], level: number): readonly (readonly Point[])[] {
  const { coordinates } = contours()
    .size([SIDE, SIDE])
    .contour([...values], level);
  const missing = (i: number, j: number): boolean => !Number.isFinite(values[j * SIDE + i] ?? Number.NaN);
  const inside = ([a = 0, b = 0]: readonly number[]): Point | null => {
    // A sample lies in the middle of its cell.
    const [u, v] = [a - 0.5, b - 0.5];
    if (u <= 0 || v <= 0 || u >= SIDE - 1 || v >= SIDE - 1) return null;
    const [i, j] = [Math.floor(u), Math.floor(v)];
    return missing(i, j) || missing(Math.ceil(u), j) || missing(i, Math.ceil(v)) ? null : [u, v];
  };
  const lines: Point[][] = [];
  for (const ring of coordinates.flat()) {
    const points = ring.map(inside);
    // A closed ring cut open at the edge must not begin in the middle of a line.
    const cut = points.indexOf(null);
    const turned = cut < 0 ? points : [...points.slice(cut), ...points.slice(1, cut + 1)];
    let line: Point[] = [];
    for (const p of turned) {
      if (p !== null) line.push(p);
      else {
        if (line.length > 1) lines.push(line);
        line = [];
      }
    }
    if (line.length > 1) lines.push(line);
  }
  return lines;
}

function toPage([u, v]: Point, { across, up }: Window, plot: Frame): Point {
  const at = (range: Range, i: number): number => range[0] + ((range[1] - range[0]) * i) / (SIDE - 1);
  return [plot.x(at(across, u)), plot.y(at(up, v))];
}

/** The middle of the longest line, or a quarter from its ends, where no label and no point is near. */
function labelPlace(lines: readonly (readonly Point[])[], taken: readonly Point[]): Point | null {
  const longest = [...lines].sort((a, b) => b.length - a.length)[0];
  if (longest === undefined || longest.length < 8) return null;
  for (const share of [0.5, 0.25, 0.75, 0.35, 0.65]) {
    const place = longest[Math.floor(share * (longest.length - 1))];
    if (place !== undefined && taken.every((t) => Math.hypot(t[0] - place[0], t[1] - place[1]) > 20)) return place;
  }
  return null;
}

function gradientAt(f: Node, plane: Coordinates, point: Point): Point | null {
  const { node } = derive(f, plane.variables, { order: 1, layout: 'numerator' });
  const [found] = compile([node]).run(plane.inputs(Float64Array.of(point[0]), Float64Array.of(point[1])), 1);
  const [a = Number.NaN, b = Number.NaN] = found?.data ?? [];
  return Number.isFinite(a) && Number.isFinite(b) ? [a, b] : null;
}

/** The dot, and the gradient's direction as an arrow of fixed length. */
function pointShapes(point: Point, gradient: Point | null, plot: Frame): readonly Shape[] {
  const [cx, cy] = [plot.x(point[0]), plot.y(point[1])];
  const dot: Shape = { kind: 'ellipse', cx, cy, rx: 2.6, ry: 2.6, filled: true };
  const length = gradient === null ? 0 : Math.hypot(gradient[0], gradient[1]);
  if (gradient === null || length === 0) return [dot];
  const [dx, dy] = [gradient[0] / length, -gradient[1] / length];
  const end = (reach: number): Point => [tenth(cx + reach * dx), tenth(cy + reach * dy)];
  const [tip, beyond] = [end(ARROW), end(ARROW + 11)];
  return [
    { kind: 'line', x1: cx, y1: cy, x2: tip[0], y2: tip[1], dashed: false, arrow: true, weight: 'bold' },
    dot,
    {
      kind: 'label',
      x: beyond[0],
      y: beyond[1],
      size: 9,
      clear: true,
      formula: { latex: '\\nabla', speech: 'gradient' },
    },
  ];
}

const pair = (p: Point, lang: 'en' | 'de'): string =>
  `(${shortNumber(p[0], lang)}${lang === 'de' ? '; ' : ', '}${shortNumber(p[1], lang)})`;

function caption(point: Point | null, gradient: Point | null, options: ContourOptions, strings: Strings): string {
  const { figure } = strings;
  if (point === null) return figure.levelSets;
  const place = pair(point, options.lang);
  return gradient === null ? figure.levelSetsAt(place) : figure.levelSetsGradient(place);
}

function altText(
  f: Node,
  plane: Coordinates,
  { across, up }: { readonly across: Range; readonly up: Range },
  levels: readonly number[],
  point: Point | null,
  gradient: Point | null,
  { lang }: ContourOptions,
  strings: Strings,
): string {
  const { figure } = strings;
  const number = (v: number): string => shortNumber(v, lang);
  const [a, b] = plane.names;
  return [
    figure.levelSetsOf(printSpeech(f), levels.map(number).join(lang === 'de' ? '; ' : ', ')),
    figure.range(a.speech, number(across[0]), number(across[1])),
    figure.range(b.speech, number(up[0]), number(up[1])),
    ...(point === null ? [] : [figure.dotAt(pair(point, lang))]),
    ...(gradient === null ? [] : [figure.gradientIs(pair(gradient, lang))]),
  ].join(' ');
}
