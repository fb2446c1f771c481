import { TARGET_NAMES } from '../../exports/target-names.ts';
import { type Command, flag, numberOption, requiredText, textOption, UsageError } from '../command.ts';
import { IssueError } from '../issue-error.ts';

export const exportCommand: Command = {
  usage: 'export <assignment>',
  describe: 'Export pools of variants to a learning platform',
  example: [
    'export assignments/hw1.yaml --to moodle-xml --out hw1.xml --variants 20',
    'Moodle questions, and what does not survive in hw1.xml.losses.html',
  ],
  options: (args) =>
    args
      .positional('assignment', { describe: 'the assignment file', type: 'string' })
      .option('to', { describe: `target: ${TARGET_NAMES.join(', ')}`, type: 'string', demandOption: true })
      .option('out', { describe: 'the file to write', type: 'string', demandOption: true })
      .option('variants', { describe: 'variants of each problem', type: 'string', default: '10' })
      .option('expressions', {
        describe: 'formulas where the target cannot judge them: points or refuse',
        choices: ['points', 'refuse'],
        default: 'points',
      })
      .option('strict', { describe: 'exit 1 if anything is lost', type: 'boolean' })
      .option('json', { describe: 'print the losses as one JSON document', type: 'boolean' }),
  run: async (options, terminal) => {
    const { exportTarget, exportTargets } = await import('../../exports/table.ts');
    const name = requiredText(options, 'to');
    const target = exportTarget(name);
    if (target === undefined)
      throw new UsageError(
        `there is no target "${name}"; the targets are ${exportTargets.map((t) => t.name).join(', ')}`,
      );
    const variants = numberOption(options, 'variants') ?? 10;
    if (!Number.isInteger(variants) || variants < 1 || variants > 10_000)
      throw new UsageError('--variants is a whole number from 1 to 10000');
    const { openWorkplace } = await import('../../course/workplace.ts');
    const { exportAssignment } = await import('../../course/export.ts');
    const place = await openWorkplace(requiredText(options, 'assignment'));
    if (!place.ok) throw new IssueError(place.error);
    const strict = flag(options, 'strict');
    const expressions = textOption(options, 'expressions') === 'refuse' ? 'refuse' : 'points';
    const out = requiredText(options, 'out');
    const done = await exportAssignment(place.value, { target, out, variants, expressions, strict });
    if (!done.ok) throw new IssueError(done.error);
    const { files, losses } = done.value;
    if (flag(options, 'json')) terminal.out(`${JSON.stringify({ target: name, files, losses })}\n`);
    else
      terminal.out(
        `Exported to ${name}: ${files.join(', ')}\n${losses.length === 0 ? 'Nothing is lost.' : `${losses.length} things do not survive as they are: ${out}.losses.html`}\n`,
      );
    return strict && losses.length > 0 ? 1 : 0;
  },
};
