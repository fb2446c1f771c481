/** What a command is: a light record with its options; the work is imported when it runs. */
import type { Argv } from 'yargs';

/** Everything a command may touch of the outside world. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether people watch stderr (a progress bar makes sense) and whether colour may be used. */
  readonly interactive: boolean;
  readonly colour: boolean;
  readonly readStdin: () => Promise<string>;
  readonly environment: ReadonlyMap<string, string>;
}

/** Exit codes of the contract: 0 done, 1 what was checked does not hold, 2 bad usage or input, 3 our bug. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Option values as yargs gives them; commands read them through the helpers below, which check. */
export type Options = Readonly<Record<string, unknown>>;

export interface Command {
  /** `derive <expr>` as yargs writes it. */
  readonly usage: string;
  readonly describe: string;
  readonly example: readonly [command: string, explanation: string];
  readonly options: (args: Argv) => Argv;
  readonly run: (options: Options, terminal: Terminal) => Promise<ExitCode>;
}

/** Bad usage or input: shown without a stack trace, exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function textOption(options: Options, name: string): string | undefined {
  const v = options[name];
  if (v === undefined) return undefined;
  if (Array.isArray(v)) throw new UsageError(`--${name} is given more than once`);
  return unshielded(v);
}

/** Without the blank that keeps a minus in front from being read as an option. */
const unshielded = (v: unknown): string => String(v).replace(/^ (?=-)/, '');

export function requiredText(options: Options, name: string, mend = ''): string {
  const v = textOption(options, name);
  if (v === undefined || v === '') throw new UsageError(`${name} is missing${mend === '' ? '' : `; ${mend}`}`);
  return v;
}

/** A repeatable option as a list, however often it was given. */
export function listOption(options: Options, name: string): readonly string[] {
  const v = options[name];
  if (v === undefined) return [];
  return (Array.isArray(v) ? v : [v]).map(unshielded);
}

export const flag = (options: Options, name: string): boolean => options[name] === true;

/** A number option; throws UsageError when it is no finite number. */
export function numberOption(options: Options, name: string): number | undefined {
  const v = textOption(options, name);
  if (v === undefined) return undefined;
  const n = Number(v);
  if (v.trim() === '' || !Number.isFinite(n)) throw new UsageError(`--${name} takes a number, not "${v}"`);
  return n;
}

/** `name=value` or `name:value` pairs; brackets and parentheses protect commas when `split` is set. */
export function pairs(texts: readonly string[], sign: '=' | ':', option: string): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const text of texts.flatMap(splitTopLevel)) {
    const at = text.indexOf(sign);
    if (at <= 0) throw new UsageError(`--${option} takes name${sign}value, not "${text}"`);
    out.set(text.slice(0, at).trim(), text.slice(at + 1).trim());
  }
  return out;
}

/** Splits at commas outside brackets: `x=1,A=[[1,2],[3,4]]`. */
export function splitTopLevel(text: string): readonly string[] {
  const out: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (c === '(' || c === '[' || c === '{') depth += 1;
    else if (c === ')' || c === ']' || c === '}') depth -= 1;
    else if (c === ',' && depth === 0) {
      out.push(text.slice(from, i));
      from = i + 1;
    }
  }
  out.push(text.slice(from));
  return out.filter((t) => t.trim() !== '');
}
