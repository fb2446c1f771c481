/** A progress bar on stderr where a person watches; nothing elsewhere. */
import type { Terminal } from './command.ts';

export interface Progress {
  readonly update: (done: number, total: number) => void;
  readonly stop: () => void;
}

export async function progressBar(terminal: Terminal, total: number): Promise<Progress> {
  if (!terminal.interactive) return { update: () => undefined, stop: () => undefined };
  const { SingleBar, Presets } = await import('cli-progress');
  const bar = new SingleBar({ stream: process.stderr, format: '{bar} {value}/{total}' }, Presets.shades_classic);
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}
