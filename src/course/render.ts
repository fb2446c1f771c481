/** Docs to files: PDF and HTML, with what the layout found wrong. */
import type { Doc } from '../document/doc.ts';
import type { LayoutIssue } from '../document/pdf/setter.ts';
import type { Course } from './course.ts';
import { fontLibrary, htmlAssets } from './resources.ts';

export interface RenderedPdf {
  readonly bytes: Uint8Array;
  readonly pages: number;
  /** Lines that stick out, boxes that overlap, characters without a glyph: as a person reads them. */
  readonly issues: readonly string[];
}

const issueText = ({ page, kind, by, what }: LayoutIssue): string =>
  `${page === undefined ? '' : `page ${page}: `}${kind}${by > 0 ? ` by ${by.toFixed(1)} pt` : ''}: ${what}`;

export async function toPdf(doc: Doc, course: Course | null = null): Promise<RenderedPdf> {
  const { renderPdf } = await import('../document/pdf/render.ts');
  const { bytes, pages, issues } = await renderPdf(doc, await fontLibrary(course));
  return { bytes, pages, issues: issues.map(issueText) };
}

export async function toHtml(doc: Doc, course: Course | null): Promise<string> {
  const { renderHtml } = await import('../document/html/render.ts');
  return renderHtml(doc, await htmlAssets(course));
}
