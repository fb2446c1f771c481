// Checks the types of the program and, apart from it because browsers have other globals, of the page's script.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';

let failed = false;
for (const project of ['.', 'src/web']) {
  if (project !== '.' && !existsSync(join(root, project, 'paper.ts'))) continue;
  const { code } = await run('tsc', ['--noEmit', '-p', project]);
  failed ||= code !== 0;
}
process.exitCode = failed ? 1 : 0;
