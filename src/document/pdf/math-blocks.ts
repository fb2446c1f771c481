import type { Block, DerivationRow, Formula } from '../doc.ts';
import type { FormulaLayout, FormulaPiece } from '../formula/box.ts';
import { setParagraph } from './paragraph.ts';
import type { Setter } from './setter.ts';
import { displaySkip, strutDepth, strutHeight, textSize } from './style.ts';
import type { TagNode } from './tags.ts';
import type { BlockContext } from './text-blocks.ts';
import { drawLine, type VBox } from './vbox.ts';

/** A line of a broken formula. Lengths in pt. */
export type FormulaLine = {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly pieces: readonly FormulaPiece[];
};

function lineOf(pieces: readonly FormulaPiece[], size: number): FormulaLine {
  const trailing = pieces.at(-1)?.trailing ?? 0;
  return {
    width: (pieces.reduce((sum, piece) => sum + piece.width, 0) - trailing) * size,
    height: Math.max(0, ...pieces.map((piece) => piece.height)) * size,
    depth: Math.max(0, ...pieces.map((piece) => piece.depth)) * size,
    pieces,
  };
}

const breakRank = { relation: 0, binary: 1, none: 9 } as const;

/**
 * Breaks a formula where KaTeX allows it: after outer relations rather than
 * after binary operators, inside brackets only as a last resort, and late
 * rather than early. Later lines have `rest` pt of room.
 */
function breakFormula(layout: FormulaLayout, room: number, rest: number, size: number): readonly FormulaLine[] {
  const lines: FormulaLine[] = [];
  let pieces = layout.pieces;
  while (pieces.length > 0) {
    const space = lines.length === 0 ? room : rest;
    const whole = lineOf(pieces, size);
    if (whole.width <= space + 0.01) return [...lines, whole];
    let best = 1;
    let cost = Number.POSITIVE_INFINITY;
    for (let count = 1; count < pieces.length; count += 1) {
      const line = lineOf(pieces.slice(0, count), size);
      if (line.width > space + 0.01 && count > 1) break;
      const end = pieces[count - 1];
      if (end === undefined) break;
      const empty = Math.max(0, 1 - line.width / space);
      const badness = breakRank[end.breakAfter] + 3 * Math.max(0, end.nesting) + 6 * empty * empty;
      if (badness <= cost) {
        best = count;
        cost = badness;
      }
    }
    lines.push(lineOf(pieces.slice(0, best), size));
    pieces = pieces.slice(best);
  }
  return lines;
}

function drawPieces(canvas: Parameters<VBox['draw']>[0], line: FormulaLine, x: number, baseline: number): void {
  let at = x;
  for (const piece of line.pieces) {
    canvas.formula(piece.items, textSize, at, baseline);
    at += piece.width * textSize;
  }
}

function checkWidth(lines: readonly FormulaLine[], room: number, formula: Formula, setter: Setter): void {
  const over = Math.max(...lines.map((line) => line.width)) - room;
  if (over > 0.5) setter.report({ kind: 'overfull', by: over, what: formula.latex.slice(0, 80) });
}

export function setDisplay(block: Extract<Block, { kind: 'display' }>, context: BlockContext): readonly VBox[] {
  const { setter, width } = context;
  const layout = setter.library.setFormula(block.formula.latex, 'display');
  const inset = 2 * textSize;
  const lines = breakFormula(layout, width, width - inset, textSize);
  checkWidth(lines, width, block.formula, setter);
  const tag = context.tag.child('Formula');
  let first = true;
  return lines.map((line, index) => {
    const dx = lines.length === 1 ? (width - line.width) / 2 : index === 0 ? 0 : Math.min(inset, width - line.width);
    const height = Math.max(line.height, lines.length > 1 ? strutHeight : 0);
    const depth = Math.max(line.depth, lines.length > 1 ? strutDepth : 0);
    return {
      height: height + depth + (index === lines.length - 1 ? displaySkip - 6 : 0),
      gap: index === 0 ? displaySkip : 2,
      keep: index < lines.length - 1,
      draw: (canvas, x, y) => {
        if (first)
          tag.options = {
            alt: block.formula.speech,
            placement: 'Block',
            bbox: [x + dx, y, x + dx + line.width, y + height + depth],
          };
        first = false;
        canvas.marked(tag, () => drawPieces(canvas, line, x + dx, y + height));
      },
    };
  });
}

const relationGap = 0.2778 * textSize;
const noteGap = 18;
/** Higher rows hold more than a line of text. */
const tallRow = 1.4 * (strutHeight + strutDepth);

function speechOf(row: DerivationRow): string {
  return [row.left?.speech, row.relation.speech, row.right.speech]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}

