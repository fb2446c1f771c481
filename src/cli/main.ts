/** The program `gradus`: finds the command, runs it, and turns what went wrong into an exit code and a message. */
import { formatIssue, type Issue } from '../base/issue.ts';
import { nearest } from '../base/nearest.ts';
import { type Command, type ExitCode, type Options, type Terminal, UsageError } from './command.ts';
import { commands } from './commands.ts';
import { IssueError } from './issue-error.ts';
import { processTerminal } from './terminal.ts';

/** Runs one command line; never throws. Returns the exit code of the contract. */
export async function main(argv: readonly string[], terminal: Terminal = processTerminal()): Promise<ExitCode> {
  try {
    return await dispatch(argv, terminal);
  } catch (e) {
    return report(e, terminal);
  }
}

function report(e: unknown, terminal: Terminal): ExitCode {
  if (e instanceof IssueError) {
    for (const issue of e.issues) terminal.err(`${formatIssue(issue)}\n`);
    return 2;
  }
  if (e instanceof UsageError) {
    terminal.err(`gradus: ${e.message}\n`);
    return 2;
  }
  const systemIssue = fileIssue(e);
  if (systemIssue) {
    terminal.err(`${formatIssue(systemIssue)}\n`);
    return 2;
  }
  const message = e instanceof Error ? e.message : String(e);
  terminal.err(
    `gradus: internal error: ${message}\n  This is a bug of Gradus; please report it with the command you ran.\n`,
  );
  if (terminal.environment.has('GRADUS_DEBUG') && e instanceof Error) terminal.err(`${e.stack ?? ''}\n`);
  return 3;
}

/** Files that are missing or may not be read are the user's to mend. */
function fileIssue(e: unknown): Issue | null {
  if (!(e instanceof Error) || !('code' in e) || !('path' in e)) return null;
  const why: ReadonlyMap<unknown, string> = new Map([
    ['ENOENT', 'there is no such file or folder'],
    ['EACCES', 'this may not be read or written'],
    ['EISDIR', 'this is a folder, not a file'],
    ['ENOTDIR', 'a part of this path is no folder'],
    ['ENOSPC', 'the disk is full'],
  ]);
  const message = why.get(e.code);
  return message === undefined ? null : { code: 'file', severity: 'error', message, file: String(e.path) };
}

/** A formula may begin with a minus, which no option of ours does: a blank keeps it from being read as one. */
const shielded = (token: string): string => (/^-[^-]/.test(token) ? ` ${token}` : token);

async function dispatch(given: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const argv = given.map(shielded);
  const { default: yargs } = await import('yargs');
  let chosen: { command: Command; options: Options } | null = null;
  const parser = yargs([...argv])
    .scriptName('gradus')
    .usage(
      '$0 <command> [options]\n\nExercises in the vector calculus of machine learning: written once, different for every student, graded.',
    )
    .locale('en')
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'duplicate-arguments-array': true,
      'strip-dashed': false,
      'unknown-options-as-args': false,
    })
    .wrap(100)
    .help()
    .version(false)
    .strict()
    .demandCommand(1, 'name a command; `gradus --help` lists them')
    .recommendCommands()
    .exitProcess(false)
    .showHelpOnFail(false);
  for (const command of commands) {
    parser.command(
      command.usage,
      command.describe,
      (args) => command.options(args.example(`gradus ${command.example[0]}`, command.example[1])),
      (options) => {
        chosen = { command, options };
      },
    );
  }
  const failure = await new Promise<string | null>((resolve, reject) => {
    parser
      .parse([...argv], {}, (error: Error | undefined, _args: unknown, output: string) => {
        if (output !== '' && !error) terminal.out(`${output}\n`);
        resolve(error ? error.message : null);
      })
      .valueOf();
    Promise.resolve().catch(reject);
  });
  if (failure !== null) throw new UsageError(usageMessage(failure, argv));
  const picked = chosen as { command: Command; options: Options } | null;
  return picked === null ? 0 : picked.command.run(picked.options, terminal);
}

/** What the option parser found wrong, in words that say what to type. */
function usageMessage(failure: string, argv: readonly string[]): string {
  const [name = ''] = argv;
  const names = commands.map((c) => c.usage.split(' ')[0] ?? '');
  if (name !== '' && !name.startsWith('-') && !names.includes(name)) {
    const near = nearest(name, names);
    const hint = near === undefined ? '`gradus --help` lists them all' : `did you mean ${near}?`;
    return `there is no command ${name}; ${hint}`;
  }
  const wanted = commands.find((c) => c.usage.split(' ')[0] === name)?.usage;
  if (failure.startsWith('Not enough non-option arguments') && wanted !== undefined)
    return `something is missing: gradus ${wanted}; \`gradus ${name} --help\` shows an example`;
  const unknown = /^Unknown arguments?: (.*)$/.exec(failure)?.[1];
  return unknown === undefined ? failure : `${unknown} is not known here; \`gradus ${name} --help\` lists the options`;
}
