import { type Command, flag, listOption, numberOption, UsageError } from '../command.ts';

export const checkCommand: Command = {
  usage: 'check [ids..]',
  describe: 'Check templates: keys confirmed, variants sound, texts well printed',
  example: ['check --seeds 500', 'every template with 500 variants'],
  options: (args) =>
    args
      .positional('ids', { describe: 'templates or folders; default: all', type: 'string', array: true })
      .option('seeds', { describe: 'variants of each template', type: 'string', default: '200' })
      .option('json', { describe: 'one JSON line for each template', type: 'boolean' })
      .option('tidy', { describe: 'write missing quotes into the files', type: 'boolean' }),
  run: async (options, terminal) => {
    const seeds = numberOption(options, 'seeds') ?? 200;
    if (!Number.isInteger(seeds) || seeds < 1 || seeds > 100_000)
      throw new UsageError('--seeds is a whole number from 1 to 100000');
    const { formatIssue } = await import('../../base/issue.ts');
    const { openTargets } = await import('../../course/check-targets.ts');
    const { checkTemplates } = await import('../../course/check.ts');
    const { selfErrorText } = await import('../../course/self-error/issues.ts');
    const { catalogue, ids, issues, unknown, tidied } = await openTargets(
      process.cwd(),
      listOption(options, 'ids'),
      flag(options, 'tidy'),
    );
    if (unknown.length > 0) throw new UsageError(`there is no template or folder ${unknown.join(', ')}`);
    for (const file of tidied) terminal.err(`quotes written: ${file}\n`);
    for (const issue of issues) terminal.err(`${formatIssue(issue)}\n`);
    let failed = issues.filter((i) => i.severity === 'error').length;
    for (const report of checkTemplates(catalogue, ids, seeds)) {
      if (!report.passed) failed += 1;
      if (flag(options, 'json')) {
        terminal.out(`${JSON.stringify(report)}\n`);
        continue;
      }
      const effective = `${report.isLowerBound ? '≥ ' : ''}${Math.round(report.effective)}`;
      terminal.out(
        `${report.passed ? 'ok  ' : 'FAIL'} ${report.id.padEnd(36)} ${report.built}/${report.seeds} built, ${report.distinct} distinct, effectively ${effective} variants, ${report.confirmed} keys confirmed, ${Math.round(report.acceptance * 100)} % of draws taken; ${selfErrorText(report.selfError)}\n`,
      );
      for (const issue of report.issues) terminal.err(`${formatIssue(issue)}\n`);
    }
    return failed > 0 ? 1 : 0;
  },
};
