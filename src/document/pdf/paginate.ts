import type { LayoutIssue } from './setter.ts';
import type { VBox } from './vbox.ts';

export type PlacedBox = { readonly box: VBox; readonly y: number };
/** A column of a page; pages of one column have one. */
export type PlacedColumn = readonly PlacedBox[];

/** Height in pt of the k-th column (0-based), counted over all pages. */
export type ColumnHeight = (column: number) => number;

/** Fills columns from the top, one after the other. `columns`: how many a page has. */
export function paginate(
  boxes: readonly VBox[],
  columns: number,
  heightOf: ColumnHeight,
  report: (issue: LayoutIssue) => void,
): readonly PlacedColumn[] {
  const placed: PlacedBox[][] = [[]];
  let y = 0;
  const next = (): void => {
    placed.push([]);
    y = 0;
  };
  const newPage = (): void => {
    do next();
    while ((placed.length - 1) % columns !== 0);
  };
  const current = (): PlacedBox[] => placed[placed.length - 1] ?? [];
  const room = (): number => heightOf(placed.length - 1) + 0.01;
  const place = (box: VBox): void => {
    const gap = current().length === 0 ? 0 : box.gap;
    if (current().length === 0 && placed.length > 1 && box.header !== undefined) {
      current().push({ box: box.header, y });
      y += box.header.height;
    }
    current().push({ box, y: y + gap });
    y += gap + box.height;
  };
  let index = 0;
  while (index < boxes.length) {
    // A chunk: boxes that no break may part.
    let end = index;
    while (boxes[end]?.keep === true && end < boxes.length - 1 && boxes[end + 1]?.startsPage === undefined) end += 1;
    const chunk = boxes.slice(index, end + 1);
    if (chunk[0]?.startsPage !== undefined) {
      if (current().length > 0 || (placed.length - 1) % columns !== 0) newPage();
      index = end + 1;
      continue;
    }
    const need = chunk.reduce(
      (sum, box, at) => sum + box.height + (at === 0 && current().length === 0 ? 0 : box.gap),
      0,
    );
    if (y + need > room()) {
      const gap = current().length === 0 ? 0 : (chunk[0]?.gap ?? 0);
      const alone = need - gap + (chunk[0]?.header?.height ?? 0);
      // The next column that takes it whole; a chunk longer than all of them is filled in where it comes.
      let ahead = 1;
      while (ahead <= columns && alone > heightOf(placed.length - 1 + ahead)) ahead += 1;
      if (ahead <= columns) for (let step = 0; step < ahead; step += 1) next();
    }
    for (const box of chunk) {
      const gap = current().length === 0 ? 0 : box.gap;
      if (y + gap + box.height > room() && current().length > 0) next();
      if (box.height > room())
        report({
          kind: 'clipped',
          by: box.height - heightOf(placed.length - 1),
          page: Math.ceil(placed.length / columns),
          what: 'a box taller than the page',
        });
      place(box);
    }
    index = end + 1;
  }
  // A page break at the very end makes no empty page.
  while (placed.length > 1 && current().length === 0) placed.pop();
  return placed;
}
