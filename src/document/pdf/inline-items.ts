import type { Inlines } from '../doc.ts';
import type { TextFontName } from '../fonts/library.ts';
import type { FormulaPiece } from '../formula/box.ts';
import type { PlacedFormula, Setter } from './setter.ts';

/** Items of the Knuth–Plass model with what they print. Widths in pt. */
export type Item =
  | { readonly type: 'box'; readonly width: number; readonly word: string; readonly font: TextFontName }
  | { readonly type: 'box'; readonly width: number; readonly piece: FormulaPiece; readonly of: PlacedFormula }
  | {
      readonly type: 'glue';
      readonly width: number;
      readonly stretch: number;
      readonly shrink: number;
      readonly font?: TextFontName;
    }
  | {
      readonly type: 'penalty';
      readonly width: number;
      readonly cost: number;
      readonly flagged: boolean;
      readonly font?: TextFontName;
    };

/** tex-linebreak takes costs of ±1000 for "never" and "always". */
const forbidden = 1000;
export const forced = -1000;

const breakCosts = { relation: 150, binary: 300, none: forbidden } as const;

function fontOf(bold: boolean, italic: boolean): TextFontName {
  if (bold) return italic ? 'serif-bold-italic' : 'serif-bold';
  return italic ? 'serif-italic' : 'serif';
}

export type ItemOptions = {
  readonly size: number;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly hyphenate: boolean;
};

/** The items of inlines, without a finish: callers append the end of the paragraph. */
export function inlineItems(inlines: Inlines, setter: Setter, options: ItemOptions): readonly Item[] {
  const { library } = setter;
  const { size } = options;
  const items: Item[] = [];
  let formulas = 0;
  const width = (font: TextFontName, text: string): number => library.shape(font, text).width * size;
  const space = (font: TextFontName): Item => ({
    type: 'glue',
    width: 0.333 * size,
    stretch: 0.1667 * size,
    shrink: 0.111 * size,
    font,
  });
  const word = (font: TextFontName, text: string): void => {
    const { missing } = library.shape(font, text);
    if (missing !== '') setter.report({ kind: 'missing-glyph', by: 0, what: `"${missing}" in "${text}"` });
    const parts = options.hyphenate && /^\p{L}{5,}[\p{P}]*$/u.test(text) ? setter.hyphenate(text) : [text];
    let before = '';
    parts.forEach((part, index) => {
      // Widths as differences of whole prefixes: kerning between the parts is kept.
      const boxWidth = width(font, before + part) - width(font, before);
      items.push({ type: 'box', width: boxWidth, word: part, font });
      before += part;
      if (index < parts.length - 1)
        items.push({ type: 'penalty', width: width(font, '-'), cost: 60, flagged: true, font });
    });
  };
  const text = (font: TextFontName, content: string): void => {
    for (const token of content.match(/[^\S\u00a0]+|\u00a0|[^\s\u00a0]+/g) ?? []) {
      if (token === '\u00a0') items.push({ type: 'penalty', width: 0, cost: forbidden, flagged: false }, space(font));
      else if (/^\s/.test(token)) items.push(space(font));
      else {
        // A line may end after a hyphen or dash that is already there.
        const parts = token.split(/(?<=[\p{L}\d][-–—])(?=\p{L})/u);
        parts.forEach((part, index) => {
          if (index > 0) items.push({ type: 'penalty', width: 0, cost: 60, flagged: false });
          word(font, part);
        });
      }
    }
  };
  const visit = (current: Inlines, bold: boolean, italic: boolean): void => {
    for (const inline of current) {
      switch (inline.kind) {
        case 'text':
          text(fontOf(bold, italic), inline.text);
          break;
        case 'code':
          text('mono', inline.text);
          break;
        case 'strong':
          visit(inline.inlines, true, italic);
          break;
        case 'emphasis':
          visit(inline.inlines, bold, !italic);
          break;
        case 'lineBreak':
          items.push(
            { type: 'glue', width: 0, stretch: 1e5, shrink: 0 },
            { type: 'penalty', width: 0, cost: forced, flagged: false },
          );
          break;
        case 'formula': {
          const of: PlacedFormula = { formula: inline.formula, index: formulas };
          formulas += 1;
          const { pieces } = library.setFormula(inline.formula.latex, 'inline');
          pieces.forEach((piece, index) => {
            const last = index === pieces.length - 1;
            items.push({ type: 'box', width: (piece.width - (last ? 0 : piece.trailing)) * size, piece, of });
            if (last) return;
            const cost = Math.min(forbidden - 1, breakCosts[piece.breakAfter] + 350 * Math.max(0, piece.nesting));
            items.push({ type: 'penalty', width: 0, cost, flagged: false });
            items.push({ type: 'glue', width: piece.trailing * size, stretch: 0, shrink: 0 });
          });
          break;
        }
      }
    }
  };
  visit(inlines, options.bold, options.italic);
  return items;
}
