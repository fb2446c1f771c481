import type { ResultLine } from '../../course/results.ts';
import type { Workplace } from '../../course/workplace.ts';
import { openResults, resultsOption } from '../class-files.ts';
import { type Command, type Options, requiredText, type Terminal, textOption, UsageError } from '../command.ts';
import { IssueError } from '../issue-error.ts';

const TABLES = ['canvas', 'moodle', 'blackboard'] as const;

export const gradesCommand: Command = {
  usage: 'grades <assignment>',
  describe: 'Write marks for a learning platform',
  example: [
    'grades assignments/hw1.yaml --results graded/results.jsonl --to canvas --gradebook canvas.csv --out upload.csv',
    'one column of the gradebook that Canvas exported, everything else left alone',
  ],
  options: (args) =>
    resultsOption(
      args.positional('assignment', { describe: 'the assignment file', type: 'string' }).option('to', {
        describe: 'platform: canvas, moodle, blackboard, gradescope or lti',
        choices: [...TABLES, 'gradescope', 'lti'],
        demandOption: true,
      }),
    )
      .option('gradebook', { describe: 'the gradebook that the platform exported (CSV)', type: 'string' })
      .option('column', { describe: 'heading of the column to write, as in the gradebook', type: 'string' })
      .option('student', { describe: 'one student alone (gradescope)', type: 'string' })
      .option('time', { describe: 'time of the scores, ISO 8601 (lti); now where it is left out', type: 'string' })
      .option('out', { describe: 'the file to write', type: 'string', demandOption: true }),
  run: async (options, terminal) => {
    const { openWorkplace } = await import('../../course/workplace.ts');
    const opened = await openWorkplace(requiredText(options, 'assignment'));
    if (!opened.ok) throw new IssueError(opened.error);
    const place = opened.value;
    const stored = await openResults(options, place);
    const { countedResults } = await import('../../course/results.ts');
    const results = countedResults(stored, place.settings.keep);
    const to = requiredText(options, 'to');
    const table = TABLES.find((t) => t === to);
    if (table !== undefined) return writeGradebook(place, table, results, options, terminal);
    const { writeFile } = await import('../../course/files.ts');
    const { gradescopeResults, ltiScore } = await import('../../course/grades-json.ts');
    const out = requiredText(options, 'out');
    if (to === 'lti') {
      const time = scoreTime(textOption(options, 'time'));
      await writeFile(out, [...results.values()].map((line) => `${ltiScore(line, time)}\n`).join(''));
      terminal.out(`${results.size} scores: ${out}\n`);
      return 0;
    }
    const student = textOption(options, 'student') ?? [...results.keys()][0];
    const line = student === undefined ? undefined : results.get(student);
    if (line === undefined || (textOption(options, 'student') === undefined && results.size > 1))
      throw new UsageError('Gradescope takes the results of one student: name one of this file with --student');
    await writeFile(out, gradescopeResults(line));
    terminal.out(`${out}\n`);
    return 0;
  },
};

function scoreTime(given: string | undefined): string {
  const time = given === undefined ? new Date() : new Date(given);
  if (Number.isNaN(time.getTime())) throw new UsageError(`--time ${given} is no time; write 2026-01-31T12:00:00.000Z`);
  return time.toISOString();
}

async function writeGradebook(
  place: Workplace,
  platform: (typeof TABLES)[number],
  results: ReadonlyMap<string, ResultLine>,
  options: Options,
  terminal: Terminal,
): Promise<0 | 1> {
  const { readTextFile, writeFile } = await import('../../course/files.ts');
  const { readTable } = await import('../../course/csv.ts');
  const { gradebook } = await import('../../course/grades-table.ts');
  const { inLocale } = await import('../../problem/template.ts');
  const file = textOption(options, 'gradebook');
  if (file === undefined)
    throw new UsageError(`export the gradebook from ${platform} as CSV and name it with --gradebook`);
  const text = await readTextFile(file);
  if (!text.ok) throw new IssueError([text.error]);
  const table = readTable(text.value, file);
  if (!table.ok) throw new IssueError(table.error);
  const title = inLocale(place.assignment.title, place.assignment.locale)?.text ?? place.assignment.id;
  const column = textOption(options, 'column') ?? null;
  const made = gradebook({ platform, table: table.value, results, column, title });
  if (!made.ok) throw new IssueError(made.error);
  const out = requiredText(options, 'out');
  await writeFile(out, made.value.text);
  terminal.out(`${made.value.written} marks in column "${made.value.column}": ${out}\n`);
  for (const id of made.value.unknown) terminal.err(`${id} has results and is not in ${file}\n`);
  return made.value.unknown.length > 0 ? 1 : 0;
}
