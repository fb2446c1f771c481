import type { Doc } from '../doc.ts';

/** Measures of the page in pt, after LaTeX's article class at 11 pt. */
export const textSize = 10.95;
const leading = 13.6;
/** A line is at least as tall and deep as a strut, so that lines stand evenly. */
export const strutHeight = 0.7 * leading;
export const strutDepth = 0.3 * leading;
export const smallSize = 9;
export const parskip = 6;
export const displaySkip = 9;
export const ruleWidth = 0.4;
export const heavyRule = 0.8;

const pageSizes: Readonly<Record<Doc['page'], readonly [number, number]>> = {
  a4: [595.28, 841.89],
  letter: [612, 792],
};

export type PageFrame = {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly textWidth: number;
  readonly columns: number;
  readonly columnWidth: number;
  readonly bottom: number;
  readonly headerY: number;
  readonly footerY: number;
};

/** Between two columns. */
export const columnGap = 24;

export function pageFrame({ page, columns = 1 }: Pick<Doc, 'page' | 'columns'>): PageFrame {
  const [width, height] = pageSizes[page];
  // Two columns need what the margins can spare.
  const left = columns === 1 ? 68 : 46;
  const textWidth = width - 2 * left;
  return {
    width,
    height,
    left,
    top: 72,
    textWidth,
    columns,
    columnWidth: (textWidth - (columns - 1) * columnGap) / columns,
    bottom: height - 66,
    headerY: 46,
    footerY: height - 36,
  };
}

export const headingStyles: Readonly<
  Record<1 | 2 | 3, { readonly size: number; readonly before: number; readonly after: number }>
> = {
  1: { size: 17.28, before: 16, after: 8 },
  2: { size: 13, before: 15, after: 5 },
  3: { size: textSize, before: 10, after: 3 },
};
