/**
 * Taking turns: every contender runs in short rounds, one after another, and its median round counts. Processor time of
 * this process is counted, garbage collection included, so that other work on the machine disturbs little.
 */
import { cpus, loadavg } from 'node:os';

export interface Contender {
  readonly name: string;
  /** Does the work once and returns how many pieces that was. */
  readonly work: () => number;
}

/** Pieces of work per second of each contender. */
export function rates(contenders: readonly Contender[], rounds = 7, seconds = 0.15): ReadonlyMap<string, number> {
  const found = new Map<string, number[]>(contenders.map((c) => [c.name, []]));
  // A first round that does not count: compilers warm up.
  for (let round = -1; round < rounds; round += 1) {
    for (const { name, work } of contenders) {
      const start = process.cpuUsage();
      let pieces = 0;
      let elapsed = 0;
      do {
        pieces += work();
        const { user, system } = process.cpuUsage(start);
        elapsed = (user + system) / 1e6;
      } while (elapsed < seconds);
      if (round >= 0) found.get(name)?.push(pieces / elapsed);
    }
  }
  return new Map([...found].map(([name, values]) => [name, median(values)]));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Three significant digits, in plain notation. */
export const digits = (v: number): string =>
  Number.isFinite(v) ? new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(v) : 'not measured';

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

export const machine = (): string =>
  `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), load ${(loadavg()[0] ?? 0).toFixed(1)}.`;
