import { classOptions, openClass, openResults, resultsOption } from '../class-files.ts';
import { type Command, flag, requiredText } from '../command.ts';
import { IssueError } from '../issue-error.ts';

export const regradeCommand: Command = {
  usage: 'regrade <assignment>',
  describe: 'Judge stored answers again after a change: who goes up or down, and why',
  example: [
    'regrade assignments/hw1.yaml --roster roster.csv --results out/graded/results.jsonl --out out/regraded',
    "after a template or the grading block changed; a person's decisions stand",
  ],
  options: (args) =>
    resultsOption(classOptions(args))
      .option('out', {
        describe: 'folder for delta.csv, results, grades, report and the feedback that changed',
        type: 'string',
        demandOption: true,
      })
      .option('json', { describe: 'print one JSON document', type: 'boolean' }),
  run: async (options, terminal) => {
    const out = requiredText(options, 'out');
    const { place, roster, manifest } = await openClass(options);
    const stored = await openResults(options, place);
    const { dealAll, writeFeedback } = await import('../../course/stored-papers.ts');
    const { deltaTable, movesOf, regrade } = await import('../../course/regrade.ts');
    const { writeOutcome } = await import('../../course/outcome.ts');
    const { countedResults } = await import('../../course/results.ts');
    const { writeFile } = await import('../../course/files.ts');
    const papers = dealAll(place, roster, manifest);
    if (!papers.ok) throw new IssueError(papers.error);
    const again = regrade(place, papers.value, stored);
    await writeFile(`${out}/delta.csv`, deltaTable(again, roster));
    const touched = new Set(again.changes.map((c) => c.student));
    const counted = [...countedResults(again.lines, place.settings.keep).values()].filter((l) =>
      touched.has(l.student),
    );
    await writeFeedback(place, roster, papers.value, counted, out);
    await writeOutcome(place, roster, again.lines, [], out);
    for (const student of again.unknown) terminal.err(`${student} is not on the roster: the marks stay as they were\n`);
    const moves = movesOf(stored, again);
    if (flag(options, 'json')) {
      terminal.out(
        `${JSON.stringify({ up: moves.filter((m) => m.after > m.before), down: moves.filter((m) => m.after < m.before), changes: again.changes })}\n`,
      );
      return 0;
    }
    const up = moves.filter((m) => m.after > m.before).length;
    terminal.out(`${up} go up, ${moves.length - up} go down, ${stored.length - moves.length} stay: ${out}/delta.csv\n`);
    for (const m of moves) terminal.out(`${m.student}  ${shown(m.before)} → ${shown(m.after)}  ${m.why}\n`);
    return 0;
  },
};

const shown = (x: number): string => `${Math.round(x * 100) / 100}`;
