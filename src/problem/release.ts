/** What identifies a released template: its content as it matters to students, and the variants it draws. */
import { richSource } from '../answers/rich-text.ts';
import { sha256, toHex } from '../base/hash.ts';
import { compareText } from '../base/order.ts';
import { printText } from '../expr/print/text.ts';
import { checkVariant } from './check.ts';
import { fingerprint } from './fingerprint.ts';
import type { ProblemInstance } from './problem-instance.ts';
import type { DataFile, Template } from './template.ts';

export interface Release {
  readonly version: number;
  /** SHA-256 of blocks and texts: not of comments, quotes, the order of entries in the file, or of what is about the template. */
  readonly content: string;
  /** SHA-256 of a number of variants with their keys: also what the program makes of an unchanged file. */
  readonly variants: string;
}

const VARIANTS = 12;

/** Where things stand in the file, and what may change without a student noticing. */
const LEFT_OUT = new Set([
  'file',
  'hash',
  'place',
  'at',
  'quoted',
  'source',
  'version',
  'versionPlace',
  'objectives',
  'minutes',
  'topic',
  'level',
]);

export function releaseOf(template: Template, data: ReadonlyMap<string, DataFile>): Release {
  const shared = template.data === null ? null : (data.get(template.data.text) ?? null);
  const drawn = Array.from({ length: VARIANTS }, (_, seed) => {
    const made = checkVariant(
      template,
      `release ${seed}`,
      { data },
      { locale: 'en', layout: 'numerator', oraclePoints: 0 },
    );
    return made.ok ? variantText(made.value) : made.error.map((i) => i.code).join();
  });
  return {
    version: template.version,
    content: digest(canonical([template, shared])),
    variants: digest(drawn.join('\n')),
  };
}

const digest = (text: string): string => toHex(sha256(text));

function variantText({ public: problem, key }: ProblemInstance): string {
  const answers = key.fields.map((f) => [
    f.answer === null ? '' : printText(f.answer),
    ...f.right,
    ...f.cases.map((c) => printText(c.value)),
    ...f.trace.map((n) => `${n.id} ${printText(n.local)}`),
  ]);
  return [fingerprint(problem), richSource(problem.title), ...answers.flat()].join('\u0000');
}

/** Any value of a template as text, entries of objects by name. */
function canonical(v: unknown): string {
  if (v instanceof Map) return `{${[...v].map(([k, w]) => `${canonical(k)}:${canonical(w)}`).join()}}`;
  if (Array.isArray(v)) return `[${v.map(canonical).join()}]`;
  if (typeof v !== 'object' || v === null) return JSON.stringify(v) ?? 'null';
  const entries = Object.entries(v).filter(([k]) => !LEFT_OUT.has(k));
  const sorted = entries.sort(([a], [b]) => compareText(a, b));
  return `{${sorted.map(([k, w]) => `${JSON.stringify(k)}:${canonical(w)}`).join()}}`;
}
