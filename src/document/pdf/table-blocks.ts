import type { Block, Inlines, Table } from '../doc.ts';
import type { Canvas } from './canvas.ts';
import type { Area } from './form.ts';
import { type Line, longestPart, naturalWidth, setParagraph } from './paragraph.ts';
import { heavyRule, parskip, ruleWidth, smallSize, textSize } from './style.ts';
import type { TagNode } from './tags.ts';
import type { BlockContext } from './text-blocks.ts';
import { drawLine, lineBoxes, stack, type VBox } from './vbox.ts';

export type Grid = {
  readonly caption: Inlines;
  readonly header: readonly Inlines[];
  readonly rows: readonly (readonly Inlines[])[];
  readonly rowHeaders: boolean;
  /** `rules`: three horizontal rules, as in books. `boxes`: every cell framed, to be filled in. */
  readonly look: 'rules' | 'boxes';
  readonly minRowHeight: number;
  /** Least width of each column in pt; empty columns need one. */
  readonly minWidths: readonly number[];
  /** Called with the place and structure of each empty cell when it is drawn. */
  readonly onBlank?: (row: number, column: number, area: Area, cell: TagNode, canvas: Canvas) => void;
};

const padX = 6;
const padY = 2.5;

function columnWidths(grid: Grid, context: BlockContext): readonly number[] {
  const all = [grid.header, ...grid.rows];
  const columns = Math.max(0, ...all.map((row) => row.length));
  const natural = Array.from({ length: columns }, (_, column) =>
    Math.max(
      grid.minWidths[column] ?? 0,
      ...all.map(
        (row, index) => naturalWidth(row[column] ?? [], context.setter, textSize, index === 0) + 2 * padX + 0.5,
      ),
    ),
  );
  // Where the table is too wide, the widest columns give way first, as far as their words do.
  const least = Array.from({ length: columns }, (_, column) =>
    Math.max(
      ...all.map((row, index) => {
        const cell = row[column] ?? [];
        return cell.length === 0
          ? Math.min(leastBlank, grid.minWidths[column] ?? 0)
          : longestPart(cell, context.setter, textSize, index === 0) + 2 * padX + 0.5;
      }),
    ),
  );
  let over = natural.reduce((sum, width) => sum + width, 0) - context.width;
  while (over > 0.01) {
    const free = natural.map((width, column) => width - (least[column] ?? 0) > 0.01);
    if (!free.includes(true)) break;
    const widest = Math.max(...natural.filter((_, column) => free[column]));
    const cutting = natural.map((width, column) => free[column] === true && width > widest - 0.01);
    const count = cutting.filter((one) => one).length;
    const next = Math.max(
      0,
      ...natural.filter((width, column) => free[column] === true && width <= widest - 0.01),
      ...least.filter((_, column) => cutting[column]),
    );
    const cut = Math.min(over / count, widest - next);
    cutting.forEach((one, column) => {
      if (one) natural[column] = (natural[column] ?? 0) - cut;
    });
    over -= cut * count;
  }
  return natural;
}

/** Narrower than this, nobody can write into a cell. */
const leastBlank = 48;

type Cell = {
  readonly lines: readonly Line[];
  readonly height: number;
  readonly tag: TagNode;
  readonly blank: boolean;
};

