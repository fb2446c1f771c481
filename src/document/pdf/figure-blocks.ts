import type { Figure, Weight } from '../doc.ts';
import { arrowHead } from '../figure/arrow.ts';
import { scaled } from '../figure/scaled.ts';
import type { Canvas, LineStyle } from './canvas.ts';
import { setParagraph } from './paragraph.ts';
import { parskip, smallSize } from './style.ts';
import type { BlockContext } from './text-blocks.ts';
import { lineBoxes, together, type VBox } from './vbox.ts';

const widths = { thin: 0.5, normal: 0.8, bold: 1.5 } as const;
const grays = { thin: 0.45, normal: 0, bold: 0 } as const;
const ink = { width: widths.normal };
const dash = [3, 2];

const penOf = ({ weight = 'normal', dashed }: { readonly weight?: Weight; readonly dashed: boolean }): LineStyle => ({
  width: widths[weight],
  gray: grays[weight],
  ...(dashed ? { dash } : {}),
});

/** Below this share of its size the labels of a figure could not be read. */
const LEAST_SCALE = 0.5;

/** A figure from shapes, made narrower where the column is; its alternative text carries what it says. */
export function setFigure(drawn: Figure, context: BlockContext): readonly VBox[] {
  const { setter, width } = context;
  const figure = scaled(drawn, Math.max(LEAST_SCALE, Math.min(1, width / drawn.width)));
  const dx = Math.max(0, (width - figure.width) / 2);
  if (figure.width > width + 1e-6)
    setter.report({ kind: 'clipped', by: figure.width - width, what: figure.alt.slice(0, 80) });
  const tag = context.tag.child('Figure');
  const drawing: VBox = {
    height: figure.height,
    gap: parskip + 4,
    keep: figure.caption.length > 0,
    draw: (canvas, x, y) => {
      const left = x + dx;
      tag.options = { alt: figure.alt, placement: 'Block', bbox: [left, y, left + figure.width, y + figure.height] };
      canvas.marked(tag, () => {
        for (const shape of figure.shapes) drawShape(canvas, shape, left, y, context);
      });
    },
  };
  const lines = setParagraph(figure.caption, setter, { width, size: smallSize, align: 'left' });
  return [drawing, ...together(lineBoxes(lines, context.tag.child('P'), { size: smallSize, width, align: 'center' }))];
}

function drawShape(
  canvas: Canvas,
  shape: Figure['shapes'][number],
  left: number,
  top: number,
  context: BlockContext,
): void {
  switch (shape.kind) {
    case 'line': {
      const [x1, y1, x2, y2] = [left + shape.x1, top + shape.y1, left + shape.x2, top + shape.y2];
      canvas.line(x1, y1, x2, y2, penOf(shape));
      if (shape.arrow) canvas.polygon(arrowHead({ x1, y1, x2, y2 }));
      break;
    }
    case 'polyline':
      canvas.polyline(
        shape.points.map(([x, y]) => [left + x, top + y]),
        penOf(shape),
      );
      break;
    case 'ellipse':
      canvas.ellipse(left + shape.cx, top + shape.cy, shape.rx, shape.ry, ink, shape.filled);
      break;
    case 'rect':
      canvas.frame(left + shape.x, top + shape.y, shape.width, shape.height, ink);
      break;
    case 'label': {
      const layout = context.setter.library.setFormula(shape.formula.latex, 'inline');
      if (shape.clear === true) {
        const [w, h] = [layout.width * shape.size + 3, (layout.height + layout.depth) * shape.size + 2];
        canvas.blank(left + shape.x - w / 2, top + shape.y - h / 2, w, h);
      }
      let x = left + shape.x - (layout.width * shape.size) / 2;
      const baseline = top + shape.y + ((layout.height - layout.depth) * shape.size) / 2;
      for (const piece of layout.pieces) {
        canvas.formula(piece.items, shape.size, x, baseline);
        x += piece.width * shape.size;
      }
      break;
    }
  }
}
