/**
 * A computation graph: a box for each node with what it computes, arrows from what goes in; in keys the values,
 * the adjoints, and on each arrow what comes back along it. Laid out by layers with as few crossings as there can be.
 */
import { coordSimplex, decrossOpt, decrossTwoLayer, graphStratify, layeringSimplex, sugiyama } from 'd3-dag';
import { printLatex } from '../../expr/print/latex.ts';
import { latexName } from '../../expr/print/names.ts';
import { printSpeech } from '../../expr/print/speech.ts';
import { printText } from '../../expr/print/text.ts';
import { type Node, type Sym, sym, symbolsOf } from '../../ir/node.ts';
import type { Figure, Formula, Language, Shape } from '../doc.ts';
import type { Strings } from '../strings/strings.ts';
import { numberFormula, shortNumber, tenth } from './number.ts';

/** A node in terms of the names before it; an input is its own symbol. */
export interface GraphNode {
  readonly id: string;
  readonly local: Node;
  /** What a key shows; absent on papers. */
  readonly shown?: {
    readonly value: readonly number[] | null;
    readonly adjoint: readonly number[] | null;
    readonly uses: readonly { readonly through: string; readonly value: readonly number[] }[];
  };
}

/** More nodes than a page can show. */
const MOST = 30;
/** Up to here the crossings are the fewest possible; beyond, few. */
const EXACT = 14;
const WIDEST = 440;
const SIZE = 10;
const SMALL = 8.5;
const ROW = 12;

interface Box {
  readonly node: GraphNode;
  readonly parents: readonly string[];
  readonly lines: readonly Formula[];
  readonly width: number;
  readonly height: number;
}

interface Placed {
  readonly boxes: readonly { readonly box: Box; readonly x: number; readonly y: number }[];
  readonly arrows: readonly {
    readonly from: string;
    readonly to: string;
    readonly points: readonly (readonly [number, number])[];
  }[];
  readonly width: number;
  readonly height: number;
}

/** Null for a graph too large to be read, or without an operation. */
export function graphFigure(nodes: readonly GraphNode[], lang: Language, strings: Strings): Figure | null {
  const boxes = boxesOf(nodes, lang);
  if (boxes.length > MOST || boxes.length < 2) return null;
  const lying = layOut(boxes, true);
  const placed = lying.width <= WIDEST ? lying : layOut(boxes, false);
  return {
    kind: 'figure',
    alt: altText(boxes, lang, strings),
    caption: [],
    width: tenth(placed.width),
    height: tenth(placed.height),
    shapes: shapesOf(placed, lang),
  };
}

/** Inputs that only occur in others get a box of their own. */
function boxesOf(nodes: readonly GraphNode[], lang: Language): readonly Box[] {
  const own = new Set(nodes.map((n) => n.id));
  const inputs = new Map<string, Sym>();
  for (const n of nodes) for (const s of symbolsOf(n.local)) if (!own.has(s.name)) inputs.set(s.name, s);
  const all = [...[...inputs.values()].map((s): GraphNode => ({ id: s.name, local: s })), ...nodes];
  return all.map((node) => {
    const symbols = symbolsOf(node.local).map((s) => s.name);
    const isInput = node.local.kind === 'sym' && node.local.name === node.id;
    const lines = [headOf(node, isInput), ...shownLines(node, lang)];
    const text = isInput ? node.id : `${node.id} = ${printText(node.local)}`;
    const extra = lines.slice(1).map((l) => l.latex.replace(/\\overline|[{}\\]/g, '').length * 0.5 * SMALL);
    return {
      node,
      parents: isInput ? [] : symbols.filter((s) => s !== node.id),
      lines,
      width: tenth(Math.max(24, text.length * 0.5 * SIZE, ...extra) + 8),
      height: 8 + ROW * lines.length + (/\\frac/.test(lines[0]?.latex ?? '') ? 6 : 0),
    };
  });
}

