import type { Inlines } from '../doc.ts';
import { plainText } from '../doc.ts';
import type { ShapedText, TextFontName } from '../fonts/library.ts';
import type { FormulaPiece } from '../formula/box.ts';
import { forced, type Item, inlineItems } from './inline-items.ts';
import type { PlacedFormula, Setter } from './setter.ts';

/** A stretch of a line; `x` in pt from the line's left end. */
export type Fragment =
  | {
      readonly kind: 'words';
      readonly font: TextFontName;
      readonly x: number;
      readonly words: readonly ShapedText[];
      readonly gaps: readonly number[];
      readonly hyphenAt?: number;
    }
  | {
      readonly kind: 'formula';
      readonly of: PlacedFormula;
      readonly x: number;
      readonly width: number;
      readonly pieces: readonly { readonly x: number; readonly piece: FormulaPiece }[];
    };

export type Line = {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly fragments: readonly Fragment[];
};

export type ParagraphOptions = {
  readonly width: number;
  readonly size: number;
  readonly align: 'justify' | 'left' | 'center' | 'right';
  readonly bold?: boolean;
  readonly italic?: boolean;
};

type Open = { font: TextFontName; x: number; words: string[]; gaps: number[]; hyphenAt?: number };

/** Builds the line of items[from..to); `ratio` stretches (positive) or shrinks (negative) its glue. */
function buildLine(
  items: readonly Item[],
  from: number,
  to: number,
  ratio: number,
  setter: Setter,
  size: number,
): Line {
  const fragments: Fragment[] = [];
  let height = 0;
  let depth = 0;
  let x = 0;
  // Where the ink ends: the stretch that fills a last line is no part of its width.
  let inkEnd = 0;
  let open: Open | undefined;
  const close = (): void => {
    if (open === undefined) return;
    const { font, hyphenAt } = open;
    const words = open.words.map((word) => setter.library.shape(font, word));
    if (open.words.some((word) => word !== ''))
      fragments.push({
        kind: 'words',
        font,
        x: open.x,
        words,
        gaps: open.gaps,
        ...(hyphenAt === undefined ? {} : { hyphenAt }),
      });
    open = undefined;
  };
  const openFor = (font: TextFontName): Open => {
    if (open?.font === font) return open;
    close();
    open = { font, x, words: [''], gaps: [] };
    return open;
  };
  for (let index = from; index < to; index += 1) {
    const item = items[index];
    if (item === undefined) break;
    if (item.type === 'penalty') continue;
    if (item.type === 'glue') {
      const width = item.width + (ratio >= 0 ? ratio * item.stretch : ratio * item.shrink);
      // Real spaces around formulas too, so that text is copied as it reads.
      if (item.font !== undefined) {
        const into = openFor(item.font);
        into.gaps.push(width);
        into.words.push('');
      }
      x += width;
      continue;
    }
    if ('word' in item) {
      const into = openFor(item.font);
      into.words[into.words.length - 1] += item.word;
      height = Math.max(height, 0.7 * size);
      depth = Math.max(depth, 0.22 * size);
      x += item.width;
      inkEnd = x;
      continue;
    }
    close();
    const { piece, of } = item;
    const last = fragments.at(-1);
    height = Math.max(height, piece.height * size);
    depth = Math.max(depth, piece.depth * size);
    if (last?.kind === 'formula' && last.of.index === of.index) {
      fragments[fragments.length - 1] = {
        ...last,
        width: x + item.width - last.x,
        pieces: [...last.pieces, { x, piece }],
      };
    } else {
      fragments.push({ kind: 'formula', of, x, width: item.width, pieces: [{ x, piece }] });
    }
    x += item.width;
    inkEnd = x;
  }
  const end = items[to];
  if (end?.type === 'penalty' && end.flagged && end.font !== undefined) {
    openFor(end.font).hyphenAt = x;
    inkEnd = x + end.width;
  }
  close();
  return { width: inkEnd, height, depth, fragments };
}

function firstBox(items: readonly Item[], from: number): number {
  let index = from;
  while (index < items.length && items[index]?.type !== 'box') index += 1;
  return index;
}

type Span = {
  readonly from: number;
  readonly to: number;
  readonly natural: number;
  readonly stretch: number;
  readonly shrink: number;
};

function spanOf(items: readonly Item[], from: number, to: number): Span {
  let natural = 0;
  let stretch = 0;
  let shrink = 0;
  for (let index = from; index < to; index += 1) {
    const item = items[index];
    if (item === undefined || item.type === 'penalty') continue;
    natural += item.width;
    if (item.type === 'glue') {
      stretch += item.stretch;
      shrink += item.shrink;
    }
  }
  const end = items[to];
  if (end?.type === 'penalty') natural += end.width;
  return { from, to, natural, stretch, shrink };
}

