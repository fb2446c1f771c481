import type { AnswerField, AnswerInput, Blocks, Inlines } from '../doc.ts';
import { type Line, setParagraph } from './paragraph.ts';
import { parskip, ruleWidth, smallSize, strutDepth, strutHeight, textSize } from './style.ts';
import { setGrid } from './table-blocks.ts';
import type { TagNode } from './tags.ts';
import { type BlockContext, labelled } from './text-blocks.ts';
import { drawLine, indent, lineBoxes, spaced, stack, together, type VBox } from './vbox.ts';

const hair = { width: 0.6, gray: 0.35 };

/** Height and width (as a share of the room beside the label) of a writing box, by kind. */
function boxSize(input: AnswerInput): { readonly height: number; readonly share: number } {
  switch (input.kind) {
    case 'number':
      return { height: 24, share: 0.45 };
    case 'shape':
      return { height: 24, share: 0.35 };
    case 'expression':
      return { height: 34, share: 1 };
    case 'matrix':
      return { height: 22 + 17 * (input.rows ?? 3), share: input.columns === 1 ? 0.5 : 0.75 };
    case 'tensor':
      return { height: 120, share: 1 };
    default:
      return { height: 0, share: 1 };
  }
}

function nothing(): void {
  // The box is decoration until it becomes a form field.
}

/** Label and writing box side by side; a long label stands above its box. */
function setBox(field: AnswerField, context: BlockContext, tag: TagNode): readonly VBox[] {
  const { setter, width } = context;
  const label = setParagraph(field.label, setter, { width, size: textSize, align: 'left' });
  const first = label[0];
  const size = boxSize(field.input);
  const beside = label.length === 1 && first !== undefined && first.width < 0.45 * width;
  const labelTag = tag.child('P');
  if (!beside) {
    const above = lineBoxes(label, labelTag, { size: textSize, width, align: 'left' });
    const box: VBox = {
      height: size.height,
      gap: 3,
      keep: false,
      draw: (canvas, x, y) =>
        canvas.artifact('Layout', () => canvas.frame(x, y, width * size.share, size.height, hair)),
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
        canvas.artifact('Layout', () => canvas.frame(x + first.width + gap, y, boxWidth, height, hair));
      },
    },
  ];
}

function lineAbove(inlines: Inlines, context: BlockContext, tag: TagNode): readonly VBox[] {
  const lines = setParagraph(inlines, context.setter, { width: context.width, size: textSize, align: 'left' });
  return together(lineBoxes(lines, tag.child('P'), { size: textSize, width: context.width, align: 'left' }), true);
}

/** Lines to write on. */
function writingLines(count: number, width: number, leading: number): VBox {
  const height = count * leading + 6;
  return {
    height,
    gap: 3,
    keep: false,
    draw: (canvas, x, y) =>
      canvas.artifact('Layout', () => {
        canvas.frame(x, y, width, height, hair);
        for (let line = 1; line < count + 1; line += 1)
          if (line < count)
            canvas.line(x + 8, y + line * leading + 3, x + width - 8, y + line * leading + 3, {
              width: ruleWidth,
              gray: 0.75,
              dash: [1, 2],
            });
      }),
  };
}

/** Options, each behind a mark: a circle (one), a square (many) or a box for a number. */
function setOptions(
  options: readonly { readonly blocks: Blocks }[],
  mark: 'circle' | 'square' | 'number',
  context: BlockContext,
  tag: TagNode,
  numbered: boolean,
): readonly VBox[] {
  const inset = mark === 'number' ? 40 : 24;
  const list = tag.child('L');
  return options.flatMap((option, index) => {
    const entry = list.child('LI');
    const label = entry.child('Lbl');
    const body = context.setBlocks(option.blocks, {
      ...context,
      width: context.width - inset - (numbered ? 20 : 0),
      tag: entry.child('LBody'),
    });
    const set = indent(spaced(body, 5), inset + (numbered ? 20 : 0));
    const boxes = numbered ? labelled(set, `${index + 1}.`, label, context, inset + 15) : set;
    return together(boxes).map(
      (box, place): VBox =>
        place > 0
          ? box
          : {
              ...box,
              draw: (canvas, x, y) => {
                canvas.artifact('Layout', () => {
                  const middle = y + 6.6;
                  if (mark === 'circle') canvas.ellipse(x + 12, middle, 4.2, 4.2, { width: 0.6 });
                  else if (mark === 'square') canvas.frame(x + 8, middle - 4, 8, 8, { width: 0.6 });
                  else canvas.frame(x + 6, middle - 8, 24, 16, hair);
                });
                box.draw(canvas, x, y);
              },
            },
    );
  });
}

const words = (text: string): Inlines => [{ kind: 'text', text }];

