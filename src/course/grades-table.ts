/**
 * Marks into the gradebook files of learning platforms. Each platform's own file is read first: it has the
 * identifiers and the name of the column, and nothing but that column is written beside them.
 */
import { type Issue, issue } from '../base/issue.ts';
import { failure, type Result, success } from '../base/result.ts';
import { type Table, writeTable } from './csv.ts';
import type { ResultLine } from './results.ts';
import { findLayout, type RosterFormat } from './roster-format.ts';

export type GradebookPlatform = 'canvas' | 'moodle' | 'blackboard';

export interface GradebookJob {
  readonly platform: GradebookPlatform;
  /** What the platform exported. */
  readonly table: Table;
  readonly results: ReadonlyMap<string, ResultLine>;
  /** The heading to write; where it is not said, the one heading that begins with the title. */
  readonly column: string | null;
  readonly title: string;
}

export interface Gradebook {
  readonly text: string;
  readonly column: string;
  /** Students with a mark. */
  readonly written: number;
  /** Students with results who are not in the file. */
  readonly unknown: readonly string[];
}

/** Headings that the platform wants back as they are, besides the names and identifiers that the layout knows. */
const KEPT: Readonly<Record<GradebookPlatform, readonly string[]>> = {
  canvas: ['student', 'id', 'sis user id', 'sis login id', 'integration id', 'root account', 'section'],
  moodle: ['id number', 'username', 'email address', 'first name', 'last name', 'surname'],
  blackboard: ['last name', 'first name', 'username', 'student id'],
};

export function gradebook(job: GradebookJob): Result<Gradebook, readonly Issue[]> {
  const { table, results, platform } = job;
  const layout = findLayout(table.columns);
  const wanted: RosterFormat = platform;
  if (layout?.format !== wanted) {
    const found = layout === undefined ? 'unknown ones' : `those of ${layout.format}`;
    return failure([
      issue(
        'gradebook',
        `its headings are not those of a ${platform} gradebook but ${found}`,
        { file: table.file, line: 1, column: 1 },
        'export the gradebook as CSV and hand in that file unchanged',
      ),
    ]);
  }
  const column = findColumn(job);
  if (!column.ok) return column;
  const kept = table.columns.flatMap((heading, k) =>
    KEPT[platform].includes(heading.trim().toLowerCase()) || layout.ids.includes(k) || layout.names.includes(k)
      ? [k]
      : [],
  );
  const { index, heading } = column.value;
  let written = 0;
  const rows = table.rows.map((row): readonly (string | number | null)[] => {
    const id = layout.ids.map((k) => row.cells[k] ?? '').find((cell) => cell !== '' && results.has(cell));
    const line = id === undefined ? undefined : results.get(id);
    const before = index === null ? '' : (row.cells[index] ?? '');
    const identity = kept.map((k) => row.cells[k] ?? '');
    // A student without results keeps the mark; rows such as “Points Possible” keep what they say.
    if (id === undefined || line === undefined || isExcused(before)) return [...identity, before];
    written += 1;
    return [...identity, index === null && platform === 'moodle' ? percent(line) : points(line.score)];
  });
  const known = new Set(table.rows.flatMap((row) => layout.ids.map((k) => row.cells[k] ?? '')));
  return success({
    text: writeTable([...kept.map((k) => table.columns[k] ?? ''), heading], rows),
    column: heading,
    written,
    unknown: [...results.keys()].filter((id) => !known.has(id)),
  });
}

/** Four decimals at most, with a point: Canvas reads `1,234` as 1.234. */
const points = (score: number): number => Math.round(score * 10_000) / 10_000 + 0;
const percent = (line: ResultLine): number => points(line.max === 0 ? 0 : (100 * line.score) / line.max);

/** Canvas's word for a student who need not do the work: a mark would take that back. */
const isExcused = (cell: string): boolean => cell.trim().toUpperCase() === 'EX';

interface Column {
  /** Null for one that the platform makes when it reads the file. */
  readonly index: number | null;
  readonly heading: string;
}

function findColumn({ table, column, title, platform }: GradebookJob): Result<Column, readonly Issue[]> {
  const place = { file: table.file, line: 1, column: 1 };
  const wanted = (column ?? title).trim().toLowerCase();
  const same = (heading: string): boolean => {
    const h = heading.trim().toLowerCase();
    // Canvas: `Title (1234)`; Blackboard: `Title [Total Pts: 10 Score] |1234`; Moodle: `Quiz: Title (Real)`.
    return (
      h === wanted ||
      (column === null &&
        (h.replace(/ \(\d+\)$/, '') === wanted ||
          h.replace(/ \[total pts:.*$/, '') === wanted ||
          h.replace(/^[^:]+: /, '').replace(/ \(real\)$/, '') === wanted))
    );
  };
  const found = table.columns.flatMap((heading, index) => (same(heading) ? [{ index, heading }] : []));
  const [first, second] = found;
  if (first !== undefined && second === undefined) return success(first);
  if (second !== undefined)
    return failure([
      issue(
        'column',
        `several columns fit "${column ?? title}": ${found.map((f) => f.heading).join(', ')}`,
        place,
        'name one with --column',
      ),
    ]);
  // Moodle makes a new item, always out of 100, so it gets percentages.
  if (platform === 'moodle' && column === null) return success({ index: null, heading: `${title} (percent)` });
  return failure([
    issue(
      'column',
      `there is no column "${column ?? title}"`,
      place,
      'create the assignment on the platform, export the gradebook again, or name another column with --column',
    ),
  ]);
}
