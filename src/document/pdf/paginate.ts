import type { LayoutIssue } from './setter.ts';
import type { VBox } from './vbox.ts';

export type PlacedBox = { readonly box: VBox; readonly y: number };
export type PlacedPage = readonly PlacedBox[];

/** Fills pages of `height` pt from the top; `first` pt of the first page are taken by the title. */
export function paginate(
  boxes: readonly VBox[],
  height: number,
  report: (issue: LayoutIssue) => void,
): readonly PlacedPage[] {
  const pages: PlacedBox[][] = [[]];
  let y = 0;
  const newPage = (): void => {
    pages.push([]);
    y = 0;
  };
  const page = (): PlacedBox[] => pages[pages.length - 1] ?? [];
  const place = (box: VBox): void => {
    const gap = page().length === 0 ? 0 : box.gap;
    if (page().length === 0 && pages.length > 1 && box.header !== undefined) {
      page().push({ box: box.header, y });
      y += box.header.height;
    }
    page().push({ box, y: y + gap });
    y += gap + box.height;
  };
  let index = 0;
  while (index < boxes.length) {
    // A chunk: boxes that no page break may part.
    let end = index;
    while (boxes[end]?.keep === true && end < boxes.length - 1 && boxes[end + 1]?.startsPage === undefined) end += 1;
    const chunk = boxes.slice(index, end + 1);
    if (chunk[0]?.startsPage !== undefined) {
      if (page().length > 0) newPage();
      index = end + 1;
      continue;
    }
    const need = chunk.reduce(
      (sum, box, place) => sum + box.height + (place === 0 && page().length === 0 ? 0 : box.gap),
      0,
    );
    if (y + need > height + 0.01 && page().length > 0) {
      const alone = need - (chunk[0]?.gap ?? 0) + (chunk[0]?.header?.height ?? 0);
      // A chunk longer than a page is filled in where it comes.
      if (alone <= height) newPage();
    }
    for (const box of chunk) {
      const gap = page().length === 0 ? 0 : box.gap;
      if (y + gap + box.height > height + 0.01 && page().length > 0) newPage();
      if (box.height > height + 0.01)
        report({ kind: 'clipped', by: box.height - height, page: pages.length, what: 'a box taller than the page' });
      place(box);
    }
    index = end + 1;
  }
  // A page break at the very end makes no empty page.
  if (pages.length > 1 && page().length === 0) pages.pop();
  return pages;
}
