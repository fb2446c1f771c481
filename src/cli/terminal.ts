/** The real terminal: standard streams and the environment. */
import type { Terminal } from './command.ts';

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  return {
    out: (text) => {
      stdout.write(text);
    },
    err: (text) => {
      stderr.write(text);
    },
    interactive: stderr.isTTY === true,
    colour: stdout.isTTY === true && (env.NO_COLOR ?? '') === '',
    readStdin: async () => {
      const parts: Buffer[] = [];
      for await (const part of stdin) parts.push(Buffer.from(part));
      return Buffer.concat(parts).toString('utf8');
    },
    environment: new Map(Object.entries(env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]]))),
  };
}
