/**
 * Form fields of a paper (ISO 32000-1, 12.7). Names follow the paths of a submission, `item.field[.node.cell]`; a
 * dot in a full name parts a field from its parent, so every path is a branch of a tree. Every field has a tooltip,
 * which is what a screen reader says, and every widget is the content of a `Form` element.
 */
import type { FormFont } from '../fonts/form-font.ts';
import type { PdfDocument, PdfRef } from './pdfkit-low.ts';
import type { TagNode } from './tags.ts';

/** In pt, y down, the origin in the upper left corner of the page. */
export type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A hidden field with this name says whose paper it is. */
export const SHEET_FIELD = '_gradus';

const flags = { readOnly: 1, multiline: 1 << 12, noToggleOff: 1 << 14, radio: 1 << 15, noSpell: 1 << 22 } as const;
const print = 4;
const hidden = 2;

type Branch = { readonly name: string; readonly ref: PdfRef; readonly kids: Map<string, Branch> };

/** A PDF text string; pdfkit writes boxed strings as text and plain ones as names. */
const text = (value: string): object => new String(value);

export class Form {
  readonly #pdf: PdfDocument;
  readonly #fields: PdfRef[] = [];
  readonly #branches = new Map<string, Branch>();
  readonly #marks = new Map<string, PdfRef>();
  readonly #font: PdfRef;

  constructor(pdf: PdfDocument, font: FormFont) {
    this.#pdf = pdf;
    this.#font = embed(pdf, font);
  }

