import { type Box, emptyBox } from './box.ts';
import type { KatexNode } from './katex-tree.ts';
import { mapPath, parsePath, type Segment } from './path.ts';

const parsed = new Map<string, readonly Segment[]>();

function segmentsOf(path: KatexNode): readonly Segment[] {
  const data = /^<path d="([^"]*)"\/>$/.exec(path.toMarkup())?.[1];
  if (data === undefined) throw new Error('an SVG child that is no path');
  // Tall delimiters have data of their own: a bounded memo keeps a server flat.
  if (parsed.size > 500) parsed.clear();
  let segments = parsed.get(data);
  if (segments === undefined) {
    segments = parsePath(data);
    parsed.set(data, segments);
  }
  return segments;
}

type View = { readonly left: number; readonly width: number; readonly height: number };

/**
 * An SVG in a view whose lower edge is the baseline (all in em). Follows
 * preserveAspectRatio as KaTeX uses it: absent, `none`, or `xM…YMin slice`.
 */
export function svgBox(svg: KatexNode, view: View): Box {
  const attributes = svg.attributes ?? {};
  const [, , boxWidth, boxHeight] = (attributes.viewBox ?? '').split(' ').map(Number);
  if (boxWidth === undefined || boxHeight === undefined) throw new Error('an SVG without a viewBox');
  const ratio = attributes.preserveAspectRatio ?? 'xMidYMid';
  let scaleX = view.width / boxWidth;
  let scaleY = view.height / boxHeight;
  if (ratio !== 'none') {
    scaleX = ratio.endsWith(' slice') ? Math.max(scaleX, scaleY) : Math.min(scaleX, scaleY);
    scaleY = scaleX;
  }
  const slack = view.width - boxWidth * scaleX;
  const offset = ratio.startsWith('xMax') ? slack : ratio.startsWith('xMid') ? slack / 2 : 0;
  const clampX = (x: number): number => Math.min(view.width, Math.max(0, x));
  const parts = (svg.children ?? []).map((path) => ({
    kind: 'item' as const,
    item: {
      kind: 'path' as const,
      segments: mapPath(
        segmentsOf(path),
        (x) => view.left + clampX(offset + x * scaleX),
        (y) => y * scaleY - view.height,
      ),
    },
  }));
  return { ...emptyBox, parts };
}

/** Where each part of a many-part arrow or brace stands in the whole width. */
export const stretchyViews: Readonly<
  Record<string, (width: number) => { readonly left: number; readonly width: number }>
> = {
  'halfarrow-left': (width) => ({ left: 0, width: 0.502 * width }),
  'halfarrow-right': (width) => ({ left: 0.498 * width, width: 0.502 * width }),
  'brace-left': (width) => ({ left: 0, width: 0.251 * width }),
  'brace-center': (width) => ({ left: 0.25 * width, width: 0.5 * width }),
  'brace-right': (width) => ({ left: 0.749 * width, width: 0.251 * width }),
};
