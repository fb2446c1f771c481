import type { CheckedTemplate } from '../../course/check.ts';
import { type Command, flag, listOption, numberOption, UsageError } from '../command.ts';

export const checkCommand: Command = {
  usage: 'check [ids..]',
  describe: 'Check templates: keys confirmed, variants sound, texts well printed',
  example: ['check problems/jacobian --seeds 500 --lock', 'one folder with 500 variants of each template, then locked'],
  options: (args) =>
    args
      .positional('ids', { describe: 'templates or folders; default: all', type: 'string', array: true })
      .option('seeds', { describe: 'variants of each template', type: 'string', default: '200' })
      .option('lock', {
        describe: 'hold released templates against their lock file, and lock new ones',
        type: 'boolean',
      })
      .option('json', { describe: 'one JSON line for each template', type: 'boolean' })
      .option('tidy', { describe: 'write missing quotes into the files', type: 'boolean' })
      .option('jobs', { describe: 'workers; default: one for each processor', type: 'string' }),
  run: async (options, terminal) => {
    const seeds = wholeNumber('seeds', numberOption(options, 'seeds') ?? 200, 100_000);
    const { availableParallelism } = await import('node:os');
    const jobs = wholeNumber('jobs', numberOption(options, 'jobs') ?? availableParallelism(), 64);
    const { formatIssue } = await import('../../base/issue.ts');
    const { openTargets } = await import('../../course/check-targets.ts');
    const { checkAll, chosenTemplates } = await import('../../course/check-all.ts');
    const { selfErrorText } = await import('../../course/self-error/issues.ts');
    const [folder, names] = [process.cwd(), listOption(options, 'ids')];
    const targets = await openTargets(folder, names, flag(options, 'tidy'));
    if (targets.unknown.length > 0)
      throw new UsageError(
        `there is no template or folder ${targets.unknown.join(', ')}; \`gradus list\` shows all templates`,
      );
    for (const file of targets.tidied) terminal.err(`quotes written: ${file}\n`);
    for (const issue of targets.issues) terminal.err(`${formatIssue(issue)}\n`);
    let failed = targets.issues.filter((i) => i.severity === 'error').length;
    const templates = chosenTemplates(targets);
    const { progressBar } = await import('../progress.ts');
    const bar = await progressBar(terminal, templates.length);
    let done = 0;
    const onReport = (report: CheckedTemplate): void => {
      if (!report.passed) failed += 1;
      terminal.out(
        flag(options, 'json')
          ? `${JSON.stringify(report)}\n`
          : `${lineOf(report)}; ${selfErrorText(report.selfError)}\n`,
      );
      for (const issue of report.issues) terminal.err(`${formatIssue(issue)}\n`);
      done += 1;
      bar.update(done, templates.length);
    };
    await checkAll({ targets, folder, names, seeds, jobs, onReport });
    bar.stop();
    if (flag(options, 'lock')) {
      // What fails is not released.
      if (failed > 0) terminal.err('gradus: nothing is locked while a check fails\n');
      else {
        const { lockTemplates } = await import('../../course/lock.ts');
        const lock = await lockTemplates(targets.catalogue, templates, targets.folders, targets.ids.length === 0);
        for (const issue of lock.issues) terminal.err(`${formatIssue(issue)}\n`);
        failed += lock.issues.length;
        terminal.err(
          `lock: ${lock.unchanged} as released, ${lock.locked.length} locked now${lock.files.length === 0 ? '' : ` in ${lock.files.join(', ')}`}\n`,
        );
      }
    }
    return failed > 0 ? 1 : 0;
  },
};

function wholeNumber(name: string, value: number, most: number): number {
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new UsageError(`--${name} is a whole number from 1 to ${most}`);
  return value;
}

function lineOf(report: CheckedTemplate): string {
  const effective = `${report.isLowerBound ? '≥ ' : ''}${Math.round(report.effective)}`;
  const size = report.spread.size;
  const parts = [
    `${report.built}/${report.seeds} built`,
    `${report.distinct} distinct`,
    `effectively ${effective} variants`,
    `${report.structures.length} structures`,
    `${report.confirmed} keys confirmed`,
    `${Math.round(report.acceptance * 100)} % of draws taken`,
    ...(size === null ? [] : [`size ${size.least}–${size.median}–${size.greatest}`]),
    ...(report.testlet === null ? [] : [`testlet ${report.testlet}`]),
  ];
  return `${report.passed ? 'ok  ' : 'FAIL'} ${report.id.padEnd(36)} ${parts.join(', ')}`;
}
