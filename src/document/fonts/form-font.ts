import type { Font } from 'fontkit';

/** The typewriter face with the characters of WinAnsi (Windows code page 1252), for text typed into form fields. */
export type FormFont = {
  /** With a tag, as subsets are named. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of the codes 32 to 255, in thousandths of an em; so are all other lengths. */
  readonly widths: readonly number[];
  readonly box: readonly [number, number, number, number];
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
};

/** Code page 1252 at 0x80 to 0x9F; 0 where it has nothing. */
const special = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
  0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];

const codePoints = Array.from({ length: 224 }, (_, index) => {
  const code = index + 32;
  return code >= 0x80 && code < 0xa0 ? (special[code - 0x80] ?? 0) : code === 0x7f ? 0 : code;
});

/** Cuts the face down; loads the subsetter (HarfBuzz). */
export async function makeFormFont(face: Font, bytes: Uint8Array): Promise<FormFont> {
  const { default: subsetFont } = await import('subset-font');
  const known = codePoints.filter((point) => point !== 0 && face.hasGlyphForCodePoint(point));
  const em = 1000 / face.unitsPerEm;
  const round = (value: number): number => Math.round(value * em);
  const { minX, minY, maxX, maxY } = face.bbox;
  return {
    name: `GRADUS+${face.postscriptName ?? 'Typewriter'}`,
    // Hints and substitutions are more than half of the bytes; typed text is short and needs neither.
    bytes: await subsetFont(bytes, String.fromCodePoint(...known), {
      targetFormat: 'truetype',
      noHinting: true,
      noLayoutClosure: true,
    }),
    widths: codePoints.map((point) =>
      point !== 0 && face.hasGlyphForCodePoint(point) ? round(face.glyphForCodePoint(point).advanceWidth) : 0,
    ),
    box: [round(minX), round(minY), round(maxX), round(maxY)],
    ascent: round(face.ascent),
    descent: round(face.descent),
    capHeight: round(face.capHeight ?? face.ascent),
  };
}
