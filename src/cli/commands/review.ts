import { classOptions, openClass, openResults, resultsOption } from '../class-files.ts';
import { type Command, requiredText, textOption, UsageError } from '../command.ts';
import { IssueError } from '../issue-error.ts';

export const reviewCommand: Command = {
  usage: 'review <assignment>',
  describe: "Merge a person's decisions and essay scores into results and grades",
  example: [
    'review assignments/hw1.yaml --roster roster.csv --results out/graded/results.jsonl --decisions review.csv --out out/final',
    'review.csv is the list that gradus grade wrote, with points, or levels of the rubric, filled in',
  ],
  options: (args) =>
    resultsOption(classOptions(args))
      .option('decisions', {
        describe:
          'CSV: student, item, field, then points (or levels such as 2,1,2) and a comment; without it the waiting answers are listed',
        type: 'string',
      })
      .option('out', { describe: 'folder for results, grades, report and the feedback that changed', type: 'string' }),
  run: async (options, terminal) => {
    const { place, roster, manifest } = await openClass(options);
    const results = await openResults(options, place);
    const file = textOption(options, 'decisions');
    const { countedResults } = await import('../../course/results.ts');
    const { reviewTable, waitingFields } = await import('../../course/review-list.ts');
    if (file === undefined) {
      terminal.out(reviewTable(waitingFields(countedResults(results, place.settings.keep))));
      return 0;
    }
    const out = requiredText(options, 'out');
    const { readTextFile } = await import('../../course/files.ts');
    const { readDecisions, withDecisions } = await import('../../course/review.ts');
    const { dealAll, writeFeedback } = await import('../../course/stored-papers.ts');
    const { writeOutcome } = await import('../../course/outcome.ts');
    const text = await readTextFile(file);
    if (!text.ok) throw new IssueError([text.error]);
    const papers = dealAll(place, roster, manifest);
    if (!papers.ok) throw new IssueError(papers.error);
    const decisions = readDecisions(text.value, file, results, (student, item, field) =>
      papers.value
        .get(student)
        ?.items.find((i) => i.item === item)
        ?.instance.public.fields.find((f) => f.id === field),
    );
    if (!decisions.ok) throw new IssueError(decisions.error);
    if (decisions.value.length === 0) throw new UsageError(`${file} decides nothing: fill in points or levels`);
    const lines = withDecisions(results, decisions.value);
    const decided = new Set(decisions.value.map((d) => d.student));
    const counted = [...countedResults(lines, place.settings.keep).values()].filter((l) => decided.has(l.student));
    await writeFeedback(place, roster, papers.value, counted, out);
    const waiting = await writeOutcome(place, roster, lines, [], out);
    terminal.out(`Merged ${decisions.value.length} decisions on ${decided.size} students: ${out}\n`);
    if (waiting > 0) terminal.out(`${waiting} answers still wait for a person: ${out}/review.csv\n`);
    return 0;
  },
};