/** A derivation, aligned at its relations; long right-hand sides are broken and continue behind the relation. */
export function setDerivation(block: Extract<Block, { kind: 'derivation' }>, context: BlockContext): readonly VBox[] {
  const { setter, width } = context;
  const display = (formula: Formula): FormulaLayout => setter.library.setFormula(formula.latex, 'display');
  const wide = (formula: Formula | undefined): number =>
    formula === undefined ? 0 : display(formula).width * textSize;
  const leftWidth = Math.max(0, ...block.rows.map((row) => wide(row.left)));
  const relationWidth = Math.max(0, ...block.rows.map((row) => wide(row.relation)));
  // A very long left side stands on a line of its own instead of pushing all others to the right.
  const leftColumn = leftWidth > 0.4 * width ? 2 * textSize : leftWidth;
  const rightX = leftColumn + relationWidth + 2 * relationGap;
  const room = width - rightX;
  const natural = Math.max(...block.rows.map((row) => wide(row.right)));
  const notes = block.rows.map((row) =>
    setParagraph(row.note, setter, { width: width - rightX, size: textSize, align: 'left' }),
  );
  const noteWidth = Math.max(0, ...notes.map((lines) => (lines.length === 1 ? (lines[0]?.width ?? 0) : 0)));
  const whole = rightX + Math.min(room, natural) + (noteWidth > 0 ? noteGap + noteWidth : 0);
  const start = Math.max(0, (width - whole) / 2);
  const tag = context.tag.child('Div');
  return block.rows.flatMap((row, index) => setRow(row, index, notes[index] ?? []));

  function setRow(row: DerivationRow, index: number, note: ReturnType<typeof setParagraph>): readonly VBox[] {
    const left = row.left && display(row.left);
    const relation = display(row.relation);
    const lines = breakFormula(display(row.right), room - start, room - start - textSize, textSize);
    checkWidth(lines, room - start, row.right, setter);
    const node: TagNode = tag.child('Formula');
    const noteTag = note.length > 0 ? tag.child('P') : undefined;
    const boxes: VBox[] = [];
    const ownLine = left !== undefined && left.width * textSize > leftColumn + 0.01;
    if (ownLine) {
      const line = lineOf(left.pieces, textSize);
      if (line.width > width)
        setter.report({ kind: 'overfull', by: line.width - width, what: row.left?.latex.slice(0, 80) ?? '' });
      boxes.push({
        height: line.height + line.depth,
        gap: 4,
        keep: true,
        draw: (canvas, x, y) => canvas.marked(node, () => drawPieces(canvas, line, x + start, y + line.height)),
      });
    }
    lines.forEach((line, place) => {
      const head = place === 0;
      const height = Math.max(
        strutHeight,
        line.height,
        head ? relation.height * textSize : 0,
        head && left && !ownLine ? left.height * textSize : 0,
      );
      const depth = Math.max(
        strutDepth,
        line.depth,
        head ? relation.depth * textSize : 0,
        head && left && !ownLine ? left.depth * textSize : 0,
      );
      const lastLine = place === lines.length - 1;
      const free = width - start - rightX - line.width;
      const noteLine = note.length === 1 ? note[0] : undefined;
      const beside = lastLine && noteLine !== undefined && noteLine.width + noteGap <= free;
      // Notes stand in a column where they fit, else right after the formula or below it.
      const column = start + rightX + Math.min(room - start, natural) + noteGap;
      const noteX =
        noteLine === undefined
          ? 0
          : Math.max(start + rightX + line.width + noteGap, Math.min(column, width - noteLine.width));
      boxes.push({
        height: height + depth,
        // Fractions and matrices below each other need more room than plain lines.
        gap: boxes.length === 0 ? (index === 0 ? displaySkip : height + depth > tallRow ? 7 : 4) : 2,
        keep: !lastLine || (note.length > 0 && !beside),
        draw: (canvas, x, y) => {
          if (head)
            node.options = {
              alt: speechOf(row),
              placement: 'Block',
              bbox: [x + start, y, x + start + rightX + line.width, y + height + depth],
            };
          canvas.marked(node, () => {
            const baseline = y + height;
            if (head && left !== undefined && !ownLine)
              drawPieces(
                canvas,
                lineOf(left.pieces, textSize),
                x + start + leftColumn - left.width * textSize,
                baseline,
              );
            if (head)
              drawPieces(
                canvas,
                lineOf(relation.pieces, textSize),
                x + start + leftColumn + relationGap + (relationWidth - relation.width * textSize) / 2,
                baseline,
              );
            drawPieces(canvas, line, x + start + rightX + (head ? 0 : textSize), baseline);
          });
          if (beside && noteTag !== undefined && noteLine !== undefined)
            drawLine(canvas, noteLine, x + noteX, y + height, textSize, noteTag, new Map());
        },
      });
      if (lastLine && note.length > 0 && !beside && noteTag !== undefined) {
        const formulas = new Map<number, TagNode>();
        const left = Math.min(start + rightX + textSize, width / 2);
        const under = setParagraph(row.note, setter, { width: width - left, size: textSize, align: 'left' });
        under.forEach((below, number) => {
          boxes.push({
            height: Math.max(strutHeight, below.height) + Math.max(strutDepth, below.depth),
            gap: number === 0 ? 3 : 0,
            keep: number < under.length - 1,
            draw: (canvas, x, y) =>
              drawLine(canvas, below, x + left, y + Math.max(strutHeight, below.height), textSize, noteTag, formulas),
          });
        });
      }
    });
    // The first two and the last two rows stay together.
    const last = boxes.length - 1;
    const linked = index === 0 || index === block.rows.length - 2;
    return boxes.map((box, place) =>
      place === last && linked && index < block.rows.length - 1 ? { ...box, keep: true } : box,
    );
  }
}
