import type { Font, Glyph } from 'fontkit';
import type { Advance } from '../formula/css.ts';
import type { MathFontName } from '../formula/font-face.ts';
import { loadKatex } from '../formula/katex-tree.ts';
import { type FormulaSetter, formulaSetter } from '../formula/layout.ts';
import { type FormFont, makeFormFont } from './form-font.ts';

/** The text faces of a page: Computer Modern, as LaTeX sets it. */
export const textFontNames = ['serif', 'serif-bold', 'serif-italic', 'serif-bold-italic', 'mono'] as const;
export type TextFontName = (typeof textFontNames)[number];
export type FontName = MathFontName | TextFontName;

const textFiles: Readonly<Record<TextFontName, string>> = {
  serif: 'computer-modern/fonts/cmu-serif-500-roman.ttf',
  'serif-bold': 'computer-modern/fonts/cmu-serif-700-roman.ttf',
  'serif-italic': 'computer-modern/fonts/cmu-serif-500-italic.ttf',
  'serif-bold-italic': 'computer-modern/fonts/cmu-serif-700-italic.ttf',
  mono: 'computer-modern/fonts/cmu-typewriter-text-500-roman.ttf',
};

function isTextFont(name: FontName): name is TextFontName {
  return Object.hasOwn(textFiles, name);
}

/** The npm package path of a font file; the caller resolves it. */
export function fontFile(name: FontName): string {
  return isTextFont(name) ? textFiles[name] : `katex/dist/fonts/KaTeX_${name}.ttf`;
}

/** Reads a file of an npm package, e.g. `katex/dist/katex.min.css`. Called at most once per file. */
export type ReadPackageFile = (path: string) => Uint8Array;

export type GlyphRef = {
  readonly id: number;
  readonly advance: number;
  readonly codePoints: readonly number[];
  /** How far its ink reaches above and (negative) below the baseline, in em; 0 without ink. */
  readonly top: number;
  readonly bottom: number;
};
/** A shaped word: glyphs with their advances (kerning included) in em. */
export type ShapedText = {
  readonly width: number;
  readonly glyphs: readonly GlyphRef[];
  readonly advances: readonly number[];
  /** Characters that the font cannot print. */
  readonly missing: string;
};

export type FontLibrary = {
  /** Opened on first use, once per library. */
  readonly font: (name: FontName) => Font;
  readonly bytes: (name: FontName) => Uint8Array;
  /** One glyph without shaping (KaTeX's fonts have neither kerning nor ligatures); undefined where the font lacks it. */
  readonly glyph: (name: FontName, codePoint: number) => GlyphRef | undefined;
  /** Kerned and ligated; memoised. */
  readonly shape: (name: TextFontName, text: string) => ShapedText;
  readonly setFormula: FormulaSetter;
  /** For form fields; made on first use. */
  readonly formFont: () => Promise<FormFont>;
};

function measured(face: Font, glyph: Glyph): Omit<GlyphRef, 'codePoints'> {
  const { minY, maxY } = glyph.cbox;
  const em = (value: number): number => (Number.isFinite(value) ? value / face.unitsPerEm : 0);
  return { id: glyph.id, advance: em(glyph.advanceWidth), top: em(maxY), bottom: em(minY) };
}

/**
 * Which characters each glyph stands for, read off the text. fontkit keeps on
 * every glyph the characters it was first used for in this process, which
 * would make the bytes of a page depend on the pages before it.
 */
function glyphRefs(face: Font, text: string, glyphs: readonly Glyph[]): readonly GlyphRef[] {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0);
  let at = 0;
  return glyphs.map((glyph) => {
    const next = points[at];
    const direct = next !== undefined && face.glyphForCodePoint(next).id === glyph.id;
    const count = direct ? 1 : Math.max(1, glyph.codePoints.length);
    const codePoints = points.slice(at, at + count);
    at += count;
    return { ...measured(face, glyph), codePoints };
  });
}

/**
 * Opens the font library: keep one per process, it holds the opened fonts and
 * the laid-out formulas. Loads fontkit and KaTeX.
 */
export async function openFontLibrary(read: ReadPackageFile): Promise<FontLibrary> {
  const [{ create }, katex] = await Promise.all([import('fontkit'), loadKatex()]);
  const files = new Map<FontName, Uint8Array>();
  const fonts = new Map<FontName, Font>();
  const glyphs = new Map<FontName, Map<number, GlyphRef | undefined>>();
  const shaped = new Map<TextFontName, Map<string, ShapedText>>();
  const bytes = (name: FontName): Uint8Array => {
    const known = files.get(name);
    if (known !== undefined) return known;
    const file = read(fontFile(name));
    files.set(name, file);
    return file;
  };
  const font = (name: FontName): Font => {
    const known = fonts.get(name);
    if (known !== undefined) return known;
    const opened = create(bytes(name));
    fonts.set(name, opened);
    return opened;
  };
  const glyph = (name: FontName, codePoint: number): GlyphRef | undefined => {
    let table = glyphs.get(name);
    if (table === undefined) {
      table = new Map();
      glyphs.set(name, table);
    }
    if (table.has(codePoint)) return table.get(codePoint);
    const face = font(name);
    const found = face.hasGlyphForCodePoint(codePoint) ? face.glyphForCodePoint(codePoint) : undefined;
    const entry = found && { ...measured(face, found), codePoints: [codePoint] };
    table.set(codePoint, entry);
    return entry;
  };
  const shape = (name: TextFontName, text: string): ShapedText => {
    let table = shaped.get(name);
    if (table === undefined || table.size > 20_000) {
      table = new Map();
      shaped.set(name, table);
    }
    const known = table.get(text);
    if (known !== undefined) return known;
    const face = font(name);
    // Accents typed as separate marks are set as the accented letter.
    const composed = text.normalize('NFC');
    const run = face.layout(composed);
    const advances = run.positions.map((position) => position.xAdvance / face.unitsPerEm);
    const result: ShapedText = {
      width: advances.reduce((sum, advance) => sum + advance, 0),
      glyphs: glyphRefs(face, composed, run.glyphs),
      advances,
      // Asked by character: fontkit remembers one code point for all absent glyphs.
      missing: [...composed].filter((character) => !face.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)).join(''),
    };
    table.set(text, result);
    return result;
  };
  const advance: Advance = (name, codePoint) => glyph(name, codePoint)?.advance;
  let typed: Promise<FormFont> | undefined;
  const formFont = (): Promise<FormFont> => {
    typed ??= makeFormFont(font('mono'), bytes('mono'));
    return typed;
  };
  return { font, bytes, glyph, shape, setFormula: formulaSetter(katex, advance), formFont };
}
