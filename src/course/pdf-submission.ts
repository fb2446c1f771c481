/**
 * A filled-in PDF paper as a submission. Field names are the paths `item.field[.node.cell]` that the paper was printed
 * with; a hidden field says whose paper it is, so nobody types an id and a renamed file is still found.
 */
import { readFile } from 'node:fs/promises';
import type { RawAnswer } from '../answers/contract.ts';
import { type Issue, issue } from '../base/issue.ts';
import { failure, type Result, success } from '../base/result.ts';
import { type PageCode, readPageCode } from '../document/page-code.ts';
import { SHEET_FIELD } from '../document/pdf/form.ts';

export interface PdfSubmission {
  readonly sheet: PageCode;
  readonly answers: ReadonlyMap<string, ReadonlyMap<string, RawAnswer>>;
}

/** What a field holds; undefined where nothing was filled in. A tick is `true`. */
type Held = string | true | undefined;

type PdfLib = typeof import('@cantoo/pdf-lib');
type PdfField = ReturnType<
  ReturnType<Awaited<ReturnType<PdfLib['PDFDocument']['load']>>['getForm']>['getFields']
>[number];

/** Larger files hold something other than answers. */
const MAX_BYTES = 50e6;

export async function readPdfSubmission(file: string): Promise<Result<PdfSubmission, readonly Issue[]>> {
  const bytes = await readFile(file);
  if (bytes.length > MAX_BYTES)
    return failure([
      issue('pdf', 'this PDF is larger than 50 MB', { file }, 'hand in the file that the answers were typed into'),
    ]);
  const held = await fieldsOf(bytes);
  if (held === null) {
    const hint = 'open it in a PDF program; if it opens there, save it under a new name and hand that in';
    return failure([issue('pdf', 'this file is damaged or no PDF', { file }, hint)]);
  }
  const sheet = readPageCode(String(held.get(SHEET_FIELD) ?? ''));
  if (sheet === undefined) {
    const hint =
      held.size === 0
        ? 'it was printed or flattened on the way; hand in the file that the answers were typed into, or type them into a table'
        : 'hand in the paper that was made for this student';
    return failure([issue('pdf', 'this PDF has no answer boxes of a Gradus paper', { file }, hint)]);
  }
  return success({ sheet, answers: answersOf(held) });
}

/** The fields with their full names; null where the file cannot be read as a PDF. */
async function fieldsOf(bytes: Uint8Array): Promise<ReadonlyMap<string, Held> | null> {
  const lib = await import('@cantoo/pdf-lib');
  try {
    const pdf = await lib.PDFDocument.load(bytes, { updateMetadata: false, ignoreEncryption: true });
    return new Map(
      pdf
        .getForm()
        .getFields()
        .map((field) => [field.getName(), heldBy(field, lib)]),
    );
  } catch {
    // Files come from anywhere: whatever the library throws at, this one cannot be read.
    return null;
  }
}

function heldBy(field: PdfField, lib: PdfLib): Held {
  if (field instanceof lib.PDFTextField) {
    const text = (field.getText() ?? '').replaceAll(/\r\n?/g, '\n').trim();
    return text === '' ? undefined : text;
  }
  if (field instanceof lib.PDFCheckBox) return field.isChecked() ? true : undefined;
  if (field instanceof lib.PDFRadioGroup) return field.getSelected();
  return undefined;
}

interface Branch {
  readonly parts: Map<string, Branch>;
  held: Held;
}

const branch = (): Branch => ({ parts: new Map(), held: undefined });

function answersOf(held: ReadonlyMap<string, Held>): PdfSubmission['answers'] {
  const root = branch();
  for (const [name, value] of held) {
    if (name === SHEET_FIELD) continue;
    let at = root;
    for (const part of name.split('.')) {
      const next = at.parts.get(part) ?? branch();
      at.parts.set(part, next);
      at = next;
    }
    at.held = value;
  }
  const answers = new Map<string, ReadonlyMap<string, RawAnswer>>();
  for (const [item, { parts }] of root.parts) {
    const fields = new Map<string, RawAnswer>();
    for (const [field, part] of parts) {
      const raw = rawOf(part);
      if (raw !== undefined) fields.set(field, raw);
    }
    if (fields.size > 0) answers.set(item, fields);
  }
  return answers;
}

/** Numbered parts are a list that keeps its gaps; ticked ones a list of what was picked; places an order. */
function rawOf({ parts, held }: Branch): RawAnswer | undefined {
  if (parts.size === 0) return held === true ? 'yes' : held;
  const entries = [...parts];
  if (entries.every(([name]) => /^[1-9]\d{0,2}$/.test(name))) return numbered(entries);
  if (entries.some(([, part]) => part.held === true))
    return entries.flatMap(([name, part]) => (part.held === true ? [name] : []));
  if (entries.every(([, part]) => part.parts.size === 1 && part.parts.has('place'))) return ordered(entries);
  const filled = entries.flatMap(([name, part]) => {
    const raw = rawOf(part);
    return raw === undefined ? [] : [[name, raw] as const];
  });
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}

type Entries = readonly (readonly [string, Branch])[];

function numbered(entries: Entries): RawAnswer | undefined {
  const list: RawAnswer[] = [];
  for (const [name, part] of [...entries].sort(([a], [b]) => Number(a) - Number(b))) {
    const raw = rawOf(part);
    if (raw === undefined) continue;
    while (list.length < Number(name) - 1) list.push('');
    list.push(raw);
  }
  return list.length === 0 ? undefined : list;
}

/** Equal places keep the order of the page. */
function ordered(entries: Entries): RawAnswer | undefined {
  const placed = entries.flatMap(([name, part]) => {
    const place = part.parts.get('place')?.held;
    return typeof place === 'string' ? [{ name, place: Number(place.replace(/[^\d.]/g, '')) }] : [];
  });
  return placed.length === 0 ? undefined : placed.sort((a, b) => a.place - b.place).map(({ name }) => name);
}
