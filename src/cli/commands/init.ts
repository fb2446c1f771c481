import { type Command, requiredText } from '../command.ts';
import { IssueError } from '../issue-error.ts';

export const initCommand: Command = {
  usage: 'init <dir>',
  describe: 'Make a new course that runs as it is',
  example: ['init my-course', 'course.yaml, a template, an assignment and a roster to start from'],
  options: (args) => args.positional('dir', { describe: 'the new folder', type: 'string' }),
  run: async (options, terminal) => {
    const dir = requiredText(options, 'dir');
    const { initCourse } = await import('../../course/init.ts');
    const made = await initCourse(dir);
    if (!made.ok) throw new IssueError(made.error);
    terminal.out(`Made a course in ${dir}:\n${made.value.map((f) => `  ${f}\n`).join('')}`);
    terminal.out(`Next:\n  cd ${dir}\n  gradus build assignments/hw1.yaml --roster roster.csv --out out/hw1\n`);
    return 0;
  },
};
