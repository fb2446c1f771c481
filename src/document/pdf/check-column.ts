import type { Canvas, Ink } from './canvas.ts';
import type { PlacedColumn } from './paginate.ts';
import type { LayoutIssue } from './setter.ts';

/** Italics lean out of their boxes and struts are rounded: less than this is no fault. In pt. */
const tolerance = { across: 2, down: 1.5 };

/** Draws a column, and reports ink that leaves its box, boxes that overlap, and a heading at the foot. */
export function drawColumn(
  column: PlacedColumn,
  canvas: Canvas,
  area: { readonly left: number; readonly top: number; readonly width: number },
  page: number,
  report: (issue: LayoutIssue) => void,
): void {
  const { left, top, width } = area;
  let end = 0;
  canvas.takeInk();
  for (const { box, y } of column) {
    if (y < end - 0.01) report({ kind: 'overlap', by: end - y, page, what: 'boxes overlap' });
    end = y + box.height;
    box.draw(canvas, left, top + y);
    const ink = canvas.takeInk();
    if (ink.left > ink.right) continue;
    const out = outside(ink, left, top + y, width, box.height);
    if (out.across > tolerance.across) report({ kind: 'clipped', by: out.across, page, what: 'ink beside its column' });
    if (out.down > tolerance.down) report({ kind: 'overlap', by: out.down, page, what: 'ink above or below its box' });
  }
  if (column.at(-1)?.box.heading === true) report({ kind: 'orphan', by: 0, page, what: 'a heading at the foot' });
}

function outside(
  ink: Readonly<Ink>,
  left: number,
  top: number,
  width: number,
  height: number,
): { readonly across: number; readonly down: number } {
  return {
    across: Math.max(left - ink.left, ink.right - left - width),
    down: Math.max(top - ink.top, ink.bottom - top - height),
  };
}
