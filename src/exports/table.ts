/** Every export target, in the order in which the help lists them. A new target is one more record here. */

import { blackboard } from './blackboard.ts';
import { canvas } from './canvas.ts';
import type { ExportTarget } from './contract.ts';
import { moodleStack } from './moodle-stack.ts';
import { moodleXml } from './moodle-xml.ts';
import { qti3, qti22 } from './qti.ts';

export const exportTargets = [
  moodleXml,
  moodleStack,
  canvas,
  qti22,
  qti3,
  blackboard,
] as const satisfies readonly ExportTarget[];

export const exportTarget = (name: string): ExportTarget | undefined => exportTargets.find((t) => t.name === name);
