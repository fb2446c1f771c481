import { classOptions, openClass, openResults, resultsOption } from '../class-files.ts';
import { type Command, flag, textOption, UsageError } from '../command.ts';

export const reportCommand: Command = {
  usage: 'report <assignment>',
  describe: 'How the class did: difficulty, discrimination, reliability, frequent slips',
  example: [
    'report assignments/hw1.yaml --roster roster.csv --results out/graded/results.jsonl --out report.html',
    'or --json for the numbers alone',
  ],
  options: (args) =>
    resultsOption(classOptions(args))
      .option('out', { describe: 'the HTML file to write', type: 'string' })
      .option('json', { describe: 'print one JSON document', type: 'boolean' }),
  run: async (options, terminal) => {
    const { place, roster } = await openClass(options);
    const stored = await openResults(options, place);
    const out = textOption(options, 'out');
    const json = flag(options, 'json');
    if (out === undefined && !json) throw new UsageError('name the file to write, --out report.html, or take --json');
    const { countedResults } = await import('../../course/results.ts');
    const results = countedResults(stored, place.settings.keep);
    if (out !== undefined) {
      const { buildReport } = await import('../../course/report.ts');
      const { toHtml } = await import('../../course/render.ts');
      const { writeFile } = await import('../../course/files.ts');
      const report = buildReport({ course: place.course, assignment: place.assignment, roster, results, problems: [] });
      await writeFile(out, await toHtml(report, place.course));
    }
    if (json) {
      const { statistics } = await import('../../course/statistics.ts');
      terminal.out(`${JSON.stringify({ assignment: place.assignment.id, ...statistics([...results.values()]) })}\n`);
    } else terminal.out(`${out}\n`);
    return 0;
  },
};
