import type { ParsedNode } from 'yaml';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, Scalar, visit } from 'yaml';
import type { Issue } from '../../base/issue.ts';
import { issue, sortIssues } from '../../base/issue.ts';
import type { Result } from '../../base/result.ts';
import { failure, success } from '../../base/result.ts';
import { fold } from './quoting.ts';
import { Scan } from './scan.ts';
import type { SourceEntry, SourceNode, SourceText } from './source-node.ts';
import type { Mend } from './tidy.ts';
import { applyMends, findMends, mendWarnings } from './tidy.ts';

/** A file that a person wrote, read as it was meant. */
export interface AuthorFile {
  readonly file: string;
  readonly root: SourceNode;
  /** The lines that YAML alone would have refused or changed, each with the quotes it should have. */
  readonly warnings: readonly Issue[];
}

/** Larger files are no template, assignment or submission. */
const MAX_CHARACTERS = 1_000_000;
const MAX_TEXTS = 100_000;
// Nobody mends more at a time; a file that is none of ours can have a mistake in every line.
const MAX_ISSUES = 100;

/**
 * Reads a template, data or assignment file: YAML 1.2 in which every value is the text that was written and in which
 * nothing is changed silently. Lines that lack quotes are read as if they had them, with a warning that holds the
 * mended line; errors are what can be understood in more than one way, and what is no YAML at all. There are no
 * anchors, aliases, tags or further documents.
 * @param file the name for issues
 */
export function readAuthorFile(text: string, file: string): Result<AuthorFile, readonly Issue[]> {
  return read(text, file, false);
}

/**
 * Reads a submission, YAML or JSON. As for author files, but ` # ` always begins a comment (answers hold no `#`) and
 * an unquoted `null` or `~` is a value that was left out.
 */
export function readSubmissionFile(text: string, file: string): Result<AuthorFile, readonly Issue[]> {
  const result = read(text, file, true);
  return result.ok ? success({ ...result.value, root: withoutNulls(result.value.root) }) : result;
}

function read(written: string, file: string, loneHashIsComment: boolean): Result<AuthorFile, readonly Issue[]> {
  const text = written.replace(/^\uFEFF/, '');
  const unreadable = refuseUnreadable(text, file);
  if (unreadable !== undefined) return failure([unreadable]);
  const scan = new Scan(text, file, loneHashIsComment);
  const mends = findMends(scan);
  const warnings = mendWarnings(scan, mends);
  if (scan.issues.length > 0) {
    // What was found in a line that could not be read to its end is no mend to offer.
    const broken = new Set(scan.issues.map(({ line }) => line));
    return refuse([...scan.issues, ...warnings.filter(({ line }) => !broken.has(line))]);
  }
  const parsed = parseTidied(scan, mends);
  return parsed.ok ? success({ file, root: parsed.value, warnings }) : refuse([...parsed.error, ...warnings]);
}

function refuse(issues: readonly Issue[]): Result<never, readonly Issue[]> {
  return failure(sortIssues(issues).slice(0, MAX_ISSUES));
}

function refuseUnreadable(text: string, file: string): Issue | undefined {
  if (text.length > MAX_CHARACTERS) {
    const hint = 'Split it, or check that it is the right file.';
    return issue('too-large', `the file has ${text.length} characters, more than ${MAX_CHARACTERS}`, { file }, hint);
  }
  if (text.includes('\0')) {
    return issue('not-text', 'this is no text file', { file }, 'Save it as plain text in UTF-8.');
  }
  if (text.trim() === '') {
    return issue('empty-file', 'the file is empty', { file }, 'Check that it was saved.');
  }
  return undefined;
}

/** Parses the text with its quotes put in; every place speaks of the text as written. */
function parseTidied(scan: Scan, mends: readonly Mend[]): Result<SourceNode, readonly Issue[]> {
  if (scan.texts.length > MAX_TEXTS) {
    const message = `the file holds more than ${MAX_TEXTS} names and values`;
    return failure([issue('too-large', message, { file: scan.file }, 'Split it, or check that it is the right file.')]);
  }
  const toWritten = offsetMap(mends);
  const document = parseDocument(applyMends(scan.text, mends), {
    version: '1.2',
    schema: 'failsafe',
    lineCounter: new LineCounter(),
    prettyErrors: false,
    // Compared here in one pass: the library's own way takes quadratic time.
    uniqueKeys: false,
  });
  const errors = document.errors.map((error) => {
    const message = `YAML cannot read this: ${error.message.replace(/\s+/g, ' ')}`;
    return issue('yaml', message, scan.place(toWritten(error.pos[0])), 'Put a text with special signs in quotes.');
  });
  if (errors.length > 0) return failure(errors);
  const difference = findDifference(scan, document.contents, toWritten);
  if (difference !== undefined) return failure([difference]);
  const builder = new Builder(scan, mends, toWritten);
  const root = builder.build(document.contents);
  return builder.issues.length > 0 ? failure(builder.issues) : success(root);
}

