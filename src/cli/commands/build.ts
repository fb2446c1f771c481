import { type Command, numberOption, requiredText, textOption, UsageError } from '../command.ts';
import { IssueError } from '../issue-error.ts';

const FORMATS = ['pdf', 'html', 'key'] as const;

export const buildCommand: Command = {
  usage: 'build <assignment>',
  describe: 'Build personal papers and keys for a class',
  example: [
    'build assignments/hw1.yaml --roster roster.csv --out out/hw1',
    'a PDF and an HTML paper and a key for everybody',
  ],
  options: (args) =>
    args
      .positional('assignment', { describe: 'the assignment file', type: 'string' })
      .option('roster', { describe: 'CSV of the class', type: 'string', demandOption: true })
      .option('out', { describe: 'folder for papers, keys and the manifest', type: 'string', demandOption: true })
      .option('format', { describe: 'pdf, html, key, separated by commas', type: 'string', default: 'pdf,html,key' })
      .option('jobs', { describe: 'workers; default: one for each processor, if the class is large', type: 'string' }),
  run: async (options, terminal) => {
    const assignmentFile = requiredText(options, 'assignment');
    const rosterFile = requiredText(options, 'roster');
    const out = requiredText(options, 'out');
    const formats = (textOption(options, 'format') ?? '').split(',').map((f) => {
      const known = FORMATS.find((k) => k === f.trim());
      if (known === undefined) throw new UsageError(`--format knows ${FORMATS.join(', ')}, not "${f}"`);
      return known;
    });
    const jobs = numberOption(options, 'jobs');
    if (jobs !== undefined && (!Number.isInteger(jobs) || jobs < 1 || jobs > 64))
      throw new UsageError('--jobs is a whole number from 1 to 64');
    const { openWorkplace, openRoster } = await import('../../course/workplace.ts');
    const [place, roster] = [await openWorkplace(assignmentFile), await openRoster(rosterFile)];
    if (!place.ok || !roster.ok)
      throw new IssueError([...(place.ok ? [] : place.error), ...(roster.ok ? [] : roster.error)]);
    const { formatIssue } = await import('../../base/issue.ts');
    for (const issue of roster.value.warnings) terminal.err(`${formatIssue(issue)}\n`);
    const { buildClass } = await import('../../course/build-class.ts');
    const { availableParallelism } = await import('node:os');
    const { progressBar } = await import('../progress.ts');
    const bar = await progressBar(terminal, roster.value.students.length);
    const abort = new AbortController();
    const onInterrupt = (): void => abort.abort();
    process.on('SIGINT', onInterrupt);
    const count = roster.value.students.length;
    const built = await buildClass(place.value, roster.value, {
      assignmentFile,
      rosterFile,
      out,
      formats,
      jobs: jobs ?? (count < 20 ? 1 : availableParallelism()),
      onProgress: bar.update,
      signal: abort.signal,
    });
    process.off('SIGINT', onInterrupt);
    bar.stop();
    if (!built.ok) throw new IssueError(built.error);
    const { rendered, kept, layout, complete } = built.value;
    for (const line of layout) terminal.err(`layout: ${line}\n`);
    const before = kept > 0 ? `, ${kept} kept from before` : '';
    terminal.out(
      complete
        ? `Built ${rendered} papers${before}: ${out}\n`
        : `Stopped after ${rendered} papers${before}; run the same command again to go on.\n`,
    );
    return complete ? 0 : 1;
  },
};
