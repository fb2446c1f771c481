import type { AnswerField, Blocks, Inlines } from '../doc.ts';
import { lineAbove, nameOf, setBox, writingLines } from './answer-box.ts';
import { type MarkedOption, setOptions } from './answer-options.ts';
import { setCases, setTrace } from './answer-tables.ts';
import { type Line, setParagraph } from './paragraph.ts';
import { parskip, smallSize, strutDepth, strutHeight } from './style.ts';
import type { TagNode } from './tags.ts';
import type { BlockContext } from './text-blocks.ts';
import { drawLine, spaced, stack, together, type VBox } from './vbox.ts';

const words = (text: string): Inlines => [{ kind: 'text', text }];

const marked = ({ id, blocks }: { readonly id: string; readonly blocks: Blocks }): MarkedOption => ({
  value: id,
  blocks,
});

function setInput(field: AnswerField, context: BlockContext, tag: TagNode): readonly VBox[] {
  const { input } = field;
  const { strings } = context.setter;
  switch (input.kind) {
    case 'number':
    case 'shape':
    case 'expression':
    case 'matrix':
    case 'tensor':
      return setBox(field, context, tag);
    case 'trace':
      return setTrace(field, input, context, tag);
    case 'cases':
      return setCases(field, input, context, tag);
    case 'derivation': {
      const { path, tooltip } = nameOf(field);
      const line = (number: number) => ({
        path: [...path, `${number}`],
        tooltip: `${tooltip}, ${strings.line(number)}`,
      });
      return [...lineAbove(field.label, context, tag), writingLines(input.lines, 24, line, context, tag)];
    }
    case 'essay':
      return [...lineAbove(field.label, context, tag), writingLines(input.lines, 20, nameOf(field), context, tag)];
    case 'choice':
      return [
        ...lineAbove(field.label, context, tag),
        ...setOptions(field, input.options.map(marked), input.many ? 'square' : 'circle', context, tag),
      ];
    case 'ordering':
      return [
        ...lineAbove(field.label, context, tag),
        ...setOptions(field, input.lines.map(marked), 'place', context, tag),
      ];
    case 'find-error': {
      const lines = input.lines.map((blocks, k): MarkedOption => ({ value: `${k + 1}`, blocks, number: k + 1 }));
      const none: MarkedOption = { value: 'none', blocks: [{ kind: 'paragraph', inlines: words(strings.noLine) }] };
      return [
        ...lineAbove(field.label, context, tag),
        ...setOptions(field, input.none ? [...lines, none] : lines, 'circle', context, tag),
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
      gap: index === 0 ? 2.5 : 1,
      keep: index < lines.length - 1,
      draw: (canvas, x, y) => {
        if (line !== undefined) drawLine(canvas, line, x, y + above, smallSize, note, new Map());
        if (index === 0 && points !== undefined)
          drawLine(canvas, points, x + width - points.width, y + above, smallSize, note, new Map());
      },
    };
  });
}

/** An answer field. Boxes and options stay with their label and hint; only tables may break over pages. */
export function setAnswer(field: AnswerField, context: BlockContext): readonly VBox[] {
  const tag = context.tag.child('Div');
  const input = setInput(field, context, tag);
  const foot = setFoot(field, context, tag);
  const breakable = field.input.kind === 'trace' || field.input.kind === 'cases';
  if (
    !breakable &&
    (field.input.kind === 'choice' || field.input.kind === 'ordering' || field.input.kind === 'find-error')
  )
    return spaced([...together(input, true), ...foot], parskip + 2);
  if (breakable) return spaced([...input.slice(0, -1), ...together(input.slice(-1), true), ...foot], parskip + 2);
  return [{ ...stack([...input, ...foot]), gap: parskip + 2 }];
}
