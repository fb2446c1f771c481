/**
 * A course on disk: `course.yaml`, its own problem templates, and the secret that keys every student's seed.
 * The catalogue that ships with Gradus is always there beside the course's own templates.
 */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Issue, issue } from '../base/issue.ts';
import { failure, type Result, success } from '../base/result.ts';
import type { Language } from '../document/doc.ts';
import type { Strings } from '../document/strings/strings.ts';
import { readAuthorFile } from '../problem/source/read-author-file.ts';
import { lookUp, type SourceMap } from '../problem/source/source-node.ts';
import { readCourseTexts } from './course-texts.ts';

/** What `course.yaml` says, paths resolved against its folder. */
export interface Course {
  readonly root: string;
  readonly title: string;
  readonly page: 'a4' | 'letter';
  /** Folders with templates of the course's own. */
  readonly problems: readonly string[];
  readonly secretFile: string;
  /** Fixed texts worded the course's own way, from `theme/strings.<language>.yaml`; only languages it changes. */
  readonly texts: ReadonlyMap<Language, Strings>;
}

export const COURSE_FILE = 'course.yaml';
/** Shorter secrets could be found by trying them all. */
export const SECRET_MIN_LENGTH = 16;

const KEYS = ['title', 'page', 'problems', 'secret'];

/** The course whose folder holds `start` (a file or folder) or one of its parents. Issues name what is wrong. */
export async function findCourse(start: string): Promise<Result<Course, readonly Issue[]>> {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const file = join(folder, COURSE_FILE);
    if (await exists(file)) return readCourse(file);
    if (dirname(folder) === folder) break;
  }
  const hint = 'make a course with `gradus init DIR` and put the assignment into its assignments folder';
  return failure([issue('no-course', `no ${COURSE_FILE} in this folder or above it`, { file: start }, hint)]);
}

const exists = async (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

async function readCourse(file: string): Promise<Result<Course, readonly Issue[]>> {
  const read = readAuthorFile(await readFile(file, 'utf8'), file);
  if (!read.ok) return read;
  const { root } = read.value;
  if (root.kind !== 'map')
    return failure([issue('course', 'a course file is a list of keys such as `title: …`', root.place)]);
  const issues: Issue[] = [];
  for (const { key } of root.entries) {
    if (!KEYS.includes(key.text)) {
      issues.push(issue('unknown-key', `a course has no "${key.text}"`, key.place, `the keys are ${KEYS.join(', ')}`));
    }
  }
  const folder = dirname(file);
  const page = textOf(root, 'page', issues) ?? 'a4';
  if (page !== 'a4' && page !== 'letter') {
    issues.push(issue('page', `page is a4 or letter, not "${page}"`, lookUp(root, 'page')?.place ?? { file }));
  }
  const course: Course = {
    root: folder,
    title: textOf(root, 'title', issues) ?? 'Vector calculus',
    page: page === 'letter' ? 'letter' : 'a4',
    problems: listOf(root, 'problems', issues).map((p) => resolve(folder, p)),
    texts: await readCourseTexts(folder, issues),
    secretFile: resolve(folder, textOf(root, 'secret', issues) ?? '.secret'),
  };
  return issues.length > 0 ? failure(issues) : success(course);
}

function textOf(map: SourceMap, key: string, issues: Issue[]): string | undefined {
  const node = lookUp(map, key);
  if (node === undefined) return undefined;
  if (node.kind === 'text' && node.text.trim() !== '') return node.text;
  issues.push(issue('course', `${key} is a text`, node.place, `write ${key}: …`));
  return undefined;
}

function listOf(map: SourceMap, key: string, issues: Issue[]): readonly string[] {
  const node = lookUp(map, key);
  if (node === undefined) return [];
  if (node.kind === 'text') return [node.text];
  if (node.kind === 'list') return node.items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
  issues.push(issue('course', `${key} is a list of folders`, node.place, `write ${key}: [problems]`));
  return [];
}

/** The course's secret. An issue says how to make one when it is missing or too short. */
export async function readSecret(course: Course): Promise<Result<string, readonly Issue[]>> {
  const file = course.secretFile;
  const hint =
    'keep the secret a course was built with: another one gives every student other numbers; `gradus init` makes one for a new course';
  if (!(await exists(file))) return failure([issue('no-secret', "the course's secret is not here", { file }, hint)]);
  const secret = (await readFile(file, 'utf8')).trim();
  if (secret.length < SECRET_MIN_LENGTH) {
    return failure([
      issue('short-secret', `the secret needs at least ${SECRET_MIN_LENGTH} characters`, { file }, hint),
    ]);
  }
  return success(secret);
}
