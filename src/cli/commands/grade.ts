import { type Command, listOption, requiredText, textOption, UsageError } from '../command.ts';
import { IssueError } from '../issue-error.ts';

export const gradeCommand: Command = {
  usage: 'grade <assignment>',
  describe: 'Grade submissions into grades, feedback and a report',
  example: [
    'grade assignments/hw1.yaml --roster roster.csv --submissions handed-in --out out/graded',
    'everybody graded; exit 1 when some files could not be',
  ],
  options: (args) =>
    args
      .positional('assignment', { describe: 'the assignment file', type: 'string' })
      .option('roster', { describe: 'CSV of the class', type: 'string', demandOption: true })
      .option('submissions', { describe: 'folder or files that were handed in (repeatable)', type: 'string' })
      .option('out', {
        describe: 'folder for grades, results, feedback and report',
        type: 'string',
        demandOption: true,
      })
      .option('manifest', { describe: "the build's manifest.json, which froze who was dealt what", type: 'string' })
      .option('replay', { describe: 'recompute the marks of a results.jsonl from its own logs', type: 'string' }),
  run: async (options, terminal) => {
    const assignmentFile = requiredText(options, 'assignment');
    const out = requiredText(options, 'out');
    const replay = textOption(options, 'replay');
    const files = listOption(options, 'submissions');
    if (files.length === 0 && replay === undefined) throw new UsageError('name the submissions: --submissions FOLDER');
    const { openWorkplace, openRoster } = await import('../../course/workplace.ts');
    const [place, roster] = [await openWorkplace(assignmentFile), await openRoster(requiredText(options, 'roster'))];
    if (!place.ok || !roster.ok)
      throw new IssueError([...(place.ok ? [] : place.error), ...(roster.ok ? [] : roster.error)]);
    if (replay !== undefined) {
      const { replayResults } = await import('../../course/replay.ts');
      const replayed = await replayResults(place.value, roster.value, replay, out);
      if (!replayed.ok) throw new IssueError(replayed.error);
      terminal.out(
        `Replayed ${replayed.value.lines} results, ${replayed.value.changed.length} with other marks than stored: ${out}\n`,
      );
      for (const student of replayed.value.changed)
        terminal.err(`${student}: the stored marks are not those of the log\n`);
      return replayed.value.changed.length === 0 ? 0 : 1;
    }
    const { readSubmissions } = await import('../../course/submissions.ts');
    const { gradeClass } = await import('../../course/grade.ts');
    const { readManifest } = await import('../../course/manifest.ts');
    const { progressBar } = await import('../progress.ts');
    const manifest = textOption(options, 'manifest');
    const frozen = manifest === undefined ? null : await readManifest(manifest, place.value.assignment.id);
    if (manifest !== undefined && frozen === null)
      throw new UsageError(`${manifest} is no manifest of ${place.value.assignment.id}`);
    const handedIn = await readSubmissions(files);
    const bar = await progressBar(terminal, roster.value.students.length);
    const graded = await gradeClass(place.value, roster.value, handedIn, {
      out,
      manifest: frozen,
      progress: bar.update,
    });
    bar.stop();
    if (!graded.ok) throw new IssueError(graded.error);
    const { problems, waiting } = graded.value;
    terminal.out(`Graded ${graded.value.graded} of ${roster.value.students.length} students: ${out}\n`);
    if (waiting > 0) terminal.out(`${waiting} answers wait for a person: ${out}/review.csv\n`);
    for (const p of problems) terminal.err(`${p.code}: ${p.file === '' ? p.student : p.file}: ${p.message}\n`);
    return problems.length === 0 ? 0 : 1;
  },
};
