/** A class of papers with their keys, built by workers as a course does: how long, and whether memory stays flat. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

const ASSIGNMENT = 'sample/assignments/hw1.yaml';

/** Resident memory of a process in MB; undefined when it has ended. */
function memoryOf(pid: number): number | undefined {
  try {
    const kB = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kB === undefined ? undefined : Number(kB) / 1000;
  } catch {
    return undefined;
  }
}

export async function measure(): Promise<string> {
  const students = Number(process.env.GRADUS_BENCH_STUDENTS ?? '1000');
  const jobs = Math.min(2, cpus().length);
  const folder = mkdtempSync(join(tmpdir(), 'gradus-class-'));
  try {
    const roster = join(folder, 'roster.csv');
    const rows = Array.from({ length: students }, (_, k) => `s${k + 1},Student ${k + 1}`);
    writeFileSync(roster, `id,name\n${rows.join('\n')}\n`);
    const args = ['bin/gradus.js', 'build', ASSIGNMENT, '--roster', roster, '--out', join(folder, 'out')];
    const start = performance.now();
    const child = spawn(process.execPath, [...args, '--format', 'pdf,key', '--jobs', `${jobs}`], { stdio: 'ignore' });
    const seen: number[] = [];
    const watch = setInterval(() => {
      const memory = memoryOf(child.pid ?? 0);
      if (memory !== undefined) seen.push(memory);
    }, 200);
    const code = await new Promise((resolve) => child.once('close', resolve));
    clearInterval(watch);
    if (code !== 0) throw new Error(`the build ended with exit code ${code}`);
    const seconds = (performance.now() - start) / 1000;
    const peak = (from: number, to: number): string =>
      Math.max(0, ...seen.slice(Math.floor(from * seen.length), Math.ceil(to * seen.length))).toFixed(0);
    return [
      `| ${students} papers (PDF) with keys (PDF and HTML), ${jobs} workers | |`,
      '|---|---|',
      `| time | ${seconds.toFixed(1)} s, ${(students / seconds).toFixed(1)} a second |`,
      `| most memory in each quarter of the time | ${[0, 1, 2, 3].map((q) => peak(q / 4, (q + 1) / 4)).join(', ')} MB |`,
    ].join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
