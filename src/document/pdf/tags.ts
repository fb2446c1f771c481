import type { ElementOptions, PdfContent, PdfDocument, PdfElement } from './pdfkit-low.ts';

export type Tag =
  | 'Document'
  | 'Sect'
  | 'Div'
  | 'H1'
  | 'H2'
  | 'H3'
  | 'P'
  | 'Form'
  | 'Formula'
  | 'Figure'
  | 'Caption'
  | 'Code'
  | 'L'
  | 'LI'
  | 'Lbl'
  | 'LBody'
  | 'Table'
  | 'THead'
  | 'TBody'
  | 'TR'
  | 'TH'
  | 'TD';

/**
 * A node of the structure tree, made during layout in reading order and
 * filled with marked content while pages are drawn. It becomes pdfkit
 * elements only at the very end: pdfkit silently loses what is set on an
 * element after it was added to its parent.
 */
export class TagNode {
  readonly tag: Tag;
  readonly children: (TagNode | PdfContent)[] = [];
  options: ElementOptions;
  attributes: Readonly<Record<string, unknown>> | undefined;
  /** The element where pdfkit needs it while the page is drawn: a form field's. */
  made: PdfElement | undefined;

  constructor(tag: Tag, options: ElementOptions = {}) {
    this.tag = tag;
    this.options = options;
  }

  /** A new last child. */
  child(tag: Tag, options: ElementOptions = {}): TagNode {
    const node = new TagNode(tag, options);
    this.children.push(node);
    return node;
  }
}

function isEmpty(node: TagNode): boolean {
  // Empty cells are needed: without them a row would lose columns.
  if (node.tag === 'TD' || node.tag === 'TH' || node.made !== undefined) return false;
  return node.children.every((child) => child instanceof TagNode && isEmpty(child));
}

function elementOf(pdf: PdfDocument, node: TagNode): PdfElement {
  const element = node.made ?? pdf.struct(node.tag, node.options);
  if (node.attributes !== undefined) {
    const before = element.dictionary.data.A;
    element.dictionary.data.A = { ...(typeof before === 'object' ? before : {}), ...node.attributes };
  }
  for (const child of node.children) {
    if (!(child instanceof TagNode)) element.add(child);
    else if (!isEmpty(child)) element.add(elementOf(pdf, child));
  }
  return element;
}

/** Writes the tree as the document's one root element. */
export function writeTags(pdf: PdfDocument, root: TagNode): void {
  pdf.addStructure(elementOf(pdf, root));
}
