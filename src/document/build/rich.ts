/** Author texts as blocks and inlines of the Doc tree. */
import type { RichPiece, RichText } from '../../answers/rich-text.ts';
import type { Block, Blocks, Inline, Inlines } from '../doc.ts';

/** One run of inlines; a display formula among them stands inline. */
export function richInlines(rich: RichText): Inlines {
  return rich.map(inline).filter((i) => i.kind !== 'text' || i.text !== '');
}

function inline(piece: RichPiece): Inline {
  return piece.kind === 'text'
    ? { kind: 'text', text: piece.text.replaceAll(/\s+/g, ' ') }
    : { kind: 'formula', formula: { latex: piece.latex, speech: piece.speech } };
}

/** Paragraphs at blank lines, display formulas on lines of their own. */
export function richBlocks(rich: RichText): Blocks {
  const blocks: Block[] = [];
  let run: RichPiece[] = [];
  const flush = (): void => {
    const inlines = trimmed(richInlines(run));
    if (inlines.length > 0) blocks.push({ kind: 'paragraph', inlines });
    run = [];
  };
  for (const piece of rich) {
    if (piece.kind === 'math') {
      if (!piece.display) run.push(piece);
      else {
        flush();
        blocks.push({ kind: 'display', formula: { latex: piece.latex, speech: piece.speech } });
      }
      continue;
    }
    const [first = '', ...rest] = piece.text.split(/\n\s*\n/);
    run.push({ kind: 'text', text: first });
    for (const text of rest) {
      flush();
      run.push({ kind: 'text', text });
    }
  }
  flush();
  return blocks;
}

/** Without white space at either end. */
function trimmed(inlines: Inlines): Inlines {
  const out = [...inlines];
  const [first] = out;
  if (first?.kind === 'text') out[0] = { kind: 'text', text: first.text.trimStart() };
  const last = out[out.length - 1];
  if (last?.kind === 'text') out[out.length - 1] = { kind: 'text', text: last.text.trimEnd() };
  return out.filter((i) => i.kind !== 'text' || i.text !== '');
}
