import type { Block, Blocks } from '../doc.ts';
import { setAnswer } from './answer-blocks.ts';
import { setFigure } from './figure-blocks.ts';
import { setDerivation, setDisplay } from './math-blocks.ts';
import { setMarks, setTable } from './table-blocks.ts';
import { type BlockContext, setHeading, setList, setRule, setText } from './text-blocks.ts';
import { spaced, together, type VBox } from './vbox.ts';

function setBlock(block: Block, context: BlockContext): readonly VBox[] {
  switch (block.kind) {
    case 'heading':
      return setHeading(block, context);
    case 'paragraph':
      return setText(block.inlines, context);
    case 'display':
      return setDisplay(block, context);
    case 'derivation':
      return setDerivation(block, context);
    case 'list':
      return setList(block, context);
    case 'table':
      return setTable(block, context);
    case 'answer':
      return setAnswer(block.answer, context);
    case 'figure':
      return setFigure(block, context);
    case 'marks':
      return setMarks(block, context);
    case 'rule':
      return setRule(context);
    case 'pageBreak':
      return [{ height: 0, gap: 0, keep: false, startsPage: true, draw: () => undefined }];
    case 'group': {
      const boxes = setBlocks(block.blocks, { ...context, tag: context.tag.child('Sect') });
      return block.keepTogether ? together(boxes) : boxes;
    }
  }
}

/** Sets blocks below each other. A display stays with the line before it. */
export function setBlocks(blocks: Blocks, context: BlockContext): readonly VBox[] {
  const out: VBox[] = [];
  blocks.forEach((block, index) => {
    let boxes = setBlock(block, context);
    const before = blocks[index - 1]?.kind;
    // The space below a display is the same as above it.
    if (before === 'display' || before === 'derivation') boxes = spaced(boxes, 9);
    if ((block.kind === 'display' || block.kind === 'derivation') && before === 'paragraph') {
      const last = out.at(-1);
      if (last !== undefined) out[out.length - 1] = { ...last, keep: true };
    }
    out.push(...boxes);
  });
  return out;
}
