/** The boxes of a field one by one, for platforms whose questions have one box: a share and a way to point at it. */
import { type Rational, rational } from '../ir/rational.ts';
import { gridHtml } from './grid-html.ts';
import { type Html, join, NOTHING, rich, tag, text } from './html.ts';
import { type Cell, cellsOf, type Part, type PartOption } from './parts.ts';

export type BoxContent =
  | { readonly kind: 'cell'; readonly content: Cell['content'] }
  | {
      readonly kind: 'choice';
      readonly options: readonly PartOption[];
      readonly many: boolean;
      readonly numbered: boolean;
    }
  | Extract<Part, { readonly kind: 'ordering' | 'essay' }>;

export interface Box {
  /** Distinct in its field. */
  readonly id: string;
  /** Of the field. */
  readonly share: Rational;
  /** What the student reads to know which box it is; nothing for the only one. */
  readonly place: Html;
  readonly content: BoxContent;
}

export function boxesOf(part: Part): readonly Box[] {
  switch (part.kind) {
    case 'numbers': {
      const cells = cellsOf(part);
      return cells.map((cell, k) => ({
        id: `${k + 1}`,
        share: cell.share,
        place: cells.length === 1 && part.grids.every((g) => g.header.length === 0) ? NOTHING : asked(part, cell),
        content: { kind: 'cell', content: cell.content },
      }));
    }
    case 'words':
      return [one({ kind: 'cell', content: { kind: 'words', accepted: part.accepted } })];
    case 'choice':
      return [one(part)];
    case 'selects':
      return part.rows.map((row, k) => ({
        id: `${k + 1}`,
        share: rational(1n, BigInt(part.rows.length)),
        place: tag('p', {}, rich(row.label)),
        content: { kind: 'choice', options: row.options, many: false, numbered: false },
      }));
    case 'ordering':
    case 'essay':
      return [one(part)];
  }
}

const one = (content: BoxContent): Box => ({ id: '1', share: rational(1n), place: NOTHING, content });

/** The whole table with a question mark in the place that is asked for. */
function asked(part: Extract<Part, { readonly kind: 'numbers' }>, cell: Cell): Html {
  return join(
    part.grids
      .filter((g) => g.rows.some((row) => row.some((p) => p.kind === 'cells' && p.rows.flat().includes(cell))))
      .map((g) => gridHtml(g, (c) => (c === cell ? tag('strong', {}, text('?')) : text('·')))),
  );
}
