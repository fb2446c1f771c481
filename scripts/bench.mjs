// Runs a benchmark of bench/: node scripts/bench.mjs fuzz 100000
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const [name = '', ...args] = process.argv.slice(2);
if (!/^[a-z-]+$/.test(name) || !existsSync(`bench/${name}.ts`)) {
  process.stderr.write('name a file of bench/: node scripts/bench.mjs fuzz 100000\n');
  process.exit(2);
}
process.exitCode = await bundled(`bench/${name}.ts`, ({ run }) => run(args));
