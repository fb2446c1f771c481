import type { Issue } from '../base/issue.ts';
import { issue, warning } from '../base/issue.ts';
import { nearest } from '../base/nearest.ts';
import type { Result } from '../base/result.ts';
import { failure, success } from '../base/result.ts';
import type { Table, TableRow } from './csv.ts';
import { cellPlace, readTable } from './csv.ts';
import type { RosterFormat, RosterLayout } from './roster-format.ts';
import { findLayout } from './roster-format.ts';

/** The students of a course, in the order of the file. */
export interface Roster {
  readonly file: string;
  readonly format: RosterFormat;
  readonly students: readonly Student[];
  /** The headings as they stand, so that grades can go back into the same columns. */
  readonly columns: readonly string[];
  /** The heading of the column that the ids were taken from. */
  readonly idColumn: string;
  /** Rows that were left out, such as Canvas's test student. */
  readonly warnings: readonly Issue[];
}

export interface Student {
  /** Unique in the roster. */
  readonly id: string;
  /** In reading order: given name first. */
  readonly name: string;
  /** The whole row, one cell per column of the roster. */
  readonly cells: readonly string[];
}

/**
 * Reads a roster: a CSV with `id,name`, Canvas's gradebook export, Moodle's participants or grades, Blackboard's grade
 * centre. The id is the institution's own where every student has one (Canvas `SIS User ID`, Moodle `ID number`,
 * Blackboard `Student ID`), else the next best column that is complete.
 */
export function readRoster(text: string, file: string): Result<Roster, readonly Issue[]> {
  const table = readTable(text, file);
  if (!table.ok) return table;
  const { columns } = table.value;
  const layout = findLayout(columns);
  if (layout === undefined) return failure([unknownHeadings(table.value)]);
  const { rows, warnings } = leaveOut(table.value, layout);
  const idIndex = chooseIdColumn(rows, layout);
  const issues = checkIds(table.value, rows, idIndex);
  const students = rows.map(({ cells }) => ({ id: cells[idIndex] ?? '', name: nameOf(cells, layout), cells }));
  rows.forEach((row, i) => {
    if (students[i]?.name !== '') return;
    const place = cellPlace(table.value, row, layout.names[0] ?? 0);
    issues.push(issue('empty-name', 'this student has no name', place, 'Write the name that the paper should bear.'));
  });
  if (students.length === 0 && issues.length === 0) {
    const hint = 'Write a line for each student below the headings.';
    issues.push(issue('no-students', 'the roster names no student', { file, line: 1, column: 1 }, hint));
  }
  if (issues.length > 0) return failure([...issues, ...warnings]);
  return success({ file, format: layout.format, students, columns, idColumn: columns[idIndex] ?? '', warnings });
}

function unknownHeadings({ file, columns }: Table): Issue {
  const missing = ['id', 'name'].filter((wanted) => !columns.some((column) => column.toLowerCase() === wanted));
  const guesses = missing.flatMap((wanted) => {
    const guess = nearest(wanted, columns);
    return guess === undefined ? [] : [`rename \`${guess}\` to \`${wanted}\``];
  });
  const message = `the headings hold no column ${missing.map((name) => `\`${name}\``).join(' and no column ')}`;
  const advice = guesses.length > 0 ? `Perhaps ${guesses.join(' and ')}.` : 'Begin the file with the line id,name';
  const hint = `${advice}\nThe exports of Canvas, Moodle and Blackboard are read as they are.`;
  return issue('missing-column', message, { file, line: 1, column: 1 }, hint);
}

/** Canvas writes rows that are no students: what the items are worth, how they are posted, and its test student. */
function leaveOut(table: Table, { format, names }: RosterLayout) {
  if (format !== 'canvas') return { rows: table.rows, warnings: [] };
  const warnings: Issue[] = [];
  const rows = table.rows.filter((row, i) => {
    const student = row.cells[names[0] ?? 0] ?? '';
    const id = row.cells[table.columns.findIndex((column) => column.toLowerCase() === 'id')] ?? '';
    if (student === 'Points Possible' || (i < 2 && student === '' && id === '')) return false;
    if (student !== 'Student, Test' && student !== 'Test Student') return true;
    warnings.push(warning('test-student', 'Canvas’s test student gets no paper', cellPlace(table, row, names[0] ?? 0)));
    return false;
  });
  return { rows, warnings };
}

function chooseIdColumn(rows: readonly TableRow[], { ids }: RosterLayout): number {
  const filled = (index: number) => rows.filter(({ cells }) => cells[index] !== '').length;
  const complete = ids.find((index) => filled(index) === rows.length);
  // When no column is complete, the one with the fewest gaps is the one to mend.
  return complete ?? [...ids].sort((a, b) => filled(b) - filled(a))[0] ?? 0;
}

function checkIds(table: Table, rows: readonly TableRow[], index: number): Issue[] {
  const heading = table.columns[index] ?? '';
  const first = new Map<string, TableRow>();
  return rows.flatMap((row) => {
    const id = row.cells[index] ?? '';
    const place = cellPlace(table, row, index);
    if (id === '') return [issue('empty-id', `\`${heading}\` is empty here`, place, 'Give every student an id.')];
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, row);
      return [];
    }
    const message = `the id \`${id}\` stands here for the second time; the first is in line ${earlier.line}`;
    return [
      issue('duplicate-id', message, place, 'Leave one of the lines out, or give each student an id of their own.'),
    ];
  });
}

function nameOf(cells: readonly string[], { format, names }: RosterLayout): string {
  const parts = names.map((index) => cells[index] ?? '').filter((part) => part !== '');
  // Canvas sorts by family name: "Noether, Emmy".
  const [family, given, ...more] = format === 'canvas' ? (parts[0] ?? '').split(/,\s*/) : [];
  return given !== undefined && more.length === 0 ? `${given} ${family}` : parts.join(' ');
}