function headOf(node: GraphNode, isInput: boolean): Formula {
  const name = latexName(node.id);
  const spoken = printSpeech(sym(node.id));
  return isInput
    ? { latex: name, speech: spoken }
    : { latex: `${name} = ${printLatex(node.local)}`, speech: `${spoken} equals ${printSpeech(node.local)}` };
}

function shownLines({ id, shown }: GraphNode, lang: Language): readonly Formula[] {
  if (shown === undefined) return [];
  const line = (left: string, spoken: string, numbers: readonly number[] | null): readonly Formula[] => {
    const right = numbers === null ? null : numbersFormula(numbers, lang);
    return right === null ? [] : [{ latex: `${left} = ${right.latex}`, speech: `${spoken} equals ${right.speech}` }];
  };
  const name = latexName(id);
  const spoken = printSpeech(sym(id));
  return [...line(name, spoken, shown.value), ...line(`\\overline{${name}}`, `adjoint of ${spoken}`, shown.adjoint)];
}

/** One number, or a short list; a longer one is left to the table. */
function numbersFormula(numbers: readonly number[], lang: Language): Formula | null {
  if (numbers.length === 0 || numbers.length > 4) return null;
  const all = numbers.map((v) => numberFormula(v, lang));
  if (all.length === 1) return all[0] ?? null;
  const separator = lang === 'de' ? ';\\,' : ',\\,';
  return { latex: `(${all.map((f) => f.latex).join(separator)})`, speech: all.map((f) => f.speech).join(', ') };
}

/** Layers from left to right, or from above. Boxes of one layer stand apart, arrows bend round the others. */
function layOut(boxes: readonly Box[], lying: boolean): Placed {
  const byId = new Map(boxes.map((b) => [b.node.id, b]));
  const build = graphStratify()
    .id((b: Box) => b.node.id)
    .parentIds((b: Box) => [...b.parents]);
  const graph = build([...boxes]);
  const layout = sugiyama()
    .nodeSize(({ data }: { readonly data: Box }): [number, number] =>
      lying ? [data.height, data.width] : [data.width, data.height],
    )
    .gap(gapOf(boxes, lying))
    .layering(layeringSimplex())
    .decross(boxes.length <= EXACT ? decrossOpt() : decrossTwoLayer())
    .coord(coordSimplex());
  const { width, height } = layout(graph);
  const at = (x: number, y: number): readonly [number, number] => (lying ? [y, x] : [x, y]);
  const placed = [...graph.nodes()].map(({ data, x, y }) => {
    const [px, py] = at(x, y);
    return { box: data, x: px, y: py };
  });
  const arrows = [...graph.links()].map(({ source, target, points }) => ({
    from: source.data.node.id,
    to: target.data.node.id,
    points: clipped(
      points.map(([x, y]) => at(x, y)),
      byId.get(source.data.node.id),
      byId.get(target.data.node.id),
    ),
  }));
  return { boxes: placed, arrows, width: lying ? height : width, height: lying ? width : height };
}

/** Beside each other, and from layer to layer: numbers on the arrows need room. */
function gapOf(boxes: readonly Box[], lying: boolean): readonly [number, number] {
  const numbers = boxes.some((b) => (b.node.shown?.uses.length ?? 0) > 0);
  if (lying) return [12, numbers ? 40 : 20];
  return [numbers ? 26 : 18, numbers ? 22 : 18];
}

type Place = readonly [number, number];

/** An arrow from the edge of one box to the edge of the next. */
function clipped(points: readonly Place[], from: Box | undefined, to: Box | undefined): readonly Place[] {
  const inner = points.slice(1, -1);
  const [start, end] = [points[0], points[points.length - 1]];
  if (start === undefined || end === undefined || from === undefined || to === undefined) return points;
  return [
    toEdge(start, inner[0] ?? end, from.width / 2, from.height / 2),
    ...inner,
    toEdge(end, inner[inner.length - 1] ?? start, to.width / 2, to.height / 2),
  ];
}

