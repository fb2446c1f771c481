import type { FontLibrary, FontName, GlyphRef, ShapedText, TextFontName } from '../fonts/library.ts';
import type { FormulaItem } from '../formula/box.ts';
import type { Form } from './form.ts';
import type { PdfContent, PdfDocument, PdfEmbeddedFont } from './pdfkit-low.ts';
import type { TagNode } from './tags.ts';

/** Coordinates and lengths in pt, y down, the origin in the upper left corner of the page. */
function num(value: number): string {
  const rounded = Math.round(value * 1000) / 1000;
  return Object.is(rounded, -0) ? '0' : String(rounded);
}

export type LineStyle = { readonly width: number; readonly gray?: number; readonly dash?: readonly number[] };

type Embedded = { readonly font: PdfEmbeddedFont; readonly codes: Map<number, string>; page: unknown };

/** The rectangle around what was drawn. */
export type Ink = { left: number; top: number; right: number; bottom: number };

const noInk = (): Ink => ({
  left: Number.POSITIVE_INFINITY,
  top: Number.POSITIVE_INFINITY,
  right: Number.NEGATIVE_INFINITY,
  bottom: Number.NEGATIVE_INFINITY,
});

/** Draws on the pages of one document. Operators are gathered and handed to pdfkit at marks and page ends. */
export class Canvas {
  readonly #pdf: PdfDocument;
  readonly #library: FontLibrary;
  readonly #fonts = new Map<FontName, Embedded>();
  #operators: string[] = [];
  #ink = noInk();

  /** Where answer boxes become fields; undefined in documents that are only read. */
  readonly form: Form | undefined;

  constructor(pdf: PdfDocument, library: FontLibrary, form?: Form) {
    this.#pdf = pdf;
    this.#library = library;
    this.form = form;
  }

  get pdf(): PdfDocument {
    return this.#pdf;
  }

  #flush(): void {
    if (this.#operators.length > 0) this.#pdf.addContent(this.#operators.join('\n'));
    this.#operators = [];
  }

  /** Where ink has gone since the last call; the edges are infinite where nothing was drawn. */
  takeInk(): Readonly<Ink> {
    const ink = this.#ink;
    this.#ink = noInk();
    return ink;
  }

