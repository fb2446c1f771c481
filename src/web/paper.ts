/**
 * What runs in the student's browser: keeps answers in this browser while
 * they are typed, saves them as the file to hand in, and loads such a file.
 */
import { addLine, type Field, fieldsOf, readField, type Value, writeField } from './answers.ts';
import { wireMatrix } from './matrix.ts';
import { isRecord, readSheet, type Sheet } from './sheet.ts';

type Submission = {
  readonly student: string;
  readonly attempt: number;
  readonly answers: Readonly<Record<string, Readonly<Record<string, Value>>>>;
};

function collect(sheet: Sheet, fields: readonly Field[]): Submission {
  const answers: Record<string, Record<string, Value>> = {};
  for (const field of fields) {
    const value = readField(field);
    if (value === undefined) continue;
    answers[field.item] ??= {};
    const item = answers[field.item];
    if (item !== undefined) item[field.field] = value;
  }
  return { student: sheet.student, attempt: sheet.attempt, answers };
}

function start(sheet: Sheet): void {
  const { messages } = sheet;
  const fields = fieldsOf(document);
  const status = document.getElementById('status');
  const say = (name: string, with_: Readonly<Record<string, string>> = {}): void => {
    if (status !== null)
      status.textContent = Object.entries(with_).reduce(
        (text, [key, value]) => text.replace(`{${key}}`, value),
        messages[name] ?? '',
      );
  };
  const key = `gradus:${sheet.assignment}:${sheet.student}:${sheet.attempt}`;
  const keep = (): void => {
    // A browser may refuse storage, for example for files; saving to a file still works.
    try {
      localStorage.setItem(key, JSON.stringify(collect(sheet, fields)));
      say('autosaved');
    } catch {
      say('notStored');
    }
  };
  const matrices = fields
    .filter((field) => field.kind === 'matrix')
    .map((field) => wireMatrix(field.root, messages.entry ?? '', keep));
  const fill = (answers: Readonly<Record<string, unknown>>): { readonly filled: number; readonly unknown: number } => {
    let filled = 0;
    let total = 0;
    for (const item of Object.values(answers)) if (isRecord(item)) total += Object.keys(item).length;
    for (const field of fields) {
      const item = answers[field.item];
      const value = isRecord(item) ? item[field.field] : undefined;
      writeField(field, value);
      if (value !== undefined) filled += 1;
    }
    for (const matrix of matrices) matrix.refresh();
    document.dispatchEvent(new Event('gradus:filled'));
    return { filled, unknown: total - filled };
  };

  try {
    const before: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (isRecord(before) && isRecord(before.answers) && Object.keys(before.answers).length > 0) {
      fill(before.answers);
      say('restored');
    }
  } catch {
    // Nothing kept, or not by us: begin with empty boxes.
  }

  document.querySelector('.buttons')?.removeAttribute('hidden');
  for (const { root, kind } of fields) {
    root.addEventListener('input', keep);
    if (kind !== 'derivation') continue;
    const add = root.querySelector<HTMLButtonElement>('[data-role=add]');
    add?.removeAttribute('hidden');
    add?.addEventListener('click', () => addLine(root, messages.line)?.focus());
  }

  document.getElementById('save')?.addEventListener('click', () => {
    const name = `${sheet.assignment}-${sheet.student}.json`.replace(/[^\w.-]+/g, '_');
    const text = `${JSON.stringify(collect(sheet, fields), null, 2)}\n`;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
    say('saved', { file: name });
  });

  const file = document.querySelector<HTMLInputElement>('#file');
  document.getElementById('load')?.addEventListener('click', () => file?.click());
  file?.addEventListener('change', async () => {
    const chosen = file.files?.[0];
    file.value = '';
    if (chosen === undefined) return;
    let read: unknown;
    try {
      read = JSON.parse(await chosen.text());
    } catch {
      read = undefined;
    }
    if (!isRecord(read) || !isRecord(read.answers)) return say('notLoaded');
    if (read.student !== undefined && String(read.student) !== sheet.student) return say('otherStudent');
    const { filled, unknown } = fill(read.answers);
    keep();
    say(filled === 1 ? 'loadedOne' : 'loadedMany', { n: String(filled) });
    if (unknown > 0 && status !== null)
      status.textContent += ` ${(messages[unknown === 1 ? 'unknownOne' : 'unknownMany'] ?? '').replace('{n}', String(unknown))}`;
  });

  document.getElementById('clear')?.addEventListener('click', () => {
    if (!confirm(messages.reallyClear)) return;
    fill({});
    keep();
  });

  // What can scroll must be reachable by keyboard, and only that.
  const mark = (): void => {
    for (const box of document.querySelectorAll<HTMLElement>('.display, .scroll, .derivation, .grid')) {
      const scrolls = box.scrollWidth > box.clientWidth + 1;
      if (scrolls) box.tabIndex = 0;
      else box.removeAttribute('tabindex');
    }
  };
  mark();
  addEventListener('resize', mark);
}

const sheet = readSheet();
if (sheet !== undefined) start(sheet);
