/** The commands, in the order in which the help lists them. */
import type { Command } from './command.ts';
import { compareCommand } from './commands/compare.ts';
import { deriveCommand } from './commands/derive.ts';

export const commands: readonly Command[] = [deriveCommand, compareCommand];