/** From an offset in the text with quotes to the offset in the text as written. */
function offsetMap(mends: readonly Mend[]): (offset: number) => number {
  const shifts: { readonly from: number; readonly end: number; readonly by: number }[] = [];
  let by = 0;
  for (const { start, end, quoted } of mends) {
    shifts.push({ from: start + by, end: start + by, by });
    by += quoted.length - (end - start);
    shifts.push({ from: end + by, end, by });
  }
  return (offset) => {
    let low = 0;
    let high = shifts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((shifts[middle]?.from ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return offset - (shifts[low - 1]?.by ?? 0);
  };
}

/**
 * The first text that YAML still reads otherwise than it was found in the lines. The two readings are independent, so
 * that a trap which nobody thought of is an error and no wrong value.
 */
function findDifference(scan: Scan, root: ParsedNode | null, toWritten: (offset: number) => number): Issue | undefined {
  let next = 0;
  let difference: number | undefined;
  const see = (offset: number, isSame: boolean) => {
    next += 1;
    if (isSame) return undefined;
    difference = offset;
    return visit.BREAK;
  };
  visit(root, {
    Alias: (_key, node) => see(toWritten(node.range?.[0] ?? 0), false),
    Scalar: (_key, node) => {
      const [start, end] = node.range ?? [0, 0];
      if (start === end) return undefined;
      const found = scan.texts[next];
      const isSame =
        found !== undefined &&
        toWritten(start) === found.start &&
        (found.style !== 'plain' || node.value === fold(scan.text.slice(found.start, found.end)));
      return see(found === undefined ? toWritten(start) : Math.min(found.start, toWritten(start)), isSame);
    },
  });
  difference ??= scan.texts[next]?.start;
  if (difference === undefined) return undefined;
  const message = 'YAML reads this otherwise than it looks';
  return issue(
    'ambiguous',
    message,
    scan.place(difference),
    'Put the text in quotes, or write it on a line of its own.',
  );
}

class Builder {
  readonly issues: Issue[] = [];
  readonly #scan: Scan;
  readonly #toWritten: (offset: number) => number;
  readonly #mended: ReadonlySet<number>;

  constructor(scan: Scan, mends: readonly Mend[], toWritten: (offset: number) => number) {
    this.#scan = scan;
    this.#toWritten = toWritten;
    this.#mended = new Set(mends.map(({ start }) => start));
  }

  build(node: ParsedNode | null): SourceNode {
    const start = this.#toWritten(node?.range[0] ?? 0);
    const end = this.#toWritten(node?.range[1] ?? 0);
    const base = { place: this.#scan.place(start), source: this.#scan.text.slice(start, end) };
    if (isSeq<ParsedNode>(node)) return { kind: 'list', ...base, items: node.items.map((item) => this.build(item)) };
    if (isMap<ParsedNode, ParsedNode | null>(node)) {
      const entries = node.items.map(({ key, value }) => ({ key: this.#text(key), value: this.build(value) }));
      this.#refuseDoubles(entries);
      return { kind: 'map', ...base, entries };
    }
    return this.#text(node);
  }

  #text(node: ParsedNode | null): SourceText {
    const start = this.#toWritten(node?.range[0] ?? 0);
    const end = this.#toWritten(node?.range[1] ?? 0);
    const isMarked = isScalar(node) && node.type !== undefined && node.type !== Scalar.PLAIN;
    return {
      kind: 'text',
      place: this.#scan.place(start),
      source: this.#scan.text.slice(start, end),
      text: isScalar(node) && typeof node.value === 'string' ? node.value : '',
      quoted: isMarked && !this.#mended.has(start),
    };
  }

  #refuseDoubles(entries: readonly SourceEntry[]): void {
    const first = new Map<string, SourceText>();
    for (const { key } of entries) {
      const earlier = first.get(key.text);
      if (earlier === undefined) first.set(key.text, key);
      else {
        const message = `\`${key.text}\` stands here for the second time; the first is in line ${earlier.place.line}`;
        this.issues.push(issue('duplicate-key', message, key.place, 'Leave one of them out, or rename it.'));
      }
    }
  }
}

function withoutNulls(node: SourceNode): SourceNode {
  if (node.kind === 'list') return { ...node, items: node.items.map(withoutNulls) };
  if (node.kind === 'map') {
    return { ...node, entries: node.entries.map(({ key, value }) => ({ key, value: withoutNulls(value) })) };
  }
  return !node.quoted && /^(null|Null|NULL|~)$/.test(node.text) ? { ...node, text: '' } : node;
}
