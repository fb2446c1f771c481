/** Docs to files: PDF and HTML, with what the layout found wrong. */
import type { Doc } from '../document/doc.ts';
import type { Course } from './course.ts';
import { fontLibrary, htmlAssets } from './resources.ts';

export interface RenderedPdf {
  readonly bytes: Uint8Array;
  /** Lines that stick out, boxes that overlap, characters without a glyph: as a person reads them. */
  readonly issues: readonly string[];
}

export async function toPdf(doc: Doc, course: Course | null): Promise<RenderedPdf> {
  const { renderPdf } = await import('../document/pdf/render.ts');
  const { bytes, issues } = await renderPdf(doc, await fontLibrary(course));
  return { bytes, issues: issues.map((i) => `page ${i.page ?? 1}: ${i.kind}: ${i.what}`) };
}

export async function toHtml(doc: Doc, course: Course | null): Promise<string> {
  const { renderHtml } = await import('../document/html/render.ts');
  return renderHtml(doc, await htmlAssets(course));
}
