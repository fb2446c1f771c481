/**
 * The lock file of a folder of templates: what was released, so that nobody changes it without a new version. A student
 * who holds a paper must be graded, and regraded, against what was on it.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { type Issue, issue } from '../base/issue.ts';
import { compareText } from '../base/order.ts';
import type { Catalogue } from '../problem/catalogue.ts';
import { type Release, releaseOf } from '../problem/release.ts';
import type { Template } from '../problem/template.ts';
import { writeFile } from './files.ts';

export const LOCK_FILE = 'templates.lock.json';
const SCHEMA = 1;

export interface LockReport {
  readonly issues: readonly Issue[];
  /** Ids that were new or had a new version, and are locked now. */
  readonly locked: readonly string[];
  /** Released before and as they were. */
  readonly unchanged: number;
  readonly files: readonly string[];
}

/**
 * Holds templates against the locks of their folders and writes what is new. Where a released template has changed
 * under its old version its entry stays as it was.
 * @param whole all templates of the folders are here: one that is locked and missing has been taken away
 */
export async function lockTemplates(
  catalogue: Catalogue,
  templates: readonly Template[],
  folders: readonly string[],
  whole: boolean,
): Promise<LockReport> {
  const issues: Issue[] = [];
  const locked: string[] = [];
  const files: string[] = [];
  let unchanged = 0;
  for (const folder of folders) {
    const own = templates.filter((t) => resolve(t.file).startsWith(`${resolve(folder)}${sep}`));
    const file = join(folder, LOCK_FILE);
    const read = await readLock(file);
    if (!read.ok) {
      issues.push(read.issue);
      continue;
    }
    const releases = new Map(read.releases);
    const before = locked.length;
    for (const template of own) {
      const released = releases.get(template.id);
      const now = releaseOf(template, catalogue.data);
      const wrong = released === undefined ? null : difference(template, released, now);
      if (wrong !== null) issues.push(wrong);
      else if (released !== undefined && released.version === now.version) unchanged += 1;
      else {
        releases.set(template.id, now);
        locked.push(template.id);
      }
    }
    if (whole) issues.push(...missing(releases, own, file));
    if (locked.length === before) continue;
    await writeFile(file, lockText(releases));
    files.push(shown(file));
  }
  return { issues, locked, unchanged, files };
}

/** Why the template may not pass for its release; null when it may. */
function difference(template: Template, released: Release, now: Release): Issue | null {
  const { versionPlace: place } = template;
  if (now.version < released.version) {
    const message = `${template.id} was released as version ${released.version} and says version ${now.version} now`;
    return issue('version-back', message, place, `Write version: ${released.version + 1}.`);
  }
  if (now.version > released.version) return null;
  const hint = `Write version: ${released.version + 1} if the change is meant, or undo it.`;
  if (now.content !== released.content) {
    const message = `${template.id} has changed since version ${released.version} was released`;
    return issue('changed-release', message, place, hint);
  }
  if (now.variants !== released.variants) {
    const message = `${template.id} is unchanged, but this program draws or prints its variants otherwise than when version ${released.version} was released`;
    return issue('changed-variants', message, place, hint);
  }
  return null;
}

function missing(releases: ReadonlyMap<string, Release>, own: readonly Template[], file: string): readonly Issue[] {
  const here = new Set(own.map((t) => t.id));
  return [...releases.keys()]
    .filter((id) => !here.has(id))
    .map((id) =>
      issue(
        'release-gone',
        `the released template ${id} is not here any more`,
        { file: shown(file) },
        'Put it back, or delete its entry in the lock file if no paper with it is left to grade.',
      ),
    );
}

const shown = (file: string): string => {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
};

function lockText(releases: ReadonlyMap<string, Release>): string {
  const sorted = [...releases].sort(([a], [b]) => compareText(a, b));
  return `${JSON.stringify({ schema: SCHEMA, templates: Object.fromEntries(sorted) }, null, 1)}\n`;
}

type ReadLock =
  | { readonly ok: true; readonly releases: ReadonlyMap<string, Release> }
  | { readonly ok: false; readonly issue: Issue };

async function readLock(file: string): Promise<ReadLock> {
  if (!existsSync(file)) return { ok: true, releases: new Map() };
  const releases = parseLock(await readFile(file, 'utf8'));
  if (releases !== null) return { ok: true, releases };
  const hint = 'Take it from version control again; it is written by `gradus check --lock` alone.';
  return { ok: false, issue: issue('bad-lock', 'this is no lock file that can be read', { file: shown(file) }, hint) };
}

function parseLock(text: string): ReadonlyMap<string, Release> | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(parsed) || parsed.schema !== SCHEMA || !isRecord(parsed.templates)) return null;
  const releases = new Map<string, Release>();
  for (const [id, entry] of Object.entries(parsed.templates)) {
    if (!isRecord(entry)) return null;
    const { version, content, variants } = entry;
    if (typeof version !== 'number' || typeof content !== 'string' || typeof variants !== 'string') return null;
    releases.set(id, { version, content, variants });
  }
  return releases;
}

const isRecord = (v: unknown): v is Readonly<Record<string, unknown>> =>
  typeof v === 'object' && v !== null && !Array.isArray(v);
