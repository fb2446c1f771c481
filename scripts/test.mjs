// Everything that must hold before a change is accepted: npm test.
import { run } from './run.mjs';

async function step(name, command, args) {
  const { code, seconds } = await run(command, args);
  if (code !== 0) {
    process.stderr.write(`\n${name}: failed\n`);
    process.exit(code);
  }
  process.stdout.write(`${name}: ${seconds.toFixed(1)} s\n`);
}

/** Checks that do not depend on each other run side by side; all are reported before the first failure stops the run. */
async function sideBySide(checks) {
  const results = await Promise.all(
    checks.map(async ([name, command, args]) => ({ name, ...(await run(command, args, { quiet: true })) })),
  );
  for (const { name, code, output, seconds } of results) {
    if (code !== 0) process.stderr.write(output);
    process.stdout.write(`${name}: ${code === 0 ? `${seconds.toFixed(1)} s` : 'failed'}\n`);
  }
  if (results.some(({ code }) => code !== 0)) process.exit(1);
}

await step('set-up', process.execPath, ['scripts/test-setup.mjs']);
await step('build', process.execPath, ['scripts/build.mjs']);
await sideBySide([
  ['format and lint', 'biome', ['check', '--error-on-warnings', '.']],
  ['types', process.execPath, ['scripts/typecheck.mjs']],
  ['dead code', 'knip', ['--no-progress']],
]);
await step('tests', 'vitest', ['run']);
