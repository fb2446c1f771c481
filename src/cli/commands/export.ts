import { TARGET_NAMES } from '../../exports/target-names.ts';
import {
  type Command,
  flag,
  numberOption,
  type Options,
  requiredText,
  type Terminal,
  textOption,
  UsageError,
} from '../command.ts';
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
      .option('roster', { describe: 'CSV of the class (gradescope, which grades personal papers)', type: 'string' })
      .option('strict', { describe: 'exit 1 if anything is lost', type: 'boolean' })
      .option('json', { describe: 'print the losses as one JSON document', type: 'boolean' }),
  run: async (options, terminal) => {
    const name = requiredText(options, 'to');
    if (name === 'gradescope') return exportHarness(options, terminal);
    const { exportTarget } = await import('../../exports/table.ts');
    const target = exportTarget(name);
    if (target === undefined)
      throw new UsageError(`there is no target "${name}"; the targets are ${TARGET_NAMES.join(', ')}`);
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

/** Gradescope grades the papers of the course's own deals, so its zip holds the course and not pools of variants. */
async function exportHarness(options: Options, terminal: Terminal): Promise<0> {
  const roster = textOption(options, 'roster');
  if (roster === undefined) throw new UsageError('Gradescope grades personal papers: name the class with --roster');
  const { openRoster, openWorkplace } = await import('../../course/workplace.ts');
  const assignment = requiredText(options, 'assignment');
  const [place, students] = [await openWorkplace(assignment), await openRoster(roster)];
  if (!place.ok || !students.ok)
    throw new IssueError([...(place.ok ? [] : place.error), ...(students.ok ? [] : students.error)]);
  const { root, secretFile, problems } = place.value.course;
  const { isAbsolute, relative, resolve } = await import('node:path');
  const inside = relative(root, secretFile);
  if (inside.startsWith('..') || isAbsolute(inside))
    throw new UsageError(
      `the secret of the course lies outside of it, in ${secretFile}; Gradescope needs both together`,
    );
  const { gradescopeHarness } = await import('../../course/gradescope.ts');
  const { writeFile } = await import('../../course/files.ts');
  const out = requiredText(options, 'out');
  await writeFile(
    out,
    await gradescopeHarness({ root, parts: [secretFile, ...problems], assignment: resolve(assignment), roster }),
  );
  if (flag(options, 'json')) terminal.out(`${JSON.stringify({ target: 'gradescope', files: [out], losses: [] })}\n`);
  else terminal.out(`Autograder for Gradescope, with the secret of the course inside (keep it to yourself): ${out}\n`);
  return 0;
}