function setInput(field: AnswerField, context: BlockContext, tag: TagNode): readonly VBox[] {
  const { input } = field;
  const { strings } = context.setter;
  const inner = { ...context, tag };
  switch (input.kind) {
    case 'number':
    case 'shape':
    case 'expression':
    case 'matrix':
    case 'tensor':
      return setBox(field, context, tag);
    case 'trace': {
      const header = input.columns.flatMap((column) =>
        column === 'uses' ? [words(strings.traceColumn.uses)] : [words(strings.traceColumn[column])],
      );
      const uses = Math.max(1, ...input.nodes.map((node) => node.uses));
      return [
        ...lineAbove(field.label, context, tag),
        ...setGrid(
          {
            caption: [],
            header: [words(strings.node), ...header],
            rows: input.nodes.map((node) => [
              [{ kind: 'formula', formula: node.label }],
              ...input.columns.map((): Inlines => []),
            ]),
            rowHeaders: true,
            look: 'boxes',
            minRowHeight: 17,
            minWidths: [60, ...input.columns.map((column) => (column === 'uses' ? Math.min(200, 70 * uses) : 110))],
            onBlank: nothing,
          },
          inner,
        ),
      ];
    }
    case 'cases':
      return [
        ...lineAbove(field.label, context, tag),
        ...setGrid(
          {
            caption: [],
            header: [words(strings.condition), words(strings.value)],
            rows: input.rows.map(({ when }) => [
              when === undefined ? [] : [{ kind: 'formula', formula: when.formula }],
              [],
            ]),
            rowHeaders: input.rows.every(({ when }) => when !== undefined),
            look: 'boxes',
            minRowHeight: 20,
            minWidths: [130, 240],
          },
          inner,
        ),
      ];
    case 'derivation':
      return [...lineAbove(field.label, context, tag), writingLines(input.lines, context.width, 24)];
    case 'essay':
      return [...lineAbove(field.label, context, tag), writingLines(input.lines, context.width, 20)];
    case 'choice':
      return [
        ...lineAbove(field.label, context, tag),
        ...setOptions(input.options, input.many ? 'square' : 'circle', context, tag, false),
      ];
    case 'ordering':
      return [...lineAbove(field.label, context, tag), ...setOptions(input.lines, 'number', context, tag, false)];
    case 'find-error': {
      const lines = input.lines.map((blocks) => ({ blocks }));
      const none = input.none ? [{ blocks: [{ kind: 'paragraph' as const, inlines: words(strings.noLine) }] }] : [];
      return [
        ...lineAbove(field.label, context, tag),
        ...setOptions(lines, 'circle', context, tag, true),
        ...setOptions(none, 'circle', context, tag, false),
      ];
    }
  }
}

/** Hint on the left, points on the right, in small type below the box. */
function setFoot(field: AnswerField, context: BlockContext, tag: TagNode): readonly VBox[] {
  const { setter, width } = context;
  const points = setParagraph(words(setter.strings.points(field.points)), setter, {
    width,
    size: smallSize,
    align: 'left',
  })[0];
  const room = width - (points?.width ?? 0) - 12;
  const hint = setParagraph(field.hint, setter, { width: room, size: smallSize, align: 'left', italic: true });
  const lines: readonly (Line | undefined)[] = hint.length === 0 ? [undefined] : hint;
  const note = tag.child('P');
  return lines.map((line, index) => {
    const above = Math.max(strutHeight * 0.82, line?.height ?? 0);
    return {
      height: above + Math.max(strutDepth * 0.82, line?.depth ?? 0),
      gap: 1,
      keep: index < lines.length - 1,
      draw: (canvas, x, y) => {
        if (line !== undefined) drawLine(canvas, line, x, y + above, smallSize, note, new Map());
        if (index === 0 && points !== undefined)
          drawLine(canvas, points, x + width - points.width, y + above, smallSize, note, new Map());
      },
    };
  });
}

/** An answer field. Boxes stay with their label and hint; tables and lists of options may break over pages. */
export function setAnswer(field: AnswerField, context: BlockContext): readonly VBox[] {
  const tag = context.tag.child('Div');
  const input = setInput(field, context, tag);
  const foot = setFoot(field, context, tag);
  const breakable = field.input.kind === 'trace' || field.input.kind === 'cases';
  if (
    !breakable &&
    (field.input.kind === 'choice' || field.input.kind === 'ordering' || field.input.kind === 'find-error')
  )
    return spaced([...together(input.slice(0, -1)), ...together(input.slice(-1), true), ...foot], parskip + 2);
  if (breakable) return spaced([...input.slice(0, -1), ...together(input.slice(-1), true), ...foot], parskip + 2);
  return [{ ...stack([...input, ...foot]), gap: parskip + 2 }];
}
