/** Marks again from a stored `results.jsonl`: each is the fold of its own log, so a disputed mark replays line by line. */
import type { Issue } from '../base/issue.ts';
import { type Result, success } from '../base/result.ts';
import { writeOutcome } from './outcome.ts';
import { replayed } from './results.ts';
import { readResults } from './results-file.ts';
import type { Roster } from './roster.ts';
import type { Workplace } from './workplace.ts';

export interface Replay {
  readonly lines: number;
  /** Students whose stored marks are not the fold of their log, or whose status does not follow from it. */
  readonly changed: readonly string[];
}

export async function replayResults(
  place: Workplace,
  roster: Roster,
  file: string,
  out: string,
): Promise<Result<Replay, readonly Issue[]>> {
  const lines = await readResults(file, place.assignment.id);
  if (!lines.ok) return lines;
  const again = lines.value.map(replayed);
  await writeOutcome(place, roster, again, [], out);
  const changed = again.flatMap((line, k) =>
    JSON.stringify(line) === JSON.stringify(lines.value[k]) ? [] : [line.student],
  );
  return success({ lines: again.length, changed });
}
