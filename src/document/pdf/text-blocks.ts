import type { Block, Blocks, Inlines } from '../doc.ts';
import { plainText } from '../doc.ts';
import { setParagraph } from './paragraph.ts';
import type { Setter } from './setter.ts';
import { headingStyles, parskip, ruleWidth, textSize } from './style.ts';
import type { TagNode } from './tags.ts';
import { drawLine, indent, lineBoxes, spaced, together, type VBox } from './vbox.ts';

/** What a block is set into: a column of `width` pt whose structure goes below `tag`. */
export type BlockContext = {
  readonly setter: Setter;
  readonly width: number;
  readonly tag: TagNode;
  /** Called when a heading is drawn, for bookmarks. */
  readonly outline: (level: 1 | 2 | 3, title: string, y: number) => void;
  /** Sets nested blocks; handed down to avoid a cycle of imports. */
  readonly setBlocks: (blocks: Blocks, context: BlockContext) => readonly VBox[];
};

export function setText(
  inlines: Inlines,
  context: BlockContext,
  tag: TagNode = context.tag.child('P'),
): readonly VBox[] {
  const lines = setParagraph(inlines, context.setter, { width: context.width, size: textSize, align: 'justify' });
  return spaced(lineBoxes(lines, tag, { size: textSize, width: context.width, align: 'left' }), parskip);
}

export function setHeading(block: Extract<Block, { kind: 'heading' }>, context: BlockContext): readonly VBox[] {
  const style = headingStyles[block.level];
  const tag = context.tag.child(block.level === 1 ? 'H1' : block.level === 2 ? 'H2' : 'H3');
  const lines = setParagraph(block.inlines, context.setter, {
    width: context.width,
    size: style.size,
    align: 'left',
    bold: true,
  });
  const boxes = lineBoxes(lines, tag, { size: style.size, width: context.width, align: 'left' });
  const title = plainText(block.inlines);
  return together(
    boxes.map((box, index) => ({
      ...box,
      heading: true,
      gap: index === 0 ? style.before : 0,
      height: box.height + (index === boxes.length - 1 ? style.after - parskip : 0),
      draw: (canvas, x, y) => {
        if (index === 0) context.outline(block.level, title, y);
        box.draw(canvas, x, y);
      },
    })),
    true,
  );
}

export function setList(block: Extract<Block, { kind: 'list' }>, context: BlockContext): readonly VBox[] {
  const list = context.tag.child('L');
  list.attributes = { O: 'List', ListNumbering: block.ordered ? 'Decimal' : 'Disc' };
  const inset = 22;
  return block.items.flatMap((item, index) => {
    const entry = list.child('LI');
    const label = entry.child('Lbl');
    const text = block.ordered ? `${index + 1}.` : '•';
    const body = context.setBlocks(item, { ...context, width: context.width - inset, tag: entry.child('LBody') });
    return labelled(indent(spaced(body, index === 0 ? parskip : 3), inset), text, label, context, inset - 6);
  });
}

/** Sets a label into the margin of the first of the boxes, right-aligned at `right`. */
export function labelled(
  boxes: readonly VBox[],
  text: string,
  label: TagNode,
  context: BlockContext,
  right: number,
): readonly VBox[] {
  const [line] = setParagraph([{ kind: 'text', text }], context.setter, { width: 100, size: textSize, align: 'left' });
  return boxes.map((box, index) =>
    index > 0 || line === undefined
      ? box
      : {
          ...box,
          draw: (canvas, x, y) => {
            drawLine(canvas, line, x + right - line.width, y + 9.52, textSize, label, new Map());
            box.draw(canvas, x, y);
          },
        },
  );
}

export function setRule(context: BlockContext): readonly VBox[] {
  const { width } = context;
  return [
    {
      height: 1,
      gap: 8,
      keep: false,
      draw: (canvas, x, y) => canvas.artifact('Layout', () => canvas.line(x, y, x + width, y, { width: ruleWidth })),
    },
  ];
}
