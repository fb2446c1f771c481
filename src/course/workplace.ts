/** Everything that commands about one assignment start from: course, secret, catalogue, assignment, roster. */
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { Issue } from '../base/issue.ts';
import { failure, type Result, success } from '../base/result.ts';
import { DEFAULT_SETTINGS, type GradingSettings, readGradingBlock } from '../grading/grading-block.ts';
import { type Assignment, readAssignment } from '../problem/assignment.ts';
import type { Catalogue } from '../problem/catalogue.ts';
import { type Course, findCourse, readSecret } from './course.ts';
import { readTextFile } from './files.ts';
import { loadCatalogue } from './resources.ts';
import { type Roster, readRoster } from './roster.ts';

export interface Workplace {
  readonly course: Course;
  readonly secret: string;
  readonly catalogue: Catalogue;
  readonly assignment: Assignment;
  /** The assignment's own grading block over the defaults. */
  readonly settings: GradingSettings;
  /** What is wrong with files that are not needed here (other templates), for people to see. */
  readonly warnings: readonly Issue[];
}

/** Opens an assignment; every fault of course, secret and assignment is told at once. */
export async function openWorkplace(assignmentFile: string): Promise<Result<Workplace, readonly Issue[]>> {
  const text = await readTextFile(assignmentFile);
  if (!text.ok) return failure([text.error]);
  const course = await findCourse(assignmentFile);
  if (!course.ok) return course;
  const secret = await readSecret(course.value);
  const catalogue = await loadCatalogue(course.value);
  const assignment = readAssignment(text.value, shortPath(assignmentFile), catalogue);
  const settings = readGradingBlock(assignment.ok ? assignment.value.grading : null, {
    ...DEFAULT_SETTINGS,
    decimalComma: assignment.ok && assignment.value.locale.startsWith('de'),
  });
  if (!settings.ok) return settings;
  if (!assignment.ok || !secret.ok) {
    // A template that could not be read is missing for a reason that is told first.
    const broken = catalogue.issues.filter((i) => i.severity === 'error');
    return failure([...(assignment.ok ? [] : [...broken, ...assignment.error]), ...(secret.ok ? [] : secret.error)]);
  }
  return success({
    course: course.value,
    secret: secret.value,
    catalogue,
    assignment: assignment.value,
    settings: settings.value,
    warnings: catalogue.issues,
  });
}

export async function openRoster(file: string): Promise<Result<Roster, readonly Issue[]>> {
  const text = await readTextFile(file);
  return text.ok ? readRoster(text.value, shortPath(file)) : failure([text.error]);
}

function shortPath(file: string): string {
  const short = relative(process.cwd(), file);
  return existsSync(short) && !short.startsWith('..') ? short : file;
}
