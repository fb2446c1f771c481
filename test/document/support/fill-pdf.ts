import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Value = string | number | boolean | null | readonly Value[] | { [key: string]: Value };
type Dictionary = { [key: string]: Value };

const isDictionary = (value: unknown): value is Dictionary =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The dictionaries of a PDF as qpdf writes them: names begin with `/`, texts with `u:`. */
export type PdfObjects = Readonly<Record<string, Dictionary>>;

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-fill-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All objects by `obj:N 0 R`; of streams their dictionary. */
export function objectsOf(bytes: Uint8Array): PdfObjects {
  return inFolder((folder) => {
    const file = join(folder, 'in.pdf');
    writeFileSync(file, bytes);
    const text = execFileSync('qpdf', ['--json=2', '--json-key=qpdf', file], { encoding: 'utf8', maxBuffer: 1e9 });
    const parsed: { readonly qpdf: readonly [unknown, Readonly<Record<string, unknown>>] } = JSON.parse(text);
    const found: Record<string, Dictionary> = {};
    for (const [key, entry] of Object.entries(parsed.qpdf[1])) {
      if (!isDictionary(entry)) continue;
      const value = isDictionary(entry.stream) ? entry.stream.dict : entry.value;
      if (isDictionary(value)) found[key] = value;
    }
    return found;
  });
}

const textOf = (value: Value | undefined): string =>
  typeof value === 'string' && value.startsWith('u:') ? value.slice(2) : '';

/** The full name of a field, as a PDF program shows it. */
export function fieldName(objects: PdfObjects, field: Dictionary): string {
  const parent = typeof field['/Parent'] === 'string' ? objects[`obj:${field['/Parent']}`] : undefined;
  const own = textOf(field['/T']);
  if (parent === undefined) return own;
  const above = fieldName(objects, parent);
  return own === '' ? above : `${above}.${own}`;
}

/** Fields that hold a value, by full name: text boxes, ticks and groups of buttons. */
export function formFields(
  objects: PdfObjects,
): ReadonlyMap<string, { readonly key: string; readonly field: Dictionary }> {
  const found = new Map<string, { readonly key: string; readonly field: Dictionary }>();
  for (const [key, field] of Object.entries(objects))
    if (field['/T'] !== undefined && field['/FT'] !== undefined) found.set(fieldName(objects, field), { key, field });
  return found;
}

/**
 * Fills fields in as a PDF program would, by qpdf, which shares no code with what reads them. Buttons take the name
 * of a state. Throws for a name that the form does not have.
 */
export function fillPdf(bytes: Uint8Array, answers: Readonly<Record<string, string>>): Uint8Array {
  const objects = objectsOf(bytes);
  const fields = formFields(objects);
  const changed: Record<string, { value: Dictionary }> = {};
  for (const [name, answer] of Object.entries(answers)) {
    const found = fields.get(name);
    if (found === undefined) throw new Error(`the form has no ${name}, but ${[...fields.keys()].join(', ')}`);
    const { key, field } = found;
    if (field['/FT'] === '/Tx') changed[key] = { value: { ...field, '/V': `u:${answer}` } };
    else {
      const state = `/${answer}`;
      const { '/Kids': kids } = field;
      const buttons = Array.isArray(kids) ? kids.map((kid) => `obj:${kid}`) : [key];
      let pressed = 0;
      for (const button of buttons) {
        const widget = objects[button] ?? {};
        const looks = isDictionary(widget['/AP']) ? widget['/AP']['/N'] : undefined;
        const has = isDictionary(looks) && state in looks;
        if (has) pressed += 1;
        changed[button] = { value: { ...widget, '/AS': has ? state : '/Off' } };
      }
      if (pressed !== 1) throw new Error(`${name} has ${pressed} buttons for ${answer}`);
      changed[key] = { value: { ...(changed[key]?.value ?? field), '/V': state } };
    }
  }
  return inFolder((folder) => {
    const [source, update, target] = ['in.pdf', 'update.json', 'out.pdf'].map((name) => join(folder, name));
    if (source === undefined || update === undefined || target === undefined) throw new Error('unreachable');
    writeFileSync(source, bytes);
    const highest = Math.max(...Object.keys(objects).map((key) => Number(/\d+/.exec(key)?.[0] ?? 0)));
    const head = {
      jsonversion: 2,
      pdfversion: '1.7',
      maxobjectid: highest,
      pushedinheritedpageresources: false,
      calledgetallpages: false,
    };
    writeFileSync(update, JSON.stringify({ version: 2, qpdf: [head, changed] }));
    execFileSync('qpdf', [source, `--update-from-json=${update}`, target]);
    return readFileSync(target);
  });
}
