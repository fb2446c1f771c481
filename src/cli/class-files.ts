/** What commands about graded classes open before they work: assignment, roster, manifest, stored results. */
import type { Argv } from 'yargs';
import type { Issue } from '../base/issue.ts';
import type { Manifest } from '../course/manifest.ts';
import type { ResultLine } from '../course/results.ts';
import type { Roster } from '../course/roster.ts';
import type { Workplace } from '../course/workplace.ts';
import { type Options, requiredText, textOption, UsageError } from './command.ts';
import { IssueError } from './issue-error.ts';

export interface ClassFiles {
  readonly place: Workplace;
  readonly roster: Roster;
  readonly manifest: Manifest | null;
}

export const classOptions = (args: Argv): Argv =>
  args
    .positional('assignment', { describe: 'the assignment file', type: 'string' })
    .option('roster', { describe: 'CSV of the class', type: 'string', demandOption: true })
    .option('manifest', { describe: "the build's manifest.json, which froze who was dealt what", type: 'string' });

export const resultsOption = (args: Argv): Argv =>
  args.option('results', { describe: 'the results.jsonl that gradus grade wrote', type: 'string', demandOption: true });

/** Throws IssueError with everything that is wrong with the files, or UsageError. */
export async function openClass(options: Options): Promise<ClassFiles> {
  const { openWorkplace, openRoster } = await import('../course/workplace.ts');
  const place = await openWorkplace(requiredText(options, 'assignment'));
  const roster = await openRoster(requiredText(options, 'roster'));
  const issues: readonly Issue[] = [...(place.ok ? [] : place.error), ...(roster.ok ? [] : roster.error)];
  if (!place.ok || !roster.ok) throw new IssueError(issues);
  const file = textOption(options, 'manifest');
  if (file === undefined) return { place: place.value, roster: roster.value, manifest: null };
  const { readManifest } = await import('../course/manifest.ts');
  const manifest = await readManifest(file, place.value.assignment.id);
  if (manifest === null) throw new UsageError(`${file} is no manifest of ${place.value.assignment.id}`);
  return { place: place.value, roster: roster.value, manifest };
}

/** The stored results of the assignment. Throws IssueError. */
export async function openResults(options: Options, place: Workplace): Promise<readonly ResultLine[]> {
  const { readResults } = await import('../course/results-file.ts');
  const read = await readResults(requiredText(options, 'results'), place.assignment.id);
  if (!read.ok) throw new IssueError(read.error);
  return read.value;
}