/** First-fit, for ragged text and where no good set of breaks exists. */
function greedyBreaks(items: readonly Item[], width: number): readonly number[] {
  const breaks: number[] = [0];
  let start = firstBox(items, 0);
  let last: number | undefined;
  let index = start;
  while (index < items.length) {
    const item = items[index];
    const before = items[index - 1];
    const legal = item?.type === 'penalty' ? item.cost < 1000 : item?.type === 'glue' && before?.type === 'box';
    const must = item?.type === 'penalty' && item.cost <= forced;
    if (legal) {
      if (spanOf(items, start, index).natural > width + 0.01 && last !== undefined) {
        breaks.push(last);
        start = firstBox(items, last);
        last = undefined;
        index = start;
        continue;
      }
      // Inside a formula rather no break, as long as one outside is near.
      last = index;
      if (must) {
        breaks.push(index);
        start = firstBox(items, index);
        last = undefined;
        index = Math.max(start, index + 1);
        continue;
      }
    }
    index += 1;
  }
  return breaks;
}

function chooseBreaks(
  inlines: Inlines,
  setter: Setter,
  options: ParagraphOptions,
): { readonly items: readonly Item[]; readonly breaks: readonly number[] } {
  const style = { size: options.size, bold: options.bold ?? false, italic: options.italic ?? false };
  const finish: readonly Item[] = [
    { type: 'glue', width: 0, stretch: 1e5, shrink: 0 },
    { type: 'penalty', width: 0, cost: forced, flagged: false },
  ];
  const items = [...inlineItems(inlines, setter, { ...style, hyphenate: false }), ...finish];
  if (
    spanOf(items, 0, items.length - 1).natural <= options.width &&
    !inlines.some((inline) => inline.kind === 'lineBreak')
  )
    return { items, breaks: [0, items.length - 1] };
  if (options.align !== 'justify') return { items, breaks: greedyBreaks(items, options.width) };
  const demerits = { doubleHyphenPenalty: 3000, adjacentLooseTightPenalty: 3000 };
  const attempt = (content: readonly Item[], initial: number, limit: number): readonly number[] | undefined => {
    const breaks = setter.breakLines([...content], options.width, {
      ...demerits,
      initialMaxAdjustmentRatio: initial,
      maxAdjustmentRatio: limit,
    });
    // The breaker returns lines that are too full rather than none.
    return breaks !== undefined && fits(content, breaks, options.width) ? breaks : undefined;
  };
  const plain = attempt(items, 1.3, 2);
  if (plain !== undefined) return { items, breaks: plain };
  // As in TeX: hyphenation only where the first pass finds nothing good.
  const cut = [...inlineItems(inlines, setter, { ...style, hyphenate: true }), ...finish];
  return { items: cut, breaks: attempt(cut, 2, 8) ?? greedyBreaks(cut, options.width) };
}

function fits(items: readonly Item[], breaks: readonly number[], width: number): boolean {
  return breaks.slice(1).every((to, index) => {
    const { natural, shrink } = spanOf(items, firstBox(items, breaks[index] ?? 0), to);
    return natural - shrink <= width + 0.1;
  });
}

/** Natural width of inlines on one line, in pt. */
export function naturalWidth(inlines: Inlines, setter: Setter, size: number, bold = false): number {
  const items = inlineItems(inlines, setter, { size, bold, italic: false, hyphenate: false });
  return spanOf(items, 0, items.length).natural;
}

/** Width of the widest part that no line may break, in pt. */
export function longestPart(inlines: Inlines, setter: Setter, size: number, bold = false): number {
  const items = inlineItems(inlines, setter, { size, bold, italic: false, hyphenate: false });
  let [longest, width] = [0, 0];
  for (const item of items) {
    if (item.type === 'box') width += item.width;
    longest = Math.max(longest, width);
    if (item.type === 'glue' || (item.type === 'penalty' && item.cost < 1000)) width = 0;
  }
  return longest;
}

/** Breaks inlines into lines of `width` pt. */
export function setParagraph(inlines: Inlines, setter: Setter, options: ParagraphOptions): readonly Line[] {
  const { items, breaks } = chooseBreaks(inlines, setter, options);
  const lines: Line[] = [];
  for (let index = 1; index < breaks.length; index += 1) {
    const from = firstBox(items, breaks[index - 1] ?? 0);
    const to = breaks[index] ?? items.length;
    if (from >= to) continue;
    const span = spanOf(items, from, to);
    const slack = options.width - span.natural;
    // Ragged lines shrink like others, they only never stretch.
    // A line that could only be set with gaping spaces is left ragged.
    const wanted = options.align === 'justify' && span.stretch > 0 ? slack / span.stretch : 0;
    const stretch = wanted > 6 ? 0 : wanted;
    const ratio = slack >= 0 ? stretch : span.shrink > 0 ? Math.max(-1, slack / span.shrink) : 0;
    const over = -slack - span.shrink;
    if (over > 0.5) setter.report({ kind: 'overfull', by: over, what: plainText(inlines).slice(0, 80) });
    lines.push(buildLine(items, from, to, ratio, setter, options.size));
  }
  return lines;
}
