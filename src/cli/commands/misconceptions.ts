import { type Command, flag } from '../command.ts';

export const misconceptionsCommand: Command = {
  usage: 'misconceptions',
  describe: 'List the wrong rules that answers are held against',
  example: ['misconceptions --json', 'one JSON line for each, with an example and its source'],
  options: (args) => args.option('json', { describe: 'one JSON line for each', type: 'boolean' }),
  run: async (options, terminal) => {
    const { misconceptions } = await import('../../misconceptions/table.ts');
    for (const { id, generic, summary, source, example } of misconceptions) {
      const asked = example.wrt.length === 0 ? example.of : `${example.of} in ${example.wrt.join(', ')}`;
      terminal.out(
        flag(options, 'json')
          ? `${JSON.stringify({ id, generic, summary, example, source })}\n`
          : `${id}${generic ? ' *' : ''}\n    ${summary}\n    example: ${asked} → ${example.student}\n    source: ${source}\n`,
      );
    }
    if (!flag(options, 'json')) terminal.out('* generic: named only where no other fits\n');
    return 0;
  },
};
