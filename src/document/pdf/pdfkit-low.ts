import type { Font } from 'fontkit';

/**
 * The low-level part of pdfkit that the canvas uses. @types/pdfkit lacks most
 * of it (tags, embedded fonts, raw content), so it is declared here and
 * checked once when pdfkit is loaded.
 */
export type PdfRef = {
  readonly data: Record<string, unknown>;
  write(content: string | Uint8Array): void;
  end(): void;
};
export type PdfContent = { readonly refs: readonly unknown[] };
export type PdfElement = {
  readonly dictionary: PdfRef;
  add(child: PdfElement | PdfContent): PdfElement;
};
export type PdfOutline = {
  addItem(
    title: string,
    options: { readonly expanded: boolean; readonly top: number; readonly left: number },
  ): PdfOutline;
};
export type PdfEmbeddedFont = {
  readonly id: string;
  readonly subset: { includeGlyph(id: number): number };
  readonly widths: (number | undefined)[];
  readonly unicode: (readonly number[] | undefined)[];
  ref(): PdfRef;
};
export type PdfPage = {
  readonly width: number;
  readonly height: number;
  readonly dictionary: PdfRef;
  readonly fonts: Record<string, PdfRef>;
};
export type ElementOptions = {
  readonly alt?: string;
  readonly bbox?: readonly [number, number, number, number];
  readonly placement?: 'Block' | 'Inline';
  readonly scope?: 'Row' | 'Column';
};
export type PdfDocument = {
  readonly page: PdfPage;
  readonly outline: PdfOutline;
  readonly _font: PdfEmbeddedFont;
  readonly _root: PdfRef;
  _acroform?: { readonly fonts: Readonly<Record<string, PdfRef>>; readonly defaultFont: string };
  ref(data: Readonly<Record<string, unknown>>): PdfRef;
  /** Adds an annotation to the page; `structParent` gets a reference to it as its child. */
  annotate(x: number, y: number, width: number, height: number, entries: Readonly<Record<string, unknown>>): void;
  registerFont(name: string, font: Font): void;
  font(name: string): void;
  addPage(): void;
  addContent(operators: string): void;
  markContent(tag: 'Artifact', options: { readonly type: string }): void;
  markStructureContent(tag: string): PdfContent;
  endMarkedContent(): void;
  struct(tag: string, options: ElementOptions): PdfElement;
  addStructure(element: PdfElement): void;
  on(event: 'data', handle: (chunk: Uint8Array) => void): void;
  on(event: 'end', handle: () => void): void;
  end(): void;
};

export type PdfOptions = {
  readonly size: readonly [number, number];
  readonly lang: string;
  readonly title: string;
};

type PdfConstructor = new (options: Readonly<Record<string, unknown>>) => PdfDocument;

function isPdfConstructor(value: unknown): value is PdfConstructor {
  return (
    typeof value === 'function' &&
    ['addContent', 'markStructureContent', 'struct', 'addStructure', 'registerFont', 'annotate', 'endAcroForm'].every(
      (name) => name in value.prototype,
    )
  );
}

let loaded: Promise<PdfConstructor> | undefined;

async function loadPdfkit(): Promise<PdfConstructor> {
  const Pdf: unknown = (await import('pdfkit')).default;
  if (!isPdfConstructor(Pdf)) throw new Error('this pdfkit lacks the calls for tagged PDF');
  return Pdf;
}

/** A fixed date keeps the bytes the same: the file's ID is computed from it too. */
const fixedDate = new Date(Date.UTC(2000, 0, 1));

/** A new tagged document without a page. */
export async function openPdf({ size, lang, title }: PdfOptions): Promise<PdfDocument> {
  loaded ??= loadPdfkit();
  const Pdf = await loaded;
  return new Pdf({
    size,
    margin: 0,
    lang,
    autoFirstPage: false,
    pdfVersion: '1.7',
    subset: 'PDF/UA',
    tagged: true,
    displayTitle: true,
    font: null,
    info: { Title: title, Producer: 'Gradus', Creator: 'Gradus', CreationDate: fixedDate, ModDate: fixedDate },
  });
}
