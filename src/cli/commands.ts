/** The commands, in the order in which the help lists them. */
import type { Command } from './command.ts';
import { buildCommand } from './commands/build.ts';
import { compareCommand } from './commands/compare.ts';
import { deriveCommand } from './commands/derive.ts';
import { gradeCommand } from './commands/grade.ts';
import { initCommand } from './commands/init.ts';
import { listCommand } from './commands/list.ts';

export const commands: readonly Command[] = [initCommand, listCommand, buildCommand, gradeCommand, deriveCommand, compareCommand];