/** Where the way from the middle of a box to `other` leaves the box. */
function toEdge(middle: Place, other: Place, halfWidth: number, halfHeight: number): Place {
  const [dx, dy] = [other[0] - middle[0], other[1] - middle[1]];
  const share = Math.min(1, halfWidth / Math.max(Math.abs(dx), 1e-9), halfHeight / Math.max(Math.abs(dy), 1e-9));
  return [middle[0] + share * dx, middle[1] + share * dy];
}

function shapesOf(placed: Placed, lang: Language): readonly Shape[] {
  const shapes: Shape[] = [];
  const labels: Shape[] = [];
  const nodes = new Map(placed.boxes.map(({ box }) => [box.node.id, box.node]));
  for (const { from, to, points } of placed.arrows) {
    const rounded = points.map(([x, y]): Place => [tenth(x), tenth(y)]);
    if (rounded.length > 2) shapes.push({ kind: 'polyline', points: rounded.slice(0, -1), dashed: false });
    const [a, b] = [rounded[rounded.length - 2], rounded[rounded.length - 1]];
    if (a === undefined || b === undefined) continue;
    shapes.push({ kind: 'line', x1: a[0], y1: a[1], x2: b[0], y2: b[1], dashed: false, arrow: true });
    const back = nodes.get(from)?.shown?.uses.find((u) => u.through === to)?.value;
    const formula = back === undefined ? null : numbersFormula(back, lang);
    if (formula === null) continue;
    const [x, y] = halfway(rounded);
    labels.push({ kind: 'label', x, y, size: SMALL, clear: true, formula });
  }
  for (const { box, x, y } of placed.boxes) {
    const [left, top] = [tenth(x - box.width / 2), tenth(y - box.height / 2)];
    shapes.push({ kind: 'rect', x: left, y: top, width: box.width, height: box.height, radius: 3 });
    box.lines.forEach((formula, i) => {
      const middle = tenth(y + (i - (box.lines.length - 1) / 2) * ROW);
      shapes.push({ kind: 'label', x: tenth(x), y: middle, size: i === 0 ? SIZE : SMALL, formula });
    });
  }
  return [...shapes, ...labels];
}

function halfway(points: readonly Place[]): Place {
  const lengths = points.slice(1).map((p, i) => Math.hypot(p[0] - (points[i]?.[0] ?? 0), p[1] - (points[i]?.[1] ?? 0)));
  let left = lengths.reduce((sum, l) => sum + l, 0) / 2;
  for (const [i, length] of lengths.entries()) {
    const [a, b] = [points[i], points[i + 1]];
    if (a === undefined || b === undefined) break;
    if (left <= length) {
      const share = length === 0 ? 0 : left / length;
      return [tenth(a[0] + share * (b[0] - a[0])), tenth(a[1] + share * (b[1] - a[1]))];
    }
    left -= length;
  }
  return points[0] ?? [0, 0];
}

function altText(boxes: readonly Box[], lang: Language, { figure }: Strings): string {
  const number = (v: readonly number[]): string => v.map((n) => shortNumber(n, lang)).join(lang === 'de' ? '; ' : ', ');
  const inputs = boxes.filter((b) => b.parents.length === 0).map((b) => printSpeech(sym(b.node.id)));
  const said = boxes.map(({ node, lines, parents }) => {
    const shown = node.shown;
    return [
      parents.length === 0 ? '' : `${lines[0]?.speech ?? ''}.`,
      ...(shown?.value ? [figure.valueIs(printSpeech(sym(node.id)), number(shown.value))] : []),
      ...(shown?.adjoint ? [figure.adjointIs(printSpeech(sym(node.id)), number(shown.adjoint))] : []),
    ]
      .filter((t) => t !== '')
      .join(' ');
  });
  return [figure.graphOf(boxes.length), figure.inputs(inputs.join(', ')), ...said.filter((t) => t !== '')].join(' ');
}
