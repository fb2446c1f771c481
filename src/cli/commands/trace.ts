import type { VariantMatch } from '../../course/find-variant.ts';
import { classOptions, openClass } from '../class-files.ts';
import { type Command, flag, textOption, UsageError } from '../command.ts';
import { IssueError } from '../issue-error.ts';

const SHOWN = 10;

export const traceCommand: Command = {
  usage: 'trace <assignment> [numbers..]',
  describe: 'Whose variant is this? By numbers from a posted question or answer, or by its code',
  example: [
    'trace assignments/hw1.yaml --roster roster.csv 3 5/2 7 -4',
    'the papers that hold most of these numbers, best first',
  ],
  options: (args) =>
    classOptions(args)
      .positional('numbers', { describe: 'numbers as they stand in the text', type: 'string', array: true })
      .option('text', { describe: 'a file with the posted text; its numbers are taken', type: 'string' })
      .option('code', { describe: 'a variant code, such as 7KQ2F-M9X04', type: 'string' })
      .option('all', { describe: `list all candidates, not the best ${SHOWN}`, type: 'boolean' })
      .option('json', { describe: 'print one JSON line per candidate', type: 'boolean' }),
  run: async (options, terminal) => {
    const { place, roster, manifest } = await openClass(options);
    const given = Array.isArray(options.numbers) ? options.numbers.map(String) : [];
    const [file, code] = [textOption(options, 'text'), textOption(options, 'code')];
    const { readTextFile } = await import('../../course/files.ts');
    const { findCode, findVariant, numbersIn } = await import('../../course/find-variant.ts');
    const { dealAll } = await import('../../course/stored-papers.ts');
    const text = file === undefined ? null : await readTextFile(file);
    if (text !== null && !text.ok) throw new IssueError([text.error]);
    const texts = text === null ? given : [...given, text.value];
    if (code === undefined && texts.flatMap(numbersIn).length === 0)
      throw new UsageError('name some numbers of the variant, a file with --text, or its --code');
    const papers = dealAll(place, roster, manifest);
    if (!papers.ok) throw new IssueError(papers.error);
    const found =
      code === undefined ? findVariant(papers.value.values(), texts) : findCode(papers.value.values(), code);
    const shown = flag(options, 'all') ? found : found.slice(0, SHOWN);
    const names = new Map(roster.students.map((s) => [s.id, s.name]));
    for (const match of shown)
      terminal.out(
        flag(options, 'json')
          ? `${JSON.stringify({ ...match, name: names.get(match.student) ?? '' })}\n`
          : line(match, names),
      );
    if (found.length === 0) terminal.err('no paper of this class holds any of it\n');
    else if (found.length > shown.length && !flag(options, 'json'))
      terminal.err(`and ${found.length - shown.length} with fewer; --all lists them\n`);
    return found.length === 0 ? 1 : 0;
  },
};

function line(m: VariantMatch, names: ReadonlyMap<string, string>): string {
  const share =
    m.where === 'code'
      ? 'the code'
      : `${m.found} of ${m.asked} numbers, ${m.where === 'both' ? 'in statement and answer' : `in the ${m.where}`}`;
  return `${m.student}  ${names.get(m.student) ?? ''}  ${m.item} (${m.variant}): ${share}\n`;
}
