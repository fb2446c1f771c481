import type { AnswerField, AnswerInput, Inlines } from '../doc.ts';
import type { Canvas } from './canvas.ts';
import type { Area } from './form.ts';
import { setParagraph } from './paragraph.ts';
import { ruleWidth, textSize } from './style.ts';
import type { TagNode } from './tags.ts';
import type { BlockContext } from './text-blocks.ts';
import { drawLine, lineBoxes, together, type VBox } from './vbox.ts';

export const hair = { width: 0.6, gray: 0.35 };

/** The full name of a field in parts, and what a screen reader says of it. */
export type BoxName = { readonly path: readonly string[]; readonly tooltip: string };

export function nameOf(field: AnswerField): BoxName {
  return { path: [field.item, field.field], tooltip: field.name };
}

/** Height and width (as a share of the room beside the label) of a writing box, by kind. */
function boxSize(input: AnswerInput): {
  readonly height: number;
  readonly share: number;
  readonly lines: 'one' | 'many';
} {
  switch (input.kind) {
    case 'number':
      return { height: 24, share: 0.45, lines: 'one' };
    case 'shape':
      return { height: 24, share: 0.35, lines: 'one' };
    case 'expression':
      return { height: 34, share: 1, lines: 'many' };
    case 'matrix':
      return { height: 22 + 17 * (input.rows ?? 3), share: input.columns === 1 ? 0.5 : 0.75, lines: 'many' };
    case 'tensor':
      return { height: 120, share: 1, lines: 'many' };
    default:
      return { height: 0, share: 1, lines: 'one' };
  }
}

/** A frame to write in, which is a field where the document is a form. */
export function drawBox(canvas: Canvas, name: BoxName, area: Area, tag: TagNode, lines: 'one' | 'many'): void {
  canvas.artifact('Layout', () => canvas.frame(area.x, area.y, area.width, area.height, hair));
  canvas.form?.textBox(name.path, name.tooltip, area, tag, lines);
}

/** Label and writing box side by side; a long label stands above its box. */
export function setBox(field: AnswerField, context: BlockContext, tag: TagNode): readonly VBox[] {
  const { setter, width } = context;
  const label = setParagraph(field.label, setter, { width, size: textSize, align: 'left' });
  const first = label[0];
  const size = boxSize(field.input);
  const name = nameOf(field);
  const beside = label.length === 1 && first !== undefined && first.width < 0.45 * width;
  const labelTag = tag.child('P');
  const formTag = tag.child('Form');
  if (!beside) {
    const above = lineBoxes(label, labelTag, { size: textSize, width, align: 'left' });
    const box: VBox = {
      height: size.height,
      gap: above.length === 0 ? 0 : 3,
      keep: false,
      draw: (canvas, x, y) =>
        drawBox(canvas, name, { x, y, width: width * size.share, height: size.height }, formTag, size.lines),
    };
    return [...together(above, true), box];
  }
  const gap = first.width === 0 ? 0 : 9;
  const boxWidth = (width - first.width - gap) * size.share;
  const height = Math.max(size.height, first.height + first.depth + 4);
  return [
    {
      height,
      gap: 0,
      keep: false,
      draw: (canvas, x, y) => {
        drawLine(canvas, first, x, y + height / 2 + (first.height - first.depth) / 2, textSize, labelTag, new Map());
        drawBox(canvas, name, { x: x + first.width + gap, y, width: boxWidth, height }, formTag, size.lines);
      },
    },
  ];
}

export function lineAbove(inlines: Inlines, context: BlockContext, tag: TagNode): readonly VBox[] {
  const lines = setParagraph(inlines, context.setter, { width: context.width, size: textSize, align: 'left' });
  return together(lineBoxes(lines, tag.child('P'), { size: textSize, width: context.width, align: 'left' }), true);
}

const dotted = { width: ruleWidth, gray: 0.75, dash: [1, 2] };

/** Lines to write on: one field for all of them, or, with a name for each, one per line. */
export function writingLines(
  count: number,
  leading: number,
  name: BoxName | ((line: number) => BoxName),
  context: BlockContext,
  tag: TagNode,
): VBox {
  const { width } = context;
  const height = count * leading + 6;
  const tags =
    typeof name === 'function' ? Array.from({ length: count }, () => tag.child('Form')) : [tag.child('Form')];
  return {
    height,
    gap: 3,
    keep: false,
    draw: (canvas, x, y) => {
      canvas.artifact('Layout', () => {
        canvas.frame(x, y, width, height, hair);
        for (let line = 1; line < count; line += 1)
          canvas.line(x + 8, y + line * leading + 3, x + width - 8, y + line * leading + 3, dotted);
      });
      tags.forEach((one, index) => {
        if (typeof name === 'function') {
          const { path, tooltip } = name(index + 1);
          const area = { x: x + 6, y: y + index * leading + 4, width: width - 12, height: leading - 3 };
          canvas.form?.textBox(path, tooltip, area, one, 'one');
        } else canvas.form?.textBox(name.path, name.tooltip, { x, y, width, height }, one, 'many');
      });
    },
  };
}
