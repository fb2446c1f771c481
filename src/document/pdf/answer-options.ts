import type { AnswerField, Blocks } from '../doc.ts';
import { plainBlocks } from '../doc.ts';
import { hair } from './answer-box.ts';
import type { Canvas } from './canvas.ts';
import type { TagNode } from './tags.ts';
import { type BlockContext, labelled } from './text-blocks.ts';
import { indent, spaced, together, type VBox } from './vbox.ts';

/** A circle (one of several), a square (any of several) or a box for the place in an order. */
export type Mark = 'circle' | 'square' | 'place';

/** `value` is what a submission says for it; `number` stands before it where lines are counted. */
export type MarkedOption = { readonly value: string; readonly blocks: Blocks; readonly number?: number };

function drawMark(
  canvas: Canvas,
  field: AnswerField,
  option: MarkedOption,
  mark: Mark,
  words: string,
  at: readonly [number, number],
  tag: TagNode,
): void {
  const [x, y] = at;
  const middle = y + 6.6;
  const path = [field.item, field.field];
  canvas.artifact('Layout', () => {
    if (mark === 'circle') canvas.ellipse(x + 12, middle, 4.2, 4.2, { width: 0.6 });
    else if (mark === 'square') canvas.frame(x + 8, middle - 4, 8, 8, { width: 0.6 });
    else canvas.frame(x + 6, middle - 8, 24, 16, hair);
  });
  if (mark === 'circle') {
    const area = { x: x + 7.8, y: middle - 4.2, width: 8.4, height: 8.4 };
    canvas.form?.radio(path, field.name, option.value, words, area, tag);
  } else if (mark === 'square') {
    const area = { x: x + 8, y: middle - 4, width: 8, height: 8 };
    canvas.form?.tick([...path, option.value], `${field.name}: ${words}`, area, tag);
  } else {
    const area = { x: x + 6, y: middle - 8, width: 24, height: 16 };
    canvas.form?.textBox([...path, option.value, 'place'], `${field.name}: ${words}`, area, tag, 'one');
  }
}

/** Options, each behind its mark. */
export function setOptions(
  field: AnswerField,
  options: readonly MarkedOption[],
  mark: Mark,
  context: BlockContext,
  tag: TagNode,
): readonly VBox[] {
  const inset = mark === 'place' ? 40 : 24;
  const list = tag.child('L');
  return options.flatMap((option) => {
    const { number } = option;
    const entry = list.child('LI');
    const label = entry.child('Lbl');
    const formTag = label.child('Form');
    const left = inset + (number === undefined ? 0 : 20);
    const body = context.setBlocks(option.blocks, {
      ...context,
      width: context.width - left,
      tag: entry.child('LBody'),
    });
    const set = indent(spaced(body, 5), left);
    const boxes = number === undefined ? set : labelled(set, `${number}.`, label, context, inset + 15);
    const words = `${number === undefined ? '' : `${context.setter.strings.line(number)}: `}${plainBlocks(option.blocks)}`;
    return together(boxes).map(
      (box, place): VBox =>
        place > 0
          ? box
          : {
              ...box,
              draw: (canvas, x, y) => {
                drawMark(canvas, field, option, mark, words, [x, y], formTag);
                box.draw(canvas, x, y);
              },
            },
    );
  });
}
