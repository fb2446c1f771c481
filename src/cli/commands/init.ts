import { type Command, requiredText } from '../command.ts';
import { IssueError } from '../issue-error.ts';

const NEXT = [
  'cd DIR',
  'npx gradus build assignments/hw1.yaml --roster roster.csv --out out/hw1',
  'npx gradus grade assignments/hw1.yaml --roster roster.csv --submissions submissions --out out/graded',
];

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
    terminal.out('The submissions are invented, to try grading with: delete them before yours come in.\nNext:\n');
    for (const line of NEXT) terminal.out(`  ${line.replace('DIR', dir)}\n`);
    return 0;
  },
};
