/**
 * KaTeX's CSS classes that choose a font, as data. A face is what CSS would
 * inherit: family, weight and slant change independently.
 */
export type Family =
  | 'Main'
  | 'Math'
  | 'AMS'
  | 'Caligraphic'
  | 'Fraktur'
  | 'SansSerif'
  | 'Script'
  | 'Typewriter'
  | 'Size1'
  | 'Size2'
  | 'Size3'
  | 'Size4';

export type FontFace = { readonly family: Family; readonly bold: boolean; readonly italic: boolean };

export const mathFontNames = [
  'Main-Regular',
  'Main-Bold',
  'Main-Italic',
  'Main-BoldItalic',
  'Math-Italic',
  'Math-BoldItalic',
  'AMS-Regular',
  'Caligraphic-Regular',
  'Caligraphic-Bold',
  'Fraktur-Regular',
  'Fraktur-Bold',
  'SansSerif-Regular',
  'SansSerif-Bold',
  'SansSerif-Italic',
  'Script-Regular',
  'Typewriter-Regular',
  'Size1-Regular',
  'Size2-Regular',
  'Size3-Regular',
  'Size4-Regular',
] as const;
export type MathFontName = (typeof mathFontNames)[number];

const known: ReadonlyMap<string, MathFontName> = new Map(mathFontNames.map((name) => [name, name]));

export const rootFace: FontFace = { family: 'Main', bold: false, italic: false };

const changes: Readonly<Record<string, Partial<FontFace>>> = {
  textbf: { bold: true },
  textit: { italic: true },
  textrm: { family: 'Main' },
  textsf: { family: 'SansSerif' },
  texttt: { family: 'Typewriter' },
  mathnormal: { family: 'Math', italic: true },
  mathit: { family: 'Main', italic: true },
  mathrm: { italic: false },
  mathbf: { family: 'Main', bold: true },
  boldsymbol: { family: 'Math', bold: true, italic: true },
  amsrm: { family: 'AMS' },
  mathbb: { family: 'AMS' },
  textbb: { family: 'AMS' },
  mathcal: { family: 'Caligraphic' },
  mathfrak: { family: 'Fraktur' },
  textfrak: { family: 'Fraktur' },
  mathboldfrak: { family: 'Fraktur', bold: true },
  mathtt: { family: 'Typewriter' },
  mathscr: { family: 'Script' },
  textscr: { family: 'Script' },
  mathsf: { family: 'SansSerif' },
  mathboldsf: { family: 'SansSerif', bold: true },
  mathsfit: { family: 'SansSerif', italic: true },
  mathitsf: { family: 'SansSerif', italic: true },
  mainrm: { family: 'Main', italic: false },
  'small-op': { family: 'Size1' },
  'large-op': { family: 'Size2' },
};

/** The face after a class, or undefined where the class is no font class. */
export function changeFace(face: FontFace, className: string): FontFace | undefined {
  const change = Object.hasOwn(changes, className) ? changes[className] : undefined;
  return change && { ...face, ...change };
}

/** The font file of a face; like the browser, an absent weight or slant falls back to the upright regular. */
export function fontOf(face: FontFace): MathFontName {
  const style = face.bold ? (face.italic ? 'BoldItalic' : 'Bold') : face.italic ? 'Italic' : 'Regular';
  const name =
    known.get(`${face.family}-${style}`) ??
    known.get(`${face.family}-${face.bold ? 'Bold' : 'Regular'}`) ??
    known.get(`${face.family}-Regular`);
  if (name === undefined) throw new Error(`no font for ${face.family} ${style}`);
  return name;
}
