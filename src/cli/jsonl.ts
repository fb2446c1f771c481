/** Batch files: one JSON document a line. A line that is none gets an answer of its own and stops nothing. */
import type { Terminal } from './command.ts';

export type JsonObject = { readonly [key: string]: unknown };

export const isObject = (v: unknown): v is JsonObject => typeof v === 'object' && v !== null && !Array.isArray(v);

/** Reads a batch from a file or `-`, answers every line in order, and prints one JSON line each. */
export async function answerLines(
  file: string,
  terminal: Terminal,
  answer: (line: JsonObject) => unknown,
  refuse: Refuse = refusal,
): Promise<void> {
  const { readFile } = await import('node:fs/promises');
  // The option parser takes a dash of its own for an argument and leaves the option empty.
  const text = file === '-' || file === '' ? await terminal.readStdin() : await readFile(file, 'utf8');
  let pending = '';
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    pending += `${JSON.stringify(answerLine(line, answer, refuse))}\n`;
    if (pending.length > 65_536) {
      terminal.out(pending);
      pending = '';
    }
  }
  if (pending !== '') terminal.out(pending);
}

/** What stands in the place of an answer to a line that cannot be used. */
export type Refuse = (id: unknown, code: string, message: string) => unknown;

const refusal: Refuse = (id, code, message) => ({ id, error: { code, message } });

function answerLine(line: string, answer: (line: JsonObject) => unknown, refuse: Refuse): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return refuse(null, 'syntax', 'this line is not JSON');
  }
  if (!isObject(parsed)) return refuse(null, 'syntax', 'a line must be a JSON object');
  return answer(parsed);
}

/** The entries of a JSON object as a map of texts; numbers are written out. Null when a value is neither. */
export function textMap(v: unknown): ReadonlyMap<string, string> | null {
  if (v === undefined || v === null) return new Map();
  if (!isObject(v)) return null;
  const out = new Map<string, string>();
  for (const [k, value] of Object.entries(v)) {
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    out.set(k, String(value));
  }
  return out;
}
