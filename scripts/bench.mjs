// Runs benchmarks of bench/ by name: npm run bench -- derive gradient; all that measure without a name.
// A file exports `measure` (a table, kept in bench/README.md) or `run` (takes the other arguments, prints for itself).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const PAGE = 'bench/README.md';
const files = readdirSync('bench').flatMap((f) => (f.endsWith('.ts') ? [f.slice(0, -3)] : []));
const given = process.argv.slice(2);
const [first] = given;
if (first !== undefined && !files.includes(first)) {
  process.stderr.write(`there is no benchmark "${first}": name files of bench/, as in npm run bench -- derive\n`);
  process.exit(2);
}
const measured =
  first === undefined
    ? files.filter((f) => /^export async function measure/m.test(readFileSync(`bench/${f}.ts`, 'utf8')))
    : [];

for (const name of first === undefined ? measured : given.filter((g) => files.includes(g))) {
  await bundled(`bench/${name}.ts`, async ({ measure, run }) => {
    if (!measure) {
      process.exitCode = await run(given.slice(1));
      return;
    }
    const text = await measure();
    process.stdout.write(`${text}\n`);
    keep(name, text);
  });
}

/** Puts the section of one file in its place on the page; sections of other files stay. */
function keep(name, text) {
  const page = readFileSync(PAGE, 'utf8');
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const section = `${open}\n\n${text}\n\n${close}`;
  const at = page.indexOf(open);
  const end = page.indexOf(close);
  const next =
    at < 0 || end < 0
      ? `${page.trimEnd()}\n\n${section}\n`
      : page.slice(0, at) + section + page.slice(end + close.length);
  writeFileSync(PAGE, next);
}
