/** Formulas inside drawings: the same placed glyphs as in the PDF, as SVG text in KaTeX's fonts. */
import type { Shape } from '../doc.ts';
import type { FontLibrary } from '../fonts/library.ts';
import type { FormulaItem } from '../formula/box.ts';
import type { MathFontName } from '../formula/font-face.ts';
import type { View } from './view.ts';

type Label = Extract<Shape, { readonly kind: 'label' }>;

const hundredth = (v: number): number => Math.round(v * 100) / 100 + 0;

/** How a page names one of KaTeX's fonts. */
export const mathFace = (
  name: MathFontName,
): { readonly family: string; readonly weight: number; readonly style: 'italic' | 'normal' } => ({
  family: `KaTeX_${name.split('-')[0]}`,
  weight: name.includes('Bold') ? 700 : 400,
  style: name.includes('Italic') ? 'italic' : 'normal',
});

/** Centred at the label's place, as the PDF sets it. */
export function labelView(label: Label, library: FontLibrary): View {
  const layout = library.setFormula(label.formula.latex, 'inline');
  const { size } = label;
  const width = layout.width * size;
  const height = (layout.height + layout.depth) * size;
  const baseline = label.y + ((layout.height - layout.depth) * size) / 2;
  let x = label.x - width / 2;
  const items: View[] = [];
  for (const piece of layout.pieces) {
    items.push(...piece.items.map((item) => itemView(item, size, x, baseline)));
    x += piece.width * size;
  }
  const clear = label.clear === true;
  return {
    kind: 'label',
    items,
    clear,
    box: {
      x: hundredth(label.x - width / 2 - 1.5),
      y: hundredth(label.y - height / 2 - 1),
      width: hundredth(width + 3),
      height: hundredth(height + 2),
    },
  };
}

function itemView(item: FormulaItem, size: number, x: number, y: number): View {
  const at = (value: number, origin: number): number => hundredth(origin + value * size);
  switch (item.kind) {
    case 'glyphs':
      return {
        kind: 'glyphs',
        x: at(item.x, x),
        y: at(item.y, y),
        size: hundredth(item.size * size),
        text: item.text,
        ...mathFace(item.font),
      };
    case 'rect':
      return {
        kind: 'rect',
        x: at(item.x, x),
        y: at(item.y, y),
        width: hundredth(item.width * size),
        height: hundredth(item.height * size),
      };
    case 'path':
      return {
        kind: 'path',
        d: item.segments
          .map((segment) =>
            segment.op === 'Z'
              ? 'Z'
              : `${segment.op}${segment.points.map((value, i) => at(value, i % 2 === 0 ? x : y)).join(' ')}`,
          )
          .join(''),
      };
  }
}
