import { type Command, flag, numberOption, textOption, UsageError } from '../command.ts';

export const listCommand: Command = {
  usage: 'list',
  describe: 'List the problem templates',
  example: ['list --topic jacobian --level 2', 'templates of one topic and level'],
  options: (args) =>
    args
      .option('topic', { describe: 'only this topic', type: 'string' })
      .option('level', { describe: 'only this level, 1 to 5', type: 'string' })
      .option('json', { describe: 'one JSON line for each template', type: 'boolean' }),
  run: async (options, terminal) => {
    const topic = textOption(options, 'topic');
    const level = numberOption(options, 'level');
    if (level !== undefined && ![1, 2, 3, 4, 5].includes(level))
      throw new UsageError('--level is a whole number from 1 to 5');
    const { openCatalogue } = await import('../../course/open.ts');
    const { inLocale } = await import('../../problem/template.ts');
    const { formatIssue } = await import('../../base/issue.ts');
    const { catalogue, issues } = await openCatalogue(process.cwd());
    for (const issue of issues) terminal.err(`${formatIssue(issue)}\n`);
    const chosen = [...catalogue.templates.values()].filter(
      (t) => (topic === undefined || t.topic === topic) && (level === undefined || t.level === level),
    );
    for (const t of chosen) {
      const title = inLocale(t.title, 'en')?.text ?? t.id;
      const fields = t.fields.map((f) => ({ id: f.id, type: f.type }));
      terminal.out(
        flag(options, 'json')
          ? `${JSON.stringify({ id: t.id, title, topic: t.topic, level: t.level, fields, source: t.source })}\n`
          : `${t.id.padEnd(36)} ${t.topic.padEnd(27)} level ${t.level}  ${title}\n`,
      );
    }
    if (chosen.length === 0) terminal.err('gradus: no template fits; `gradus list` shows all\n');
    return issues.some((i) => i.severity === 'error') ? 1 : 0;
  },
};
