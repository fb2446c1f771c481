// The main job on the sample course: roster → papers and keys → graded submissions → Moodle XML.
// Runs the commands that a course would run, and says in a few lines where everything lies and what was found.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { main } = await import('../dist/cli/main.js');

const assignment = 'sample/assignments/hw1.yaml';
const roster = 'sample/roster.csv';
const out = 'out/hw1';
const started = performance.now();

/** Runs one command; anything but the exit codes allowed ends the job with that code. */
async function gradus(allowed, ...args) {
  process.stderr.write(`gradus ${args.join(' ')}\n`);
  const code = await main(args);
  if (allowed.includes(code)) return code;
  process.stderr.write(`The main job stopped: this command ended with exit code ${code}.\n`);
  process.exit(code === 0 ? 1 : code);
}

await rm(out, { recursive: true, force: true });
await gradus([0], 'build', assignment, '--roster', roster, '--out', out, '--format', 'pdf,html,key');
// Exit 1 says that some files could not be graded, which the sample holds on purpose.
await gradus(
  [0, 1],
  'grade',
  assignment,
  '--roster',
  roster,
  '--submissions',
  'sample/submissions',
  '--out',
  join(out, 'graded'),
);
await gradus([0], 'export', assignment, '--to', 'moodle-xml', '--out', join(out, 'moodle.xml'), '--variants', '5');

const table = async (file) =>
  parse(await readFile(join(out, file), 'utf8'), { columns: true, relax_column_count: true });
const grades = await table('graded/grades.csv');
const problems = await table('graded/problems.csv');
const graded = grades.filter((row) => row.status === 'graded');
const mean = graded.reduce((sum, row) => sum + Number(row.total), 0) / Math.max(1, graded.length);
const seconds = ((performance.now() - started) / 1000).toFixed(1);

process.stdout.write(
  [
    '',
    `Done in ${seconds} s.`,
    `Papers     ${out}/papers (a PDF and an HTML page for each of ${grades.length} students)`,
    `Keys       ${out}/keys (worked solutions; keep them apart from the papers)`,
    `Grades     ${out}/graded/grades.csv: ${graded.length} graded, mean ${mean.toFixed(1)} of ${graded[0]?.max ?? '?'} points`,
    `Feedback   ${out}/graded/feedback, overview ${out}/graded/report.html, every verdict ${out}/graded/results.jsonl`,
    `Moodle     ${out}/moodle.xml (what does not survive: ${out}/moodle.xml.losses.html)`,
    `Not graded ${problems.length}:`,
    ...problems.map((p) => `  ${p.file || p.student}: ${p.message.split('\n')[0]}`),
    '',
  ].join('\n'),
);
