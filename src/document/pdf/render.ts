import { encode } from 'uqr';
import type { Doc, Inlines } from '../doc.ts';
import type { FontLibrary } from '../fonts/library.ts';
import { pageCodeText, sheetText } from '../page-code.ts';
import { stringsFor } from '../strings/strings.ts';
import { setBlocks } from './blocks.ts';
import { Canvas } from './canvas.ts';
import { drawColumn } from './check-column.ts';
import { Form } from './form.ts';
import { paginate } from './paginate.ts';
import { setParagraph } from './paragraph.ts';
import { openPdf, type PdfDocument, type PdfOutline } from './pdfkit-low.ts';
import { type LayoutIssue, type Setter, typesettingTools } from './setter.ts';
import { columnGap, type PageFrame, pageFrame, parskip, ruleWidth, smallSize } from './style.ts';
import { TagNode, writeTags } from './tags.ts';
import type { BlockContext } from './text-blocks.ts';
import { lineBoxes, stack, type VBox } from './vbox.ts';

export type PdfResult = {
  readonly bytes: Uint8Array;
  readonly pages: number;
  /** What does not look as it should; empty for a good page. */
  readonly issues: readonly LayoutIssue[];
};

const words = (text: string): Inlines => [{ kind: 'text', text }];

/** Title, course, student and variant at the head of the first page. */
function titleBox(doc: Doc, context: BlockContext): VBox {
  const { setter, width } = context;
  const set = (inlines: Inlines, size: number, tag: TagNode): readonly VBox[] =>
    lineBoxes(setParagraph(inlines, setter, { width, size, align: 'left' }), tag, { size, width, align: 'center' });
  const details = [
    doc.student === undefined ? '' : `${setter.strings.student}: ${doc.student}`,
    doc.variantCode === undefined ? '' : `${setter.strings.variant}: ${doc.variantCode}`,
  ].filter((part) => part !== '');
  const gap = (boxes: readonly VBox[], space: number): readonly VBox[] =>
    boxes.map((box, index) => (index === 0 ? { ...box, gap: space } : box));
  return stack([
    ...set(words(doc.course), 12, context.tag.child('P')),
    ...gap(set(words(doc.title), 17.28, context.tag.child('H1')), 4),
    ...gap(set(words(details.join('  ·  ')), 10.95, context.tag.child('P')), 4),
    { height: 8 + parskip, gap: 0, keep: false, draw: () => undefined },
  ]);
}

function drawFurniture(canvas: Canvas, doc: Doc, frame: PageFrame, setter: Setter, page: number, pages: number): void {
  const { strings, library } = setter;
  const right = [doc.student, doc.variantCode].filter((part) => part !== undefined).join('  ·  ');
  const left = `${doc.course}  ·  ${doc.title}`;
  const foot = strings.page(page, pages);
  const widthOf = (text: string): number => library.shape('serif', text).width * smallSize;
  const edge = frame.left + frame.textWidth;
  const room = frame.textWidth - widthOf(right) - 18;
  canvas.artifact('Pagination', () => {
    // A long title gives way to the name and code, which must be on every page.
    let head = left;
    while (widthOf(head) > room && head.length > 4) head = `${head.slice(0, -2).trimEnd()}…`;
    const put = (text: string, x: number, y: number): void =>
      canvas.words('serif', smallSize, x, y, [library.shape('serif', text)], []);
    if (page > 1) put(head, frame.left, frame.headerY);
    if (page > 1 || right !== '') put(right, edge - widthOf(right), frame.headerY);
    if (page > 1) canvas.line(frame.left, frame.headerY + 5, edge, frame.headerY + 5, { width: ruleWidth });
    put(foot, (frame.width - widthOf(foot)) / 2, frame.footerY);
    if (doc.answerSheet === undefined) return;
    const code = encode(pageCodeText(doc.answerSheet, doc.variantCode ?? '', page, pages), { ecc: 'M', border: 0 });
    canvas.modules(code.data, edge - codeSize, frame.height - codeSize - 18, codeSize);
  });
}

/** Of the code in the corner of a page, in pt: 15 mm, which phones and scanners read well. */
const codeSize = 42;

/** Bookmarks nested by heading level. */
function outliner(pdf: () => PdfDocument, frame: PageFrame): BlockContext['outline'] {
  const open: { readonly level: number; readonly item: PdfOutline }[] = [];
  return (level, title, y) => {
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
    const parent = open.at(-1)?.item ?? pdf().outline;
    open.push({ level, item: parent.addItem(title, { expanded: true, top: Math.max(0, y - 10), left: frame.width }) });
  };
}

/**
 * Renders a document as a tagged PDF. The same document, fonts and versions
 * give the same bytes. Loads pdfkit on first use.
 */
export async function renderPdf(doc: Doc, library: FontLibrary): Promise<PdfResult> {
  const frame = pageFrame(doc);
  const title = `${doc.title} – ${doc.course}${doc.student === undefined ? '' : ` – ${doc.student}`}`;
  const [pdf, tools, typed] = await Promise.all([
    openPdf({ size: [frame.width, frame.height], lang: doc.lang, title }),
    typesettingTools(doc.lang),
    doc.answerSheet && library.formFont(),
  ]);
  const issues: LayoutIssue[] = [];
  const setter: Setter = { library, ...tools, strings: stringsFor(doc), report: (issue) => issues.push(issue) };
  const root = new TagNode('Document');
  const context: BlockContext = {
    setter,
    width: frame.textWidth,
    tag: root,
    outline: outliner(() => pdf, frame),
    setBlocks,
  };
  const head = titleBox(doc, context);
  const boxes = setBlocks(doc.blocks, { ...context, width: frame.columnWidth });
  const height = frame.bottom - frame.top;
  const heightOf = (column: number): number => (column < frame.columns ? height - head.height : height);
  const columns = paginate(boxes, frame.columns, heightOf, setter.report);
  const pages = Math.ceil(columns.length / frame.columns);
  const canvas = new Canvas(pdf, library, typed && new Form(pdf, typed));
  for (let page = 0; page < pages; page += 1) {
    canvas.addPage();
    if (page === 0) head.draw(canvas, frame.left, frame.top);
    const top = frame.top + (page === 0 ? head.height : 0);
    for (let column = 0; column < frame.columns; column += 1) {
      const left = frame.left + column * (frame.columnWidth + columnGap);
      const area = { left, top, width: frame.columnWidth };
      drawColumn(columns[page * frame.columns + column] ?? [], canvas, area, page + 1, setter.report);
    }
    drawFurniture(canvas, doc, frame, setter, page + 1, pages);
    if (page === 0 && doc.answerSheet !== undefined)
      canvas.form?.sheet(sheetText(doc.answerSheet, doc.variantCode ?? ''));
  }
  canvas.finish();
  canvas.form?.finish();
  writeTags(pdf, root);
  const chunks: Uint8Array[] = [];
  const done = new Promise<void>((resolve) => {
    pdf.on('data', (chunk) => chunks.push(chunk));
    pdf.on('end', resolve);
  });
  pdf.end();
  await done;
  return { bytes: joinChunks(chunks), pages, issues };
}

function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
