/** What was dealt to whom, as `manifest.json`: no answers, no seeds, nothing from which either follows. */
import { readFile } from 'node:fs/promises';
import type { Assignment } from '../problem/assignment.ts';
import type { DealtPaper, FrozenDraws } from './deal.ts';

export const MANIFEST_SCHEMA = 1;

export interface ManifestItem {
  readonly item: string;
  readonly template: string;
  readonly template_hash: string;
  readonly version: number;
  readonly variant: string;
  /** Which draw of the student's own stream was dealt. */
  readonly draw: number;
}

export interface ManifestPaper {
  readonly student: string;
  readonly variant: string;
  readonly files: readonly string[];
  readonly items: readonly ManifestItem[];
}

export interface Manifest {
  readonly schema: number;
  readonly assignment: string;
  readonly assignment_hash: string;
  readonly papers: readonly ManifestPaper[];
}

export const emptyManifest = (assignment: Assignment): Manifest => ({
  schema: MANIFEST_SCHEMA,
  assignment: assignment.id,
  assignment_hash: assignment.hash,
  papers: [],
});

export function manifestPaper(paper: DealtPaper, files: readonly string[]): ManifestPaper {
  return {
    student: paper.student,
    variant: paper.variant,
    files,
    items: paper.items.map(({ item, template, instance, draw }) => ({
      item,
      template: template.id,
      template_hash: template.hash,
      version: template.version,
      variant: instance.public.variant,
      draw,
    })),
  };
}

/** The manifest of an earlier build of the same assignment; null when there is none that can be read. */
export async function readManifest(file: string, assignment: string): Promise<Manifest | null> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
  return isManifest(parsed) && parsed.assignment === assignment ? parsed : null;
}

function isManifest(v: unknown): v is Manifest {
  return (
    typeof v === 'object' &&
    v !== null &&
    'schema' in v &&
    v.schema === MANIFEST_SCHEMA &&
    'assignment' in v &&
    'papers' in v &&
    Array.isArray(v.papers)
  );
}

/** The templates and draws that a manifest froze for a student; null for a student it does not know. */
export function frozenDraws(manifest: Manifest | null, student: string): FrozenDraws | null {
  const paper = manifest?.papers.find((p) => p.student === student);
  return paper === undefined
    ? null
    : new Map(paper.items.map(({ item, template, draw }) => [item, { template, draw }]));
}
