/** Blocks of the Doc tree as the plain HTML that learning platforms keep: no classes, no scripts, TeX left to them. */
import type { Block, Blocks } from '../document/doc.ts';
import { formula, type Html, inlines, join, NOTHING, tag, text } from './html.ts';

export const blocks = (list: Blocks): Html => join(list.map(block));

function block(b: Block): Html {
  switch (b.kind) {
    case 'heading':
      return tag('p', {}, tag('strong', {}, inlines(b.inlines)));
    case 'paragraph':
      return tag('p', {}, inlines(b.inlines));
    case 'display':
      return tag('p', {}, formula(b.formula, true));
    case 'derivation':
      return tag(
        'table',
        {},
        tag(
          'tbody',
          {},
          ...b.rows.map((row) =>
            tag(
              'tr',
              {},
              tag('td', {}, row.left === undefined ? NOTHING : formula(row.left)),
              tag('td', {}, formula(row.relation)),
              tag('td', {}, formula(row.right)),
              tag('td', {}, inlines(row.note)),
            ),
          ),
        ),
      );
    case 'list':
      return tag(b.ordered ? 'ol' : 'ul', {}, ...b.items.map((item) => tag('li', {}, blocks(item))));
    case 'table':
      return tag(
        'table',
        { border: '1' },
        b.caption.length > 0 ? tag('caption', {}, inlines(b.caption)) : NOTHING,
        b.header.length > 0
          ? tag('thead', {}, tag('tr', {}, ...b.header.map((h) => tag('th', { scope: 'col' }, inlines(h)))))
          : NOTHING,
        tag(
          'tbody',
          {},
          ...b.rows.map((row) =>
            tag(
              'tr',
              {},
              ...row.map((cell, k) =>
                k === 0 && b.rowHeaders ? tag('th', { scope: 'row' }, inlines(cell)) : tag('td', {}, inlines(cell)),
              ),
            ),
          ),
        ),
      );
    case 'figure':
      // Pictures travel as files; here their words.
      return tag('p', {}, text(b.alt));
    case 'group':
      return blocks(b.blocks);
    case 'answer':
    case 'marks':
    case 'rule':
    case 'pageBreak':
      return NOTHING;
  }
}
