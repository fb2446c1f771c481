/** The commands, in the order in which the help lists them. */
import type { Command } from './command.ts';
import { buildCommand } from './commands/build.ts';
import { catalogueCommand } from './commands/catalogue.ts';
import { checkCommand } from './commands/check.ts';
import { compareCommand } from './commands/compare.ts';
import { deriveCommand } from './commands/derive.ts';
import { diagnoseCommand } from './commands/diagnose.ts';
import { exportCommand } from './commands/export.ts';
import { gradeCommand } from './commands/grade.ts';
import { initCommand } from './commands/init.ts';
import { listCommand } from './commands/list.ts';
import { misconceptionsCommand } from './commands/misconceptions.ts';
import { pickCommand } from './commands/pick.ts';
import { regradeCommand } from './commands/regrade.ts';
import { reportCommand } from './commands/report.ts';
import { reviewCommand } from './commands/review.ts';
import { showCommand } from './commands/show.ts';
import { traceCommand } from './commands/trace.ts';

export const commands: readonly Command[] = [
  initCommand,
  listCommand,
  showCommand,
  checkCommand,
  catalogueCommand,
  pickCommand,
  buildCommand,
  gradeCommand,
  reviewCommand,
  regradeCommand,
  reportCommand,
  traceCommand,
  exportCommand,
  deriveCommand,
  compareCommand,
  diagnoseCommand,
  misconceptionsCommand,
];
