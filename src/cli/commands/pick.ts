import { type Command, listOption, numberOption, textOption, UsageError } from '../command.ts';

export const pickCommand: Command = {
  usage: 'pick',
  describe: 'Assemble an assignment by topic, level, time and points',
  example: [
    'pick --topic jacobian,hessian --level 2-3 --minutes 60 --points 20 --id hw3 --out assignments/hw3.yaml',
    'an hour of problems on two topics',
  ],
  options: (args) =>
    args
      .option('topic', { describe: 'topics, separated by commas; default: all', type: 'string' })
      .option('level', { describe: 'levels: 2, 1,2 or 2-4; default: all', type: 'string' })
      .option('minutes', { describe: 'the time students have', type: 'string' })
      .option('problems', { describe: 'the number of problems', type: 'string' })
      .option('points', { describe: 'points in all; default: five a problem', type: 'string' })
      .option('id', { describe: 'id of the assignment', type: 'string', default: 'picked' })
      .option('title', { describe: 'title of the assignment; default: its id', type: 'string' })
      .option('locale', { describe: 'language', choices: ['en', 'de'], default: 'en' })
      .option('layout', {
        describe: 'layout of derivatives',
        choices: ['numerator', 'denominator'],
        default: 'numerator',
      })
      .option('seed', { describe: 'another seed picks other problems', type: 'string', default: '1' })
      .option('out', { describe: 'the file to write; default: the terminal', type: 'string' }),
  run: async (options, terminal) => {
    const topics = listOption(options, 'topic')
      .flatMap((t) => t.split(','))
      .map((t) => t.trim())
      .filter((t) => t !== '');
    const levels = readLevels(textOption(options, 'level'));
    const [minutes, problems] = [wholeOrNull(options, 'minutes'), wholeOrNull(options, 'problems')];
    if (minutes === null && problems === null) throw new UsageError('say how much: --minutes 60, or --problems 5');
    const id = textOption(options, 'id') ?? 'picked';
    if (!/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}$/.test(id)) throw new UsageError('--id takes letters, digits, - and _');
    const { openCatalogue } = await import('../../course/open.ts');
    const { assignmentText, pickProblems } = await import('../../problem/pick.ts');
    const { catalogue } = await openCatalogue(process.cwd());
    const templates = [...catalogue.templates.values()];
    const known = new Set(templates.map((t) => t.topic));
    const strange = topics.find((t) => !known.has(t));
    if (strange !== undefined) {
      const { nearest } = await import('../../base/nearest.ts');
      const near = nearest(strange, known);
      throw new UsageError(
        `no template has the topic ${strange}; ${near === undefined ? `the topics are ${[...known].sort().join(', ')}` : `did you mean ${near}?`}`,
      );
    }
    const seed = textOption(options, 'seed') ?? '1';
    const request = { topics, levels, minutes, problems, seed };
    const asked = wholeOrNull(options, 'points');
    // Five points a problem, once it is known how many there are.
    const counted = asked === null ? pickProblems(templates, { ...request, points: 100_000 }) : null;
    const points = asked ?? (counted?.ok ? 5 * counted.value.length : 5);
    const picked = pickProblems(templates, { ...request, points });
    if (!picked.ok) throw new UsageError(picked.error);
    const locale = textOption(options, 'locale') === 'de' ? 'de' : 'en';
    const layout = textOption(options, 'layout') === 'denominator' ? 'denominator' : 'numerator';
    const text = assignmentText({ id, title: textOption(options, 'title') ?? id, locale, layout }, picked.value);
    const out = textOption(options, 'out');
    if (out === undefined) {
      terminal.out(text);
      return 0;
    }
    const { existsSync } = await import('node:fs');
    if (existsSync(out)) throw new UsageError(`${out} is there already; name another file or delete it`);
    const { writeFile } = await import('../../course/files.ts');
    await writeFile(out, text);
    const time = picked.value.reduce((sum, p) => sum + p.minutes, 0);
    terminal.out(`Picked ${picked.value.length} problems, ${points} points, about ${time} minutes: ${out}\n`);
    return 0;
  },
};

function wholeOrNull(options: Parameters<Command['run']>[0], name: string): number | null {
  const value = numberOption(options, name);
  if (value === undefined) return null;
  if (!Number.isInteger(value) || value < 1 || value > 100_000)
    throw new UsageError(`--${name} is a whole number above 0`);
  return value;
}

/** `2`, `1,3`, `2-4`. */
function readLevels(text: string | undefined): readonly number[] {
  if (text === undefined) return [];
  return text.split(',').flatMap((part) => {
    const [, from, to = from] = /^\s*([1-5])\s*(?:[-–]\s*([1-5]))?\s*$/.exec(part) ?? [];
    const [lo, hi] = [Number(from), Number(to)];
    if (from === undefined || lo > hi) throw new UsageError('--level takes levels from 1 to 5: 2, 1,3 or 2-4');
    return Array.from({ length: hi - lo + 1 }, (_, k) => lo + k);
  });
}