  /** The field that holds others: made on first use. */
  #parent(path: readonly string[]): PdfRef | undefined {
    let parent: Branch | undefined;
    for (const name of path) {
      const among = parent?.kids ?? this.#branches;
      const known: Branch | undefined = among.get(name);
      if (known !== undefined) {
        parent = known;
        continue;
      }
      const ref = this.#pdf.ref({
        T: text(name),
        Kids: [],
        ...(parent === undefined ? {} : { Parent: parent.ref }),
      });
      this.#attach(ref, parent?.ref);
      const branch: Branch = { name, ref, kids: new Map() };
      among.set(name, branch);
      parent = branch;
    }
    return parent?.ref;
  }

  #attach(ref: PdfRef, parent: PdfRef | undefined): void {
    const { Kids } = parent?.data ?? {};
    if (Array.isArray(Kids)) Kids.push(ref);
    else this.#fields.push(ref);
  }

  #widget(area: Area, entries: Readonly<Record<string, unknown>>, tag: TagNode | undefined): PdfRef {
    const { x, y, width, height } = area;
    const element = tag && this.#pdf.struct('Form', {});
    this.#pdf.annotate(x, y, width, height, {
      Subtype: 'Widget',
      F: print,
      ...entries,
      ...(element === undefined ? {} : { structParent: element }),
    });
    if (tag !== undefined) tag.made = element;
    const { Annots } = this.#pdf.page.dictionary.data;
    const ref: unknown = Array.isArray(Annots) ? Annots.at(-1) : undefined;
    if (!isRef(ref)) throw new Error('pdfkit keeps annotations elsewhere');
    return ref;
  }

  /** A box for text; `path` is its full name in parts. */
  textBox(path: readonly string[], tooltip: string, area: Area, tag: TagNode, lines: 'one' | 'many'): void {
    const parent = this.#parent(path.slice(0, -1));
    const ref = this.#widget(
      inside(area, 1),
      {
        FT: 'Tx',
        T: text(path.at(-1) ?? ''),
        TU: text(tooltip),
        // A long answer in a low box grows small rather than out of sight.
        DA: text(`/${formFontName} ${lines === 'many' || area.height < 20 ? 10 : 11} Tf 0 g`),
        Ff: flags.noSpell | (lines === 'many' ? flags.multiline : 0),
        ...(parent === undefined ? {} : { Parent: parent }),
      },
      tag,
    );
    this.#attach(ref, parent);
  }

  /** A box to tick, on its own. */
  tick(path: readonly string[], tooltip: string, area: Area, tag: TagNode): void {
    const parent = this.#parent(path.slice(0, -1));
    const ref = this.#widget(
      area,
      {
        FT: 'Btn',
        T: text(path.at(-1) ?? ''),
        TU: text(tooltip),
        ...this.#states('yes', 'square', area),
        ...(parent === undefined ? {} : { Parent: parent }),
      },
      tag,
    );
    this.#attach(ref, parent);
  }

  /** One button of several of which one is chosen; all have the same `path`. `state` is the value it stands for. */
  radio(path: readonly string[], tooltip: string, state: string, option: string, area: Area, tag: TagNode): void {
    const group = this.#parent(path);
    if (group === undefined) throw new Error('a field needs a name');
    Object.assign(group.data, { FT: 'Btn', TU: text(tooltip), Ff: flags.radio | flags.noToggleOff, V: 'Off' });
    const ref = this.#widget(
      area,
      { Contents: text(option), Parent: group, ...this.#states(state, 'circle', area) },
      tag,
    );
    this.#attach(ref, group);
  }

  /** The page carries the empty circle or square, so a state only draws what is in it. */
  #states(on: string, shape: 'circle' | 'square', { width, height }: Area): Readonly<Record<string, unknown>> {
    return {
      AS: 'Off',
      MK: { CA: text(shape === 'circle' ? 'l' : '8') },
      DA: text('/ZaDb 0 Tf 0 g'),
      AP: { N: { [on]: this.#mark(shape, width, height), Off: this.#mark('none', width, height) } },
    };
  }

  #mark(shape: 'circle' | 'square' | 'none', width: number, height: number): PdfRef {
    const key = `${shape} ${width} ${height}`;
    const known = this.#marks.get(key);
    if (known !== undefined) return known;
    const [cx, cy] = [width / 2, height / 2];
    const r = Math.min(cx, cy) * 0.5;
    const k = 0.5522847498 * r;
    const at = (...points: readonly number[]): string => points.map((p) => p.toFixed(3)).join(' ');
    const drawing =
      shape === 'none'
        ? ''
        : shape === 'circle'
          ? `${at(cx + r, cy)} m ${at(cx + r, cy + k, cx + k, cy + r, cx, cy + r)} c ${at(cx - k, cy + r, cx - r, cy + k, cx - r, cy)} c ${at(cx - r, cy - k, cx - k, cy - r, cx, cy - r)} c ${at(cx + k, cy - r, cx + r, cy - k, cx + r, cy)} c f`
          : `1.2 w ${at(cx - r, cy - r)} m ${at(cx + r, cy + r)} l ${at(cx - r, cy + r)} m ${at(cx + r, cy - r)} l S`;
    const mark = this.#pdf.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, 0, width, height], Resources: {} });
    mark.write(drawing);
    mark.end();
    this.#marks.set(key, mark);
    return mark;
  }

  /** Whose paper it is, in a field that no one sees and every program keeps. */
  sheet(value: string): void {
    const ref = this.#widget(
      { x: 0, y: 0, width: 0, height: 0 },
      { FT: 'Tx', T: text(SHEET_FIELD), TU: text('Gradus'), V: text(value), F: hidden, Ff: flags.readOnly },
      undefined,
    );
    this.#fields.push(ref);
  }

  /** Writes the form into the document, after its last page. */
  finish(): void {
    const dashes = this.#pdf.ref({ Type: 'Font', Subtype: 'Type1', BaseFont: 'ZapfDingbats' });
    dashes.end();
    // pdfkit ends the fields with kids and the form itself, but only where it has begun a form of its own.
    this.#pdf._acroform = { fonts: {}, defaultFont: formFontName };
    this.#pdf._root.data.AcroForm = this.#pdf.ref({
      Fields: this.#fields,
      // Programs that fill fields in draw the text themselves.
      NeedAppearances: true,
      DA: text(`/${formFontName} 10 Tf 0 g`),
      DR: { Font: { [formFontName]: this.#font, ZaDb: dashes } },
    });
  }
}

const formFontName = 'Mono';

function isRef(value: unknown): value is PdfRef {
  return typeof value === 'object' && value !== null && 'data' in value;
}

function inside({ x, y, width, height }: Area, by: number): Area {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}

/** A simple font in WinAnsi, which every program can write text with. */
function embed(pdf: PdfDocument, font: FormFont): PdfRef {
  const file = pdf.ref({ Length1: font.bytes.length });
  file.write(font.bytes);
  file.end();
  const descriptor = pdf.ref({
    Type: 'FontDescriptor',
    FontName: font.name,
    // Fixed pitch, not symbolic.
    Flags: 33,
    FontBBox: font.box,
    ItalicAngle: 0,
    Ascent: font.ascent,
    Descent: font.descent,
    CapHeight: font.capHeight,
    StemV: 69,
    FontFile2: file,
  });
  descriptor.end();
  const ref = pdf.ref({
    Type: 'Font',
    Subtype: 'TrueType',
    BaseFont: font.name,
    FirstChar: 32,
    LastChar: 255,
    Widths: font.widths,
    FontDescriptor: descriptor,
    Encoding: 'WinAnsiEncoding',
  });
  ref.end();
  return ref;
}
