import type { Canvas } from './canvas.ts';
import type { Line } from './paragraph.ts';
import { strutDepth, strutHeight, textSize } from './style.ts';
import type { TagNode } from './tags.ts';

/** An unbreakable piece of a column, as wide as the column. Lengths in pt. */
export type VBox = {
  readonly height: number;
  /** Space before it, dropped at the top of a page. */
  readonly gap: number;
  /** True where no page may end after it. */
  readonly keep: boolean;
  /** Drawn with its upper left corner at (x, y). */
  readonly draw: (canvas: Canvas, x: number, y: number) => void;
  /** Drawn again above it when a page begins with it: the head of a table. */
  readonly header?: VBox;
  readonly startsPage?: true;
  /** A heading, which must not end a column. */
  readonly heading?: true;
};

/** Sets a column of boxes to the right by `dx`. */
export function indent(boxes: readonly VBox[], dx: number): readonly VBox[] {
  return boxes.map((box) => ({ ...box, draw: (canvas, x, y) => box.draw(canvas, x + dx, y) }));
}

/** Changes the space before the first box to at least `gap`. */
export function spaced(boxes: readonly VBox[], gap: number): readonly VBox[] {
  return boxes.map((box, index) => (index === 0 ? { ...box, gap: Math.max(box.gap, gap) } : box));
}

/** Lets no page end inside; and, with `withNext`, none after. */
export function together(boxes: readonly VBox[], withNext = false): readonly VBox[] {
  return boxes.map((box, index) => ({ ...box, keep: index < boxes.length - 1 ? true : withNext || box.keep }));
}

/** One box out of several, drawn below each other. */
export function stack(boxes: readonly VBox[], gap = 0): VBox {
  const height = boxes.reduce((sum, box, index) => sum + box.height + (index === 0 ? 0 : box.gap), 0);
  return {
    height,
    gap,
    keep: false,
    draw: (canvas, x, y) => {
      let at = y;
      boxes.forEach((box, index) => {
        if (index > 0) at += box.gap;
        box.draw(canvas, x, at);
        at += box.height;
      });
    },
  };
}

/** Formulas of one paragraph by their index, so that a formula on two lines is one element. */
export type FormulaTags = Map<number, TagNode>;

/** Draws a line with its left end at x; words go to `owner`, formulas to children of it. */
export function drawLine(
  canvas: Canvas,
  line: Line,
  x: number,
  baseline: number,
  size: number,
  owner: TagNode,
  formulas: FormulaTags,
): void {
  let index = 0;
  while (index < line.fragments.length) {
    const fragment = line.fragments[index];
    if (fragment === undefined) break;
    if (fragment.kind === 'formula') {
      const { of, pieces } = fragment;
      let node = formulas.get(of.index);
      const left = x + fragment.x;
      const height = Math.max(...pieces.map(({ piece }) => piece.height)) * size;
      const depth = Math.max(...pieces.map(({ piece }) => piece.depth)) * size;
      if (node === undefined) {
        node = owner.child('Formula', {
          alt: of.formula.speech,
          placement: 'Inline',
          bbox: [left, baseline - height, left + fragment.width, baseline + depth],
        });
        formulas.set(of.index, node);
      }
      canvas.marked(node, () => {
        for (const part of pieces) canvas.formula(part.piece.items, size, x + part.x, baseline);
      });
      index += 1;
      continue;
    }
    const start = index;
    while (line.fragments[index]?.kind === 'words') index += 1;
    const words = line.fragments.slice(start, index);
    canvas.marked(owner, () => {
      for (const part of words) {
        if (part.kind !== 'words') continue;
        canvas.words(part.font, size, x + part.x, baseline, part.words, part.gaps);
        if (part.hyphenAt !== undefined) canvas.softHyphen(part.font, size, x + part.hyphenAt, baseline);
      }
    });
  }
}

/** Lines as boxes with even leading; tall formulas push lines apart, as much as they need and a point. */
export function lineBoxes(
  lines: readonly Line[],
  owner: TagNode,
  options: { readonly size: number; readonly width: number; readonly align: 'left' | 'center' | 'right' },
): readonly VBox[] {
  const formulas: FormulaTags = new Map();
  const scale = options.size / textSize;
  return lines.map((line, index) => {
    const above = Math.max(strutHeight * scale, line.height + 0.5);
    const below = Math.max(strutDepth * scale, line.depth + 0.5);
    const slack = options.width - line.width;
    const dx = options.align === 'left' ? 0 : options.align === 'center' ? slack / 2 : slack;
    // No single first or last line of a paragraph on a page.
    const keep = index === 0 || index === lines.length - 2;
    return {
      height: above + below,
      gap: 0,
      keep: lines.length > 1 && index < lines.length - 1 && keep,
      draw: (canvas, x, y) => drawLine(canvas, line, x + dx, y + above, options.size, owner, formulas),
    };
  });
}