export function setGrid(grid: Grid, context: BlockContext): readonly VBox[] {
  const { setter, width } = context;
  const widths = columnWidths(grid, context);
  const total = widths.reduce((sum, one) => sum + one, 0);
  const left = Math.max(0, (width - total) / 2);
  const table = context.tag.child('Table');
  const boxed = grid.look === 'boxes';
  const captionTag = table.child('Caption');
  const captionLines = setParagraph(grid.caption, setter, { width, size: smallSize, align: 'left' });
  const caption = lineBoxes(captionLines, captionTag, { size: smallSize, width, align: 'center' });

  const cellOf = (inlines: Inlines, column: number, tag: TagNode, bold: boolean): Cell => {
    const room = (widths[column] ?? 0) - 2 * padX;
    const lines = setParagraph(inlines, setter, { width: room + 0.5, size: textSize, align: 'left', bold });
    const height = lines.reduce(
      (sum, line) => sum + Math.max(8.6, line.height + 0.5) + Math.max(3.4, line.depth + 0.5),
      0,
    );
    return { lines, height, tag, blank: lines.length === 0 };
  };
  const rowBox = (cells: readonly Cell[], index: number, repeated: boolean): VBox => {
    const height = Math.max(index < 0 ? 0 : grid.minRowHeight, ...cells.map((cell) => cell.height)) + 2 * padY;
    return {
      height,
      gap: 0,
      keep: false,
      draw: (canvas, x, y) => {
        let at = x + left;
        const drawCells = (): void => {
          cells.forEach((cell, column) => {
            const w = widths[column] ?? 0;
            let top = y + (height - cell.height) / 2;
            const formulas = new Map<number, TagNode>();
            for (const line of cell.lines) {
              top += Math.max(8.6, line.height + 0.5);
              const slack = w - 2 * padX - line.width;
              // On a repeated head the words are decoration: a reader has heard them.
              if (repeated) drawBare(canvas, line, at + padX, top);
              else
                drawLine(
                  canvas,
                  line,
                  at + padX + (boxed && index < 0 ? Math.max(0, slack / 2) : 0),
                  top,
                  textSize,
                  cell.tag,
                  formulas,
                );
              top += Math.max(3.4, line.depth + 0.5);
            }
            if (cell.blank && index >= 0)
              grid.onBlank?.(index, column, { x: at, y, width: w, height }, cell.tag, canvas);
            at += w;
          });
        };
        if (repeated) canvas.artifact('Pagination', drawCells);
        else drawCells();
        canvas.artifact('Layout', () => {
          if (boxed) {
            let edge = x + left;
            for (const w of widths) {
              canvas.frame(edge, y, w, height, { width: ruleWidth });
              edge += w;
            }
          } else if (index < 0) {
            canvas.line(x + left, y, x + left + total, y, { width: heavyRule });
            canvas.line(x + left, y + height, x + left + total, y + height, { width: ruleWidth });
          } else if (index === grid.rows.length - 1) {
            canvas.line(x + left, y + height, x + left + total, y + height, { width: heavyRule });
          }
        });
      },
    };
  };

  const headRow = table.child('THead').child('TR');
  const headCells = grid.header.map((inlines, column) =>
    cellOf(inlines, column, headRow.child('TH', { scope: 'Column' }), true),
  );
  const head = rowBox(headCells, -1, false);
  const header = rowBox(headCells, -1, true);
  const body = table.child('TBody');
  const rows = grid.rows.map((row, index): VBox => {
    const tr = body.child('TR');
    const cells = row.map((inlines, column) =>
      cellOf(
        inlines,
        column,
        grid.rowHeaders && column === 0 ? tr.child('TH', { scope: 'Row' }) : tr.child('TD'),
        false,
      ),
    );
    return { ...rowBox(cells, index, false), header, keep: index === grid.rows.length - 2 };
  });
  const top = caption.length > 0 ? [{ ...stack(caption), gap: parskip + 2, keep: true }] : [];
  return [
    ...top,
    { ...head, gap: top.length > 0 ? 3 : parskip + 2, keep: true },
    ...rows,
    { height: 0, gap: 4, keep: false, draw: () => undefined },
  ];
}

function drawBare(canvas: Parameters<VBox['draw']>[0], line: Line, x: number, baseline: number): void {
  for (const fragment of line.fragments) {
    if (fragment.kind === 'words')
      canvas.words(fragment.font, textSize, x + fragment.x, baseline, fragment.words, fragment.gaps);
    else for (const { x: dx, piece } of fragment.pieces) canvas.formula(piece.items, textSize, x + dx, baseline);
  }
}

export function setTable(block: Table, context: BlockContext): readonly VBox[] {
  return setGrid({ ...block, look: 'rules', minRowHeight: 0, minWidths: [] }, context);
}

const words = (text: string): Inlines => [{ kind: 'text', text }];

/** Problems, points and room for marks. */
export function setMarks(block: Extract<Block, { kind: 'marks' }>, context: BlockContext): readonly VBox[] {
  const { strings } = context.setter;
  const earned = block.rows.some((row) => row.earned !== undefined);
  const sum = block.rows.reduce((total, row) => total + (row.earned ?? 0), 0);
  const columns = [
    [words(strings.problem), words(strings.pointsShort), words(strings.marks)],
    ...block.rows.map((row) => markColumn(row.label, row.points, row.earned)),
    markColumn(strings.total, block.total, earned ? sum : undefined),
  ];
  const [head = [], points = [], marks = []] = [0, 1, 2].map((line) => columns.map((column) => column[line] ?? []));
  const look = { caption: [], rowHeaders: true, look: 'boxes', minRowHeight: 13 } as const;
  // Side by side where the labels fit, else one below the other.
  const needed = head.reduce(
    (width, label) => width + naturalWidth(label, context.setter, textSize, true) + 2 * padX + 0.5,
    0,
  );
  if (needed <= context.width) return setGrid({ ...look, header: head, rows: [points, marks], minWidths: [] }, context);
  return setGrid({ ...look, header: columns[0] ?? [], rows: columns.slice(1), minWidths: [150, 50, 90] }, context);
}

function markColumn(label: string, points: number, earned: number | undefined): readonly Inlines[] {
  return [words(label), words(String(points)), earned === undefined ? [] : words(String(earned))];
}