  #mark(left: number, top: number, right: number, bottom: number): void {
    const ink = this.#ink;
    if (left < ink.left) ink.left = left;
    if (top < ink.top) ink.top = top;
    if (right > ink.right) ink.right = right;
    if (bottom > ink.bottom) ink.bottom = bottom;
  }

  addPage(): void {
    this.#flush();
    this.#pdf.addPage();
    // Keyboard order follows the structure.
    this.#pdf.page.dictionary.data.Tabs = 'S';
  }

  /** Content of a structure element. Marks do not nest. */
  marked(node: TagNode, draw: () => void): void {
    this.#flush();
    const content: PdfContent = this.#pdf.markStructureContent(node.tag);
    draw();
    this.#flush();
    this.#pdf.endMarkedContent();
    node.children.push(content);
  }

  /** Decoration that a screen reader leaves out. */
  artifact(type: 'Layout' | 'Pagination', draw: () => void): void {
    this.#flush();
    this.#pdf.markContent('Artifact', { type });
    draw();
    this.#flush();
    this.#pdf.endMarkedContent();
  }

  #embedded(name: FontName): Embedded {
    let entry = this.#fonts.get(name);
    if (entry === undefined) {
      this.#pdf.registerFont(name, this.#library.font(name));
      this.#pdf.font(name);
      entry = { font: this.#pdf._font, codes: new Map(), page: undefined };
      this.#fonts.set(name, entry);
    }
    if (entry.page !== this.#pdf.page) {
      this.#pdf.page.fonts[entry.font.id] = entry.font.ref();
      entry.page = this.#pdf.page;
    }
    return entry;
  }

  #code({ font, codes }: Embedded, glyph: GlyphRef): string {
    let code = codes.get(glyph.id);
    if (code === undefined) {
      const index = font.subset.includeGlyph(glyph.id);
      font.widths[index] ??= glyph.advance * 1000;
      font.unicode[index] ??= glyph.codePoints;
      code = index.toString(16).padStart(4, '0');
      codes.set(glyph.id, code);
    }
    return code;
  }

  /** Shaped words of one font on a baseline; between two words a real space, stretched to `gap` (pt). */
  words(
    name: TextFontName,
    size: number,
    x: number,
    y: number,
    words: readonly ShapedText[],
    gaps: readonly number[],
  ): void {
    const entry = this.#embedded(name);
    const space = this.#library.glyph(name, 0x20);
    if (space === undefined) throw new Error(`${name} has no space`);
    const parts: string[] = [];
    let run = '';
    const adjust = (difference: number): void => {
      if (Math.abs(difference) < 0.0005) return;
      parts.push(`<${run}>`, num(-difference * 1000));
      run = '';
    };
    let width = 0;
    let [top, bottom] = [0, 0];
    words.forEach((word, index) => {
      width += word.width + (index > 0 ? (gaps[index - 1] ?? 0) / size : 0);
      if (index > 0) {
        run += this.#code(entry, space);
        adjust((gaps[index - 1] ?? 0) / size - space.advance);
      }
      word.glyphs.forEach((glyph, place) => {
        run += this.#code(entry, glyph);
        top = Math.max(top, glyph.top);
        bottom = Math.min(bottom, glyph.bottom);
        adjust((word.advances[place] ?? glyph.advance) - glyph.advance);
      });
    });
    if (run !== '') parts.push(`<${run}>`);
    this.#mark(x, y - top * size, x + width * size, y - bottom * size);
    this.#operators.push(
      `BT /${entry.font.id} ${num(size)} Tf 1 0 0 -1 ${num(x)} ${num(y)} Tm [${parts.join(' ')}] TJ ET`,
    );
  }

  /** A hyphen at the end of a line, which is no part of the word. */
  softHyphen(name: TextFontName, size: number, x: number, y: number): void {
    this.#operators.push('/Span <</ActualText <FEFF00AD>>> BDC');
    this.words(name, size, x, y, [this.#library.shape(name, '-')], []);
    this.#operators.push('EMC');
  }

  /** Items of a formula piece whose left end and baseline are at (x, y). */
  formula(items: readonly FormulaItem[], size: number, x: number, y: number): void {
    for (const item of items) {
      switch (item.kind) {
        case 'glyphs': {
          const entry = this.#embedded(item.font);
          let run = '';
          const em = item.size * size;
          const [left, base] = [x + item.x * size, y + item.y * size];
          let right = left;
          for (const character of item.text) {
            const glyph = this.#library.glyph(item.font, character.codePointAt(0) ?? 0);
            if (glyph === undefined) throw new Error(`${item.font} has no glyph for "${character}"`);
            run += this.#code(entry, glyph);
            this.#mark(right, base - glyph.top * em, right + glyph.advance * em, base - glyph.bottom * em);
            right += glyph.advance * em;
          }
          this.#operators.push(
            `BT /${entry.font.id} ${num(em)} Tf 1 0 0 -1 ${num(left)} ${num(base)} Tm <${run}> Tj ET`,
          );
          break;
        }
        case 'rect':
          this.#mark(
            x + item.x * size,
            y + item.y * size,
            x + (item.x + item.width) * size,
            y + (item.y + item.height) * size,
          );
          this.#operators.push(
            `${num(x + item.x * size)} ${num(y + item.y * size)} ${num(item.width * size)} ${num(item.height * size)} re f`,
          );
          break;
        case 'path': {
          const at = (points: readonly number[]): string =>
            points.map((value, index) => num((index % 2 === 0 ? x : y) + value * size)).join(' ');
          const path = item.segments.map((segment) => {
            if (segment.op === 'Z') return 'h';
            return `${at(segment.points)} ${segment.op === 'M' ? 'm' : segment.op === 'L' ? 'l' : 'c'}`;
          });
          this.#operators.push(`${path.join(' ')} f`);
          break;
        }
      }
    }
  }

  /** Dark modules of a code, `size` pt wide; runs of a row are one rectangle. */
  modules(rows: readonly (readonly boolean[])[], x: number, y: number, size: number): void {
    const unit = size / rows.length;
    const path: string[] = [];
    rows.forEach((row, line) => {
      for (let start = 0; start < row.length; start += 1) {
        if (row[start] !== true) continue;
        let end = start;
        while (row[end + 1] === true) end += 1;
        path.push(`${num(x + start * unit)} ${num(y + line * unit)} ${num((end - start + 1) * unit)} ${num(unit)} re`);
        start = end;
      }
    });
    this.#operators.push(`${path.join(' ')} f`);
  }

  #stroke(path: string, style: LineStyle): void {
    const dash = style.dash === undefined ? '' : `[${style.dash.map(num).join(' ')}] 0 d `;
    this.#operators.push(`q ${dash}${num(style.width)} w ${num(style.gray ?? 0)} G ${path} S Q`);
  }

  line(x1: number, y1: number, x2: number, y2: number, style: LineStyle): void {
    this.#mark(Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2));
    this.#stroke(`${num(x1)} ${num(y1)} m ${num(x2)} ${num(y2)} l`, style);
  }

  polyline(points: readonly (readonly [number, number])[], style: LineStyle): void {
    this.#stroke(points.map(([x, y], index) => `${num(x)} ${num(y)} ${index === 0 ? 'm' : 'l'}`).join(' '), style);
  }

  /** A filled polygon, for arrow heads. */
  polygon(points: readonly (readonly [number, number])[]): void {
    this.#operators.push(
      `${points.map(([x, y], index) => `${num(x)} ${num(y)} ${index === 0 ? 'm' : 'l'}`).join(' ')} h f`,
    );
  }

  /** Wipes out what lies below a label. */
  blank(x: number, y: number, width: number, height: number): void {
    this.#operators.push(`1 g ${num(x)} ${num(y)} ${num(width)} ${num(height)} re f 0 g`);
  }

  frame(x: number, y: number, width: number, height: number, style: LineStyle): void {
    this.#mark(x, y, x + width, y + height);
    this.#stroke(`${num(x)} ${num(y)} ${num(width)} ${num(height)} re`, style);
  }

  ellipse(cx: number, cy: number, rx: number, ry: number, style: LineStyle, filled = false): void {
    this.#mark(cx - rx, cy - ry, cx + rx, cy + ry);
    // Four cubics; the factor makes them touch a circle at the middle of each arc.
    const k = 0.5522847498;
    const p = (dx: number, dy: number): string => `${num(cx + dx * rx)} ${num(cy + dy * ry)}`;
    const path = `${p(1, 0)} m ${p(1, k)} ${p(k, 1)} ${p(0, 1)} c ${p(-k, 1)} ${p(-1, k)} ${p(-1, 0)} c ${p(-1, -k)} ${p(-k, -1)} ${p(0, -1)} c ${p(k, -1)} ${p(1, -k)} ${p(1, 0)} c h`;
    if (filled) this.#operators.push(`${path} f`);
    else this.#stroke(path, style);
  }

  finish(): void {
    this.#flush();
  }
}
