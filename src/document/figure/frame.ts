/** A rectangle of the plane on the page: axes with ticks, and where a point falls. */
import { scaleLinear } from 'd3-scale';
import type { Formula, Language, Shape } from '../doc.ts';
import { numberFormula, tenth } from './number.ts';

export type Range = readonly [number, number];

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly x: (v: number) => number;
  readonly y: (v: number) => number;
  /** The outline, the ticks, the lines through zero, and the names of the axes. */
  readonly shapes: readonly Shape[];
}

export interface FrameOptions {
  readonly across: Range;
  readonly up: Range;
  readonly names: readonly [Formula, Formula];
  readonly width: number;
  readonly height: number;
  readonly lang: Language;
}

const MARGIN = { left: 38, right: 24, top: 18, bottom: 22 };
const TICK = 3;
const TICK_SIZE = 8;
const NAME_SIZE = 10;

/** `width` and `height` are those of the plotted rectangle, in pt; axes and names come on top. */
export function frame({ across, up, names, width, height, lang }: FrameOptions): Frame {
  const [left, top] = [MARGIN.left, MARGIN.top];
  const [right, bottom] = [left + width, top + height];
  const scaleX = scaleLinear([...across], [left, right]);
  const scaleY = scaleLinear([...up], [bottom, top]);
  const x = (v: number): number => tenth(scaleX(v));
  const y = (v: number): number => tenth(scaleY(v));
  const shapes: Shape[] = [{ kind: 'rect', x: left, y: top, width, height, radius: 0 }];
  const line = (x1: number, y1: number, x2: number, y2: number): void => {
    shapes.push({ kind: 'line', x1, y1, x2, y2, dashed: false, arrow: false, weight: 'thin' });
  };
  const label = (at: readonly [number, number], formula: Formula, size: number): void => {
    shapes.push({ kind: 'label', x: at[0], y: at[1], size, formula });
  };
  for (const v of scaleX.ticks(Math.max(3, Math.round(width / 45)))) {
    line(x(v), bottom, x(v), bottom - TICK);
    label([x(v), bottom + 9], numberFormula(v, lang), TICK_SIZE);
  }
  for (const v of scaleY.ticks(Math.max(3, Math.round(height / 35)))) {
    line(left, y(v), left + TICK, y(v));
    const formula = numberFormula(v, lang);
    label([left - 4 - formula.latex.replace(/[{}]/g, '').length * 0.26 * TICK_SIZE, y(v)], formula, TICK_SIZE);
  }
  if (across[0] < 0 && across[1] > 0) line(x(0), top, x(0), bottom);
  if (up[0] < 0 && up[1] > 0) line(left, y(0), right, y(0));
  label([right + 12, bottom], names[0], NAME_SIZE);
  label([left, top - 9], names[1], NAME_SIZE);
  return { width: right + MARGIN.right, height: bottom + MARGIN.bottom, x, y, shapes };
}
