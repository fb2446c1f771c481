#!/usr/bin/env node
// Starts the built program; everything else, the exit code included, is decided in src/cli/main.ts.
import { existsSync } from 'node:fs';

const program = new URL('../dist/cli/main.js', import.meta.url);

if (existsSync(program)) {
  const { main } = await import(program.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write('gradus: the program is not built yet.\n  Run `npm ci && npm run build` in its folder.\n');
  process.exitCode = 2;
}
