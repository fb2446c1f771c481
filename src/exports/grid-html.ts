/** Tables of boxes as HTML; what a box looks like is up to the target. */
import { type Html, join, NOTHING, rich, tag } from './html.ts';
import type { Cell, Grid, Place } from './parts.ts';

type CellHtml = (cell: Cell) => Html;

/** A box of its own where the grid is one box; else a table. Cells are asked for in reading order. */
export function gridHtml(g: Grid, cell: CellHtml): Html {
  const [only] = g.rows;
  const caption = g.caption.length > 0 ? tag('p', {}, rich(g.caption)) : NOTHING;
  if (g.header.length === 0 && g.rows.length === 1 && only?.length === 1 && only[0] !== undefined) {
    return join([caption, tag('div', {}, placeHtml(only[0], cell))]);
  }
  const head =
    g.header.length === 0
      ? NOTHING
      : tag('thead', {}, tag('tr', {}, ...g.header.map((h) => tag('th', { scope: 'col' }, rich(h)))));
  const body = g.rows.map((row) =>
    tag(
      'tr',
      {},
      ...row.map((p, k) =>
        k === 0 && p.kind === 'label'
          ? tag('th', { scope: 'row' }, placeHtml(p, cell))
          : tag('td', {}, placeHtml(p, cell)),
      ),
    ),
  );
  return join([caption, tag('table', { border: '1' }, head, tag('tbody', {}, ...body))]);
}

function placeHtml(p: Place, cell: CellHtml): Html {
  if (p.kind === 'label') return rich(p.text);
  const [first] = p.rows;
  if (p.rows.length === 1 && first?.length === 1 && first[0] !== undefined) return cell(first[0]);
  return tag(
    'table',
    {},
    tag('tbody', {}, ...p.rows.map((row) => tag('tr', {}, ...row.map((c) => tag('td', {}, cell(c)))))),
  );
}
