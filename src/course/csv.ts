import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Issue, Place } from '../base/issue.ts';
import { issue } from '../base/issue.ts';
import type { Result } from '../base/result.ts';
import { failure, success } from '../base/result.ts';

/** A CSV file with a heading line. Cells are texts without the blanks around them. */
export interface Table {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  readonly delimiter: Delimiter;
}

export interface TableRow {
  /** As many as there are columns. */
  readonly cells: readonly string[];
  /** The line that the row begins on, counted from 1. */
  readonly line: number;
  /** Where its cells begin, for issues. */
  readonly starts: readonly CellStart[];
}

interface CellStart {
  readonly line: number;
  readonly column: number;
}

export type Delimiter = ',' | ';' | '\t';

const LINE_BREAK = /\r\n|\n|\r/;
const MAX_ROW = 1_000_000;

/** Where a cell stands. */
export function cellPlace(table: Table, row: TableRow, index: number): Place {
  return { file: table.file, ...(row.starts[index] ?? { line: row.line, column: 1 }) };
}

/**
 * Reads a CSV file as spreadsheets and learning platforms write it: with or without a byte order mark, delimited by
 * comma, semicolon or tab (found from the heading line), quoted as in RFC 4180. Blank lines are skipped.
 */
export function readTable(text: string, file: string): Result<Table, readonly Issue[]> {
  const content = text.replace(/^\uFEFF/, '');
  const delimiter = findDelimiter(content);
  const records = parseRecords(content, file, delimiter);
  if (!records.ok) return records;
  const [heading, ...rows] = records.value.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (heading === undefined) {
    return failure([issue('empty-file', 'the file is empty', { file }, 'The first line holds the headings: id,name')]);
  }
  const width = heading.cells.length;
  const issues = rows.flatMap((row) => {
    const surplus = row.cells.slice(width).some((cell) => cell !== '');
    if (row.cells.length >= width && !surplus) return [];
    const message = `this row has ${row.cells.length} cells, the heading ${width}`;
    const hint = `Give it ${width} cells; a cell that holds the delimiter itself stands in double quotes.`;
    return [issue('cell-count', message, { file, line: row.line, column: 1 }, hint)];
  });
  if (issues.length > 0) return failure(issues);
  const cut = rows.map((row) => ({ ...row, cells: row.cells.slice(0, width) }));
  return success({ file, columns: heading.cells, rows: cut, delimiter });
}

/** The delimiter that splits the first line most often, quoted parts left out; a comma when none occurs. */
function findDelimiter(text: string): Delimiter {
  const heading = (/^\s*([^\n]*)/.exec(text)?.[1] ?? '').replace(/"[^"]*"/g, '');
  const count = (delimiter: Delimiter) => heading.split(delimiter).length;
  const all: readonly Delimiter[] = [',', ';', '\t'];
  return all.reduce((best, next) => (count(next) > count(best) ? next : best));
}

function parseRecords(text: string, file: string, delimiter: Delimiter): Result<readonly TableRow[], readonly Issue[]> {
  const source = Buffer.from(text);
  const rows: TableRow[] = [];
  let line = 1;
  let start = 0;
  try {
    parse(source, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: MAX_ROW,
      on_record: (record: readonly string[], { bytes }) => {
        const raw = source.toString('utf8', start, bytes);
        start = bytes;
        rows.push({ cells: record.map((cell) => cell.trim()), line, starts: cellStarts(raw, delimiter, line) });
        line += raw.split(LINE_BREAK).length - 1;
        return null;
      },
    });
  } catch (error) {
    return failure([syntaxIssue(error, text, file, delimiter)]);
  }
  return success(rows);
}

/** Where the cells of a record begin, the first one in `firstLine`. */
function cellStarts(raw: string, delimiter: Delimiter, firstLine: number): readonly CellStart[] {
  const starts: CellStart[] = [{ line: firstLine, column: 1 }];
  let line = firstLine;
  let lineStart = 0;
  let quoted = false;
  for (let i = 0; i < raw.length; i += 1) {
    if (raw[i] === '"') quoted = !quoted;
    else if (raw[i] === delimiter && !quoted) starts.push({ line, column: i - lineStart + 2 });
    else if (raw[i] === '\n' || (raw[i] === '\r' && raw[i + 1] !== '\n')) {
      line += 1;
      lineStart = i + 1;
    }
  }
  return starts;
}

/** @throws what is no mistake in the file */
function syntaxIssue(error: unknown, text: string, file: string, delimiter: Delimiter): Issue {
  if (!(error instanceof CsvError)) throw error;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    const before = text.slice(0, openQuote(text)).split(LINE_BREAK);
    const place = { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
    return issue('quote', 'this double quote is never closed', place, 'Close it behind the cell, or leave it out.');
  }
  const line = typeof error.lines === 'number' ? error.lines : 1;
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return issue('too-large', 'a row is too long', { file, line, column: 1 }, 'Check that it is the right file.');
  }
  const starts = cellStarts(text.split(LINE_BREAK)[line - 1] ?? '', delimiter, line);
  const place = (typeof error.column === 'number' ? starts[error.column] : undefined) ?? { line, column: 1 };
  const hint = 'Put the whole cell in double quotes and write each quote inside it twice: "He said ""yes""".';
  return issue('quote', 'a double quote stands inside this cell', { file, ...place }, hint);
}

/** Where the quote stands that is still open at the end of the text; a quote written twice opens and closes. */
function openQuote(text: string): number {
  let open = -1;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) open = open < 0 ? at : -1;
  return Math.max(open, 0);
}

/** What a cell may hold; null is an empty cell. */
export type Cell = string | number | null;

/**
 * Writes a CSV file with `\n` line ends. A text that a spreadsheet would take for a formula gets an apostrophe before
 * it; numbers, also negative ones, stay numbers.
 */
export function writeTable(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return stringify([columns, ...rows].map((row) => row.map(neutralise)));
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

// Source: OWASP, "CSV Injection": signs that begin a formula, also full-width ones and behind blanks.
const FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

function neutralise(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}
