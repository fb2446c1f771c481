/** Opening what a command works on: the course around a folder (or none) and the catalogue with its warnings. */
import type { Issue } from '../base/issue.ts';
import type { Catalogue } from '../problem/catalogue.ts';
import { type Course, findCourse } from './course.ts';
import { loadCatalogue } from './resources.ts';

export interface Opened {
  readonly course: Course | null;
  readonly catalogue: Catalogue;
  /** What is wrong with the course file or templates; templates at fault are left out. */
  readonly issues: readonly Issue[];
}

/** The course that holds the folder, where there is one, and all templates it may use. */
export async function openCatalogue(folder: string): Promise<Opened> {
  const course = await findCourse(folder);
  const found = course.ok ? course.value : null;
  const catalogue = await loadCatalogue(found);
  const courseIssues = course.ok || course.error.every((i) => i.code === 'no-course') ? [] : course.error;
  return { course: found, catalogue, issues: [...courseIssues, ...catalogue.issues] };
}
