import type { MathFontName } from './font-face.ts';
import type { Segment } from './path.ts';

/**
 * Placed items of a formula. Lengths are in em of the formula's font size,
 * x to the right and y **down** from the baseline.
 */
export type FormulaItem =
  | {
      readonly kind: 'glyphs';
      readonly font: MathFontName;
      readonly size: number;
      readonly x: number;
      readonly y: number;
      readonly text: string;
    }
  | { readonly kind: 'rect'; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  | { readonly kind: 'path'; readonly segments: readonly Segment[] };

/** An unbreakable part of a formula; a line may end after it. */
export type FormulaPiece = {
  readonly width: number;
  /** Glue at the end, part of `width`, dropped where a line ends. */
  readonly trailing: number;
  readonly height: number;
  readonly depth: number;
  /** What the piece ends with: TeX breaks rather after relations than after binary operators. */
  readonly breakAfter: 'relation' | 'binary' | 'none';
  /** Open brackets at the end of the piece: breaking inside brackets is a last resort. */
  readonly nesting: number;
  readonly items: readonly FormulaItem[];
};

export type FormulaLayout = {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly pieces: readonly FormulaPiece[];
};

/** A box under construction: a tree, flattened once at the end. */
export type Box = {
  readonly width: number;
  /** True when something in it takes the width of its container. */
  readonly fills: boolean;
  readonly parts: readonly Part[];
};
export type Part =
  | { readonly kind: 'item'; readonly item: FormulaItem }
  | { readonly kind: 'box'; readonly x: number; readonly y: number; readonly box: Box };

export const emptyBox: Box = { width: 0, fills: false, parts: [] };

export function blankBox(width: number): Box {
  return { width, fills: false, parts: [] };
}

export function shiftBox(box: Box, x: number, y: number): Box {
  return x === 0 && y === 0 ? box : { width: box.width, fills: box.fills, parts: [{ kind: 'box', x, y, box }] };
}

function moveItem(item: FormulaItem, dx: number, dy: number): FormulaItem {
  switch (item.kind) {
    case 'glyphs':
    case 'rect':
      return { ...item, x: item.x + dx, y: item.y + dy };
    case 'path':
      return {
        kind: 'path',
        segments: item.segments.map((segment): Segment => {
          if (segment.op === 'Z') return segment;
          if (segment.op === 'C') {
            const [a, b, c, d, e, f] = segment.points;
            return { op: 'C', points: [a + dx, b + dy, c + dx, d + dy, e + dx, f + dy] };
          }
          return { op: segment.op, points: [segment.points[0] + dx, segment.points[1] + dy] };
        }),
      };
  }
}

/** All items of a box in absolute positions, in painting order. */
export function flattenBox(box: Box): readonly FormulaItem[] {
  const out: FormulaItem[] = [];
  const visit = (current: Box, dx: number, dy: number): void => {
    for (const part of current.parts) {
      if (part.kind === 'box') visit(part.box, dx + part.x, dy + part.y);
      else out.push(moveItem(part.item, dx, dy));
    }
  };
  visit(box, 0, 0);
  return out;
}
