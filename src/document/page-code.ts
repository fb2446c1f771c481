/**
 * The code in the corner of every page of a paper: which assignment, whose page, which variant. Scans are sorted by
 * it. It says nothing that is not printed beside it or known to everyone who has the roster.
 */
import type { AnswerSheet } from './doc.ts';

export type PageCode = {
  readonly assignment: string;
  readonly student: string;
  readonly attempt: number;
  readonly variant: string;
  readonly page: number;
  readonly pages: number;
};

/** Ids hold no spaces, but students' ids come from anywhere. */
const escaped = (part: string): string => encodeURIComponent(part);

export function sheetText(sheet: AnswerSheet, variant: string): string {
  return ['GRADUS1', sheet.assignment, sheet.student, `${sheet.attempt}`, variant].map(escaped).join(' ');
}

/** `GRADUS1 assignment student attempt variant page/pages`, each part percent-encoded. */
export function pageCodeText(sheet: AnswerSheet, variant: string, page: number, pages: number): string {
  return `${sheetText(sheet, variant)} ${page}/${pages}`;
}

/** What a code says; undefined where it is none of ours. The page is 0 of 0 in the text of a whole sheet. */
export function readPageCode(text: string): PageCode | undefined {
  const parts = text.trim().split(' ').map(unescaped);
  const [mark, assignment, student, attempt, variant, place = '0/0'] = parts;
  const pages = /^(\d{1,4})\/(\d{1,4})$/.exec(place);
  if (mark !== 'GRADUS1' || !assignment || !student || variant === undefined || pages === null) return undefined;
  if (attempt === undefined || !/^\d{1,4}$/.test(attempt)) return undefined;
  return {
    assignment,
    student,
    attempt: Number(attempt),
    variant,
    page: Number(pages[1]),
    pages: Number(pages[2]),
  };
}

function unescaped(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
